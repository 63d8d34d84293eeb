import { regexOf } from '../base/text-pattern.ts';
import { SPEAKERS } from '../model/turn-texts.ts';
import { ANNOTATION_FIELDS, SAMPLE_FIELDS, TEXT_FIELDS } from './query.ts';
import type { ClassClause, Clause, CountClause, Query, RangeClause, TextClause, ValueClause } from './query.ts';

type InnerClause = ClassClause | ValueClause | RangeClause;

/** Fields of the sample and of the annotation that are numbers; any extra column may be one too. */
export const NUMERIC_FIELDS: ReadonlySet<string> = new Set(
  'width height labels smallest classes score side area boxwidth boxheight threshold'.split(' '),
);
const BUILT_IN: ReadonlySet<string> = new Set([
  ...SAMPLE_FIELDS,
  ...ANNOTATION_FIELDS,
  ...TEXT_FIELDS,
  ...SPEAKERS.map((speaker) => `@${speaker}`),
]);
const OF_ANNOTATION: ReadonlySet<string> = new Set(ANNOTATION_FIELDS);

/** Whether the field is about one annotation; all others are about the sample. */
export function isAnnotationField(field: string): boolean {
  return OF_ANNOTATION.has(field);
}

/** Whether a comparison makes sense: not for `split`, `kind` … */
export function mayCompare(field: string): boolean {
  return !BUILT_IN.has(field) || NUMERIC_FIELDS.has(field);
}

/**
 * What the query bar calls an extra column: its name; with a dot before it where the name alone means something else
 * (`.score`: the record's own field, `score`: the annotation's).
 */
export function fieldOfColumn(name: string): string {
  return BUILT_IN.has(name) || name.startsWith('.') ? `.${name}` : name;
}

/** The extra column that a field speaks of; `undefined`: a built-in field. */
export function columnOfField(field: string): string | undefined {
  if (BUILT_IN.has(field)) return undefined;
  return field.startsWith('.') ? field.slice(1) : field;
}

/**
 * The one form of a query among those that mean the same by their text: what `parseQuery` gives and `printQuery` writes.
 * Ranges of one field are one clause, at the place of the first; doubled names go; a clause that says nothing goes.
 */
export function normaliseQuery(query: Query): Query {
  return { clauses: mergeRanges(query.clauses.flatMap((clause) => normaliseClause(clause) ?? [])) };
}

function normaliseClause(clause: Clause): Clause | undefined {
  switch (clause.kind) {
    case 'text':
      return textClause(clause);
    case 'count':
      return normaliseCount(clause);
    default:
      return normaliseInner(clause);
  }
}

function textClause({ text, negated, how, flags = '', field }: TextClause): TextClause | ValueClause | undefined {
  // A column of that name has a dot before it.
  if (text === '' || (field !== undefined && isTextField(field))) return undefined;
  if (how === undefined) {
    if (field === undefined) return { kind: 'text', text, negated };
    const clause = normaliseInner({ kind: 'value', field, negated, values: [text] });
    return clause?.kind === 'value' ? clause : undefined;
  }
  const source = how === 'regex' ? regexSource(text) : text;
  if (how === 'regex' && !regexOf({ how, text: source })) return undefined;
  const known = ['i', 'm', 's'].filter((flag) => flags.includes(flag)).join('');
  return {
    kind: 'text',
    text: source,
    negated,
    how,
    ...(how === 'regex' && known !== '' ? { flags: known } : {}),
    ...(field === undefined ? {} : { field }),
  };
}

/** As it is written between slashes on one line; a backslash at its end would take the slash. */
function regexSource(text: string): string {
  const written = text.replaceAll(/\\[\s\S]|[/\n\r]/g, (part) => WRITTEN[part] ?? part);
  return /^(?:[^\\]|\\[\s\S])*$/.test(written) ? written : `${written}\\`;
}

const WRITTEN: Readonly<Record<string, string>> = { '/': '\\/', '\n': '\\n', '\r': '\\r', '\\\n': '\\n', '\\\r': '\\r' };

