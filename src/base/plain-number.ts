/** Numbers of few digits, straight from their bytes: a table has millions of them. */

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
/** As many digits are exact. */
const EXACT_DIGITS = 15;

/**
 * The number that the bytes from `start` to `end` write with digits and perhaps a point between them, a minus before and no zero that says
 * nothing before: both the digits as a whole and the power of ten are exact then, so that what one division makes of them is the nearest
 * number. Undefined: it is written otherwise, or is none.
 */
export function plainNumber(bytes: ArrayLike<number>, start: number, end: number): number | undefined {
  const from = bytes[start] === MINUS ? start + 1 : start;
  if (from >= end || end - from > EXACT_DIGITS || (bytes[from] === ZERO && from + 1 < end && bytes[from + 1] !== POINT)) return undefined;
  let value = 0;
  let point = -1;
  for (let at = from; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit === POINT - ZERO && point < 0 && at > from && at + 1 < end) point = at;
    else if (digit < 0 || digit > 9) return undefined;
    else value = value * 10 + digit;
  }
  const number = point < 0 ? value : value / 10 ** (end - 1 - point);
  return from > start ? -number : number;
}
