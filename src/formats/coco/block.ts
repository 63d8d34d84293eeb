import type { AnnotationBlock } from '../../model/block.ts';
import type { FileIndex, LabelSetRow } from '../../model/dataset.ts';
import type { Sink } from '../format.ts';

/** Rows of a block: few at first, since most files are small and the first rows of a large one are waited for. */
const FIRST_ROWS = 64;
const ROWS = 16_384;

type Columns = Omit<AnnotationBlock, 'length' | 'labelSet' | 'file'>;

function columns(rows: number): Columns {
  return {
    sample: new Uint32Array(rows),
    category: new Int32Array(rows),
    box: new Float32Array(rows * 4),
    area: new Float32Array(rows),
    score: new Float32Array(rows),
    kinds: new Uint8Array(rows),
    flags: new Uint8Array(rows),
    start: new Float64Array(rows),
    end: new Float64Array(rows),
  };
}

/** Collects the annotations of one file and hands them on by the block. */
export class Blocks {
  readonly #sink: Sink;
  readonly #file: FileIndex;
  readonly #labelSet: LabelSetRow;
  #rows = FIRST_ROWS;
  #columns = columns(FIRST_ROWS);
  #length = 0;

  constructor(sink: Sink, file: FileIndex, labelSet: LabelSetRow) {
    this.#sink = sink;
    this.#file = file;
    this.#labelSet = labelSet;
  }

  add(
    sample: number,
    category: number,
    x: number,
    y: number,
    width: number,
    height: number,
    area: number,
    score: number,
    kinds: number,
    flags: number,
    start: number,
    end: number,
  ): void {
    const to = this.#columns;
    const at = this.#length;
    to.sample[at] = sample;
    to.category[at] = category;
    to.box[at * 4] = x;
    to.box[at * 4 + 1] = y;
    to.box[at * 4 + 2] = width;
    to.box[at * 4 + 3] = height;
    to.area[at] = Number.isNaN(area) ? Math.max(0, width) * Math.max(0, height) : area;
    to.score[at] = score;
    to.kinds[at] = kinds;
    to.flags[at] = flags;
    to.start[at] = start;
    to.end[at] = end;
    this.#length = at + 1;
    if (this.#length === this.#rows) this.flush();
  }

  flush(): void {
    const length = this.#length;
    if (length === 0) return;
    const all = this.#columns;
    const part: Columns =
      length === this.#rows
        ? all
        : {
            sample: all.sample.slice(0, length),
            category: all.category.slice(0, length),
            box: all.box.slice(0, length * 4),
            area: all.area.slice(0, length),
            score: all.score.slice(0, length),
            kinds: all.kinds.slice(0, length),
            flags: all.flags.slice(0, length),
            start: all.start.slice(0, length),
            end: all.end.slice(0, length),
          };
    this.#sink.annotations({ ...part, length, labelSet: this.#labelSet, file: this.#file });
    this.#length = 0;
    // What was handed on belongs to the sink.
    if (length < this.#rows) return;
    this.#rows = Math.min(ROWS, this.#rows * 4);
    this.#columns = columns(this.#rows);
  }
}
