/**
 * Files in the order of their paths, kept while they come: each lot is sorted alone and lots of like length are merged, so that no single
 * step sorts everything. 200,000 files that come by 5,000 cost a few milliseconds with each lot and one last merge.
 */
export class PathOrder {
  readonly #paths: readonly string[];
  /** Sorted, the longest first; each is more than twice as long as the next. */
  readonly #runs: number[][] = [];

  /** @param paths by file; may grow, but what is there does not change */
  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  /** Files that were not there before. */
  add(files: readonly number[]): void {
    if (files.length === 0) return;
    const paths = this.#paths;
    let run = files.toSorted((a, b) => ((paths[a] ?? '') < (paths[b] ?? '') ? -1 : 1));
    for (let last = this.#runs.at(-1); last !== undefined && last.length <= run.length * 2; last = this.#runs.at(-1)) {
      run = this.#merged(last, run);
      this.#runs.pop();
    }
    this.#runs.push(run);
  }

  /** All of them in order. The list is shared: do not change it. */
  all(): readonly number[] {
    for (let shorter = this.#runs.pop(); shorter !== undefined; shorter = this.#runs.pop()) {
      const longer = this.#runs.pop();
      if (longer === undefined) {
        this.#runs.push(shorter);
        return shorter;
      }
      this.#runs.push(this.#merged(longer, shorter));
    }
    return [];
  }

  #merged(a: readonly number[], b: readonly number[]): number[] {
    const paths = this.#paths;
    const merged = Array.from<number>({ length: a.length + b.length });
    let i = 0;
    let j = 0;
    for (let at = 0; at < merged.length; at += 1) {
      const takesFirst = j >= b.length || (i < a.length && (paths[a[i] ?? 0] ?? '') < (paths[b[j] ?? 0] ?? ''));
      merged[at] = (takesFirst ? a[i++] : b[j++]) ?? 0;
    }
    return merged;
  }
}
