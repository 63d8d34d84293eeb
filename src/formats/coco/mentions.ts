import type { Mention } from './categories.ts';
import type { Id } from './ids.ts';

/** The categories that annotations name: how often, and where first. */
export class Mentions {
  readonly #first = new Map<Id, Mention>();

  /** One annotation names it, or, with `times` 0, those that are counted elsewhere: only the place is noted then. */
  add(id: Id, start: number, end: number, sample: number, times = 1): void {
    const known = this.#first.get(id);
    if (known) known.count += times;
    else this.#first.set(id, { start, end, sample, count: times });
  }

  /** In the order of their first mention. @param countOf how often a category was counted elsewhere */
  all(countOf: (id: Id) => number): ReadonlyMap<Id, Mention> {
    for (const [id, mention] of this.#first) mention.count += countOf(id);
    return this.#first;
  }
}
