/** Text records as what they are: which schema a dataset follows, and one record in its normal form with its media found. */
import { ReadError } from '../files/byte-source.ts';
import type { ShownRecord } from '../formats/record-container.ts';
import { sieveOf, type SearchAmong } from '../formats/record-search.ts';
import { SAMPLED, sampledFrom } from '../formats/table-records.ts';
import { columnsMissing, guided, type RecordGuide } from '../formats/records/guide.ts';
import type * as Schemas from '../formats/records/index.ts';
import type { Fields, Fit } from '../formats/records/schema.ts';
import type { FileIndex } from '../model/dataset.ts';
import type { RecordForm, RecordSummary } from '../model/record-form.ts';
import { eachSpoken, ownSpeakers, type Speaker, type SpokenText } from '../model/turn-texts.ts';
import type { TextPattern } from '../base/text-pattern.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import { withFiles, type MediaRoots } from './media-files.ts';
import type { RecordPasses } from './record-passes.ts';

/** Speakers that are told: where every turn has one of its own, nobody asks for them. */
const MOST_SPEAKERS = 50;
/** Bytes of a record that is too long to be looked at for its schema. */
const LONG = 1 << 20;

/** A record in its normal form, and the id of the schema that it was read by. */
export interface RecordReading {
  readonly schema: string;
  readonly form: RecordForm;
}

/** How the records of a dataset are read. */
export interface ReadingOf {
  /** Id of the schema that they follow. */
  readonly schema: string | undefined;
  /** How a description says that they are read. */
  readonly guide: RecordGuide | undefined;
}

/** What a sample of the records of a dataset says, and the sample. */
export interface SampledRecords {
  readonly summary: RecordSummary;
  readonly records: readonly Fields[];
  /** Whether some of the sample name pictures, films or sounds that they do not hold themselves. */
  readonly namesMedia: boolean;
  /** Columns that a description names and no record of the sample has. */
  readonly missing: readonly string[];
  /** How a record fits a schema, by its id; undefined: not at all. */
  readonly fitOf: (record: Fields, schema: string) => Fit | undefined;
  /** Ids of all schemas that a record fits. */
  readonly fittingOf: (record: Fields) => readonly string[];
  /** Id of the schema that a record is read by. */
  readonly schemaOf: (record: Fields) => string | undefined;
  /** A record in its normal form, its media not looked for. */
  readonly formOf: (record: Fields) => RecordForm | undefined;
}

/** Loaded with the first text records: who looks at pictures does without. Asked for early, they are there when they are needed. */
export const loadSchemas = (): Promise<Pick<typeof Schemas, 'fitOf' | 'fittingOf' | 'readRecord' | 'recognise' | 'schemaOf'>> =>
  import('../formats/records/index.ts');

/** What a sample of records is taken from. */
export interface SampledFrom {
  readonly table: DatasetTable;
  readonly records: RecordPasses | undefined;
  /** What a description says of them. */
  readonly guide: RecordGuide | undefined;
}

/**
 * Which schema the records of a dataset follow, from a sample of them.
 * @param chosen id of the schema that a person chose
 */
export async function sampleRecords(source: SampledFrom, chosen: string | undefined, signal: AbortSignal): Promise<SampledRecords> {
  const { table, guide } = source;
  const { sampleCount } = table;
  const rows = [...new Set(sampledFrom(sampleCount).flatMap((from) => rowsFrom(from, sampleCount)))];
  const short = rows.filter((row) => table.samples.place.sizeOf(row) < LONG);
  const { fitOf, fittingOf, readRecord, recognise, schemaOf } = await loadSchemas();
  const shown = await readSample(source, short, signal);
  const records = shown.flatMap(({ fields, unread }) => (unread ? [] : [fields]));
  const plain = (record: Fields): Fields => (guide ? guided(record, guide) : record);
  const read = records.map(plain);
  const summary = recognise(read, { chosen, described: guide?.schema, unread: shown.length - records.length });
  const forms = read.flatMap((record) => readRecord(record, summary.schema)?.form ?? []);
  const speakers = [...new Set(forms.flatMap(ownSpeakers))].slice(0, MOST_SPEAKERS);
  return {
    summary: speakers.length === 0 ? summary : { ...summary, speakers },
    records,
    namesMedia: forms.some(({ media }) => media.some(({ state }) => state !== 'inside')),
    missing: guide ? columnsMissing(records, guide) : [],
    fitOf: (record, schema) => fitOf(plain(record), schema),
    fittingOf: (record) => fittingOf(plain(record)),
    schemaOf: (record) => schemaOf(plain(record), summary.schema)?.id,
    formOf: (record) => readRecord(plain(record), summary.schema)?.form,
  };
}

async function readSample({ records }: SampledFrom, rows: readonly number[], signal: AbortSignal): Promise<ShownRecord[]> {
  try {
    return [...((await records?.read(rows, signal)) ?? new Map<number, ShownRecord>()).values()];
  } catch (error) {
    // Whoever looks at the record is told.
    if (!(error instanceof ReadError)) throw error;
    return [];
  }
}

function rowsFrom(start: number, count: number): number[] {
  return Array.from({ length: Math.min(SAMPLED, count - start) }, (_, i) => start + i);
}

/**
 * Reads records of a dataset into their normal form, with the id of the schema that each was read by; undefined where it follows none. `fits`:
 * whether it is known to fit that of the dataset.
 */
export type FormReader = (fields: Fields, fits?: boolean) => RecordReading | undefined;

export async function formReader({ schema, guide }: ReadingOf): Promise<FormReader> {
  const { readRecord } = await loadSchemas();
  return (fields, fits) => readRecord(guide ? guided(fields, guide) : fields, schema, fits);
}

/**
 * A record in its normal form.
 * @param roots where its media are looked for
 * @param file where the record stands: its media are looked for from there
 */
export async function recordReading(
  fields: Fields,
  reading: ReadingOf,
  roots: MediaRoots,
  file: FileIndex | undefined,
): Promise<RecordReading | undefined> {
  const read = (await formReader(reading))(fields);
  return read && { schema: read.schema, form: withFiles(read.form, roots, file) };
}

/** The texts of records in the order in which one would say what they are about; of one that follows no schema its JSON. */
export async function gistsOf<Row>(
  records: ReadonlyMap<Row, { readonly fields: Fields }>,
  reading: ReadingOf,
): Promise<Map<Row, readonly SpokenText[]>> {
  const [read, { gistOf, jsonGist, unspoken }] = await Promise.all([formReader(reading), import('../formats/records/gist.ts')]);
  const gists = new Map<Row, readonly SpokenText[]>();
  for (const [row, { fields }] of records) {
    const form = read(fields)?.form;
    gists.set(row, form ? gistOf(form) : [unspoken(jsonGist(fields))]);
  }
  return gists;
}

/** What is said by whom one asks for. Records that follow no schema say nothing. */
export async function saidBy(speaker: Speaker, pattern: TextPattern, reading: ReadingOf): Promise<SearchAmong> {
  const read = await formReader(reading);
  return {
    sieve: sieveOf(pattern),
    texts(fields, visit) {
      const form = read(fields)?.form;
      if (form) eachSpoken(form, (text, by) => (by === speaker ? visit(text) : undefined));
    },
  };
}
