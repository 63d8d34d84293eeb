/**
 * Where the records of delimited text stand. As long as quotes stand where they should, compiled code finds the records; around a quote
 * that does not, and where nothing is compiled, `csvRecords` looks at every byte.
 */
import type { ByteSource } from '../files/byte-source.ts';
import { byteOrderMark } from '../files/text.ts';
import type { CsvDialect } from './csv-dialect.ts';
import { csvRecords } from './csv.ts';
import { MAX_RECORD_BYTES } from './record-bytes.ts';
import { RangeList, type RecordRanges } from './record-ranges.ts';
import { startWindowMachine, type WindowMachine } from './scan/window-machine.ts';

const CR = 0x0d;
const SPACE = 0x20;
/** Two results of four bytes a record, and a record a byte at worst. */
const SCANNED_BYTES = 64 * 1024;
const BLOCK = 64;

/** Where a record begins. */
interface Place {
  readonly start: number;
  readonly line: number;
}

/**
 * The records of a source that hold more than blanks.
 * @param hasHeader the first one names the columns and is left out
 * @param scanned bytes that compiled code looks at together: so many are looked at one by one where a quote stands oddly
 */
export async function* csvRanges(
  source: ByteSource,
  dialect: CsvDialect,
  hasHeader: boolean,
  scanned = SCANNED_BYTES,
): AsyncGenerator<RecordRanges> {
  const ranges = new RangeList();
  let isHeader = hasHeader;
  const keep = (start: number, size: number, line: number): void => {
    if (!isHeader) ranges.push(start, size, line);
    isHeader = false;
  };
  const machine = isPlain(dialect) ? startWindowMachine() : undefined;
  let place: Place | undefined = { start: byteOrderMark(await source.read(0, 4))?.length ?? 0, line: 1 };
  while (place) {
    let odd: OddQuote | undefined;
    if (machine) {
      for await (const step of regularRecords(source, dialect, machine, place, scanned, keep)) {
        if ('odd' in step) odd = step.odd;
        else if (ranges.length > 0) yield ranges.take(step.done);
      }
      if (ranges.length > 0) yield ranges.take(odd?.place.start ?? place.start);
      if (!odd) return;
      place = odd.place;
    }
    place = yield* carefully(source, dialect, place, odd?.behind ?? Infinity, ranges, keep);
  }
}

/** Ranges by every byte, until a record begins behind `behind`: there the regular way may go on. A quote that is never closed ends that for good. */
async function* carefully(
  source: ByteSource,
  dialect: CsvDialect,
  from: Place,
  behind: number,
  ranges: RangeList,
  keep: (start: number, size: number, line: number) => void,
): AsyncGenerator<RecordRanges, Place | undefined> {
  let isBroken = false;
  for await (const records of csvRecords(source, dialect, MAX_RECORD_BYTES, from)) {
    for (const { start, end, line, unclosed } of records) {
      isBroken ||= unclosed;
      if (!isBroken && start > behind) {
        if (ranges.length > 0) yield ranges.take(start);
        return { start, line };
      }
      keep(start, end - start, line);
    }
    if (ranges.length > 0) yield ranges.take(records.at(-1)?.end ?? 0);
  }
  return undefined;
}

interface OddQuote {
  /** The record that it stands in or before. */
  readonly place: Place;
  /** Bytes up to here are not known to be regular. */
  readonly behind: number;
}

/** Bytes that compiled code understands as well: one a character below 0x80, lines that end with LF. */
function isPlain({ encoding, newline, delimiter }: CsvDialect): boolean {
  return (encoding === 'utf-8' || encoding === 'windows-1252') && newline === '\n' && delimiter.charCodeAt(0) < 0x80 && delimiter !== '"';
}

async function* regularRecords(
  source: ByteSource,
  { delimiter }: CsvDialect,
  machine: WindowMachine,
  from: Place,
  most: number,
  keep: (start: number, size: number, line: number) => void,
): AsyncGenerator<{ readonly done: number } | { readonly odd: OddQuote }> {
  const separator = delimiter.charCodeAt(0);
  machine.scan.csvReset();
  /** The window begins at the record under way; `scanned` of its bytes have been looked at. */
  let { start, line } = from;
  let base = start;
  let length = 0;
  let scanned = 0;
  /** Looks at bytes up to `to`; false where a quote stands oddly. */
  const scan = (bytes: Uint8Array, to: number): boolean => {
    while (scanned < to) {
      const size = Math.min(most, to - scanned);
      const count = machine.scan.csvRecords(bytes.byteOffset + scanned, size, separator, machine.resultsAt);
      if (machine.scan.csvOdd() !== 0) return false;
      const found = machine.results(count * 2);
      for (let i = 0; i < count; i += 1) {
        const end = scanned + (found[i * 2] ?? 0);
        emit(bytes, end, (found[i * 2 + 1] ?? 0) + 1);
      }
      scanned += size;
    }
    return true;
  };
  const emit = (bytes: Uint8Array, end: number, lines: number): void => {
    const begin = start - base;
    const size = end - begin - (end > begin && bytes[end - 1] === CR ? 1 : 0);
    if (!isBlank(bytes, begin, begin + size)) keep(start, size, line);
    start = base + end + 1;
    line += lines;
  };
  const oddHere = (): { readonly odd: OddQuote } => ({ odd: { place: { start, line }, behind: base + scanned + most } });

  for await (const piece of source.stream(base)) {
    let bytes = machine.reserve(length + piece.length);
    bytes.set(piece, length);
    length += piece.length;
    if (!scan(bytes, scanned + Math.floor((length - scanned) / BLOCK) * BLOCK)) {
      yield oddHere();
      return;
    }
    if (length - (start - base) > MAX_RECORD_BYTES) {
      yield oddHere();
      return;
    }
    yield { done: base + length };
    // What comes next begins with the record under way.
    const gone = Math.min(start - base, scanned);
    bytes = machine.reserve(length);
    bytes.copyWithin(0, gone, length);
    length -= gone;
    scanned -= gone;
    base += gone;
  }
  const bytes = machine.reserve(length + BLOCK);
  bytes.fill(0, length, length + BLOCK);
  if (!scan(bytes, length) || machine.scan.csvOpen() !== 0) yield oddHere();
  else if (start - base < length) emit(bytes, length, 1);
}

/** Nothing but spaces, carriage returns and zeros. */
function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (bytes[at] !== SPACE && bytes[at] !== CR && bytes[at] !== 0) return false;
  return true;
}
