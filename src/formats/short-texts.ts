/** Texts that come again and again, such as names of classes: decoding each of millions of them anew would take longer than to find them. */

/** Longer texts are seldom the same. */
export const SHORT_BYTES = 24;
const SLOTS = 256;

interface Known {
  readonly bytes: Uint8Array;
  readonly text: string;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** By a hash of the bytes; the one that came last. */
const slots: (Known | undefined)[] = Array.from({ length: SLOTS });

/** The text of `start` to `end`, at most `SHORT_BYTES` of UTF-8. */
export function shortText(bytes: Uint8Array, start: number, end: number): string {
  let hash = end - start;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
  const slot = (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (SLOTS - 1);
  const known = slots[slot];
  if (known && isSame(known.bytes, bytes, start, end)) return known.text;
  const own = bytes.slice(start, end);
  const text = decoder.decode(own);
  slots[slot] = { bytes: own, text };
  return text;
}

function isSame(own: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (own.length !== end - start) return false;
  for (let at = 0; at < own.length; at += 1) if (own[at] !== bytes[start + at]) return false;
  return true;
}
