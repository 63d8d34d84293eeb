/** Which COCO files belong together: label sets over the same images, splits of one layout, results and the truth they speak of. */
import { slices } from '../../base/pause.ts';
import { baseName, folderOf, type FileSet } from '../../files/file-set.ts';
import type { Id } from './ids.ts';
import { findImage } from './image-record.ts';
import { splitOfPath } from './names.ts';
import type { CocoFile, CocoPart } from './plan.ts';
import type { Probe } from './probe.ts';
import { knownImages } from './stems.ts';

/** Files over the same images. */
interface Part {
  readonly split: string | undefined;
  readonly probes: Probe[];
  readonly results: Probe[];
}

/** Share of all images that two files must have in common to speak of the same ones. */
const SAME = 0.5;

/** Images whose files are compared where two label files say the same of them. */
const COMPARED = 16;

/** Datasets, each as the parts of its plan. */
export async function groupProbes(probes: readonly Probe[], files: FileSet, signal: AbortSignal): Promise<CocoPart[][]> {
  const pathOf = ({ file }: Probe): string => files.paths[file] ?? '';
  const each = slices(signal);
  const parts: Part[] = [];
  await each(
    probes.filter(({ kind }) => kind === 'sections'),
    (probe) => {
      const { split } = splitOfPath(pathOf(probe));
      // A scored file is a set of predictions over a truth's images; truths come first.
      const part = parts.find((other) => isSameSplit(split, other.split) && isSameImages(other.probes[0], probe, files));
      if (part) part.probes.push(probe);
      else parts.push({ split, probes: [probe], results: [] });
    },
  );
  const truths = [...parts];
  await each(
    probes.filter(({ kind }) => kind === 'results'),
    (probe) => {
      const part = bestTruth(probe, truths, pathOf) ?? parts.find((other) => isSameRows(other, probe));
      if (part) part.results.push(probe);
      else parts.push({ split: splitOfPath(pathOf(probe)).split, probes: [], results: [probe] });
    },
  );
  return splitsTogether(parts, pathOf).map((dataset) => plansOf(dataset, pathOf));
}

