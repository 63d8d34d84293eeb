/** Where the records of delimited text stand. */
import type { ByteSource } from '../files/byte-source.ts';
import type { CsvDialect } from './csv-dialect.ts';
import { csvRecords } from './csv.ts';
import { RangeList, type RecordRanges } from './record-ranges.ts';

/** The records of a source that hold more than blanks. @param hasHeader the first one names the columns and is left out */
export async function* csvRanges(source: ByteSource, dialect: CsvDialect, hasHeader: boolean): AsyncGenerator<RecordRanges> {
  const ranges = new RangeList();
  let isHeader = hasHeader;
  for await (const records of csvRecords(source, dialect)) {
    for (const { start, end, line } of records) {
      if (!isHeader) ranges.push(start, end - start, line);
      isHeader = false;
    }
    yield ranges.take(records.at(-1)?.end ?? 0);
  }
}
