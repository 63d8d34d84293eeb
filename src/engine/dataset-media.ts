/** The pictures, films and sounds that the records of one dataset name: where they are looked for, and what was found. */
import type { FileSet } from '../files/file-set.ts';
import { sizeOf } from '../formats/record-files.ts';
import type { FileIndex, MediaSummary, SampleRow } from '../model/dataset.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import type { Reading } from './match.ts';
import type { MediaRoots } from './media-files.ts';
import { MediaLook, type FoundMedia } from './media-pass.ts';
import type { ProblemStore } from './problem-store.ts';
import { formReader, type ReadingOf } from './record-forms.ts';
import type { PassCall, RecordPasses } from './record-passes.ts';

/** Of larger files media are looked for with the record that names them: to read every record in full would take minutes. */
const MOST_MEDIA_BYTES = 64 << 20;
/** Records of a window: those of tables, whose size nobody knows before they are read, may hold pictures. */
const AT_ONCE = 128;
const NO_FILES: ReadonlySet<FileIndex> = new Set();

/** What was found, to be kept. */
export type MediaState = Omit<FoundMedia, 'named'> & { readonly named: readonly FileIndex[] };

/** What it takes to look for media. */
interface LookParts {
  readonly table: DatasetTable;
  readonly problems: ProblemStore;
  readonly readingOf: ReadingOf;
}

export class DatasetMedia {
  readonly #files: FileSet;
  readonly #reading: () => Reading;
  /** Whether its records name any, as far as a sample tells. */
  isNamed = false;
  /** Folder that paths of media begin in; undefined: they are looked for everywhere. */
  root: string | undefined;
  #found: FoundMedia | undefined;
  #isDue = true;
  /** Grows where what was looked at so far may lie elsewhere now. */
  #version = 0;

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

  /** There is something to look for, and nobody has to the end: what was found is no more true, or nothing yet. */
  get isDue(): boolean {
    return this.isNamed && this.#isDue;
  }

  /** Files have arrived that may be what is missing. */
  filesCame(): void {
    if (this.#found?.missing === 0) return;
    this.#isDue = true;
    this.#version += 1;
  }

  /**
   * Begins to look for the media that all records name, while they go by; nothing where a sample names none, and where there is too much to
   * read. `settle` ends it.
   */
  async begin(parts: LookParts): Promise<{ readonly look: MediaLook; settle(): void } | undefined> {
    if (!(await this.#isWanted())) return undefined;
    const look = await this.#lookFor(parts);
    const version = this.#version;
    return {
      look,
      // Looked for elsewhere since, or among other files: what was found is not true any more.
      settle: () => (version === this.#version ? this.#settle(look.end()) : undefined),
    };
  }

  /** Looks for the media that all records name and tells of those that are not there, in a pass of its own. */
  async find(parts: LookParts & { readonly records: RecordPasses | undefined }, call: PassCall): Promise<void> {
    const { records } = parts;
    this.#isDue = false;
    if (!records || !(await this.#isWanted())) return;
    this.#isDue = true;
    this.#version += 1;
    const look = await this.#lookFor(parts);
    await records.each(call, (row, fields) => look.add(row, fields), { atOnce: AT_ONCE });
    this.#settle(look.end());
  }

  #settle(found: FoundMedia): void {
    this.#found = found;
    this.#isDue = false;
  }

  async #lookFor({ table, problems, readingOf }: LookParts): Promise<MediaLook> {
    const fileOf = (row: SampleRow): FileIndex => table.samples.file.at(row);
    return new MediaLook({ roots: this.roots, problems, read: await formReader(readingOf), fileOf });
  }

  async #isWanted(): Promise<boolean> {
    if (!this.isNamed) return false;
    let bytes = 0;
    for (const file of this.#reading().match.claims) bytes += await sizeOf(this.#files, file);
    return bytes <= MOST_MEDIA_BYTES;
  }
}
