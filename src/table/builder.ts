import type { Category, LabelSet } from '../model/annotation.ts';
import type { AnnotationBlock, SampleBlock } from '../model/block.ts';
import type { ByteRange, CategoryRow, Column, FileIndex, LabelSetRow, LabelState, SampleRow } from '../model/dataset.ts';
import { DatasetTable, HEADER, LABEL_STATES, restoreColumns, statesOf, type ColumnStates, type SampleColumns } from './dataset-table.ts';
import { ExtraColumn, type ExtraState, type ExtraValue } from './extra-column.ts';
import { KeyIndex, type KeyState, type PlaceRun } from './key-index.ts';
import { UnsizedBoxes, type UnsizedState } from './unsized.ts';

/** More columns than a person can look at: records keyed by ids would make one per record. Further fields stay in the raw record. */
export const MAX_EXTRA_COLUMNS = 1000;

/** What is known of a sample; a later mention adds to it, never takes away. */
export interface SampleValues {
  readonly name?: string;
  readonly split?: string;
  readonly image?: FileIndex;
  /** Pixels in the labels' frame; 0 or absent: not known yet. */
  readonly width?: number;
  readonly height?: number;
  readonly labels?: LabelState;
  readonly at?: ByteRange;
  readonly extra?: Readonly<Record<string, ExtraValue | undefined>>;
}

export interface AnnotationValues {
  readonly labelSet: LabelSetRow;
  /** Pixels x y width height. */
  readonly box?: readonly [number, number, number, number];
  /** Pixels squared; absent: the box's. */
  readonly area?: number;
  /** In place of `box` and `area`: x y width height and area as parts of the image; pixels as soon as its size is known. */
  readonly fraction?: readonly [number, number, number, number, number];
  readonly score?: number;
  readonly kinds: number;
  readonly flags?: number;
}

/** All that a table holds. File indices are those of the drop that it was read from. */
export type TableState = {
  readonly keys: KeyState;
  readonly samples: ColumnStates;
  readonly annotations: ColumnStates;
  readonly categories: readonly Category[];
  readonly labelSets: readonly LabelSet[];
  readonly extra: readonly ExtraState[];
  readonly unsized: UnsizedState;
  readonly visual: boolean;
};

/** Fills a `DatasetTable`: rows are made on first mention, questions may be asked at any time in between. */
export class Builder {
  readonly table: DatasetTable;
  readonly #keys: KeyIndex;
  readonly #categories: Category[] = [];
  readonly #categoryRows = new Map<string, CategoryRow>();
  readonly #labelSets: LabelSet[] = [];
  readonly #extra = new Map<string, ExtraColumn>();
  readonly #facts = { visual: true, version: 0, resized: 0 };
  readonly #unsized = new UnsizedBoxes();

