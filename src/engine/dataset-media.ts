/** The pictures, films and sounds that the records of one dataset name: where they are looked for, and what was found. */
import type { FileSet } from '../files/file-set.ts';
import { sizeOf } from '../formats/record-files.ts';
import type { FileIndex, MediaSummary, SampleRow } from '../model/dataset.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import type { Reading } from './match.ts';
import type { MediaRoots } from './media-files.ts';
import { findMedia, type FoundMedia } from './media-pass.ts';
import type { ProblemStore } from './problem-store.ts';
import { formReader, type ReadingOf } from './record-forms.ts';
import type { PassCall, RecordPasses } from './record-passes.ts';

/** Of larger files media are looked for with the record that names them: to read every record in full would take minutes. */
const MOST_MEDIA_BYTES = 64 << 20;
const NO_FILES: ReadonlySet<FileIndex> = new Set();

/** What was found, to be kept. */
export type MediaState = Omit<FoundMedia, 'named'> & { readonly named: readonly FileIndex[] };

export class DatasetMedia {
  readonly #files: FileSet;
  readonly #reading: () => Reading;
  /** Whether its records name any, as far as a sample tells. */
  isNamed = false;
  /** Folder that paths of media begin in; undefined: they are looked for everywhere. */
  root: string | undefined;
  #found: FoundMedia | undefined;

  constructor(files: FileSet, reading: () => Reading) {
    this.#files = files;
    this.#reading = reading;
  }

  get state(): MediaState | undefined {
    return this.#found && { ...this.#found, named: [...this.#found.named] };
  }

  /** @param fileOf the index now of a file of then */
  restore(state: MediaState | undefined, fileOf: (file: FileIndex) => FileIndex): void {
    this.#found = state && { ...state, named: new Set(state.named.map(fileOf)) };
  }

  get roots(): MediaRoots {
    const { guide } = this.#reading().match;
    const described = guide?.media === undefined ? undefined : { by: guide.by, folder: guide.media };
    return { files: this.#files, chosen: this.root, described };
  }

  /** Files that records name. */
  get named(): ReadonlySet<FileIndex> {
    return this.#found?.named ?? NO_FILES;
  }

  get summary(): MediaSummary | undefined {
    if (!this.#found) return undefined;
    const { files, missing, remote, inside } = this.#found;
    return { files, missing, remote, inside, ...(this.root === undefined ? {} : { root: this.root }) };
  }

  /**
   * Looks for the media that all records name and tells of those that are not there; does nothing where a sample names none, and where there
   * is too much to read.
   * @param onlyMissing some have arrived: do nothing where none were missing
   */
  async find(
    parts: {
      readonly records: RecordPasses | undefined;
      readonly table: DatasetTable;
      readonly problems: ProblemStore;
      readonly readingOf: ReadingOf;
    },
    call: PassCall,
    onlyMissing: boolean,
  ): Promise<void> {
    const { records, table, problems, readingOf } = parts;
    if (!records || !this.isNamed || (onlyMissing && this.#found?.missing === 0)) return;
    if ((await this.#claimedBytes()) > MOST_MEDIA_BYTES) return;
    const fileOf = (row: SampleRow): FileIndex => table.samples.file.at(row);
    this.#found = await findMedia({ records, roots: this.roots, problems, read: await formReader(readingOf), fileOf }, call);
  }

  async #claimedBytes(): Promise<number> {
    let bytes = 0;
    for (const file of this.#reading().match.claims) bytes += await sizeOf(this.#files, file);
    return bytes;
  }
}
