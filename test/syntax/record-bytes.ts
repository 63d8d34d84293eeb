import type { ByteSource } from '../../src/files/byte-source.ts';

/** A source whose stream comes in pieces of `size` bytes, in memory that is reused, as the contract says. */
export function inPieces(bytes: Uint8Array, size = 3): ByteSource {
  return {
    size: async () => bytes.length,
    read: async (start, end) => bytes.slice(start, end),
    async *stream(start = 0, end = bytes.length) {
      const memory = new Uint8Array(size);
      for (let at = start; at < Math.min(end, bytes.length); at += size) {
        const piece = bytes.subarray(at, Math.min(at + size, end));
        memory.set(piece);
        yield memory.subarray(0, piece.length);
        memory.fill(0x58);
      }
    },
    wholeBlob: async () => new Blob([bytes.slice()]),
  };
}

/** The same as a file of the browser, which is read at several places at a time where it is large. */
export function fileInPieces(bytes: Uint8Array, size = 3): ByteSource {
  return { ...inPieces(bytes, size), isBlob: true };
}

export function utf16(text: string, encoding: 'utf-16le' | 'utf-16be'): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i += 1) view.setUint16(i * 2, text.charCodeAt(i), encoding === 'utf-16le');
  return bytes;
}
