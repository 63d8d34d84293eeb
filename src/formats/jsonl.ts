/** One JSON value a line, as plain records. https://jsonlines.org */
import type { TextPattern } from '../base/text-pattern.ts';
import type { FileSet } from '../files/file-set.ts';
import { lfsPointerOf, type TextEncodingName } from '../files/text.ts';
import type { FileIndex } from '../model/dataset.ts';
import { parseJson, type JsonObject, type JsonValue } from '../syntax/json-value.ts';
import { lineRanges } from '../syntax/line-ranges.ts';
import { isCleanJson } from '../syntax/scan/json-record.ts';
import { startWindowMachine } from '../syntax/scan/window-machine.ts';
import { lineEncoding } from '../syntax/text-lines.ts';
import { judgeInJson, JSON_CHARACTERS, mayBeBare } from '../syntax/json-search.ts';
import { byteRecordFormat } from './byte-records.ts';
import type { Format, Match } from './format.ts';
import type { Project } from './projects/project.ts';
import type {
  ParsedRecord,
  RecordContainer,
  RecordPart,
  DoubtedRecords,
  Sieve,
  WindowCheck,
  WindowSearch,
  WindowSieve,
  WindowValues,
} from './record-container.ts';
import { jsonCheck, jsonValues } from './json-values.ts';
import { recordFinder, recordSieve } from './record-finder.ts';
import { decoderOf, encodingProblems, headOf, lookAtFiles } from './record-files.ts';
import { recordMatches } from './record-matches.ts';
import { isPacked } from './records/messages.ts';
import { isSpacyPair } from './records/spacy.ts';

/** `.json` only where its lines are objects each. */
const EXTENSIONS = new Set(['jsonl', 'ndjson', 'jsonlines', 'json']);

/** A value a line. */
const LINES: RecordContainer<RecordPart> = {
  unit: 'lines',
  ranges: (source, { encoding }) => lineRanges(source, encoding),
  parse: parseJsonRecord,
  longTexts: 'json',
  search: searchJsonRecords,
  sieve: siftJsonRecords,
  check: checkJsonRecords,
  values: valuesOfJsonRecords,
};

/** A file as its head shows it. */
interface Candidate {
  readonly file: FileIndex;
  readonly path: string;
  readonly encoding: TextEncodingName;
  readonly keys: readonly string[];
  readonly confidence: number;
}

export const jsonl: Format = {
  id: 'jsonl',
  name: 'JSONL',
  docs: 'https://jsonlines.org',

  async match(files: FileSet, signal: AbortSignal, project?: Project): Promise<readonly Match[]> {
    const found = await lookAtFiles(files, EXTENSIONS, (file, path, extension) => look(files, file, path, extension), signal);
    return recordMatches(
      found,
      {
        confidence: ({ confidence }) => confidence,
        why: () => ({ code: 'jsonl' }),
        part: ({ file, split, encoding }) => ({ file, split, encoding }),
      },
      project,
    );
  },

  ...byteRecordFormat(LINES),
};

/** The file as records, or nothing where its head shows something else. */
async function look(files: FileSet, file: FileIndex, path: string, extension: string): Promise<Candidate | undefined> {
  const head = await headOf(files, file);
  if (!head || head.length === 0 || lfsPointerOf(head)) return undefined;
  const encoding = lineEncoding(head);
  if (encoding === 'binary') return undefined;
  const lines = new TextDecoder(encoding).decode(head).split('\n');
  const looked = lines.slice(0, 8).filter((line) => line.trim() !== '');
  if (extension === 'json' && looked.length < 2) return undefined;
  // The head may cut the last line; a line that ends the file is parsed like the others.
  const values = looked.map((line) => parseJson(line));
  const first = values[0];
  if (!first) return undefined;
  const good = values.filter((value) => value.ok).length;
  const keys = first.ok && isObject(first.value) ? Object.keys(first.value) : [];
  if (extension === 'json') {
    // One value is a JSON file, whoever knows it; two objects in two lines are none.
    const objects = values.filter((value) => value.ok && isObject(value.value)).length;
    return objects >= 2 && objects >= values.length - 1 ? { file, path, encoding, keys, confidence: 0.6 } : undefined;
  }
  return { file, path, encoding, keys, confidence: good >= 2 ? 0.8 : good === 1 ? 0.6 : 0.3 };
}

