/** What the first bytes of files say before any format looks: Git LFS pointers, empty, binary and unreadable files. */
import { extensionOf, isImagePath, type FileSet } from '../files/file-set.ts';
import type { FileIndex } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';

const LFS_SIGNATURE = 'version https://git-lfs.github.com/spec/v1';
const PEEK_BYTES = 512;
/** Extensions that promise labels or records: worth a word when nothing can be read from them. */
const DATA_EXTENSIONS = new Set(['json', 'jsonl', 'ndjson', 'csv', 'tsv', 'txt', 'yaml', 'yml', 'names', 'data', 'labels', 'xml']);

/** Size of the real file if `bytes` is a Git LFS pointer, NaN if it is one that does not say. https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
export function lfsPointerSize(bytes: Uint8Array): number | undefined {
  if (bytes.length < LFS_SIGNATURE.length) return undefined;
  for (let i = 0; i < LFS_SIGNATURE.length; i++) if (bytes[i] !== LFS_SIGNATURE.charCodeAt(i)) return undefined;
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, PEEK_BYTES));
  return Number(/^size (\d+)/m.exec(text)?.[1] ?? NaN);
}

export function lfsProblem(file: string, size: number): Problem {
  return { code: 'lfs-pointer', file, values: { size: Number.isNaN(size) ? -1 : size } };
}

/** Null bytes where text should be; UTF-16 (with or without its mark) is text. */
export function looksBinary(bytes: Uint8Array): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return false;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  if (even + odd === 0) return false;
  const half = bytes.length / 2;
  const utf16 = (even === 0 && odd > half * 0.4) || (odd === 0 && even > half * 0.4);
  return !utf16;
}

export interface Peeked {
  /** Files that are Git LFS pointers: hidden from formats, not "unclaimed". */
  readonly pointers: ReadonlySet<FileIndex>;
  readonly problems: readonly Problem[];
}

/**
 * Looks at the heads of `files`. Only pointers are looked for among files that may be something else; data files get a word
 * too when they are empty, binary or unreadable and `strict` says that nobody wanted them.
 */
export async function peek(set: FileSet, files: readonly FileIndex[], strict: boolean, signal: AbortSignal): Promise<Peeked> {
  const pointers = new Set<FileIndex>();
  const problems: Problem[] = [];
  for await (const { file, bytes } of set.firstBytes(files, PEEK_BYTES, signal)) {
    const path = set.paths[file] ?? '';
    const size = bytes instanceof Uint8Array ? lfsPointerSize(bytes) : undefined;
    if (size !== undefined) {
      pointers.add(file);
      problems.push(lfsProblem(path, size));
      continue;
    }
    if (!strict || !DATA_EXTENSIONS.has(extensionOf(path))) continue;
    if (!(bytes instanceof Uint8Array)) problems.push({ code: 'file-unreadable', file: path, values: { reason: bytes.message } });
    else if (bytes.length === 0) problems.push({ code: 'file-empty', file: path });
    else if (looksBinary(bytes)) problems.push({ code: 'file-binary', file: path, at: { byte: bytes.indexOf(0) } });
  }
  return { pointers, problems };
}

/** The files that formats should not see, taken out; indices stay. Images stay: that they are pointers is found when they are read. */
export function withoutFiles(set: FileSet, hidden: ReadonlySet<FileIndex>): FileSet {
  if (hidden.size === 0) return set;
  return {
    paths: set.paths.map((path, file) => (hidden.has(file) && !isImagePath(path) ? '' : path)),
    source: (file) => set.source(file),
    head: (file) => set.head(file),
    firstBytes: (files, bytes, signal) => set.firstBytes(files, bytes, signal),
    indexOf(path) {
      const file = set.indexOf(path);
      return file === undefined || hidden.has(file) ? undefined : file;
    },
    resolve: (reference, folder, among) => set.resolve(reference, folder, among),
    under: (folder) => set.under(folder).filter((file) => !hidden.has(file)),
  };
}