  /** `paths`: of the files, by index; they are in the keys of records that are known by their line or number. */
  constructor(paths: readonly string[] = []) {
    this.#keys = new KeyIndex({
      textOf: (row) => `${paths[this.table.samples.file.at(row)] ?? ''}#${this.table.number(row)}`,
      find: (key, runs) => findPlace(this.table.samples, paths, key, runs),
    });
    this.table = new DatasetTable({
      keys: this.#keys,
      categories: this.#categories,
      labelSets: this.#labelSets,
      extra: this.#extra,
      facts: this.#facts,
    });
  }

  get state(): TableState {
    return {
      keys: this.#keys.state,
      samples: statesOf(this.table.samples),
      annotations: statesOf(this.table.annotations),
      categories: this.#categories,
      labelSets: this.#labelSets,
      extra: [...this.#extra.values()].map(({ state }) => state),
      unsized: this.#unsized.state,
      visual: this.#facts.visual,
    };
  }

  /** Becomes what the state says, whose arrays it takes over. The table must be empty. */
  restore(state: TableState): void {
    this.#keys.restore(state.keys);
    restoreColumns(this.table.samples, state.samples);
    restoreColumns(this.table.annotations, state.annotations);
    this.#categories.push(...state.categories);
    for (const [row, { key }] of state.categories.entries()) this.#categoryRows.set(key, row);
    this.#labelSets.push(...state.labelSets);
    for (const extra of state.extra) this.#extra.set(extra.name, ExtraColumn.restored(extra));
    this.#unsized.restore(state.unsized);
    this.#facts.visual = state.visual;
    this.#facts.version++;
  }

  /** Gives every file the index that it has in another drop. */
  renumber(fileOf: (file: FileIndex) => FileIndex): void {
    const { samples, annotations } = this.table;
    samples.file.map(fileOf);
    for (const column of [samples.image, annotations.file]) {
      for (let row = 0; row < column.length; row++) if (column.at(row) >= 0) column.set(row, fileOf(column.at(row)));
    }
    this.#facts.version++;
  }

  /** The row of a sample, made on first mention. What is already known stays. */
  sample(key: string, values?: SampleValues): SampleRow {
    const row = this.#keys.rowOf(key);
    this.#facts.version++;
    if (values === undefined) return row;
    const { samples } = this.table;
    if (values.name !== undefined && !samples.name.has(row)) samples.name.set(row, values.name);
    if (values.split !== undefined && values.split !== '' && !samples.split.has(row)) samples.split.set(row, values.split);
    if (values.image !== undefined && samples.image.at(row) < 0) samples.image.set(row, values.image);
    if (isLength(values.width) && samples.width.at(row) === 0) samples.width.set(row, Math.round(values.width));
    if (isLength(values.height) && samples.height.at(row) === 0) samples.height.set(row, Math.round(values.height));
    const labels = LABEL_STATES.indexOf(values.labels);
    if (labels > samples.labels.at(row)) samples.labels.set(row, labels);
    if (values.at !== undefined && samples.file.at(row) < 0) this.#setRange(row, values.at);
    if (values.extra !== undefined) this.#addExtra(row, values.extra);
    return row;
  }

  /** As `sample` for each; the arrays are copied. A number: the first of consecutive rows, all new. */
  samples(block: SampleBlock): Uint32Array | SampleRow {
    this.#facts.version++;
    const before = this.#keys.length;
    const rows = this.#rowsOf(block);
    const areNew = typeof rows === 'number' || areConsecutive(rows, before);
    if (areNew) this.#appendSamples(before, block);
    else this.#addSamples(rows, block);
    if (block.split !== undefined && block.split !== '') {
      const { split } = this.table.samples;
      for (let i = 0; i < block.length; i++) {
        const row = typeof rows === 'number' ? rows + i : (rows[i] ?? 0);
        if (!split.has(row)) split.set(row, block.split);
      }
    }
    for (const { name, at, values } of block.extra ?? []) {
      const wanted = areNew && at === undefined ? before : rowsAt(rows, at, block.length);
      this.#extraColumn(name)?.addMany(wanted, values);
    }
    return areNew ? before : rows;
  }

  #rowsOf({ keys, length }: SampleBlock): Uint32Array | SampleRow {
    if (keys.kind === 'line') return this.#keys.addPlaces(length, 0);
    if (keys.kind === 'item') return this.#keys.addPlaces(length, keys.first);
    if (keys.kind === 'number' && keys.areNew === true) return this.#keys.addNumbers(keys.values.subarray(0, length));
    this.#keys.reserve(length);
    const rows = new Uint32Array(length);
    if (keys.kind === 'number') for (let i = 0; i < length; i++) rows[i] = this.#keys.rowOfNumber(keys.values[i] ?? 0);
    else {
      let start = 0;
      for (let i = 0; i < length; i++) {
        const end = keys.ends[i] ?? start;
        rows[i] = this.#keys.rowOfBytes(keys.bytes.subarray(start, end));
        start = end;
      }
    }
    return rows;
  }

  /** What is absent stays unset: its column costs nothing. */
  #appendSamples(first: SampleRow, block: SampleBlock): void {
    const { samples } = this.table;
    const { length } = block;
    if (block.names) samples.name.setMany(first, block.names.bytes, block.names.ends.subarray(0, length));
    if (block.image) samples.image.appendAt(first, block.image.subarray(0, length));
    if (block.width) samples.width.appendAt(first, block.width.subarray(0, length));
    if (block.height) samples.height.appendAt(first, block.height.subarray(0, length));
    if (block.line) samples.line.setMany(first, block.line.subarray(0, length));
    samples.place.setMany(first, 0, block.start.subarray(0, length), block.size.subarray(0, length));
    samples.file.setRun(first, block.file, length);
  }

  /** Some were mentioned before: each gets what is not known of it. */
  #addSamples(rows: Uint32Array | SampleRow, block: SampleBlock): void {
    const { samples } = this.table;
    for (let i = 0; i < block.length; i++) {
      const row = typeof rows === 'number' ? rows + i : (rows[i] ?? 0);
      if (block.names && !samples.name.has(row)) {
        samples.name.setBytes(row, block.names.bytes.subarray(i === 0 ? 0 : block.names.ends[i - 1], block.names.ends[i]));
      }
      if (block.image && samples.image.at(row) < 0) samples.image.set(row, block.image[i] ?? -1);
      if (block.width && samples.width.at(row) === 0) samples.width.set(row, block.width[i] ?? 0);
      if (block.height && samples.height.at(row) === 0) samples.height.set(row, block.height[i] ?? 0);
      if (samples.file.at(row) >= 0) continue;
      const start = block.start[i] ?? 0;
      const line = block.line?.[i] ?? 0;
      this.#setRange(row, { file: block.file, start, end: start + (block.size[i] ?? 0), ...(line > 0 ? { line } : {}) });
    }
  }

  /** The row of a sample that was mentioned before. */
  findSample(key: string): SampleRow | undefined {
    return this.#keys.find(key);
  }

  /** The row of a category. A later mention with `declared` names it; one never declared keeps its key as name. */
  category(key: string, declared?: Omit<Category, 'key'>): CategoryRow {
    let row = this.#categoryRows.get(key);
    if (row === undefined) {
      row = this.#categories.push({ name: key, ...declared, key }) - 1;
      this.#categoryRows.set(key, row);
      this.#facts.version++;
    } else if (declared !== undefined) {
      this.#categories[row] = { ...this.#categories[row], ...declared, key };
      this.#facts.version++;
    }
    return row;
  }

  labelSet(set: LabelSet): LabelSetRow {
    this.#facts.version++;
    return this.#labelSets.push(set) - 1;
  }

  /** An extra column whose kind the format knows for sure. Values that came before keep the kind they suggest. */
  column(column: Column): void {
    if (!this.#extra.has(column.name)) this.#extra.set(column.name, new ExtraColumn(column.name, column.kind));
  }

  /** The value that some record has of a field: its column is lazy until `fill`. */
  sampled(name: string, value: ExtraValue | undefined): void {
    let column = this.#extra.get(name);
    if (column === undefined) {
      if (this.#extra.size >= MAX_EXTRA_COLUMNS) return;
      column = new ExtraColumn(name);
      this.#extra.set(name, column);
      column.sample(undefined);
      this.#facts.version++;
    }
    if (column.lazy) column.sample(value);
  }

  /** Puts a column with the values of all rows in the place of the lazy one of the same name. */
  fill(column: ExtraColumn): void {
    this.#extra.set(column.name, column);
    this.#facts.version++;
  }

  /** `visual`: samples are images. */
  setVisual(visual: boolean): void {
    this.#facts.visual = visual;
    this.#facts.version++;
  }

  annotation(of: SampleRow, category: CategoryRow | undefined, values: AnnotationValues, at: ByteRange): void {
    const { annotations, samples } = this.table;
    const row = annotations.length;
    const { box, fraction } = values;
    annotations.category.set(row, category ?? -1);
    annotations.labelSet.set(row, values.labelSet);
    annotations.box.append(box ?? NO_BOX);
    annotations.area.set(row, values.area ?? (box ? box[2] * box[3] : Number.NaN));
    annotations.score.set(row, values.score ?? Number.NaN);
    annotations.kinds.set(row, values.kinds);
    annotations.flags.set(row, values.flags ?? 0);
    annotations.file.set(row, at.file);
    annotations.place.push(at.start, at.end - at.start);
    // Last: the length of this column is the number of annotations.
    annotations.sample.set(row, of);
    if (fraction) {
      this.#unsized.add(of, row, fraction);
      this.#settle(of, samples.width.at(of), samples.height.at(of));
    }
    this.#facts.version++;
  }

  #settle(row: SampleRow, width: number, height: number): boolean {
    return width > 0 && height > 0 && this.#unsized.settle(row, width, height, this.table.annotations);
  }

  /** Many at once; the arrays are copied. What none of them has costs nothing. */
  annotationBlock(block: AnnotationBlock): void {
    const { annotations } = this.table;
    const { length } = block;
    const rows = annotations.length + length;
    annotations.category.append(block.category.subarray(0, length));
    annotations.labelSet.appendRun(block.labelSet, length);
    annotations.box.append(block.box.subarray(0, length * 4));
    annotations.area.append(block.area.subarray(0, length));
    if (block.score) annotations.score.append(block.score.subarray(0, length));
    else annotations.score.resize(rows);
    annotations.kinds.append(block.kinds.subarray(0, length));
    if (block.flags) annotations.flags.append(block.flags.subarray(0, length));
    else annotations.flags.resize(rows);
    annotations.file.appendRun(block.file, length);
    annotations.place.append(block.base, block.start.subarray(0, length), block.size.subarray(0, length));
    annotations.sample.append(block.sample.subarray(0, length));
    this.#facts.version++;
  }

  /** The image of a sample, found later (a dropped folder of images); -1 takes it away (the file vanished). */
  setImage(row: SampleRow, image: FileIndex): void {
    this.table.samples.image.set(row, image);
    this.#facts.version++;
  }

  /** Pixels in the labels' frame; 0: not known after all. */
  setSize(row: SampleRow, width: number, height: number): void {
    this.table.samples.width.set(row, width);
    this.table.samples.height.set(row, height);
    if (this.#settle(row, width, height)) this.#facts.resized++;
    this.#facts.version++;
  }

  /** What the image's header says: pixels as stored and the EXIF orientation; `undefined`: it cannot be read. */
  setHeader(row: SampleRow, header: { readonly width: number; readonly height: number; readonly orientation: number } | undefined): void {
    const { samples } = this.table;
    samples.header.set(row, header === undefined ? HEADER.unreadable : HEADER.read);
    if (header !== undefined) {
      samples.storedWidth.set(row, header.width);
      samples.storedHeight.set(row, header.height);
      samples.orientation.set(row, header.orientation);
    }
    this.#facts.version++;
  }

  /** Frees what only loading needs. More may still be added: it is made again. */
  release(): void {
    this.#keys.release();
  }

  #setRange(row: SampleRow, at: ByteRange): void {
    const { samples } = this.table;
    samples.file.set(row, at.file);
    samples.place.set(row, at.start, at.end - at.start);
    if (at.line !== undefined) samples.line.set(row, at.line);
  }

  #addExtra(row: SampleRow, values: Readonly<Record<string, ExtraValue | undefined>>): void {
    for (const name of Object.keys(values)) {
      const value = values[name];
      if (value !== undefined) this.#extraColumn(name)?.add(row, value);
    }
  }

  /** Made when it is first mentioned; undefined where there are too many. */
  #extraColumn(name: string): ExtraColumn | undefined {
    const known = this.#extra.get(name);
    if (known !== undefined || this.#extra.size >= MAX_EXTRA_COLUMNS) return known;
    const column = new ExtraColumn(name);
    this.#extra.set(name, column);
    return column;
  }
}

