/** What the names of COCO files tell: splits, label sets, datasets. */
import { baseName, folderOf, stemOf } from '../../files/file-set.ts';
import { splitOfName } from '../splits.ts';

/** Where a path names a split, the split stands for it. */
const PLACEHOLDER = '*';

export interface SplitOfPath {
  readonly split: string | undefined;
  /** The path with every word for a split replaced: equal for the splits of one layout. */
  readonly layout: string;
  /** The file's name without words for splits: `instances`, `person_keypoints`, `annotations.coco`. */
  readonly set: string;
}

/** The split that a file's name tells, else its folders, the innermost first. */
export function splitOfPath(path: string): SplitOfPath {
  const stem = stemOf(path);
  const own = readStem(stem);
  const folder = folderOf(path);
  let split = own.split;
  const folders = folder.split('/').map((name) => {
    const found = splitOfName(name);
    return found === undefined ? name : PLACEHOLDER + name.replace(/^\D+/, '');
  });
  if (split === undefined) {
    split = folder
      .split('/')
      .toReversed()
      .map((name) => splitOfName(name))
      .find((found) => found !== undefined);
  }
  const extension = baseName(path).slice(stem.length);
  return { split, layout: [...folders, own.layout + extension].join('/'), set: own.set };
}

/** `instances_val2017`: the words between `_` and `.`, then those between `-`, as far as they name splits. */
function readStem(stem: string): { split: string | undefined; layout: string; set: string } {
  for (const separator of [/([_. ]+)/, /([-_. ]+)/]) {
    const words = stem.split(separator);
    const found = words.map((word) => splitOfName(word));
    const last = found.findLastIndex((split) => split !== undefined);
    if (last < 0) continue;
    const year = /\d+$/.exec(words[last] ?? '')?.[0] ?? '';
    return {
      split: found[last],
      layout: words.map((word, i) => (i === last ? PLACEHOLDER + year : word)).join(''),
      set: tidy(words.filter((_, i) => i !== last).join('')),
    };
  }
  return { split: undefined, layout: stem, set: tidy(stem) };
}

function tidy(name: string): string {
  return name.replaceAll(/[-_. ]*([-_. ])[-_. ]*/g, '$1').replaceAll(/^[-_. ]+|[-_. ]+$/g, '');
}

/** File names that say nothing about what they hold. */
const GENERIC = /^(?:_?annotations?(?:[._-]coco)?|instances(?:_default)?|coco|labels?|data|dataset|result|results|predictions|gt|ann)?$/i;
/** Folders that every COCO dataset has. */
const USUAL_FOLDER = /^(?:annotations?|anns?|labels?|images?|results?|json)$/i;

/** A name for the dataset of these label files: a file's where it tells something, else a folder's. */
export function datasetName(paths: readonly string[]): string {
  const first = paths[0] ?? '';
  const stem = stemOf(first);
  const { set, split } = splitOfPath(first);
  const folder = telling(commonFolder(paths));
  if (paths.length === 1)
    return folder === undefined || !(GENERIC.test(stem) || GENERIC.test(set)) || (split !== undefined && /^instances/i.test(stem))
      ? stem
      : folder;
  return folder ?? stem;
}

function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => folderOf(path).split('/'));
  const [first = [], ...others] = folders;
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && first[same] === other[same]) same += 1;
    length = same;
  }
  return first.slice(0, length).join('/');
}

function telling(folder: string): string | undefined {
  return folder
    .split('/')
    .toReversed()
    .find((name) => name !== '' && !USUAL_FOLDER.test(name) && splitOfName(name) === undefined);
}

/** Whether a folder of this path stands for the split. */
export function isInSplit(path: string, split: string): boolean {
  return folderOf(path)
    .split('/')
    .some((name) => splitOfName(name) === split);
}
