/** One JSON value a line, as plain records. https://jsonlines.org */
import type { FileSet } from '../files/file-set.ts';
import { lfsPointerOf, type TextEncodingName } from '../files/text.ts';
import type { FileIndex } from '../model/dataset.ts';
import { parseJson, type JsonObject, type JsonValue } from '../syntax/json-value.ts';
import { recordLines, type RecordLine } from '../syntax/jsonl.ts';
import { MAX_RECORD_BYTES } from '../syntax/record-bytes.ts';
import { lineEncoding } from '../syntax/text-lines.ts';
import type { Cell, Detail, Format, Match, SampleRef, Sink } from './format.ts';
import { cellOf, titleKeys, titleOf, type ColumnLimit } from './record-cells.ts';
import { forEachRecord, groupRecordFiles, headOf, indexRecordFiles, invalidAt, lookAtFiles, type RecordPass } from './record-files.ts';

/** `.json` only where its lines are objects each. */
const EXTENSIONS = new Set(['jsonl', 'ndjson', 'jsonlines', 'json']);

interface PlanFile {
  readonly file: FileIndex;
  readonly split: string | undefined;
  readonly encoding: TextEncodingName;
}

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

  async match(files: FileSet, signal: AbortSignal): Promise<readonly Match[]> {
    const found = await lookAtFiles(files, EXTENSIONS, (file, path, extension) => look(files, file, path, extension), signal);
    return groupRecordFiles(found).map((group) => ({
      confidence: Math.min(...group.files.map(({ confidence }) => confidence)),
      why: { code: 'jsonl' },
      claims: group.files.map(({ file }) => file),
      name: group.name,
      plan: group.files.map(({ file, split, encoding }): PlanFile => ({ file, split, encoding })),
    }));
  },

  async index(files: FileSet, match: Match, sink: Sink, signal: AbortSignal): Promise<void> {
    const plan = match.plan as readonly PlanFile[];
    await indexRecordFiles(
      files,
      plan,
      ({ encoding }) => encoding,
      sink,
      signal,
      async (pass) => {
        const { encoding } = pass.part;
        const decoder = new TextDecoder(encoding, { ignoreBOM: true });
        await forEachRecord(pass, 'lines', recordLines(pass.source, encoding), (line) => indexLine(line, pass, decoder));
      },
    );
  },

  async detail(files: FileSet, match: Match, sample: SampleRef, signal: AbortSignal): Promise<Detail> {
    const { at } = sample;
    if (!at) return { annotations: [], fields: {} };
    const bytes = await files.source(at.file).read(at.start, at.end);
    signal.throwIfAborted();
    const encoding = (match.plan as readonly PlanFile[]).find(({ file }) => file === at.file)?.encoding ?? 'utf-8';
    const result = parseJson(new TextDecoder(encoding).decode(bytes));
    const value = result.ok ? result.value : undefined;
    return { annotations: [], fields: isObject(value) ? value : { value } };
  },
};

/** The file as records, or nothing where its head shows something else. */
async function look(files: FileSet, file: FileIndex, path: string, extension: string): Promise<Candidate | undefined> {
  const head = await headOf(files, file);
  if (!head || head.length === 0 || lfsPointerOf(head)) return undefined;
  const encoding = lineEncoding(head);
  if (encoding === 'binary') return undefined;
  const lines = new TextDecoder(encoding).decode(head).split('\n');
  // The head may cut the last line; a line that ends the file is parsed like the others.
  const values = lines
    .slice(0, 8)
    .filter((line) => line.trim() !== '')
    .map((line) => parseJson(line));
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

function indexLine(record: RecordLine, { part, path, sink, columns }: RecordPass<PlanFile>, decoder: TextDecoder): void {
  const { file, split } = part;
  const { line, start, end, bytes } = record;
  if (!bytes) {
    sink.reject(file, { line, byte: start, end }, { code: 'line-too-long', values: { bytes: end - start, limit: MAX_RECORD_BYTES } });
    return;
  }
  const text = decoder.decode(bytes);
  const result = parseJson(text);
  if (!result.ok) {
    const cut = !record.ended && result.offset >= text.trimEnd().length;
    const byte = start + byteLength(text.slice(0, result.offset), decoder.encoding);
    const values = { column: result.offset + 1, expected: result.expected };
    sink.reject(file, { line, byte, end }, { code: cut ? 'json-truncated' : 'json-syntax', values });
    return;
  }
  const { value, notes } = result;
  const object = isObject(value) ? value : undefined;
  const cells = object ? cellsOf(object, columns, path, sink) : { value: cellOf(value) };
  const titles = object ? titleKeys(Object.keys(object)).map((key) => object[key]) : [];
  const name = titleOf(titles, line);
  const sample = sink.sample(`${path}#${line}`, {
    name,
    ...(split === undefined ? {} : { split }),
    at: { file, start, end, line },
    extra: cells,
  });
  const at = { line, byte: start, end };
  const invalid = invalidAt(text, bytes, decoder.encoding);
  if (invalid !== undefined) sink.problem({ code: 'text-invalid', file: path, at: { line, byte: start + invalid, end }, sample });
  if (!object) sink.problem({ code: 'record-not-object', file: path, at, sample, values: { kind: kindOf(value) } });
  if (notes.notFinite > 0) sink.problem({ code: 'json-not-finite', file: path, at, sample, values: { count: notes.notFinite } });
}

function cellsOf(record: JsonObject, columns: ColumnLimit, path: string, sink: Sink): Readonly<Record<string, Cell>> {
  const cells: [string, Cell][] = [];
  for (const [key, value] of Object.entries(record)) if (columns.admits(key, path, sink)) cells.push([key, cellOf(value)]);
  // Unlike assignment, this keeps a key `__proto__`.
  return Object.fromEntries(cells);
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
  // GB18030 has two bytes, rarely four, where UTF-8 has three or four.
  if (encoding === 'gb18030') return text.length + (text.match(/[^\0-\x7f]/g)?.length ?? 0);
  return new TextEncoder().encode(text).length;
}
