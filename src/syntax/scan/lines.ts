/** Offsets behind the line feeds of a piece of text. */
import { FIRST_FREE, startMachine } from './machine.ts';

/** Finds where lines begin in one piece after another. */
export interface LineScanner {
  /** For every line feed in `piece`, the offset behind it. Valid until the next call. Pieces of any length. */
  scan(piece: Uint8Array): Uint32Array;
  /** It is no longer needed. */
  end?(): void;
}

const LINE_FEED = 0x0a;
/** The scanner looks at 64 bytes at a time, also at the end. */
const OVERREAD = 64;

/** As fast as this place allows. */
export const lineScanner = (): LineScanner => fastLines() ?? plainLines();

/** By WebAssembly; undefined where there is none. */
export function fastLines(): LineScanner | undefined {
  const machine = startMachine(0);
  if (!machine) return undefined;
  return {
    scan(piece) {
      const to = FIRST_FREE + ((piece.length + OVERREAD + 3) & ~3);
      machine.reserve(to + piece.length * 4);
      machine.bytes().set(piece, FIRST_FREE);
      const count = machine.scan.lines(FIRST_FREE, piece.length, to);
      return new Uint32Array(machine.memory.buffer, to, count);
    },
    end: () => machine.end(),
  };
}

/** The same in plain TypeScript: what the fast one is tested against. */
export function plainLines(): LineScanner {
  let found = new Uint32Array(1024);
  return {
    scan(piece) {
      let count = 0;
      for (let at = piece.indexOf(LINE_FEED); at >= 0; at = piece.indexOf(LINE_FEED, at + 1)) {
        if (count === found.length) {
          const grown = new Uint32Array(count * 2);
          grown.set(found);
          found = grown;
        }
        found[count] = at + 1;
        count += 1;
      }
      return found.subarray(0, count);
    },
  };
}
