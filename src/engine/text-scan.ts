/** Free text over the records of text data: the files are streamed, nothing but a bit per row is kept. */
import { ownValue } from '../base/own-value.ts';
import { Bitset } from '../base/bitset.ts';
import { pause } from '../base/pause.ts';
import { foldCase } from '../table/column.ts';
import type { TextEncodingName } from '../files/text.ts';
import type { Dataset } from './dataset.ts';
import { encodingOf } from './encoding.ts';

/** Records read together. */
const SLICE_BYTES = 4 << 20;
const YIELD_MS = 8;

export interface TextScan {
  readonly text: string;
  /** Only in this column's value; else anywhere in the record. */
  readonly column?: string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** The rows whose record holds the text, without regard to case. */
export async function scanRecords(dataset: Dataset, { text, column, signal, onProgress }: TextScan): Promise<Bitset> {
  const { table } = dataset;
  const { samples } = table;
  const found = new Bitset(table.sampleCount);
  // A hit in a name of a column is no hit in a value.
  const isAmbiguous = column !== undefined || table.columns.some(({ name }) => foldCase(name).includes(foldCase(text)));
  let total = 0;
  for (let row = 0; row < table.sampleCount; row++) total += samples.size.at(row);
  let done = 0;
  let last = performance.now();
  for (let row = 0; row < table.sampleCount;) {
    signal.throwIfAborted();
    const first = row;
    const file = samples.file.at(first);
    const start = samples.start.at(first);
    let end = start + samples.size.at(first);
    row++;
    // Records follow one another in a file: take as many as make a slice.
    while (row < table.sampleCount && samples.file.at(row) === file && samples.start.at(row) >= end) {
      const next = samples.start.at(row) + samples.size.at(row);
      if (next - start > SLICE_BYTES) break;
      end = next;
      row++;
    }
    if (file < 0) continue;
    const bytes = await dataset.files.source(file).read(start, end);
    const test = recordTest(text, await encodingOf(dataset.files, file));
    for (let at = first; at < row; at++) {
      const from = samples.start.at(at) - start;
      if (!test(bytes, from, from + samples.size.at(at))) continue;
      if (!isAmbiguous || (await valueHolds(dataset, at, text, column, signal))) found.add(at);
      if (performance.now() - last < YIELD_MS) continue;
      await pause();
      signal.throwIfAborted();
      last = performance.now();
    }
    // What stands between records was read with them.
    done = Math.min(total, done + end - start);
    onProgress(done, total);
  }
  return found;
}

async function valueHolds(dataset: Dataset, row: number, text: string, column: string | undefined, signal: AbortSignal): Promise<boolean> {
  const { fields } = await dataset.detail(dataset.ref(row), signal);
  const values = column === undefined ? Object.values(fields) : [ownValue(fields, column)];
  const wanted = foldCase(text);
  return values.some((value) => value !== undefined && foldCase(textOf(value)).includes(wanted));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? '';
}

type RecordTest = (bytes: Uint8Array, start: number, end: number) => boolean;

/** Plain ASCII is looked for in the bytes; anything that a file may write in several ways (escapes, case) in the decoded text. */
export function recordTest(text: string, encoding: TextEncodingName = 'utf-8'): RecordTest {
  const wanted = foldCase(text);
  const isPlain = encoding === 'utf-8' && /^[ !#-[\]-~]+$/.test(wanted);
  if (isPlain) {
    const needle = new TextEncoder().encode(wanted);
    return (bytes, start, end) => holdsAscii(bytes, start, end, needle);
  }
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return (bytes, start, end) => {
    const record = decoder.decode(bytes.subarray(start, end));
    if (foldCase(record).includes(wanted)) return true;
    return /\\|""/.test(record) && foldCase(unescape(record)).includes(wanted);
  };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** The text that JSON escapes or CSV's doubled quotes stand for. */
function unescape(record: string): string {
  return record
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, char: string | undefined) =>
      code === undefined ? (ESCAPES[char ?? ''] ?? char ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replaceAll('""', '"');
}

/** `needle` is in lower case. */
function holdsAscii(bytes: Uint8Array, start: number, end: number, needle: Uint8Array): boolean {
  const first = needle[0] ?? 0;
  const upper = first >= 0x61 && first <= 0x7a ? first - 32 : first;
  const size = needle.length;
  const stop = Math.min(end, bytes.length) - size;
  for (let at = start; at <= stop; at++) {
    const byte = bytes[at];
    if (byte !== first && byte !== upper) continue;
    let i = 1;
    while (i < size && lower(bytes[at + i] ?? 0) === needle[i]) i++;
    if (i === size) return true;
  }
  return false;
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
}
