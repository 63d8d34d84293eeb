import { baseName, extensionOf, folderOf, isImagePath, stemOf, type Resolution } from './file-set.ts';
import { readReference, type Reference } from './reference.ts';
import { SuffixIndex } from './suffix-index.ts';

type Among = 'images' | 'all';
type Key = 'base' | 'stem';

const MISSING: Resolution = { kind: 'missing' };

/**
 * Looks references up in a fixed list of paths. Rules in order; within each, as written before %-decoded, and equal case before folded case:
 * 1. the path itself, relative to the referring folder (with its `../`), then without leading `../` relative to that folder and each folder
 *    above it (a Roboflow data.yaml says `../train/images` of what lies beside it);
 * 2. the longest common end of the path, at least the whole base name, if only one file has it;
 * 3. the stem in the same way, for images and for references without extension: `000123` or `a.png` where there is `a.jpg`.
 * Several equally good files are never chosen from: they are listed. Indexes are built when first needed, one Map each.
 */
export class Resolver {
  readonly #paths: readonly string[];
  readonly #exact: ReadonlyMap<string, number>;
  #folded: Map<string, number | number[]> | undefined;
  /** By number: of base names or stems, among images or all, in equal case or folded. */
  readonly #suffixes: SuffixIndex[] = [];
  #hasImages: boolean | undefined;

  constructor(paths: readonly string[], exact: ReadonlyMap<string, number>) {
    this.#paths = paths;
    this.#exact = exact;
  }

  resolve(text: string, folder: string, among: Among): Resolution {
    // Of a table alone, which names a million pictures, each would be looked for in six ways.
    if (among === 'images' && !(this.#hasImages ??= this.#paths.some(isImagePath))) return MISSING;
    const references = readReference(text);
    if (references.length === 0) return MISSING;
    for (const reference of references) {
      const file = this.#byPath(reference, folder, among);
      if (file !== undefined) return { kind: 'found', file };
    }
    for (const reference of references) {
      const files = this.#byFoldedPath(reference, folder, among);
      if (files.length > 0) return resolutionOf(files);
    }
    const bySuffix = this.#byEnd(references, 'base', among, ({ base }) => [base]);
    if (bySuffix) return bySuffix;
    const stemAmong = stemCandidates(references[0]?.base ?? '', among);
    const byStem = stemAmong && this.#byEnd(references, 'stem', stemAmong, ({ base }) => [base, stemOf(base)]);
    return byStem ?? MISSING;
  }

  #byPath(reference: Reference, folder: string, among: Among): number | undefined {
    for (const path of placesOf(reference, folder)) {
      const file = this.#exact.get(path);
      if (file !== undefined && this.#isAmong(file, among)) return file;
    }
    return undefined;
  }

  #byFoldedPath(reference: Reference, folder: string, among: Among): readonly number[] {
    this.#folded ??= foldedPaths(this.#paths);
    for (const path of placesOf(reference, folder)) {
      const there = this.#folded.get(fold(path)) ?? [];
      const files = (typeof there === 'number' ? [there] : there).filter((file) => this.#isAmong(file, among));
      if (files.length > 0) return files;
    }
    return [];
  }

  /** The first that is found by one file only; else the first that several files answer to. */
  #byEnd(
    references: readonly Reference[],
    key: Key,
    among: Among,
    keysOf: (reference: Reference) => readonly string[],
  ): Resolution | undefined {
    let several: readonly number[] | undefined;
    for (const folded of [false, true]) {
      const index = this.#suffixIndex(key, among, folded);
      for (const reference of references) {
        const folders = folded ? reference.folders.map(fold) : reference.folders;
        for (const name of keysOf(reference)) {
          const files = index.find(folded ? fold(name) : name, folders);
          if (files.length === 1) return resolutionOf(files);
          if (files.length > 1) several ??= files;
        }
      }
    }
    return several && resolutionOf(several);
  }

  #suffixIndex(key: Key, among: Among, folded: boolean): SuffixIndex {
    const number = (key === 'base' ? 0 : 4) + (among === 'images' ? 0 : 2) + (folded ? 1 : 0);
    const known = this.#suffixes[number];
    if (known) return known;
    const pathOf = (file: number): string => (folded ? fold(this.#paths[file] ?? '') : (this.#paths[file] ?? ''));
    const keyOf = (file: number): string => (key === 'base' ? baseName(pathOf(file)) : stemOf(pathOf(file)));
    const files = [...this.#paths.keys()].filter((file) => this.#isAmong(file, among));
    const index = new SuffixIndex(files, keyOf, (file) => pathOf(file).split('/'));
    this.#suffixes[number] = index;
    return index;
  }

  #isAmong(file: number, among: Among): boolean {
    return among === 'all' || isImagePath(this.#paths[file] ?? '');
  }
}

function resolutionOf(files: readonly number[]): Resolution {
  const [file] = files;
  if (file === undefined) return MISSING;
  return files.length === 1 ? { kind: 'found', file } : { kind: 'ambiguous', candidates: files };
}

/** Where a reference may point to by itself, nearest first. */
function* placesOf(reference: Reference, folder: string): Generator<string> {
  if (reference.ups > 0) {
    const depth = folder === '' ? 0 : folder.split('/').length;
    if (reference.ups <= depth) yield within(folder.split('/').slice(0, -reference.ups).join('/'), reference.path);
  }
  for (let base = folder; ; base = folderOf(base)) {
    yield within(base, reference.path);
    if (base === '') return;
  }
}

function within(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}

/** Whose stems may answer. A list that names `classes.txt` never means `classes.json`; a name of an image may mean another image. */
function stemCandidates(base: string, among: Among): Among | undefined {
  if (among === 'images' || isImagePath(base)) return 'images';
  return extensionOf(base) === '' ? 'all' : undefined;
}

function fold(text: string): string {
  return text.toLowerCase();
}

function foldedPaths(paths: readonly string[]): Map<string, number | number[]> {
  const folded = new Map<string, number | number[]>();
  for (const [file, path] of paths.entries()) {
    const key = fold(path);
    const there = folded.get(key);
    if (there === undefined) folded.set(key, file);
    else if (typeof there === 'number') folded.set(key, [there, file]);
    else there.push(file);
  }
  return folded;
}
