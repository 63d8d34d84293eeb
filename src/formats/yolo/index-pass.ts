/** The pass over a YOLO dataset: images with their sizes, then the rows of their label files, some hundred samples at a time. */
import { baseName, folderOf, stemOf, type FileSet } from '../../files/file-set.ts';
import type { FileIndex, LabelSetRow, LabelState, SampleRow } from '../../model/dataset.ts';
import { pacer } from '../../base/pause.ts';
import type { Match, SampleCells, Sink } from '../format.ts';
import { declareCategories, type Categories } from './categories.ts';
import { commonFolder } from './groups.ts';
import { readHeaders, uprightSize } from './headers.ts';
import { readLists, type Listed } from './image-lists.ts';
import { splitOfPath } from './images-of.ts';
import { joined } from './inventory.ts';
import { labelBytes } from './label-file.ts';
import { NONE, type YoloPlan, type YoloSet } from './plan.ts';
import { LabelReader } from './read-labels.ts';

/** Samples in one round trip. */
const CHUNK = 500;

interface Pass {
  readonly files: FileSet;
  readonly plan: YoloPlan;
  readonly sink: Sink;
  readonly categories: Categories;
  readonly labelSets: readonly LabelSetRow[];
  readonly listed: Listed;
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** What a label file is read for. */
interface Owner {
  readonly key: string;
  readonly sample: SampleRow;
  readonly width: number;
  readonly height: number;
}

export async function indexYolo(files: FileSet, match: Match, sink: Sink, signal: AbortSignal): Promise<void> {
  const plan = match.plan as YoloPlan | undefined;
  // A match of class lists only has nothing to index.
  if (plan === undefined) return;
  const pace = pacer();
  const pause = async (): Promise<void> => {
    signal.throwIfAborted();
    await pace();
  };
  sink.set({ frame: 'upright', visual: true });
  const categories = declareCategories(plan, sink);
  const labelSets = plan.sets.map(({ name, role }) => sink.labelSet({ name, role }));
  for (const problem of plan.problems) sink.problem(problem);
  const listed = await readLists(files, plan.lists, pause);
  for (const problem of listed.problems) sink.problem(problem);

  const pass: Pass = { files, plan, sink, categories, labelSets, listed, pause, signal };
  const images = allImages(pass);
  reportShared(pass);
  const orphans = plan.sets.reduce((sum, set) => sum + set.orphans.length, 0);
  const total = images.length + orphans;
  const keys = new Set<string>();
  const taken = new Set<FileIndex>();
  for (let from = 0; from < images.length; from += CHUNK) {
    await indexImages(pass, images.slice(from, from + CHUNK), from, keys, taken);
    sink.progress(Math.min(images.length, from + CHUNK), total);
  }
  await indexOrphans(pass, images.length, total);
  const known = new Set(images);
  const unreferenced = match.claims.filter((file) => isGuestImage(files, plan, file, known)).length;
  if (unreferenced > 0) sink.set({ unreferencedImages: unreferenced });
}

/** Images of the plan, then those that only a list names. */
function allImages({ plan, listed }: Pass): readonly FileIndex[] {
  const known = new Set(plan.images);
  return [...plan.images, ...[...listed.splitOf.keys()].filter((file) => !known.has(file))];
}

/** Pictures that a model drew its results into, beside its label files. */
function isGuestImage(files: FileSet, plan: YoloPlan, file: FileIndex, known: ReadonlySet<FileIndex>): boolean {
  return plan.sets.length > 1 && !known.has(file) && /\.(jpe?g|png|webp|bmp|tiff?)$/i.test(files.paths[file] ?? '');
}

async function indexImages(
  pass: Pass,
  images: readonly FileIndex[],
  from: number,
  keys: Set<string>,
  taken: Set<FileIndex>,
): Promise<void> {
  const { files, plan, sink, listed, signal } = pass;
  const headers = await readHeaders(files, images, signal);
  const owners = plan.sets.map(() => new Map<FileIndex, Owner>());
  // Only where there is no truth do the results say whether an image has labels.
  const speaking = plan.sets.map(({ role }) => role === 'truth' || plan.sets.every((set) => set.role === 'prediction'));
  for (const [i, image] of images.entries()) {
    const path = files.paths[image] ?? '';
    const header = headers.get(image);
    const [width, height] = header === undefined ? [0, 0] : uprightSize(header);
    const split = listed.splitOf.get(image) ?? plan.splitNames[plan.splits[from + i] ?? 0] ?? '';
    const labels = plan.sets.map((set) => set.labels[from + i] ?? NONE);
    const mine = labels.filter((label, set) => label !== NONE && speaking[set] === true);
    const key = keyOf(path, keys);
    const sample = sink.sample(key, {
      name: baseName(path),
      image,
      ...(mine.length === 0 ? { labels: 'missing' } : mine.every((label) => taken.has(label)) ? { labels: 'present' } : {}),
      ...(split === '' ? {} : { split }),
      ...(header === undefined ? {} : { width, height, header }),
    });
    if (mine.length === 0) sink.problem({ code: 'label-missing', file: path, sample });
    for (const [set, label] of labels.entries()) {
      // Of images that share a label file the first has its annotations: every line is shown once.
      if (label === NONE || taken.has(label)) continue;
      taken.add(label);
      owners[set]?.set(label, { key, sample, width, height });
    }
  }
  for (const [set, owned] of owners.entries()) await readLabels(pass, set, owned, speaking[set] === true);
}

/** The path without extension; with it where another image has taken that (`x.jpg` and `x.png`). */
function keyOf(path: string, keys: Set<string>): string {
  const short = joined(folderOf(path), stemOf(path));
  const key = keys.has(short) ? path : short;
  keys.add(key);
  return key;
}

async function indexOrphans(pass: Pass, done: number, total: number): Promise<void> {
  const { files, plan, sink, listed } = pass;
  // Without a single image it is one thing that is missing.
  const isAbsent = done === 0 && plan.sets.reduce((sum, { orphans }) => sum + orphans.length, listed.missing.length) > 1;
  if (isAbsent) reportAbsent(pass);
  const byStem = new Map<string, number>();
  for (const [i, { reference }] of listed.missing.entries()) byStem.set(stemOf(reference.replaceAll('\\', '/')), i);
  const mentioned = new Set<number>();
  for (const [set, { orphans }] of plan.sets.entries()) {
    for (let from = 0; from < orphans.length; from += CHUNK) {
      const owned = new Map<FileIndex, Owner>();
      for (const label of orphans.subarray(from, from + CHUNK)) {
        const path = files.paths[label] ?? '';
        const entry = byStem.get(stemOf(path));
        const split = entry === undefined ? splitOfPath(folderOf(path), plan.root) : listed.missing[entry]?.split;
        if (entry !== undefined) mentioned.add(entry);
        const key = joined(folderOf(path), stemOf(path));
        const sample = sink.sample(key, { name: baseName(path), ...(split === undefined ? {} : { split }) });
        if (!isAbsent) sink.problem({ code: 'image-missing', file: path, sample, values: { reference: stemOf(path) } });
        owned.set(label, { key, sample, width: 0, height: 0 });
      }
      await readLabels(pass, set, owned, true);
      sink.progress(Math.min(total, done + from + CHUNK), total);
    }
  }
  for (const [i, { reference, split, list, at }] of listed.missing.entries()) {
    await pass.pause();
    if (mentioned.has(i)) continue;
    const sample = sink.sample(reference, {
      name: baseName(reference.replaceAll('\\', '/')),
      labels: 'missing',
      ...(split === undefined ? {} : { split }),
    });
    if (!isAbsent) sink.problem({ code: 'image-missing', file: files.paths[list] ?? '', at, sample, values: { reference } });
  }
}

/** For each list of images, and for the folder of the label files: none of the images is there. */
function reportAbsent({ files, plan, sink, listed }: Pass): void {
  const byList = new Map<FileIndex, number>();
  for (const { list } of listed.missing) byList.set(list, (byList.get(list) ?? 0) + 1);
  for (const [list, images] of byList) sink.problem({ code: 'images-absent', file: files.paths[list] ?? '', values: { images } });
  const stems = new Set<string>();
  const folders = new Set<string>();
  for (const { orphans } of plan.sets) {
    for (const label of orphans) {
      const path = files.paths[label] ?? '';
      folders.add(folderOf(path));
      stems.add(joined(folderOf(path), stemOf(path)));
    }
  }
  const folder = commonFolder([...folders]);
  if (stems.size > 0) sink.problem({ code: 'images-absent', ...(folder === '' ? {} : { file: folder }), values: { images: stems.size } });
}

async function readLabels(pass: Pass, set: number, owners: ReadonlyMap<FileIndex, Owner>, isSpeaking: boolean): Promise<void> {
  const { files, plan, sink, signal, pause, categories, labelSets } = pass;
  const meaning = plan.sets[set];
  const labelSet = labelSets[set];
  if (meaning === undefined || labelSet === undefined || owners.size === 0) return;
  const reader = new LabelReader(files, plan, meaning, labelSet, categories, sink);
  for await (const piece of labelBytes(files, [...owners.keys()], signal)) {
    await pause();
    const owner = owners.get(piece.file);
    if (owner === undefined) continue;
    const end = reader.read(piece, owner);
    if (end === undefined || !isSpeaking) continue;
    const isEmpty = end.lines === 0 && !end.unreadable;
    const labels: LabelState = isEmpty ? 'empty' : 'present';
    const cells: SampleCells = { labels, at: { file: piece.file, start: 0, end: end.bytes, line: 1 } };
    sink.sample(owner.key, cells);
    if (isEmpty) sink.problem({ code: 'label-empty', file: files.paths[piece.file] ?? '', sample: owner.sample });
  }
}

function reportShared({ files, plan, sink }: Pass): void {
  for (const { labels } of plan.sets) sharedIn(files, plan, labels, sink);
}

function sharedIn(files: FileSet, plan: YoloPlan, labels: YoloSet['labels'], sink: Sink): void {
  const first = new Map<FileIndex, number>();
  const sharers = new Map<FileIndex, string[]>();
  for (const [i, label] of labels.entries()) {
    if (label === NONE) continue;
    const before = first.get(label);
    if (before === undefined) {
      first.set(label, i);
      continue;
    }
    const name = (at: number): string => baseName(files.paths[plan.images[at] ?? NONE] ?? '');
    const known = sharers.get(label);
    if (known === undefined) sharers.set(label, [name(before), name(i)]);
    else known.push(name(i));
  }
  for (const [label, names] of sharers)
    sink.problem({ code: 'label-shared', file: files.paths[label] ?? '', values: { images: names.join(', ') } });
}