/** The rows at these places of a block, else all of them. */
function rowsAt(rows: Uint32Array | SampleRow, at: Uint32Array | undefined, length: number): Uint32Array {
  const rowOf = (place: number): SampleRow => (typeof rows === 'number' ? rows + place : (rows[place] ?? 0));
  return at ? at.map(rowOf) : Uint32Array.from({ length }, (_, place) => rowOf(place));
}

function areConsecutive(rows: Uint32Array, first: SampleRow): boolean {
  for (let i = 0; i < rows.length; i++) if (rows[i] !== first + i) return false;
  return true;
}

/** The row that `path#12` means: the record with this number in its file, or that begins on this line of it. */
function findPlace(samples: SampleColumns, paths: readonly string[], key: string, runs: readonly PlaceRun[]): SampleRow | undefined {
  const [, path, digits] = /^(.*)#(\d+)$/s.exec(key) ?? [];
  const file = path === undefined ? -1 : paths.indexOf(path);
  if (file < 0) return undefined;
  const number = Number(digits);
  for (const { from, to, item } of runs) {
    // Only one row of a run has a number; which one is on a line has to be looked for.
    const first = item === 0 ? from : Math.max(from, from + number - item);
    const end = item === 0 ? to : Math.min(to, from + number - item + 1);
    for (let row = first; row < end; row++) {
      if (samples.file.at(row) === file && (item > 0 || samples.line.at(row) === number)) return row;
    }
  }
  return undefined;
}

const NO_BOX = [Number.NaN, Number.NaN, Number.NaN, Number.NaN] as const;

function isLength(pixels: number | undefined): pixels is number {
  return pixels !== undefined && pixels > 0 && pixels <= 0xffffffff;
}
