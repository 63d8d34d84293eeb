/**
 * What a source gives, the first of it asked for at once: what comes first takes longer than what follows.
 * Either `all` is gone through, or `giveUp` ends the source and throws on.
 */
export function beginning<T>(source: AsyncIterable<T>): { all(): AsyncGenerator<T>; giveUp(error: unknown): Promise<never> } {
  const values = source[Symbol.asyncIterator]();
  const first = values.next();
  // Whoever asks for it hears of it.
  first.catch(() => undefined);
  return {
    async *all() {
      try {
        for (let next = await first; next.done !== true; next = await values.next()) yield next.value;
      } finally {
        await values.return?.();
      }
    },
    async giveUp(error) {
      await values.return?.();
      throw error;
    },
  };
}
