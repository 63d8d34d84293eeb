/** Listing what was dropped, picked or pasted, in the page. Nothing is read, and no size is asked for. */
import { slices } from '../base/pause.ts';
import { isFileHandle, isFolderHandle, type DropBatch, type DropRoot } from './drop-batch.ts';
import { isIgnoredPath } from './file-set.ts';
import {
  canWait,
  entryReader,
  filesOf,
  handleReader,
  refusalText,
  type FolderReader,
  type Found,
  type FoundFile,
} from './folder-reader.ts';
import { uniqueNames } from './unique-names.ts';

/** One dropped item, in all the ways the browser offers it. */
export interface DroppedItem {
  /** Settles to undefined where the browser has no handles or refuses. */
  readonly handle: Promise<FileSystemHandle | undefined>;
  readonly entry: FileSystemEntry | undefined;
  readonly file: File | undefined;
}
export type DropRoots = readonly DroppedItem[];

export interface ListOptions {
  readonly signal?: AbortSignal;
  /** Files listed so far. */
  onProgress?(files: number): void;
}

/** Not yet in TypeScript's DOM types. https://wicg.github.io/file-system-access/#drag-and-drop */
interface HandleItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

const BATCH_FILES = 5000;
/** Files of the first batch, where there are more. */
export const FIRST_BATCH = 500;
/** The first batches are smaller, so that there is something to look at while the rest is listed. */
const FIRST_BATCHES = [FIRST_BATCH, FIRST_BATCH, 1500];
/** Folders of many files that say nothing by themselves. */
const LABEL_FOLDER = /(?:^|\/)labels(?:\/|$)/i;
/** Folders read at the same time. */
const FOLDERS_AT_ONCE = 16;

/** Must be called in the drop handler itself: a DataTransfer is empty after the first await. Items that are no files are left out. */
export function takeDrop(data: DataTransfer): DropRoots {
  return [...data.items]
    .filter(({ kind }) => kind === 'file')
    .map((item: DataTransferItem & HandleItem) => ({
      handle: handleOf(item),
      entry: item.webkitGetAsEntry?.() ?? undefined,
      file: item.getAsFile() ?? undefined,
    }))
    .filter(({ entry, file }) => entry !== undefined || file !== undefined);
}

/** Files on the clipboard; empty for pasted text. As with a drop, call it in the handler itself. */
export function fromPaste(data: DataTransfer): DropRoots {
  return takeDrop(data);
}

