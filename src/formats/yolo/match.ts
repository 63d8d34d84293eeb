/** What of a drop is YOLO: by names, and by the heads of a few label files. */
import { slices, type Slices } from '../../base/pause.ts';
import { baseName, folderOf, type FileSet } from '../../files/file-set.ts';
import type { FileIndex, Why } from '../../model/dataset.ts';
import type { Problem } from '../../model/problem.ts';
import type { Match } from '../format.ts';
import { classesOf, type ClassSource } from './class-sources.ts';
import { groupFolders, type Group } from './groups.ts';
import { imageFolders, splitsOf } from './images-of.ts';
import { isWithin, takeInventory, upwards, type Folder, type Inventory } from './inventory.ts';
import { assign, shareKnown, stemsOf, type Stems } from './join.ts';
import { labelFolders, type LabelFolder } from './label-folders.ts';
import { isImagesName, pairAll, type Pairs } from './pairing.ts';
import { NONE, type YoloPlan, type YoloSet } from './plan.ts';
import { allScored, decideRules, type Decision, type RuleHints, type Task } from './rules.ts';
import { waysOf } from './variants.ts';
import { listsBeside, readSources, type Source, type Sources } from './sources.ts';

type KptShape = NonNullable<RuleHints['kptShape']>;

/** A dataset in the making. */
interface Draft {
  readonly group: Group;
  readonly labels: readonly FileIndex[];
  readonly rows: readonly (readonly string[])[];
  readonly hints: RuleHints;
  decision: Decision;
  predicted: boolean;
  images: FileIndex[];
  /** Drafts whose label files are over the images of this one. */
  readonly joined: Draft[];
}

/** The share of label files that must have an image of the other dataset. */
const SAME_IMAGES = 0.5;
const MODEL_OUTPUT = /(^|\/)(runs|predict\d*|predictions?|preds?|inference|detections?|results?)(\/|$)/i;
const CONFIDENCE = { described: 0.95, layout: 0.9, beside: 0.85, orphans: 0.75, imagesOnly: 0.5 };

export async function matchYolo(files: FileSet, signal: AbortSignal): Promise<Match[]> {
  const each = slices(signal);
  const inventory = await takeInventory(files, each);
  const described = await readSources(files, inventory, signal);
  if (inventory.folders.size === 0 && described.sources.length === 0) return [];
  const pairs = await pairAll(files, inventory, each);
  const folders = (await labelFolders(files, inventory, pairs, each, signal)).filter((folder) => isWorthIt(folder, inventory, described));
  signal.throwIfAborted();
  const groups = [...groupFolders(files, folders, described.sources), ...withoutLabels(inventory, folders, described.sources)];
  const owner = imageFolders(inventory, groups);
  const owned = new Map<Group, string[]>();
  for (const [path, group] of owner) {
    const known = owned.get(group);
    if (known === undefined) owned.set(group, [path]);
    else known.push(path);
  }
  const shapes = described.sources.flatMap(({ yaml }) => yaml.kptShape ?? []);
  const drafts: Draft[] = [];
  await each(groups, (group) => drafts.push(draftOf(inventory, group, owned.get(group) ?? [], shapes)));
  await adoptSiblings(files, inventory, drafts, owner, each);
  const alone = await joinSets(files, drafts, each);

  const matches: Match[] = [];
  for (const draft of alone) matches.push(await matchOf(files, inventory, pairs, draft, described, each));
  const descriptions = new Set([...inventory.yamls, ...inventory.objData]);
  const used = new Set<FileIndex>();
  for (const { claims } of matches) {
    await each(claims, (file) => {
      if (descriptions.has(file)) used.add(file);
    });
  }
  return [...matches, ...classLists(described.sources.filter(({ file }) => !used.has(file)))];
}

/** A few `.txt` of numbers without images or a folder called labels are YOLO only where a list of classes says so, or they are several. */
function isWorthIt(folder: LabelFolder, inventory: Inventory, described: Sources): boolean {
  const { good, dota } = folder.sniffed;
  // Rows of DOTA count only where a data.yaml makes them a dataset of this family.
  if (good === 0 && dota > 0) return described.sources.some(({ folder: at, darknet }) => !darknet && isWithin(folder.path, at));
  if (folder.paired > 0 || folder.named) return true;
  const classes = [folder.path, folder.root, folderOf(folder.path)].some((path) => (inventory.folders.get(path)?.names.length ?? 0) > 0);
  return classes || folder.labels.length > 1;
}

