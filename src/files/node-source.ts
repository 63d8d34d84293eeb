/** Files of Node: the command line and the tests. Never imported by what runs in a browser. */
import { open, readdir, realpath, stat, type FileHandle } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { assert } from '../base/assert.ts';
import { PIECE_BYTES, ReadError, type ByteSource } from './byte-source.ts';
import { isIgnoredPath } from './file-set.ts';
import { uniqueNames } from './unique-names.ts';

/** A file of the disk; opened for each read, so that 100,000 of them hold no handles. */
export function nodeSource(path: string): ByteSource {
  return new NodeSource(path);
}

class NodeSource implements ByteSource {
  readonly #path: string;
  /** Bytes and time (ms) as first seen; -1 before. */
  #size = -1;
  #modified = -1;

  constructor(path: string) {
    this.#path = path;
  }

  size(): Promise<number> {
    if (this.#size >= 0) return Promise.resolve(this.#size);
    return this.#open(async () => this.#size);
  }

  identity(): Promise<string> {
    return this.#open(async () => `${this.#size} ${this.#modified}`);
  }

  read(start: number, end: number): Promise<Uint8Array> {
    assert(start >= 0 && end >= start, `a range to read, not ${start} to ${end}`);
    return this.#open((file) => readAt(file, start, Math.min(end, this.#size)));
  }

  async *stream(start = 0, end = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
    const file = await this.#checked();
    try {
      const stop = Math.min(end, this.#size);
      const buffer = new Uint8Array(Math.max(0, Math.min(PIECE_BYTES, stop - start)));
      for (let at = start; at < stop;) {
        const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, stop - at), at);
        if (bytesRead === 0) throw new ReadError('file-changed', `The file ended at byte ${at} of ${this.#size}`);
        at += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } catch (error) {
      throw nodeErrorOf(error);
    } finally {
      await file.close();
    }
  }

  wholeBlob(): Promise<Blob> {
    return this.#open(async (file) => new Blob([await readAt(file, 0, this.#size)]));
  }

  async #open<T>(act: (file: FileHandle) => Promise<T>): Promise<T> {
    const file = await this.#checked();
    try {
      return await act(file);
    } catch (error) {
      throw nodeErrorOf(error);
    } finally {
      await file.close();
    }
  }

  /** Opens the file, and refuses one that is not as it was first seen. */
  async #checked(): Promise<FileHandle> {
    let file: FileHandle;
    try {
      file = await open(this.#path);
    } catch (error) {
      throw nodeErrorOf(error);
    }
    try {
      const { size, mtimeMs } = await file.stat();
      if (this.#size < 0) {
        this.#size = size;
        this.#modified = mtimeMs;
      }
      if (size !== this.#size || mtimeMs !== this.#modified) {
        throw new ReadError('file-changed', `The file was ${this.#size} bytes when it was first read and is ${size} bytes now`);
      }
      return file;
    } catch (error) {
      await file.close();
      throw nodeErrorOf(error);
    }
  }
}

async function readAt(file: FileHandle, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) throw new ReadError('file-changed', `The file ended at byte ${start + filled}, before ${end}`);
    filled += bytesRead;
  }
  return bytes;
}

function nodeErrorOf(error: unknown): ReadError {
  if (error instanceof ReadError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return new ReadError(code === 'ENOENT' ? 'file-changed' : 'file-unreadable', message, error);
}

/**
 * All files under the given files and folders, as a drop of them would list them: paths start with the folder's own name, a file is its
 * base name. Breadth first, in order of names; links are followed, but no folder is listed twice. Rejects with a `ReadError` where one
 * of `paths` itself is not there.
 */
export async function listNodeFiles(paths: readonly string[]): Promise<{ path: string; source: ByteSource }[]> {
  const found: { path: string; source: ByteSource }[] = [];
  const seen = new Set<string>();
  const names = uniqueNames(paths.map((path) => basename(resolve(path))));
  const folders: { disk: string; path: string }[] = [];
  for (const [index, given] of paths.entries()) {
    const disk = resolve(given);
    const path = names[index] ?? given;
    const kind = await stat(disk).catch((error: unknown) => Promise.reject(nodeErrorOf(error)));
    if (kind.isDirectory()) folders.push({ disk, path });
    else found.push({ path, source: nodeSource(disk) });
  }
  for (const { disk, path } of folders) {
    const real = await realpath(disk);
    if (seen.has(real)) continue;
    seen.add(real);
    const entries = await readdir(disk, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const inner = { disk: join(disk, entry.name), path: `${path}/${entry.name}` };
      if (isIgnoredPath(inner.path)) continue;
      // A link whose target is gone is no file.
      const kind = entry.isSymbolicLink() ? await stat(inner.disk).catch(() => undefined) : entry;
      if (kind?.isDirectory()) folders.push(inner);
      else if (kind?.isFile()) found.push({ path: inner.path, source: nodeSource(inner.disk) });
    }
  }
  return found;
}
