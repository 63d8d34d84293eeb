/**
 * Files of our own, in the browser's private file system (OPFS): nobody but this page's origin sees them, and nothing leaves the machine.
 * https://fs.spec.whatwg.org/#sandboxed-filesystem
 */
import { pause } from '../base/pause.ts';

/** Named bytes that stay when the page is closed. */
export interface ColumnStore {
  /** Undefined where there is nothing, or another page is using it. */
  read(name: string): Promise<ArrayBuffer | undefined>;
  /** In place of what was there. What was used longest ago goes where there is no room; what is too large is not kept. */
  write(name: string, parts: readonly Uint8Array[]): Promise<void>;
  remove(name: string): Promise<void>;
  /** Forgets everything. */
  clear(): Promise<void>;
}

const MOST_BYTES = 2 * 2 ** 30;
/** Of the room that the browser grants in all. */
const SHARE = 0.25;
/** Of all room, for one: others are to stay. */
const SHARE_OF_ONE = 0.5;
/** The worker answers questions between pieces of this size. */
const PIECE_BYTES = 8 << 20;
const FOLDER = 'columns';
/** What files begin with that says how long they are: written last, so that what was cut short is told from what is whole. */
const HEAD_BYTES = 16;

/** As in lib.webworker, which cannot be used beside lib.dom. */
interface SyncAccessHandle {
  read(into: Uint8Array, options: { readonly at: number }): number;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}
type WorkerFileHandle = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccessHandle> };

/**
 * The store of one build: what another one kept is forgotten, since it may mean something else.
 * @returns undefined where the browser has none: on file:// and in the single file
 */
export function columnStore(build: string): ColumnStore | undefined {
  const storage = globalThis.isSecureContext ? navigator.storage : undefined;
  if (!storage || !('getDirectory' in storage) || !/^https?:/.test(build)) return undefined;
  return new PrivateFiles(storage, folderName(build));
}

class PrivateFiles implements ColumnStore {
  readonly #storage: StorageManager;
  readonly #name: string;
  #folder: Promise<FileSystemDirectoryHandle> | undefined;

  constructor(storage: StorageManager, name: string) {
    this.#storage = storage;
    this.#name = name;
  }

  async read(name: string): Promise<ArrayBuffer | undefined> {
    const file = await this.#opened(name, false);
    if (!file) return undefined;
    try {
      const bytes = new Uint8Array(file.getSize());
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        file.read(bytes.subarray(at, at + PIECE_BYTES), { at });
        await pause();
      }
      // Written as it is, so that its time says when it was used last.
      file.write(bytes.subarray(0, 1), { at: 0 });
      return bytes.buffer;
    } finally {
      file.close();
    }
  }

  async write(name: string, parts: readonly Uint8Array[]): Promise<void> {
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    if (!(await this.#makeRoom(name, bytes))) return;
    const file = await this.#opened(name, true);
    if (!file) return;
    try {
      file.truncate(0);
      let at = 0;
      const [head, ...rest] = parts;
      if (head?.length !== HEAD_BYTES) throw new RangeError('what is kept begins with its length');
      at = HEAD_BYTES;
      for (const part of rest) {
        for (let from = 0; from < part.length; from += PIECE_BYTES) {
          const piece = part.subarray(from, from + PIECE_BYTES);
          if (file.write(piece, { at }) !== piece.length) return;
          at += piece.length;
          if (piece.length > PIECE_BYTES / 16) await pause();
        }
        if (at % 64 === 0) await pause();
      }
      file.flush();
      file.write(head, { at: 0 });
      file.flush();
    } finally {
      file.close();
    }
  }

  async remove(name: string): Promise<void> {
    await (await this.#open()).removeEntry(name).catch(ignoreMissing);
  }

  async clear(): Promise<void> {
    this.#folder = undefined;
    const root = await this.#storage.getDirectory();
    await root.removeEntry(FOLDER, { recursive: true }).catch(ignoreMissing);
  }

  #open(): Promise<FileSystemDirectoryHandle> {
    this.#folder ??= this.#openFolder();
    return this.#folder;
  }

  async #openFolder(): Promise<FileSystemDirectoryHandle> {
    const root = await this.#storage.getDirectory();
    const all = await root.getDirectoryHandle(FOLDER, { create: true });
    for await (const name of all.keys()) if (name !== this.#name) await all.removeEntry(name, { recursive: true }).catch(ignoreMissing);
    return all.getDirectoryHandle(this.#name, { create: true });
  }

  async #opened(name: string, create: boolean): Promise<SyncAccessHandle | undefined> {
    try {
      const handle = (await (await this.#open()).getFileHandle(name, { create })) as WorkerFileHandle;
      return await handle.createSyncAccessHandle();
    } catch (error) {
      ignoreMissing(error);
      return undefined;
    }
  }

  /** False: there is none for so much. */
  async #makeRoom(name: string, bytes: number): Promise<boolean> {
    const { quota = 0 } = await this.#storage.estimate();
    const room = Math.min(MOST_BYTES, quota * SHARE);
    if (bytes > room * SHARE_OF_ONE) return false;
    const folder = await this.#open();
    const kept: { readonly name: string; readonly size: number; readonly used: number }[] = [];
    for await (const handle of folder.values()) {
      if (handle.kind !== 'file' || handle.name === name) continue;
      const { size, lastModified } = await handle.getFile();
      kept.push({ name: handle.name, size, used: lastModified });
    }
    let total = kept.reduce((sum, { size }) => sum + size, bytes);
    for (const oldest of kept.sort((a, b) => a.used - b.used)) {
      if (total <= room) break;
      await this.remove(oldest.name);
      total -= oldest.size;
    }
    return true;
  }
}

/** A file that is not there, or that another page uses, is none that was kept. Browsers that refuse say so with a SecurityError. */
function ignoreMissing(error: unknown): void {
  const names = ['NotFoundError', 'NoModificationAllowedError', 'InvalidStateError', 'SecurityError', 'QuotaExceededError'];
  if (!(error instanceof DOMException) || !names.includes(error.name)) throw error;
}

function folderName(build: string): string {
  return build.replaceAll(/[^\w.-]+/g, '_').slice(-100);
}
