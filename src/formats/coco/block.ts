import type { AnnotationBlock } from '../../model/block.ts';
import type { FileIndex, LabelSetRow } from '../../model/dataset.ts';
import type { Sink } from '../format.ts';
import type { Row } from './row.ts';

/** Rows of a block: few at first, since most files are small. */
const FIRST_ROWS = 64;
const ROWS = 16_384;
/** Bytes of the file that a block may reach over. */
const MOST_BYTES = 0xffff_ffff;

type Columns = Required<Omit<AnnotationBlock, 'length' | 'labelSet' | 'file' | 'base'>>;

function columns(rows: number): Columns {
  return {
    sample: new Uint32Array(rows),
    category: new Int32Array(rows),
    box: new Float32Array(rows * 4),
    area: new Float32Array(rows),
    score: new Float32Array(rows),
    kinds: new Uint8Array(rows),
    flags: new Uint8Array(rows),
    start: new Uint32Array(rows),
    size: new Uint32Array(rows),
  };
}

/** Collects annotations that come one by one and hands them on by the block. */
export class Blocks {
  readonly #sink: Sink;
  readonly #file: FileIndex;
  readonly #labelSet: LabelSetRow;
  #rows = FIRST_ROWS;
  #columns = columns(FIRST_ROWS);
  #length = 0;
  /** Where the first of the block stands. */
  #base = 0;

  constructor(sink: Sink, file: FileIndex, labelSet: LabelSetRow) {
    this.#sink = sink;
    this.#file = file;
    this.#labelSet = labelSet;
  }

  /** @param category row; -1: none */
  add(sample: number, category: number, row: Row, start: number, end: number): void {
    if (start < this.#base || start - this.#base > MOST_BYTES) this.flush();
    if (this.#length === 0) this.#base = start;
    const to = this.#columns;
    const at = this.#length;
    to.sample[at] = sample;
    to.category[at] = category;
    to.box[at * 4] = row.x;
    to.box[at * 4 + 1] = row.y;
    to.box[at * 4 + 2] = row.width;
    to.box[at * 4 + 3] = row.height;
    to.area[at] = Number.isNaN(row.area) ? areaOf(to.box, at) : row.area;
    to.score[at] = row.score;
    to.kinds[at] = row.kinds;
    to.flags[at] = row.flags;
    to.start[at] = start - this.#base;
    to.size[at] = end - start;
    this.#length = at + 1;
    if (this.#length === this.#rows) this.flush();
  }

  /** Hands on a block that was made elsewhere, behind what was collected. */
  pass(block: Omit<AnnotationBlock, 'labelSet' | 'file'>): void {
    this.flush();
    this.#sink.annotations({ ...block, labelSet: this.#labelSet, file: this.#file });
  }

  flush(): void {
    const length = this.#length;
    if (length === 0) return;
    this.#length = 0;
    const { sample, category, box, area, score, kinds, flags, start, size } = this.#columns;
    this.#sink.annotations({
      length,
      labelSet: this.#labelSet,
      file: this.#file,
      base: this.#base,
      sample: sample.subarray(0, length),
      category: category.subarray(0, length),
      box: box.subarray(0, length * 4),
      area: area.subarray(0, length),
      score: score.subarray(0, length),
      kinds: kinds.subarray(0, length),
      flags: flags.subarray(0, length),
      start: start.subarray(0, length),
      size: size.subarray(0, length),
    });
    if (length < this.#rows || this.#rows === ROWS) return;
    this.#rows = Math.min(ROWS, this.#rows * 4);
    this.#columns = columns(this.#rows);
  }
}

/** Area of the box of row `at`, where none is written; one without sides has none. */
export function areaOf(box: Float32Array, at: number): number {
  return Math.max(0, box[at * 4 + 2] as number) * Math.max(0, box[at * 4 + 3] as number);
}
