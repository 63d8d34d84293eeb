/** Texts of cells that say numbers and dates: which they are, and what they say. */
import type { Texts } from '../model/block.ts';
import type { ColumnKind } from '../model/dataset.ts';
import { vectorOf } from './cell-kind.ts';

// `007` is a name, not a number; more digits than a double holds are an id.
const NUMBER = /^[+-]?(?:0|[1-9]\d{0,15})?(?:\.\d{0,20})?(?:[eE][+-]?\d{1,3})?$/;

const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

export function isNumberText(text: string): boolean {
  // Most texts begin as no number does.
  const first = text.charCodeAt(0);
  if (!(first >= ZERO && first <= NINE) && first !== MINUS && first !== PLUS && first !== POINT) return false;
  return (
    text.length <= 32 &&
    NUMBER.test(text) &&
    /\d/.test(text) &&
    Number.isFinite(Number(text)) &&
    Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER
  );
}

const DATE = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?)?\s?(Z|[+-]\d{2}:?\d{2})?$/;

const PLAIN_DATE = '2013-11-14 17:02:52'.length;

const units = new Uint8Array(PLAIN_DATE);

/** Whether a text is surely a date of the form `2013-11-14 17:02:52`: a hundred thousand images may have one each. */
export function isPlainDate(text: string): boolean {
  if (text.length !== PLAIN_DATE) return false;
  for (let i = 0; i < PLAIN_DATE; i++) units[i] = Math.min(0xff, text.charCodeAt(i));
  return isPlainDateIn(units, 0);
}

/** The same of text `i` of many. */
export function isPlainDateAt({ bytes, ends }: Texts, i: number): boolean {
  const start = i === 0 ? 0 : (ends[i - 1] ?? 0);
  return (ends[i] ?? 0) - start === PLAIN_DATE && isPlainDateIn(bytes, start);
}

function isPlainDateIn(bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < PLAIN_DATE; i++) {
    const unit = bytes[start + i] ?? 0;
    const sign = i === 4 || i === 7 ? 0x2d : i === 10 ? 0x20 : i === 13 || i === 16 ? 0x3a : 0;
    if (sign === 0 ? unit < 0x30 || unit > 0x39 : unit !== sign) return false;
  }
  const month = two(bytes, start + 5);
  const day = two(bytes, start + 8);
  if (month < 1 || month > 12 || day < 1 || day > 28) return false;
  return two(bytes, start + 11) <= 23 && two(bytes, start + 14) <= 59 && two(bytes, start + 17) <= 59;
}

/** A number of two digits. */
function two(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 10 + (bytes[at + 1] ?? 0) - 0x30 * 11;
}

/** Milliseconds since 1970 of `2024-05-01`, `2024/5/1 13:02:52`, ISO 8601; without a zone it counts as UTC. NaN: no date. */
export function dateOf(text: string): number {
  const isYear = text.length <= 40 && text.charCodeAt(0) >= ZERO && text.charCodeAt(0) <= NINE;
  const match = isYear ? DATE.exec(text) : undefined;
  if (!match) return Number.NaN;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = ''] = match;
  const days = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (new Date(days).getUTCMonth() !== Number(month) - 1 || new Date(days).getUTCDate() !== Number(day)) return Number.NaN;
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return Number.NaN;
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  const minutes = offset ? (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  return (
    days + (Number(hour) * 60 + Number(minute) - minutes) * 60_000 + Number(second) * 1000 + Math.round(Number(fraction || '0') * 1000)
  );
}

/** A text of a column as the kind of the column has it, cut to `longest` UTF-16 units. */
export function valueOfText(text: string, kind: ColumnKind, longest: number): string | number | boolean {
  if (kind === 'number' && isNumberText(text)) return Number(text);
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text.slice(0, longest);
}

/** Whether a text is a number spelled as we would: kept as the number, it is the same text again. */
export function isSpelledNumber(value: string | number | boolean): boolean {
  if (typeof value !== 'string') return false;
  const number = Number(value);
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER && String(number) === value;
}

export function numberOf(text: string): number {
  return isNumberText(text) ? Number(text) : (vectorOf(text)?.norm ?? dateOf(text));
}
