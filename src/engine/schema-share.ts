/** The share of a schema among all records of a dataset, where it is more than a sample says. */
import type { Fields, Fit } from '../formats/records/schema.ts';
import type { RecordSummary } from '../model/record-form.ts';
import type { ExtraColumn } from '../table/extra-column.ts';

/** Counts the records that fit while all of them are looked at. Rows that it is not shown could not be read, and fit nothing. */
export class SchemaCount {
  readonly #fitOf: (record: Fields) => Fit | undefined;
  #fitting = 0;
  #lacks: string | undefined;

  constructor(fitOf: (record: Fields) => Fit | undefined) {
    this.#fitOf = fitOf;
  }

  add(record: Fields): void {
    const fit = this.#fitOf(record);
    if (typeof fit === 'number' && fit > 0) this.#fitting++;
    else if (typeof fit === 'object') this.#lacks ??= fit.lacks;
  }

  /** What a sample said, said of all rows. */
  of(summary: RecordSummary, rows: number): RecordSummary {
    const lacks = this.#lacks ?? summary.lacks;
    return { ...ofAll(summary, this.#fitting, rows), ...(lacks === undefined ? {} : { lacks }) };
  }
}

/** As a sample said, or of all rows where the column of schemas has been worked out. */
export function shareIn(summary: RecordSummary, column: ExtraColumn | undefined, rows: number): RecordSummary {
  const { schema, sampled } = summary;
  if (schema === undefined || sampled >= rows || !column || column.lazy) return summary;
  return ofAll(summary, column.rowsOf(schema), rows);
}

function ofAll(summary: RecordSummary, fits: number, rows: number): RecordSummary {
  if (summary.schema === undefined || rows === 0) return summary;
  const share = fits / rows;
  const isListed = summary.fitting.some(({ schema }) => schema === summary.schema);
  const fitting = isListed ? summary.fitting : [...summary.fitting, { schema: summary.schema, share }];
  return {
    ...summary,
    fits: share,
    sampled: rows,
    fitting: fitting
      .flatMap((each) => (each.schema !== summary.schema ? [each] : share > 0 ? [{ ...each, share }] : []))
      .sort((a, b) => b.share - a.share),
  };
}
