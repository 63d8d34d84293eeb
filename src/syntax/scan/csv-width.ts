/** How many cells a record has, without making them. */
import type { PlacedRecords } from '../record-windows.ts';
import { inBatches } from './row-batches.ts';
import { startWindowMachine, type WindowMachine } from './window-machine.ts';

export interface WidthCheck {
  /** Where windows are best read to. */
  readonly memory?: WindowMachine;
  /** Calls `doubtful` with every record of a window that does not surely have the right number of cells, in valid UTF-8. */
  look(bytes: Uint8Array, base: number, rows: PlacedRecords, doubtful: (row: number) => void): void;
}

/**
 * As fast as this place allows.
 * @param delimiter a character below 0x80, but a quote
 */
export const widthCheck = (delimiter: number, cells: number): WidthCheck => fastWidths(delimiter, cells) ?? plainWidths(delimiter, cells);

/** By WebAssembly; undefined where there is none. */
export function fastWidths(delimiter: number, cells: number): WidthCheck | undefined {
  const machine = startWindowMachine();
  if (!machine) return undefined;
  const { scan } = machine;
  return {
    memory: machine,
    look(bytes, base, rows, doubtful) {
      const at = machine.place(bytes);
      const [from, to] = spanOf(base, rows);
      scan.clearUtf8();
      scan.utf8(at + from, to - from, 0);
      scan.endUtf8();
      if (scan.utf8Count() > 0) everyRow(rows, doubtful);
      else
        inBatches(
          machine,
          base,
          rows,
          1,
          (places, count, results) => scan.csvWidths(at, places, count, delimiter, cells, results),
          (row) => doubtful(row),
        );
    },
  };
}

const strict = new TextDecoder('utf-8', { fatal: true });

/** The same in plain TypeScript: what the fast one is tested against. */
export function plainWidths(delimiter: number, cells: number): WidthCheck {
  return {
    look(bytes, base, rows, doubtful) {
      if (!isUtf8(bytes.subarray(...spanOf(base, rows)))) {
        everyRow(rows, doubtful);
        return;
      }
      for (let row = rows.first; row < rows.end; row += 1) {
        const from = rows.start(row) - base;
        if (regularWidth(bytes, from, from + rows.size(row), delimiter) !== cells) doubtful(row);
      }
    },
  };
}

/** Where the records of a window stand in it. */
function spanOf(base: number, { first, end, start, size }: PlacedRecords): [from: number, to: number] {
  return [start(first) - base, start(end - 1) + size(end - 1) - base];
}

function everyRow({ first, end }: PlacedRecords, doubtful: (row: number) => void): void {
  for (let row = first; row < end; row += 1) doubtful(row);
}

/** Also where U+FFFD stands in it: that is a character like others. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

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
