/** JSON values one after another, over any number of lines, also in files named `.json` or `.jsonl`. https://www.rfc-editor.org/rfc/rfc7464 */
import type { FileSet } from '../files/file-set.ts';
import { HEAD_BYTES } from '../files/file-set-of.ts';
import { memorySource } from '../files/memory-source.ts';
import { byteOrderMark, lfsPointerOf, sniffEncoding, type TextEncodingName } from '../files/text.ts';
import type { FileIndex } from '../model/dataset.ts';
import { RECORD_SEPARATOR, sequenceRanges } from '../syntax/json-sequence.ts';
import { parseJson, type JsonObject } from '../syntax/json-value.ts';
import { byteRecordFormat } from './byte-records.ts';
import type { Format, Match } from './format.ts';
import { checkJsonRecords, parseJsonRecord, searchJsonRecords, siftJsonRecords, valuesOfJsonRecords } from './jsonl.ts';
import type { ParsedRecord, RecordContainer, RecordPart, RecordProblem } from './record-container.ts';
import { decoderOf, headOf, lookAtFiles, type RecordFile } from './record-files.ts';
import { recordMatches } from './record-matches.ts';
import { inUtf8, inUtf8Part, utf8Head } from './utf8-files.ts';

const LINES = new Set(['jsonl', 'ndjson', 'jsonlines']);
const EXTENSIONS = new Set([...LINES, 'json', 'json-seq', 'jsons']);
/** Values of the head that are looked at. */
const LOOKED = 8;

interface Candidate extends RecordFile {
  readonly encoding: TextEncodingName;
  readonly confidence: number;
}

const VALUES: RecordContainer<RecordPart> = {
  unit: 'records',
  counted: true,
  ranges: (source) => sequenceRanges(source),
  parse: parseValue,
  longTexts: 'json',
  search: searchJsonRecords,
  sieve: siftJsonRecords,
  check: checkJsonRecords,
  values: valuesOfJsonRecords,
};

export const jsonSequence: Format = {
  id: 'json-seq',
  name: 'JSON sequence',
  docs: 'https://www.rfc-editor.org/rfc/rfc7464',
  utf8Ranges: true,

  async match(files, signal, project): Promise<readonly Match[]> {
    const found = await lookAtFiles(files, EXTENSIONS, (file, path, extension) => look(files, file, path, LINES.has(extension)), signal);
    return recordMatches(
      found,
      {
        confidence: ({ confidence }) => confidence,
        why: () => ({ code: 'json-seq' }),
        part: ({ file, split, encoding }) => ({ file, split, ...inUtf8Part(encoding) }),
      },
      project,
    );
  },

  ...inUtf8(byteRecordFormat(VALUES)),
};

const LF = 0x0a;

/** A record of several lines: the line that a problem is on is told. One with a comma too many says what it would be without it. */
function parseValue(bytes: Uint8Array, part: RecordPart, isLast?: boolean): ParsedRecord {
  const record = parseJsonRecord(bytes, part, isLast);
  if (record.problems.length === 0) return record;
  const problems = record.problems.map((problem) => placedIn(bytes, problem));
  if (!record.rejected) return { ...record, problems };
  const fields = withoutSpareCommas(decoderOf('utf-8').decode(bytes));
  return { fields: fields ?? record.fields, rejected: true, problems };
}

function placedIn(bytes: Uint8Array, problem: RecordProblem): RecordProblem {
  const { at = 0, values } = problem;
  let [below, start] = [0, 0];
  for (let end = bytes.indexOf(LF); end >= 0 && end < at; end = bytes.indexOf(LF, start)) [below, start] = [below + 1, end + 1];
  if (below === 0) return problem;
  const column = decoderOf('utf-8').decode(bytes.subarray(start, at)).length + 1;
  return { ...problem, below, ...(values?.['column'] === undefined ? {} : { values: { ...values, column } }) };
}

/** The object that a text is but for commas before closing brackets, as people leave them; undefined where it is none. */
function withoutSpareCommas(text: string): JsonObject | undefined {
  const bare = text.replaceAll(/"(?:[^"\\]|\\.)*"|,(?=\s*[\]}])/gs, (token) => (token === ',' ? '' : token));
  const result = bare.length === text.length ? undefined : parseJson(bare);
  return result?.ok === true && isObject(result.value) ? result.value : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && !Array.isArray(value);
}

async function look(files: FileSet, file: FileIndex, path: string, isLines: boolean): Promise<Candidate | undefined> {
  const written = await headOf(files, file);
  if (!written || written.length === 0 || lfsPointerOf(written)) return undefined;
  const separated = written[byteOrderMark(written)?.length ?? 0] === RECORD_SEPARATOR;
  const encoding = separated ? 'utf-8' : sniffEncoding(written);
  if (encoding === 'binary') return undefined;
  const head = utf8Head(written, encoding);
  const text = new TextDecoder().decode(head);
  // A line that is a value by itself is JSONL's.
  const lines = text.split('\n');
  if (!separated && lines.slice(0, LOOKED).some(isValue)) return undefined;
  const values = await valuesOf(head);
  const [first] = values;
  if (first) {
    const objects = values.filter(isObject);
    const [keys = []] = objects.map((value) => Object.keys(value));
    // One value is a JSON file, whoever knows it, unless it is named as lines are.
    const isSequence = separated || (isLines ? objects.length > 0 : objects.length > 1);
    return isSequence ? { file, path, encoding, keys, confidence: separated ? 0.9 : 0.75 } : undefined;
  }
  // A first value that is longer than the head, printed over lines.
  const isLong = isLines && written.length >= HEAD_BYTES && lines.length > 2 && /^\s*[[{]/.test(text);
  return isLong ? { file, path, encoding, keys: [], confidence: 0.5 } : undefined;
}

/** Whether a line is a value, be it one that is nested too deep to be read. */
function isValue(line: string): boolean {
  if (!/^[[{]/.test(line) || isOpenEnded(line)) return false;
  const result = parseJson(line);
  return result.ok || result.expected === 'depth';
}

function readValue(text: string): { readonly value: unknown } | undefined {
  const result = parseJson(text);
  if (result.ok) return result;
  const value = withoutSpareCommas(text);
  return value && { value };
}

/** A list or object that does not end with a bracket. */
function isOpenEnded(text: string): boolean {
  return /^[[{]/.test(text) && !/[\]}]$/.test(text.trimEnd());
}

/** The first values of the head that are whole, as far as they can be read. */
async function valuesOf(head: Uint8Array): Promise<unknown[]> {
  const decoder = new TextDecoder();
  const values: unknown[] = [];
  for await (const { length, start, size } of sequenceRanges(memorySource(head))) {
    for (let i = 0; i < length && values.length < LOOKED; i += 1) {
      const from = start[i] ?? 0;
      const text = decoder.decode(head.subarray(from, from + (size[i] ?? 0)));
      // The last of a head is mostly cut: nobody needs to parse it to say so.
      const found = isOpenEnded(text) ? undefined : readValue(text);
      if (found) values.push(found.value);
      else if (values.length === 0) return values;
    }
  }
  return values;
}
