/** What a query names that the dataset does not have: a mistyped class, a field that no record has. */
import { columnOfField } from './query-normal.ts';
import type { Clause, Query } from './query.ts';

/** What there is. */
export interface KnownNames {
  readonly classes: readonly string[];
  /** Columns of the records, and what is measured of their texts. */
  readonly columns: readonly string[];
  /** Words for who speaks, which a field may be as well. */
  readonly speakers: readonly string[];
}

export interface UnknownName {
  readonly what: 'class' | 'field';
  readonly name: string;
}

/** Names that nothing has, in the order of the query, each once. Classes that are excluded may be unknown: that says nothing wrong. */
export function unknownNames(query: Query, known: KnownNames): readonly UnknownName[] {
  const found = query.clauses.flatMap((clause) => ofClause(clause, known));
  return found.filter(({ what, name }, at) => found.findIndex((other) => other.what === what && other.name === name) === at);
}

function ofClause(clause: Clause, known: KnownNames): readonly UnknownName[] {
  switch (clause.kind) {
    case 'class':
      return clause.mode === 'none'
        ? []
        : clause.names.filter((name) => !known.classes.includes(name)).map((name) => ({ what: 'class', name }));
    case 'count':
      return clause.inner.flatMap((inner) => ofClause(inner, known));
    case 'value':
    case 'range':
    case 'text': {
      const column = clause.field === undefined ? undefined : columnOfField(clause.field);
      if (column === undefined || known.columns.includes(column) || known.speakers.includes(column.replace(/^@/, ''))) return [];
      return [{ what: 'field', name: column }];
    }
  }
}
