/** One field of many JSON records, without parsing the rest of them; and which records need to be parsed to tell their problems. */
import { plainNumber } from '../base/plain-number.ts';
import type { SampleRow } from '../model/dataset.ts';
import { parseJson } from '../syntax/json-value.ts';
import { jsonKey } from '../syntax/scan/json-key.ts';
import { jsonGlance } from '../syntax/scan/json-record.ts';
import { inBatches } from '../syntax/scan/row-batches.ts';
import { startWindowMachine } from '../syntax/scan/window-machine.ts';
import type { Cell } from './format.ts';
import { cellOf, isUnread } from './record-cells.ts';
import type { ColumnCells, ParsedRecord, DoubtedRecords, WindowCheck, WindowValues } from './record-container.ts';
import { SHORT_BYTES, shortText } from './short-texts.ts';

/** A cell shows at most a thousand UTF-16 units, which are at most three bytes each. */
const TEXT_BYTES = 4096;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * @param parse a record in full, where a look at it is not enough
 * @param doubted records that a check has not found clean; absent: there was none
 */
export function jsonValues(
  field: string,
  parse: (record: Uint8Array) => ParsedRecord,
  doubted: DoubtedRecords | undefined,
): WindowValues | undefined {
  const parsed: AddParsed = (bytes, row, column) => {
    const record = parse(bytes);
    if (!isUnread(record) && Object.hasOwn(record.fields, field)) column.add(row, cellOf(record.fields[field]));
  };
  return (doubted && knownValues(field, parsed, doubted)) ?? glancedValues(field, parsed);
}

type AddParsed = (record: Uint8Array, row: SampleRow, column: ColumnCells) => void;

/** By a look for the key alone, since the records are known to be well-formed. */
function knownValues(field: string, parsed: AddParsed, doubted: DoubtedRecords): WindowValues | undefined {
  const key = jsonKey(field);
  if (!key) return undefined;
  return {
    memory: key.machine,
    look(bytes, base, rows, column) {
      const mayDoubt = doubted.size > 0;
      const isKnown = key.look(bytes, base, rows, (row, start, end) => {
        if (!mayDoubt || !doubted.has(row)) column.add(row, cellAt(bytes, start, end));
      });
      if (isKnown && !mayDoubt) return;
      for (let row = rows.first; row < rows.end; row += 1) {
        if (isKnown && !doubted.has(row)) continue;
        const from = rows.start(row) - base;
        parsed(bytes.subarray(from, from + rows.size(row)), row, column);
      }
    },
  };
}

/** By a look at every byte. */
function glancedValues(field: string, parsed: AddParsed): WindowValues | undefined {
  const glance = field === '' ? undefined : jsonGlance(field);
  if (!glance) return undefined;
  return {
    memory: glance.machine,
    look(bytes, base, { first, end, start, size }, column) {
      for (let row = first; row < end; row += 1) {
        const from = start(row) - base;
        const to = from + size(row);
        const found = glance.look(bytes, from, to);
        if (found === 'value') column.add(row, cellAt(bytes, glance.valueStart, glance.valueEnd));
        else if (found === 'doubtful') parsed(bytes.subarray(from, to), row, column);
      }
    },
  };
}

/** Records that are one object, well-formed and in UTF-8, have no problems. */
export function jsonCheck(): WindowCheck | undefined {
  const machine = startWindowMachine();
  if (!machine) return undefined;
  return {
    memory: machine,
    look(bytes, base, rows, doubtful) {
      const at = machine.place(bytes);
      inBatches(
        machine,
        base,
        rows,
        1,
        (places, count, to) => machine.scan.jsonDoubtful(at, places, count, to),
        (row) => doubtful(row),
      );
    },
  };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The cell of a well-formed value. */
function cellAt(bytes: Uint8Array, start: number, end: number): Cell {
  const first = bytes[start] ?? 0;
  if (first === MINUS || (first >= ZERO && first <= NINE)) {
    const number = plainNumber(bytes, start, end);
    if (number !== undefined) return number;
  } else if (first === QUOTE && end - start <= TEXT_BYTES && !hasBackslash(bytes, start, end)) {
    return end - start - 2 <= SHORT_BYTES
      ? shortText(bytes, start + 1, end - 1)
      : cellOf(decoder.decode(bytes.subarray(start + 1, end - 1)));
  } else if (first === QUOTE && !hasBackslash(bytes, start, start + TEXT_BYTES)) {
    return cellOf(decoder.decode(bytes.subarray(start + 1, start + TEXT_BYTES)));
  }
  const result = parseJson(decoder.decode(bytes.subarray(start, end)));
  return result.ok ? cellOf(result.value) : undefined;
}

function hasBackslash(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] === BACKSLASH) return true;
  return false;
}
