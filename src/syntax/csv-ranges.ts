/**
 * Where the records of delimited text stand. As long as quotes stand where they should, compiled code finds the records; around a quote
 * that does not, and where nothing is compiled, every byte is looked at.
 */
import type { ByteSource } from '../files/byte-source.ts';
import type { CsvDialect } from './csv-dialect.ts';
import { CsvWindow, isPlain } from './csv-window.ts';
import { csvRecords, CsvReading, firstPlace } from './csv.ts';
import { MAX_RECORD_BYTES } from './record-bytes.ts';
import { RangeList, type RecordRanges } from './record-ranges.ts';
import { startWindowMachine } from './scan/window-machine.ts';

/** Two results of four bytes a record, and a record a byte at worst. */
const SCANNED_BYTES = 64 * 1024;

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
  if (!machine) {
    for await (const records of csvRecords(source, dialect)) {
      for (const { start, end, line } of records) keep(start, end - start, line);
      if (ranges.length > 0) yield ranges.take(records.at(-1)?.end ?? 0);
    }
    return;
  }
  const from = await firstPlace(source);
  const reading = new CsvReading(source, dialect, from, MAX_RECORD_BYTES);
  const regular = new CsvWindow(machine, dialect, scanned, keep);
  regular.startAt(from);
  /** Every byte is looked at until a record begins here. */
  let behind: number | undefined;
  for await (const piece of reading.pieces()) {
    if (behind === undefined) {
      const odd = piece ? regular.push(piece, reading.patience) : regular.finish(reading.patience);
      if (ranges.length > 0) yield ranges.take(odd?.place.start ?? regular.done);
      if (!odd) continue;
      reading.lookFrom(odd.place, odd.bytes);
      behind = odd.behind;
    } else {
      for (const { start, end, line } of await reading.look(piece, behind)) keep(start, end - start, line);
      const { place } = reading;
      if (ranges.length > 0) yield ranges.take(place.start);
      if (place.start < behind) continue;
      regular.startAt(place);
      behind = undefined;
    }
  }
}
