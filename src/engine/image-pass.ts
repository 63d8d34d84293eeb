/**
 * Reads the headers of a dataset's images in the background: sizes, EXIF turns, what cannot be read; then decides which frame
 * the labels are in.
 */
import { Bitset } from '../base/bitset.ts';
import { mapPooled } from '../base/pool.ts';
import { ReadError } from '../files/byte-source.ts';
import type { FileSet } from '../files/file-set.ts';
import { imageHeaderOf, readImageHeader, type ImageHeader } from '../files/image-size.ts';
import { lfsPointerOf } from '../files/text.ts';
import type { FileIndex, Frame, SampleRow } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import type { Builder } from '../table/builder.ts';
import { HEADER, type DatasetTable } from '../table/dataset-table.ts';
import { pacer } from '../base/pause.ts';
import { lfsProblem } from './peek.ts';
import type { ProblemStore } from './problem-store.ts';

/** Most headers are at the very start; a JPEG with a long EXIF block has its size behind that. What is still open is read by range. */
const HEADER_BYTES = [2 << 10, 64 << 10];
const OPEN_AT_ONCE = 8;
const ROWS_AT_ONCE = 2_000;

/** Width and height in a frame of an image as stored with an EXIF orientation. */
export function sizeIn(frame: Frame, width: number, height: number, orientation: number): readonly [width: number, height: number] {
  return frame === 'upright' && orientation >= 5 ? [height, width] : [width, height];
}

/** The headers of one dataset's images: those of rows that somebody looks at out of turn, then all. */
export class ImageHeaders {
  readonly #files: FileSet;
  readonly #builder: Builder;
  readonly #problems: ProblemStore;
  /** Rows whose size is known from the header only: their labels declare none. */
  readonly #sized = new Bitset();

  constructor(files: FileSet, builder: Builder, problems: ProblemStore) {
    this.#files = files;
    this.#builder = builder;
    this.#problems = problems;
  }

