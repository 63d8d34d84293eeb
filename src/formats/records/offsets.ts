/** Places in a text: Python and JSON files written by it count code points, browsers count UTF-16 units; the model has the latter. */

/** Turns an offset in code points into one in UTF-16 units. */
export type ToUnits = (codePoints: number) => number;

const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/g;

/** For one text, made once: the places of its pairs are all that is needed. */
export function codePointOffsets(text: string): ToUnits {
  const pairs = Array.from(text.matchAll(ASTRAL), ({ index }, nth) => index - nth);
  if (pairs.length === 0) return (offset) => offset;
  return (offset) => {
    // How many pairs lie before it.
    let [low, high] = [0, pairs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  };
}

export const unitOffsets: ToUnits = (offset) => offset;
