/**
 * ImageFolder with metadata: pictures in a folder, and a table of them (`metadata.csv`, `.jsonl` or `.parquet`) whose column `file_name` names
 * each; other columns are what is said of it. https://huggingface.co/docs/datasets/image_dataset#imagefolder
 */
import { assert } from '../base/assert.ts';
import { firstWhere } from '../base/binary-search.ts';
import { slices } from '../base/pause.ts';
import { baseName, folderOf, isImagePath, type FileSet } from '../files/file-set.ts';
import type { SampleBlock } from '../model/block.ts';
import type { FileIndex, LabelSetRow } from '../model/dataset.ts';
import { parquet } from './columnar.ts';
import { csv } from './csv.ts';
import type { Detail, Format, Match, SampleCells, SampleRef, Sink } from './format.ts';
import { annotationsOf, describedIn, isAnnotationField, kindsOf } from './image-metadata/shapes.ts';
import { jsonl } from './jsonl.ts';
import { MissingImages } from './missing-images.ts';
import { cellOf, ColumnLimit } from './record-cells.ts';
import type { FileRows, RecordAccess, RecordFields, RecordPart } from './record-container.ts';
import { look, textOf } from './records/values.ts';
import { splitOfName } from './splits.ts';

/** By the name, the column and the pictures: surer than the table alone. */
const CONFIDENCE = 1;
const NAME = /^metadata\.(?:csv|jsonl|parquet)$/;
const FILE_NAMES: readonly string[] = ['file_name', 'image_file_name'];
const TABLES: readonly Format[] = [csv, jsonl, parquet];

interface Plan {
  /** Id of the format of the table. */
  readonly table: string;
  /** How that format reads it. */
  readonly inner: Pick<Match, 'plan'>;
}

export const imageMetadata: Format = {
  id: 'image-metadata',
  name: 'ImageFolder with metadata',
  docs: 'https://huggingface.co/docs/datasets/image_dataset#imagefolder',

  async match(files, signal, project) {
    const each = slices(signal);
    const tables: FileIndex[] = [];
    await each(files.under(''), (file) => {
      const path = files.paths[file] ?? '';
      if (path.includes('metadata') && NAME.test(baseName(path))) tables.push(file);
    });
    if (tables.length === 0) return [];
    const pictures: FileIndex[] = [];
    await each(files.under(''), (file) => {
      if (isImagePath(files.paths[file] ?? '')) pictures.push(file);
    });
    if (pictures.length === 0) return [];
    const only = among(files, new Set(tables));
    const matches: Match[] = [];
    for (const table of TABLES) {
      for (const match of await table.match(only, signal, project)) {
        const found = await withPictures(files, table, match, pictures, signal);
        if (found) matches.push(found);
      }
    }
    return matches;
  },

  async index(files, match, sink, signal) {
    await indexTable(files, match, sink, signal);
  },

  async detail(files, match, sample: SampleRef, signal): Promise<Detail> {
    const { access, inner } = tableOf(match);
    const [record] = sample.at ? await access.read(files, inner, [sample.at], signal) : [];
    const fields = record?.fields ?? {};
    return { annotations: annotationsOf(fields, sample.annotations), fields };
  },
};

/** The drop as if there were only these files. */
function among(files: FileSet, only: ReadonlySet<FileIndex>): FileSet {
  return {
    paths: files.paths,
    source: (file) => files.source(file),
    head: (file) => files.head(file),
    firstBytes: (wanted, bytes, signal) => files.firstBytes(wanted, bytes, signal),
    indexOf: (path) => files.indexOf(path),
    resolve: (reference, folder, kind) => files.resolve(reference, folder, kind),
    under: (folder) => files.under(folder).filter((file) => only.has(file)),
  };
}

/** The reading of a table as one of pictures: its column names files, and there are pictures in its folders. */
async function withPictures(
  files: FileSet,
  table: Format,
  match: Match,
  pictures: readonly FileIndex[],
  signal: AbortSignal,
): Promise<Match | undefined> {
  if (!(match.columns ?? []).some((column) => FILE_NAMES.includes(column))) return undefined;
  const folders = [...new Set(match.claims.map((file) => folderOf(files.paths[file] ?? '')))];
  const own: FileIndex[] = [];
  await slices(signal)(pictures, (file) => {
    const path = files.paths[file] ?? '';
    if (folders.some((folder) => folder === '' || path.startsWith(`${folder}/`))) own.push(file);
  });
  if (own.length === 0) return undefined;
  const [first = ''] = folders;
  const root = folders.length > 1 || splitOfName(baseName(first)) !== undefined ? folderOf(first) : first;
  const plan: Plan = { table: table.id, inner: { plan: match.plan } };
  return {
    confidence: CONFIDENCE,
    why: { code: 'image-metadata', values: { count: own.length } },
    claims: [...match.claims, ...own],
    name: baseName(root) || match.name,
    ...(match.guide ? { guide: match.guide } : {}),
    ...(match.declared ? { declared: match.declared } : {}),
    ...(match.problems ? { problems: match.problems } : {}),
    ...(table.byRow ? { byRow: true } : {}),
    plan,
  };
}

/** What the table's own format says of it. */
function tableOf(match: Match): { readonly format: Format; readonly access: RecordAccess; readonly inner: Match } {
  const { table, inner } = match.plan as Plan;
  const format = TABLES.find(({ id }) => id === table);
  assert(format?.records, `${table} is a table`);
  return { format, access: format.records, inner: { ...match, ...inner } };
}

