/** What facets, brushes and chips do to a query. Pure; each gives a normal query. */
import { columnOfField, fieldOfColumn, normaliseQuery } from './query-normal.ts';
import type { ClassClause, Clause, Query, RangeClause, TextClause, ValueClause } from './query.ts';

/** The ends of a range; both absent: no clause. */
export type Range = Pick<RangeClause, 'min' | 'minOpen' | 'max' | 'maxOpen' | 'date'>;

/** The class clause that the class facet shows: the first one. */
export function classClauseOf(query: Query): ClassClause | undefined {
  return query.clauses.find((clause) => clause.kind === 'class');
}

/**
 * Adds or removes a class in the facet's clause. `mode` is what the facet's switch says: one class alone reads the same for
 * `any` and `all`, so the query cannot remember it.
 */
export function toggleClass(query: Query, name: string, mode?: ClassClause['mode']): Query {
  const clause = classClauseOf(query);
  return replaced(query, clause, { kind: 'class', mode: mode ?? clause?.mode ?? 'any', names: toggled(clause?.names ?? [], name) });
}

/** Only this class; a second time: all of them again. */
export function onlyClass(query: Query, name: string): Query {
  const clause = classClauseOf(query);
  const isOnly = clause?.mode === 'any' && clause.names.length === 1 && clause.names[0] === name;
  const others = withoutField(query, 'class');
  return isOnly ? others : replaced(others, undefined, { kind: 'class', mode: 'any', names: [name] });
}

export function setClassMode(query: Query, mode: ClassClause['mode']): Query {
  const clause = classClauseOf(query);
  return clause === undefined ? query : replaced(query, clause, { ...clause, mode });
}

/** The clause that a facet of values shows: the first of its field and sign. */
export function valueClauseOf(query: Query, field: string, negated = false): ValueClause | undefined {
  return query.clauses.find((clause) => clause.kind === 'value' && clause.field === field && clause.negated === negated) as
    | ValueClause
    | undefined;
}

/** Adds or removes a value in `field:…` (or in `-field:…`). */
export function toggleValue(query: Query, field: string, value: string, negated = false): Query {
  const clause = valueClauseOf(query, field, negated);
  return replaced(query, clause, { kind: 'value', field, negated, values: toggled(clause?.values ?? [], value) });
}

/** Only this value; a second time: all again. */
export function onlyValue(query: Query, field: string, value: string): Query {
  const clause = valueClauseOf(query, field);
  const others = withoutField(query, field);
  if (clause?.values.length === 1 && clause.values[0] === value) return others;
  return replaced(others, undefined, { kind: 'value', field, negated: false, values: [value] });
}

export function rangeClauseOf(query: Query, field: string): RangeClause | undefined {
  return query.clauses.find((clause) => clause.kind === 'range' && clause.field === field) as RangeClause | undefined;
}

/** Adds a search for a text, or takes it away where it is there. */
export function toggleText(query: Query, text: string, how?: TextClause['how']): Query {
  const at = query.clauses.findIndex((clause) => isText(clause, text, how));
  if (at >= 0) return removeClause(query, at);
  return normaliseQuery({ clauses: [...query.clauses, { kind: 'text', text, negated: false, ...(how === undefined ? {} : { how }) }] });
}

/** Whether a query searches for the text, anywhere in a record. */
export function searchesText(query: Query, text: string, how?: TextClause['how']): boolean {
  return query.clauses.some((clause) => isText(clause, text, how));
}

function isText(clause: Clause, text: string, how: TextClause['how']): boolean {
  return clause.kind === 'text' && clause.text === text && clause.how === how && !clause.negated && clause.field === undefined;
}

/** The range of a field, in place of what was there; `undefined` takes it away. */
export function setRange(query: Query, field: string, range: Range | undefined): Query {
  return replaced(query, rangeClauseOf(query, field), { kind: 'range', field, ...range });
}

/** Without the clause at this place. */
export function removeClause(query: Query, index: number): Query {
  return normaliseQuery({ clauses: query.clauses.filter((_, i) => i !== index) });
}

/** Without the clauses of this field at the top level: what its facet counts obey. */
export function withoutField(query: Query, field: string): Query {
  // What a clause is about is plain once it is normal: a text in one column is a value.
  return { clauses: normaliseQuery(query).clauses.filter((clause) => fieldOf(clause) !== field) };
}

/** The field that a clause is about; `undefined`: several (count) or none (text). */
export function fieldOf(clause: Clause): string | undefined {
  if (clause.kind === 'class') return 'class';
  return clause.kind === 'value' || clause.kind === 'range' ? clause.field : undefined;
}

function toggled(list: readonly string[], entry: string): string[] {
  return list.includes(entry) ? list.filter((other) => other !== entry) : [...list, entry];
}

/** `after` in the place of `before`, or at the end. An empty clause goes by itself. */
function replaced(query: Query, before: Clause | undefined, after: Clause): Query {
  const clauses = before === undefined ? [...query.clauses, after] : query.clauses.map((clause) => (clause === before ? after : clause));
  return normaliseQuery({ clauses });
}

/**
 * The clause asked of the column that is called like its built-in field: `split:a` → `.split:a`. Undefined: there is no such column, or the
 * clause has no field.
 */
export function askedOfColumn(clause: Clause, columns: readonly string[]): ValueClause | RangeClause | undefined {
  if (clause.kind === 'count' || clause.kind === 'text') return undefined;
  const name = clause.kind === 'class' ? 'class' : clause.field;
  if (columnOfField(name) !== undefined || !columns.includes(name)) return undefined;
  const field = fieldOfColumn(name);
  return clause.kind === 'class' ? { kind: 'value', field, negated: clause.mode === 'none', values: clause.names } : { ...clause, field };
}
