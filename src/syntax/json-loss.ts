import { isSpace } from './json-bytes.ts';
import { Resync, type Found, type Surroundings } from './json-resync.ts';
import type { JsonWindow } from './json-window.ts';

/** Behind a syntax error: where it is, what it broke, and the search for something to go on at. */
export class Loss {
  /** Offset in the file where the record began that is broken; undefined: the error is outside of records. */
  readonly brokenAt: number | undefined;
  /** Offset in the file of the error; 0: there is none, reading began just anywhere; infinity: it will be known when the search ends. */
  readonly errorAt: number;
  readonly #resync: Resync;

  constructor(resync: Resync, errorAt: number, brokenAt: number | undefined) {
    this.#resync = resync;
    this.errorAt = errorAt;
    this.brokenAt = brokenAt;
  }

  /** Looks on. What was found at the window's place, if anything: undefined asks for more bytes, or there are none. */
  search(view: JsonWindow): Found | undefined {
    const isFound = this.#resync.run(view.cursor, view.isEnd);
    view.at = this.#resync.at;
    return isFound ? this.#resync.found : undefined;
  }

  /** The window moved on by so many bytes. */
  move(by: number): void {
    this.#resync.move(by);
  }

  /** Where to say that the record is wrong which ends at the window's place. */
  errorWithin({ base, place }: JsonWindow): number {
    if (this.errorAt <= place) return this.errorAt;
    const { badQuote } = this.#resync;
    return badQuote === undefined ? place : base + badQuote;
  }
}

/** Reading begins anywhere. */
export function lossAnywhere(surroundings: Surroundings): Loss {
  return new Loss(new Resync(0, 0, false, surroundings), 0, undefined);
}

/** An error at `at` within the record at hand. */
export function lossInRecord(view: JsonWindow, at: number, surroundings: Surroundings): Loss {
  const resync = new Resync(view.at, at, true, surroundings);
  const brokenAt = view.place;
  view.at = resync.at;
  return new Loss(resync, view.base + at, brokenAt);
}

/** An error at `at` where there is no record, or one that began at `brokenAt` and is none. */
export function lossBetween(view: JsonWindow, at: number, surroundings: Surroundings, brokenAt?: number): Loss {
  const { bytes } = view.cursor;
  const resync = new Resync(at, at, false, surroundings);
  const before: number[] = [];
  for (let p = at - 1; p >= view.at && before.length < 2; p -= 1) if (!isSpace(bytes[p])) before.push(bytes[p] as number);
  resync.comesAfter(before[1] ?? 0, before[0] ?? 0);
  view.at = resync.at;
  return new Loss(resync, view.base + at, brokenAt);
}

/** A record that has not ended and seems to have done so long ago: a quote or bracket in it does not close. */
export function lossInOverrun(view: JsonWindow, surroundings: Surroundings): Loss {
  return new Loss(new Resync(view.at, Infinity, true, surroundings), Infinity, view.place);
}