/** Which JSON values of a window need to be parsed to tell their problems. */
export function checkJsonRecords({ encoding }: RecordPart): WindowCheck | undefined {
  return encoding === 'utf-8' ? jsonCheck() : undefined;
}

/** One field of the JSON values of a window. */
export function valuesOfJsonRecords(part: RecordPart, field: string, doubted: DoubtedRecords | undefined): WindowValues | undefined {
  return part.encoding === 'utf-8' ? jsonValues(field, (record) => parseJsonRecord(record, part), doubted) : undefined;
}

/** Search in windows of JSON values. */
export function searchJsonRecords(part: RecordPart, pattern: TextPattern, field: string | undefined): WindowSearch | undefined {
  if (part.encoding !== 'utf-8') return undefined;
  const machine = startWindowMachine();
  const judge = pattern.how !== 'regex' && mayBeBare(pattern.text) ? doubt : judgeInJson;
  // A line that is no JSON is searched as it stands, also where it looks like the name of a field.
  const isSound = (bytes: Uint8Array, from: number, to: number): boolean =>
    machine !== undefined && isCleanJson(machine, bytes.subarray(from, to));
  return recordFinder(pattern, field, { ...JSON_CHARACTERS, escapes: true, judge, isSound }, machine);
}

function doubt(): 'doubtful' {
  return 'doubtful';
}

/** As `searchJsonRecords`, of records that are looked at in full. */
export function siftJsonRecords(part: RecordPart, sieve: Sieve): WindowSieve | undefined {
  if (part.encoding !== 'utf-8') return undefined;
  return recordSieve(sieve, { ...JSON_CHARACTERS, escapes: true, judge: doubt }, String.raw`\\`);
}

/** One JSON value as a record, whatever stands around it in its file. */
export function parseJsonRecord(bytes: Uint8Array, { encoding }: RecordPart, isLast = false): ParsedRecord {
  const text = decoderOf(encoding).decode(bytes);
  const result = parseJson(text, true);
  if (!result.ok) {
    const isCut = isLast && result.offset >= text.trimEnd().length;
    const at = byteLength(text.slice(0, result.offset), encoding);
    const values = { column: result.offset + 1, expected: result.expected };
    return { fields: { value: text }, rejected: true, problems: [{ code: isCut ? 'json-truncated' : 'json-syntax', at, values }] };
  }
  const { value, notes } = result;
  const problems = encodingProblems(text, bytes, encoding);
  if (!isObject(value) && !isSpacyPair(value) && !isPacked(value))
    problems.push({ code: 'record-not-object', values: { kind: kindOf(value) } });
  const byteAt = (offset = 0): number => byteLength(text.slice(0, offset), encoding);
  const { notFinite, notFiniteAt, controls, controlAt } = notes;
  if (notFinite > 0) problems.push({ code: 'json-not-finite', at: byteAt(notFiniteAt), values: { count: notFinite } });
  if (controls > 0) problems.push({ code: 'json-control', at: byteAt(controlAt), values: { count: controls } });
  return { fields: isObject(value) ? value : { value }, rejected: false, problems };
}

function kindOf(value: JsonValue): string {
  if (value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'bigint' ? 'number' : typeof value;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && !Array.isArray(value);
}

/** Bytes of a text in an encoding. */
function byteLength(text: string, encoding: string): number {
  if (encoding.startsWith('utf-16')) return text.length * 2;
  if (encoding === 'windows-1252') return text.length;
  // The encodings of East Asia have two bytes, rarely one or four, where UTF-8 has three or four.
  if (encoding !== 'utf-8') return text.length + (text.match(/[^\0-\x7f]/g)?.length ?? 0);
  return new TextEncoder().encode(text).length;
}
