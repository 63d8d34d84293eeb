/** The files that describe a dataset: data.yaml in its forms, obj.data, lists of class names. */
import { ReadError } from '../../files/byte-source.ts';
import { decodeText } from '../../files/text.ts';
import { baseName, folderOf, isImagePath, stemOf, type FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { Problem } from '../../model/problem.ts';
import { linesOf } from '../../syntax/text-lines.ts';
import { parseYaml, YAML_MAX_BYTES } from '../../syntax/yaml.ts';
import { splitOfName } from '../splits.ts';
import { readClassNames, readObjData } from './class-names.ts';
import { MAX_CLASSES, numberedClasses, readDataYaml, type DataYaml, type YoloClass } from './data-yaml.ts';
import type { Inventory } from './inventory.ts';
import { candidatesOf, resolveFile, resolveFolder } from './references.ts';
import { looksLikeRow } from './rules.ts';
import { tokensOf } from './row.ts';

/** One data.yaml or obj.data, and what its paths came to. */
export interface Source {
  readonly file: FileIndex;
  readonly path: string;
  readonly folder: string;
  readonly darknet: boolean;
  readonly yaml: DataYaml;
  readonly splits: readonly SplitFolder[];
  readonly lists: readonly { readonly file: FileIndex; readonly split: string }[];
  /** Images that data.yaml names one by one. */
  readonly singles: ReadonlyMap<FileIndex, string>;
  /** Folders that the first lines of the lists speak of, and those of single images. */
  readonly listed: readonly string[];
  readonly missing: readonly { readonly split: string; readonly reference: string }[];
}
export interface SplitFolder {
  readonly folder: string;
  readonly split: string;
  /** Found from where the file stands, not by an end of a path that agrees somewhere. */
  readonly near: boolean;
}

export interface Sources {
  readonly sources: readonly Source[];
  /** Files that are no YAML, though their name promises a dataset's. */
  readonly problems: readonly Problem[];
}

/** Of a YAML file, to see whether it may be a dataset's. */
const YAML_HEAD = 16 * 1024;
const KEYS = /(^|[{,\s])["']?(names|nc|train|val|valid|validation|test|minival)["']?\s*:/m;
/** What a dataset's own YAML is called. */
const USUAL = /^(data|dataset)\.ya?ml$/i;
const LIST_LINES = 50;

export async function readSources(files: FileSet, inventory: Inventory, signal: AbortSignal): Promise<Sources> {
  const sources: Source[] = [];
  const problems: Problem[] = [];
  for await (const { file, bytes: head } of files.firstBytes(inventory.yamls, YAML_HEAD, signal)) {
    if (head instanceof Error || !KEYS.test(decodeText(head).text)) continue;
    const path = files.paths[file] ?? '';
    const bytes = await smallFile(files, file);
    if (bytes === undefined) continue;
    const parsed = parseYaml(decodeText(bytes).text);
    if (!parsed.ok) {
      problems.push({
        code: 'yaml-syntax',
        file: path,
        ...(parsed.line === undefined ? {} : { at: { line: parsed.line } }),
        values: { reason: parsed.reason },
      });
      continue;
    }
    const yaml = readDataYaml(parsed.value);
    if (yaml === undefined) continue;
    const source = await resolved(files, inventory, file, await withNames(files, folderOf(path), yaml), false);
    if (isDataset(source)) sources.push(source);
  }
  for (const file of inventory.objData) {
    signal.throwIfAborted();
    const bytes = await smallFile(files, file);
    const data = bytes === undefined ? undefined : readObjData(bytes);
    if (data === undefined) continue;
    const yaml: DataYaml = {
      splits: data.lists.map(({ split, reference }) => ({ name: split, references: [reference] })),
      classes: numberedClasses(data.classes),
      ...(data.names === undefined ? {} : { namesFile: data.names }),
      ...(data.classes === undefined ? {} : { nc: data.classes }),
      wrong:
        (data.classes ?? 0) > MAX_CLASSES ? [{ code: 'value-invalid', values: { field: 'classes', value: String(data.classes) } }] : [],
    };
    sources.push(await resolved(files, inventory, file, await withNames(files, folderOf(files.paths[file] ?? ''), yaml), true));
  }
  return { sources, problems };
}

/** Whether a YAML names classes, or else leads to images, or is called like a dataset's. */
function isDataset({ yaml, path, splits, lists, singles }: Source): boolean {
  if (yaml.classes.length > 0 || yaml.namesFile !== undefined || yaml.nc !== undefined) return true;
  return splits.length + lists.length + singles.size > 0 || USUAL.test(baseName(path));
}

/** A description that fits in memory whole; undefined where it cannot be read or is far too long for one. */
async function smallFile(files: FileSet, file: FileIndex): Promise<Uint8Array | undefined> {
  try {
    const head = await files.head(file);
    const size = await files.source(file).size();
    if (size <= head.length) return head;
    return size <= YAML_MAX_BYTES ? await files.source(file).read(0, size) : undefined;
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    // The engine says so of every file that nobody claims.
    return undefined;
  }
}

/** Class names where `names` is the path of a file of them. */
async function withNames(files: FileSet, folder: string, yaml: DataYaml): Promise<DataYaml> {
  if (yaml.namesFile === undefined) return yaml;
  const file = resolveFile(yaml.namesFile, yaml.path, folder, files);
  const classes = file === undefined ? undefined : await readNames(files, file);
  if (classes === undefined || classes.length === 0) return yaml;
  if (yaml.nc === undefined || yaml.nc === classes.length) return { ...yaml, classes };
  return { ...yaml, classes, wrong: [...yaml.wrong, { code: 'class-count-differs', values: { names: classes.length, nc: yaml.nc } }] };
}

/** The classes of a file of names; undefined where it cannot be read or holds rows of numbers instead. */
export async function readNames(files: FileSet, file: FileIndex): Promise<readonly YoloClass[] | undefined> {
  const bytes = await smallFile(files, file);
  if (bytes === undefined) return undefined;
  const classes = readClassNames(bytes);
  const first = classes.find(({ name }) => name !== '');
  return first === undefined || looksLikeRow(tokensOf(first.name).tokens) ? undefined : classes;
}

async function resolved(files: FileSet, inventory: Inventory, file: FileIndex, yaml: DataYaml, darknet: boolean): Promise<Source> {
  const path = files.paths[file] ?? '';
  const folder = folderOf(path);
  const splits: SplitFolder[] = [];
  const lists: { file: FileIndex; split: string }[] = [];
  const missing: { split: string; reference: string }[] = [];
  const listed = new Set<string>();
  const singles = new Map<FileIndex, string>();
  for (const { name, references } of yaml.splits) {
    for (const reference of references) {
      if (darknet || /\.(txt|list)$/i.test(reference)) {
        const list = resolveFile(reference, yaml.path, folder, files);
        if (list === undefined) missing.push({ split: name, reference });
        else {
          lists.push({ file: list, split: name });
          for (const at of await foldersOfList(files, inventory, list)) listed.add(at);
        }
        continue;
      }
      const single = isImagePath(reference) ? resolveFile(reference, yaml.path, folder, files) : undefined;
      if (single !== undefined) {
        singles.set(single, name);
        listed.add(folderOf(files.paths[single] ?? ''));
        continue;
      }
      const at = resolveFolder(reference, yaml.path, folder, inventory);
      if (at === undefined) missing.push({ split: name, reference });
      else splits.push({ folder: at, split: name, near: candidatesOf(reference, yaml.path, folder).includes(at) });
    }
  }
  return { file, path, folder, darknet, yaml, splits, lists, singles, listed: [...listed], missing };
}

/** `train.txt` and the like in a folder that nothing describes, if they list images. */
export async function listsBeside(files: FileSet, inventory: Inventory, folder: string): Promise<{ file: FileIndex; split: string }[]> {
  const lists: { file: FileIndex; split: string }[] = [];
  for (const file of inventory.folders.get(folder)?.texts ?? []) {
    const split = splitOfName(stemOf(files.paths[file] ?? ''));
    if (split !== undefined && (await foldersOfList(files, inventory, file)).length > 0) lists.push({ file, split });
  }
  return lists;
}

/** Folders in the drop that the first lines of a list of images mean. */
async function foldersOfList(files: FileSet, inventory: Inventory, list: FileIndex): Promise<readonly string[]> {
  const found = new Set<string>();
  const folder = folderOf(files.paths[list] ?? '');
  let lines = 0;
  try {
    for (const { text } of linesOf(await files.head(list))) {
      const reference = text.trim();
      if (reference === '' || !isImagePath(reference)) continue;
      if ((lines += 1) > LIST_LINES) break;
      const at = resolveFolder(folderOf(reference.replaceAll('\\', '/')), undefined, folder, inventory);
      if (at !== undefined) found.add(at);
      else {
        const image = candidatesOf(reference, undefined, folder)
          .map((path) => files.indexOf(path))
          .find((index) => index !== undefined);
        if (image !== undefined) found.add(folderOf(files.paths[image] ?? ''));
      }
    }
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    // `index` reads the list again and reports it.
    return [];
  }
  return [...found];
}
