/** One cell of many records of delimited text: numbers as such, without a text or an array for any of them. */
import type { PlacedRecords } from '../record-windows.ts';
import { eachBatch } from './row-batches.ts';
import { startWindowMachine, type WindowMachine } from './window-machine.ts';

/** Hears of the cell of each record that has one that is not empty, in the order of records. */
export interface CellVisitor {
  /** The numbers of consecutive records, each spelled as JavaScript spells it; NaN: it has none. Valid until it returns. */
  numbers(first: number, numbers: Float64Array): void;
  /** A cell without quotes in it, at bytes `start` to `end` of the window. */
  text(row: number, start: number, end: number): void;
  /** A record that has to be parsed for it. */
  odd(row: number): void;
}

export interface CsvCell {
  /** Where windows are best read to. */
  readonly machine: WindowMachine;
  look(bytes: Uint8Array, base: number, rows: PlacedRecords, visitor: CellVisitor): void;
}

/** Words of what is no number: the record, and where its cell begins and ends. */
const WORDS = 3;

/**
 * Undefined where there is no compiled scanner: then records are parsed.
 * @param delimiter a character below 0x80, but a quote
 * @param cell its number, from 0
 */
export function csvCell(delimiter: number, cell: number): CsvCell | undefined {
  const machine = startWindowMachine();
  if (!machine) return undefined;
  return {
    machine,
    look(bytes, base, rows, visitor) {
      const at = machine.place(bytes);
      eachBatch(machine, base, rows, (first, places, count, numbersAt) => {
        const to = numbersAt + count * Float64Array.BYTES_PER_ELEMENT;
        const found = machine.scan.csvCells(at, places, count, delimiter, cell, numbersAt, to) * WORDS;
        const { buffer } = machine.bytes();
        const numbers = new Float64Array(buffer, numbersAt, count);
        const others = new Uint32Array(buffer, to, found);
        let next = 0;
        for (let i = 0; i < found; i += WORDS) {
          const record = others[i] ?? 0;
          const [start = 0, end = 0] = [others[i + 1], others[i + 2]];
          if (record > next) visitor.numbers(first + next, numbers.subarray(next, record));
          if (end > 0) visitor.text(first + record, start, end);
          else visitor.odd(first + record);
          next = record + 1;
        }
        if (count > next) visitor.numbers(first + next, next === 0 ? numbers : numbers.subarray(next));
      });
    },
  };
}
