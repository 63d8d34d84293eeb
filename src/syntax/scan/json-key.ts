/** The value of one key of many JSON objects that a check has found well-formed: most of their bytes are never looked at. */
import type { PlacedRecords } from '../record-windows.ts';
import { rarest } from './find.ts';
import { inBatches } from './row-batches.ts';
import { startWindowMachine, type WindowMachine } from './window-machine.ts';

export interface JsonKey {
  /** Where windows are best read to. */
  readonly machine: WindowMachine;
  /**
   * Calls `each` with every record that has the key, and where its value stands in the window. What it says of a record that is not well-formed
   * means nothing. False: the key is there more often than there is room for; nothing is known of the window.
   */
  look(bytes: Uint8Array, base: number, rows: PlacedRecords, each: (row: number, start: number, end: number) => void): boolean;
}

/** Words of a result: the record, and where its value begins and ends. */
const WORDS = 3;
/** Keys that may be written otherwise than by their own characters. */
const ODD_KEY = /["\\/\p{Cc}]|^$/u;

/** Undefined where there is no compiled scanner, and of keys that JSON may write in several ways. */
export function jsonKey(key: string): JsonKey | undefined {
  const machine = ODD_KEY.test(key) ? undefined : startWindowMachine();
  if (!machine) return undefined;
  const quoted = new TextEncoder().encode(`"${key}"`);
  const size = quoted.length;
  if (size * 2 > machine.patternBytes) return undefined;
  const { first, second, alone } = rarest({ low: quoted, high: quoted }, size);
  // Places and results of a batch stand at the beginning of the room for results.
  const hits = machine.resultsAt + machine.resultBytes / 2;
  const most = machine.resultBytes / 8;
  const { scan } = machine;
  return {
    machine,
    look(bytes, base, rows, each) {
      const at = machine.place(bytes);
      machine.bytes().set(quoted, machine.patternAt);
      machine.bytes().set(quoted, machine.patternAt + size);
      let isComplete = true;
      const valuesIn = (places: number, count: number, to: number): number => {
        if (!isComplete) return 0;
        const placed = machine.results(count * 2);
        const from = placed[0] ?? 0;
        const end = (placed[count * 2 - 2] ?? 0) + (placed[count * 2 - 1] ?? 0);
        const found = scan.find(at + from, end - from, machine.patternAt, size, first, second, alone, hits, most);
        if (found === most) isComplete = false;
        return isComplete ? scan.jsonKey(at, from, hits, found, size, places, count, to) : 0;
      };
      inBatches(machine, base, rows, WORDS, valuesIn, (row, found, i) => each(row, found[i + 1] ?? 0, found[i + 2] ?? 0));
      return isComplete;
    },
  };
}
