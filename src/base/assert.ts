/** Our own mistake, not the user's: stops at once. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}

/** For the default branch of a switch over a union: a new member fails to compile. */
export function unreachable(value: never): never {
  throw new Error(`Unexpected value: ${String(value)}`);
}