function isSameSplit(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function isSameImages(a: Probe | undefined, b: Probe, files: FileSet): boolean {
  if (a === undefined) return false;
  const same: Id[] = [];
  let common = 0;
  for (const [id, { name }] of b.images) {
    const other = a.images.get(id);
    if (other === undefined) continue;
    if (other.name === name) {
      common += 1;
      if (same.length < COMPARED) same.push(id);
    }
    // One number for two images, and few that agree: other images.
    else if (common < 3) return false;
  }
  if (common === 0) return false;
  const first = files.paths[a.file] ?? '';
  const second = files.paths[b.file] ?? '';
  if (a.isWhole && b.isWhole) {
    if (common <= SAME * (a.images.size + b.images.size - common)) return false;
    // Of large files we know some images only: names must do the rest.
  } else if (splitOfPath(first).split !== splitOfPath(second).split || folderOf(first) !== folderOf(second)) return false;
  return !same.some((id) =>
    isOtherFile(a.images.get(id)?.reference, folderOf(first), b.images.get(id)?.reference, folderOf(second), files),
  );
}

/** Whether two references of one name mean two files: those beside each label file. */
function isOtherFile(a = '', folder = '', b = '', otherFolder = '', files: FileSet): boolean {
  if (folder === otherFolder || a === '' || b === '') return false;
  const one = findImage(files, a, folder, undefined);
  const two = findImage(files, b, otherFolder, undefined);
  return one.kind === 'found' && two.kind === 'found' && one.file !== two.file;
}

function isSameRows(part: Part, probe: Probe): boolean {
  const [first] = part.results;
  if (part.probes.length > 0 || first === undefined) return false;
  return countKnown(probe.rowImages, first.rowImages) > SAME * Math.max(first.rowImages.size, probe.rowImages.size);
}

function countKnown(ids: Iterable<Id>, known: { has(id: Id): boolean }): number {
  let count = 0;
  for (const id of ids) if (known.has(id)) count += 1;
  return count;
}

/** The truth that knows most of the images; then the one of its split, the one nearest by folder, the one with fewest others. */
function bestTruth(probe: Probe, parts: readonly Part[], pathOf: (probe: Probe) => string): Part | undefined {
  const folder = folderOf(pathOf(probe)).split('/');
  const { split } = splitOfPath(pathOf(probe));
  let best: { part: Part; rank: readonly number[] } | undefined;
  for (const part of parts) {
    const [truth] = part.probes;
    if (truth === undefined) continue;
    const images = Math.max(1, probe.rowImages.size);
    let share = knownImages(probe, truth).count / images;
    // Some of the truth's images were not seen: one that is known stands for many.
    if (!truth.isWhole && share > 0) share = 1;
    const isOnlyOne = parts.length === 1 && !truth.isWhole;
    if (share === 0 && !isOnlyOne) continue;
    const near = commonLength(folder, folderOf(pathOf(truth)).split('/'));
    const covered = share * images * (truth.images.size > 0 ? 1 / truth.images.size : 0);
    const isOwnSplit = split !== undefined && split === part.split ? 1 : 0;
    const rank = [share, isOwnSplit, near, covered];
    if (!best || isGreater(rank, best.rank)) best = { part, rank };
  }
  return best?.part;
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  // Folders deeper than the common one lead away.
  return length - (b.length - length) / 100;
}

function isGreater(a: readonly number[], b: readonly number[]): boolean {
  for (const [i, value] of a.entries()) {
    const other = b[i] ?? 0;
    if (Math.abs(value - other) > 1e-9) return value > other;
  }
  return false;
}

/** Parts whose files have one layout and differ in the split are one dataset. */
function splitsTogether(parts: readonly Part[], pathOf: (probe: Probe) => string): Part[][] {
  const layouts = new Map(parts.map((part) => [part, layoutsOf(part, pathOf)]));
  const isAlike = (a: Part, b: Part): boolean =>
    a.probes.length > 0 === b.probes.length > 0 && layouts.get(a)?.some((layout) => layouts.get(b)?.includes(layout)) === true;
  const datasets: Part[][] = [];
  for (const part of parts) {
    const dataset = datasets.find(
      (others) =>
        part.split !== undefined &&
        others.every(({ split }) => split !== undefined && split !== part.split) &&
        others.some((other) => isAlike(other, part)),
    );
    if (dataset) dataset.push(part);
    else datasets.push([part]);
  }
  return datasets;
}

function layoutsOf({ probes, results }: Part, pathOf: (probe: Probe) => string): string[] {
  return (probes.length > 0 ? probes : results).map((probe) => splitOfPath(pathOf(probe)).layout);
}

function plansOf(parts: readonly Part[], pathOf: (probe: Probe) => string): CocoPart[] {
  const all = parts.flatMap(({ probes, results }) => [...probes, ...results]);
  const names = labelSetNames(all, parts.length > 1, pathOf);
  const uses = new Map<string, number>();
  for (const probe of all) {
    const name = `${roleOf(probe)} ${names.get(probe)}`;
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const safe = categoriesAgree(all);
  let isFirst = true;
  return parts.map((part) => {
    const files = [
      ...part.probes.filter((probe) => roleOf(probe) === 'truth'),
      ...part.probes.filter((probe) => roleOf(probe) !== 'truth'),
      ...part.results,
    ];
    return {
      prefix: parts.length > 1 ? `${part.split ?? ''}:` : '',
      ...(part.split === undefined ? {} : { split: part.split }),
      files: files.map((probe): CocoFile => {
        const [truth] = part.probes;
        const byStem = truth !== undefined && probe.kind === 'results' && knownImages(probe, truth).byStem;
        const labelSet = names.get(probe) ?? '';
        const categoriesFirst = !isFirst && !safe && probe.kind === 'sections';
        isFirst = false;
        const alone = uses.get(`${roleOf(probe)} ${labelSet}`) === 1;
        const { file, encoding, kind } = probe;
        return { file, encoding, kind, role: roleOf(probe), labelSet, alone, categoriesFirst, ...(byStem ? { byStem } : {}) };
      }),
    };
  });
}

function roleOf(probe: Probe): 'truth' | 'prediction' {
  // A list without scores and without a truth of its own is what somebody said of these images: captions have no scores.
  return probe.isScored || probe.kind === 'results' ? 'prediction' : 'truth';
}

/** Whether no two files give one id different names, as far as that is known of all. */
function categoriesAgree(probes: readonly Probe[]): boolean {
  const names = new Map<Id, string>();
  for (const { categories, isWhole, kind } of probes) {
    if (kind === 'sections' && !isWhole && categories.size === 0) return false;
    for (const [id, name] of categories) {
      if ((names.get(id) ?? name) !== name) return false;
      names.set(id, name);
    }
  }
  return true;
}

/** File names without the split where there are several splits; with their folder where it takes that to tell files apart. */
function labelSetNames(probes: readonly Probe[], isSplit: boolean, pathOf: (probe: Probe) => string): Map<Probe, string> {
  const paths = probes.map((probe) => ({ probe, path: pathOf(probe), ...splitOfPath(pathOf(probe)) }));
  /** By file name: which layouts have it; without splits every file is another. */
  const layouts = new Map<string, Set<string>>();
  for (const { path, layout } of paths) {
    const known = layouts.get(baseName(path)) ?? new Set();
    layouts.set(baseName(path), known.add(isSplit ? layout : path));
  }
  const names = new Map<Probe, string>();
  for (const { probe, path, set } of paths) {
    const name = isSplit ? set : baseName(path).replace(/\.[^.]*$/, '');
    const isTold = layouts.get(baseName(path))?.size === 1;
    names.set(probe, isTold ? name || 'annotations' : `${baseName(folderOf(path))}/${name}`);
  }
  return names;
}
