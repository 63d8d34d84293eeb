import type { AnnotationBlock } from '../../model/block.ts';
import type { FileIndex, LabelSetRow } from '../../model/dataset.ts';
import type { Sink } from '../format.ts';
import type { Row } from './row.ts';

const ROWS = 16_384;

type Columns = Omit<AnnotationBlock, 'length' | 'labelSet' | 'file'>;

function columns(): Columns {
  return {
    sample: new Uint32Array(ROWS),
    category: new Int32Array(ROWS),
    box: new Float32Array(ROWS * 4),
    area: new Float32Array(ROWS),
    score: new Float32Array(ROWS),
    kinds: new Uint8Array(ROWS),
    flags: new Uint8Array(ROWS),
    start: new Float64Array(ROWS),
    end: new Float64Array(ROWS),
  };
}

/** Collects the annotations of one file and hands them on by the block. */
export class Blocks {
  readonly #sink: Sink;
  readonly #file: FileIndex;
  readonly #labelSet: LabelSetRow;
  #columns = columns();
  #length = 0;

  constructor(sink: Sink, file: FileIndex, labelSet: LabelSetRow) {
    this.#sink = sink;
    this.#file = file;
    this.#labelSet = labelSet;
  }

  add(sample: number, category: number, row: Row, start: number, end: number): void {
    const to = this.#columns;
    const at = this.#length;
    to.sample[at] = sample;
    to.category[at] = category;
    to.box[at * 4] = row.x;
    to.box[at * 4 + 1] = row.y;
    to.box[at * 4 + 2] = row.width;
    to.box[at * 4 + 3] = row.height;
    to.area[at] = Number.isNaN(row.area) ? Math.max(0, row.width) * Math.max(0, row.height) : row.area;
    to.score[at] = row.score;
    to.kinds[at] = row.kinds;
    to.flags[at] = row.flags;
    to.start[at] = start;
    to.end[at] = end;
    this.#length = at + 1;
    if (this.#length === ROWS) this.flush();
  }

  flush(): void {
    const length = this.#length;
    if (length === 0) return;
    const all = this.#columns;
    const part: Columns =
      length === ROWS
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
    if (length === ROWS) this.#columns = columns();
  }
}
