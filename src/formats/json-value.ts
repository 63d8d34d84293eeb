/**
 * JSON files that nothing else knows, each as one record, those of a folder together. Beside pictures they are left alone: there they
 * are settings, labels of some other tool, notes. https://www.rfc-editor.org/rfc/rfc8259
 */
import { slices } from '../base/pause.ts';
import { baseName, extensionOf, folderOf, isIgnoredPath } from '../files/file-set.ts';
import { lfsPointerOf } from '../files/text.ts';
import type { FileIndex } from '../model/dataset.ts';
import { lineEncoding } from '../syntax/text-lines.ts';
import { fileRecordFormat, type FilePart, type FileRecord } from './file-records.ts';
import type { Format, Match } from './format.ts';
import { parseJsonRecord } from './jsonl.ts';
import { headOf } from './record-files.ts';

const LF = 0x0a;
const EXTENSIONS = new Set(['json', 'geojson', 'topojson']);
/** What tools, models, tests and descriptions of datasets keep beside data. */
const SIDE_FILE =
  /^(?:(?:package|package-lock|composer|tsconfig|jsconfig|settings|manifest|croissant|datapackage|datasets?_infos?|dataset_dict|state|trainer_state|tokenizer|special_tokens_map|added_tokens|vocab|modules|expected|config|config_.*|.*[-_.]config)|.*\.index)\.json$/i;
const HIDDEN = /(?:^|\/)\./;
/** Files of more folders than these are one dataset for each dropped folder: a folder for each record. */
const MOST_FOLDERS = 16;

export const jsonValue: Format = {
  id: 'json-value',
  name: 'JSON files',
  docs: 'https://www.rfc-editor.org/rfc/rfc8259',
  leftovers: true,

  async match(files, signal, _project, others): Promise<readonly Match[]> {
    const all: FileIndex[] = [];
    await slices(signal)(files.under(''), (file) => {
      const path = files.paths[file] ?? '';
      if (EXTENSIONS.has(extensionOf(path)) && !isIgnoredPath(path) && others?.visual.has(topOf(path)) !== true) all.push(file);
    });
    const data = all.filter((file) => !isSideFile(files.paths[file] ?? ''));
    // Where there is nothing to stand beside, they are what was meant.
    const found = data.length > 0 || (others?.count ?? 0) > 0 ? data : all;
    const parts: FilePart[] = [];
    for (const file of found) {
      const head = await headOf(files, file);
      signal.throwIfAborted();
      if (!head || head.length === 0 || lfsPointerOf(head)) continue;
      const encoding = lineEncoding(head);
      const name = files.paths[file] ?? '';
      // What looks like no text is told to be no JSON, with the place.
      parts.push({ file, name, split: undefined, beside: [], encoding: encoding === 'binary' ? 'utf-8' : encoding });
    }
    return byFolder(parts).map(([folder, own]): Match => {
      const [first] = own;
      return {
        confidence: 0.2,
        why: { code: 'json-value', values: { count: own.length } },
        claims: own.map(({ file }) => file),
        name: baseName(own.length === 1 || folder === '' ? (first?.name ?? '') : folder),
        plan: folder === '' ? own : own.map((part) => ({ ...part, name: part.name.slice(folder.length + 1) })),
      };
    });
  },

  ...fileRecordFormat(parseFile),
};

function isSideFile(path: string): boolean {
  return HIDDEN.test(path) || SIDE_FILE.test(baseName(path));
}

/** The dropped folder; '' for a file that was dropped by itself. */
function topOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : '';
}

/** Files by the folder that they lie in or, where there are many folders, by the one that was dropped. */
function byFolder(parts: readonly FilePart[]): [string, FilePart[]][] {
  const isMany = new Set(parts.map(({ name }) => folderOf(name))).size > MOST_FOLDERS;
  const folders = new Map<string, FilePart[]>();
  for (const part of parts) {
    const folder = isMany ? topOf(part.name) : folderOf(part.name);
    const own = folders.get(folder);
    if (own) own.push(part);
    else folders.set(folder, [part]);
  }
  return [...folders];
}

/** Any value is as good as another, since no list of records is meant. */
function parseFile([bytes = new Uint8Array(0)]: readonly Uint8Array[], part: FilePart): FileRecord {
  const { problems, ...record } = parseJsonRecord(bytes, part, true);
  const told = problems.filter(({ code }) => code !== 'record-not-object');
  return { ...record, problems: told.map((problem) => ({ ...problem, line: lineOf(bytes, problem.at ?? 0) })) };
}

function lineOf(bytes: Uint8Array, place: number): number {
  let line = 1;
  for (let at = bytes.indexOf(LF); at >= 0 && at < place; at = bytes.indexOf(LF, at + 1)) line += 1;
  return line;
}
