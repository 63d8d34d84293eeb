import { slices } from '../../base/pause.ts';
import { ReadError } from '../../files/byte-source.ts';
import { baseName, extensionOf, folderOf, isIgnoredPath, isImagePath, type FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { Match } from '../format.ts';
import { groupProbes } from './group.ts';
import { findImage } from './image-record.ts';
import { datasetName } from './names.ts';
import type { CocoPart, CocoPlan } from './plan.ts';
import { mayBeCoco, probe, type Probe } from './probe.ts';

const HEAD_BYTES = 64 * 1024;
/** JSON files in one folder before it looks like one file for each image: then only some are opened. */
const MANY_IN_FOLDER = 64;
const LIKELY_NAME = /coco|lvis|instances|annotations?|captions|keypoints|results?|predictions?|train|val|test|ground|gt|dt|labels?\./i;

export async function matchCoco(files: FileSet, signal: AbortSignal): Promise<Match[]> {
  const heads: { readonly file: FileIndex; readonly head: Uint8Array }[] = [];
  for await (const { file, bytes } of files.firstBytes(await candidates(files, signal), HEAD_BYTES, signal)) {
    if (bytes instanceof Uint8Array && mayBeCoco(bytes)) heads.push({ file, head: bytes });
  }
  const probes: Probe[] = [];
  for (const { file, head } of heads) {
    signal.throwIfAborted();
    try {
      const found = await probe(files, file, head, signal);
      if (found) probes.push(found);
    } catch (error) {
      // The engine tells of files that nobody could read.
      if (!(error instanceof ReadError)) throw error;
    }
  }
  const byFile = new Map(probes.map((found) => [found.file, found]));
  const groups = await groupProbes(probes, files, signal);
  const matches = groups.map((parts) => matchOf(files, parts, byFile));
  return withOwnNames(matches, files);
}

async function candidates(files: FileSet, signal: AbortSignal): Promise<FileIndex[]> {
  const folders = new Map<string, FileIndex[]>();
  await slices(signal)(files.under(''), (file) => {
    const path = files.paths[file] ?? '';
    if (extensionOf(path) !== 'json' || isIgnoredPath(path)) return;
    const folder = folderOf(path);
    const others = folders.get(folder);
    if (others) others.push(file);
    else folders.set(folder, [file]);
  });
  const some: FileIndex[] = [];
  for (const list of folders.values()) {
    if (list.length <= MANY_IN_FOLDER) some.push(...list);
    else some.push(...list.filter((file, i) => i < MANY_IN_FOLDER / 4 || LIKELY_NAME.test(baseName(files.paths[file] ?? ''))));
  }
  return some;
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
        else if (resolution.kind === 'ambiguous') for (const file of resolution.candidates) images.add(file);
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

/** Two datasets of one name get their folder in front. */
function withOwnNames(matches: readonly Match[], files: FileSet): Match[] {
  return matches.map((match) => {
    if (matches.every((other) => other === match || other.name !== match.name)) return match;
    const folder = baseName(folderOf(files.paths[match.claims[0] ?? 0] ?? ''));
    return folder === '' || folder === match.name ? match : { ...match, name: `${folder}/${match.name}` };
  });
}
