import type { AnnotationRows } from '../../syntax/scan/coco.ts';
import type { Mention } from './categories.ts';
import type { Id } from './ids.ts';

/** Categories are mostly numbered from 0 or 1: those below are counted by number. */
const NUMBERED = 1 << 16;

/** The categories that annotations name: how often, and where first. */
export class Mentions {
  readonly #first = new Map<Id, Mention>();
  /** Of small numbers. */
  #counts = new Uint32Array(128);

  add(id: Id, start: number, end: number, sample: number): void {
    const isNumbered = typeof id === 'number' && id >= 0 && id < NUMBERED;
    const known = this.#first.get(id);
    if (!known) this.#first.set(id, { start, end, sample, count: isNumbered ? 0 : 1 });
    else if (!isNumbered) known.count += 1;
    if (!isNumbered) return;
    if (id >= this.#counts.length) {
      const more = new Uint32Array(Math.min(NUMBERED, 2 * id));
      more.set(this.#counts);
      this.#counts = more;
    }
    this.#counts[id] = (this.#counts[id] as number) + 1;
  }

  /** As `add` of the rows `from` to `to` (exclusive). @param samples of all rows */
  addRows({ category, base, start, size }: AnnotationRows, samples: Uint32Array, from: number, to: number): void {
    for (let i = from; i < to; i += 1) {
      const id = category[i] as number;
      const count = this.#counts[id];
      if (count !== undefined && count > 0) {
        this.#counts[id] = count + 1;
        continue;
      }
      const at = base + (start[i] as number);
      this.add(id, at, at + (size[i] as number), samples[i] as number);
    }
  }

  /** In the order of their first mention. */
  all(): ReadonlyMap<Id, Mention> {
    for (const [id, mention] of this.#first) {
      if (typeof id === 'number' && id >= 0 && id < NUMBERED) mention.count = this.#counts[id] as number;
    }
    return this.#first;
  }
}
