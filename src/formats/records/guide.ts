/** How records are read where a description of their dataset says so: which column is what, and what its messages call things. */
import type { FieldValue } from '../../model/annotation.ts';
import { namedClass } from '../hugging-face-features.ts';
import type { Fields } from './schema.ts';
import { isList, isObject, parsed, textOf } from './values.ts';

/** Plain data: it is made while files are matched and sent along with the reading. */
export interface RecordGuide {
  /** Path of the description. */
  readonly by: string;
  /** Id of the schema that records follow then; absent: the one that suits them best. */
  readonly schema?: string;
  /** Columns by the key that schemas know them under; several are one text, a line each. */
  readonly columns?: Readonly<Record<string, string | readonly string[]>>;
  /** Whether other columns keep their names; else they say nothing. */
  readonly others?: boolean;
  readonly messages?: MessageKeys;
  /** Names of classes by column, for columns that hold their numbers. */
  readonly classes?: Readonly<Record<string, readonly string[]>>;
  /** Folder that paths of media begin in. */
  readonly media?: string;
}

/** What messages call their speaker and their text, and what they call each speaker. */
export interface MessageKeys {
  readonly role: string;
  readonly content: string;
  /** The word of the file by the word that is understood everywhere: `{ user: 'human' }`. */
  readonly words: Readonly<Record<string, string>>;
}

/** Keys that hold messages. */
const MESSAGES = new Set(['messages', 'conversations', 'chosen', 'rejected']);

/** The record under the keys that schemas know. */
export function guided(record: Fields, guide: RecordGuide): Fields {
  return underKeys(guide.classes ? withNames(record, guide.classes) : record, guide);
}

function underKeys(record: Fields, { columns, others = true, messages }: RecordGuide): Fields {
  if (!columns && !messages) return record;
  const named = Object.entries(columns ?? {});
  const taken = new Set(named.flatMap(([key, column]) => [key, ...(typeof column === 'string' ? [column] : column)]));
  const kept = others ? Object.entries(record).filter(([key]) => !taken.has(key)) : [];
  const given = named.flatMap(([key, column]): [string, FieldValue][] => {
    const value = typeof column === 'string' ? own(record, column) : joined(record, column);
    return value === undefined ? [] : [[key, value]];
  });
  const entries = [...given, ...kept];
  return Object.fromEntries(
    messages ? entries.map(([key, value]) => [key, MESSAGES.has(key) ? withKeys(value, messages) : value]) : entries,
  );
}

/** Columns that a guide names and none of these records has. */
export function columnsMissing(records: readonly Fields[], { columns = {} }: RecordGuide): string[] {
  if (records.length === 0) return [];
  const named = new Set(Object.values(columns).flat());
  return [...named].filter((column) => !records.some((record) => Object.hasOwn(record, column)));
}

function own(record: Fields, key: string): FieldValue {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function joined(record: Fields, columns: readonly string[]): FieldValue {
  const texts = columns.flatMap((column) => textOf(own(record, column)) ?? []).filter((text) => text !== '');
  return texts.length === 0 ? undefined : texts.join('\n');
}

function withKeys(value: FieldValue, keys: MessageKeys): FieldValue {
  const found = typeof value === 'string' ? parsed(value) : value;
  if (isList(found)) return found.map((message) => withKeys(message, keys));
  if (!isObject(found)) return value;
  const { [keys.role]: role, [keys.content]: content, ...rest } = found;
  const word = textOf(role);
  if (word === undefined) return found;
  const known = Object.keys(keys.words).find((standard) => keys.words[standard] === word) ?? word;
  return { ...rest, role: known, ...(content === undefined ? {} : { content }) };
}

function withNames(record: Fields, classes: NonNullable<RecordGuide['classes']>): Fields {
  return Object.fromEntries(
    Object.entries(record).map(([column, value]) => [
      column,
      Object.hasOwn(classes, column) ? namedClass(value, classes[column] ?? []) : value,
    ]),
  );
}
