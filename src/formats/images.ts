/** Plain images: what is left when no layout explains them. */
import { pacer, slices } from '../base/pause.ts';
import { baseName, commonFolder, folderOf, isIgnoredPath, isImagePath, type FileSet } from '../files/file-set.ts';
import type { FileIndex } from '../model/dataset.ts';
import type { Detail, Format, Match, Sink } from './format.ts';

/** Least of all: any reading that says more about the images wins. */
const CONFIDENCE = 0.3;

export const images: Format = {
  id: 'images',
  name: 'Images',
  docs: 'https://developer.mozilla.org/en-US/docs/Web/Media/Guides/Formats/Image_types',

  /** One reading of all images; the engine takes those away that another reading explains, so that `claims` says what is left. */
  async match(files, signal) {
    signal.throwIfAborted();
    const claims: FileIndex[] = [];
    await slices(signal)(files.under(''), (file) => {
      if (isImagePath(files.paths[file] ?? '') && !isIgnoredPath(files.paths[file] ?? '')) claims.push(file);
    });
    if (claims.length === 0) return [];
    const plan: Plan = { folder: commonFolder(files, claims) };
    const name = nameOf(files, claims, plan);
    return [{ confidence: CONFIDENCE, why: { code: 'images', values: { count: claims.length } }, claims, name, plan }];
  },

  async index(files, match, sink, signal) {
    await indexImages(files, match, sink, signal);
  },

  detail(): Promise<Detail> {
    return Promise.resolve({ annotations: [], fields: {} });
  },
};

/** The deepest folder that all lie in. Images are called by where they are in it: several cameras number theirs alike. */
interface Plan {
  readonly folder: string;
}

async function indexImages(files: FileSet, match: Match, sink: Sink, signal: AbortSignal): Promise<void> {
  const pace = pacer();
  sink.set({ visual: true });
  const { folder } = match.plan as Plan;
  const above = folder === '' ? 0 : folder.length + 1;
  for (const [i, file] of match.claims.entries()) {
    signal.throwIfAborted();
    await pace();
    const path = files.paths[file] ?? '';
    sink.read(file, 'images', 1);
    sink.sample(path, { name: path.slice(above), image: file, labels: 'inline' });
    if (i % 1000 === 0) sink.progress(i, match.claims.length);
  }
  sink.progress(match.claims.length, match.claims.length);
}

/** The deepest folder of all, or the only file. */
function nameOf(files: FileSet, claims: readonly number[], { folder }: Plan): string {
  const first = files.paths[claims[0] ?? 0] ?? '';
  if (claims.length === 1) return baseName(first);
  return folder === '' ? baseName(folderOf(first)) || baseName(first) : baseName(folder);
}
