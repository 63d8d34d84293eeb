/** How many cells a record has, without making them. */

const QUOTE = 0x22;

/**
 * Cells of the record at `from` to `to`, where every quote stands as it should (around a whole cell, doubled inside); -1 where one does not, so
 * that it takes a parser to tell.
 */
export function regularWidth(bytes: Uint8Array, from: number, to: number, delimiter: number): number {
  let cells = 1;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at];
    if (byte === delimiter) cells += 1;
    else if (byte === QUOTE) {
      if (at > from && bytes[at - 1] !== delimiter) return -1;
      at = closingQuote(bytes, at, to);
      if (at < 0 || (at + 1 < to && bytes[at + 1] !== delimiter)) return -1;
    }
  }
  return cells;
}

/** The quote that closes the cell whose opening quote stands at `open`; -1: none. */
function closingQuote(bytes: Uint8Array, open: number, to: number): number {
  for (let at = bytes.indexOf(QUOTE, open + 1); at >= 0 && at < to; at = bytes.indexOf(QUOTE, at + 2)) {
    if (at + 1 >= to || bytes[at + 1] !== QUOTE) return at;
  }
  return -1;
}
