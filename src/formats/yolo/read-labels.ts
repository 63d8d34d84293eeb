/** Rows of label files into a sink: annotations, rejections, findings. */
import { FLAG, kindBit } from '../../model/annotation.ts';
import { sidesOutside } from '../../model/box.ts';
import type { FileIndex, LabelSetRow, SampleRow } from '../../model/dataset.ts';
import type { ProblemCode } from '../../model/problem.ts';
import { ReadError } from '../../files/byte-source.ts';
import type { FileSet } from '../../files/file-set.ts';
import { lfsPointerOf } from '../../files/text.ts';
import { lineEncoding, linesOf, type TextLine } from '../../syntax/text-lines.ts';
import type { AnnotationCells, Sink } from '../format.ts';
import type { Categories } from './categories.ts';
import { areaOf, boundsOf, oddity } from './geometry.ts';
import type { LabelBytes } from './label-file.ts';
import type { YoloPlan, YoloSet } from './plan.ts';
import { parseTokens, tokensOf, type Row } from './row.ts';

const KINDS: Readonly<Record<Row['kind'], number>> = {
  box: kindBit('box'),
  obb: kindBit('box'),
  polygon: kindBit('polygon'),
  pose: kindBit('box') | kindBit('keypoints'),
};

/** What is known when a label file has been read to its end. */
export interface FileEnd {
  /** Lines that are not blank. */
  readonly lines: number;
  readonly bytes: number;
  /** True where the file is there, but is no text or cannot be read. */
  readonly unreadable: boolean;
}

/** Counters of the file that is being read; files come one after the other. */
interface Open {
  readonly file: FileIndex;
  lines: number;
  nextLine: number;
  boxes: number;
  polygons: number;
  commas: boolean;
  /** Lines by their tokens, for finding those that are written twice. */
  readonly seen: Map<string, number>;
  /** Why no line of it is a row. */
  unreadable: ProblemCode | undefined;
}

export class LabelReader {
  readonly #files: FileSet;
  readonly #plan: YoloPlan;
  readonly #set: YoloSet;
  readonly #labelSet: LabelSetRow;
  readonly #categories: Categories;
  readonly #sink: Sink;
  #open: Open | undefined;

  constructor(files: FileSet, plan: YoloPlan, set: YoloSet, labelSet: LabelSetRow, categories: Categories, sink: Sink) {
    this.#files = files;
    this.#plan = plan;
    this.#set = set;
    this.#labelSet = labelSet;
    this.#categories = categories;
    this.#sink = sink;
  }

