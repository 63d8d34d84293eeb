/** Records of a window handed to compiled code many at a time: a call for each would cost more than what it does. */
import type { PlacedRecords } from '../record-windows.ts';
import type { WindowMachine } from './window-machine.ts';

/** Records a call. Places and results of so many fit into the machine's room. */
const ROWS = 16_384;
const PLACE_BYTES = 8;

/**
 * Calls `scan` for every batch: `count` records from `first` on, whose places (offset in the window and size, u32 each) stand at `places`; behind
 * them, from `to` on, there is room for results.
 * @param base offset in the file of the window's first byte
 */
export function eachBatch(
  machine: WindowMachine,
  base: number,
  { first, end, start, size, places: write }: PlacedRecords,
  scan: (first: number, places: number, count: number, to: number) => void,
): void {
  for (let from = first; from < end; from += ROWS) {
    const count = Math.min(ROWS, end - from);
    const places = machine.results(count * 2);
    if (write) write(from, count, base, places);
    else
      for (let i = 0; i < count; i += 1) {
        places[i * 2] = start(from + i) - base;
        places[i * 2 + 1] = size(from + i);
      }
    scan(from, machine.resultsAt, count, machine.resultsAt + ROWS * PLACE_BYTES);
  }
}

/** As `eachBatch`: what `scan` writes to `to` is handed to `each` as it counts it, `words` u32 for each thing found. */
export function inBatches(
  machine: WindowMachine,
  base: number,
  rows: PlacedRecords,
  words: number,
  scan: (places: number, count: number, to: number) => number,
  each: (row: number, found: Uint32Array, at: number) => void,
): void {
  eachBatch(machine, base, rows, (first, places, count, to) => {
    const found = scan(places, count, to) * words;
    const results = new Uint32Array(machine.bytes().buffer, to, found);
    for (let at = 0; at < found; at += words) each(first + (results[at] ?? 0), results, at);
  });
}
