/** What columns records seem to have, from some of them at the beginning, in the middle and at the end of their file. */
import type { ByteSource } from '../files/byte-source.ts';
import { memorySource } from '../files/memory-source.ts';
import { MAX_RECORD_BYTES } from '../syntax/record-bytes.ts';
import type { RecordRanges } from '../syntax/record-ranges.ts';
import { aroundOf } from './record-around.ts';
import type { ParsedRecord, RecordContainer, RecordFields, RecordPart } from './record-container.ts';

/** Records that are parsed at each place of a file to learn its columns. */
const SAMPLED = 64;
/** Bytes read for that at each place. */
const SAMPLE_BYTES = 256 * 1024;

/** The records that lie whole in the first bytes; how many they were. */
export async function learnHead<P extends RecordPart>(
  container: RecordContainer<P>,
  part: P,
  head: Uint8Array,
  isWhole: boolean,
  learn: (fields: RecordFields) => void,
  signal: AbortSignal,
): Promise<number> {
  let known = 0;
  const source = memorySource(head);
  for await (const { length, start, size } of container.ranges(source, part)) {
    const around = await aroundOf(container, source, part, start[0] ?? 0, start[length - 1] ?? 0, signal);
    for (let i = 0; i < length && known < SAMPLED; i += 1) {
      const from = start[i] ?? 0;
      const to = from + (size[i] ?? 0);
      // The last one may be cut.
      if (to >= head.length && !isWhole) break;
      learnOne(around(container.parse(head.subarray(from, to), part), from), learn);
      known += 1;
    }
  }
  return known;
}

/** Rows `first` to `end` of a batch, and the bytes of the file that they stand in. */
export interface SamplePlace {
  readonly ranges: RecordRanges;
  readonly first: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** The last records of a batch, as many as are looked at. */
export function samplePlace(ranges: RecordRanges): readonly SamplePlace[] {
  const { length, start, size } = ranges;
  const first = Math.max(0, length - SAMPLED);
  const from = start[first] ?? 0;
  let end = first;
  while (end < length && endAt(start, size, end) - from <= SAMPLE_BYTES) end += 1;
  // One long record says more than none.
  if (end === first && (size[first] ?? 0) <= MAX_RECORD_BYTES) end = first + 1;
  return end === first ? [] : [{ ranges, first, end, from, to: endAt(start, size, end - 1) }];
}

export async function learnFrom<P extends RecordPart>(
  container: RecordContainer<P>,
  part: P,
  source: ByteSource,
  { ranges: { start, size }, first, end, from }: SamplePlace,
  bytes: Uint8Array,
  learn: (fields: RecordFields) => void,
  signal: AbortSignal,
): Promise<number> {
  const around = await aroundOf(container, source, part, from, start[end - 1] ?? 0, signal);
  for (let i = first; i < end; i += 1) {
    const record = bytes.subarray((start[i] ?? 0) - from, endAt(start, size, i) - from);
    learnOne(around(container.parse(record, part), start[i] ?? 0), learn);
  }
  return end - first;
}

function endAt(start: Float64Array, size: Uint32Array, at: number): number {
  return (start[at] ?? 0) + (size[at] ?? 0);
}

function learnOne({ fields, rejected }: ParsedRecord, learn: (fields: RecordFields) => void): void {
  if (!rejected) learn(fields);
}
