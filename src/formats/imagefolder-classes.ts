/** Tells folders that are classes from folders that merely hold images. */
import { splitOfName } from './splits.ts';

export interface FolderOfImages {
  readonly path: string;
  /** Images in the folder itself. */
  readonly images: number;
  /** Of these, as many have a label file of the same stem beside them. */
  readonly labelled: number;
  /** Files in the folder itself that are neither images nor keep an empty folder alive. */
  readonly others: number;
  /** Holds a file that only keeps an empty folder alive. */
  readonly placeholder: boolean;
}

export interface ClassFolders {
  readonly root: string;
  /** Sorted by name, as torchvision and Ultralytics number them. */
  readonly classes: readonly { readonly key: string; readonly name: string; readonly supercategory?: string }[];
  /** Every folder with images of the dataset. `class` is the key. */
  readonly folders: readonly { readonly path: string; readonly class: string; readonly split: string | undefined }[];
  /** Splits that lack classes which others have. */
  readonly differing: readonly { readonly split: string; readonly missing: readonly string[] }[];
}

/** What folders are called that hold images of all classes, or no pictures at all. */
const NO_CLASS =
  /^(images?|imgs?|photos?|pictures?|pics|jpegimages|pngimages|frames?|rgb|color|left|right|raw|original(s)?|data|dataset|datasets|media|assets|figures?|docs?|screenshots?|thumbs?|thumbnails?|samples?|examples?|cache|output|results?|predict\d*|all|upload(s|ed)?|files|img_?\d*|image_\d+|label_\d+|labels?|obj_.*_data|labelimg|labelme.*|.*annotations?|.*masks?|.*segmentation.*|segmentation(class|object).*|instances?|semantic.*|panoptic.*|depth.*|gt.*|ground.?truth.*|leftimg8bit|disparity|coco.*|voc.*|yolo.*)$/i;

/** Trees of masks and the like: what lies in them is no class. */
const NO_TREE = /^(gt.*|leftimg8bit|.*masks?|.*annotations?|segmentation.*|labels?)$/i;
/** So many of the folders side by side must be classes. */
const MOST_SIBLINGS = 0.6;

interface Candidate {
  readonly path: string;
  readonly parent: string;
  readonly name: string;
  readonly images: number;
}

/**
 * The ImageFolder datasets among folders: at least two sibling folders of images (one is enough in a split), not called like
 * containers, without label files beside the images. Folders of splits side by side are one dataset; folders within a class belong
 * to it; two levels of classes (`animals/cat`) are one dataset, with the first level as supercategory.
 */
export function findClassFolders(folders: readonly FolderOfImages[]): ClassFolders[] {
  const imagesIn = new Map(folders.map(({ path, images }) => [path, images]));
  const trees = countTrees(folders);
  const candidates: Candidate[] = [];
  for (const { path, images, labelled, placeholder } of folders) {
    const parts = path.split('/');
    const name = parts.at(-1) ?? '';
    const tree = trees.get(path);
    if ((images === 0 && !placeholder) || labelled * 2 > images || parts.length < 2) continue;
    if (tree === undefined || tree.others * 3 > tree.images || parts.slice(0, -1).some((part) => NO_TREE.test(part))) continue;
    if (isNoClass(name)) {
      // `train/n01443537/images/…`: the class is the folder above, where it lies in a split.
      const above = parts.at(-2) ?? '';
      if (parts.length >= 3 && /^images?$/i.test(name) && !isNoClass(above) && splitOfName(parts.at(-3) ?? '') !== undefined) {
        candidates.push({ path, parent: parts.slice(0, -2).join('/'), name: above, images });
      }
      continue;
    }
    candidates.push({ path, parent: parts.slice(0, -1).join('/'), name, images });
  }

  const byParent = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    if (insideOther(candidate, imagesIn)) continue;
    const siblings = byParent.get(candidate.parent);
    if (siblings === undefined) byParent.set(candidate.parent, [candidate]);
    else siblings.push(candidate);
  }
  const byRoot = new Map<string, { parent: string; split: string | undefined; members: Candidate[] }[]>();
  for (const [parent, members] of byParent) {
    const siblings = trees.get(parent)?.children.size ?? 0;
    if (hasLabelsBeside(parent, folders) || members.length < siblings * MOST_SIBLINGS) continue;
    const split = splitOfName(lastPart(parent));
    const root = split === undefined ? parent : parentOf(parent);
    const known = byRoot.get(root);
    if (known === undefined) byRoot.set(root, [{ parent, split, members }]);
    else known.push({ parent, split, members });
  }
  return levelsJoined(byRoot)
    .filter((parts) => isDataset(parts.parts))
    .map(({ root, parts }) => datasetOf(root, parts, folders));
}

interface Tree {
  images: number;
  others: number;
  /** Folders right in it. */
  readonly children: Set<string>;
}

/** Images and other files of each folder and all beneath it. */
function countTrees(folders: readonly FolderOfImages[]): ReadonlyMap<string, Tree> {
  const trees = new Map<string, Tree>();
  for (const { path, images, others } of folders) {
    let below: string | undefined;
    for (let at = path; ; at = parentOf(at)) {
      let tree = trees.get(at);
      if (tree === undefined) trees.set(at, (tree = { images: 0, others: 0, children: new Set() }));
      tree.images += images;
      tree.others += others;
      if (below !== undefined) tree.children.add(below);
      if (at === '') break;
      below = at;
    }
  }
  return trees;
}

