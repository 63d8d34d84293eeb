/**
 * Which pictures, films and sounds the records of a dataset name, and which of them are not in the drop: one pass over all records,
 * after everything else, a window at a time. What is kept is bounded, whatever the file says.
 */
import { Bitset } from '../base/bitset.ts';
import { folderOf } from '../files/file-set.ts';
import type { FileIndex, MediaSummary, SampleRow } from '../model/dataset.ts';
import type { Media } from '../model/record-form.ts';
import { located, type MediaRoots } from './media-files.ts';
import type { ProblemStore } from './problem-store.ts';
import { SortedRows } from './sorted-rows.ts';
import type { FormReader } from './record-forms.ts';
import type { PassCall, RecordPasses } from './record-passes.ts';

/** Paths that are told one by one; records that name others are counted together. */
const MOST_PATHS = 10_000;
/** Places of such paths that are kept. */
const MOST_PLACES = 2_000_000;

/** Records of a window: those of tables, whose size nobody knows before they are read, may hold pictures. */
const AT_ONCE = 128;

export interface MediaPass {
  readonly records: RecordPasses;
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

/** Looks at all records; what was told before of missing media is told anew. */
export async function findMedia({ records, roots, problems, read, fileOf }: MediaPass, call: PassCall): Promise<FoundMedia> {
  const named = new Set<FileIndex>();
  const missing = new MissingMedia();
  let inside = 0;
  let remote = 0;
  const look = (medium: Media, folder: string, row: SampleRow): void => {
    if (medium.state === 'inside') {
      inside += 1;
      return;
    }
    const { state, file } = located(medium, roots, folder);
    if (file !== undefined) named.add(file);
    else if (state === 'remote') remote += 1;
    else missing.add(medium.name, row);
  };
  await records.each(
    call,
    (row, fields) => {
      const form = read(fields)?.form;
      if (!form || form.media.length === 0) return;
      const folder = folderOf(roots.files.paths[fileOf(row)] ?? '');
      for (const medium of form.media) look(medium, folder, row);
    },
    { atOnce: AT_ONCE },
  );
  problems.forget('media-missing');
  missing.tell(problems);
  return { named, files: named.size, missing: missing.paths, inside, remote };
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
