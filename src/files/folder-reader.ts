/** Steps through one folder of the browser, by entries or by handles. */
import { slices } from '../base/pause.ts';
import { mapPooled } from '../base/pool.ts';
import { isFileHandle, isFolderHandle, type DropRoot } from './drop-batch.ts';
import { opensByHandle } from './handle-names.ts';

/** Something listed. `root` is there where the worker can open files through it. */
export type Found = FoundFolder | FoundFile;

export interface FoundFolder {
  readonly kind: 'folder';
  readonly path: string;
  readonly entry: FileSystemEntry | undefined;
  /** Of this folder where it is known: the root's, or all where listing goes by handles. */
  readonly handle: FileSystemDirectoryHandle | undefined;
  readonly root: DropRoot | undefined;
}

export interface FoundFile {
  readonly kind: 'file';
  readonly path: string;
  readonly file?: File;
  readonly entry?: FileSystemEntry | undefined;
  readonly handle?: FileSystemFileHandle | undefined;
  readonly root: DropRoot | undefined;
}

export interface FolderReader {
  readonly path: string;
  /** The next entries; empty at the end. Rejects where the folder cannot be listed. */
  next(): Promise<readonly Found[]>;
  /** Another way to read the same folder from its start, after the first has failed. */
  readonly otherwise?: () => Promise<FolderReader | undefined>;
}

/** Handles asked for in one step. */
const HANDLES_PER_STEP = 256;
/** `entry.file()` calls under way. */
const FILES_IN_FLIGHT = 32;

/**
 * By entries: Chromium gives at most 100 at a time, so it is asked until nothing comes; but what has piled up while nobody asked it gives at
 * once, tens of thousands of them.
 */
export function entryReader(folder: FoundFolder): FolderReader {
  const { path, root, entry } = folder;
  let reader: FileSystemDirectoryReader | undefined;
  let listed = false;
  return {
    path,
    async next() {
      if (!isFolderEntry(entry)) return [];
      reader ??= entry.createReader();
      const reading = reader;
      const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reading.readEntries(resolve, reject));
      listed ||= entries.length > 0;
      const found: Found[] = [];
      await slices()(entries, (inner) => {
        const what = { path: `${path}/${inner.name}`, entry: inner, root };
        found.push(inner.isDirectory ? { kind: 'folder', handle: undefined, ...what } : { kind: 'file', ...what });
      });
      return found;
    },
    async otherwise() {
      // Half a listing is not started again: its files would be there twice.
      if (listed) return undefined;
      const handle = folder.handle ?? (await folderHandle(root, path));
      return handle && handleReader({ ...folder, entry: undefined, handle });
    },
  };
}

export function handleReader({ path, handle, root }: FoundFolder): FolderReader {
  const entries = handle?.values()[Symbol.asyncIterator]();
  return {
    path,
    async next() {
      const found: Found[] = [];
      if (!entries) return found;
      while (found.length < HANDLES_PER_STEP) {
        const { done, value } = await entries.next();
        if (done) break;
        const inner = `${path}/${value.name}`;
        if (isFolderHandle(value)) found.push({ kind: 'folder', path: inner, entry: undefined, handle: value, root });
        else if (isFileHandle(value)) found.push({ kind: 'file', path: inner, handle: value, root });
      }
      return found;
    },
  };
}

/** A file as it goes into the batch, or why it cannot. */
export interface ListedFile {
  readonly path: string;
  readonly file: File | undefined;
  readonly root: DropRoot | undefined;
  readonly failed?: string;
}

/** Whether a file is opened later: it is here as a File, or it is opened through its root, which does not refuse its name. */
export function canWait({ path, file, root }: FoundFile): boolean {
  return file !== undefined || (root !== undefined && (!isFolderHandle(root.handle) || opensByHandle(path.slice(path.indexOf('/') + 1))));
}

/** The Files of those that cannot wait. */
export function filesOf(found: readonly FoundFile[]): Promise<ListedFile[]> {
  return mapPooled(found, FILES_IN_FLIGHT, async ({ path, entry, handle, root }) => {
    try {
      const opened = handle ? await handle.getFile() : isFileEntry(entry) ? await fileOf(entry) : undefined;
      return opened ? { path, file: opened, root: undefined } : { path, file: undefined, root, failed: 'NotFoundError' };
    } catch (error) {
      return { path, file: undefined, root, failed: refusalText(error) };
    }
  });
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** The handle of a folder under a dropped one. */
async function folderHandle(root: DropRoot | undefined, path: string): Promise<FileSystemDirectoryHandle | undefined> {
  if (!root || !isFolderHandle(root.handle)) return undefined;
  let handle = root.handle;
  for (const part of path.split('/').slice(1)) handle = await handle.getDirectoryHandle(part);
  return handle;
}

function isFolderEntry(entry: FileSystemEntry | undefined): entry is FileSystemDirectoryEntry {
  return entry?.isDirectory === true;
}

function isFileEntry(entry: FileSystemEntry | undefined): entry is FileSystemFileEntry {
  return entry?.isFile === true;
}

/** A browser's refusal in its own words: `NotFoundError: …`. */
export function refusalText(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? `${error.name}: ${error.message}` : String(error);
}
