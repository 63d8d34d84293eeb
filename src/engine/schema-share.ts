/** The share of a schema among all records of a dataset, where it is more than a sample says. */
import type { Fields, Fit } from '../formats/records/schema.ts';
import type { RecordSummary } from '../model/record-form.ts';
import type { ExtraColumn } from '../table/extra-column.ts';

/** Records that fit none of the schemas at hand and are held against all others: that takes a second. */
const MOST_STRANGERS = 20_000;

/** What counting needs of a sample. */
export interface Countable {
  readonly summary: RecordSummary;
  fitOf(record: Fields, schema: string): Fit | undefined;
  /** Ids of all schemas that a record fits. */
  fittingOf(record: Fields): readonly string[];
}

/**
 * Counts the records that fit while all of them are looked at: each of the schemas that some of a sample fit, and those of records that fit
 * none of them. Rows that it is not shown could not be read, and fit nothing.
 */
export class SchemaCount {
  readonly #sampled: Countable;
  /** Records by schema. */
  readonly #counts = new Map<string, number>();
  #strangers = 0;
  #lacks: string | undefined;

  constructor(sampled: Countable) {
    this.#sampled = sampled;
    const { schema, fitting } = sampled.summary;
    // Among equals the order of the sample stays.
    for (const each of fitting) this.#counts.set(each.schema, 0);
    if (schema !== undefined) this.#counts.set(schema, 0);
    // Rows of a table: there is nothing that any of them might be.
    if (this.#counts.size === 0) this.#strangers = MOST_STRANGERS;
  }

  /** Nothing is to be counted: records are rows of a table. */
  get isIdle(): boolean {
    return this.#counts.size === 0;
  }

  /** Whether the record fits the schema of its dataset. */
  add(record: Fields): boolean {
    const { summary, fitOf, fittingOf } = this.#sampled;
    let fitsAny = false;
    let fitsOwn = false;
    for (const [schema, count] of this.#counts) {
      const fit = fitOf(record, schema);
      if (typeof fit === 'number' && fit > 0) {
        fitsAny = true;
        if (schema === summary.schema) fitsOwn = true;
        this.#counts.set(schema, count + 1);
      } else if (typeof fit === 'object' && schema === summary.schema) this.#lacks ??= fit.lacks;
    }
    if (fitsAny || this.#strangers >= MOST_STRANGERS) return fitsOwn;
    this.#strangers += 1;
    for (const schema of fittingOf(record)) this.#counts.set(schema, 1);
    return fitsOwn;
  }

  /** What a sample said, said of all rows. */
  of(summary: RecordSummary, rows: number): RecordSummary {
    if (rows === 0) return summary;
    const lacks = this.#lacks ?? summary.lacks;
    return {
      ...summary,
      fits: summary.schema === undefined ? 0 : (this.#counts.get(summary.schema) ?? 0) / rows,
      sampled: rows,
      fitting: Array.from(this.#counts, ([schema, count]) => ({ schema, share: count / rows }))
        .filter(({ share }) => share > 0)
        .sort((one, other) => other.share - one.share),
      ...(lacks === undefined ? {} : { lacks }),
    };
  }
}

/** As a sample said, or of all rows where the column of schemas has been worked out. */
export function shareIn(summary: RecordSummary, column: ExtraColumn | undefined, rows: number): RecordSummary {
  const { schema, sampled } = summary;
  if (schema === undefined || sampled >= rows || !column || column.lazy) return summary;
  const share = column.rowsOf(schema) / rows;
  const others = summary.fitting.filter((each) => each.schema !== schema);
  return {
    ...summary,
    fits: share,
    sampled: rows,
    fitting: (share > 0 ? [...others, { schema, share }] : others).sort((one, other) => other.share - one.share),
  };
}
