/** Where a pattern of bytes stands in a window. */
import { startWindowMachine, type WindowMachine } from './window-machine.ts';

/** At every place one of two bytes: the same where there is no choice. */
export interface BytePattern {
  readonly low: Uint8Array;
  readonly high: Uint8Array;
}

/** Calls `found` with the offset of every match, overlapping ones too, in ascending order. */
export type Finder = (bytes: Uint8Array, pattern: BytePattern, found: (offset: number) => void) => void;

/** As fast as this place allows. @param machine whose memory the windows come from */
export const finderOf = (machine: WindowMachine | undefined = startWindowMachine()): Finder =>
  machine ? fastFinder(machine) : plainFinder;

/** By WebAssembly. A pattern longer than its room is found by its beginning and compared here. */
export function fastFinder(machine: WindowMachine): Finder {
  const most = machine.resultBytes / 4;
  return (bytes, pattern, found) => {
    const size = Math.min(pattern.low.length, machine.patternBytes / 2);
    if (size === 0) return;
    const { first, second, alone } = rarest(pattern, size);
    for (let from = 0; from < bytes.length;) {
      // Who is called may use the machine for another pattern, or other bytes.
      const at = machine.place(bytes);
      const memory = machine.bytes();
      memory.set(pattern.low.subarray(0, size), machine.patternAt);
      memory.set(pattern.high.subarray(0, size), machine.patternAt + size);
      const length = bytes.length - from;
      const count = machine.scan.find(at + from, length, machine.patternAt, size, first, second, alone, machine.resultsAt, most);
      const offsets = machine.results(count).slice();
      for (const offset of offsets) if (size === pattern.low.length || isAt(bytes, from + offset, pattern)) found(from + offset);
      if (count < most) return;
      from += (offsets.at(-1) ?? 0) + 1;
    }
  };
}

/** The same in plain TypeScript: what the fast one is tested against. */
export function plainFinder(bytes: Uint8Array, pattern: BytePattern, found: (offset: number) => void): void {
  const { low, high } = pattern;
  const [a, b] = [low[0] ?? 0, high[0] ?? 0];
  if (low.length === 0) return;
  let small = bytes.indexOf(a);
  let large = a === b ? -1 : bytes.indexOf(b);
  while (small >= 0 || large >= 0) {
    const at = large < 0 || (small >= 0 && small < large) ? small : large;
    if (isAt(bytes, at, pattern)) found(at);
    if (at === small) small = bytes.indexOf(a, at + 1);
    else large = bytes.indexOf(b, at + 1);
  }
}

function isAt(bytes: Uint8Array, at: number, { low, high }: BytePattern): boolean {
  if (at + low.length > bytes.length) return false;
  for (let i = 0; i < low.length; i += 1) if (bytes[at + i] !== low[i] && bytes[at + i] !== high[i]) return false;
  return true;
}

/** What text is made of, most frequent first; other bytes are rarer. */
const FREQUENT = new TextEncoder().encode(' etaoinsrhldcumfgpwybv",.:k0123456789\\/-_(){}[]jxqz');
const FREQUENCY = new Uint8Array(256);
for (let byte = 0x80; byte < 0xc0; byte += 1) FREQUENCY[byte] = 8;
// In Chinese, Cyrillic, Arabic every second or third byte is one of a few such.
for (let byte = 0xc2; byte < 0xf5; byte += 1) FREQUENCY[byte] = 60;
for (const [rank, byte] of FREQUENT.entries()) FREQUENCY[byte] = 80 - rank;

/** A byte this rare is met in few blocks of 64 bytes: a backslash in JSON is, mostly. */
const RARE = FREQUENCY['\\'.charCodeAt(0)] ?? 0;

/** Two places of a pattern. */
export interface RarePlaces {
  readonly first: number;
  readonly second: number;
  /** Whether the byte at the first alone rules out most blocks of text. 1: yes. */
  readonly alone: 0 | 1;
}

/** The two places whose bytes are met least in text. @param size of the pattern's bytes, so many are looked at */
export function rarest({ low, high }: BytePattern, size: number): RarePlaces {
  const rank = (i: number): number => Math.max(FREQUENCY[low[i] ?? 0] ?? 0, FREQUENCY[high[i] ?? 0] ?? 0);
  let first = 0;
  for (let i = 1; i < size; i += 1) if (rank(i) < rank(first)) first = i;
  let second = first === 0 ? size - 1 : 0;
  for (let i = 0; i < size; i += 1) if (i !== first && (second === first || rank(i) < rank(second))) second = i;
  return { first, second, alone: rank(first) <= RARE ? 1 : 0 };
}