function isTextField(field: string): boolean {
  return (TEXT_FIELDS as readonly string[]).includes(field);
}

function normaliseInner(clause: InnerClause): InnerClause | undefined {
  if (clause.kind === 'class') return classClause(clause.mode, clause.names);
  if (clause.kind === 'range') return mayCompare(clause.field) ? rangeClause(clause) : undefined;
  if (clause.field === 'class') return classClause(clause.negated ? 'none' : 'any', clause.values);
  if (clause.field === 'threshold' || clause.values.length === 0 || isTextField(clause.field)) return undefined;
  return { kind: 'value', field: clause.field, negated: clause.negated, values: [...new Set(clause.values)] };
}

function classClause(mode: ClassClause['mode'], names: readonly string[]): ClassClause | undefined {
  if (names.length === 0) return undefined;
  const distinct = [...new Set(names)];
  return { kind: 'class', mode: mode === 'all' && distinct.length === 1 ? 'any' : mode, names: distinct };
}

function rangeClause({ field, min, max, minOpen, maxOpen, date }: RangeClause): RangeClause | undefined {
  const hasMin = min !== undefined && Number.isFinite(min);
  const hasMax = max !== undefined && Number.isFinite(max);
  if (!hasMin && !hasMax) return undefined;
  return {
    kind: 'range',
    field,
    // + 0: no negative zero, which has no text of its own.
    ...(hasMin && { min: min + 0, ...(minOpen === true && { minOpen }) }),
    ...(hasMax && { max: max + 0, ...(maxOpen === true && { maxOpen }) }),
    ...(date === true && { date }),
  };
}

function normaliseCount({ inner, min, max }: CountClause): CountClause | undefined {
  const least = min !== undefined && Number.isFinite(min) && min > 0 ? Math.ceil(min) : undefined;
  const most = max !== undefined && Number.isFinite(max) ? Math.floor(max) + 0 : undefined;
  if (least === undefined && most === undefined) return undefined;
  const clauses = inner.flatMap((clause) => {
    const normal = normaliseInner(clause);
    if (normal === undefined || (normal.kind !== 'class' && !isAnnotationField(normal.field))) return [];
    // Within one annotation "all of them" can only mean "one of them".
    return normal.kind === 'class' && normal.mode === 'all' ? { ...normal, mode: 'any' as const } : normal;
  });
  return {
    kind: 'count',
    inner: mergeRanges(clauses),
    ...(least !== undefined && { min: least }),
    ...(most !== undefined && { max: most }),
  };
}

function mergeRanges<C extends Clause>(clauses: readonly C[]): C[] {
  const merged: C[] = [];
  const places = new Map<string, number>();
  for (const clause of clauses) {
    if (clause.kind !== 'range') {
      merged.push(clause);
      continue;
    }
    // Of numbers that stand for instants both may be asked: the number and the date.
    const key = `${clause.date === true ? 'date' : ''} ${clause.field}`;
    const place = places.get(key);
    const earlier = place === undefined ? undefined : merged[place];
    if (place === undefined || earlier?.kind !== 'range') {
      places.set(key, merged.push(clause) - 1);
    } else {
      // C has range clauses: this is one.
      merged[place] = intersection(earlier, clause) as C;
    }
  }
  return merged;
}

/** The range that both allow. */
function intersection(a: RangeClause, b: RangeClause): RangeClause {
  const lower = a.min === undefined || (b.min !== undefined && (b.min > a.min || (b.min === a.min && b.minOpen === true))) ? b : a;
  const upper = a.max === undefined || (b.max !== undefined && (b.max < a.max || (b.max === a.max && b.maxOpen === true))) ? b : a;
  return {
    kind: 'range',
    field: a.field,
    ...(lower.min !== undefined && { min: lower.min, ...(lower.minOpen && { minOpen: true }) }),
    ...(upper.max !== undefined && { max: upper.max, ...(upper.maxOpen && { maxOpen: true }) }),
    ...(a.date === true && { date: true as const }),
  };
}