/** Where the records of one file of the table stand. */
class Places {
  readonly blocks: SampleBlock[] = [];

  /** The records of each file, numbered through. */
  files(): FileRows[] {
    const rows: FileRows[] = [];
    let first = 0;
    for (const file of new Set(this.blocks.map((block) => block.file))) {
      const own = this.blocks.filter((block) => block.file === file);
      const ends: number[] = [];
      let end = first;
      for (const { length } of own) ends.push((end += length));
      const begin = first;
      const at = (row: number, of: (block: SampleBlock, i: number) => number | undefined): number => {
        const block = firstWhere(ends.length, (i) => (ends[i] ?? 0) > row);
        const before = block === 0 ? begin : (ends[block - 1] ?? 0);
        const found = own[block];
        return found ? (of(found, row - before) ?? 0) : 0;
      };
      rows.push({
        file,
        first,
        end,
        start: (row) => at(row, ({ start }, i) => start[i]),
        size: (row) => at(row, ({ size }, i) => size[i]),
        line: (row) => at(row, ({ line }, i) => line?.[i]),
      });
      first = end;
    }
    return rows;
  }
}

async function indexTable(files: FileSet, match: Match, sink: Sink, signal: AbortSignal): Promise<void> {
  const { format, access, inner } = tableOf(match);
  const places = new Places();
  // Where records stand is the table's business, what they are is not.
  const placing: Sink = {
    ...sink,
    samples(block) {
      places.blocks.push(block);
      return 0;
    },
    sampled: () => undefined,
    set: () => undefined,
  };
  await format.index(files, inner, placing, signal);
  sink.set({ visual: true });
  const shown = new Set<FileIndex>();
  // One for all splits.
  const labelSet = sink.labelSet({ name: 'metadata', role: 'truth' });
  for (const rows of places.files()) await indexFile({ files, sink, labelSet, signal }, access, inner, rows, shown);
  const pictures = match.claims.filter((file) => isImagePath(files.paths[file] ?? ''));
  sink.set({ unreferencedImages: pictures.length - shown.size });
}

interface Indexing {
  readonly files: FileSet;
  readonly sink: Sink;
  readonly labelSet: LabelSetRow;
  readonly signal: AbortSignal;
}

/** Reads one table through: a sample a record. */
async function indexFile(
  { files, sink, labelSet, signal }: Indexing,
  access: RecordAccess,
  inner: Match,
  rows: FileRows,
  shown: Set<FileIndex>,
): Promise<void> {
  const path = files.paths[rows.file] ?? '';
  const folder = folderOf(path);
  const part = (inner.plan as readonly RecordPart[]).find(({ file }) => file === rows.file);
  const columns = new ColumnLimit();
  const missing = new MissingImages(sink, path);
  const keys = new Set<string>();
  const each = (row: number, fields: RecordFields): void => {
    const at = { file: rows.file, start: rows.start(row), end: rows.start(row) + rows.size(row), line: rows.line(row) };
    const name = textOf(look(fields, FILE_NAMES)) ?? '';
    const found = files.resolve(name, folder, 'images');
    const image = found.kind === 'found' ? found.file : undefined;
    const own = image === undefined ? `${folder}/${name}` : (files.paths[image] ?? '');
    // Two records of one picture are two samples.
    const key = keys.has(own) ? `${own}#${at.line}` : own;
    keys.add(key);
    const split = part?.split ?? splitOfName(name.split('/')[0] ?? '');
    const cells: SampleCells = {
      name: baseName(name) || `#${at.line}`,
      labels: 'inline',
      at,
      extra: extraOf(fields, columns, path, sink),
      ...(image === undefined ? {} : { image }),
      ...(split === undefined ? {} : { split }),
    };
    const sample = sink.sample(key, cells);
    if (image === undefined) missing.add(name, sample, at.start, at.end);
    else {
      missing.seeOne();
      shown.add(image);
    }
    for (const described of describedIn(fields)) {
      const { shape, category } = described;
      const box = shape.kind === 'box' ? { box: shape.box } : {};
      sink.annotation(
        sample,
        category === undefined ? undefined : sink.category(category),
        { labelSet, kinds: kindsOf(described), ...box },
        at,
      );
    }
  };
  const telling: Sink = {
    ...sink,
    // Rows of the table are no rows of the dataset.
    reject: (file, at, { code, values }) => sink.reject(file, at, { code, ...(values ? { values } : {}) }),
    problem: ({ code, file, at, values }) =>
      sink.problem({ code, ...(file === undefined ? {} : { file }), ...(at ? { at } : {}), ...(values ? { values } : {}) }),
  };
  await access.check({ files, match: inner, rows: [rows], signal, onProgress: (done, total) => sink.progress(done, total) }, telling, each);
  missing.finish();
}

/** What is said of a picture beside its name and its annotations. */
function extraOf(fields: RecordFields, columns: ColumnLimit, path: string, sink: Sink): NonNullable<SampleCells['extra']> {
  const named = Object.entries(fields).filter(
    ([name]) => !FILE_NAMES.includes(name) && !isAnnotationField(name) && columns.admits(name, path, sink),
  );
  return Object.fromEntries(named.map(([name, value]) => [name, cellOf(value)]));
}
