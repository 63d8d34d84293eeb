/** Which edges of a histogram are named below it: as many as have room. */

export interface AxisWord {
  /** Edge, from 0. */
  readonly at: number;
  readonly word: string;
}

/** CSS pixels: the narrowest plot that there is, a letter, and what stays free between two words. */
const PLOT = 232;
const LETTER = 6.4;
const GAP = 6;

/**
 * @param bins equally wide on the screen
 * @param most how many words at most
 * @param share of the plot's width that the bins take: beside them there is room
 */
export function axisWords(bins: number, most: number, share: number, word: (at: number) => string): readonly AxisWord[] {
  for (let count = most; count > 2; count -= 1) {
    const words = named(bins, count, word);
    if (haveRoom(words, bins, share)) return words;
  }
  return named(bins, 2, word);
}

function named(bins: number, count: number, word: (at: number) => string): readonly AxisWord[] {
  const edges = new Set(Array.from({ length: count }, (_, at) => Math.round((at / (count - 1)) * bins)));
  return [...edges].map((at) => ({ at, word: word(at) }));
}

/** The first begins at its edge, the last ends there (or begins, where there is room beside it), the others lie around theirs. */
function haveRoom(words: readonly AxisWord[], bins: number, share: number): boolean {
  let free = -GAP;
  for (const [i, { at, word }] of words.entries()) {
    const width = word.length * LETTER;
    const edge = (PLOT * share * at) / Math.max(1, bins);
    const left = i === 0 ? edge : i < words.length - 1 ? edge - width / 2 : share < 1 ? edge : edge - width;
    if (left < free + GAP) return false;
    free = left + width;
  }
  return true;
}
