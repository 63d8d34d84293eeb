import { dateOf } from './cell-value.ts';
import { regexOf } from '../base/text-pattern.ts';
import { isAnnotationField, mayCompare } from './query-normal.ts';
import { TEXT_FIELDS } from './query.ts';
import type { ClassClause, Clause, CountClause, RangeClause, TextClause, ValueClause } from './query.ts';

/** What can be wrong with a query's text; `i18n` has a sentence for each. */
export type QueryErrorCode =
  | 'quote-unclosed'
  | 'paren-unclosed'
  | 'unexpected' // a sign where a word should be
  | 'value-missing' // class:
  | 'number-invalid' // side>=abc
  | 'comparison-missing' // count(…) or threshold without >= 3
  | 'modes-mixed' // class:a,b+c, -class:a+b
  | 'regex-invalid' // /(/
  | 'cannot-negate' // -side>=32
  | 'not-a-number' // split>=3
  | 'not-in-count'; // count(split:val)

/** `start` inclusive, `end` exclusive, in UTF-16 units. */
export interface QueryError {
  readonly code: QueryErrorCode;
  readonly start: number;
  readonly end: number;
}

/** One piece of the text as typed, for completion. `text` is without quotes. */
export interface QueryPart {
  readonly role: 'word' | 'value' | 'number';
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Of a value or number. */
  readonly field?: string;
  readonly negated: boolean;
  readonly inCount: boolean;
}

export interface ScannedQuery {
  readonly clauses: readonly Clause[];
  readonly errors: readonly QueryError[];
  readonly parts: readonly QueryPart[];
}

type Inner = ClassClause | ValueClause | RangeClause;
interface Bounds {
  min?: number;
  max?: number;
  minOpen?: boolean;
  maxOpen?: boolean;
  date?: true;
}

