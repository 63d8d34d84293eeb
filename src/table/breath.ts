/** How long a loop over rows runs before others have their turn, in milliseconds. */
const SLICE_MS = 6;

/** What ends a question early, and what lets others run. */
export interface Turn {
  /** True: the question is void. */
  readonly shouldStop?: () => boolean;
  /** Lets others run; awaited every few milliseconds. */
  readonly pause?: () => Promise<void>;
}

/** Gives way to others and to newer questions while a long loop runs. */
export class Breath {
  readonly #turn: Turn;
  #last = performance.now();

  constructor(turn: Turn = {}) {
    this.#turn = turn;
  }

  /** Call between pieces of about a millisecond, and await what it returns. Throws an `AbortError` when the question is void. */
  take(): Promise<void> | undefined {
    this.check();
    if (this.#turn.pause === undefined || performance.now() - this.#last < SLICE_MS) return undefined;
    return this.#turn.pause().then(() => {
      this.#last = performance.now();
      this.check();
    });
  }

  /** Throws where the question is void. */
  check(): void {
    if (this.#turn.shouldStop?.() === true) throw new DOMException('A newer question came', 'AbortError');
  }
}

/**
 * A value that is made when first asked for, once for all who ask meanwhile. Whoever makes it may be stopped: then the next one in line
 * makes it anew.
 */
export class Lazy<T> {
  readonly #make: (breath: Breath) => Promise<T> | T;
  #made: { readonly value: T } | undefined;
  #making: Promise<T> | undefined;

  constructor(make: (breath: Breath) => Promise<T> | T) {
    this.#make = make;
  }

  /** What is there already. */
  get known(): T | undefined {
    return this.#made?.value;
  }

  async get(breath: Breath): Promise<T> {
    breath.check();
    while (!this.#made) {
      if (!this.#making) return this.#start(breath);
      const making = this.#making;
      await making.catch(() => undefined);
      breath.check();
    }
    return this.#made.value;
  }

  async #start(breath: Breath): Promise<T> {
    const making = (async () => this.#make(breath))();
    this.#making = making;
    try {
      const value = await making;
      this.#made = { value };
      return value;
    } finally {
      this.#making = undefined;
    }
  }
}
