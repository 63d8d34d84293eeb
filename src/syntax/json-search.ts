/** Whether bytes of a JSON record that look like a text stand in a value of it. */
import type { SpecialCharacters } from './search-plan.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN = 0x7b;
const CLOSE = 0x7d;
/** An escape is at most so long: `\u4e2d`. */
const ESCAPE_BYTES = 6;

/** What JSON writes as an escape: quotes, backslashes and control characters; it may do so with a slash. */
export const JSON_CHARACTERS: SpecialCharacters = { special: /["\\\p{Cc}]/u, spellings: new Map([['/', '\\/']]) };

/** Whether the text may also stand outside of strings: in numbers and words, between values. */
export function mayBeBare(text: string): boolean {
  return /^[-+.0-9eEtruefalsnyNITRUFAL\s,:{}[\]]*$/.test(text);
}

/**
 * Judges bytes `start` to `end`, which hold nothing that JSON escapes and cannot stand outside of strings, of a record at `from` to
 * `to`: in a value, in the name of a field, or doubtful where an escape is near or the record is no whole object. A record that only looks
 * like JSON has no fields: in the name of one is then wrong, in a value is still right.
 */
export function judgeInJson(bytes: Uint8Array, start: number, end: number, from: number, to: number): 'match' | 'none' | 'doubtful' {
  if (bytes[from] !== OPEN || bytes[to - 1] !== CLOSE) return 'doubtful';
  for (let at = Math.max(from, start - ESCAPE_BYTES); at < start; at += 1) if (bytes[at] === BACKSLASH) return 'doubtful';
  let quote = bytes.indexOf(QUOTE, end);
  while (quote >= 0 && quote < to && isEscaped(bytes, quote, end)) quote = bytes.indexOf(QUOTE, quote + 1);
  if (quote < 0 || quote >= to) return 'doubtful';
  let next = quote + 1;
  while (next < to && (bytes[next] ?? 0) <= 0x20) next += 1;
  return bytes[next] === COLON ? 'none' : 'match';
}

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(bytes: Uint8Array, at: number, from: number): boolean {
  let backslashes = 0;
  while (at - 1 - backslashes >= from && bytes[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
