/** A drop of small files given inline, opened by one format, and everything that it wrote. */
import { ReadError, type ByteSource } from '../../src/files/byte-source.ts';
import { sizeIn } from '../../src/engine/image-pass.ts';
import { Files } from '../../src/files/file-set-of.ts';
import { readImageHeader } from '../../src/files/image-size.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { yolo } from '../../src/formats/yolo.ts';
import type { AnnotationCells, Detail, Format, Match, SampleCells, Sink } from '../../src/formats/format.ts';
import { SHAPE_KINDS, type Category, type LabelSet } from '../../src/model/annotation.ts';
import type { ByteRange } from '../../src/model/dataset.ts';
import type { Problem, ProblemCode } from '../../src/model/problem.ts';

export type Tree = Readonly<Record<string, string | Uint8Array | ByteSource>>;

/** A file that is gone, or whose reading breaks off behind `bytes`. */
export function broken(content = ''): ByteSource {
  const source = memorySource(content);
  return {
    ...source,
    size: async () => content.length + 1,
    async read(start, end) {
      if (end > content.length) throw new ReadError('file-changed', 'the file is gone');
      return source.read(start, end);
    },
  };
}

/** A PNG as far as its size: nothing reads further. */
export function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  bytes.set([8, 2, 0, 0, 0], 24);
  return bytes;
}

/** A JPEG as far as its size, with an EXIF orientation. */
export function jpeg(width: number, height: number, orientation: number): Uint8Array {
  const tiff = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  const sof = [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0];
  const end = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0xff, 0xd9];
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2, ...exif, 0xff, 0xc0, 0, sof.length + 2, ...sof, ...end]);
}

export function drop(tree: Tree): Files {
  const files = new Files();
  files.append(Object.entries(tree).map(([path, content]) => ({ path, source: isSource(content) ? content : memorySource(content) })));
  return files;
}

function isSource(content: string | Uint8Array | ByteSource): content is ByteSource {
  return typeof content === 'object' && 'wholeBlob' in content;
}

export interface SampleSeen extends SampleCells {
  readonly row: number;
  readonly key: string;
}
export interface AnnotationSeen {
  readonly sample: number;
  readonly category: number | undefined;
  readonly cells: AnnotationCells;
  readonly at: ByteRange;
}

/** One dataset as a sink saw it. */
export interface Seen {
  readonly match: Match;
  readonly samples: SampleSeen[];
  readonly categories: Category[];
  readonly labelSets: LabelSet[];
  readonly annotations: AnnotationSeen[];
  readonly problems: Problem[];
  /** By path. */
  readonly accounts: Map<string, { read: number; shown: number; rejected: number }>;
  readonly facts: Record<string, unknown>;
  progress: number;
}

const never = new AbortController().signal;

/** All readings of a format of a drop that hold data, indexed. */
export async function openAll(format: Format, files: Files, signal = never): Promise<Seen[]> {
  const found: Seen[] = [];
  for (const match of await format.match(files, signal)) {
    if (match.claims.length > (match.classLists?.length ?? 0)) found.push(await indexOf(format, files, match, signal));
  }
  return found;
}

export async function indexOf(format: Format, files: Files, match: Match, signal = never): Promise<Seen> {
  const seen: Seen = {
    match,
    samples: [],
    categories: [],
    labelSets: [],
    annotations: [],
    problems: [],
    accounts: new Map(),
    facts: {},
    progress: 0,
  };
  await format.index(files, match, collect(files, seen), signal);
  await measure(files, seen);
  return seen;
}

/** What the engine does behind the format: sizes of images by their headers, and fractions as pixels of them. */
async function measure(files: Files, seen: Seen): Promise<void> {
  for (const [row, sample] of seen.samples.entries()) {
    if (sample.image === undefined || (sample.width ?? 0) > 0) continue;
    const header = await readImageHeader(files.source(sample.image)).catch(() => undefined);
    if (!header) continue;
    const [width, height] = sizeIn('upright', header.width, header.height, header.orientation);
    seen.samples[row] = { ...sample, width, height, header };
  }
  for (const [at, annotation] of seen.annotations.entries()) {
    const { fraction, ...cells } = annotation.cells;
    if (!fraction) continue;
    const { width = 0, height = 0 } = seen.samples[annotation.sample] ?? {};
    const [x, y, w, h, area] = fraction;
    const pixels = width > 0 ? { box: [x * width, y * height, w * width, h * height] as const, area: area * width * height } : {};
    seen.annotations[at] = { ...annotation, cells: { ...cells, ...pixels } };
  }
}

