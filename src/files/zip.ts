/**
 * Zip archives, read by range. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 * zip.js reads the central directory (Zip64, data before the archive, Unicode paths); entries are then read by us: stored ones by range
 * straight from the archive, deflated ones through the platform's inflater. Its codecs and workers are never started.
 */
import type { Entry } from '@zip.js/zip.js/lib/zip-core-reader.js';
import { ReadError, type ByteSource, type ReadErrorCode } from './byte-source.ts';
import type { FileEntry } from './file-set-of.ts';
import { cleanName, isIgnoredPath, isImagePath } from './file-set.ts';
import { decodeName } from './text.ts';
import { TornEntrySource } from './torn-entry.ts';
import { ZipEntrySource } from './zip-entry-source.ts';

/** A `Problem` in all but type: files know nothing of the model. */
export interface ArchiveProblem {
  readonly code: ReadErrorCode | 'file-empty' | 'packed-broken';
  readonly file: string;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface Archive {
  readonly entries: readonly FileEntry[];
  readonly problems: readonly ArchiveProblem[];
}

/** Deflate cannot make more of a byte than this: who declares more is lying (a zip bomb, or a broken directory). */
const MOST_INFLATED = 1032;
/** A central directory larger than this is not read: 10 million entries have about half. */
const DIRECTORY_LIMIT = 1024 * 1024 * 1024;
/** The event loop gets a turn after as many entries. */
const ENTRIES_PER_TURN = 2000;

/**
 * The files of an archive, none of them read yet; their paths are `path` + '/' + the name inside. Never rejects for a bad archive: what is
 * wrong with it, or with an entry, is in `problems`, and the entries listed before a break are kept.
 */
export async function openZip(source: ByteSource, path: string, signal?: AbortSignal): Promise<Archive> {
  const entries: FileEntry[] = [];
  const problems: ArchiveProblem[] = [];
  // Loaded with the first archive: most drops have none.
  const { ZipReader } = await import('@zip.js/zip.js/lib/zip-core-reader.js');
  try {
    const reader = new ZipReader(await readerOf(source), {
      strictness: 'tolerant',
      filenameValidation: 'tolerant',
      decodeText: decodeName,
    });
    let count = 0;
    for await (const entry of reader.getEntriesGenerator()) {
      count += 1;
      if (count % ENTRIES_PER_TURN === 0) await nextTurn(signal);
      const inner = cleanName(entry.filename);
      if (entry.directory || inner === '' || isIgnoredPath(inner)) continue;
      const file = `${path}/${inner}`;
      const values = refusalOf(entry);
      if (values) problems.push({ code: 'zip-entry-unsupported', file, values });
      else entries.push({ path: file, source: sourceOf(source, entry, inner) });
    }
    if (entries.length === 0 && problems.length === 0) problems.push({ code: 'file-empty', file: path, values: {} });
  } catch (error) {
    signal?.throwIfAborted();
    problems.push({
      code: error instanceof ReadError ? error.code : 'zip-broken',
      file: path,
      values: { reason: reasonOf(error), entries: entries.length },
    });
  }
  return { entries, problems };
}

/** zip.js's view of a source. */
async function readerOf(
  source: ByteSource,
): Promise<{ size: number; readable: ReadableStream; readUint8Array(at: number, length: number): Promise<Uint8Array> }> {
  const size = await source.size();
  return {
    size,
    // Asked for by the type only: with `readUint8Array` there, it is never read.
    readable: new ReadableStream(),
    readUint8Array(at, length) {
      if (length > DIRECTORY_LIMIT) throw new ReadError('zip-broken', `A directory of ${length} bytes is more than is read`);
      const start = Math.min(Math.max(0, at), size);
      return source.read(start, Math.min(Math.max(start, at + length), size));
    },
  };
}

/** Why an entry cannot be read; undefined if it can. */
function refusalOf(entry: Entry): Record<string, string | number> | undefined {
  if (entry.encrypted) return { reason: 'encrypted' };
  if (entry.symlink) return { reason: 'link' };
  const { compressionMethod: method, compressedSize, uncompressedSize } = entry;
  if (method !== 0 && method !== 8) return { reason: 'method', method };
  const possible = method === 0 ? uncompressedSize === compressedSize : uncompressedSize <= compressedSize * MOST_INFLATED;
  return possible ? undefined : { reason: 'size', size: uncompressedSize, compressed: compressedSize };
}

/** Of a picture nothing is of use but the whole. */
function sourceOf(archive: ByteSource, entry: Entry, inner: string): ByteSource {
  const layout = layoutOf(entry);
  const source = new ZipEntrySource(archive, layout);
  return layout.deflated && !isImagePath(inner) ? new TornEntrySource(source, archive) : source;
}

function layoutOf(entry: Entry): ConstructorParameters<typeof ZipEntrySource>[1] {
  return {
    header: entry.offset,
    nameBytes: entry.rawFilename.length,
    deflated: entry.compressionMethod === 8,
    compressed: entry.compressedSize,
    size: entry.uncompressedSize,
    crc: entry.crc32,
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function nextTurn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  signal?.throwIfAborted();
}
