/** brat: texts, each with a file of annotations beside it. https://brat.nlplab.org/standoff.html */
import { slices } from '../base/pause.ts';
import { baseName, extensionOf, folderOf, stemOf, type FileSet } from '../files/file-set.ts';
import type { FieldValue } from '../model/annotation.ts';
import type { FileIndex } from '../model/dataset.ts';
import { parseConfig, type BratSection, type BratTypes } from './brat/config.ts';
import { parseStandoff, referencesOf, type Standoff } from './brat/standoff.ts';
import { fileRecordFormat, type FilePart, type FileRecord, type FileRecordProblem } from './file-records.ts';
import type { Format, Match } from './format.ts';
import { decoderOf, headOf } from './record-files.ts';
import { placedSpans } from './records/span-places.ts';
import { codePointOffsets } from './records/offsets.ts';
import { splitOfName } from './splits.ts';

/** Files that brat keeps beside the texts. */
const SETTINGS = new Set(['annotation.conf', 'visual.conf', 'tools.conf', 'kb_shortcuts.conf']);
/** Annotation files that are looked into before it is believed that they are such. */
const LOOKED = 8;

interface Part extends FilePart {
  /** What may be annotated, where a file says so. */
  readonly types: BratTypes | undefined;
}

/** Texts of one `annotation.conf`, or of one folder of the drop. */
interface Collection {
  readonly root: string;
  readonly config: FileIndex | undefined;
  readonly settings: FileIndex[];
  readonly texts: { readonly text: FileIndex; readonly annotations: FileIndex | undefined }[];
}

export const brat: Format = {
  id: 'brat',
  name: 'brat',
  docs: 'https://brat.nlplab.org/standoff.html',

  async match(files, signal): Promise<readonly Match[]> {
    const matches: Match[] = [];
    for (const collection of await collectionsOf(files, signal)) {
      const { root, config, settings, texts } = collection;
      const pairs = texts.flatMap(({ annotations }) => annotations ?? []);
      if (!(await areStandoff(files, pairs.slice(0, LOOKED)))) continue;
      const head = config === undefined ? undefined : await headOf(files, config);
      const types = head && parseConfig(new TextDecoder().decode(head));
      matches.push({
        confidence: 0.9,
        why: { code: 'brat', values: { pairs: pairs.length } },
        claims: [...texts.flatMap(({ text, annotations }) => [text, ...(annotations === undefined ? [] : [annotations])]), ...settings],
        name: baseName(root) || baseName(files.paths[texts[0]?.text ?? -1] ?? ''),
        plan: texts.map(({ text, annotations }): Part => {
          const path = files.paths[text] ?? '';
          const inside = root === '' ? path : path.slice(root.length + 1);
          return {
            file: text,
            name: inside.replace(/\.txt(?:\.\w+)?$/i, ''),
            split: splitOfPath(inside),
            encoding: 'utf-8',
            beside: annotations === undefined ? [] : [annotations],
            types,
          };
        }),
      });
    }
    return matches;
  },

  ...fileRecordFormat(parseDocument),
};

function splitOfPath(path: string): string | undefined {
  for (const folder of folderOf(path).split('/')) {
    const split = splitOfName(folder);
    if (split !== undefined) return split;
  }
  return undefined;
}

/** Folders in which texts have annotations beside them, with the settings that hold for them. */
async function collectionsOf(files: FileSet, signal: AbortSignal): Promise<Collection[]> {
  const texts = new Map<string, FileIndex>();
  const annotations = new Map<string, FileIndex>();
  const settings: FileIndex[] = [];
  await slices(signal)(files.under(''), (file) => {
    const path = files.paths[file] ?? '';
    const extension = extensionOf(path);
    if (extension === 'ann' || extension === 'txt')
      (extension === 'ann' ? annotations : texts).set(`${folderOf(path)}/${stemOf(path)}`, file);
    else if (SETTINGS.has(baseName(path))) settings.push(file);
  });
  if (annotations.size === 0) return [];
  const roots = new Map<string, FileIndex>();
  for (const file of settings)
    if (baseName(files.paths[file] ?? '') === 'annotation.conf') roots.set(folderOf(files.paths[file] ?? ''), file);
  const annotated = new Set<string>();
  for (const stem of annotations.keys()) if (texts.has(stem)) annotated.add(folderOf(stem));
  const collections = new Map<string, Collection>();
  for (const [stem, text] of texts) {
    const folder = folderOf(stem);
    const own = annotations.get(stem);
    // A text without annotations is one of them only among such that have some.
    if (!annotated.has(folder) || (own === undefined && /^(readme|license|licence)$/i.test(baseName(stem)))) continue;
    const root = rootOf(folder, roots);
    const collection = collections.get(root) ?? { root, config: roots.get(root), settings: [], texts: [] };
    collections.set(root, collection);
    collection.texts.push({ text, annotations: own });
  }
  for (const file of settings) {
    const folder = folderOf(files.paths[file] ?? '');
    for (const { root, settings: own } of collections.values()) if (folder === root || folder.startsWith(`${root}/`)) own.push(file);
  }
  return [...collections.values()];
}

