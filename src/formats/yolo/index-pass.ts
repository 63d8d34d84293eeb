/** The pass over a YOLO dataset. */
import { pacer, slices, type Slices } from '../../base/pause.ts';
import { baseName, folderOf, stemOf, type FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { Match, Sink } from '../format.ts';
import { declareCategories } from './categories.ts';
import { commonFolder } from './groups.ts';
import { readLists, type Listed } from './image-lists.ts';
import { splitOfPath } from './images-of.ts';
import { joined } from './inventory.ts';
import { LabelQueue } from './label-queue.ts';
import { NONE, type YoloPlan, type YoloSet } from './plan.ts';

interface Pass {
  readonly files: FileSet;
  readonly plan: YoloPlan;
  readonly sink: Sink;
  readonly listed: Listed;
  readonly each: Slices;
}

/** The rows of all samples first, then the labels, those first that somebody looks at. Sizes of images are the engine's business. */
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

  const pass: Pass = { files, plan, sink, listed, each: slices(signal) };
  const images = allImages(pass);
  reportShared(pass);
  const queue = new LabelQueue(files.paths.length);
  await rowsOfImages(pass, images, queue);
  await rowsOfOrphans(pass, images.length, queue);
  await queue.read({ files, plan, sink, categories, labelSets, pause, signal }, images.length);
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

/** Of images that share a label file the first has its annotations: every line is shown once. */
async function rowsOfImages({ files, plan, sink, listed, each }: Pass, images: readonly FileIndex[], queue: LabelQueue): Promise<void> {
  const keys = new Set<string>();
  // Only where there is no truth do the results say whether an image has labels.
  const speaking = plan.sets.map(({ role }) => role === 'truth' || plan.sets.every((set) => set.role === 'prediction'));
  await each(images, (image, i) => {
    const path = files.paths[image] ?? '';
    const split = listed.splitOf.get(image) ?? plan.splitNames[plan.splits[i] ?? 0] ?? '';
    const labels = plan.sets.map((set) => set.labels[i] ?? NONE);
    const mine = labels.filter((label, set) => label !== NONE && speaking[set] === true);
    const isTaken = mine.length > 0 && mine.every((label) => queue.has(label));
    const key = keyOf(path, keys);
    const sample = sink.sample(key, {
      name: baseName(path),
      image,
      ...(mine.length === 0 ? { labels: 'missing' } : isTaken ? { labels: 'present' } : {}),
      ...(split === '' ? {} : { split }),
    });
    if (mine.length === 0) sink.problem({ code: 'label-missing', file: path, sample });
    for (const [set, label] of labels.entries()) if (label !== NONE) queue.add({ label, set, key, sample, speaks: speaking[set] === true });
  });
}

/** The path without extension; with it where another image has taken that (`x.jpg` and `x.png`). */
function keyOf(path: string, keys: Set<string>): string {
  const short = joined(folderOf(path), stemOf(path));
  const key = keys.has(short) ? path : short;
  keys.add(key);
  return key;
}

/** @param images rows that there are */
async function rowsOfOrphans(pass: Pass, images: number, queue: LabelQueue): Promise<void> {
  const { files, plan, sink, listed, each } = pass;
  // Without a single image it is one thing that is missing.
  const isAbsent = images === 0 && plan.sets.reduce((sum, { orphans }) => sum + orphans.length, listed.missing.length) > 1;
  if (isAbsent) reportAbsent(pass);
  const byStem = new Map<string, number>();
  for (const [i, { reference }] of listed.missing.entries()) byStem.set(stemOf(reference.replaceAll('\\', '/')), i);
  const mentioned = new Set<number>();
  for (const [set, { orphans }] of plan.sets.entries()) {
    await each(orphans, (label) => {
      const path = files.paths[label] ?? '';
      const entry = byStem.get(stemOf(path));
      const split = entry === undefined ? splitOfPath(folderOf(path), plan.root) : listed.missing[entry]?.split;
      if (entry !== undefined) mentioned.add(entry);
      const key = joined(folderOf(path), stemOf(path));
      const sample = sink.sample(key, { name: baseName(path), ...(split === undefined ? {} : { split }) });
      if (!isAbsent) sink.problem({ code: 'image-missing', file: path, sample, values: { reference: stemOf(path) } });
      queue.add({ label, set, key, sample, speaks: true });
    });
  }
  await each(listed.missing, ({ reference, split, list, at }, i) => {
    if (mentioned.has(i)) return;
    const sample = sink.sample(reference, {
      name: baseName(reference.replaceAll('\\', '/')),
      labels: 'missing',
      ...(split === undefined ? {} : { split }),
    });
    if (!isAbsent) sink.problem({ code: 'image-missing', file: files.paths[list] ?? '', at, sample, values: { reference } });
  });
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
