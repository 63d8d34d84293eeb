/** A JSON file that is a list of records, holds one under a key, or is one record. https://www.rfc-editor.org/rfc/rfc8259 */
import type { ByteSource } from '../files/byte-source.ts';
import { HEAD_BYTES } from '../files/file-set-of.ts';
import { folderOf, isImagePath, type FileSet } from '../files/file-set.ts';
import { memorySource } from '../files/memory-source.ts';
import { lfsPointerOf, sniffEncoding, type TextEncodingName } from '../files/text.ts';
import type { FieldValue } from '../model/annotation.ts';
import type { FileIndex, Why } from '../model/dataset.ts';
import { parseJsonHead } from '../syntax/json-head.ts';
import { listRanges, type ListProblem } from '../syntax/json-list.ts';
import { NestedList, type Around } from '../syntax/json-nested.ts';
import { scanJson } from '../syntax/json-scan.ts';
import { parseJson, type JsonObject, type JsonValue } from '../syntax/json-value.ts';
import { RangeList, type RecordRanges } from '../syntax/record-ranges.ts';
import { byteRecordFormat } from './byte-records.ts';
import type { Format, Match, Variant } from './format.ts';
import { checkJsonRecords, parseJsonRecord, searchJsonRecords, siftJsonRecords, valuesOfJsonRecords } from './jsonl.ts';
import type { ParsedRecord, RecordContainer, RecordFields, RecordPart } from './record-container.ts';
import { NO_PROJECT, type Project } from './projects/project.ts';
import { headOf, lookAtFiles, type RecordGroup } from './record-files.ts';
import { recordMatches } from './record-matches.ts';
import { inUtf8, inUtf8Part, utf8Head } from './utf8-files.ts';

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
  // GeoJSON, https://www.rfc-editor.org/rfc/rfc7946
  'features',
];
const EXTENSIONS = new Set(['json', 'geojson', 'topojson']);
/** Keys that say that an object is a record of text, and not the settings of some tool. */
const ONE_RECORD: ReadonlySet<string> = new Set(['messages', 'conversations', 'conversation', 'instruction', 'chosen']);
/** Lists of objects that only a conversation or a run of an agent is made of. */
const ONE_RUN = ['trajectory', 'history', 'contents', 'steps'] as const;

/** Lists of records within the items of a list: SQuAD and its likes. */
const NESTED: readonly (readonly string[])[] = [['paragraphs', 'qas'], ['qas']];

interface Part extends RecordPart {
  /** Key of the list; '' where the file is the list; undefined where the file is one record. */
  readonly section: string | undefined;
  /** Keys of the lists in its items that the records stand in, outermost first; none: the items are the records. */
  readonly within: readonly string[];
}

interface Candidate {
  readonly file: FileIndex;
  readonly path: string;
  readonly keys: readonly string[];
  readonly encoding: TextEncodingName;
  readonly section: string | undefined;
  readonly within: readonly string[];
}

/** Made once for each file: where its records stand tells what they stand in. */
const nested = new WeakMap<ByteSource, Map<string, NestedList>>();

function nestedList(source: ByteSource, { section = '', within }: Part): NestedList {
  const lists = nested.get(source) ?? new Map<string, NestedList>();
  nested.set(source, lists);
  const key = [section, ...within].join('\0');
  const list = lists.get(key) ?? new NestedList(source, { section, keys: within });
  lists.set(key, list);
  return list;
}

const LIST: RecordContainer<Part> = {
  unit: 'records',
  counted: true,
  ranges(source, part, tell) {
    const { section, within } = part;
    if (section === undefined) return wholeRange(source);
    const problem = ({ code, byte }: ListProblem): void => tell?.({ code, at: { byte }, values: { offset: byte } });
    return within.length > 0 ? nestedList(source, part).ranges(problem) : listRanges(source, section, problem);
  },
  async around(source, part, from, to, signal) {
    if (part.within.length === 0) return (own) => own;
    const around = await nestedList(source, part).around(from, to, signal);
    return (own, start) => merged(own, around(start));
  },
  parse: parseItem,
  longTexts: 'json',
  check: checkJsonRecords,
  // What stands around records is not looked through by itself.
  search: (part, pattern, field) => (part.within.length > 0 ? undefined : searchJsonRecords(part, pattern, field)),
  sieve: (part, sieve) => (part.within.length > 0 ? undefined : siftJsonRecords(part, sieve)),
  values: (part, field, doubted) => (part.within.length > 0 ? undefined : valuesOfJsonRecords(part, field, doubted)),
};

/** A number or word at the very end of a file is one, but its list does not end. */
function parseItem(bytes: Uint8Array, part: Part, isLast = false): ParsedRecord {
  const record = parseJsonRecord(bytes, part, isLast);
  if (!isLast || record.rejected || part.section === undefined) return record;
  return { ...record, problems: [...record.problems, { code: 'json-truncated', at: bytes.length }] };
}

/** A record with the fields of what it stands in, the nearest first; one that it has itself, or a nearer one, goes by its list: `data.id`. */
function merged(own: RecordFields, around: readonly Around[]): RecordFields {
  const fields = new Map<string, FieldValue>(Object.entries(own));
  for (const { list, fields: outer } of around) {
    for (const [name, value] of Object.entries(outer)) fields.set(fields.has(name) ? `${list}.${name}` : name, value);
  }
  return Object.fromEntries(fields);
}

