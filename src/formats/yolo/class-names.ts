/** Lists of class names in text files: classes.txt, obj.names, _darknet.labels, labels.txt; and darknet's obj.data. */
import { baseName } from '../../files/file-set.ts';
import { decodeText } from '../../files/text.ts';
import { linesOf } from '../../syntax/text-lines.ts';
import type { YoloClass } from './data-yaml.ts';

/** Files that hold one class name on each line, the surest first. */
const NAMES: readonly RegExp[] = [
  /^obj\.names$/i,
  /\.names$/i,
  /^classes\.txt$/i,
  /^_darknet\.labels$/i,
  /^(predefined_classes|class_names|classnames|names|obj_names)\.txt$/i,
  /^labels\.txt$/i,
];

/** How sure a file's name makes us that it lists classes: 0 is surest; undefined: it is not called like that. */
export function namesRank(path: string): number | undefined {
  const rank = NAMES.findIndex((name) => name.test(baseName(path)));
  return rank < 0 ? undefined : rank;
}

/** One class for each line; blank lines in between keep their number, those at the end are none. */
export function readClassNames(bytes: Uint8Array): YoloClass[] {
  const classes: YoloClass[] = [];
  for (const { text } of linesOf(bytes)) classes.push({ key: String(classes.length), name: text.trim() });
  while (classes.length > 0 && classes.at(-1)?.name === '') classes.pop();
  return classes.map(({ key, name }) => ({ key, name: name === '' ? key : name }));
}

export interface ObjData {
  readonly classes?: number;
  readonly names?: string;
  /** Lists of images by split. */
  readonly lists: readonly { readonly split: string; readonly reference: string }[];
}

/** `obj.data`: `key = value` on each line. https://github.com/AlexeyAB/darknet#how-to-train-to-detect-your-custom-objects */
export function readObjData(bytes: Uint8Array): ObjData | undefined {
  const values = new Map<string, string>();
  for (const line of decodeText(bytes).text.split(/\r\n|\n|\r/)) {
    const entry = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line);
    if (entry?.[1] !== undefined && entry[2] !== undefined) values.set(entry[1].toLowerCase(), entry[2]);
  }
  if (!['classes', 'names', 'train', 'valid'].some((key) => values.has(key))) return undefined;
  const classes = Number(values.get('classes') ?? Number.NaN);
  const names = values.get('names');
  const lists: { split: string; reference: string }[] = [];
  for (const [key, split] of [
    ['train', 'train'],
    ['valid', 'val'],
    ['val', 'val'],
    ['test', 'test'],
  ] as const) {
    const reference = values.get(key);
    if (reference !== undefined && reference !== '') lists.push({ split, reference });
  }
  return { ...(Number.isInteger(classes) ? { classes } : {}), ...(names === undefined || names === '' ? {} : { names }), lists };
}