/** A data.yaml or list whose images are here, without any label file: a test set, perhaps. */
function withoutLabels(inventory: Inventory, folders: readonly LabelFolder[], sources: readonly Source[]): Group[] {
  const holdsImages = new Set<string>();
  for (const { path, images } of inventory.folders.values()) {
    if (images.length > 0) for (const at of upwards(path)) holdsImages.add(at);
  }
  const isLabelled = new Set<string>();
  for (const { path, imageFolders: meant } of folders) {
    for (const folder of [path, ...meant]) for (const at of [...upwards(folder), '']) isLabelled.add(at);
  }
  const groups = new Map<string, Group>();
  for (const source of sources) {
    const at = [...source.splits.filter(({ near }) => near).map(({ folder }) => folder), ...source.listed];
    const hasImages = at.some(
      (path) => (inventory.folders.get(path)?.images.length ?? 0) > 0 || (holdsImages.has(path) && path.split('/').some(isImagesName)),
    );
    if (hasImages && !at.some((path) => isLabelled.has(path)) && !groups.has(source.folder))
      groups.set(source.folder, { root: source.folder, folders: [], source, others: [] });
  }
  return [...groups.values()];
}

/**
 * @param folders of its images
 * @param shapes of keypoints, of all descriptions
 */
function draftOf(inventory: Inventory, group: Group, folders: readonly string[], shapes: readonly KptShape[]): Draft {
  const labels = group.folders.flatMap((folder) => folder.labels);
  const rows = group.folders.flatMap(({ sniffed }) => sniffed.rows);
  const task = taskOf(group);
  const own = group.source?.yaml.kptShape;
  // Results of a pose model lie far from the data.yaml that explains them.
  const kptShape =
    own ??
    shapes.find(
      ({ count, dims }) => rows.length > 0 && rows.every((row) => row.length === 6 + count * dims || row.length === 7 + count * dims),
    );
  const hints: RuleHints = { ...(kptShape === undefined ? {} : { kptShape }), ...(task === undefined ? {} : { task }) };
  const decision = decideRules(rows, hints);
  const images = folders.flatMap((path) => inventory.folders.get(path)?.images ?? []);
  return { group, labels, rows, hints, decision, predicted: allScored(rows, decision.rules), images, joined: [] };
}

function taskOf(group: Group): Task | undefined {
  if (group.source?.yaml.task !== undefined) return group.source.yaml.task;
  const names = `${group.root}/${group.source === undefined ? '' : baseName(group.source.path)}`
    .toLowerCase()
    .split('/')
    .slice(-3)
    .join('/');
  if (/(^|[^a-z])(dota|obb|rotated|oriented)/.test(names)) return 'obb';
  return /(^|[^a-z])(seg|segment|segmentation|polygons?)([^a-z]|$)/.test(names) ? 'segment' : undefined;
}

/** Labels in one folder and images in another beside it, whatever they are called. */
async function adoptSiblings(
  files: FileSet,
  inventory: Inventory,
  drafts: readonly Draft[],
  owner: Map<string, Group>,
  each: Slices,
): Promise<void> {
  const children = new Map<string, Folder[]>();
  for (const folder of inventory.folders.values()) {
    if (folder.images.length === 0 || folder.path === '') continue;
    const known = children.get(folderOf(folder.path));
    if (known === undefined) children.set(folderOf(folder.path), [folder]);
    else known.push(folder);
  }
  for (const draft of drafts) {
    if (draft.images.length > 0 || draft.labels.length === 0) continue;
    const beside = new Set(draft.group.folders.map(({ path }) => folderOf(path)));
    for (const folder of [...beside].flatMap((parent) => children.get(parent) ?? [])) {
      if (owner.has(folder.path) || shareKnown(files, draft.labels, await stemsOf(files, folder.images, each)) < SAME_IMAGES) continue;
      draft.images = draft.images.concat(folder.images);
      owner.set(folder.path, draft.group);
      draft.group.root = folderOf(folder.path);
    }
  }
}

/** Puts results and second sets of labels onto the dataset whose images they are about; returns the others. */
async function joinSets(files: FileSet, drafts: readonly Draft[], each: Slices): Promise<Draft[]> {
  const guests = drafts.filter((draft) => draft.labels.length > 0 && (draft.predicted || isGuest(draft)));
  const hosts = drafts.filter((draft) => !guests.includes(draft));
  if (guests.length === 0 || hosts.length === 0) return [...drafts];
  const stems: Stems[] = [];
  for (const host of hosts) stems.push(await stemsOf(files, host.images.concat(host.labels), each));
  const alone = new Set(drafts);
  for (const guest of guests) {
    let best: Draft | undefined;
    let bestShare = 0;
    for (const [i, host] of hosts.entries()) {
      if (!guest.predicted && !MODEL_OUTPUT.test(guest.group.root) && !isWithin(guest.group.root, host.group.root)) continue;
      const share = shareKnown(files, guest.labels, stems[i] ?? new Map());
      const nearer = best !== undefined && commonParts(guest, host) > commonParts(guest, best);
      if (share >= SAME_IMAGES && (share > bestShare || (share === bestShare && nearer))) {
        best = host;
        bestShare = share;
      }
    }
    if (best === undefined) continue;
    best.joined.push(guest);
    alone.delete(guest);
    if (MODEL_OUTPUT.test(guest.group.root)) guest.predicted = true;
    guest.decision = decideGuest(guest, best);
  }
  return [...alone];
}