export const json: Format = {
  id: 'json',
  name: 'JSON',
  docs: 'https://www.rfc-editor.org/rfc/rfc8259',
  utf8Ranges: true,

  async match(files, signal, project): Promise<readonly Match[]> {
    const found = await lookAtFiles(files, EXTENSIONS, (file, path) => look(files, file, path), signal);
    return recordMatches(
      withoutCollections(files, found, project),
      {
        confidence: () => 0.5,
        why: ([first]) => whyOf(first),
        part: partOf,
        ways: waysOf,
      },
      project,
    );
  },

  ...inUtf8(byteRecordFormat(LIST)),
};

/** So many files of one folder that are one record each are a dataset together. */
const MANY = 3;

/**
 * Without files that `json-value.ts` makes one dataset of, since it takes what is left. It leaves JSON beside pictures alone, and what a
 * description names is a dataset already.
 */
function withoutCollections(files: FileSet, found: readonly Candidate[], project: Project = NO_PROJECT): readonly Candidate[] {
  const named = new Set(project.entries.flatMap((entry) => entry.files.map(({ file }) => file)));
  const folders = new Map<string, number>();
  for (const { file, path, section } of found)
    if (section === undefined && !named.has(file)) folders.set(folderOf(path), (folders.get(folderOf(path)) ?? 0) + 1);
  const many = new Set([...folders].filter(([folder, count]) => count >= MANY && !hasPictures(files, folder)).map(([folder]) => folder));
  return found.filter(({ file, path, section }) => section !== undefined || named.has(file) || !many.has(folderOf(path)));
}

/** Whether any file that was dropped with the folder is a picture. */
function hasPictures(files: FileSet, folder: string): boolean {
  return files.under(folder.split('/')[0] ?? '').some((file) => isImagePath(files.paths[file] ?? ''));
}

function partOf({ file, split, section, within, encoding }: Candidate & { readonly split: string | undefined }): Part {
  return { file, split, section, within, ...inUtf8Part(encoding) };
}

/** The items of each list on the way to the records, where they are nested. */
function waysOf({ files }: RecordGroup<Candidate>): Pick<Match, 'variant' | 'variants'> {
  const within = files[0]?.within ?? [];
  if (within.length === 0) return {};
  const way = (depth: number): Variant => ({
    id: `items-${depth}`,
    why: { code: 'json-items', values: { path: pathOf({ ...files[0], within: within.slice(0, depth) }) } },
    plan: files.map((file): Part => ({ ...partOf(file), within: within.slice(0, depth) })),
  });
  const { id, why } = way(within.length);
  return { variant: { id, why }, variants: within.map((_, at) => way(within.length - 1 - at)) };
}

/** `data[].paragraphs[].qas[]` */
function pathOf({ section = '', within = [] }: Partial<Candidate>): string {
  return [section, ...within].map((key) => `${key}[]`).join('.');
}

function whyOf({ section, within }: Candidate): Why {
  if (within.length > 0) return { code: 'json-nested', values: { path: pathOf({ section, within }) } };
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
  const written = await headOf(files, file);
  if (!written || written.length === 0 || lfsPointerOf(written)) return undefined;
  const encoding = sniffEncoding(written);
  if (encoding === 'binary') return undefined;
  const head = utf8Head(written, encoding);
  const seen = await firstItems(head);
  const section = seen.has('') ? '' : WRAPPERS.find((name) => seen.has(name));
  if (section !== undefined) {
    const value = parseJsonHead(new TextDecoder().decode(head));
    const [first] = listAt(section === '' ? value : valueAt(value, section));
    return { file, path, encoding, section, keys: keysOf(seen.get(section)), within: NESTED.find((keys) => isNested(first, keys)) ?? [] };
  }
  const whole = written.length < HEAD_BYTES ? parseJson(new TextDecoder().decode(head)) : undefined;
  const keys = whole?.ok === true ? keysOf(whole.value) : [...seen.keys()];
  const isRun = ONE_RUN.some((key) => isRunOf(seen.get(key)));
  return isRun || keys.some((key) => ONE_RECORD.has(key)) ? { file, path, encoding, section: undefined, keys, within: [] } : undefined;
}

/** Whether an item says who speaks, or what was done: settings have lists called `steps`, too. */
function isRunOf(item: JsonValue): boolean {
  const keys = keysOf(item);
  return ['role', 'source', 'action', 'observation', 'from'].some((key) => keys.includes(key));
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

/** Whether the item holds lists of objects one in another, by these keys. */
function isNested(item: JsonValue, keys: readonly string[]): boolean {
  let inner = item;
  for (const key of keys) {
    [inner] = listAt(valueAt(inner, key));
    if (typeof inner !== 'object' || Array.isArray(inner)) return false;
  }
  return true;
}

function valueAt(value: JsonValue, key: string): JsonValue {
  return typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject)[key] : undefined;
}

function listAt(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function keysOf(value: JsonValue): readonly string[] {
  return typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
}
