/**
 * The query bar's language, both ways: `parseQuery(printQuery(q))` is `normaliseQuery(q)`.
 *
 *     class:dog,cat  any · class:dog+cat  all · -class:dog,cat  none
 *     split:val,test  -split:val  kind:mask  labels:none  "my field":"a, b"
 *     side>=32  side<96  side:32..96 (both ends belong)  score=1  taken>=2024-05-01
 *     count(class:dog score>=0.5)>=3   count(class:dog)=0   count(class:dog):2..5
 *     word  "a phrase"  -word  word:"whole words"  case:"This Case"  /expression/i
 *     answer:text  answer:word:"whole words"  answer:/expression/
 *
 * Anything may stand in double quotes; in them `\"`, `\\`, `\n`, `\r` and `\t` stand for themselves.
 */
import { normaliseQuery } from './query-normal.ts';
import { scanQuery } from './query-scan.ts';
import type { QueryError } from './query-scan.ts';
import type { ClassClause, Clause, CountClause, Query, RangeClause, TextClause, ValueClause } from './query.ts';

/** Never throws: what cannot be understood is an error with its place, and the rest holds. The query is normal. */
export function parseQuery(text: string): { readonly query: Query; readonly errors: readonly QueryError[] } {
  const { clauses, errors } = scanQuery(text);
  return { query: normaliseQuery({ clauses }), errors };
}

/** The text of a query; of clauses that have no text (see `normaliseQuery`) nothing. */
export function printQuery(query: Query): string {
  return normaliseQuery(query).clauses.map(printClause).join(' ');
}

/** One clause of a normal query as text. */
export function printClause(clause: Clause): string {
  switch (clause.kind) {
    case 'text':
      return sign(clause.negated) + printText(clause);
    case 'count':
      return printCount(clause);
    case 'class':
      return `${sign(clause.mode === 'none')}class:${clause.names.map(value).join(clause.mode === 'all' ? '+' : ',')}`;
    case 'value':
      return `${sign(clause.negated)}${atom(clause.field)}:${clause.values.map(value).join(',')}`;
    case 'range':
      return printRange(clause);
  }
}

function printText({ text, how, flags = '', field }: TextClause): string {
  const column = field === undefined ? '' : `${atom(field)}:`;
  if (how === 'regex') return `${column}/${text}/${flags}`;
  return how === undefined ? atom(text) : `${column}${how}:${quoteIfNeeded(text)}`;
}

function printCount({ inner, min, max }: CountClause): string {
  const head = `count(${inner.map((clause: ClassClause | ValueClause | RangeClause) => printClause(clause)).join(' ')})`;
  if (min === undefined) return max === 0 ? `${head}=0` : `${head}<=${max}`;
  if (max === undefined) return `${head}>=${min}`;
  return min === max ? `${head}=${min}` : `${head}:${min}..${max}`;
}

function printRange({ field, min, minOpen, max, maxOpen, date }: RangeClause): string {
  const name = atom(field);
  const end = (bound: number): string => (date === true ? (instant(bound) ?? String(bound)) : String(bound));
  if (min !== undefined && min === max && minOpen !== true && maxOpen !== true) return `${name}=${end(min)}`;
  const ends: string[] = [];
  if (min !== undefined) ends.push(`${name}${minOpen === true ? '>' : '>='}${end(min)}`);
  if (max !== undefined) ends.push(`${name}${maxOpen === true ? '<' : '<='}${end(max)}`);
  return ends.join(' ');
}

/** `2024-05-01`, `2024-05-01T13:00:00Z`; undefined where it cannot be written so. */
function instant(milliseconds: number): string | undefined {
  if (!Number.isInteger(milliseconds) || Math.abs(milliseconds) > 8.64e15) return undefined;
  const text = new Date(milliseconds).toISOString();
  if (!/^\d{4}-/.test(text)) return undefined;
  return text.replace(/T00:00:00\.000Z$/, '').replace('.000Z', 'Z');
}

function sign(negated: boolean): string {
  return negated ? '-' : '';
}

/** A word or a field name; bare slashes would begin an expression. */
function atom(text: string): string {
  return /^[-/]/.test(text) ? quote(text) : quoteIfNeeded(text);
}

/** A value; `a..b` bare would be a range. */
function value(text: string): string {
  return text.includes('..') || /^(?:\/|word:|case:)/.test(text) ? quote(text) : quoteIfNeeded(text);
}

/** A name as the query bar needs it: in quotes where it has blanks, commas or signs. */
export function quoteIfNeeded(text: string): string {
  return /^[^\s"():<>=≥≤,+]+$/u.test(text) ? text : quote(text);
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function quote(text: string): string {
  return `"${text.replaceAll(/["\\\n\r\t]/g, (char) => ESCAPES[char] ?? char)}"`;
}
