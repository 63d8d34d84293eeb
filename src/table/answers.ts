/**
 * What was found out for one question and serves the next: the select, the facets and every histogram of a question rest on one evaluation,
 * and the next question often differs from it by a clause. It belongs to one table.
 */
import { Lru } from '../base/lru.ts';
import type { AnnotationTest, RangeTest } from './annotation-test.ts';
import { codesUnder } from './bin-codes.ts';
import type { BinCodes, CodesUnderBounds, Extent } from './bin-codes.ts';
import type { Breath } from './breath.ts';
import { Lazy } from './breath.ts';
import type { DatasetTable } from './dataset-table.ts';
import { packed, packedBetween, placesBeyond, rowsIn, segmentsOf, setBits } from './row-bits.ts';
import type { RowBits } from './row-bits.ts';

/** Bytes of the annotations that single clauses let pass, kept for the next question. */
const BITS_KEPT = 24 << 20;
/** Bytes of the bins of annotations. */
const BINS_KEPT = 24 << 20;
/**
 * Evaluations kept of the table as it is: those of one question without each of its clauses in turn, which its facets ask, and what all of
 * them count of the visible annotations.
 */
const EVALUATIONS_KEPT = 9;
/** Small answers kept: totals of facets and histograms. */
const FACTS_KEPT = 256;

export class Answers {
  readonly #table: DatasetTable;
  readonly #bits = new Lru<string, RowBits>(BITS_KEPT, ({ words }) => words.length * 8192);
  readonly #bins = new Lru<string, BinCodes>(BINS_KEPT, ({ codes }) => codes.length * SEGMENT);
  readonly #constants = new Map<string, { readonly rows: number; readonly value: number | undefined }>();
  #evaluations = new Lru<string, Lazy<unknown>>(EVALUATIONS_KEPT);
  #facts = new Lru<string, Lazy<unknown>>(FACTS_KEPT);
  #of = '';

  constructor(table: DatasetTable) {
    this.#table = table;
  }

  /**
   * The annotations of the first `rows` that pass the test. Rows only change where fractions become pixels: until then what an earlier
   * question found out about full segments stays, and only what was added since is looked at.
   */
  async bits({ key: test, mark, range }: AnnotationTest, rows: number, breath: Breath): Promise<RowBits> {
    const key = this.keyOf(test);
    const known = this.#bits.get(key);
    if (known?.rows === rows) return known;
    const words = known && known.rows < rows ? known.words.slice(0, Math.floor(known.rows / SEGMENT)) : [];
    const bins = range && this.#bins.get(this.keyOf(range.field));
    const under = bins && bins.rows >= rows ? codesUnder(bins, range.bounds) : undefined;
    for (let s = words.length; s < segmentsOf(rows); s++) {
      const count = rowsIn(s, rows);
      const codes = bins?.codes[s];
      if (range && under && codes) words.push(brushed(range, under, codes, s, count));
      else {
        mask.fill(1);
        mark(s, 0, count, mask);
        words.push(packed(mask, count));
      }
      await breath.take();
    }
    const bits = { rows, words };
    if (known === undefined || known.rows < rows) this.#bits.set(key, bits);
    return bits;
  }

  /** What is known of a field, or by a test, as the boxes are now. Whoever is to keep something asks before looking at them. */
  keyOf(what: string): string {
    return `${this.#table.resized} ${what}`;
  }

  /** The bins of a field (by `keyOf`), where its histogram was counted over at least so many rows. */
  binsOf(key: string): BinCodes | undefined {
    return this.#bins.get(key);
  }

  keepBins(key: string, bins: BinCodes): void {
    this.#bins.set(key, bins);
  }

  /** By `keyOf` the field. As far as it was looked at: rows that were added since extend it. */
  readonly extents = new Map<string, Extent>();

  /** The one value of a column, where all of the first `rows` have the same. Each row is looked at once. */
  constant(column: string, at: (segment: number) => ArrayLike<number>, rows: number): number | undefined {
    const known = this.#constants.get(column);
    const value = known ? known.value : at(0)[0];
    const from = known?.rows ?? 0;
    const isSame = value !== undefined && isConstant(at, from, rows, value);
    if (from < rows) this.#constants.set(column, { rows: isSame ? rows : Infinity, value: isSame ? value : undefined });
    return isSame ? value : undefined;
  }

  /** What a query comes to: large, so only the last few are kept. `version`: of whatever it rests on beside the table. */
  evaluation<T>(version: string | number, key: string, make: (breath: Breath) => Promise<T>): Lazy<T> {
    this.#keep(version);
    return kept(this.#evaluations, key, make);
  }

  /** Something small that holds as long as the table is as it is. */
  fact<T>(version: string | number, key: string, make: (breath: Breath) => Promise<T>): Lazy<T> {
    this.#keep(version);
    return kept(this.#facts, key, make);
  }

  #keep(version: string | number): void {
    const now = `${this.#table.version} ${version}`;
    if (now === this.#of) return;
    this.#of = now;
    this.#evaluations = new Lru(EVALUATIONS_KEPT);
    this.#facts = new Lru(FACTS_KEPT);
  }
}

/** The annotations of a segment that pass: by their codes, and those of a code that is cut by their values. */
function brushed(
  range: RangeTest,
  { first, last, least, most }: CodesUnderBounds,
  codes: Uint8Array,
  segment: number,
  count: number,
): Uint32Array {
  const words = packedBetween(codes, first, last, count);
  if (least === first && most === last) return words;
  const cut = placesBeyond(words, packedBetween(codes, least, most, count, perhaps), count, places);
  setBits(words, places, range.keep(segment, places, cut));
  return words;
}

function isConstant(at: (segment: number) => ArrayLike<number>, from: number, to: number, value: number): boolean {
  for (let row = from; row < to;) {
    const s = Math.floor(row / SEGMENT);
    const values = at(s);
    const end = rowsIn(s, to);
    for (let i = row - s * SEGMENT; i < end; i++) if (values[i] !== value) return false;
    row = s * SEGMENT + end;
  }
  return true;
}

function kept<T>(among: Lru<string, Lazy<unknown>>, key: string, make: (breath: Breath) => Promise<T>): Lazy<T> {
  const known = among.get(key);
  // Each key stands for one kind of answer.
  if (known) return known as Lazy<T>;
  const made = new Lazy(make);
  among.set(key, made);
  return made;
}

const SEGMENT = 65_536;
const mask = new Uint8Array(SEGMENT);
const perhaps = new Uint32Array(SEGMENT / 32);
const places = new Uint16Array(SEGMENT);