/** The truth, and its data.yaml, say what the rows mean, also where the results do not. */
function decideGuest(guest: Draft, host: Draft): Decision {
  const { keypoints: kptShape, nine } = host.decision.rules;
  const decision = decideRules(guest.rows, { ...(kptShape === undefined ? {} : { kptShape }), ...host.hints, ...guest.hints });
  const isLike = host.decision.switchable === 'nine' && decision.switchable === 'nine';
  return isLike ? { rules: { ...decision.rules, nine }, switchable: 'nine' } : decision;
}

/** A set of labels that has no images of its own, or is a model's by the name of its folder. */
function isGuest(draft: Draft): boolean {
  return draft.group.source === undefined && (draft.images.length === 0 || MODEL_OUTPUT.test(draft.group.root));
}

function commonParts(a: Draft, b: Draft): number {
  const [left, right] = [a.group.root.split('/'), b.group.root.split('/')];
  let same = 0;
  while (same < left.length && left[same] === right[same]) same += 1;
  return same;
}

async function matchOf(files: FileSet, inventory: Inventory, pairs: Pairs, draft: Draft, described: Sources, each: Slices): Promise<Match> {
  const { group } = draft;
  const { source } = group;
  const classes = await classesOf(files, inventory, group);
  const images = inventory.inPathOrder(draft.images);
  const splits = await splitsOf(files, images, group.root, source, each);
  const problems = problemsOf(files, draft, classes, described);
  const sets = [await setOf(files, inventory, draft, images, pairs, each)];
  for (const guest of draft.joined) sets.push(await setOf(files, inventory, guest, images, undefined, each));
  const lists = source === undefined ? await listsBeside(files, inventory, group.root) : source.lists;
  const plan: YoloPlan = {
    kind: 'yolo',
    root: group.root,
    classes: classes.classes,
    ...(classes.file === undefined ? {} : { classFile: files.paths[classes.file] ?? '' }),
    ...(source?.yaml.kptNames === undefined ? {} : { kptNames: source.yaml.kptNames }),
    images: Uint32Array.from(images),
    splits: splits.of,
    splitNames: splits.names,
    lists,
    sets: sets.filter((set) => set.orphans.length > 0 || set.labels.some((label) => label !== NONE)),
    problems,
  };
  const labels = [draft, ...draft.joined].flatMap((part) => part.labels);
  const guestImages = draft.joined.flatMap((guest) => guest.images);
  const describing = [
    ...classes.files.map(({ file }) => file),
    ...(source === undefined ? [] : [source.file]),
    ...lists.map(({ file }) => file),
  ];
  const others = group.others.map(({ file }) => file);
  const claims = new Set<FileIndex>();
  for (const list of [images, labels, guestImages, describing, others]) await each(list, (file) => claims.add(file));
  return {
    confidence: confidenceOf(draft),
    why: whyOf(files, draft, classes),
    claims: [...claims],
    name: nameOf(files, draft),
    plan,
    ...waysOf(
      plan,
      [draft, ...draft.joined].map(({ decision }) => decision),
    ),
    ...(draft.predicted && draft.joined.length === 0 ? { predictionsOnly: true } : {}),
  };
}

async function setOf(
  files: FileSet,
  inventory: Inventory,
  draft: Draft,
  images: readonly FileIndex[],
  pairs: Pairs | undefined,
  each: Slices,
): Promise<YoloSet> {
  const role = draft.predicted ? 'prediction' : 'truth';
  const base = { name: setName(draft), role, rules: draft.decision.rules } as const;
  // Where pairs were found by the layout they hold, else stems decide.
  if (pairs !== undefined && draft.group.folders.some(({ paired }) => paired > 0)) {
    const known = new Set<FileIndex>();
    await each(draft.labels, (label) => known.add(label));
    const orphans = new Set(known);
    const labels = new Uint32Array(images.length).fill(NONE);
    await each(images, (image, i) => {
      const label = pairs.labelOf.get(image);
      if (label === undefined || !known.has(label)) return;
      labels[i] = label;
      orphans.delete(label);
    });
    return { ...base, labels, orphans: Uint32Array.from(inventory.inPathOrder(orphans)) };
  }
  return { ...base, ...(await assign(files, images, inventory.inPathOrder(draft.labels), await stemsOf(files, images, each), each)) };
}

