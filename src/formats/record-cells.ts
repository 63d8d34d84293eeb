/** How a plain record is shown in a table: its title and its top-level values as cells. */
import { valueText } from '../base/value-text.ts';
import type { JsonValue } from '../syntax/json-value.ts';
import type { Cell, Sink } from './format.ts';

/** Columns that a dataset of records gets at most; more stay in the record. */
const MAX_COLUMNS = 1000;
/** UTF-16 units of a list or an object in a cell. */
const JSON_LENGTH = 120;
/** UTF-16 units of a text in a cell; the whole is in the record. */
const TEXT_LENGTH = 1000;
const TITLE_LENGTH = 80;

/** Keys whose value names a record, best first, in small letters. */
const TITLES: ReadonlyMap<string, number> = new Map(
  [
    'id',
    '_id',
    'uid',
    'uuid',
    'guid',
    'qid',
    'question_id',
    'questionid',
    'task_id',
    'sample_id',
    'example_id',
    'record_id',
    'item_id',
    'doc_id',
    'file_name',
    'filename',
    'name',
    'title',
  ].map((key, rank) => [key, rank]),
);
const LONGEST_TITLE = 11;

/** Which of the keys may name a record, best first. */
export function titleKeys(keys: readonly string[]): string[] {
  const ranked: { readonly key: string; readonly rank: number }[] = [];
  for (const key of keys) {
    const rank = key.length > LONGEST_TITLE ? undefined : TITLES.get(key.toLowerCase());
    if (rank !== undefined) ranked.push({ key, rank });
  }
  return ranked.sort((a, b) => a.rank - b.rank).map(({ key }) => key);
}

/** The columns of a dataset, up to the limit; past it the first one is named in a problem. */
export class ColumnLimit {
  readonly #names = new Set<string>();
  #told = false;

  /** Whether it was admitted before. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  admits(name: string, file: string, sink: Sink): boolean {
    if (this.#names.has(name)) return true;
    if (this.#names.size < MAX_COLUMNS) {
      this.#names.add(name);
      return true;
    }
    if (!this.#told) sink.problem({ code: 'columns-many', file, values: { limit: MAX_COLUMNS } });
    this.#told = true;
    return false;
  }
}

/**
 * What a record is called: the first of the values that can name it, else its line or number, without a word of any language.
 * @param values of `titleKeys`, in their order
 * @param number the line it begins on; its number in its file where several may stand on a line
 */
export function titleOf(values: Iterable<JsonValue>, number: number): string {
  for (const value of values) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') continue;
    const title = String(value).trim();
    if (title !== '' && title.length <= TITLE_LENGTH) return title;
  }
  return `#${number}`;
}

/** Whether a record is no object, but one value, whatever it is: kept as the field `value` (`ParsedRecord.fields`). */
export function isBare(fields: Readonly<Record<string, JsonValue>>): boolean {
  const keys = Object.keys(fields);
  return keys.length === 1 && keys[0] === 'value';
}

/** Whether nothing of a record could be read: it has its text alone. Of some that were rejected all could. */
export function isUnread({
  fields,
  rejected,
}: {
  readonly fields: Readonly<Record<string, JsonValue>>;
  readonly rejected: boolean;
}): boolean {
  return rejected && isBare(fields);
}

/** The value as a cell: lists and objects as the beginning of their JSON. Integers past 2^53 are text, to stay exact. */
export function cellOf(value: JsonValue): Cell {
  if (value === undefined || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return value.length > TEXT_LENGTH ? value.slice(0, TEXT_LENGTH) : value;
  const vector = vectorCell(value);
  if (vector !== undefined) return vector;
  const text = shortJson(value, JSON_LENGTH);
  if (text.length <= JSON_LENGTH) return text;
  // Still recognisable as a list or an object.
  return `${text.slice(0, JSON_LENGTH - 2)}…${Array.isArray(value) ? ']' : '}'}`;
}

/** Numbers from which a list is a vector: nobody reads them in a cell. */
const LEAST_VECTOR = 16;

/** A vector as its length and its norm: `[768] ‖1.02‖`. A list of whole numbers (tokens, counts) is none. */
function vectorCell(value: JsonValue): string | undefined {
  if (!Array.isArray(value) || value.length < LEAST_VECTOR) return undefined;
  let squares = 0;
  let whole = true;
  for (const part of value as readonly JsonValue[]) {
    if (typeof part !== 'number') return undefined;
    squares += part * part;
    whole &&= Number.isInteger(part);
  }
  return whole ? undefined : `[${value.length}] ‖${Number(Math.sqrt(squares).toPrecision(4))}‖`;
}

/** JSON of the value; what goes beyond `room` units is not looked at. */
export function shortJson(value: JsonValue, room: number): string {
  if (value === undefined) return 'null';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.slice(0, room + 1));
  if (typeof value !== 'object') return valueText(value);
  const list = Array.isArray(value);
  let text = list ? '[' : '{';
  for (const key of list ? value.keys() : Object.keys(value)) {
    if (text.length > room) return text;
    const element = (value as Readonly<Record<string | number, JsonValue>>)[key];
    text += `${text.length > 1 ? ',' : ''}${list ? '' : `${JSON.stringify(String(key))}:`}${shortJson(element, room - text.length)}`;
  }
  return text + (list ? ']' : '}');
}
