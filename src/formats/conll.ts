/**
 * Tokens a line with their tags in columns, sentences between blank lines: CoNLL of any number of columns
 * (https://www.clips.uantwerpen.be/conll2003/ner/) and CoNLL-U (https://universaldependencies.org/format.html). A sentence is a record whose
 * fields are lists as long as the sentence. In CoNLL-U these are the syntactic words; ranges of them that are written as one, and nodes that
 * are not written at all, are fields of their own.
 */
import type { FileSet } from '../files/file-set.ts';
import { lfsPointerOf, sniffEncoding } from '../files/text.ts';
import type { FieldValue } from '../model/annotation.ts';
import type { FileIndex } from '../model/dataset.ts';
import { blockRanges } from '../syntax/block-ranges.ts';
import { byteRecordFormat } from './byte-records.ts';
import type { Format, Match } from './format.ts';
import type { ParsedRecord, RecordContainer, RecordPart, RecordProblem } from './record-container.ts';
import { decoderOf, headOf, lookAtSome } from './record-files.ts';
import { recordMatches } from './record-matches.ts';

interface Part extends RecordPart {
  /** Names of the columns. */
  readonly columns: readonly string[];
}

interface Candidate {
  readonly file: FileIndex;
  readonly path: string;
  readonly keys: readonly string[];
  readonly confidence: number;
}

const UD = ['id', 'tokens', 'lemmas', 'upos', 'xpos', 'feats', 'head', 'deprel', 'deps', 'misc'] as const;
/** Extensions that promise such a file. */
const OWN = new Set(['conll', 'conllu', 'conllx', 'iob', 'iob1', 'iob2', 'bio', 'bioes', 'bmes', 'annotated']);
/** Extensions that promise nothing: only the tags themselves count. */
const ANY = new Set(['txt', 'tsv', 'data', 'ner', 'pos']);
/** Tags of named entities in their schemes: outside, begin, inside, end, single, last, unit, middle. */
const ENTITY_TAG = /^(?:O|[BIESLUM]-\S+)$/;
const RANGE = /^\d+-\d+$/;
const EMPTY_NODE = /^\d+\.\d+$/;
const DOCUMENT_START = '-DOCSTART-';
const encoder = new TextEncoder();
const NAMED_COMMENT = /^#\s*(sent_id|text|newdoc id|newpar id|text_en)\s*=\s*(.*)$/;

const SENTENCES: RecordContainer<Part> = {
  unit: 'records',
  ranges: (source) => blockRanges(source, isDocumentStart),
  parse: parseSentence,
};

export const conll: Format = {
  id: 'conll',
  name: 'CoNLL',
  docs: 'https://universaldependencies.org/format.html',

  async match(files, signal, project): Promise<readonly Match[]> {
    const found = await lookAtSome(files, { own: OWN, any: ANY }, (file, path, isPromised) => look(files, file, path, isPromised), signal);
    return recordMatches(
      found,
      {
        confidence: ({ confidence }) => confidence,
        why: ([{ keys }]) => ({ code: 'conll', values: { columns: keys.length } }),
        part: ({ file, split, keys }): Part => ({ file, split, encoding: 'utf-8', columns: keys }),
      },
      project,
    );
  },

  ...byteRecordFormat(SENTENCES),
};

