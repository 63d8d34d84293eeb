/**
 * Files that are one conversation or one run of an agent each: logs of Claude Code, Codex and their kin (events, a line each), SWE-agent's
 * trajectories (`.traj`). A folder of them is a dataset, a record a file. https://huggingface.co/docs/hub/agent-traces
 */
import { baseName, folderOf, type FileSet } from '../files/file-set.ts';
import { lfsPointerOf } from '../files/text.ts';
import type { FieldValue } from '../model/annotation.ts';
import type { FileIndex } from '../model/dataset.ts';
import { parseJson } from '../syntax/json-value.ts';
import { MAX_RECORD_BYTES } from '../syntax/record-bytes.ts';
import { lineEncoding, linesOf } from '../syntax/text-lines.ts';
import { fileRecordFormat, type FilePart, type FileRecord, type FileRecordProblem } from './file-records.ts';
import type { Format, Match } from './format.ts';
import { parseJsonRecord } from './jsonl.ts';
import { headOf, lookAtFiles, sizeOf, type RecordFile } from './record-files.ts';
import { sessionDialect, sessionFacts, type SessionDialect } from './records/session-events.ts';
import { splitOfName } from './splits.ts';

const LINES = new Set(['jsonl', 'ndjson', 'jsonlines']);
/** Whole files of JSON, by an extension that nothing else has. */
const WHOLE = new Set(['traj']);
/** What such events say of themselves is a signature. */
const CONFIDENCE = 1;
/** Lines of the head that are looked at. */
const LOOKED = 64;

interface Part extends FilePart {
  /** Undefined where the file is one JSON value. */
  readonly dialect: SessionDialect | undefined;
}

interface Candidate extends RecordFile, Pick<Part, 'encoding' | 'dialect'> {}

export const sessions: Format = {
  id: 'sessions',
  name: 'Sessions',
  docs: 'https://huggingface.co/docs/hub/agent-traces',

  async match(files, signal): Promise<readonly Match[]> {
    const found = await lookAtFiles(
      files,
      new Set([...LINES, ...WHOLE]),
      (file, path, extension) => look(files, file, path, extension),
      signal,
    );
    return byDrop(found).map(([top, own]): Match => {
      const root = sharedFolder(own.map(({ path }) => path));
      const inside = (path: string): string => (root === '' ? path : path.slice(root.length + 1));
      return {
        confidence: CONFIDENCE,
        why: { code: 'sessions', values: { count: own.length } },
        claims: own.map(({ file }) => file),
        name: own.length === 1 ? baseName(own[0]?.path ?? '') : baseName(root) || top,
        plan: own.map(({ file, path, encoding, dialect }): Part => {
          const split = splitOfName(baseName(folderOf(inside(path))));
          return { file, name: inside(path), split, encoding, beside: [], dialect };
        }),
      };
    });
  },

  ...fileRecordFormat(parseFile),
};

/** Logs and trajectories by what was dropped, each kind by itself. */
function byDrop(found: readonly Candidate[]): [string, Candidate[]][] {
  const groups = new Map<string, Candidate[]>();
  for (const file of found) {
    const top = file.path.includes('/') ? (file.path.split('/')[0] ?? '') : '';
    const key = `${top}\0${file.dialect ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups].map(([key, own]) => [key.split('\0')[0] ?? '', own]);
}

function sharedFolder(paths: readonly string[]): string {
  let root = folderOf(paths[0] ?? '');
  for (const path of paths) while (root !== '' && !path.startsWith(`${root}/`)) root = folderOf(root);
  return root;
}

async function look(files: FileSet, file: FileIndex, path: string, extension: string): Promise<Candidate | undefined> {
  const head = await headOf(files, file);
  if (!head || head.length === 0 || lfsPointerOf(head)) return undefined;
  const sniffed = lineEncoding(head);
  if (sniffed === 'binary') return undefined;
  const text = new TextDecoder(sniffed).decode(head, { stream: true });
  if (WHOLE.has(extension)) return /^\s*\{/.test(text) ? { file, path, keys: [], encoding: sniffed, dialect: undefined } : undefined;
  const values: FieldValue[] = [];
  for (const line of text.split('\n', LOOKED)) {
    const parsed = line.trim() === '' ? undefined : parseJson(line);
    // The head may cut the last line.
    if (parsed?.ok === true) values.push(parsed.value);
  }
  const dialect = sessionDialect(values);
  // A record longer than one may be is shown line by line.
  if (!dialect || (await sizeOf(files, file)) > MAX_RECORD_BYTES) return undefined;
  return { file, path, keys: ['events'], encoding: sniffed, dialect };
}

/** A log as the list of its events, with what they say of the session; a line that is no JSON is told, and the others are read. */
function parseFile([bytes = new Uint8Array(0)]: readonly Uint8Array[], part: Part): FileRecord {
  if (part.dialect === undefined) {
    const { fields, problems, rejected } = parseJsonRecord(bytes, part, true);
    return { fields, problems, rejected };
  }
  const events: FieldValue[] = [];
  const problems: FileRecordProblem[] = [];
  for (const { text, start, line } of linesOf(bytes)) {
    if (text.trim() === '') continue;
    const parsed = parseJson(text, true);
    if (parsed.ok) events.push(parsed.value);
    else problems.push({ code: 'json-syntax', at: start, line, values: { column: parsed.offset + 1, expected: parsed.expected } });
  }
  return { fields: { ...sessionFacts(events), events }, problems, rejected: events.length === 0 && problems.length > 0 };
}
