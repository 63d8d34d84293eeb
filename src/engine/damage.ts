/** What reading packed files has found to be wrong with them: they read as what could be unpacked, so that nobody else would say it. */
import { isCompressedPath, type FileSet } from '../files/file-set.ts';
import type { FileIndex } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';

const IN_ZIP = /\.zip\//i;

/** The problem of a packed file, as far as it has been read. */
export function damageOf(set: FileSet, file: FileIndex): Problem | undefined {
  const path = set.paths[file] ?? '';
  // Sources of other files, of which there may be hundreds of thousands, need not be made for it.
  const damage = isCompressedPath(path) || IN_ZIP.test(path) ? set.source(file).damage : undefined;
  return damage && { code: 'packed-broken', file: path, values: { ...damage } };
}
