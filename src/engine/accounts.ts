/** Accounting: what each file's container counted, what of it is shown, what was rejected. They must agree; nothing here makes them. */
import { SEGMENT_ROWS, SEGMENT_SHIFT, type Growable, type GrowableState } from '../base/growable.ts';
import { folderOf } from '../files/file-set.ts';
import type { FileAccount, FileIndex } from '../model/dataset.ts';
import { u32, u8 } from '../table/column.ts';

/** More files than this are summed up by folder; those with rejected or unaccounted records stay on their own. */
const MAX_SINGLE = 1_000;

type Unit = FileAccount['unit'];
/** Of the files of a folder. */
type Sum = { -readonly [Key in keyof FileAccount]: FileAccount[Key] };

/** Code of the `unit` column is the place here + 1; 0: nothing was read. */
const UNITS = ['items', 'rows', 'lines', 'images', 'records'] as const satisfies readonly Unit[];

/** Columns in the order of `#columns`, and totals. */
export type AccountState = {
  readonly columns: readonly GrowableState[];
  readonly read: number;
  readonly rejected: number;
};

/** Columns by file index: a hundred thousand label files cost no objects. */
export class FileAccounts {
  readonly #unit = u8();
  readonly #read = u32();
  readonly #rejected = u32();
  /** Mentions of samples whose own record stands in the file. */
  readonly #samples = u32();
  /** Rejected records that are rows. */
  readonly #rejectedRows = u32();
  /** Annotations whose record stands in the file. */
  readonly #annotations = u32();
  /** Mentions of samples whose image is the file. */
  readonly #images = u32();
  #totalRead = 0;
  #totalRejected = 0;

  get #columns(): readonly Growable<Uint8Array | Uint32Array>[] {
    return [this.#unit, this.#read, this.#rejected, this.#samples, this.#rejectedRows, this.#annotations, this.#images];
  }

  get state(): AccountState {
    return { columns: this.#columns.map(({ state }) => state), read: this.#totalRead, rejected: this.#totalRejected };
  }

  /** Becomes what the state says, by the indices that files have now. */
  restore(state: AccountState, fileOf: (file: FileIndex) => FileIndex): void {
    for (const [i, column] of this.#columns.entries()) {
      const kept = state.columns[i];
      for (let file = 0; file < (kept?.length ?? 0); file++) {
        const segment = kept?.segments[file >>> SEGMENT_SHIFT];
        const value = segment === undefined || segment === 0 ? 0 : (segment[file & (SEGMENT_ROWS - 1)] ?? 0);
        if (value !== 0) column.set(fileOf(file), value);
      }
    }
    this.#totalRead = state.read;
    this.#totalRejected = state.rejected;
  }

  get read(): number {
    return this.#totalRead;
  }

  get rejected(): number {
    return this.#totalRejected;
  }

  addRead(file: FileIndex, unit: Unit, records: number): void {
    this.#unit.set(file, UNITS.indexOf(unit) + 1);
    add(this.#read, file, records);
    this.#totalRead += records;
  }

  /** `hasRow`: it is a row all the same, as it stands; it does not count as shown. */
  addRejected(file: FileIndex, hasRow = false): void {
    add(this.#rejected, file, 1);
    if (hasRow) add(this.#rejectedRows, file, 1);
    this.#totalRejected++;
  }

  addSample(file: FileIndex): void {
    add(this.#samples, file, 1);
  }

  addSamples(file: FileIndex, samples: number): void {
    add(this.#samples, file, samples);
  }

  addAnnotations(file: FileIndex, annotations: number): void {
    add(this.#annotations, file, annotations);
  }

  /** An annotation that was counted is rejected after all; it stays a row. */
  takeBackAnnotation(file: FileIndex): void {
    this.#annotations.set(file, this.#annotations.at(file) - 1);
  }

  addImage(file: FileIndex): void {
    add(this.#images, file, 1);
  }

  /** Files that something was counted in, in order; `visual`: samples are images; many are summed up by folder (`path` ends with `/` then). */
  list(paths: readonly string[], visual: boolean): FileAccount[] {
    const single: FileAccount[] = [];
    const folders = new Map<string, Sum>();
    const sumOf = (path: string, unit: Unit): Sum => {
      const folder = `${folderOf(path)}/`;
      const known = folders.get(`${unit} ${folder}`) ?? { path: folder, unit, read: 0, shown: 0, rejected: 0 };
      folders.set(`${unit} ${folder}`, known);
      return known;
    };
    let sum: Sum | undefined;
    const counted: FileIndex[] = [];
    const files = Math.max(this.#unit.length, this.#rejected.length);
    for (let file = 0; file < files; file++) if (this.#unit.at(file) > 0 || this.#rejected.at(file) > 0) counted.push(file);
    for (const file of counted) {
      const path = paths[file] ?? '';
      const unit = UNITS[this.#unit.at(file) - 1] ?? 'records';
      const read = this.#read.at(file);
      const rejected = this.#rejected.at(file);
      const shown = this.#shown(file, unit, visual);
      const plain = shown + rejected === read && rejected === 0;
      if (counted.length <= MAX_SINGLE || (!plain && single.length < MAX_SINGLE)) {
        single.push({ path, unit, read, shown, rejected });
        continue;
      }
      // Files of a folder come one after the other.
      if (sum?.unit !== unit || path.lastIndexOf('/') + 1 !== sum.path.length || !path.startsWith(sum.path)) sum = sumOf(path, unit);
      sum.read += read;
      sum.shown += shown;
      sum.rejected += rejected;
    }
    return [...single, ...folders.values()];
  }

  /** How many of a file's records became something, by what a record of its unit becomes. Rejected ones are not asked. */
  #shown(file: FileIndex, unit: Unit, visual: boolean): number {
    switch (unit) {
      case 'items':
        return this.#samples.at(file) + this.#annotations.at(file);
      case 'rows':
        return this.#annotations.at(file);
      case 'lines':
        // A line of a label file is an annotation, a line of text data is a sample.
        return visual ? this.#annotations.at(file) : this.#samples.at(file) - this.#rejectedRows.at(file);
      case 'images':
        return this.#images.at(file);
      case 'records':
        return this.#samples.at(file) - this.#rejectedRows.at(file);
    }
  }
}

function add(column: Growable<Uint32Array>, file: FileIndex, count: number): void {
  column.set(file, column.at(file) + count);
}
