/** Archives in a drop are replaced by what is in them; files compressed one by one are read through. Nothing is unpacked for it. */
import { addAll } from '../base/add-all.ts';
import { slices } from '../base/pause.ts';
import type { ByteSource } from './byte-source.ts';
import type { FileEntry } from './file-set-of.ts';
import { extensionOf, isCompressedPath } from './file-set.ts';
import { GzipSource, isGzip } from './gzip.ts';
import { isTar, openTar } from './tar.ts';
import { openZip, type Archive, type ArchiveProblem } from './zip.ts';
import { isZstd, ZstdSource } from './zstd.ts';

/** The first bytes of so many compressed files are looked at side by side: a turn to another process each. */
const AT_ONCE = 32;
const HEAD_BYTES = 512;
const TAR = /\.(?:tar|tgz|tar\.gz|tar\.zst)$/i;

/**
 * Replaces each archive (zip, tar, also compressed) by its contents, and each file compressed by gzip or Zstandard by one that reads as
 * its content. What cannot be opened stays, as the file it is. An archive within an archive stays closed and is reported: opening it by
 * range would unpack it whole.
 */
export async function expandArchives(
  files: readonly FileEntry[],
  signal?: AbortSignal,
): Promise<{ entries: FileEntry[]; problems: ArchiveProblem[] }> {
  const each = slices(signal ?? new AbortController().signal);
  let isPlain = true;
  await each(files, ({ path }) => {
    isPlain &&= !isCompressed(path) && !isArchivePath(path);
  });
  if (isPlain) return { entries: [...files], problems: [] };
  const entries: FileEntry[] = [];
  const problems: ArchiveProblem[] = [];
  const readable = await throughCompression(files, signal);
  for (const file of readable) {
    const archive = isArchivePath(file.path) ? await opened(file, signal) : undefined;
    if (!archive) {
      entries.push(file);
      continue;
    }
    if (archive.entries.length === 0 && archive.problems.length > 0) entries.push(file);
    const inside = await throughCompression(archive.entries, signal);
    for (const { path, source } of inside) {
      entries.push(file.handle ? { path, source, handle: file.handle } : { path, source });
      if (isArchivePath(path)) problems.push({ code: 'zip-entry-unsupported', file: path, values: { reason: 'nested' } });
    }
    addAll(problems, archive.problems);
  }
  return { entries, problems };
}

function isArchivePath(path: string): boolean {
  return extensionOf(path) === 'zip' || TAR.test(path);
}

/** What is in an archive; undefined where the file is none. */
async function opened({ source, path }: FileEntry, signal: AbortSignal | undefined): Promise<Archive | undefined> {
  if (extensionOf(path) === 'zip') return openZip(source, path, signal);
  if (!TAR.test(path) || !isTar(await headOf(source))) return undefined;
  return openTar(source, path, signal);
}

async function throughCompression(files: readonly FileEntry[], signal: AbortSignal | undefined): Promise<readonly FileEntry[]> {
  if (!files.some(({ path }) => isCompressed(path))) return files;
  const entries: FileEntry[] = [];
  for (let at = 0; at < files.length; at += AT_ONCE) {
    signal?.throwIfAborted();
    addAll(entries, await Promise.all(files.slice(at, at + AT_ONCE).map(readThrough)));
  }
  return entries;
}

function isCompressed(path: string): boolean {
  return isCompressedPath(path) || /\.tgz$/i.test(path);
}

/** By its first bytes: a name alone (a pointer that Git LFS left) is no compressed file. */
async function readThrough(file: FileEntry): Promise<FileEntry> {
  if (!isCompressed(file.path)) return file;
  const head = await headOf(file.source);
  const { path, source, handle } = file;
  // Without the opener of the folder, which would give the bytes as they are packed.
  const through = (unpacked: ByteSource): FileEntry => ({ path, source: unpacked, ...(handle ? { handle } : {}) });
  if (isGzip(head)) return through(new GzipSource(source));
  return isZstd(head) ? through(new ZstdSource(source)) : file;
}

/** Nothing where the file cannot be read: whoever opens it will say so. */
async function headOf(source: ByteSource): Promise<Uint8Array> {
  return source.read(0, HEAD_BYTES).catch(() => new Uint8Array(0));
}
