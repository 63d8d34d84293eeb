/**
 * Reads that never answer: a network drive that went away, a stream that the browser lost. Nothing says so; only time does.
 */

/** Looks at the clock while waiting: time in which the machine slept passes between two looks, and does not count. */
const LOOKS = 8;
/** Least time for an answer, and the slowest disk that is waited for. */
const LEAST_MS = 10_000;
const SLOWEST_BYTES_PER_MS = 200;

/** A read that has not answered for so long that it is given up. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** How long an answer of so many bytes may take. */
export function patienceFor(bytes: number): number {
  return LEAST_MS + bytes / SLOWEST_BYTES_PER_MS;
}

/** What `work` comes to; rejects with `NoAnswer` where it comes to nothing for so long. The work itself cannot be stopped. */
export function answerWithin<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let left = LOOKS;
    const timer = setInterval(() => {
      left -= 1;
      if (left > 0) return;
      clearInterval(timer);
      reject(new NoAnswer(`no answer for ${Math.round(milliseconds / 1000)} s`));
    }, milliseconds / LOOKS);
    work.then(resolve, reject).finally(() => clearInterval(timer));
  });
}

/** Waits for many answers, one after the other, with one clock: a timer for every piece of a large file would be felt. */
export class Watch {
  readonly #timer: ReturnType<typeof setInterval>;
  #left = LOOKS;
  #giveUp: (() => void) | undefined;

  constructor(milliseconds: number) {
    this.#timer = setInterval(() => {
      this.#left -= 1;
      if (this.#left <= 0) this.#giveUp?.();
    }, milliseconds / LOOKS);
  }

  /** What `work` comes to; undefined where it comes to nothing for so long. */
  answerOf<T>(work: Promise<T>): Promise<T | undefined> {
    this.#left = LOOKS;
    return new Promise((resolve, reject) => {
      this.#giveUp = () => resolve(undefined);
      work.then(resolve, reject);
    });
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

/**
 * All bytes of a Blob; asked for a second time where the first is not answered.
 * @param size about how many there are: asking the Blob may cost a round trip
 */
export async function patientBytes(blob: Blob, size: number): Promise<ArrayBuffer> {
  const limit = patienceFor(size);
  try {
    return await answerWithin(limit, blob.arrayBuffer());
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return answerWithin(2 * limit, blob.arrayBuffer());
  }
}