interface Part {
  readonly parent: string;
  readonly split: string | undefined;
  readonly members: readonly Candidate[];
}

/** Folders that are no splits and whose sub-folders are classes each, side by side: two levels of one dataset. */
function levelsJoined(byRoot: ReadonlyMap<string, readonly Part[]>): { root: string; parts: readonly Part[] }[] {
  const joined: { root: string; parts: readonly Part[] }[] = [];
  const above = new Map<string, string[]>();
  for (const [root, parts] of byRoot) {
    const isLevel =
      root !== '' &&
      root.includes('/') &&
      parts.every(({ split }) => split === undefined) &&
      isDataset(parts) &&
      !isNoClass(lastPart(root));
    if (!isLevel) joined.push({ root, parts });
    else above.set(parentOf(root), [...(above.get(parentOf(root)) ?? []), root]);
  }
  for (const [parent, roots] of above) {
    const split = splitOfName(lastPart(parent));
    const parts = roots.flatMap((root) => byRoot.get(root) ?? []);
    if (roots.length > 1)
      joined.push({ root: split === undefined ? parent : parentOf(parent), parts: parts.map((part) => ({ ...part, split })) });
    else for (const root of roots) joined.push({ root, parts: byRoot.get(root) ?? [] });
  }
  return joined;
}

function isDataset(parts: readonly Part[]): boolean {
  const images = parts.reduce((sum, { members }) => sum + members.reduce((count, member) => count + member.images, 0), 0);
  const classes = new Set(parts.flatMap(({ members }) => members.map(({ name }) => name)));
  const splits = new Set(parts.map(({ split }) => split).filter((split) => split !== undefined));
  return images > 0 && (classes.size >= 2 || (classes.size === 1 && splits.size >= 2));
}

function datasetOf(root: string, parts: readonly Part[], all: readonly FolderOfImages[]): ClassFolders {
  const isNested =
    new Set(parts.filter(({ split }) => split === undefined || !isSplitPath(parts, root)).map(({ parent }) => parent)).size > 1;
  const keyOf = (part: Part, member: Candidate): string => (isNested ? `${lastPart(part.parent)}/${member.name}` : member.name);
  const classes = new Map<string, { key: string; name: string; supercategory?: string }>();
  const classAt = new Map<string, { class: string; split: string | undefined }>();
  const ofSplit = new Map<string, Set<string>>();
  for (const part of parts) {
    for (const member of part.members) {
      const key = keyOf(part, member);
      if (!classes.has(key)) classes.set(key, { key, name: member.name, ...(isNested ? { supercategory: lastPart(part.parent) } : {}) });
      classAt.set(member.path, { class: key, split: part.split });
      if (part.split === undefined || member.images === 0) continue;
      const known = ofSplit.get(part.split) ?? new Set();
      ofSplit.set(part.split, known.add(key));
    }
  }
  const folders: { path: string; class: string; split: string | undefined }[] = [];
  for (const { path, images } of all) {
    if (images === 0) continue;
    for (let at = path; at !== root && at !== ''; at = parentOf(at)) {
      const found = classAt.get(at);
      if (found === undefined) continue;
      folders.push({ path, ...found });
      break;
    }
  }
  const sorted = [...classes.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const names = new Map<string, number>();
  for (const { name } of sorted) names.set(name, (names.get(name) ?? 0) + 1);
  return {
    root,
    classes: sorted.map((each) => ((names.get(each.name) ?? 0) > 1 ? { ...each, name: each.key } : each)),
    folders,
    differing: [...ofSplit]
      .map(([split, known]) => ({ split, missing: sorted.filter(({ key }) => !known.has(key)).map(({ key }) => key) }))
      .filter(({ missing }) => missing.length > 0 && ofSplit.size > 1),
  };
}

/** Whether all parts are splits right under the root, so that they share their classes. */
function isSplitPath(parts: readonly Part[], root: string): boolean {
  return parts.every(({ parent }) => parent === root || (parentOf(parent) === root && splitOfName(lastPart(parent)) !== undefined));
}

function isNoClass(name: string): boolean {
  return NO_CLASS.test(name) || splitOfName(name) !== undefined;
}

/** Whether a folder above holds more images itself and is a class: then this one is a part of that class. */
function insideOther({ parent, images }: Candidate, imagesIn: ReadonlyMap<string, number>): boolean {
  for (let at = parent; at.includes('/'); at = parentOf(at)) if ((imagesIn.get(at) ?? 0) > images && !isNoClass(lastPart(at))) return true;
  return false;
}

/** `images/a`, `images/b` beside `labels` or `annotations`: the folders are cameras or the like. */
function hasLabelsBeside(parent: string, folders: readonly FolderOfImages[]): boolean {
  const parts = parent.split('/');
  const at = parts.findIndex((part) => /^(images?|imgs?|jpegimages)$/i.test(part));
  if (at < 0) return false;
  const above = parts.slice(0, at).join('/');
  const beside = above === '' ? '' : `${above}/`;
  return folders.some(
    ({ path }) =>
      path.startsWith(beside) && /^(labels?|labeltxt|.*annotations?|masks?)$/i.test(path.slice(beside.length).split('/')[0] ?? ''),
  );
}

function parentOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : path.slice(0, at);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
