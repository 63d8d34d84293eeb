/**
 * Turns what is pushed into what is pulled: `push` waits until the value was taken, so that nothing piles up. One reader.
 */
export class Channel<T> implements AsyncIterable<T> {
  #value: { readonly value: T } | undefined;
  #isEnded = false;
  #error: { readonly error: unknown } | undefined;
  /** Whoever waits for the other side. */
  #wake: (() => void) | undefined;
  #isClosed = false;

  /** Resolves when the value was taken; false when nobody will take any more. */
  async push(value: T): Promise<boolean> {
    this.#value = { value };
    this.#signal();
    while (this.#value && !this.#isClosed) await this.#wait();
    return !this.#isClosed;
  }

  end(): void {
    this.#isEnded = true;
    this.#signal();
  }

  fail(error: unknown): void {
    this.#error = { error };
    this.#signal();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    try {
      for (;;) {
        const held = this.#value;
        if (held) {
          this.#value = undefined;
          this.#signal();
          yield held.value;
          continue;
        }
        if (this.#error) throw this.#error.error;
        if (this.#isEnded) return;
        await this.#wait();
      }
    } finally {
      this.#isClosed = true;
      this.#signal();
    }
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #signal(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
