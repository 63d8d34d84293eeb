/** A JSON file that is a list of records, holds one under a key, or is one record. https://www.rfc-editor.org/rfc/rfc8259 */
import { HEAD_BYTES } from '../files/file-set-of.ts';
import type { FileSet } from '../files/file-set.ts';
import { memorySource } from '../files/memory-source.ts';
import { lfsPointerOf, sniffEncoding, type TextEncodingName } from '../files/text.ts';
import type { FileIndex, Why } from '../model/dataset.ts';
import { listRanges } from '../syntax/json-list.ts';
import { scanJson } from '../syntax/json-scan.ts';
import { parseJson, type JsonValue } from '../syntax/json-value.ts';
import { RangeList, type RecordRanges } from '../syntax/record-ranges.ts';
import { byteRecordFormat } from './byte-records.ts';
import type { Format, Match } from './format.ts';
import { checkJsonRecords, parseJsonRecord, searchJsonRecords, valuesOfJsonRecords } from './jsonl.ts';
import type { RecordContainer, RecordPart } from './record-container.ts';
import { groupRecordFiles, headOf, lookAtFiles } from './record-files.ts';

/** Keys under which files keep their list of records. A list under another key is more likely a part of one thing. */
const WRAPPERS: readonly string[] = [
  'data',
  'rows',
  'examples',
  'records',
  'items',
  'instances',
  'samples',
  'questions',
  'documents',
  'entries',
  'train',
  'validation',
  'valid',
  'dev',
  'test',
];
/** Keys that say that an object is a record of text, and not the settings of some tool. */
const ONE_RECORD: ReadonlySet<string> = new Set(['messages', 'conversations', 'conversation', 'instruction', 'chosen']);

interface Part extends RecordPart {
  /** Key of the list; '' where the file is the list; undefined where the file is one record. */
  readonly section: string | undefined;
}

interface Candidate {
  readonly file: FileIndex;
  readonly path: string;
  readonly keys: readonly string[];
  readonly section: string | undefined;
}

const LIST: RecordContainer<Part> = {
  unit: 'records',
  ranges: (source, { section }, tell) =>
    section === undefined
      ? wholeRange(source)
      : listRanges(source, section, ({ code, byte }) => tell?.({ code, at: { byte }, values: { offset: byte } })),
  parse: parseJsonRecord,
  search: searchJsonRecords,
  check: checkJsonRecords,
  values: valuesOfJsonRecords,
};

export const json: Format = {
  id: 'json',
  name: 'JSON',
  docs: 'https://www.rfc-editor.org/rfc/rfc8259',

  async match(files, signal): Promise<readonly Match[]> {
    const found = await lookAtFiles(files, new Set(['json']), (file, path) => look(files, file, path), signal);
    return groupRecordFiles(found).map((group) => ({
      confidence: 0.5,
      why: whyOf(group.files[0]?.section),
      claims: group.files.map(({ file }) => file),
      name: group.name,
      plan: group.files.map(({ file, split, section }): Part => ({ file, split, section, encoding: 'utf-8' })),
    }));
  },

  ...byteRecordFormat(LIST),
};

function whyOf(section: string | undefined): Why {
  if (section === undefined) return { code: 'json-one' };
  return section === '' ? { code: 'json' } : { code: 'json-under', values: { key: section } };
}

async function* wholeRange(source: { size(): Promise<number> }): AsyncGenerator<RecordRanges> {
  const size = await source.size();
  const ranges = new RangeList();
  ranges.push(0, size, 1);
  yield ranges.take(size);
}

async function look(files: FileSet, file: FileIndex, path: string): Promise<Candidate | undefined> {
  const head = await headOf(files, file);
  if (!head || head.length === 0 || lfsPointerOf(head)) return undefined;
  const encoding: TextEncodingName | 'binary' = sniffEncoding(head);
  if (encoding !== 'utf-8') return undefined;
  const seen = await firstItems(head);
  const section = seen.has('') ? '' : WRAPPERS.find((name) => seen.has(name));
  if (section !== undefined) return { file, path, section, keys: keysOf(seen.get(section)) };
  const whole = head.length < HEAD_BYTES ? parseJson(new TextDecoder().decode(head)) : undefined;
  const keys = whole?.ok === true ? keysOf(whole.value) : [...seen.keys()];
  return keys.some((key) => ONE_RECORD.has(key)) ? { file, path, section: undefined, keys } : undefined;
}

/** The first item of each list of the top level that begins in the head, where it is an object or a list. */
async function firstItems(head: Uint8Array): Promise<ReadonlyMap<string, JsonValue>> {
  const first = new Map<string, JsonValue>();
  const decoder = new TextDecoder();
  await scanJson(memorySource(head).stream(), {
    section: () => true,
    item(section, { bytes, from, to }) {
      if (first.has(section)) return;
      const parsed = parseJson(decoder.decode(bytes.subarray(from, to)));
      if (parsed.ok && typeof parsed.value === 'object') first.set(section, parsed.value);
    },
    broken(section, code) {
      // A first item that is longer than the head.
      if (code === 'json-truncated' && !first.has(section)) first.set(section, {});
    },
    problem: () => undefined,
  });
  return first;
}

function keysOf(value: JsonValue): readonly string[] {
  return typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
}
