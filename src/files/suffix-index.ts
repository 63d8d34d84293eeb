/**
 * Finds files by the end of their path: by the last part first, then by as many folders above it as agree. A tree of parts from the last
 * to the first, split only where somebody asks: 200,000 files of different names are one Map, and 100,000 files named `rgb.png` are told
 * apart by their folders without ever being scanned twice.
 */
export class SuffixIndex {
  readonly #partsOf: (file: number) => readonly string[];
  readonly #roots = new Map<string, number | Branch>();

  /** @param partsOf parts of a file's path, the key of its last part at the end */
  constructor(files: Iterable<number>, keyOf: (file: number) => string, partsOf: (file: number) => readonly string[]) {
    this.#partsOf = partsOf;
    for (const file of files) put(this.#roots, keyOf(file), file);
  }

  /**
   * Files whose last part is `key` and that share the most of `folders`, counted from the end. The list is shared: do not change it.
   * More than one: they are equally good.
   */
  find(key: string, folders: readonly string[]): readonly number[] {
    let found = this.#roots.get(key);
    for (let at = folders.length - 1, depth = 1; at >= 0 && typeof found === 'object'; at -= 1, depth += 1) {
      const deeper = this.#childrenOf(found, depth).get(folders[at] ?? '');
      if (deeper === undefined) break;
      found = deeper;
    }
    if (found === undefined) return NONE;
    return typeof found === 'number' ? [found] : found.files;
  }

  #childrenOf(branch: Branch, depth: number): Map<string, number | Branch> {
    if (branch.children) return branch.children;
    const children = new Map<string, number | Branch>();
    for (const file of branch.files) {
      const parts = this.#partsOf(file);
      // '' for a file at the top: no folder is named so.
      put(children, parts[parts.length - 1 - depth] ?? '', file);
    }
    branch.children = children;
    return children;
  }
}

/** Files with the same end of path; a single file is kept as its number. */
interface Branch {
  readonly files: number[];
  children?: Map<string, number | Branch>;
}

const NONE: readonly number[] = [];

function put(branches: Map<string, number | Branch>, key: string, file: number): void {
  const there = branches.get(key);
  if (there === undefined) branches.set(key, file);
  else if (typeof there === 'number') branches.set(key, { files: [there, file] });
  else there.files.push(file);
}
