/**
 * What a dataset was the last time: its columns, problems and counts are kept under a fingerprint of its files and shown at once when they
 * are opened again, while they are being read anew ([decision 14](../decisions/0014-shown-from-the-last-time.md)).
 */
import { pack, unpack } from '../base/packed.ts';
import { pacer } from '../base/pause.ts';
import type { FileSet } from '../files/file-set.ts';
import type { FileIndex } from '../model/dataset.ts';
import { TextColumn, type TextState } from '../table/column.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import type { ColumnStore } from './column-store.ts';
import type { Dataset, DatasetState } from './dataset.ts';
import { KeptStamps, stampsOf, type StampState } from './kept-stamps.ts';
import { decisiveFiles, type Reading } from './match.ts';

/** Files whose size and time are compared at once; a dataset of fewer label files is compared in all of them. */
const SAMPLED_FILES = 32;
const ROWS_AT_ONCE = 4096;
/** Larger ones are not kept: while they are checked there are two of them in memory. */
const MOST_BYTES = 128 << 20;

/** What tells the files of a dataset from others. */
interface Fingerprint {
  /** Of the store: by format, way of reading, and names of all files in any order. */
  readonly name: string;
  /** Changes with the order of the names. */
  readonly order: string;
  /** Path, size and time of a sample. */
  readonly sampled: readonly string[];
}

type Kept = {
  readonly order: string;
  readonly sampled: readonly string[];
  readonly paths: TextState;
  readonly digest: string;
  readonly stamps: StampState;
  readonly dataset: DatasetState;
};

/** What is known of a dataset from the last time. */
export interface LastTime {
  /** Whether one that was read says the same. */
  isSame(read: Dataset): Promise<boolean>;
  /** What its label files were. */
  readonly stamps: KeptStamps;
}

export class KeptColumns {
  readonly #store: ColumnStore;

  constructor(store: ColumnStore) {
    this.#store = store;
  }

  clear(): Promise<void> {
    return this.#store.clear();
  }

  /**
   * Makes `shown`, of which nothing has been read, what it was when the same files were read last; undefined where that is not known, or one
   * of them has changed.
   */
  async find(shown: Dataset, signal: AbortSignal): Promise<LastTime | undefined> {
    const { files, reading } = shown;
    const print = await fingerprint(files, reading);
    const bytes = await this.#store.read(print.name);
    signal.throwIfAborted();
    // Of this build, and whole: what is in it is what was packed.
    const kept = bytes && (unpack(bytes) as Kept | undefined);
    if (!kept) return undefined;
    if (kept.sampled.join('\n') !== print.sampled.join('\n')) {
      await this.#store.remove(print.name);
      return undefined;
    }
    let stamps: KeptStamps;
    try {
      const fileOf = kept.order === print.order ? undefined : renumbering(kept.paths, files);
      stamps = new KeptStamps(kept.stamps, files.paths.length, fileOf ?? ((file) => file));
      await shown.restore(kept.dataset, fileOf, signal);
    } catch (error) {
      signal.throwIfAborted();
      // Damaged on the disk: it is only a help, and the files are read anyway.
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
      await this.#store.remove(print.name);
      return undefined;
    }
    return { stamps, isSame: async (read) => (await digestOf(read)) === kept.digest };
  }

  /** Keeps a dataset that has been read whole, unless it is too large: a piece at a time, from where it lies in memory. */
  async keep(dataset: Dataset): Promise<void> {
    if (dataset.table.bytes > MOST_BYTES) return;
    const { files, reading } = dataset;
    const digest = await digestOf(dataset);
    const { name, order, sampled } = await fingerprint(files, reading);
    const paths = new TextColumn();
    for (const [file, path] of files.paths.entries()) paths.set(file, path);
    const stamps = await stampsOf(files, decisiveFiles(files, reading.match));
    const { version } = dataset;
    const kept: Kept = { order, sampled, paths: paths.state, digest, stamps, dataset: dataset.state };
    try {
      await this.#store.write(name, pack(kept));
    } catch (error) {
      // No room, or it was taken away meanwhile: it will be read again.
      if (!(error instanceof DOMException)) throw error;
      return;
    }
    // What was changed while it was written (another frame, a column that was read) may be half of each.
    if (dataset.version !== version) await this.#store.remove(name);
  }
}

