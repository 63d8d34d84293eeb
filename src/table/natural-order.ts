/**
 * The order of names as people expect it: digits count as numbers (`img2` before `img10`), ASCII letters without regard to case,
 * everything else by code point. Works on UTF-8 without decoding, is the same in every language and for any number of rows.
 */

/** Negative: a first. Equal in natural order (`a1`, `A01`): by bytes. */
export function compareNatural(a: Uint8Array, b: Uint8Array): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i] ?? 0;
    const y = b[j] ?? 0;
    if (isDigit(x) && isDigit(y)) {
      const aStart = skipZeros(a, i);
      const bStart = skipZeros(b, j);
      i = digitsEnd(a, aStart);
      j = digitsEnd(b, bStart);
      if (i - aStart !== j - bStart) return i - aStart - (j - bStart);
      for (let k = 0; aStart + k < i; k++) {
        const order = (a[aStart + k] ?? 0) - (b[bStart + k] ?? 0);
        if (order !== 0) return order;
      }
    } else {
      const order = folded(x) - folded(y);
      if (order !== 0) return order;
      i++;
      j++;
    }
  }
  return a.length - i - (b.length - j) || compareBytes(a, b);
}

/**
 * The first 8 bytes of a key that sorts as `compareNatural`, read from byte `from` on, as two words. A run of digits becomes its
 * length and its digits, so that a longer number is larger.
 */
export function naturalKey(text: Uint8Array, from: number, high: Uint32Array, low: Uint32Array, at: number): void {
  let count = 0;
  let hi = 0;
  let lo = 0;
  const put = (byte: number): void => {
    if (count < 4) hi = (hi << 8) | byte;
    else if (count < 8) lo = (lo << 8) | byte;
    count++;
  };
  let i = from;
  while (count < 8 && i < text.length) {
    const byte = text[i] ?? 0;
    if (!isDigit(byte)) {
      put(folded(byte));
      i++;
      continue;
    }
    const start = skipZeros(text, i);
    i = digitsEnd(text, start);
    const length = i - start;
    put(ZERO + Math.min(length, 9));
    if (length >= 9) put(Math.min(length, 255));
    if (length > 254) break;
    for (let k = start; k < i && count < 8; k++) put(text[k] ?? 0);
  }
  while (count < 8) put(0);
  high[at] = hi >>> 0;
  low[at] = lo >>> 0;
}

/** Bytes that all of these begin with, not ending inside a number. */
export function sharedStart(a: Uint8Array, b: Uint8Array, limit: number): number {
  const end = Math.min(limit, a.length, b.length);
  let i = 0;
  while (i < end && a[i] === b[i]) i++;
  while (i > 0 && isDigit(a[i - 1] ?? 0)) i--;
  return i;
}

const ZERO = 0x30;

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}

function folded(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
}

function skipZeros(text: Uint8Array, from: number): number {
  let i = from;
  while (text[i] === ZERO) i++;
  return i;
}

function digitsEnd(text: Uint8Array, from: number): number {
  let i = from;
  while (isDigit(text[i] ?? 0)) i++;
  return i;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const order = (a[i] ?? 0) - (b[i] ?? 0);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
