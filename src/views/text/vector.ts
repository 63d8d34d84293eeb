/** A vector in figures and as a line. Numbers that are infinite or none count where it says so only. */

/** Norm, least and greatest of all values. */
export function figuresOf(values: readonly number[]): { readonly norm: number; readonly min: number; readonly max: number } {
  let [squares, min, max] = [0, Infinity, -Infinity];
  for (const value of values) {
    squares += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return { norm: Math.sqrt(squares), min, max };
}

/** At most `most` bars, each the mean of its part as a share of the largest finite value, -1 to 1; what is not finite counts as 0. */
export function barsOf(values: readonly number[], most: number): readonly number[] {
  const finite = values.map((value) => (Number.isFinite(value) ? value : 0));
  const largest = finite.reduce((before, value) => Math.max(before, Math.abs(value)), 0);
  const step = Math.max(1, finite.length / most);
  return Array.from({ length: Math.min(most, finite.length) }, (_, at) => {
    const part = finite.slice(Math.floor(at * step), Math.floor((at + 1) * step));
    // Divided first: a sum of the largest numbers there are is infinite.
    return largest === 0 ? 0 : part.reduce((sum, value) => sum + value / largest, 0) / Math.max(1, part.length);
  });
}
