/** Text records as what they are: which schema a dataset follows, and one record in its normal form with its media found. */
import { ReadError } from '../files/byte-source.ts';
import { folderOf, type FileSet } from '../files/file-set.ts';
import { columnsMissing, guided, type RecordGuide } from '../formats/records/guide.ts';
import type * as Schemas from '../formats/records/index.ts';
import type { Fields } from '../formats/records/schema.ts';
import type { FileIndex } from '../model/dataset.ts';
import type { Media, MediaKind, RecordForm, RecordSummary } from '../model/record-form.ts';
import type { Dataset } from './dataset.ts';

/** Rows looked at in each of the head, the middle and the tail. */
const SAMPLED = 64;
/** Bytes of a record that is too long to be looked at for its schema. */
const LONG = 1 << 20;

/** A record in its normal form, and the id of the schema that it was read by. */
export interface RecordReading {
  readonly schema: string;
  readonly form: RecordForm;
}

/** What a sample of the records of a dataset says, and the sample. */
export interface SampledRecords {
  readonly summary: RecordSummary;
  readonly records: readonly Fields[];
  /** Columns that a description names and no record of the sample has. */
  readonly missing: readonly string[];
  /** Id of the schema that a record is read by. */
  readonly schemaOf: (record: Fields) => string | undefined;
  /** A record in its normal form, its media not looked for. */
  readonly formOf: (record: Fields) => RecordForm | undefined;
}

/** Loaded with the first text records: who looks at pictures does without. Asked for early, they are there when they are needed. */
export const loadSchemas = (): Promise<Pick<typeof Schemas, 'readRecord' | 'recognise' | 'schemaOf'>> =>
  import('../formats/records/index.ts');

/**
 * Which schema the records of a dataset follow, from a sample of them.
 * @param chosen id of the schema that a person chose
 */
export async function sampleRecords(dataset: Dataset, chosen: string | undefined, signal: AbortSignal): Promise<SampledRecords> {
  const { sampleCount } = dataset.table;
  const rows = [
    ...new Set([0, Math.floor((sampleCount - SAMPLED) / 2), sampleCount - SAMPLED].flatMap((from) => rowsFrom(from, sampleCount))),
  ];
  const short = rows.filter((row) => dataset.table.samples.size.at(row) < LONG);
  const { readRecord, recognise, schemaOf } = await loadSchemas();
  const { guide } = dataset.reading.match;
  const records = await readSample(dataset, short, signal);
  const read = guide ? records.map((record) => guided(record, guide)) : records;
  const summary = recognise(read, chosen, guide?.schema);
  return {
    summary,
    records,
    missing: guide ? columnsMissing(records, guide) : [],
    schemaOf: (record) => schemaOf(guide ? guided(record, guide) : record, summary.schema)?.id,
    formOf: (record) => readRecord(guide ? guided(record, guide) : record, summary.schema)?.form,
  };
}

async function readSample(dataset: Dataset, rows: readonly number[], signal: AbortSignal): Promise<Fields[]> {
  try {
    const read = await dataset.records?.read(rows, signal);
    return Array.from(read?.values() ?? [], ({ fields }) => fields);
  } catch (error) {
    // Whoever looks at the record is told.
    if (!(error instanceof ReadError)) throw error;
    return [];
  }
}

function rowsFrom(from: number, count: number): number[] {
  const start = Math.max(0, from);
  return Array.from({ length: Math.min(SAMPLED, count - start) }, (_, i) => start + i);
}

/**
 * A record in its normal form.
 * @param preferred schema of its dataset
 * @param guide how a description says that it is read
 * @param file where the record stands: its media are looked for from there
 */
export async function recordReading(
  fields: Fields,
  { schema: preferred, guide }: { readonly schema: string | undefined; readonly guide: RecordGuide | undefined },
  files: FileSet,
  file: FileIndex | undefined,
): Promise<RecordReading | undefined> {
  const { readRecord } = await loadSchemas();
  const read = readRecord(guide ? guided(fields, guide) : fields, preferred);
  if (!read) return undefined;
  const folder = file === undefined ? '' : folderOf(files.paths[file] ?? '');
  return { schema: read.schema, form: withFiles(read.form, files, folder) };
}

/**
 * The texts of records in the order in which one would say what they are about.
 * @param preferred schema of their dataset
 */
export async function gistsOf<Row>(
  records: ReadonlyMap<Row, { readonly fields: Fields }>,
  preferred: string,
): Promise<Map<Row, readonly string[]>> {
  const [{ readRecord }, { gistOf }] = await Promise.all([loadSchemas(), import('../formats/records/gist.ts')]);
  const gists = new Map<Row, readonly string[]>();
  for (const [row, { fields }] of records) {
    const read = readRecord(fields, preferred);
    if (read) gists.set(row, gistOf(read.form));
  }
  return gists;
}

function withFiles(form: RecordForm, files: FileSet, folder: string): RecordForm {
  if (form.media.length === 0) return form;
  return { ...form, media: form.media.map((medium) => found(medium, files, folder)) };
}

/** An address is looked for as well: what it names may lie in the drop. Nothing is fetched. */
function found(medium: Media, files: FileSet, folder: string): Media {
  if (medium.state === 'inside') return medium;
  const resolution = files.resolve(medium.name, folder, medium.kind === 'image' ? 'images' : 'all');
  if (resolution.kind !== 'found' || !isOfKind(files.paths[resolution.file] ?? '', medium.kind)) return medium;
  return { ...medium, state: 'file', file: resolution.file };
}

/** A sound is never found in a file of the same stem that is none. */
function isOfKind(path: string, kind: MediaKind): boolean {
  return kind === 'image' || kind === 'file' || !/\.(jsonl?|csv|tsv|txt|md|ya?ml|jpe?g|png|webp|gif|bmp|tiff?)$/i.test(path);
}
