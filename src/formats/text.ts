/** Plain text that no other format wants: a record a line, or a record a file. */
import { addAll } from '../base/add-all.ts';
import { slices } from '../base/pause.ts';
import { baseName, extensionOf, folderOf, isIgnoredPath, stemOf, type FileSet } from '../files/file-set.ts';
import { byteOrderMark, lfsPointerOf, type TextEncodingName } from '../files/text.ts';
import type { TextPattern } from '../base/text-pattern.ts';
import type { FileIndex } from '../model/dataset.ts';
import { lineRanges } from '../syntax/line-ranges.ts';
import { lineEncoding } from '../syntax/text-lines.ts';
import { byteRecordFormat } from './byte-records.ts';
import { fileRecordFormat, type FilePart } from './file-records.ts';
import type { Format, Match, Others } from './format.ts';
import { LANGUAGES } from './languages.ts';
import type { Project } from './projects/project.ts';
import type { ParsedRecord, RecordAccess, RecordContainer, RecordPart, WindowSearch } from './record-container.ts';
import { decoderOf, encodingProblems, headOf, utf8Check, type RecordFile } from './record-files.ts';
import { recordFinder } from './record-finder.ts';
import { recordMatches } from './record-matches.ts';
import { splitOfName } from './splits.ts';

const LINES_EXTENSIONS = new Set(['txt', 'text', 'log']);
const PAGE_EXTENSIONS = new Set(['md', 'markdown', 'mdx', 'rst']);
/** What such files are called: they are about a dataset. */
const ABOUT =
  /^(?:readme|licen[cs]e|copying|changelog|changes|contributing|authors|notice|requirements|robots|citation|dataset[-_]card)(?:[-_.].*)?$/i;
/** So many files in one folder are one dataset, each a record. */
const MANY_FILES = 5;
const LOWEST = 0.2;

/** A record a line. */
const LINES: RecordContainer<RecordPart> = {
  unit: 'lines',
  names: () => ['text'],
  ranges: (source, { encoding }) => lineRanges(source, encoding),
  parse: parseLine,
  longTexts: 'text',
  check: utf8Check,
  search: searchLines,
};

interface PagePart extends FilePart {
  /** Folder within the dataset, where its files lie in several. */
  readonly folder: string | undefined;
}

const byLine = byteRecordFormat(LINES);
const byFile = fileRecordFormat(parseFile);

/** A plan of whole files, or of lines. */
function wayOf({ plan }: Match): typeof byLine | typeof byFile {
  return (plan as readonly (RecordPart | PagePart)[]).some((part) => 'beside' in part) ? byFile : byLine;
}

const records: RecordAccess = {
  titles: (names) => byLine.records.titles(names),
  read: (files, match, refs, signal) => wayOf(match).records.read(files, match, refs, signal),
  values: (pass, name, column) => wayOf(pass.match).records.values(pass, name, column),
  check: (pass, sink, each) => wayOf(pass.match).records.check(pass, sink, each),
  search: (pass, search, found) => wayOf(pass.match).records.search(pass, search, found),
};

export const text: Format = {
  id: 'text',
  name: 'Text',
  docs: 'https://www.rfc-editor.org/rfc/rfc2046#section-4.1.3',
  leftovers: true,
  records,
  index: (files, match, sink, signal) => wayOf(match).index(files, match, sink, signal),
  detail: (files, match, sample, signal) => wayOf(match).detail(files, match, sample, signal),

  async match(files, signal, project, others): Promise<readonly Match[]> {
    const found = await textsOf(files, signal, others);
    const folders = new Map<string, TextFile[]>();
    for (const file of found) folders.set(folderOf(file.path), [...(folders.get(folderOf(file.path)) ?? []), file]);
    const isOne = (file: TextFile): boolean => {
      const beside = folders.get(folderOf(file.path)) ?? [];
      if (file.language !== undefined) return false;
      return file.isPage || (splitOfName(stemOf(file.path)) === undefined && beside.length >= MANY_FILES);
    };
    const lines = found.filter((file) => !isOne(file));
    const languages = [...new Set(lines.map(({ language }) => language))];
    const inLanguage = (each: string | undefined): Match[] => {
      const own = lines.filter(({ language }) => language === each);
      return lineMatches(own, project);
    };
    return [...pageMatches(found.filter(isOne)), ...languages.flatMap(inLanguage)];
  },
};

interface TextFile extends RecordFile {
  readonly encoding: TextEncodingName;
  /** Something to be read as a whole: Markdown. */
  readonly isPage: boolean;
  /** Where its extension names one: the others hold the same in theirs. */
  readonly language: string | undefined;
}

