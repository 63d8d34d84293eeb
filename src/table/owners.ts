/** What a set of annotations says of the samples that they belong to. */
import { SEGMENT_ROWS } from '../base/growable.ts';
import type { Breath } from './breath.ts';
import type { DatasetTable } from './dataset-table.ts';
import { bitsOfWord, placesIn, segmentsOf } from './row-bits.ts';
import type { RowBits } from './row-bits.ts';
import { samplesAt } from './segments.ts';

/** How much of the table is looked at: the first so many. */
interface Extent {
  readonly sampleCount: number;
  readonly annotationCount: number;
}

/** 1 for each sample that has one of the annotations. */
export async function samplesWith(table: DatasetTable, extent: Extent, bits: RowBits | undefined, breath: Breath): Promise<Uint8Array> {
  const { sampleCount, annotationCount } = extent;
  const pass = new Uint8Array(sampleCount);
  const starts = startsOf(table, extent);
  if (starts && bits) {
    const tally = await tallyOfRuns(starts, bits, extent, breath);
    for (let sample = 0; sample < sampleCount; sample++) pass[sample] = Number(tally[sample] !== 0);
    return pass;
  }
  for (let s = 0; s < segmentsOf(annotationCount); s++) {
    setOwners(placesIn(bits, s, annotationCount), samplesAt(table, s), pass);
    await breath.take();
  }
  return pass;
}

function setOwners(places: Uint16Array, owners: Uint32Array, pass: Uint8Array): void {
  for (let k = 0; k < places.length; k++) pass[owners[places[k] ?? 0] ?? 0] = 1;
}

/** How many of the annotations each sample has. */
export async function tallyOf(table: DatasetTable, extent: Extent, bits: RowBits, breath: Breath): Promise<Uint32Array> {
  const { sampleCount, annotationCount } = extent;
  const starts = startsOf(table, extent);
  if (starts) return tallyOfRuns(starts, bits, extent, breath);
  const tally = new Uint32Array(sampleCount);
  for (let s = 0; s < segmentsOf(annotationCount); s++) {
    countOwners(placesIn(bits, s, annotationCount), samplesAt(table, s), tally);
    await breath.take();
  }
  return tally;
}

function countOwners(places: Uint16Array, owners: Uint32Array, tally: Uint32Array): void {
  for (let k = 0; k < places.length; k++) {
    const owner = owners[places[k] ?? 0] ?? 0;
    tally[owner] = (tally[owner] ?? 0) + 1;
  }
}

/** Where the annotations of each sample begin, if they came sample by sample and are indexed as they are now. */
function startsOf({ index }: DatasetTable, { sampleCount, annotationCount }: Extent): Uint32Array | undefined {
  const bySample = index?.bySample;
  const isNow = bySample?.samples === sampleCount && bySample.annotations === annotationCount;
  return isNow && bySample.rows === undefined ? bySample.starts : undefined;
}

/** A sample has as many as there are bits between where its run begins and ends: no look at each of them. */
async function tallyOfRuns(
  starts: Uint32Array,
  { words }: RowBits,
  { sampleCount, annotationCount }: Extent,
  breath: Breath,
): Promise<Uint32Array> {
  const tally = new Uint32Array(sampleCount);
  const before = new Uint32Array(SEGMENT_ROWS / 32 + 1);
  let sample = 0;
  for (let s = 0; s < segmentsOf(annotationCount); s++) {
    const own = words[s] ?? NO_WORDS;
    countBefore(own, before);
    sample = addRuns(starts, sample, { words: own, before, base: s * SEGMENT_ROWS }, tally);
    await breath.take();
  }
  return tally;
}

interface Ranks {
  readonly words: Uint32Array;
  /** Bits in the words before each. */
  readonly before: Uint32Array;
  /** Annotation row of the first bit. */
  readonly base: number;
}

/** Adds what a segment has of the samples from `first` on. Returns the one whose run goes on behind it. */
function addRuns(starts: Uint32Array, first: number, { words, before, base }: Ranks, tally: Uint32Array): number {
  const limit = base + SEGMENT_ROWS;
  let reached = 0;
  for (let sample = first; sample < tally.length; sample++) {
    const next = starts[sample + 1] ?? 0;
    const end = Math.min(next, limit) - base;
    const rank = (before[end >>> 5] ?? 0) + bitsOfWord((words[end >>> 5] ?? 0) & ~(-1 << (end & 31)));
    tally[sample] = (tally[sample] ?? 0) + rank - reached;
    reached = rank;
    if (next > limit) return sample;
  }
  return tally.length;
}

function countBefore(words: Uint32Array, before: Uint32Array): void {
  let count = 0;
  for (let w = 0; w < before.length; w++) {
    before[w] = count;
    count += bitsOfWord(words[w] ?? 0);
  }
}

const NO_WORDS = new Uint32Array(SEGMENT_ROWS / 32);