const BARE = /[^\s":<>=≥≤]*/uy;
const BARE_IN_COUNT = /[^\s":<>=≥≤()]*/uy;
const VALUE = /[^\s",]*/uy;
const VALUE_IN_COUNT = /[^\s",()]*/uy;
const CLASS = /[^\s",+]*/uy;
const CLASS_IN_COUNT = /[^\s",+()]*/uy;
/** `/a \/ b/i`: a slash that no word goes on behind. */
const REGEX = /\/((?:\\.|[^\\/])+)\/([ims]*)(?=\s|$)/uy;
const TEXT_WORD = /[^\s"]*/uy;
const NUMBER_TEXT = /[^\s)]*/uy;
const COMPARISON = /\s*(>=|<=|==|≥|≤|>|<|=)\s*/uy;
const BLANKS = /\s*/uy;
const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const WHOLE_NUMBER = new RegExp(`^${NUMBER}$`);
const RANGE = new RegExp(String.raw`(${NUMBER.replace(String.raw`\.?\d*`, String.raw`(?:\.\d+)?`)})?\.\.(${NUMBER})?(?=[\s)]|$)`, 'y');

/** Reads the text once, from left to right; never throws. */
export function scanQuery(text: string): ScannedQuery {
  const clauses: Clause[] = [];
  const errors: QueryError[] = [];
  const parts: QueryPart[] = [];
  let at = 0;

  function take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    at += match[0].length;
    return match;
  }

  function fail(code: QueryErrorCode, start: number, end = at): void {
    errors.push({ code, start, end: Math.max(end, start) });
  }

  function quoted(): string {
    const start = at++;
    let value = '';
    while (at < text.length) {
      const char = text[at++];
      if (char === '"') return value;
      const escaped = char === '\\' ? UNESCAPED[text[at] ?? ''] : undefined;
      if (escaped !== undefined) at++;
      value += escaped ?? char;
    }
    fail('quote-unclosed', start);
    return value;
  }

  function word(bare: RegExp): string {
    return text[at] === '"' ? quoted() : (take(bare)?.[0] ?? '');
  }

  function item(inCount: boolean): Clause | undefined {
    const start = at;
    const negated = text[at] === '-' && /[^\s]/u.test(text[at + 1] ?? ' ');
    if (negated) at++;
    if (!inCount && text.startsWith('count(', at)) return count(start, negated);
    const wordStart = at;
    const wasQuoted = text[at] === '"';
    const regex = inCount ? undefined : expression(start, negated, undefined);
    if (regex) return regex;
    const name = word(inCount ? BARE_IN_COUNT : BARE);
    if (name === '' && !wasQuoted) {
      at++;
      fail('unexpected', at - 1);
      return undefined;
    }
    const wordEnd = at;
    if (text[at] === ':') {
      at++;
      if (inCount) return values(name, start, negated, inCount);
      return (
        (wasQuoted ? undefined : how(name, start, negated, undefined)) ??
        within(name, start, negated) ??
        values(name, start, negated, inCount)
      );
    }
    const sign = take(COMPARISON)?.[1];
    if (sign !== undefined) return comparison(name, sign, start, negated, inCount);
    parts.push({ role: 'word', start: wordStart, end: wordEnd, text: name, negated, inCount });
    if (inCount) {
      fail('not-in-count', start);
      return undefined;
    }
    return { kind: 'text', text: name, negated };
  }

  /** `/…/i`, also behind a field. */
  function expression(start: number, negated: boolean, field: string | undefined): TextClause | undefined {
    const from = at;
    const found = text[at] === '/' ? take(REGEX) : undefined;
    if (!found) return undefined;
    const [, source = '', flags = ''] = found;
    parts.push({ role: 'number', start: from, end: at, text: source, negated, inCount: false });
    if (!regexOf({ how: 'regex', text: source, flags })) fail('regex-invalid', start);
    // What is no expression is dropped when the query is made normal.
    return {
      kind: 'text',
      text: source,
      negated,
      how: 'regex',
      ...(flags === '' ? {} : { flags }),
      ...(field === undefined ? {} : { field }),
    };
  }

  /** `word:"…"` or `case:"…"`. */
  function how(name: string, start: number, negated: boolean, field: string | undefined): TextClause | undefined {
    const kind = TEXT_FIELDS.find((known) => known === name);
    if (kind === undefined) return undefined;
    const from = at;
    const value = word(TEXT_WORD);
    parts.push({ role: 'number', start: from, end: at, text: value, negated, inCount: false });
    if (value === '') fail('value-missing', start);
    return { kind: 'text', text: value, negated, how: kind, ...(field === undefined ? {} : { field }) };
  }

  /** What is looked for in one column otherwise than by what it contains. */
  function within(field: string, start: number, negated: boolean): TextClause | undefined {
    if (isAnnotationField(field)) return undefined;
    const regex = expression(start, negated, field);
    if (regex) return regex;
    const kind = TEXT_FIELDS.find((known) => text.startsWith(`${known}:`, at));
    if (kind === undefined) return undefined;
    at += kind.length + 1;
    return how(kind, start, negated, field);
  }

  function values(field: string, start: number, negated: boolean, inCount: boolean): Inner | undefined {
    const range = take(RANGE);
    if (range && (range[1] !== undefined || range[2] !== undefined)) {
      parts.push({ role: 'number', start: at - range[0].length, end: at, text: range[0], field, negated, inCount });
      return ranged(field, boundsOf(range), start, negated, inCount);
    }
    if (range) at -= range[0].length;
    const isClass = field === 'class';
    const bare = isClass ? (inCount ? CLASS_IN_COUNT : CLASS) : inCount ? VALUE_IN_COUNT : VALUE;
    const found: string[] = [];
    const signs = new Set<string>();
    for (;;) {
      const valueStart = at;
      const wasQuoted = text[at] === '"';
      const value = word(bare);
      parts.push({ role: 'value', start: valueStart, end: at, text: value, field, negated, inCount });
      if (value !== '' || wasQuoted) found.push(value);
      else fail('value-missing', start);
      const sign = text[at];
      if (sign !== ',' && !(sign === '+' && isClass)) break;
      signs.add(sign);
      at++;
    }
    if (!permitted(field, start, inCount)) return undefined;
    if (field === 'threshold') {
      fail('comparison-missing', start);
      return undefined;
    }
    if (found.length === 0) return undefined;
    if (!isClass) return { kind: 'value', field, negated, values: found };
    if (signs.size > 1 || (negated && signs.has('+'))) fail('modes-mixed', start);
    return { kind: 'class', mode: negated ? 'none' : signs.size === 1 && signs.has('+') ? 'all' : 'any', names: found };
  }

  let wasDate = false;
  function number(field: string | undefined, inCount: boolean): number | undefined {
    const start = at;
    const digits = take(NUMBER_TEXT)?.[0] ?? '';
    if (field !== undefined) parts.push({ role: 'number', start, end: at, text: digits, field, negated: false, inCount });
    wasDate = !WHOLE_NUMBER.test(digits);
    const value = wasDate ? dateOf(digits) : Number(digits);
    if (Number.isFinite(value)) return value;
    fail(digits === '' ? 'value-missing' : 'number-invalid', start);
    return undefined;
  }

  function comparison(field: string, sign: string, start: number, negated: boolean, inCount: boolean): RangeClause | undefined {
    const value = number(field, inCount);
    if (value === undefined) return undefined;
    return ranged(field, { ...boundsFor(sign, value), ...(wasDate ? { date: true } : {}) }, start, negated, inCount);
  }

  function ranged(field: string, bounds: Bounds, start: number, negated: boolean, inCount: boolean): RangeClause | undefined {
    if (negated) fail('cannot-negate', start);
    else if (!mayCompare(field)) fail('not-a-number', start);
    else if (permitted(field, start, inCount)) return { kind: 'range', field, ...bounds };
    return undefined;
  }

  function permitted(field: string, start: number, inCount: boolean): boolean {
    if (!inCount || isAnnotationField(field)) return true;
    fail('not-in-count', start);
    return false;
  }

  function count(start: number, negated: boolean): CountClause | undefined {
    at += 'count('.length;
    const inner: Inner[] = [];
    for (;;) {
      take(BLANKS);
      if (at >= text.length) {
        fail('paren-unclosed', start);
        return undefined;
      }
      if (text[at] === ')') break;
      const clause = item(true);
      if (clause !== undefined && clause.kind !== 'text' && clause.kind !== 'count') inner.push(clause);
    }
    at++;
    const bounds = countBounds(start);
    if (bounds === undefined) return undefined;
    if (negated) {
      fail('cannot-negate', start);
      return undefined;
    }
    const { min, max, minOpen, maxOpen } = bounds;
    return {
      kind: 'count',
      inner,
      ...(min !== undefined && { min: minOpen === true ? Math.floor(min) + 1 : min }),
      ...(max !== undefined && { max: maxOpen === true ? Math.ceil(max) - 1 : max }),
    };
  }

  function countBounds(start: number): Bounds | undefined {
    if (text[at] === ':') {
      at++;
      const range = take(RANGE);
      if (range && (range[1] !== undefined || range[2] !== undefined)) return boundsOf(range);
      if (range) at -= range[0].length;
      const value = number(undefined, false);
      return value === undefined ? undefined : { min: value, max: value };
    }
    const sign = take(COMPARISON)?.[1];
    if (sign === undefined) {
      fail('comparison-missing', start);
      return undefined;
    }
    const value = number(undefined, false);
    return value === undefined ? undefined : boundsFor(sign, value);
  }

  for (;;) {
    take(BLANKS);
    if (at >= text.length) return { clauses, errors, parts };
    const clause = item(false);
    if (clause !== undefined) clauses.push(clause);
  }
}

const UNESCAPED: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t' };

function boundsOf(range: RegExpExecArray): Bounds {
  const [, min, max] = range;
  return { ...(min !== undefined && { min: Number(min) }), ...(max !== undefined && { max: Number(max) }) };
}

function boundsFor(sign: string, value: number): Bounds {
  switch (sign) {
    case '>=':
    case '≥':
      return { min: value };
    case '>':
      return { min: value, minOpen: true };
    case '<=':
    case '≤':
      return { max: value };
    case '<':
      return { max: value, maxOpen: true };
    default:
      return { min: value, max: value };
  }
}
