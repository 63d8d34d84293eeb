/** Which datasets a drop holds: every format says what it sees, readings of the same files compete, the rest is accounted for. */
import { slices, type Slices } from '../base/pause.ts';
import { baseName, commonFolder, extensionOf, folderOf, isIgnoredPath, isImagePath, type FileSet } from '../files/file-set.ts';
import type { Format, Match, Others } from '../formats/format.ts';
import { findProject } from '../formats/projects/find-project.ts';
import type { FileIndex } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import { imagesNamedIn } from './named-images.ts';
import { peek, withoutFiles } from './peek.ts';
import type { ClassList } from './protocol.ts';

/** More heads than this are not read only to look for pointers. */
const PEEK_LIMIT = 5_000;

/** One format's view of some files. */
export interface Candidate {
  readonly format: Format;
  readonly match: Match;
}

/** A reading that won its files. */
export interface Reading extends Candidate {
  /** Losing readings of the same files, best first, for "open as…". */
  readonly alternatives: readonly Candidate[];
  /** Images in its folders that it does not explain. */
  readonly unreferenced: readonly FileIndex[];
}

export interface Matching {
  readonly readings: readonly Reading[];
  readonly unclaimed: readonly FileIndex[];
  readonly classLists: readonly ClassList[];
  /** Problems that belong to no dataset. */
  readonly problems: readonly Problem[];
}

/** What the user chose over the winner. */
export interface Choice {
  /** Format id. */
  readonly format: string;
  /** One of the ways of the format, where it knows several. */
  readonly variant?: string;
}
/** By any label file (or image, where there is none) of a reading. */
export type Choices = ReadonlyMap<FileIndex, Choice>;