  /** Reads what is missing of these rows. */
  async read(rows: readonly SampleRow[], signal: AbortSignal): Promise<void> {
    const missing = rows.filter((row) => this.#isMissing(row));
    if (missing.length > 0) await this.#readSome(missing, signal);
  }

  /**
   * Fills all sizes and headers, adds problems, and returns the frame that the labels are in.
   * @param known as the format knows it; else it is decided from evidence
   */
  async readAll(known: Frame | undefined, onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<Frame> {
    const { table } = this.#builder;
    const rows = table.sampleCount;
    // Nobody named an image that is there: there is nothing to read, and nothing to compare.
    if (table.samples.image.length === 0) return known ?? 'upright';
    const wanted: SampleRow[] = [];
    for (let row = 0; row < rows; row++) if (this.#isMissing(row)) wanted.push(row);
    onProgress(0, wanted.length);
    for (let from = 0; from < wanted.length; from += ROWS_AT_ONCE) {
      await this.read(wanted.slice(from, from + ROWS_AT_ONCE), signal);
      onProgress(Math.min(wanted.length, from + ROWS_AT_ONCE), wanted.length);
    }
    const pace = pacer();
    const { samples } = table;
    const declared = new Uint8Array(rows);
    for (let row = 0; row < rows; row++)
      declared[row] = samples.width.at(row) > 0 && samples.height.at(row) > 0 && !this.#sized.has(row) ? 1 : 0;
    const frame = known ?? decideFrame(table, declared);
    for (let row = 0; row < rows; row++) {
      checkSize(this.#builder, this.#problems, this.#files, row, frame, declared[row] === 1);
      if (row % ROWS_AT_ONCE === 0) await pace();
    }
    return frame;
  }

  #isMissing(row: SampleRow): boolean {
    const { samples } = this.#builder.table;
    return samples.image.at(row) >= 0 && samples.header.at(row) === HEADER.unknown;
  }

  async #readSome(rows: readonly SampleRow[], signal: AbortSignal): Promise<void> {
    const { samples } = this.#builder.table;
    const files = this.#files;
    const rowsOf = new Map<FileIndex, SampleRow[]>();
    for (const row of rows) {
      const image = samples.image.at(row);
      const sharing = rowsOf.get(image);
      if (sharing) sharing.push(row);
      else rowsOf.set(image, [row]);
    }
    const settle = (file: FileIndex, header: ImageHeader | undefined, bytes: Uint8Array | Error, isCut: boolean): void => {
      for (const row of rowsOf.get(file) ?? []) {
        // Somebody who looked at it may have been first.
        if (!this.#isMissing(row)) continue;
        this.#setHeader(row, header, bytes);
        if (isCut)
          this.#problems.add({ code: 'image-unreadable', file: files.paths[file] ?? '', values: { reason: 'truncated' }, sample: row });
      }
    };
    let pending = [...rowsOf.keys()];
    for (const size of HEADER_BYTES) {
      const open: FileIndex[] = [];
      for await (const { file, bytes } of files.firstBytes(pending, size, signal)) {
        const header = bytes instanceof Uint8Array ? imageHeaderOf(bytes) : undefined;
        const isWhole = bytes instanceof Uint8Array && bytes.length < size;
        if (header === 'more' && !isWhole) open.push(file);
        else {
          const found = header === 'more' ? undefined : header;
          settle(file, found, bytes, isWhole && found?.format === 'jpeg' && !hasScan(bytes));
        }
      }
      pending = open;
    }
    await mapPooled(pending, OPEN_AT_ONCE, async (file) => {
      signal.throwIfAborted();
      try {
        settle(file, await readImageHeader(files.source(file)), new Uint8Array(0), false);
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        settle(file, undefined, error, false);
      }
    });
  }

  #setHeader(row: SampleRow, header: ImageHeader | undefined, bytes: Uint8Array | Error): void {
    const { samples } = this.#builder.table;
    this.#builder.setHeader(row, header);
    if (!header) {
      this.#problems.add({ ...unreadable(this.#files.paths[samples.image.at(row)] ?? '', bytes), sample: row });
      return;
    }
    if (samples.width.at(row) > 0 && samples.height.at(row) > 0) return;
    this.#sized.add(row);
    // Upright until the frame is decided.
    this.#builder.setSize(row, ...sizeIn('upright', header.width, header.height, header.orientation));
  }
}

/** A JPEG that ends before its first scan has a size and no pixels. Only looked for where the whole file is at hand anyway. */
function hasScan(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) if (bytes[at + 1] === 0xda) return true;
  return false;
}

function unreadable(file: string, bytes: Uint8Array | Error): Problem {
  if (bytes instanceof ReadError && bytes.code === 'file-changed') return { code: 'file-changed', file, values: { reason: bytes.message } };
  if (bytes instanceof Error) return { code: 'image-unreadable', file, values: { reason: bytes.message } };
  const pointer = lfsPointerOf(bytes);
  return pointer ? lfsProblem(file, pointer) : { code: 'image-unreadable', file };
}

/**
 * Rule 4 of cv-formats 3.0: where declared sizes are those of the stored pixels and not of the turned picture, the labels are in
 * the stored frame. Only images on their side tell the two apart. Without evidence: upright, as browsers and most tools show it.
 */
export function decideFrame({ samples, sampleCount }: DatasetTable, declared: Uint8Array): Frame {
  let stored = 0;
  let upright = 0;
  for (let row = 0; row < sampleCount; row++) {
    if (declared[row] !== 1 || samples.orientation.at(row) < 5) continue;
    const width = samples.width.at(row);
    const height = samples.height.at(row);
    const storedWidth = samples.storedWidth.at(row);
    const storedHeight = samples.storedHeight.at(row);
    if (storedWidth === storedHeight) continue;
    if (width === storedWidth && height === storedHeight) stored++;
    else if (width === storedHeight && height === storedWidth) upright++;
  }
  return stored > upright ? 'stored' : 'upright';
}

function checkSize(builder: Builder, problems: ProblemStore, files: FileSet, row: SampleRow, frame: Frame, declared: boolean): void {
  const { samples } = builder.table;
  if (samples.header.at(row) !== HEADER.read) return;
  const orientation = samples.orientation.at(row);
  const [width, height] = sizeIn(frame, samples.storedWidth.at(row), samples.storedHeight.at(row), orientation);
  const file = files.paths[samples.image.at(row)] ?? '';
  if (orientation > 1) problems.add({ code: 'image-turned', file, values: { orientation }, sample: row });
  if (!declared) {
    if (orientation >= 5) builder.setSize(row, width, height);
    return;
  }
  const declaredWidth = samples.width.at(row);
  const declaredHeight = samples.height.at(row);
  if (declaredWidth === width && declaredHeight === height) return;
  const values = { declaredWidth, declaredHeight, width, height };
  problems.add({ code: 'image-size-differs', file, values, sample: row });
}

/**
 * Moves the sizes of turned images into another frame: the user knows better. Declared sizes that fit neither frame stay.
 * @param relative boxes were fractions of the image and move with it
 */
export function moveToFrame(builder: Builder, frame: Frame, relative: boolean): void {
  const { table } = builder;
  const { samples, annotations, sampleCount } = table;
  for (let row = 0; row < sampleCount; row++) {
    if (samples.orientation.at(row) < 5) continue;
    const before = [samples.width.at(row), samples.height.at(row)] as const;
    const stored = [samples.storedWidth.at(row), samples.storedHeight.at(row)] as const;
    const isStored = before[0] === stored[0] && before[1] === stored[1];
    const isUpright = before[0] === stored[1] && before[1] === stored[0];
    if (!isStored && !isUpright) continue;
    const size = sizeIn(frame, stored[0], stored[1], samples.orientation.at(row));
    builder.setSize(row, ...size);
    if (!relative) continue;
    for (const annotation of table.annotationsOf(row)) {
      for (const part of [0, 1, 2, 3]) {
        const axis = part % 2 === 0 ? 0 : 1;
        annotations.box.set(annotation, (annotations.box.at(annotation, part) * size[axis]) / before[axis], part);
      }
    }
  }
}
