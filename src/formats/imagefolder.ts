/** ImageFolder: the class of an image is the folder that it lies in. https://docs.pytorch.org/vision/stable/generated/torchvision.datasets.ImageFolder.html */
import { baseName, extensionOf, folderOf, isIgnoredPath, isImagePath, stemOf, type FileSet } from '../files/file-set.ts';
import { kindBit, type Annotation } from '../model/annotation.ts';
import type { FileIndex } from '../model/dataset.ts';
import { pacer, slices } from '../base/pause.ts';
import type { Detail, Format, Match, SampleRef, Sink } from './format.ts';
import { findClassFolders, type ClassFolders, type FolderOfImages } from './imagefolder-classes.ts';

/** Below every format that has label files for the same images; more where splits agree. */
const CONFIDENCE = { folders: 0.6, splits: 0.7 };
const LABEL_EXTENSIONS = new Set(['txt', 'xml', 'json']);

interface ImageFolderPlan {
  readonly kind: 'imagefolder';
  readonly dataset: ClassFolders;
}

export const imagefolder: Format = {
  id: 'imagefolder',
  name: 'ImageFolder',
  docs: 'https://docs.pytorch.org/vision/stable/generated/torchvision.datasets.ImageFolder.html',

  async match(files, signal) {
    const folders = await foldersOf(files, signal);
    return findClassFolders([...folders.values()]).map((dataset): Match => {
      const claims = dataset.folders.flatMap(({ path }) => folders.get(path)?.files ?? []);
      const plan: ImageFolderPlan = { kind: 'imagefolder', dataset };
      const hasSplits = dataset.folders.some(({ split }) => split !== undefined);
      return {
        confidence: hasSplits ? CONFIDENCE.splits : CONFIDENCE.folders,
        why: { code: 'imagefolder', values: { classes: dataset.classes.length } },
        claims,
        name: baseName(dataset.root) || (files.paths[claims[0] ?? 0] ?? '').split('/')[0] || 'images',
        plan,
      };
    });
  },

  async index(files, match, sink, signal) {
    await indexFolders(files, match, sink, signal);
  },

  detail(_files, _match, sample): Promise<Detail> {
    return Promise.resolve({ annotations: classifications(sample), fields: {} });
  },
};

/** Folders with what counts for the decision, in path order. */
async function foldersOf(files: FileSet, signal: AbortSignal): Promise<Map<string, FolderOfImages & { readonly files: FileIndex[] }>> {
  const each = slices(signal);
  const folders = new Map<
    string,
    { path: string; images: number; files: FileIndex[]; labels: Set<string>; labelled: number; others: number; placeholder: boolean }
  >();
  await each(files.under(''), (file) => {
    const path = files.paths[file] ?? '';
    if (path === '' || isIgnoredPath(path)) return;
    const at = folderOf(path);
    let folder = folders.get(at);
    if (folder === undefined)
      folders.set(at, (folder = { path: at, images: 0, files: [], labels: new Set(), labelled: 0, others: 0, placeholder: false }));
    if (isImagePath(path)) {
      folder.images += 1;
      folder.files.push(file);
    } else if (/^\.(git)?keep$/.test(baseName(path))) folder.placeholder = true;
    else {
      folder.others += 1;
      if (LABEL_EXTENSIONS.has(extensionOf(path))) folder.labels.add(stemOf(path));
    }
  });
  for (const folder of folders.values()) {
    if (folder.labels.size === 0) continue;
    await each(folder.files, (file) => {
      if (folder.labels.has(stemOf(files.paths[file] ?? ''))) folder.labelled += 1;
    });
  }
  return folders;
}

async function indexFolders(files: FileSet, match: Match, sink: Sink, signal: AbortSignal): Promise<void> {
  const pace = pacer();
  const { dataset } = match.plan as ImageFolderPlan;
  sink.set({ visual: true });
  const labelSet = sink.labelSet({ name: 'folders', role: 'truth' });
  const categories = new Map(
    dataset.classes.map(({ key, name, supercategory }) => [
      key,
      sink.category(key, { name, ...(supercategory === undefined ? {} : { supercategory }) }),
    ]),
  );
  for (const { split, missing } of dataset.differing) {
    sink.problem({ code: 'split-classes-differ', values: { split, classes: missing.join(', '), count: missing.length } });
  }
  const byFolder = new Map(dataset.folders.map((folder) => [folder.path, folder]));
  const kinds = kindBit('classification');
  for (const [i, file] of match.claims.entries()) {
    signal.throwIfAborted();
    await pace();
    const path = files.paths[file] ?? '';
    const folder = byFolder.get(folderOf(path));
    if (folder === undefined || !isImagePath(path)) continue;
    sink.read(file, 'images', 1);
    const sample = sink.sample(path, {
      name: baseName(path),
      image: file,
      labels: 'inline',
      ...(folder.split === undefined ? {} : { split: folder.split }),
    });
    sink.annotation(sample, categories.get(folder.class), { labelSet, kinds }, { file, start: 0, end: 0 });
    if (i % 1000 === 0) sink.progress(i, match.claims.length);
  }
  sink.progress(match.claims.length, match.claims.length);
}

function classifications(sample: SampleRef): Annotation[] {
  return sample.annotations.map(({ row, category, labelSet }) => ({
    row,
    category,
    labelSet,
    flags: [],
    shapes: [{ kind: 'classification' }],
    fields: {},
  }));
}
