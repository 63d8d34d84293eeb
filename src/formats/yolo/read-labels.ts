/** Rows of label files into a sink: annotations, rejections, findings. */
import { FLAG, kindBit } from '../../model/annotation.ts';
import { sidesOutside } from '../../model/box.ts';
import type { CategoryRow, FileIndex, LabelSetRow, SampleRow } from '../../model/dataset.ts';
import type { ProblemCode } from '../../model/problem.ts';
import { ReadError } from '../../files/byte-source.ts';
import type { FileSet } from '../../files/file-set.ts';
import { lfsPointerOf } from '../../files/text.ts';
import { lineEncoding, linesOf, type TextLine } from '../../syntax/text-lines.ts';
import type { AnnotationCells, Sink } from '../format.ts';
import type { Categories } from './categories.ts';
import { areaOf, boundsOf, oddity } from './geometry.ts';
import type { LabelBytes } from './label-file.ts';
import { PlainRows } from './plain-rows.ts';
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

/** What a label file is about. */
interface Target {
  readonly sample: SampleRow;
}

const asciiDecoder = new TextDecoder('latin1');

export class LabelReader {
  readonly #files: FileSet;
  readonly #plan: YoloPlan;
  readonly #set: YoloSet;
  readonly #labelSet: LabelSetRow;
  readonly #categories: Categories;
  readonly #sink: Sink;
  readonly #plain = new PlainRows();
  /** Categories of classes that there is nothing to say about, by number. */
  readonly #ordinary = new Map<number, CategoryRow>();
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
  read(piece: LabelBytes, of: Target): FileEnd | undefined {
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
    if (base === 0 && piece.last && !piece.tooLong && this.#plain.read(bytes)) return this.#plainFile(file, bytes, of);
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

  /** A file of plain boxes: the odd ones among them go the careful way, one by one. */
  #plainFile(file: FileIndex, bytes: Uint8Array, of: Target): FileEnd {
    const { length, category, values, start, end } = this.#plain;
    let open: Open | undefined;
    for (let i = 0; i < length; i += 1) {
      const [cx, cy] = [values[i * 4] ?? 0, values[i * 4 + 1] ?? 0];
      const [width, height] = [values[i * 4 + 2] ?? 0, values[i * 4 + 3] ?? 0];
      const number = category[i] ?? 0;
      const line = { line: i + 1, start: start[i] ?? 0, end: end[i] ?? 0 };
      if (this.#isOrdinary(number, cx, cy, width, height)) {
        const fraction = [cx - width / 2, cy - height / 2, width, height, width * height] as const;
        const cells = { labelSet: this.#labelSet, fraction, kinds: KINDS.box };
        this.#sink.annotation(of.sample, this.#ordinary.get(number), cells, { file, ...line });
        continue;
      }
      open ??= begin(file, bytes);
      const text = asciiDecoder.decode(bytes.subarray(line.start, line.end));
      this.#row(open, { ...line, text }, tokensOf(text).tokens, of);
    }
    this.#sink.read(file, 'lines', length);
    return { lines: length, bytes: bytes.length, unreadable: false };
  }

  /** Whether there is nothing to say about a box. The category of its class is known then. */
  #isOrdinary(number: number, cx: number, cy: number, width: number, height: number): boolean {
    const isInside = cx <= 1 && cy <= 1 && width > 0 && width <= 1 && height > 0 && height <= 1;
    if (!isInside || cx < width / 2 || cy < height / 2 || cx + width / 2 > 1 || cy + height / 2 > 1) return false;
    if (this.#ordinary.has(number)) return true;
    if (this.#categories.declared > 0 && !this.#categories.isDeclared(number)) return false;
    const row = this.#categories.of(number, false);
    if (row !== undefined) this.#ordinary.set(number, row);
    return row !== undefined;
  }

  #row(open: Open, line: TextLine, tokens: readonly string[], { sample }: Target): void {
    const { file } = open;
    const row = parseTokens(tokens, this.#set.rules);
    if ('fault' in row) return this.#reject(file, line, row.fault, sample, row.values);
    const category = this.#categories.of(row.category, row.kind === 'obb');
    if (category === undefined) return this.#reject(file, line, 'class-invalid', sample, { class: String(row.category) });

    const bounds = boundsOf(row, 1, 1);
    const area = areaOf(row, 1, 1);
    const measures: Pick<AnnotationCells, 'box' | 'area' | 'fraction'> =
      row.pixels === true ? { box: bounds, area } : { fraction: [...bounds, area] };
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
