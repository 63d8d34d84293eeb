/** Values of Arrow columns by their types, which alone say what a whole number means. https://arrow.apache.org/docs/format/Columnar.html */
import type { DataType } from '@uwdata/flechette';
import type { FieldValue } from '../model/annotation.ts';
import { dateText, decimalValue, timestampText, timeText } from './exact-values.ts';
import { nameOf, plainValue } from './plain-value.ts';

/** Numbers of Arrow's own types. https://github.com/apache/arrow/blob/main/format/Schema.fbs */
const TYPE = {
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  list: 12,
  struct: 13,
  fixedSizeList: 16,
  map: 17,
  largeList: 21,
  listView: 25,
  largeListView: 26,
  dictionary: -1,
} as const;
const LISTS: ReadonlySet<number> = new Set([TYPE.list, TYPE.fixedSizeList, TYPE.largeList, TYPE.listView, TYPE.largeListView]);
/** Units in a second, by Arrow's numbers of them: second, milli-, micro-, nanosecond. */
const UNITS = [1, 1e3, 1e6, 1e9] as const;

const isWhole = (value: unknown): value is bigint | number =>
  typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));

/** A value as Flechette yields it, where times and decimals are left as whole numbers. */
export function arrowValue(value: unknown, type: DataType | undefined): FieldValue {
  if (type === undefined || value === null || value === undefined) return plainValue(value);
  switch (type.typeId) {
    case TYPE.decimal:
      return isWhole(value) ? decimalValue(value, type.scale) : plainValue(value);
    case TYPE.date:
      return typeof value === 'number' ? dateText(value) : plainValue(value);
    case TYPE.time:
      return isWhole(value) ? timeText(value, UNITS[type.unit]) : plainValue(value);
    case TYPE.timestamp:
      return typeof value === 'bigint' ? timestampText(value, UNITS[type.unit]) : plainValue(value);
    case TYPE.dictionary:
      return arrowValue(value, type.dictionary);
    case TYPE.struct:
      return Object.fromEntries(type.children.map(({ name, type: inner }) => [name, arrowValue(fieldOf(value, name), inner)]));
    case TYPE.map:
      return mapValue(value, type.children[0]?.type);
    default:
      return LISTS.has(type.typeId) && 'children' in type ? listValue(value, type.children[0]?.type) : plainValue(value);
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function listValue(value: unknown, inner: DataType | undefined): FieldValue {
  if (Array.isArray(value)) return value.map((item: unknown) => arrowValue(item, inner));
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return plainValue(value);
  return Array.from(value as unknown as ArrayLike<number | bigint>, (item) => arrowValue(item, inner));
}

function mapValue(value: unknown, entry: DataType | undefined): FieldValue {
  const [key, inner] = entry && 'children' in entry ? entry.children : [];
  if (!(value instanceof Map)) return plainValue(value);
  return Object.fromEntries(
    Array.from(value as Map<unknown, unknown>, ([name, item]) => [nameOf(arrowValue(name, key?.type)), arrowValue(item, inner?.type)]),
  );
}
