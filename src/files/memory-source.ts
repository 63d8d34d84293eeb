import { crc32 } from './crc32.ts';
import { PIECE_BYTES, type ByteSource } from './byte-source.ts';

/** Bytes in memory as a source: samples that come with the page, and tests. */
export function memorySource(content: Uint8Array | string): ByteSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    size: async () => bytes.length,
    identity: async () => `${bytes.length} ${crc32(bytes)}`,
    read: async (start, end) => bytes.slice(start, end),
    async *stream(start = 0, end = bytes.length) {
      for (let at = start; at < Math.min(end, bytes.length); at += PIECE_BYTES) {
        yield bytes.slice(at, Math.min(at + PIECE_BYTES, end));
      }
    },
    wholeBlob: async () => new Blob([bytes.slice()]),
  };
}

/** A source that keeps account of what was read of it: the proof of laziness. */
export interface CountingSource extends ByteSource {
  /** Every range read, `[start, end)`, in order of asking; a stream counts piece by piece. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
  /** Bytes read so far, repeats included. */
  readonly bytesRead: number;
  forget(): void;
}

/** Passes everything on to `source` and records each range that was really handed out. */
export function countingSource(source: ByteSource): CountingSource {
  const ranges: [number, number][] = [];
  return {
    size: () => source.size(),
    async read(start, end) {
      const bytes = await source.read(start, end);
      ranges.push([start, start + bytes.length]);
      return bytes;
    },
    async *stream(start = 0, end?: number) {
      let at = start;
      for await (const piece of source.stream(start, end)) {
        ranges.push([at, at + piece.length]);
        at += piece.length;
        yield piece;
      }
    },
    async wholeBlob() {
      const blob = await source.wholeBlob();
      ranges.push([0, blob.size]);
      return blob;
    },
    ranges,
    get bytesRead() {
      return ranges.reduce((sum, [start, end]) => sum + end - start, 0);
    },
    forget() {
      ranges.length = 0;
    },
  };
}