/** Files of text, as their names and heads tell. */
async function textsOf(files: FileSet, signal: AbortSignal, others: Others | undefined): Promise<TextFile[]> {
  const candidates: { readonly file: FileIndex; readonly isPage: boolean }[] = [];
  const languages = new Map<string, FileIndex[]>();
  await slices(signal)(files.under(''), (file) => {
    const path = files.paths[file] ?? '';
    const extension = extensionOf(path);
    const isPage = PAGE_EXTENSIONS.has(extension);
    if (path === '' || isIgnoredPath(path) || others?.visual.has(path.includes('/') ? (path.split('/')[0] ?? '') : '') === true) return;
    if (isPage || LINES_EXTENSIONS.has(extension)) {
      // Beside data such a page is about it.
      if (!ABOUT.test(stemOf(path)) && !(isPage && (others?.count ?? 0) > 0)) candidates.push({ file, isPage });
    } else if (LANGUAGES.has(extension)) {
      const stem = `${folderOf(path)}/${stemOf(path)}`;
      languages.set(stem, [...(languages.get(stem) ?? []), file]);
    }
  });
  for (const same of languages.values())
    if (same.length > 1)
      addAll(
        candidates,
        same.map((file) => ({ file, isPage: false })),
      );
  const found: TextFile[] = [];
  for (const { file, isPage } of candidates) {
    const head = await headOf(files, file);
    signal.throwIfAborted();
    if (!head || head.length === 0 || lfsPointerOf(head)) continue;
    const encoding = lineEncoding(head);
    if (encoding === 'binary' || isNumbers(new TextDecoder(encoding).decode(head.subarray(0, 4096)))) continue;
    const path = files.paths[file] ?? '';
    const extension = extensionOf(path);
    found.push({ file, path, keys: ['text'], encoding, isPage, language: LANGUAGES.has(extension) ? extension : undefined });
  }
  return found;
}

/** Rows of numbers are labels or measurements of something, whoever may know of what. */
function isNumbers(head: string): boolean {
  return /\d/.test(head) && !/[^\d\s.,;:eE+-]/.test(head);
}

const BY_LINE = { id: 'lines', why: { code: 'text-by-line' } } as const;
const BY_FILE = { id: 'files', why: { code: 'text-by-file' } } as const;

function lineMatches(found: readonly TextFile[], project: Project | undefined): Match[] {
  const readings = recordMatches(
    found,
    { confidence: () => LOWEST, why: () => ({ code: 'text-lines' }), part: ({ file, split, encoding }) => ({ file, split, encoding }) },
    project,
  );
  return readings.map((match) => {
    const own = found.filter(({ file }) => match.claims.includes(file));
    const [{ language } = { language: undefined }] = own;
    const name = own.length > 1 && language !== undefined ? `${match.name}.${language}` : match.name;
    return { ...match, name, variant: BY_LINE, variants: [{ ...BY_FILE, plan: pagesOf(own, rootOf(own)) }] };
  });
}

/** All of one dropped folder are one dataset. */
function pageMatches(found: readonly TextFile[]): Match[] {
  const drops = new Map<string, TextFile[]>();
  for (const file of found) {
    const top = file.path.split('/')[0] ?? '';
    drops.set(top, [...(drops.get(top) ?? []), file]);
  }
  return [...drops].map(([top, own]): Match => {
    const root = rootOf(own);
    return {
      confidence: LOWEST,
      why: { code: 'text-files', values: { count: own.length } },
      claims: own.map(({ file }) => file),
      name: baseName(root) || top,
      plan: pagesOf(own, root),
      variant: BY_FILE,
      variants: [{ ...BY_LINE, plan: own.map(({ file, path, encoding }): RecordPart => ({ file, split: splitOfPath(path), encoding })) }],
    };
  });
}

/** The folder that they share. */
function rootOf(found: readonly TextFile[]): string {
  let root = folderOf(found[0]?.path ?? '');
  for (const { path } of found) while (root !== '' && !path.startsWith(`${root}/`)) root = folderOf(root);
  return root;
}

function pagesOf(found: readonly TextFile[], root: string): PagePart[] {
  const inside = (path: string): string => (root === '' ? path : path.slice(root.length + 1));
  const hasFolders = found.some(({ path }) => folderOf(inside(path)) !== '');
  return found.map(({ file, path, encoding }) => ({
    file,
    encoding,
    name: inside(path),
    split: splitOfPath(inside(path)),
    beside: [],
    folder: hasFolders ? folderOf(inside(path)) : undefined,
  }));
}

function splitOfPath(path: string): string | undefined {
  return [...folderOf(path).split('/'), stemOf(path)].map(splitOfName).find((split) => split !== undefined);
}

function parseLine(bytes: Uint8Array, { encoding }: RecordPart): ParsedRecord {
  const line = decoderOf(encoding).decode(bytes);
  return { fields: { text: line }, problems: encodingProblems(line, bytes, encoding), rejected: false };
}

function parseFile([bytes = new Uint8Array(0)]: readonly Uint8Array[], part: PagePart): ParsedRecord {
  const { fields, problems } = parseLine(bytes.subarray(byteOrderMark(bytes)?.length ?? 0), part);
  return { fields: part.folder === undefined ? fields : { ...fields, folder: part.folder }, problems, rejected: false };
}

/** A line is its text: no character of it is written in another way. */
function searchLines(part: RecordPart, pattern: TextPattern, field: string | undefined): WindowSearch | undefined {
  if (part.encoding !== 'utf-8') return undefined;
  return recordFinder(pattern, field, {
    special: /[\n\r]/u,
    escapes: false,
    judge: () => 'match',
  });
}
