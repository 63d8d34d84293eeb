import type { ByteSource } from './byte-source.ts';

/** What looking for a reference (a `file_name`, a line of a list) came to. */
export type Resolution =
  | { readonly kind: 'found'; readonly file: number }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly number[] }
  | { readonly kind: 'missing' };

/**
 * All files of the drop. Paths use `/`, are NFC-normalised, start with the name of the dropped folder, and never change
 * index; later drops append. A file is an index (`FileIndex`), so that columns can refer to it.
 */
export interface FileSet {
  readonly paths: readonly string[];
  source(file: number): ByteSource;
  /** Exact path, as normalised. */
  indexOf(path: string): number | undefined;
  /** First 64 KiB (fewer if the file is shorter), cached: every format's `match` may look. */
  head(file: number): Promise<Uint8Array>;
  /**
   * The first `bytes` of many files, in order, in few round trips (Blob batches): label files and image headers. Which file comes next is
   * asked for when its batch is read.
   * A file that cannot be read yields the error instead of bytes. A result as long as `bytes` may go on.
   */
  firstBytes(
    files: Iterable<number>,
    bytes: number,
    signal: AbortSignal,
  ): AsyncIterable<{ readonly file: number; readonly bytes: Uint8Array | Error }>;
  /**
   * Finds what a reference of a label file means, by the rules of cv-formats 3.0.2: exact path relative to `folder` and its
   * parents, then the longest path suffix, then the base name, then the stem, each only if unique; case-sensitively first.
   * Backslashes, drives, `file://` and %-escapes are understood. Candidates are images only when `among` says so.
   * @param folder folder of the referring file, '' for the top
   */
  resolve(reference: string, folder: string, among: 'images' | 'all'): Resolution;
  /** Files whose path starts with `folder + '/'` ('' for all), in path order. */
  under(folder: string): readonly number[];
}

/** Folder of a path, without the last `/`; '' at the top. */
export function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : path.slice(0, at);
}

/** Last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Files that are compressed one by one are taken for what is in them: `train.jsonl.gz` is a JSONL file. */
const COMPRESSED_EXTENSIONS = new Set(['gz', 'gzip', 'zst', 'zstd']);
const COMPRESSED = new RegExp(`(.)\\.(?:${[...COMPRESSED_EXTENSIONS].join('|')})$`, 'i');

function unpackedName(path: string): string {
  return baseName(path).replace(COMPRESSED, '$1');
}

/** The deepest folder that all of these files lie in, by their indices; '': they share none. */
export function commonFolder(files: FileSet, wanted: readonly number[]): string {
  let folder = folderOf(files.paths[wanted[0] ?? -1] ?? '');
  let above = `${folder}/`;
  for (const file of wanted) {
    const path = files.paths[file] ?? '';
    while (folder !== '' && !path.startsWith(above)) {
      folder = folderOf(folder);
      above = `${folder}/`;
    }
  }
  return folder;
}

/** Whether the name is that of a file compressed by gzip or Zstandard. */
export function isCompressedPath(path: string): boolean {
  return COMPRESSED.test(baseName(path));
}

/** Base name without its last extension, and without that of a compressed file. */
export function stemOf(path: string): string {
  const name = unpackedName(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

/**
 * Extension in lower case without the dot, that of the content where the file is compressed; '' for none. Asked for millions of paths:
 * hence no name is cut out, and nothing replaced.
 */
export function extensionOf(path: string): string {
  const name = path.lastIndexOf('/') + 1;
  const dot = path.lastIndexOf('.');
  if (dot <= name) return '';
  const extension = path.slice(dot + 1).toLowerCase();
  if (!COMPRESSED_EXTENSIONS.has(extension)) return extension;
  const inner = path.lastIndexOf('.', dot - 1);
  return inner <= name ? '' : path.slice(inner + 1, dot).toLowerCase();
}

const IMAGE_EXTENSIONS = new Set([
  'jpg',
  'jpeg',
  'jpe',
  'jfif',
  'png',
  'apng',
  'webp',
  'gif',
  'bmp',
  'avif',
  'tif',
  'tiff',
  'ico',
  'svg',
  'heic',
  'heif',
  'dng',
  'mpo',
  'jp2',
  'pfm',
]);

/** Whether a path names an image by its extension, shown or not. */
export function isImagePath(path: string): boolean {
  return IMAGE_EXTENSIONS.has(extensionOf(path));
}

const IGNORED = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX|\.git|\.svn|\.idea|\.ipynb_checkpoints)(\/|$)|(^|\/)\._|\.cache$/i;

/** Files that systems and tools leave behind: never shown, never counted. */
export function isIgnoredPath(path: string): boolean {
  return IGNORED.test(path);
}

/** A name as a path inside the archive: no drive, no root, no way up. */
export function cleanName(name: string): string {
  const parts = name
    .replaceAll('\\', '/')
    .replace(/^[a-z]:/i, '')
    .split('/');
  return parts.filter((part) => part !== '' && part !== '.' && part !== '..').join('/');
}