  /** Reads the next piece; says what the whole file held when it is the last one. */
  read(piece: LabelBytes, of: { readonly sample: SampleRow; readonly width: number; readonly height: number }): FileEnd | undefined {
    const { file, bytes, base } = piece;
    const path = this.#files.paths[file] ?? '';
    if (bytes instanceof Error) {
      this.#open = undefined;
      this.#sink.problem({
        code: bytes instanceof ReadError ? bytes.code : 'file-unreadable',
        file: path,
        sample: of.sample,
        values: { reason: bytes.message },
      });
      return { lines: 0, bytes: 0, unreadable: true };
    }
    const open = base === 0 || this.#open === undefined ? begin(file, bytes) : this.#open;
    this.#open = open;
    let counted = 0;
    for (const line of piece.tooLong ? [wholeLine(bytes, base, open.nextLine)] : linesOf(bytes, base, open.nextLine)) {
      open.nextLine = line.line + 1;
      const { tokens, commas } = tokensOf(line.text);
      if (tokens.length === 0) continue;
      counted += 1;
      open.commas ||= commas;
      if (piece.tooLong) this.#reject(file, line, 'line-too-long', of.sample, {});
      else if (open.unreadable !== undefined) this.#reject(file, line, open.unreadable, of.sample, {});
      else this.#row(open, line, tokens, of);
    }
    open.lines += counted;
    if (counted > 0 || base === 0) this.#sink.read(file, 'lines', counted);
    if (!piece.last) return undefined;
    if (open.boxes > 0 && open.polygons > 0) {
      this.#sink.problem({ code: 'rows-mixed', file: path, sample: of.sample, values: { boxes: open.boxes, polygons: open.polygons } });
    }
    if (open.commas) this.#sink.problem({ code: 'value-invalid', file: path, sample: of.sample, values: { decimal: ',' } });
    this.#open = undefined;
    const { lines, unreadable } = open;
    // Nothing but zeros: not even a line to reject.
    if (unreadable !== undefined && lines === 0) this.#sink.problem({ code: unreadable, file: path, sample: of.sample });
    return { lines, bytes: base + bytes.length, unreadable: unreadable !== undefined };
  }

  #row(
    open: Open,
    line: TextLine,
    tokens: readonly string[],
    { sample, width, height }: { sample: SampleRow; width: number; height: number },
  ): void {
    const { file } = open;
    const row = parseTokens(tokens, this.#set.rules);
    if ('fault' in row) return this.#reject(file, line, row.fault, sample, row.values);
    const category = this.#categories.of(row.category, row.kind === 'obb');
    if (category === undefined) return this.#reject(file, line, 'class-invalid', sample, { class: String(row.category) });

    const isSized = width > 0 && height > 0;
    // Without the image's size pixels are not known: no box, no area.
    const measures = isSized || row.pixels === true ? { box: boundsOf(row, width, height), area: areaOf(row, width, height) } : {};
    const cells: AnnotationCells = {
      labelSet: this.#labelSet,
      ...measures,
      // A score belongs to predictions; on truth it is a field of the record.
      ...(row.score === undefined || this.#set.role === 'truth' ? {} : { score: row.score }),
      kinds: KINDS[row.kind],
      ...(row.difficult === true ? { flags: FLAG.difficult } : {}),
    };
    this.#sink.annotation(sample, category, cells, { file, start: line.start, end: line.end, line: line.line });
    this.#findings(open, line, tokens, row, sample);
  }

  #findings(open: Open, line: TextLine, tokens: readonly string[], row: Row, sample: SampleRow): void {
    if (row.kind === 'polygon') open.polygons += 1;
    else if (row.kind === 'box') open.boxes += 1;
    const path = this.#files.paths[open.file] ?? '';
    const at = { line: line.line, byte: line.start, end: line.end };
    if (this.#categories.declared > 0 && !this.#categories.isDeclared(row.category)) {
      const values = { class: row.category, classes: this.#categories.declared, names: this.#plan.classFile ?? '' };
      this.#sink.problem({ code: 'class-unknown', file: path, at, sample, values });
    }
    const odd = oddity(row);
    if (odd !== undefined) {
      // In fractions of the image, as the file has them.
      const bounds = boundsOf(row, 1, 1);
      const [, , width, height] = bounds;
      this.#sink.problem({
        code: odd,
        file: path,
        at,
        sample,
        values: odd === 'box-out-of-bounds' ? sidesOutside(bounds, 1, 1) : { width, height },
      });
    }
    const text = tokens.join(' ');
    const before = open.seen.get(text);
    if (before === undefined) open.seen.set(text, line.line);
    else this.#sink.problem({ code: 'row-duplicate', file: path, at, sample, values: { first: before } });
  }

  #reject(file: FileIndex, line: TextLine, code: ProblemCode, sample: SampleRow, values: Readonly<Record<string, string | number>>): void {
    this.#sink.reject(file, { line: line.line, byte: line.start, end: line.end }, { code, sample, values: { ...values } });
  }
}

function begin(file: FileIndex, bytes: Uint8Array): Open {
  return { file, lines: 0, nextLine: 1, boxes: 0, polygons: 0, commas: false, seen: new Map(), unreadable: unreadableAs(bytes) };
}

/** Why a file by its first bytes is no text of rows. */
export function unreadableAs(head: Uint8Array): ProblemCode | undefined {
  if (lfsPointerOf(head) !== undefined) return 'lfs-pointer';
  return lineEncoding(head) === 'binary' ? 'file-binary' : undefined;
}

function wholeLine(bytes: Uint8Array, base: number, line: number): TextLine {
  return { text: new TextDecoder('latin1').decode(bytes), start: base, end: base + bytes.length, line };
}