function setName(draft: Draft): string {
  const [first] = draft.group.folders;
  if (first === undefined) return 'labels';
  if (!draft.predicted && first.named) return 'labels';
  return baseName(draft.group.root) || baseName(first.path) || 'labels';
}

function problemsOf(files: FileSet, draft: Draft, classes: ClassSource, described: Sources): Problem[] {
  const { source, root } = draft.group;
  const problems: Problem[] = [...classes.problems];
  problems.push(...described.problems.filter(({ file }) => folderOf(file ?? '') === root));
  if (source !== undefined) {
    for (const { code, values } of source.yaml.wrong) problems.push({ code, file: source.path, values });
    for (const { split, reference } of source.missing)
      problems.push({ code: 'folder-missing', file: source.path, values: { split, path: reference } });
    for (const values of sharedSplits(files, source)) problems.push({ code: 'split-shared', file: source.path, values });
    const isToldWrong = source.yaml.wrong.some(({ values }) => values['field'] === 'nc' || values['field'] === 'classes');
    if (classes.classes.length === 0 && !isToldWrong) problems.push({ code: 'class-names-missing', file: source.path });
  }
  for (const { decision, group } of [draft, ...draft.joined]) {
    const { undecided } = decision;
    const file = files.paths[group.folders[0]?.labels[0] ?? NONE];
    if (undecided !== undefined)
      problems.push({ code: 'rows-undecided', ...(file === undefined ? {} : { file }), values: { ...undecided } });
  }
  if (draft.predicted && draft.joined.length === 0)
    problems.push({ code: 'results-without-truth', values: { files: draft.labels.length } });
  return problems;
}

/** Splits that name the same folder or list as one before them: its images are those of the first. */
function sharedSplits(files: FileSet, { splits, lists }: Source): { split: string; other: string; path: string }[] {
  const first = new Map<string, string>();
  const shared: { split: string; other: string; path: string }[] = [];
  const named = [...splits, ...lists.map(({ file, split }) => ({ folder: files.paths[file] ?? '', split }))];
  for (const { folder: path, split } of named) {
    const other = first.get(path);
    if (other === undefined) first.set(path, split);
    else if (other !== split) shared.push({ split, other, path });
  }
  return shared;
}

function confidenceOf(draft: Draft): number {
  if (draft.labels.length === 0) return CONFIDENCE.imagesOnly;
  if (draft.group.source !== undefined) return CONFIDENCE.described;
  if (draft.images.length === 0) return CONFIDENCE.orphans;
  return draft.group.folders.some(({ named }) => named) ? CONFIDENCE.layout : CONFIDENCE.beside;
}

function whyOf(files: FileSet, draft: Draft, classes: ClassSource): Why {
  const { source, folders } = draft.group;
  if (source !== undefined) {
    const values = { file: baseName(source.path), classes: classes.classes.length };
    return { code: source.darknet ? 'yolo-darknet' : 'yolo-yaml', values };
  }
  if (draft.images.length === 0) return { code: 'yolo-labels', values: { labels: draft.labels.length } };
  const names = classes.file === undefined ? '' : baseName(files.paths[classes.file] ?? '');
  if (/^obj\.names$/i.test(names)) return { code: 'yolo-darknet', values: { file: names, classes: classes.classes.length } };
  return { code: folders.some(({ named }) => named) ? 'yolo-layout' : 'yolo-pairs' };
}

function nameOf(files: FileSet, draft: Draft): string {
  if (draft.group.root !== '') return baseName(draft.group.root);
  const first = files.paths[draft.images[0] ?? draft.labels[0] ?? NONE] ?? '';
  return first.includes('/') ? first.slice(0, first.indexOf('/')) : 'yolo';
}

/** Descriptions without data, folder by folder: class lists beside the datasets, none of their own. */
function classLists(sources: readonly Source[]): Match[] {
  const byFolder = new Map<string, Source[]>();
  for (const source of sources) {
    if (source.yaml.classes.length === 0) continue;
    const known = byFolder.get(source.folder);
    if (known === undefined) byFolder.set(source.folder, [source]);
    else known.push(source);
  }
  return [...byFolder].map(([folder, found]): Match => {
    const lists = found.map(({ file, yaml }) => ({ file, classes: yaml.classes.map(({ name }) => name) }));
    const [first] = found;
    return {
      confidence: 0.6,
      why: { code: 'yolo-yaml', values: { file: baseName(first?.path ?? ''), classes: first?.yaml.classes.length ?? 0 } },
      claims: lists.map(({ file }) => file),
      name: baseName(folder),
      plan: undefined,
      classLists: lists,
    };
  });
}
