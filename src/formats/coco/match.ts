import { pacer, slices } from '../../base/pause.ts';
import { ReadError } from '../../files/byte-source.ts';
import { baseName, extensionOf, folderOf, isIgnoredPath, isImagePath, type FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { Match } from '../format.ts';
import { groupProbes } from './group.ts';
import { findImage } from './image-record.ts';
import { hasLateKeys } from './late-keys.ts';
import { datasetName } from './names.ts';
import type { CocoPart, CocoPlan } from './plan.ts';
import { isCocoHead, probe, type Probe } from './probe.ts';
import type { CocoScan } from './scan.ts';
import { encodingOf } from './source.ts';

const HEAD_BYTES = 64 * 1024;
const OBJECT = 0x7b;
const LIST = 0x5b;
/** JSON files in one folder before it looks like one file for each image: then only some are opened, until one is COCO. */
const MANY_IN_FOLDER = 64;
const LIKELY_NAME = /coco|lvis|instances|annotations?|captions|keypoints|results?|predictions?|train|val|test|ground|gt|dt|labels?\./i;
/** Files in a row that are not COCO before the rest of such a folder is left to others. */
const MISSES_IN_REST = 2000;
/** Files that were followed past their first bytes in vain, before no others are: in one folder, in the drop. */
const LATE_MISSES_IN_FOLDER = 8;
const LATE_MISSES = 64;

/** @param prepare hears of each large file of which the first bytes are COCO's, before it is looked into */
export async function matchCoco(files: FileSet, signal: AbortSignal, prepare?: CocoScan['prepare']): Promise<Match[]> {
  const folders = await jsonByFolder(files, signal);
  const some: FileIndex[] = [];
  for (const list of folders.values()) {
    if (list.length <= MANY_IN_FOLDER) some.push(...list);
    else some.push(...list.filter((file, i) => i < MANY_IN_FOLDER / 4 || LIKELY_NAME.test(baseName(files.paths[file] ?? ''))));
  }
  const isAlone = some.length === 1 && !files.paths.some(isImagePath);
  const search = new Search(files, isAlone, signal, prepare);
  await search.probeAll(some, Infinity);
  const looked = new Set(some);
  for (const [folder, list] of folders) {
    if (list.length <= MANY_IN_FOLDER || !search.folders.has(folder)) continue;
    const rest = list.filter((file) => !looked.has(file));
    await search.probeAll(rest, MISSES_IN_REST);
  }
  const byFile = search.probes;
  const inOrder = [...folders.values()].flat().flatMap((file) => byFile.get(file) ?? []);
  const groups = await groupProbes(inOrder, files, signal);
  const matches: Match[] = [];
  await slices(signal)(groups, (parts) => matches.push(matchOf(files, parts, byFile)));
  return withOwnNames(matches, files);
}

async function jsonByFolder(files: FileSet, signal: AbortSignal): Promise<Map<string, FileIndex[]>> {
  const folders = new Map<string, FileIndex[]>();
  await slices(signal)(files.under(''), (file) => {
    const path = files.paths[file] ?? '';
    if (extensionOf(path) !== 'json' || isIgnoredPath(path)) return;
    const folder = folderOf(path);
    const others = folders.get(folder);
    if (others) others.push(file);
    else folders.set(folder, [file]);
  });
  return folders;
}

/** Which files are COCO, and in which folders. */
class Search {
  readonly probes = new Map<FileIndex, Probe>();
  readonly folders = new Set<string>();
  readonly #files: FileSet;
  readonly #isAlone: boolean;
  readonly #signal: AbortSignal;
  readonly #prepare: CocoScan['prepare'];
  readonly #lateMisses = new Map<string, number>();
  #allLateMisses = 0;

  /** @param isAlone there is one JSON file, and not one image */
  constructor(files: FileSet, isAlone: boolean, signal: AbortSignal, prepare: CocoScan['prepare']) {
    this.#files = files;
    this.#isAlone = isAlone;
    this.#signal = signal;
    this.#prepare = prepare;
  }

  /** @param misses how many files in a row may be something else before the search ends */
  async probeAll(list: readonly FileIndex[], misses: number): Promise<void> {
    const pace = pacer();
    let missed = 0;
    for await (const { file, bytes } of this.#files.firstBytes(list, HEAD_BYTES, this.#signal)) {
      const found = bytes instanceof Uint8Array ? await this.#probe(file, bytes) : undefined;
      if (found) {
        this.probes.set(file, found);
        this.folders.add(folderOf(this.#files.paths[file] ?? ''));
      }
      missed = found ? 0 : missed + 1;
      if (missed >= misses) return;
      await pace();
    }
  }

  async #probe(file: FileIndex, head: Uint8Array): Promise<Probe | undefined> {
    let takeBack: (() => void) | undefined;
    try {
      const isCoco = isCocoHead(head) ?? (head.length >= HEAD_BYTES && (await this.#hasLateKeys(file, head)));
      if (!isCoco) return undefined;
      takeBack = this.#begin(file, head);
      const found = await probe(this.#files, file, head, this.#isAlone, this.#signal);
      if (found) takeBack = undefined;
      return found;
    } catch (error) {
      // The engine tells of files that nobody could read.
      if (error instanceof ReadError) return undefined;
      throw error;
    } finally {
      takeBack?.();
    }
  }

  /** Of the two kinds of files, that of the first bracket is likely. */
  #begin(file: FileIndex, head: Uint8Array): (() => void) | undefined {
    // The head of a smaller file is all of it.
    if (head.length < HEAD_BYTES || encodingOf(head) !== 'utf-8') return undefined;
    const wantsImages = head.find((byte) => byte === OBJECT || byte === LIST) === OBJECT;
    return this.#prepare?.(this.#files.source(file), { wantsImages, categoriesFirst: false }, this.#signal);
  }

  async #hasLateKeys(file: FileIndex, head: Uint8Array): Promise<boolean> {
    const folder = folderOf(this.#files.paths[file] ?? '');
    const misses = this.#lateMisses.get(folder) ?? 0;
    if (misses >= LATE_MISSES_IN_FOLDER || this.#allLateMisses >= LATE_MISSES) return false;
    if (await hasLateKeys(this.#files, file, head, this.#signal)) return true;
    this.#lateMisses.set(folder, misses + 1);
    this.#allLateMisses += 1;
    return false;
  }
}

function matchOf(files: FileSet, parts: CocoPart[], probes: ReadonlyMap<FileIndex, Probe>): Match {
  const labelFiles = parts.flatMap((part) => part.files);
  const claims = new Set<FileIndex>(labelFiles.map(({ file }) => file));
  const isWhole = labelFiles.every(({ file }) => probes.get(file)?.isWhole === true);
  const images = new Set<FileIndex>();
  for (const part of parts) {
    const makesSamples = !part.files.some(({ kind }) => kind === 'sections');
    for (const { file, kind } of part.files) {
      const found = probes.get(file);
      const folder = folderOf(files.paths[file] ?? '');
      const references =
        kind === 'sections'
          ? [...(found?.images.values() ?? [])].map(({ reference }) => reference)
          : makesSamples
            ? [...(found?.rowImages ?? [])].map(String)
            : [];
      for (const reference of references) {
        if (reference === '') continue;
        const resolution = findImage(files, reference, folder, part.split);
        if (resolution.kind === 'found') images.add(resolution.file);
        // One of them is meant: they are no dataset of their own.
        else if (resolution.kind === 'ambiguous') for (const candidate of resolution.candidates) images.add(candidate);
      }
    }
  }
  // Of a large file we know some images: the others lie beside them.
  if (!isWhole) {
    const folders = new Set([...images].map((file) => folderOf(files.paths[file] ?? '')));
    for (const file of files.under('')) {
      const path = files.paths[file] ?? '';
      if (isImagePath(path) && folders.has(folderOf(path))) images.add(file);
    }
  }
  for (const image of images) claims.add(image);

  const truths = labelFiles.filter(({ role }) => role === 'truth');
  const leading = truths.length > 0 ? truths : labelFiles;
  const complete = leading.find(({ file }) =>
    ['images', 'annotations', 'categories'].every((name) => probes.get(file)?.sections.has(name)),
  );
  const first = (complete ?? leading[0])?.file ?? 0;
  const sections = (complete ?? leading[0])?.kind === 'sections';
  const plan: CocoPlan = { parts, imagesByFolder: !isWhole };
  return {
    confidence: complete ? 1 : 0.95,
    why: { code: sections ? 'coco-sections' : 'coco-results', values: { file: baseName(files.paths[first] ?? '') } },
    claims: [...claims],
    name: datasetName(leading.map(({ file }) => files.paths[file] ?? '')),
    plan,
    ...(truths.length === 0 ? { predictionsOnly: true } : {}),
  };
}

/** Datasets of one name get their folder in front. */
function withOwnNames(matches: readonly Match[], files: FileSet): Match[] {
  const uses = new Map<string, number>();
  for (const { name } of matches) uses.set(name, (uses.get(name) ?? 0) + 1);
  return matches.map((match) => {
    if (uses.get(match.name) === 1) return match;
    const folder = baseName(folderOf(files.paths[match.claims[0] ?? 0] ?? ''));
    return folder === '' || folder === match.name ? match : { ...match, name: `${folder}/${match.name}` };
  });
}
