/** Every schema of records, and which of them a record or a sample of records follows. */
import type { RecordForm, RecordSummary } from '../../model/record-form.ts';
import { CHAT_SCHEMAS } from './chat.ts';
import { CHOICE_SCHEMAS } from './choices.ts';
import { CODE_SCHEMAS } from './code.ts';
import { INSTRUCTION_SCHEMAS } from './instruction.ts';
import { INTERLEAVED_SCHEMAS } from './interleaved.ts';
import { messageTree } from './message-tree.ts';
import { MNBVC_SCHEMAS } from './mnbvc.ts';
import { packed } from './packed.ts';
import { PREFERENCE_SCHEMAS } from './preference.ts';
import { PAIR_SCHEMAS } from './preference-pairs.ts';
import { PREPARED_SCHEMAS } from './prepared.ts';
import { QA_DIALOG_SCHEMAS } from './qa-dialogs.ts';
import { QA_SCHEMAS } from './qa.ts';
import { sessionLog } from './sessions.ts';
import type { Fields, Fit, RecordSchema } from './schema.ts';
import { SPAN_SCHEMAS } from './spans.ts';
import { STEP_SCHEMAS } from './steps.ts';
import { TEXT_SCHEMAS } from './texts.ts';

/** Among equals the first wins. */
const SCHEMAS: readonly RecordSchema[] = [
  ...CHAT_SCHEMAS,
  packed,
  messageTree,
  sessionLog,
  ...PREFERENCE_SCHEMAS,
  ...PAIR_SCHEMAS,
  ...STEP_SCHEMAS,
  ...INSTRUCTION_SCHEMAS,
  ...CHOICE_SCHEMAS,
  ...QA_DIALOG_SCHEMAS,
  ...QA_SCHEMAS,
  ...SPAN_SCHEMAS,
  ...INTERLEAVED_SCHEMAS,
  ...PREPARED_SCHEMAS,
  ...MNBVC_SCHEMAS,
  ...CODE_SCHEMAS,
  ...TEXT_SCHEMAS,
];

const BY_ID = new Map(SCHEMAS.map((schema) => [schema.id, schema]));

/** A dataset whose schema fits fewer rows than this has none: its rows are shown each as what it is … */
const LEAST_SHARE = 0.5;
/** … unless as many follow some schema, surely enough: of records of many kinds the surest is named, with its share. */
const LEAST_AMONG_MANY = 0.3;
const SURE = 0.6;

/** A record of more fields is a row of a table: no schema has so many, and each would look at all of them. */
const MOST_FIELDS = 1000;

function isRow(record: Fields): boolean {
  return Object.keys(record).length > MOST_FIELDS;
}

/** How sure it is that a record follows a schema; 0: it does not. */
function certainty(schema: RecordSchema, record: Fields): number {
  const fit = schema.fits(record);
  return typeof fit === 'number' ? fit : 0;
}

function bestSchema(record: Fields): RecordSchema | undefined {
  let best: RecordSchema | undefined;
  let most = 0;
  for (const schema of SCHEMAS) {
    const sure = certainty(schema, record);
    if (sure > most) [best, most] = [schema, sure];
  }
  return best;
}

/**
 * The schema that a record is read by: its dataset's where that fits, else the one that suits it best, since files are mixed.
 * @param preferred id of the dataset's schema
 */
export function schemaOf(record: Fields, preferred: string | undefined): RecordSchema | undefined {
  if (isRow(record)) return undefined;
  const given = preferred === undefined ? undefined : BY_ID.get(preferred);
  return given && certainty(given, record) > 0 ? given : bestSchema(record);
}

/**
 * A record in its normal form, and the id of the schema it was read by; undefined where it follows none.
 * @param fits whether it fits the preferred one, where that is known
 */
export function readRecord(
  record: Fields,
  preferred: string | undefined,
  fits = false,
): { readonly schema: string; readonly form: RecordForm } | undefined {
  const schema = fits && preferred !== undefined ? BY_ID.get(preferred) : schemaOf(record, preferred);
  return schema && { schema: schema.id, form: schema.read(record) };
}

/** How a record fits the schema of this id; undefined: it is the row of a table, or there is no such schema. */
export function fitOf(record: Fields, id: string): Fit | undefined {
  return isRow(record) ? undefined : BY_ID.get(id)?.fits(record);
}

/** Ids of all schemas that a record fits: looking at each takes tens of microseconds. */
export function fittingOf(record: Fields): readonly string[] {
  return isRow(record) ? [] : SCHEMAS.flatMap((schema) => (certainty(schema, record) > 0 ? [schema.id] : []));
}

/**
 * Which schema a sample of records follows: the one that is surest over all of them.
 * @param unread rows that were looked at and could not be read: they follow none
 * @param chosen id that a person chose; it is then only measured
 * @param described id that a description of the dataset gives, likewise
 */
export function recognise(
  records: readonly Fields[],
  {
    chosen,
    described,
    unread = 0,
  }: { readonly chosen?: string | undefined; readonly described?: string | undefined; readonly unread?: number } = {},
): RecordSummary {
  const sampled = records.length + unread;
  const sums = SCHEMAS.map(() => 0);
  const counts = SCHEMAS.map(() => 0);
  let known = 0;
  for (const record of records) {
    if (isRow(record)) continue;
    let surest = 0;
    for (const [i, schema] of SCHEMAS.entries()) {
      const sure = certainty(schema, record);
      if (sure === 0) continue;
      surest = Math.max(surest, sure);
      sums[i] = (sums[i] ?? 0) + sure;
      counts[i] = (counts[i] ?? 0) + 1;
    }
    if (surest >= SURE) known += 1;
  }
  const surest = sums.reduce((best, sum, i) => (sum > (sums[best] ?? 0) ? i : best), 0);
  const given = chosen ?? described;
  const at = given === undefined ? surest : SCHEMAS.findIndex(({ id }) => id === given);
  const shareOf = (i: number, rows: number): number => (rows === 0 ? 0 : (counts[i] ?? 0) / rows);
  // A weak one, which takes any text, would stand before what rows surely are.
  const isSure = (sums[at] ?? 0) >= (counts[at] ?? 0) * SURE;
  const least = isSure && known >= records.length * LEAST_SHARE ? LEAST_AMONG_MANY : LEAST_SHARE;
  const schema = given === undefined && shareOf(at, records.length) < least ? undefined : SCHEMAS[at];
  const lacking =
    schema &&
    records
      .filter((record) => !isRow(record))
      .map((record) => schema.fits(record))
      .find((fit) => typeof fit !== 'number');
  const fitting = SCHEMAS.flatMap(({ id }, i) => ((counts[i] ?? 0) > 0 ? [{ schema: id, share: shareOf(i, sampled) }] : []));
  return {
    schema: schema?.id,
    fits: schema ? shareOf(at, sampled) : 0,
    sampled,
    fitting: fitting.sort((a, b) => b.share - a.share),
    chosen: chosen !== undefined,
    ...(lacking === undefined || typeof lacking === 'number' ? {} : { lacks: lacking.lacks }),
  };
}
