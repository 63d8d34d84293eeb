/** What is kept makes room for what comes: the browser's private files, here in memory. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { columnStore, type ColumnStore } from '../../src/engine/column-store.ts';

const MB = 1 << 20;

class MemoryFile {
  readonly kind = 'file';
  readonly name: string;
  #bytes = new Uint8Array(0);
  #modified = 0;

  constructor(name: string) {
    this.name = name;
  }

  async getFile(): Promise<{ readonly size: number; readonly lastModified: number }> {
    return { size: this.#bytes.length, lastModified: this.#modified };
  }

  async createSyncAccessHandle(): Promise<object> {
    return {
      getSize: () => this.#bytes.length,
      read: (into: Uint8Array, { at }: { at: number }) => {
        const part = this.#bytes.subarray(at, at + into.length);
        into.set(part);
        return part.length;
      },
      write: (bytes: Uint8Array, { at }: { at: number }) => {
        if (at + bytes.length > this.#bytes.length) {
          const longer = new Uint8Array(at + bytes.length);
          longer.set(this.#bytes);
          this.#bytes = longer;
        }
        this.#bytes.set(bytes, at);
        this.#modified = Date.now();
        return bytes.length;
      },
      truncate: (size: number) => {
        this.#bytes = this.#bytes.slice(0, size);
      },
      flush: () => undefined,
      close: () => undefined,
    };
  }
}

class MemoryFolder {
  readonly kind = 'directory';
  readonly name: string;
  readonly #entries = new Map<string, MemoryFolder | MemoryFile>();

  constructor(name = '') {
    this.name = name;
  }

  async getDirectoryHandle(name: string): Promise<MemoryFolder> {
    const known = this.#entries.get(name);
    if (known instanceof MemoryFolder) return known;
    const made = new MemoryFolder(name);
    this.#entries.set(name, made);
    return made;
  }

  async getFileHandle(name: string, { create }: { readonly create: boolean }): Promise<MemoryFile> {
    const known = this.#entries.get(name);
    if (known instanceof MemoryFile) return known;
    if (!create) throw new DOMException('', 'NotFoundError');
    const made = new MemoryFile(name);
    this.#entries.set(name, made);
    return made;
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.#entries.delete(name)) throw new DOMException('', 'NotFoundError');
  }

  async *keys(): AsyncGenerator<string> {
    yield* [...this.#entries.keys()];
  }

  async *values(): AsyncGenerator<MemoryFolder | MemoryFile> {
    yield* [...this.#entries.values()];
  }
}

const ADDRESS = 'https://viewer.example/assets/worker-abc.js';

/** Of a browser that grants 40 MB: a quarter of it, 10 MB, are for all that is kept, 5 MB for one. */
function storeOf(root: MemoryFolder, address = ADDRESS): ColumnStore {
  const storage = { getDirectory: async () => root, estimate: async () => ({ quota: 40 * MB }) };
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('navigator', { storage });
  const store = columnStore(address);
  if (!store) throw new Error('there is no store');
  return store;
}

/** So many bytes in all, the first of which say what it is. */
function parts(mark: number, bytes: number): Uint8Array[] {
  return [new Uint8Array(16).fill(mark), new Uint8Array(bytes - 16)];
}

async function keptOf(store: ColumnStore, names: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) {
    vi.advanceTimersByTime(1_000);
    if (await store.read(name)) found.push(name);
  }
  return found;
}

describe('what is kept', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const write = async (store: ColumnStore, name: string, bytes: number): Promise<void> => {
    vi.advanceTimersByTime(1_000);
    await store.write(name, parts(name.charCodeAt(0), bytes));
  };

  it('makes room for what comes: what was used longest ago goes, and not more than that', async () => {
    const store = storeOf(new MemoryFolder());
    for (const name of ['a', 'b', 'c']) await write(store, name, 3 * MB);
    // Reading is use: now `b` was used longest ago.
    expect(await keptOf(store, ['a'])).toEqual(['a']);
    await write(store, 'd', 3 * MB);
    expect(await keptOf(store, ['a', 'b', 'c', 'd'])).toEqual(['a', 'c', 'd']);
    // 9 MB and 4 more: one is not enough.
    await write(store, 'e', 5 * MB);
    expect(await keptOf(store, ['a', 'c', 'd', 'e'])).toEqual(['d', 'e']);
  });

  it('takes its own place without pushing others out', async () => {
    const store = storeOf(new MemoryFolder());
    for (const name of ['a', 'b']) await write(store, name, 5 * MB);
    await write(store, 'a', 4 * MB);
    expect(await keptOf(store, ['a', 'b'])).toEqual(['a', 'b']);
    expect((await store.read('a'))?.byteLength).toBe(4 * MB);
  });

  it('does not take most of the room for one, and leaves others alone then', async () => {
    const store = storeOf(new MemoryFolder());
    await write(store, 'a', MB);
    await write(store, 'b', 5 * MB + 1);
    expect(await keptOf(store, ['a', 'b'])).toEqual(['a']);
  });

  it('is of one build: another forgets it', async () => {
    const root = new MemoryFolder();
    await write(storeOf(root), 'a', MB);
    expect(await keptOf(storeOf(root, ADDRESS.replace('abc', 'def')), ['a'])).toEqual([]);
    expect(await keptOf(storeOf(root), ['a'])).toEqual([]);
  });
});
