/** What the page tells the worker about dropped files: plain data that can be posted. The worker's half; no DOM here. */
import { Lru } from '../base/lru.ts';
import { blobSource, reopenedSource } from './blob-source.ts';
import type { ByteSource } from './byte-source.ts';
import { innerPath, type FileEntry, type FileOpener } from './file-set-of.ts';

/** A folder or file handle that files of a batch are opened through. Repeated in each batch that needs it. */
export interface DropRoot {
  /** The same in all batches of a drop. */
  readonly id: string;
  readonly handle: FileSystemHandle;
}

/** Some of the files of a drop. */
export interface DropBatch {
  /** First the dropped folder's name (made unique within the drop), then folders and file as the system writes them. */
  readonly paths: readonly string[];
  /** One for each path where the browser gave Files; empty where all are opened through `roots`. */
  readonly files: readonly (File | undefined)[];
  /** For each path without a File, its place in `roots`; empty for all 0. */
  readonly rootOf: readonly number[];
  readonly roots: readonly DropRoot[];
  /** Files left out since the last batch because of what systems leave behind (`isIgnoredPath`). */
  readonly ignored: number;
  /** Folders and files that the browser would not list or give, with its reason. */
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
}

/** Files kept open per root. More would cost the browser's memory (design/performance.md 6), fewer would open the same file again. */
const FILES_KEPT = 4096;
const FOLDERS_KEPT = 1024;
/** Roots that this thread has opened something through, by id. */
const openers = new Lru<string, FileOpener>(64);

/** The files of a batch, none of them opened yet. */
export function entriesOf(batch: DropBatch): FileEntry[] {
  const rooted = batch.roots.map(openerOf);
  return batch.paths.map((path, at) => {
    const file = batch.files[at];
    if (file) return { path, source: blobSource(file) };
    const opener = rooted[batch.rootOf[at] ?? 0];
    // Without File and handle it cannot be: then reading it says so.
    if (!opener) return { path, source: blobSource(() => Promise.reject(new Error(`No way to open ${path}`))) };
    return new HandleEntry(path, opener);
  });
}

/** A file that is opened through its folder's handle; nothing is made for it until it is read. */
class HandleEntry implements FileEntry {
  readonly path: string;
  readonly opener: FileOpener;

  constructor(path: string, opener: FileOpener) {
    this.path = path;
    this.opener = opener;
  }

  get handle(): FileOpener['handle'] {
    return this.opener.handle;
  }

  get source(): ByteSource {
    return reopenedSource(() => this.opener.open(innerPath(this.path)));
  }
}

function openerOf(root: DropRoot): FileOpener {
  const known = openers.get(root.id);
  if (known) return known;
  const opener = { handle: root.handle, open: openerFor(root.handle) };
  openers.set(root.id, opener);
  return opener;
}

/** Opens files by their path within a folder; folder handles and Files used last are kept. */
function openerFor(handle: FileSystemHandle): (inner: string) => Promise<File> {
  if (isFileHandle(handle)) return () => handle.getFile();
  const folders = new Lru<string, Promise<FileSystemDirectoryHandle>>(FOLDERS_KEPT);
  const files = new Lru<string, Promise<File>>(FILES_KEPT);
  const folderAt = (path: string): Promise<FileSystemDirectoryHandle> => {
    if (path === '') return isFolderHandle(handle) ? Promise.resolve(handle) : Promise.reject(new Error('Neither file nor folder'));
    return kept(folders, path, async () => {
      const cut = path.lastIndexOf('/');
      const parent = await folderAt(path.slice(0, Math.max(0, cut)));
      return parent.getDirectoryHandle(path.slice(cut + 1));
    });
  };
  return (inner) =>
    kept(files, inner, async () => {
      const cut = inner.lastIndexOf('/');
      const folder = await folderAt(inner.slice(0, Math.max(0, cut)));
      const file = await folder.getFileHandle(inner.slice(cut + 1));
      return file.getFile();
    });
}

/** What is kept under `key`, or made now; a failure is not kept. */
function kept<T>(cache: Lru<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = cache.get(key);
  if (known) return known;
  const made = make();
  cache.set(key, made);
  made.catch(() => {
    if (cache.get(key) === made) cache.delete(key);
  });
  return made;
}

export function isFileHandle(handle: FileSystemHandle): handle is FileSystemFileHandle {
  return handle.kind === 'file';
}

export function isFolderHandle(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === 'directory';
}
