/** Counters of annotations: one walk over those that pass serves all the facets of a question. */
import type { Breath } from './breath.ts';
import type { Codes } from './code-column.ts';
import type { DatasetTable } from './dataset-table.ts';
import type { Evaluation } from './evaluate.ts';
import { placesIn, segmentsOf } from './row-bits.ts';
import type { ClassIndex } from './sample-index.ts';
import { samplesAt } from './segments.ts';

/** By value. */
export interface Counts {
  readonly samples: ArrayLike<number>;
  readonly annotations: ArrayLike<number>;
}

/** Sees the annotations that pass, of samples that pass, segment by segment. */
export interface AnnotationCounter {
  add(segment: number, places: Uint16Array, owners: Uint32Array): void;
  counts(): Counts;
}

/** Bits of samples × values that are kept at a time. */
const MOST_BITS = 2 ** 29;

/** Lets all the counters see what passes. */
export async function countAnnotations(
  table: DatasetTable,
  evaluation: Evaluation,
  counters: readonly AnnotationCounter[],
  breath: Breath,
): Promise<void> {
  if (counters.length === 0) return;
  const { annotationCount } = evaluation;
  const bright = await evaluation.bright(breath);
  for (let s = 0; s < segmentsOf(annotationCount); s++) {
    const places = placesIn(bright, s, annotationCount);
    const owners = samplesAt(table, s);
    for (const counter of counters) counter.add(s, places, owners);
    await breath.take();
  }
}

/** Values of a column of codes: entries with the same name count as one. Code -1 (no category) has none. */
export function namesOf(entries: readonly { readonly name: string }[]): {
  readonly values: readonly string[];
  readonly valueOf: Int32Array;
} {
  const values = [...new Set(entries.map(({ name }) => name))];
  const valueByName = new Map(values.map((name, value) => [name, value]));
  return { values, valueOf: Int32Array.of(-1, ...entries.map(({ name }) => valueByName.get(name) ?? -1)) };
}

/** So many values of a column at a time as there is room for. */
export function codeCounters(
  codesAt: (segment: number) => Codes | Uint16Array,
  { values, valueOf }: ReturnType<typeof namesOf>,
  samples: number,
): readonly AnnotationCounter[] {
  const range = Math.max(32, Math.floor(MOST_BITS / Math.max(1, samples) / 32) * 32);
  const counters: AnnotationCounter[] = [];
  for (let from = 0; from < values.length; from += range) {
    counters.push(rangeCounter(codesAt, valueOf, from, Math.min(values.length, from + range), samples));
  }
  return counters;
}

/** Counts annotations only: the samples of each category are known by lists. */
export function listCounter(
  codesAt: (segment: number) => Codes,
  { starts, samples }: ClassIndex,
  pass: Uint8Array | undefined,
): AnnotationCounter {
  const classes = starts.length - 1;
  // Entry 0 is for annotations without category.
  const annotations = new Uint32Array(classes + 1);
  return {
    add(segment, places) {
      const codes = codesAt(segment);
      for (let k = 0; k < places.length; k++) {
        const code = (codes[places[k] ?? 0] ?? -1) + 1;
        annotations[code] = (annotations[code] ?? 0) + 1;
      }
    },
    counts() {
      const passing = new Uint32Array(classes);
      for (let code = 0; code < classes; code++) {
        const [from, to] = [starts[code] ?? 0, starts[code + 1] ?? 0];
        passing[code] = pass === undefined ? to - from : countPassing(samples, from, to, pass);
      }
      return { samples: passing, annotations: annotations.subarray(1) };
    },
  };
}

function countPassing(samples: Uint32Array, from: number, to: number, pass: Uint8Array): number {
  let count = 0;
  for (let k = from; k < to; k++) count += pass[samples[k] ?? 0] ?? 0;
  return count;
}

function rangeCounter(
  codesAt: (segment: number) => Codes | Uint16Array,
  valueOf: Int32Array,
  from: number,
  to: number,
  samples: number,
): AnnotationCounter {
  const size = to - from;
  const words = Math.ceil(size / 32);
  const annotations = new Uint32Array(size);
  let seen: Uint32Array | undefined;
  return {
    add(segment, places, owners) {
      const bits = (seen ??= new Uint32Array(samples * words));
      const codes = codesAt(segment);
      for (let k = 0; k < places.length; k++) {
        const place = places[k] ?? 0;
        const value = (valueOf[(codes[place] ?? -1) + 1] ?? -1) - from;
        if (value < 0 || value >= size) continue;
        annotations[value] = (annotations[value] ?? 0) + 1;
        const word = (owners[place] ?? 0) * words + (value >>> 5);
        bits[word] = (bits[word] ?? 0) | (1 << (value & 31));
      }
    },
    counts: () => ({ samples: countColumns(seen ?? new Uint32Array(0), words, size), annotations }),
  };
}

/** How many rows of `words` words have each bit. */
function countColumns(bits: Uint32Array, words: number, size: number): Uint32Array {
  const counts = new Uint32Array(words * 32);
  let first = 0;
  for (let i = 0; i < bits.length; i++) {
    let word = bits[i] ?? 0;
    while (word !== 0) {
      const lowest = word & -word;
      const at = first + 31 - Math.clz32(lowest);
      counts[at] = (counts[at] ?? 0) + 1;
      word ^= lowest;
    }
    first += 32;
    if (first === counts.length) first = 0;
  }
  return counts.subarray(0, size);
}

/** Bits of one byte per annotation: it counts for each of them. */
export function bitCounter(bytesAt: (segment: number) => Uint8Array, bits: readonly number[], samples: number): AnnotationCounter {
  const byByte = new Uint32Array(256);
  let bySample: Uint8Array | undefined;
  return {
    add(segment, places, owners) {
      const seen = (bySample ??= new Uint8Array(samples));
      const bytes = bytesAt(segment);
      for (let k = 0; k < places.length; k++) {
        const place = places[k] ?? 0;
        const byte = bytes[place] ?? 0;
        byByte[byte] = (byByte[byte] ?? 0) + 1;
        const owner = owners[place] ?? 0;
        seen[owner] = (seen[owner] ?? 0) | byte;
      }
    },
    counts() {
      const sampleBytes = new Uint32Array(256);
      for (const byte of bySample ?? []) sampleBytes[byte] = (sampleBytes[byte] ?? 0) + 1;
      return { samples: bits.map((bit) => sumWithBit(sampleBytes, bit)), annotations: bits.map((bit) => sumWithBit(byByte, bit)) };
    },
  };
}

function sumWithBit(counts: Uint32Array, bit: number): number {
  return counts.reduce((sum, count, byte) => ((byte & bit) === 0 ? sum : sum + count), 0);
}
