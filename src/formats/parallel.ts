/** Texts that say the same in several languages, a file a language and a line a sentence, as Moses has them: `train.en` and `train.de`. */
import { slices } from '../base/pause.ts';
import { baseName, folderOf, isIgnoredPath, type FileSet } from '../files/file-set.ts';
import { lfsPointerOf, type TextEncodingName } from '../files/text.ts';
import { knownUtf8Source } from '../files/utf8-source.ts';
import type { FileIndex } from '../model/dataset.ts';
import { openAligned, type AlignedTable } from '../syntax/aligned-lines.ts';
import { lineEncoding } from '../syntax/text-lines.ts';
import type { Format, Match } from './format.ts';
import { languageInName, languageOfFolder, type LanguageName } from './languages.ts';
import { headOf, indexRecordFiles } from './record-files.ts';
import type { RecordPart } from './record-container.ts';
import { recordMatches } from './record-matches.ts';
import { addRows, learn, sampledFrom, tableAccess } from './table-records.ts';

/** The files of one text. `file` is the first of them. */
interface ParallelPart extends RecordPart {
  readonly texts: readonly LanguageFile[];
}

interface LanguageFile {
  readonly language: string;
  readonly file: FileIndex;
  readonly encoding: TextEncodingName;
}

/** Surer than the lines of each language by themselves. */
const CONFIDENCE = 0.4;
/** Of texts that most would translate from, it comes first. */
const PIVOT = 'en';

/** Opened once for each plan: all lines are looked at for it. */
const opened = new WeakMap<ParallelPart, Promise<AlignedTable>>();

function tableOf(files: FileSet, part: ParallelPart, signal?: AbortSignal, onBytes?: (done: number) => void): Promise<AlignedTable> {
  let table = opened.get(part);
  if (!table) {
    const columns = part.texts.map(({ language, file, encoding }) => ({
      name: language,
      source: knownUtf8Source(files.source(file), encoding),
    }));
    table = openAligned(columns, signal, onBytes);
    opened.set(part, table);
    // Whoever asked hears of it; the next one may have more luck.
    table.catch(() => opened.delete(part));
  }
  return table;
}

function planOf({ plan }: Match): readonly ParallelPart[] {
  return plan as readonly ParallelPart[];
}

const NOTHING: AlignedTable = {
  rows: 0,
  bytes: 0,
  lines: [],
  errors: [],
  groups: [],
  columns: [],
  notes: {},
  read: async () => ({ rows: [], broken: [] }),
};

const records = tableAccess((files, match, file) => {
  const part = planOf(match).find((each) => each.file === file);
  return part ? tableOf(files, part) : Promise.resolve(NOTHING);
});

export const parallel: Format = {
  id: 'parallel',
  name: 'Parallel texts',
  docs: 'https://www2.statmt.org/moses/?n=Moses.Baseline',
  leftovers: true,
  byRow: true,
  records,

  async match(files, signal, project): Promise<readonly Match[]> {
    const found: (ParallelPart & { readonly path: string; readonly keys: readonly string[] })[] = [];
    for (const [rest, texts] of await textsOf(files, signal)) {
      const [first] = texts;
      const keys = texts.map(({ language }) => language);
      if (first) found.push({ file: first.file, path: rest, keys, texts, split: undefined, encoding: 'utf-8' });
    }
    const readings = recordMatches(
      found,
      {
        confidence: () => CONFIDENCE,
        why: ([{ keys }]) => ({ code: 'parallel', values: { languages: keys.join(', '), count: keys.length } }),
        part: ({ file, split, texts }): ParallelPart => ({ file, split, texts, encoding: 'utf-8' }),
      },
      project,
    );
    return readings.map((match) => ({ ...match, claims: planOf(match).flatMap(({ texts }) => texts.map(({ file }) => file)) }));
  },

  async index(files, match, sink, signal) {
    await indexRecordFiles(
      files,
      planOf(match),
      ({ encoding }) => encoding,
      sink,
      async ({ part, path, columns, onBytes }) => {
        const table = await tableOf(files, part, signal, onBytes);
        signal.throwIfAborted();
        for (const name of table.columns) if (columns.admits(name, path, sink)) sink.sampled(name, undefined);
        await addRows(0, table.rows, part, sink, signal);
        for (const [at, { file, encoding }] of part.texts.entries()) {
          const [lines = 0, name] = [table.lines[at], files.paths[file] ?? ''];
          if (encoding !== 'utf-8') sink.problem({ code: 'file-encoding', file: name, values: { encoding } });
          const values = { found: lines, declared: table.rows };
          const error = table.errors[at];
          if (error) sink.problem({ code: error.code, file: name, values: { reason: error.message } });
          else if (lines < table.rows) sink.problem({ code: 'lines-differ', file: name, at: { line: lines + 1 }, values });
        }
        for (const start of sampledFrom(table.rows)) await learn(table, start, path, sink, columns);
      },
    );
  },

  async detail(files, match, sample, signal) {
    const [record] = sample.at ? await records.read(files, match, [sample.at], signal) : [];
    return { annotations: [], fields: record?.fields ?? {}, ...(record ? { name: record.name } : {}) };
  },
};

/** Files of several languages by what they have in common, each text's in order, the pivot first. */
async function textsOf(files: FileSet, signal: AbortSignal): Promise<Map<string, LanguageFile[]>> {
  const named: (LanguageName & { readonly file: FileIndex })[] = [];
  const folders: typeof named = [];
  await slices(signal)(files.under(''), (file) => {
    const path = files.paths[file] ?? '';
    if (isIgnoredPath(path)) return;
    const inName = languageInName(path);
    if (inName) named.push({ ...inName, file });
    const inFolder = inName ? undefined : languageOfFolder(path);
    if (inFolder) folders.push({ ...inFolder, file });
  });
  const texts = new Map<string, LanguageFile[]>();
  for (const group of [byRest(named), evident(byRest(folders))]) {
    for (const [rest, own] of group) {
      if (new Set(own.map(({ language }) => language)).size < Math.max(2, own.length)) continue;
      const read: LanguageFile[] = [];
      for (const { file, language } of own) {
        const head = await headOf(files, file);
        signal.throwIfAborted();
        if (!head || head.length === 0 || lfsPointerOf(head)) continue;
        const encoding = lineEncoding(head);
        if (encoding !== 'binary') read.push({ file, language, encoding });
      }
      const order = (language: string): string => (language === PIVOT ? '' : language);
      if (read.length > 1)
        texts.set(
          rest,
          read.toSorted((a, b) => (order(a.language) < order(b.language) ? -1 : 1)),
        );
    }
  }
  return texts;
}

function byRest<T extends LanguageName>(found: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of found) {
    const own = groups.get(each.rest);
    if (own) own.push(each);
    else groups.set(each.rest, [each]);
  }
  return groups;
}

/** Folders are languages only where each of them holds the same files: `it/` and `no/` are words, too. */
function evident<T extends LanguageName>(groups: Map<string, T[]>): Map<string, T[]> {
  const languages = new Map<string, Set<string>>();
  for (const [rest, own] of groups) {
    const above = folderOf(rest);
    const known = languages.get(above) ?? new Set<string>();
    languages.set(above, known);
    for (const { language } of own) known.add(language);
  }
  const isWhole = ([rest, own]: readonly [string, T[]]): boolean => own.length === languages.get(folderOf(rest))?.size;
  const partly = new Set([...groups].filter((group) => !isWhole(group)).map(([rest]) => folderOf(rest)));
  return new Map([...groups].filter(([rest]) => !partly.has(folderOf(rest)) && baseName(rest) !== ''));
}
