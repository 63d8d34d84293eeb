/** Work that was given up because nobody waits for it any more. */

/** Whether an error says so; it is nobody's fault. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** For `catch` of what may be given up: everything else is thrown on. */
export function ignoreAbort(error: unknown): void {
  if (!isAbort(error)) throw error;
}
