/** A store in memory: what was written comes back as bytes that nobody else has. */
import type { ColumnStore } from '../../src/engine/column-store.ts';

export class MemoryStore implements ColumnStore {
  readonly kept = new Map<string, Uint8Array<ArrayBuffer>>();

  async read(name: string): Promise<ArrayBuffer | undefined> {
    return this.kept.get(name)?.slice().buffer;
  }

  async write(name: string, parts: readonly Uint8Array[]): Promise<void> {
    const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    this.kept.set(name, bytes);
  }

  async remove(name: string): Promise<void> {
    this.kept.delete(name);
  }

  async clear(): Promise<void> {
    this.kept.clear();
  }
}