/** Looks at all files of the drop with all formats. */
export async function matchFiles(
  set: FileSet,
  formats: readonly Format[],
  choices: Choices,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<Matching> {
  const each = slices(signal);
  const all: FileIndex[] = [];
  const early: FileIndex[] = [];
  await each(set.under(''), (file) => {
    const path = set.paths[file] ?? '';
    if (isIgnoredPath(path)) return;
    all.push(file);
    if (early.length < PEEK_LIMIT && extensionOf(path) !== 'txt' && !isImagePath(path)) early.push(file);
  });
  const first = await peek(set, early, false, signal);
  const project = await findProject(withoutFiles(set, first.pointers), signal);
  const visible = withoutFiles(set, new Set([...first.pointers, ...project.explained]));

  const candidates: Candidate[] = [];
  const look = async (format: Format, files: FileSet, others?: Others): Promise<void> => {
    onProgress(formats.indexOf(format), formats.length);
    for (const match of await format.match(files, signal, project, others))
      candidates.push({ format, match: chosenWay(set, format, match, choices) });
    signal.throwIfAborted();
  };
  const last = formats.filter(({ leftovers }) => leftovers);
  for (const format of formats) if (!format.leftovers) await look(format, visible);
  const left = last.length > 0 ? await withoutClaimed(visible, candidates, each) : visible;
  const others = othersOf(set, candidates);
  for (const format of last) await look(format, left, others);
  const lists = candidates.filter(({ match }) => match.classLists !== undefined && match.classLists.length > 0);
  const readings = await compete(
    set,
    candidates.filter(({ match }) => match.claims.length > (match.classLists?.length ?? 0)),
    choices,
    signal,
  );

  const taken = new Set<FileIndex>([...first.pointers, ...project.explained]);
  for (const { match, unreferenced } of readings) {
    for (const files of [match.claims, unreferenced]) await each(files, (file) => taken.add(file));
  }
  // A class list that a dataset uses is part of that dataset.
  const classLists: ClassList[] = [];
  for (const { match } of lists) {
    for (const { file, classes } of match.classLists ?? []) {
      if (taken.has(file)) continue;
      taken.add(file);
      classLists.push({ file: set.paths[file] ?? '', classes });
    }
  }
  const rest: FileIndex[] = [];
  await each(all, (file) => {
    if (!taken.has(file)) rest.push(file);
  });
  const late = await peek(set, rest.filter((file) => !isImagePath(set.paths[file] ?? '')).slice(0, PEEK_LIMIT), true, signal);
  const problems = [...first.problems, ...project.problems, ...late.problems];
  // Where each file has a problem of its own, this would say nothing new.
  if (readings.length === 0 && classLists.length === 0 && problems.length === 0)
    problems.push({ code: 'nothing-recognised', values: { files: all.length } });
  onProgress(formats.length, formats.length);
  return { readings, unclaimed: rest.filter((file) => !late.pointers.has(file)), classLists, problems };
}

/** The files that no format wants, not even as a list of classes. */
async function withoutClaimed(set: FileSet, candidates: readonly Candidate[], each: Slices): Promise<FileSet> {
  const claimed = new Set<FileIndex>();
  for (const { match } of candidates) {
    await each(match.claims, (file) => claimed.add(file));
    for (const { file } of match.classLists ?? []) claimed.add(file);
  }
  return withoutFiles(set, claimed, 'images too');
}

function othersOf(set: FileSet, candidates: readonly Candidate[]): Others {
  const found = candidates.filter(({ match }) => match.claims.length > (match.classLists?.length ?? 0));
  const visual = found.filter(({ format }) => !format.records).map(({ match }) => topFolder(set.paths[match.claims[0] ?? -1] ?? ''));
  return { count: found.length, visual: new Set(visual) };
}

function topFolder(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : '';
}

/** The files that a reading is judged by: its label files or, where it has only images, those. */
export function decisiveFiles(set: FileSet, match: Match): readonly FileIndex[] {
  const labels = match.claims.filter((file) => !isImagePath(set.paths[file] ?? ''));
  return labels.length > 0 ? labels : match.claims;
}

/** The match in the way that the user chose for its files. */
function chosenWay(set: FileSet, format: Format, match: Match, choices: Choices): Match {
  const { variant, variants = [] } = match;
  if (!variant || variants.length === 0 || choices.size === 0) return match;
  for (const file of decisiveFiles(set, match)) {
    const choice = choices.get(file);
    const chosen = choice?.format === format.id ? variants.find(({ id }) => id === choice.variant) : undefined;
    if (!chosen) continue;
    const { id, why, plan } = chosen;
    // The user has decided: no other way is as likely any more.
    const others = [{ id: variant.id, why: variant.why, plan: match.plan }, ...variants.filter((other) => other !== chosen)];
    return { ...match, plan, variant: { id, why }, variants: others.map((other) => ({ ...other, likely: false })) };
  }
  return match;
}

/** Decides between candidates. Exported for tests. Hundreds of thousands of claims are gone through in slices. */
export async function compete(set: FileSet, candidates: readonly Candidate[], choices: Choices, signal: AbortSignal): Promise<Reading[]> {
  const each = slices(signal);
  const isImage = (file: FileIndex): boolean => isImagePath(set.paths[file] ?? '');
  const entries: { readonly candidate: Candidate; readonly labels: FileIndex[]; readonly rank: number }[] = [];
  for (const candidate of candidates) {
    const labels: FileIndex[] = [];
    await each(candidate.match.claims, (file) => {
      if (!isImage(file)) labels.push(file);
    });
    const decisive = labels.length > 0 ? labels : candidate.match.claims;
    const chosen = choices.size > 0 && decisive.some((file) => choices.get(file)?.format === candidate.format.id);
    entries.push({ candidate, labels, rank: candidate.match.confidence + (chosen ? 10 : 0) });
  }
  // Stable: the list of formats breaks ties, label files go before images alone.
  entries.sort((a, b) => b.rank - a.rank || Number(b.labels.length > 0) - Number(a.labels.length > 0));

  const labelOwner = new Map<FileIndex, Won>();
  const imageOwner = new Map<FileIndex, Won>();
  const won: Won[] = [];
  for (const { candidate, labels } of entries) {
    const rivals = new Set<Won>();
    if (labels.length > 0) {
      await each(labels, (file) => {
        const owner = labelOwner.get(file);
        if (owner && owner.candidate.format.id !== candidate.format.id) rivals.add(owner);
      });
      if (rivals.size > 0) {
        for (const rival of rivals) rival.alternatives.push(candidate);
        continue;
      }
    }
    let accepted = candidate;
    if (labels.length === 0) {
      const free: FileIndex[] = [];
      await each(candidate.match.claims, (file) => {
        const owner = imageOwner.get(file);
        if (owner) rivals.add(owner);
        else free.push(file);
      });
      if (free.length < candidate.match.claims.length) {
        for (const rival of rivals) if (!rival.hasLabels) rival.alternatives.push(candidate);
        if (free.length === 0) continue;
        // Plain images are what is left; a layout of images is whole or, where others explain most of it, wrong.
        if (candidate.match.why.code === 'images') accepted = { ...candidate, match: reduced(set, candidate.match, free) };
        else if (free.length * 2 < candidate.match.claims.length) continue;
      }
    }
    const entry: Won = { candidate: accepted, hasLabels: labels.length > 0, alternatives: [], unreferenced: [] };
    won.push(entry);
    await each(accepted.match.claims, (file) => {
      const owners = isImage(file) ? imageOwner : labelOwner;
      if (!owners.has(file)) owners.set(file, entry);
    });
  }
  return giveLeftovers(set, won, each);
}

interface Won {
  candidate: Candidate;
  readonly hasLabels: boolean;
  readonly alternatives: Candidate[];
  unreferenced: FileIndex[];
}

/** Images beside those of a labelled dataset, or beside those that records name, are its unreferenced images, not a dataset of their own. */
async function giveLeftovers(set: FileSet, won: readonly Won[], each: Slices): Promise<Reading[]> {
  const folders = new Map<string, Won>();
  for (const entry of won) {
    if (!entry.hasLabels || entry.candidate.format.records) continue;
    const images: FileIndex[] = [];
    await each(entry.candidate.match.claims, (file) => {
      if (isImagePath(set.paths[file] ?? '')) images.push(file);
    });
    await each(images.length > 0 ? images : entry.candidate.match.claims, (file) => {
      const folder = folderOf(set.paths[file] ?? '');
      if (!folders.has(folder)) folders.set(folder, entry);
    });
  }
  // Records show pictures of any folder: those that they name, as far as heads tell, and what lies beside these.
  const records = won.some(({ hasLabels }) => !hasLabels) ? won.filter(({ candidate }) => candidate.format.records) : [];
  for (const entry of records) {
    for (const file of await imagesNamedIn(set, entry.candidate.match.claims)) {
      const folder = folderOf(set.paths[file] ?? '');
      if (!folders.has(folder)) folders.set(folder, entry);
    }
  }
  const readings: Reading[] = [];
  for (const entry of won) {
    const { match } = entry.candidate;
    if (entry.hasLabels || folders.size === 0) {
      readings.push({ ...entry.candidate, alternatives: entry.alternatives, unreferenced: entry.unreferenced });
      continue;
    }
    const own: FileIndex[] = [];
    await each(match.claims, (file) => {
      const owner = match.why.code === 'images' ? folders.get(folderOf(set.paths[file] ?? '')) : undefined;
      if (owner) owner.unreferenced.push(file);
      else own.push(file);
    });
    if (own.length === 0) continue;
    const rest = own.length === match.claims.length ? match : reduced(set, match, own);
    readings.push({ format: entry.candidate.format, match: rest, alternatives: entry.alternatives, unreferenced: [] });
  }
  return readings;
}

/** A reading of plain images with fewer of them: its name is the folder that they share. */
function reduced(set: FileSet, match: Match, claims: readonly FileIndex[]): Match {
  const folder = commonFolder(set, claims);
  const name = folder === '' ? match.name : baseName(folder);
  return { ...match, claims, name, why: { ...match.why, values: { ...match.why.values, count: claims.length } } };
}