function collect(files: Files, seen: Seen): Sink {
  const rows = new Map<string, number>();
  const account = (file: number): { read: number; shown: number; rejected: number } => {
    const path = files.paths[file] ?? '';
    let found = seen.accounts.get(path);
    if (!found) seen.accounts.set(path, (found = { read: 0, shown: 0, rejected: 0 }));
    return found;
  };
  return {
    sample(key, cells = {}) {
      const row = rows.get(key) ?? seen.samples.push({ row: seen.samples.length, key }) - 1;
      rows.set(key, row);
      const before = seen.samples[row];
      seen.samples[row] = { ...cells, ...before, row, key, ...(cells.labels === undefined ? {} : { labels: cells.labels }) };
      return row;
    },
    category(key, declared) {
      const known = seen.categories.findIndex((category) => category.key === key);
      return known >= 0 ? known : seen.categories.push({ name: key, ...declared, key }) - 1;
    },
    labelSet: (set) => seen.labelSets.push(set) - 1,
    annotation(sample, category, cells, at) {
      seen.annotations.push({ sample, category, cells, at });
      account(at.file).shown += 1;
    },
    annotations() {
      throw new Error('no block was expected');
    },
    samples() {
      throw new Error('no block was expected');
    },
    read(file, _unit, records) {
      account(file).read += records;
    },
    reject(file, at, problem) {
      account(file).rejected += 1;
      seen.problems.push({ ...problem, file: files.paths[file] ?? '', at });
    },
    problem: (problem) => void seen.problems.push(problem),
    column: () => undefined,
    sampled: () => undefined,
    set: (facts) => void Object.assign(seen.facts, facts),
    progress: (done) => void (seen.progress = done),
  };
}

/** What `detail` gives for a sample by name. */
export async function detailOf(format: Format, files: Files, seen: Seen, name: string): Promise<Detail> {
  const sample = seen.samples.find((each) => each.name === name);
  if (!sample) throw new Error(`there is no sample ${name}`);
  const refs = seen.annotations.flatMap(({ sample: of, category, cells, at }, row) =>
    of === sample.row ? [{ ...at, row, category: category ?? -1, labelSet: cells.labelSet }] : [],
  );
  const { width = 0, height = 0, key, row, image, at } = sample;
  return format.detail(
    files,
    seen.match,
    { row, key, name, image, width, height, at, annotations: refs, categories: seen.categories },
    never,
  );
}

/** Problems of a code as `file:line`, without what is in front of the last folder. */
export function placesOf(seen: Seen, code: ProblemCode): string[] {
  return seen.problems
    .filter((problem) => problem.code === code)
    .map(({ file = '', at }) => `${file.slice(file.lastIndexOf('/') + 1)}${at?.line === undefined ? '' : `:${at.line}`}`);
}

/** Names of the shapes in the `kinds` column. */
export function kindsOf(kinds: number): string[] {
  return SHAPE_KINDS.filter((_, i) => (kinds & (1 << i)) !== 0);
}

/** `name=annotations` of every category. */
export function countsOf(seen: Seen): string[] {
  return seen.categories.map(({ name }, row) => `${name}=${seen.annotations.filter(({ category }) => category === row).length}`);
}

/** `name:split` of every sample. */
export function splitsOf(seen: Seen): string[] {
  return seen.samples.map(({ name, split }) => `${name}:${split ?? '-'}`);
}

/** One row, and an image of 100 × 50 for it. */
export const BOX = '0 .5 .5 .2 .4\n';
export const P = png(100, 50);

/** The only YOLO dataset of a drop, in which every line is accounted for. */
export async function onlyYolo(tree: Tree): Promise<Seen> {
  const [seen, ...others] = await openAll(yolo, drop(tree));
  if (!seen || others.length > 0) throw new Error(`${others.length + (seen ? 1 : 0)} datasets were found`);
  for (const [path, { read, shown, rejected }] of seen.accounts) {
    if (shown + rejected !== read) throw new Error(`${path}: ${shown} shown and ${rejected} rejected of ${read}`);
  }
  return seen;
}
