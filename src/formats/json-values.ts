/** One field of many JSON records, without parsing the rest of them; and which records need to be parsed to tell their problems. */
import { parseJson } from '../syntax/json-value.ts';
import { jsonGlance } from '../syntax/scan/json-record.ts';
import type { Cell } from './format.ts';
import { cellOf } from './record-cells.ts';
import type { ParsedRecord, WindowCheck, WindowValues } from './record-container.ts';

/** A cell shows at most a thousand UTF-16 units, which are at most three bytes each. */
const TEXT_BYTES = 4096;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
/** As many digits are exact. */
const EXACT_DIGITS = 15;

/** @param parse a record in full, where a look at it is not enough */
export function jsonValues(field: string, parse: (record: Uint8Array) => ParsedRecord): WindowValues | undefined {
  const glance = field === '' ? undefined : jsonGlance(field);
  if (!glance) return undefined;
  return {
    memory: glance.machine,
    look(bytes, base, { first, end, start, size }, add) {
      for (let row = first; row < end; row += 1) {
        const from = start(row) - base;
        const to = from + size(row);
        const found = glance.look(bytes, from, to);
        if (found === 'value') add(row, cellAt(bytes, glance.valueStart, glance.valueEnd));
        else if (found === 'doubtful') {
          const { fields, rejected } = parse(bytes.subarray(from, to));
          if (!rejected && Object.hasOwn(fields, field)) add(row, cellOf(fields[field]));
        }
      }
    },
  };
}

/** Records that are one object, well-formed and in UTF-8, have no problems. */
export function jsonCheck(): WindowCheck | undefined {
  const glance = jsonGlance('');
  if (!glance) return undefined;
  return {
    memory: glance.machine,
    look(bytes, base, { first, end, start, size }, doubtful) {
      for (let row = first; row < end; row += 1) {
        const from = start(row) - base;
        if (glance.look(bytes, from, from + size(row)) === 'doubtful') doubtful(row);
      }
    },
  };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The cell of a well-formed value. */
function cellAt(bytes: Uint8Array, start: number, end: number): Cell {
  const first = bytes[start] ?? 0;
  if (first === MINUS || (first >= ZERO && first <= NINE)) {
    const whole = wholeNumber(bytes, start, end);
    if (whole !== undefined) return whole;
  } else if (first === QUOTE && end - start <= TEXT_BYTES && !hasBackslash(bytes, start, end)) {
    return cellOf(decoder.decode(bytes.subarray(start + 1, end - 1)));
  } else if (first === QUOTE && !hasBackslash(bytes, start, start + TEXT_BYTES)) {
    return cellOf(decoder.decode(bytes.subarray(start + 1, start + TEXT_BYTES)));
  }
  const result = parseJson(decoder.decode(bytes.subarray(start, end)));
  return result.ok ? cellOf(result.value) : undefined;
}

function wholeNumber(bytes: Uint8Array, start: number, end: number): number | undefined {
  const from = bytes[start] === MINUS ? start + 1 : start;
  if (end - from > EXACT_DIGITS) return undefined;
  let value = 0;
  for (let at = from; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return from > start ? -value : value;
}

function hasBackslash(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] === BACKSLASH) return true;
  return false;
}