async function fingerprint(files: FileSet, { format, match }: Reading): Promise<Fingerprint> {
  const pace = pacer();
  let sum = 0;
  let mixed = 0;
  let order = 0;
  for (const [file, path] of files.paths.entries()) {
    const hash = hashText(path, 0x811c9dc5);
    sum = (sum + hash) >>> 0;
    mixed = (mixed + Math.imul(hash, 0x9e3779b1)) >>> 0;
    order = Math.imul(order ^ hash, 0x01000193) >>> 0;
    if (file % ROWS_AT_ONCE === 0) await pace();
  }
  const way = hashText(`${format.id} ${match.variant?.id ?? ''} ${match.name}`, 0x811c9dc5);
  const claims = decisiveFiles(files, match);
  const count = Math.min(claims.length, SAMPLED_FILES);
  const sample = Array.from({ length: count }, (_, i) => claims[Math.floor((i * claims.length) / count)] ?? 0);
  const sampled = await Promise.all(sample.map(async (file) => `${files.paths[file] ?? ''} ${await identityOf(files, file)}`));
  const name = [way, files.paths.length, sum, mixed, claims.length].map((part) => part.toString(36)).join('-');
  return { name, order: order.toString(36), sampled: sampled.sort() };
}

async function identityOf(files: FileSet, file: FileIndex): Promise<string> {
  const source = files.source(file);
  try {
    return (await source.identity?.()) ?? String(await source.size());
  } catch {
    // What cannot be read now is not what it was.
    return 'unreadable';
  }
}

/** Old index → new one, by the paths that files had. */
function renumbering(state: TextState, files: FileSet): (file: FileIndex) => FileIndex {
  const paths = new TextColumn();
  paths.restore(state);
  const numbers = Int32Array.from({ length: paths.length }, (_, file) => files.indexOf(paths.get(file) ?? '') ?? -1);
  return (file) => numbers[file] ?? -1;
}

/** A number for all that a table says, in any order of its rows: equal for equal data, whichever label file was read first. */
export async function digestOf({ table, problems }: Pick<Dataset, 'table' | 'problems'>): Promise<string> {
  const pace = pacer();
  const { samples, annotations, sampleCount, annotationCount } = table;
  const digest = new Digest();
  const keys = new Uint32Array(sampleCount);
  for (let row = 0; row < sampleCount; row++) {
    const key = hashBytes(table.keys.bytesAt(row));
    keys[row] = key;
    digest.begin(key);
    digest.add(hashBytes(samples.name.bytesAt(row)));
    for (const column of [samples.width, samples.height, samples.labels, samples.orientation]) {
      digest.add(column.at(row));
    }
    const at = table.range(row);
    digest.add(at?.start ?? 0);
    digest.add(at?.end ?? 0);
    digest.add(at?.line ?? 0);
    digest.add(samples.image.at(row) < 0 ? 0 : 1);
    digest.end();
    if (row % ROWS_AT_ONCE === 0) await pace();
  }
  for (let row = 0; row < annotationCount; row++) {
    digest.begin(keys[annotations.sample.at(row)] ?? 0);
    for (let part = 0; part < 4; part++) digest.add(annotations.box.at(row, part));
    for (const column of [annotations.category, annotations.labelSet, annotations.score, annotations.kinds, annotations.flags]) {
      digest.add(column.at(row));
    }
    digest.add(annotations.place.startOf(row));
    digest.add(annotations.place.sizeOf(row));
    digest.end();
    if (row % ROWS_AT_ONCE === 0) await pace();
  }
  const rest = JSON.stringify([table.categories, table.labelSets, splitsOf(table), problems.summaries()]);
  return `${sampleCount} ${annotationCount} ${digest.text} ${hashText(rest, 0x811c9dc5)}`;
}

function splitsOf({ samples }: DatasetTable): readonly string[] {
  return [...samples.split.values].sort();
}

const float = new Float64Array(1);
const halves = new Uint32Array(float.buffer);

class Digest {
  #row = 0;
  #sum = 0;
  #mixed = 0;

  get text(): string {
    return `${this.#sum.toString(36)} ${this.#mixed.toString(36)}`;
  }

  begin(hash: number): void {
    this.#row = hash;
  }

  add(value: number): void {
    float[0] = value;
    this.#row = Math.imul(this.#row ^ (halves[0] ?? 0), 0x01000193);
    this.#row = Math.imul(this.#row ^ (halves[1] ?? 0), 0x85ebca6b) ^ (this.#row >>> 15);
  }

  end(): void {
    this.#sum = (this.#sum + this.#row) >>> 0;
    this.#mixed = (this.#mixed + Math.imul(this.#row ^ (this.#row >>> 13), 0x9e3779b1)) >>> 0;
  }
}

function hashBytes(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash >>> 0;
}

function hashText(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
