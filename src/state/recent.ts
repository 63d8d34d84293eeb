/** Folders opened before, where the browser keeps handles (IndexedDB). Only names and counts are stored beside the handle. */
import { openDB, type IDBPDatabase } from 'idb';

export interface RecentFolder {
  readonly id: number;
  readonly name: string;
  readonly handles: readonly FileSystemHandle[];
  /** Format ids of its datasets. */
  readonly formats: readonly string[];
  readonly samples: number;
  readonly visual: boolean;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
}

const LIMIT = 8;

let database: Promise<IDBPDatabase> | undefined;
function open(): Promise<IDBPDatabase> {
  database ??= openDB('datasets.viewer', 1, {
    upgrade(db) {
      db.createObjectStore('recent', { keyPath: 'id', autoIncrement: true });
    },
  });
  return database;
}

/** Newest first; empty where storage is refused. */
export async function recentFolders(): Promise<readonly RecentFolder[]> {
  try {
    const all = (await (await open()).getAll('recent')) as RecentFolder[];
    return all.toSorted((a, b) => b.openedAt - a.openedAt);
  } catch {
    return [];
  }
}

/** Remembers a drop; the same folder is listed once. */
export async function rememberFolder(folder: Omit<RecentFolder, 'id'>): Promise<void> {
  try {
    const db = await open();
    const known = await recentFolders();
    for (const [at, old] of known.entries()) {
      if (at >= LIMIT - 1 || (await isSame(old, folder))) await db.delete('recent', old.id);
    }
    await db.add('recent', folder);
  } catch {
    // Storage is refused (private window, file://): the list stays empty, nothing else depends on it.
  }
}

export async function forgetFolder(id: number): Promise<void> {
  await (await open()).delete('recent', id);
}

/** Asks for permission where the browser wants a click; must be called from a user gesture. */
export async function mayRead(handles: readonly FileSystemHandle[]): Promise<boolean> {
  for (const handle of handles) {
    const permission = handle as FileSystemHandle & PermissionMethods;
    if ((await permission.queryPermission?.({ mode: 'read' })) === 'granted') continue;
    if ((await permission.requestPermission?.({ mode: 'read' })) !== 'granted') return false;
  }
  return true;
}

/** Not yet in TypeScript's DOM types. https://wicg.github.io/file-system-access/ */
interface PermissionMethods {
  queryPermission?(options: { mode: 'read' }): Promise<PermissionState>;
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>;
}

async function isSame(a: Omit<RecentFolder, 'id'>, b: Omit<RecentFolder, 'id'>): Promise<boolean> {
  if (a.name !== b.name || a.handles.length !== b.handles.length) return false;
  for (const [at, handle] of a.handles.entries()) {
    const other = b.handles[at];
    if (!other || !(await handle.isSameEntry(other))) return false;
  }
  return true;
}
