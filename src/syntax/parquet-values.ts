/** What hyparquet yields, exactly: times and decimals to the last digit, JSON as ours. https://parquet.apache.org/docs/file-format/types/ */
import type { FileMetaData, ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';
import type { FieldValue } from '../model/annotation.ts';
import { dateText, decimalValue, timestampText, timeText, unscaledOf } from './exact-values.ts';
import { parseJson } from './json-value.ts';
import { plainValue } from './plain-value.ts';

const DAY = 86_400_000;

const timestamp =
  (perSecond: number) =>
  (value: unknown): FieldValue =>
    typeof value === 'bigint' ? timestampText(value, perSecond) : plainValue(value);

export const PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: timestamp(1e3),
  timestampFromMicroseconds: timestamp(1e6),
  timestampFromNanoseconds: timestamp(1e9),
  dateFromDays: (days) => dateText(days * DAY),
  jsonFromBytes(bytes) {
    const text = plainValue(bytes);
    const found = typeof text === 'string' ? parseJson(text) : undefined;
    return found?.ok ? found.value : text;
  },
};

/** A column of a table or a part of one. */
export interface ExactNode {
  /** Of a leaf: what its value is. */
  readonly read?: (value: unknown) => FieldValue;
  readonly parts: ReadonlyMap<string, ExactNode>;
  readonly isMap: boolean;
}

/**
 * Takes from the schema what would have decimals and times of day read as rounded or bare numbers: they come out as whole numbers and bytes.
 * @returns how to read them, for the columns that hold any
 */
export function takeExact(schema: SchemaTree): ReadonlyMap<string, ExactNode> {
  const found = new Map<string, ExactNode>();
  for (const column of schema.children) {
    let isExact = false;
    const node = nodeOf(column, () => (isExact = true));
    if (isExact) found.set(column.element.name, node);
  }
  return found;
}

function nodeOf({ element, children }: SchemaTree, tell: () => void): ExactNode {
  const logical = element.logical_type?.type;
  const isMap = logical === 'MAP' || element.converted_type === 'MAP' || element.converted_type === 'MAP_KEY_VALUE';
  if (children.length > 0) return { parts: new Map(children.map((child) => [child.element.name, nodeOf(child, tell)])), isMap };
  const read = readerOf(element);
  if (read) {
    delete element.converted_type;
    delete element.logical_type;
    tell();
  }
  return { read: read ?? plainValue, parts: new Map(), isMap };
}

function readerOf({ converted_type: converted, logical_type: logical, scale = 0 }: SchemaElement): ExactNode['read'] {
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const places = logical?.type === 'DECIMAL' ? logical.scale : scale;
    return (value) => {
      const digits = value instanceof Uint8Array ? unscaledOf(value) : value;
      return typeof digits === 'bigint' || typeof digits === 'number' ? decimalValue(digits, places) : plainValue(value);
    };
  }
  const unit = logical?.type === 'TIME' ? logical.unit : undefined;
  const perSecond =
    unit === 'NANOS'
      ? 1e9
      : unit === 'MICROS' || converted === 'TIME_MICROS'
        ? 1e6
        : unit === 'MILLIS' || converted === 'TIME_MILLIS'
          ? 1e3
          : 0;
  if (perSecond === 0) return undefined;
  return (value) => (typeof value === 'bigint' || typeof value === 'number' ? timeText(value, perSecond) : plainValue(value));
}

/** A value of a column, however lists and maps around its leaves were unwrapped. */
export function exactValue(value: unknown, node: ExactNode): FieldValue {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item: unknown) => exactValue(item, node));
  if (node.read) return node.read(value);
  const [only] = node.parts.values();
  if (typeof value !== 'object' || value instanceof Uint8Array) return only ? exactValue(value, only) : plainValue(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const part = partOf(node, name);
      return [name, part ? exactValue(inner, part) : plainValue(inner)];
    }),
  );
}

/** The part of this name, below what is there for lists and maps alone. */
function partOf({ parts, isMap }: ExactNode, name: string): ExactNode | undefined {
  const [only] = parts.values();
  if (isMap) return only?.parts.get('value');
  return parts.get(name) ?? (only && parts.size === 1 ? partOf(only, name) : undefined);
}

/** Bytes that the header of a dictionary takes, at most. */
const HEADER = 100n;

/**
 * Early writers left the header of the dictionary out of the length of a column, so that its end was missing (PARQUET-816). Where the end of
 * the column is told by the count of its rows a few bytes more do no harm.
 */
export function lengthened(metadata: FileMetaData): FileMetaData {
  const [, version] = /^parquet-mr(?: version (\d+\.\d+\.\d+))?/.exec(metadata.created_by ?? '') ?? [undefined, 'other'];
  const [major = 0, minor = 0, patch = 0] = (version ?? '').split('.').map(Number);
  if (version === 'other' || major > 1 || minor > 2 || (minor === 2 && patch > 8)) return metadata;
  for (const { columns } of metadata.row_groups)
    for (const { meta_data: meta } of columns) if (meta?.path_in_schema.length === 1) meta.total_compressed_size += HEADER;
  return metadata;
}
