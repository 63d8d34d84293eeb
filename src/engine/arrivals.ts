/** Files on their way in: listed, waiting for the next opening, then with an index among all others. */
import { pacer } from '../base/pause.ts';
import { expandArchives } from '../files/archives.ts';
import { Files, movedEntry, type FileEntry } from '../files/file-set-of.ts';
import { isIgnoredPath, type FileSet } from '../files/file-set.ts';
import { namesBeside, renamedPath } from '../files/second-drop.ts';
import type { FileIndex } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import { withoutFiles } from './peek.ts';

/** What an opening took in. */
export interface Arrived {
  /** Files that were there before and were dropped again. */
  readonly replaced: ReadonlySet<FileIndex>;
  readonly added: readonly FileIndex[];
  /** Problems that there were before. */
  readonly problemsBefore: number;
}

/** Files given an index at a time. */
const AT_ONCE = 2000;

export class Arrivals {
  readonly files = new Files();
  #pending: FileEntry[] = [];
  /** Problems of listing what is pending. */
  #pendingProblems: Problem[] = [];
  /** Problems of listing and unpacking: they stay with the files. */
  #problems: Problem[] = [];
  /** Files of a drop that was taken back before anything was made of them: nobody sees them until they are dropped again. */
  readonly #withdrawn = new Set<FileIndex>();
  /** Files that were there before the drop that is being listed. */
  #before = 0;

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** All files that count. */
  get visible(): FileSet {
    return withoutFiles(this.files, this.#withdrawn, 'images too');
  }

  get count(): number {
    return this.files.paths.length + this.#pending.length;
  }

  add(entries: readonly FileEntry[]): void {
    for (const entry of entries) if (!isIgnoredPath(entry.path)) this.#pending.push(entry);
  }

  fail(problem: Problem): void {
    this.#pendingProblems.push(problem);
  }

  /** Forgets what came since the last opening. */
  discard(): void {
    this.#pending = [];
    this.#pendingProblems = [];
  }

  /**
   * Gives what came since the last time its indices.
   * @param isWhole false where more of the same drop is to come
   */
  async take(isWhole: boolean, signal: AbortSignal): Promise<Arrived> {
    const { files } = this;
    const before = files.paths.length;
    const pending = [...this.#pending];
    const listing = [...this.#pendingProblems];
    const { entries, problems } = await expandArchives(pending, signal);
    // What came with the same drop has names of its own already.
    const renamed = this.#before === 0 ? NO_NAMES : await namesBeside(files, entries, signal);
    this.#pending = this.#pending.slice(pending.length);
    this.#pendingProblems = this.#pendingProblems.slice(listing.length);
    const problemsBefore = this.#problems.length;
    for (const problem of [...listing, ...problems]) {
      this.#problems.push(problem.file === undefined ? problem : { ...problem, file: renamedPath(problem.file, renamed) });
    }
    const moved = renamed.size === 0 ? entries : entries.map((entry) => movedEntry(entry, renamedPath(entry.path, renamed)));
    const added: FileIndex[] = [];
    const pace = pacer();
    // To its end, whatever the signal says: half a drop would be worse than a cancelled one.
    for (let at = 0; at < moved.length; at += AT_ONCE) {
      added.push(...files.append(moved.slice(at, at + AT_ONCE)));
      await pace();
    }
    for (const file of added) this.#withdrawn.delete(file);
    if (isWhole) this.#before = files.paths.length;
    return { replaced: new Set(added.filter((file) => file < before)), added, problemsBefore };
  }

  /** Takes back what an opening took in: it was cancelled before anything was made of it. */
  withdraw({ replaced, added, problemsBefore }: Arrived): void {
    for (const file of added) if (!replaced.has(file)) this.#withdrawn.add(file);
    this.#problems = this.#problems.slice(0, problemsBefore);
  }
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();