async function look(files: FileSet, file: FileIndex, path: string, isPromised: boolean): Promise<Candidate | undefined> {
  const head = await headOf(files, file);
  if (!head || head.length === 0 || lfsPointerOf(head) || sniffEncoding(head) !== 'utf-8') return undefined;
  const text = decoderOf('utf-8')
    .decode(head)
    .replace(/^\uFEFF/, '');
  // The last line may be cut.
  const rows = text
    .slice(0, text.lastIndexOf('\n') + 1 || undefined)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#') && !line.startsWith(DOCUMENT_START))
    .map(cellsOf);
  const width = rows[0]?.length ?? 0;
  const even = rows.filter((row) => row.length === width);
  if (rows.length === 0 || even.length < rows.length * 0.9) return undefined;
  // The words of each sentence are numbered from 1: ten columns of other numbers are something else (corners of boxes, say).
  const isUd = width === UD.length && even.every(([id = '']) => /^\d+(?:[-.]\d+)?$/.test(id)) && even.some(([id]) => id === '1');
  const columns = isUd ? UD : columnNames(even, width);
  const hasEntities = even.some((row) => /^[BI]-/.test(row.at(-1) ?? '')) && even.every((row) => ENTITY_TAG.test(row.at(-1) ?? ''));
  if (isUd || (isPromised && width >= 2)) return { file, path, keys: columns, confidence: 0.8 };
  return width >= 2 && hasEntities ? { file, path, keys: columns, confidence: 0.7 } : undefined;
}

/** The names that `datasets` of Hugging Face gives these columns, where their number or their tags tell which they are. */
function columnNames(rows: readonly (readonly string[])[], width: number): readonly string[] {
  const isEntities = rows.every((row) => ENTITY_TAG.test(row[width - 1] ?? ''));
  const last = isEntities ? 'ner_tags' : 'tags';
  if (width === 1) return ['tokens'];
  if (width === 2) return ['tokens', last];
  if (width === 3) return ['tokens', 'pos_tags', isEntities ? 'ner_tags' : 'chunk_tags'];
  if (width === 4) return ['tokens', 'pos_tags', 'chunk_tags', last];
  return ['tokens', ...Array.from({ length: width - 2 }, (_, at) => `column_${at + 2}`), last];
}

/** Tabs where there are any, else runs of blanks. */
function cellsOf(line: string): string[] {
  return line.includes('\t') ? line.split('\t') : line.trim().split(/[ \u00a0]+/);
}

function isDocumentStart(line: Uint8Array): boolean {
  for (let at = 0; at < DOCUMENT_START.length; at += 1) if (line[at] !== DOCUMENT_START.charCodeAt(at)) return false;
  return true;
}

function parseSentence(bytes: Uint8Array, { columns }: Part): ParsedRecord {
  const lists = columns.map((): FieldValue[] => []);
  const isUd = columns[0] === UD[0];
  const ranges: FieldValue[] = [];
  const emptyNodes: FieldValue[] = [];
  const named: [string, string][] = [];
  const problems: RecordProblem[] = [];
  let at = 0;
  for (const line of decoderOf('utf-8').decode(bytes).split('\n')) {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    const comment = NAMED_COMMENT.exec(text);
    if (comment) named.push([comment[1] ?? '', comment[2] ?? '']);
    // In CoNLL-U only; elsewhere a token may be a hash.
    else if (!isUd || !text.startsWith('#')) {
      const cells = cellsOf(text);
      if (cells.length !== columns.length && problems.length === 0)
        problems.push({ code: 'csv-width', at, values: { cells: cells.length, columns: columns.length } });
      const [id = ''] = cells;
      if (isUd && RANGE.test(id)) ranges.push(givenCells(cells, columns));
      else if (isUd && EMPTY_NODE.test(id)) emptyNodes.push(givenCells(cells, columns));
      else for (const [column, list] of lists.entries()) list.push(cells[column] ?? '');
    }
    at += encoder.encode(line).length + 1;
  }
  const fields = Object.fromEntries<FieldValue>([
    ...named,
    ...columns.map((name, column): [string, FieldValue] => [name, lists[column] ?? []]),
    ...(ranges.length > 0 ? [['ranges', ranges] as const] : []),
    ...(emptyNodes.length > 0 ? [['empty_nodes', emptyNodes] as const] : []),
  ]);
  return { fields, problems, rejected: false };
}

/** What a line says, by the names of the columns; `_` says nothing. */
function givenCells(cells: readonly string[], columns: readonly string[]): FieldValue {
  return Object.fromEntries(cells.flatMap((cell, at) => (cell === '_' && at > 1 ? [] : [[columns[at] ?? '', cell] as const])));
}