async function handleOf(item: DataTransferItem & HandleItem): Promise<FileSystemHandle | undefined> {
  try {
    return (await item.getAsFileSystemHandle?.()) ?? undefined;
  } catch (error) {
    // Refused, or a pasted picture that is no file of the disk: the entry or the File is there.
    if (error instanceof DOMException || error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * Lists a drop, breadth first, in batches of up to 5000 as they come. By entries, six times as fast as by handles (design/performance.md 6);
 * by handles where entries cannot be listed (pages from file://). Files are opened later, through the handle of the dropped folder, by
 * whoever reads; where the browser has no handles, or could not post them, Files are in the batch.
 */
export async function* listDrop(roots: DropRoots, options: ListOptions = {}): AsyncGenerator<DropBatch> {
  const names = uniqueNames(roots.map(({ entry, file }) => entry?.name ?? file?.name ?? ''));
  const found: Found[] = [];
  for (const [at, { handle: promised, entry, file }] of roots.entries()) {
    const path = names[at] ?? '';
    const handle = await promised;
    const root = handle && canPost() ? { id: newId(), handle } : undefined;
    const folder = handle && isFolderHandle(handle) ? handle : undefined;
    if (entry?.isDirectory || folder) found.push({ kind: 'folder', path, entry, handle: folder, root });
    else if (file) found.push({ kind: 'file', path, file, root: undefined });
    else found.push({ kind: 'file', path, entry, root });
  }
  yield* list(found, options);
}

/** Lists folders and files that were picked (`showDirectoryPicker`) or remembered. */
export async function* listHandles(handles: readonly FileSystemHandle[], options: ListOptions = {}): AsyncGenerator<DropBatch> {
  const names = uniqueNames(handles.map(({ name }) => name));
  const found = handles.map((handle, at): Found => {
    const path = names[at] ?? handle.name;
    const root = canPost() ? { id: newId(), handle } : undefined;
    if (isFolderHandle(handle)) return { kind: 'folder', path, entry: undefined, handle, root };
    return { kind: 'file', path, handle: isFileHandle(handle) ? handle : undefined, root };
  });
  yield* list(found, options);
}

/** Files of an `<input type=file>`, with or without `webkitdirectory`. Their sizes are not touched: each would cost a round trip. */
export async function* listInput(files: FileList | readonly File[], options: ListOptions = {}): AsyncGenerator<DropBatch> {
  const batch = new BatchBuilder();
  let listed = 0;
  for (const file of Array.from(files)) {
    batch.add(file.webkitRelativePath || file.name, file, undefined);
    if (batch.length < BATCH_FILES) continue;
    options.signal?.throwIfAborted();
    listed += batch.length;
    options.onProgress?.(listed);
    yield batch.take();
  }
  options.onProgress?.(listed + batch.length);
  yield batch.take();
}

/**
 * Folders wait in a queue; up to 16 are read at a time, each at its own pace: Chromium lists one after the other, and gives what has piled
 * up meanwhile at once.
 */
async function* list(start: readonly Found[], { signal, onProgress }: ListOptions): AsyncGenerator<DropBatch> {
  const batch = new BatchBuilder();
  const waiting: FolderReader[] = [];
  let reading = 0;
  let listed = 0;
  let batches = 0;
  let news = newsOf();
  let emptied = newsOf();
  const limit = (): number => FIRST_BATCHES[batches] ?? BATCH_FILES;
  const take = async (items: readonly Found[]): Promise<void> => {
    const files: FoundFile[] = [];
    await slices()(items, (item) => {
      if (isIgnoredPath(item.path)) batch.ignore();
      else if (item.kind === 'folder') waiting.push(item.entry ? entryReader(item) : handleReader(item));
      else if (canWait(item)) batch.add(item.path, item.file, item.root);
      else files.push(item);
    });
    for (const { path, file, root, failed } of await filesOf(files)) {
      if (failed !== undefined) batch.fail(path, failed);
      else batch.add(path, file, root);
    }
  };
  const read = async (reader: FolderReader): Promise<void> => {
    for (;;) {
      // Whoever takes the batches may have other things to do: listing on would keep the page from them.
      while (batch.length >= limit()) await emptied.told;
      const { found, failed, instead } = await stepOf(reader);
      if (signal?.aborted) return;
      if (failed !== undefined && instead) waiting.unshift(instead);
      else if (failed !== undefined) batch.fail(reader.path, failed);
      if (found.length === 0) return;
      // All of it, were it more than a batch: what piles up in the browser meanwhile is handed over in one long task.
      await take(found);
      news.tell();
    }
  };
  const readToEnd = async (reader: FolderReader): Promise<void> => {
    try {
      await read(reader);
    } catch (error) {
      news.fail(error);
    }
    reading -= 1;
    news.tell();
  };
  /** Folders that may be begun now. Chromium lists one after the other: what there is something to see in comes first. */
  const mayRead = (): number => {
    if (batches > 0) return FOLDERS_AT_ONCE - reading;
    waiting.sort((a, b) => Number(LABEL_FOLDER.test(a.path)) - Number(LABEL_FOLDER.test(b.path)));
    const others = waiting.filter(({ path }) => !LABEL_FOLDER.test(path)).length;
    return Math.min(FOLDERS_AT_ONCE - reading, others + reading > 0 ? others : waiting.length);
  };
  await take(start);
  while (waiting.length > 0 || reading > 0) {
    signal?.throwIfAborted();
    for (const reader of waiting.splice(0, mayRead())) {
      reading += 1;
      void readToEnd(reader);
    }
    await news.told;
    news = newsOf();
    if (batch.length < limit()) continue;
    batches += 1;
    listed += batch.length;
    onProgress?.(listed);
    yield batch.take();
    emptied.tell();
    emptied = newsOf();
  }
  signal?.throwIfAborted();
  onProgress?.(listed + batch.length);
  yield batch.take();
}

interface News {
  readonly told: Promise<void>;
  tell(): void;
  fail(error: unknown): void;
}

/** Something to wait for that many may bring about. */
function newsOf(): News {
  let tell = (): void => undefined;
  let fail = (_error: unknown): void => undefined;
  const told = new Promise<void>((resolve, reject) => {
    tell = resolve;
    fail = reject;
  });
  return { told, tell, fail };
}

interface Step {
  readonly found: readonly Found[];
  readonly failed?: string;
  /** Another way to read the same folder. */
  readonly instead?: FolderReader | undefined;
}

async function stepOf(reader: FolderReader): Promise<Step> {
  try {
    return { found: await reader.next() };
  } catch (error) {
    return { found: [], failed: refusalText(error), instead: await otherwiseOf(reader) };
  }
}

/** Undefined too where the other way fails at once: then the first refusal is what is reported. */
async function otherwiseOf(reader: FolderReader): Promise<FolderReader | undefined> {
  try {
    return await reader.otherwise?.();
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Handles can be posted to a worker except from pages without an origin of their own (file://). */
function canPost(): boolean {
  return globalThis.origin !== 'null';
}

let ids = 0;
/** Distinct between drops of this page and, for the worker's sake, between pages. */
function newId(): string {
  ids += 1;
  return `${performance.timeOrigin}-${ids}`;
}

/** Collects files into parallel lists. */
class BatchBuilder {
  #paths: string[] = [];
  #files: (File | undefined)[] = [];
  #rootOf: number[] = [];
  #roots: DropRoot[] = [];
  #ignored = 0;
  #failed: { path: string; reason: string }[] = [];

  get length(): number {
    return this.#paths.length;
  }

  add(path: string, file: File | undefined, root: DropRoot | undefined): void {
    if (isIgnoredPath(path)) {
      this.#ignored += 1;
      return;
    }
    this.#paths.push(path);
    this.#files.push(file);
    this.#rootOf.push(root ? this.#placeOf(root) : 0);
  }

  ignore(): void {
    this.#ignored += 1;
  }

  fail(path: string, reason: string): void {
    this.#failed.push({ path, reason });
  }

  take(): DropBatch {
    const batch: DropBatch = {
      paths: this.#paths,
      files: this.#files.some((file) => file !== undefined) ? this.#files : [],
      rootOf: this.#roots.length > 1 ? this.#rootOf : [],
      roots: this.#roots,
      ignored: this.#ignored,
      failed: this.#failed,
    };
    this.#paths = [];
    this.#files = [];
    this.#rootOf = [];
    this.#roots = [];
    this.#ignored = 0;
    this.#failed = [];
    return batch;
  }

  #placeOf(root: DropRoot): number {
    const known = this.#roots.lastIndexOf(root);
    return known >= 0 ? known : this.#roots.push(root) - 1;
  }
}
