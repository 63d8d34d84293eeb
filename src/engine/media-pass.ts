/**
 * Which pictures, films and sounds the records of a dataset name, and which of them are not in the drop: found while all records are looked
 * at, or by a pass of their own. What is kept is bounded, whatever the file says.
 */
import { Bitset } from '../base/bitset.ts';
import { folderOf } from '../files/file-set.ts';
import type { RecordFields } from '../formats/record-container.ts';
import type { FileIndex, MediaSummary, SampleRow } from '../model/dataset.ts';
import type { Media } from '../model/record-form.ts';
import { located, type MediaRoots } from './media-files.ts';
import type { ProblemStore } from './problem-store.ts';
import { SortedRows } from './sorted-rows.ts';
import type { FormReader } from './record-forms.ts';

/** Paths that are told one by one; records that name others are counted together. */
const MOST_PATHS = 10_000;
/** Places of such paths that are kept. */
const MOST_PLACES = 2_000_000;

export interface MediaLookParts {
  readonly roots: MediaRoots;
  readonly problems: ProblemStore;
  readonly read: FormReader;
  /** File that a record stands in. */
  readonly fileOf: (row: SampleRow) => FileIndex;
}

export interface FoundMedia extends MediaSummary {
  /** Every file that a record names. */
  readonly named: ReadonlySet<FileIndex>;
}

/** What is found of media while all records go by, in their order. */
export class MediaLook {
  readonly #pass: MediaLookParts;
  readonly #named = new Set<FileIndex>();
  readonly #missing = new MissingMedia();
  #inside = 0;
  #remote = 0;

  constructor(pass: MediaLookParts) {
    this.#pass = pass;
  }

  /** @param fits whether the record is known to follow the schema of its dataset */
  add(row: SampleRow, fields: RecordFields, fits?: boolean): void {
    const { read, roots, fileOf } = this.#pass;
    const form = read(fields, fits)?.form;
    if (!form || form.media.length === 0) return;
    const folder = folderOf(roots.files.paths[fileOf(row)] ?? '');
    for (const medium of form.media) this.#look(medium, folder, row);
  }

  #look(medium: Media, folder: string, row: SampleRow): void {
    if (medium.state === 'inside') {
      this.#inside += 1;
      return;
    }
    const { state, file } = located(medium, this.#pass.roots, folder);
    if (file !== undefined) this.#named.add(file);
    else if (state === 'remote') this.#remote += 1;
    else this.#missing.add(medium.name, row);
  }

  /** Tells what is missing; what was told of it before is forgotten. */
  end(): FoundMedia {
    const { problems } = this.#pass;
    problems.forget('media-missing');
    this.#missing.tell(problems);
    return {
      named: this.#named,
      files: this.#named.size,
      missing: this.#missing.paths,
      inside: this.#inside,
      remote: this.#remote,
    };
  }
}

/** Paths with the records that name them. Records come in order. */
class MissingMedia {
  readonly #rows = new Map<string, SampleRow[]>();
  readonly #others = new Bitset();
  #places = 0;

  get paths(): number {
    return this.#rows.size;
  }

  add(path: string, row: SampleRow): void {
    const rows = this.#rows.get(path);
    if (rows?.at(-1) === row) return;
    if (this.#places >= MOST_PLACES || (!rows && this.#rows.size >= MOST_PATHS)) {
      this.#others.add(row);
      return;
    }
    this.#places += 1;
    if (rows) rows.push(row);
    else this.#rows.set(path, [row]);
  }

  tell(problems: ProblemStore): void {
    for (const [name, rows] of this.#rows) {
      const [sample] = rows;
      if (sample === undefined) continue;
      problems.add({ code: 'media-missing', sample, values: { name, records: rows.length } }, new SortedRows(Uint32Array.from(rows)));
    }
    if (this.#others.size > 0) problems.add({ code: 'media-missing', values: { more: this.#others.size } }, this.#others);
  }
}
