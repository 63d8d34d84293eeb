/** Gives way to other work between pieces of a long pass, at most every ten milliseconds; rejects where the pass was cancelled. */
export function pacer(signal: AbortSignal): () => Promise<void> {
  let last = performance.now();
  return async () => {
    signal.throwIfAborted();
    if (performance.now() - last < 10) return;
    await new Promise<void>((resolve) => {
      setTimeout(resolve);
    });
    signal.throwIfAborted();
    last = performance.now();
  };
}
