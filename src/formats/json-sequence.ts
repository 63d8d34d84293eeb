/** JSON values one after another, over any number of lines, also in files named `.json` or `.jsonl`. https://www.rfc-editor.org/rfc/rfc7464 */
import type { FileSet } from '../files/file-set.ts';
import { HEAD_BYTES } from '../files/file-set-of.ts';
import { memorySource } from '../files/memory-source.ts';
import { byteOrderMark, lfsPointerOf, sniffEncoding } from '../files/text.ts';
import type { FileIndex } from '../model/dataset.ts';
import { RECORD_SEPARATOR, sequenceRanges } from '../syntax/json-sequence.ts';
import { parseJson, type JsonObject } from '../syntax/json-value.ts';
import { byteRecordFormat } from './byte-records.ts';
import type { Format, Match } from './format.ts';
import { checkJsonRecords, parseJsonRecord, searchJsonRecords, siftJsonRecords, valuesOfJsonRecords } from './jsonl.ts';
import type { RecordContainer, RecordPart } from './record-container.ts';
import { headOf, lookAtFiles, type RecordFile } from './record-files.ts';
import { recordMatches } from './record-matches.ts';

const LINES = new Set(['jsonl', 'ndjson', 'jsonlines']);
const EXTENSIONS = new Set([...LINES, 'json', 'json-seq', 'jsons']);
/** Values of the head that are looked at. */
const LOOKED = 8;

interface Candidate extends RecordFile {
  readonly confidence: number;
}

const VALUES: RecordContainer<RecordPart> = {
  unit: 'records',
  ranges: (source) => sequenceRanges(source),
  parse: parseJsonRecord,
  search: searchJsonRecords,
  sieve: siftJsonRecords,
  check: checkJsonRecords,
  values: valuesOfJsonRecords,
};

export const jsonSequence: Format = {
  id: 'json-seq',
  name: 'JSON sequence',
  docs: 'https://www.rfc-editor.org/rfc/rfc7464',

  async match(files, signal, project): Promise<readonly Match[]> {
    const found = await lookAtFiles(files, EXTENSIONS, (file, path, extension) => look(files, file, path, LINES.has(extension)), signal);
    return recordMatches(
      found,
      {
        confidence: ({ confidence }) => confidence,
        why: () => ({ code: 'json-seq' }),
        part: ({ file, split }) => ({ file, split, encoding: 'utf-8' }),
      },
      project,
    );
  },

  ...byteRecordFormat(VALUES),
};

async function look(files: FileSet, file: FileIndex, path: string, isLines: boolean): Promise<Candidate | undefined> {
  const head = await headOf(files, file);
  if (!head || head.length === 0 || lfsPointerOf(head)) return undefined;
  const separated = head[byteOrderMark(head)?.length ?? 0] === RECORD_SEPARATOR;
  if (!separated && sniffEncoding(head) !== 'utf-8') return undefined;
  const text = new TextDecoder().decode(head);
  // A line that is a value by itself is JSONL's.
  const lines = text.split('\n');
  if (!separated && lines.slice(0, LOOKED).some((line) => /^[[{]/.test(line) && parseJson(line).ok)) return undefined;
  const values = await valuesOf(head);
  const [first] = values;
  if (first) {
    const objects = values.filter((value) => typeof value === 'object' && !Array.isArray(value));
    const [keys = []] = objects.map((value) => Object.keys(value as JsonObject));
    // One value is a JSON file, whoever knows it, unless it is named as lines are.
    const isSequence = separated || (isLines ? objects.length > 0 : objects.length > 1);
    return isSequence ? { file, path, keys, confidence: separated ? 0.9 : 0.75 } : undefined;
  }
  // A first value that is longer than the head, printed over lines.
  const isLong = isLines && head.length >= HEAD_BYTES && lines.length > 2 && /^\s*[[{]/.test(text);
  return isLong ? { file, path, keys: [], confidence: 0.5 } : undefined;
}

/** The first values of the head that are whole, as far as they can be read. */
async function valuesOf(head: Uint8Array): Promise<unknown[]> {
  const decoder = new TextDecoder();
  const values: unknown[] = [];
  for await (const { length, start, size } of sequenceRanges(memorySource(head))) {
    for (let i = 0; i < length && values.length < LOOKED; i += 1) {
      const from = start[i] ?? 0;
      const result = parseJson(decoder.decode(head.subarray(from, from + (size[i] ?? 0))));
      if (result.ok) values.push(result.value);
      else if (values.length === 0) return values;
    }
  }
  return values;
}