/** The nearest folder with a configuration; without any, the folder that was dropped. */
function rootOf(folder: string, roots: ReadonlyMap<string, FileIndex>): string {
  for (let each = folder; ; each = folderOf(each)) {
    if (roots.has(each)) return each;
    if (each === '') return folder.split('/')[0] ?? '';
  }
}

/** Whether files named as annotations hold some; empty ones say nothing against it. */
async function areStandoff(files: FileSet, pairs: readonly FileIndex[]): Promise<boolean> {
  let seen = 0;
  for (const file of pairs) {
    const head = await headOf(files, file);
    const [line = ''] = new TextDecoder().decode(head).split('\n');
    if (line.trim() === '') continue;
    if (!/^(?:[TREAMN#]\S*|\*)\t/.test(line.replace(/^\uFEFF/, ''))) return false;
    seen += 1;
  }
  return seen > 0;
}

function parseDocument([bytes = new Uint8Array(0), beside]: readonly Uint8Array[], { types }: Part): FileRecord {
  // A byte order mark stays: offsets count it.
  const text = decoderOf('utf-8').decode(bytes);
  const standoff = parseStandoff(beside === undefined ? '' : decoderOf('utf-8').decode(beside));
  return { fields: { text, ...fieldsOf(standoff) }, problems: problemsOf(text, standoff, types), rejected: false };
}

/** What there is of each kind. */
function fieldsOf({ lines: _lines, invalid: _invalid, ...kinds }: Standoff): Readonly<Record<string, FieldValue>> {
  const fields = Object.entries(kinds).filter(([kind, list]) => kind === 'entities' || list.length > 0);
  return Object.fromEntries(fields.map(([kind, list]) => [kind, list as unknown as FieldValue]));
}

function problemsOf(text: string, standoff: Standoff, types: BratTypes | undefined): FileRecordProblem[] {
  const { entities, relations, events, attributes, invalid, lines } = standoff;
  const problems: FileRecordProblem[] = invalid.map((line) => ({ code: 'standoff-invalid', of: 1, line }));
  const lineOf = (id: string): { readonly of: 1; readonly line?: number } => {
    const line = lines.get(id);
    return { of: 1, ...(line === undefined ? {} : { line }) };
  };
  const spans = placedSpans(
    text,
    entities.map(({ type, spans: places, text: surface }) => ({ label: type, places, surface: surface === '' ? undefined : surface })),
    codePointOffsets(text),
    (there) => there.replaceAll('\n', ' '),
  );
  for (const [at, { misplaced, quoted }] of spans.entries()) {
    const { id, type, spans: places } = entities[at] ?? { id: '', type: '', spans: [] };
    if (!misplaced) continue;
    const values = { id, label: type, start: places[0]?.[0] ?? 0, end: places.at(-1)?.[1] ?? 0 };
    problems.push({ code: 'span-misplaced', ...lineOf(id), values: quoted === undefined ? values : { ...values, quoted } });
  }
  for (const { from, to } of referencesOf(standoff))
    if (!lines.has(to)) problems.push({ code: 'reference-unknown', ...lineOf(from), values: { id: from, reference: to } });
  const undeclared = (
    section: BratSection,
    list: readonly { readonly id: string; readonly type: string }[],
    also: BratSection = section,
  ): void => {
    const known = new Set([...(types?.[section] ?? []), ...(types?.[also] ?? [])]);
    if ((types?.[section] ?? []).length === 0) return;
    for (const { id, type } of list) if (!known.has(type)) problems.push({ code: 'type-undeclared', ...lineOf(id), values: { id, type } });
  };
  // What triggers an event is of the event's type.
  undeclared('entities', entities, 'events');
  undeclared('relations', relations);
  undeclared('events', events);
  undeclared('attributes', attributes);
  return problems;
}
