import { assert } from '../base/assert.ts';
import { Lru } from '../base/lru.ts';
import { PIECE_BYTES, ReadError, type ByteSource } from './byte-source.ts';
import { crc32 } from './crc32.ts';
import { RangeInflater } from './inflate-by-range.ts';
import { inflated } from './inflated.ts';

/** What the central directory says of one entry. */
export interface EntryLayout {
  /** Offset of the local header in the archive. */
  readonly header: number;
  /** Length of the name there, as far as the directory knows. */
  readonly nameBytes: number;
  readonly deflated: boolean;
  /** Bytes in the archive. */
  readonly compressed: number;
  /** Bytes when read. */
  readonly size: number;
  readonly crc: number | undefined;
}

const HEADER_BYTES = 30;
const HEADER_SIGNATURE = 0x04034b50;
/** Local headers carry timestamps and padding; with this much to spare, a small entry and its header are one read. */
const EXTRA_BYTES = 256;
/** Deflated entries up to this size are inflated whole and kept when a part of them is asked for. */
const KEPT_WHOLE = 8 * 1024 * 1024;
/** In larger ones, ranges that begin before this are inflated from the start by the platform, which is faster. */
const NEAR_START = 1024 * 1024;
/** `wholeBlob` of a larger entry is refused: nothing that wants a Blob (an image) is that large. */
const BLOB_LIMIT = 512 * 1024 * 1024;

/** Inflated entries of all archives, the last used, 64 MB in all. */
const inflatedEntries = new Lru<ZipEntrySource, Uint8Array<ArrayBuffer>>(64 * 1024 * 1024, (bytes) => bytes.length);

/**
 * An entry as bytes. Stored: ranges of the archive. Deflated: a stream inflates as it goes and holds a few pieces; reading the beginning
 * inflates the beginning; reading inside an entry up to 8 MB inflates it once and keeps it for a while; reading inside a larger one goes by
 * remembered states every few megabytes (`RangeInflater`) and never holds it. What is read whole is checked: an entry that is longer or
 * shorter than declared, or has another checksum, rejects with `zip-broken`.
 */
export class ZipEntrySource implements ByteSource {
  readonly #archive: ByteSource;
  readonly #layout: EntryLayout;
  /** Offset of the data, once the local header was read. */
  #data: number | undefined;
  #inflating: Promise<Uint8Array<ArrayBuffer>> | undefined;
  #inside: RangeInflater | undefined;

  constructor(archive: ByteSource, layout: EntryLayout) {
    this.#archive = archive;
    this.#layout = layout;
  }

  size(): Promise<number> {
    return Promise.resolve(this.#layout.size);
  }

  async identity(): Promise<string> {
    return `${await this.#archive.identity?.()} ${this.#layout.header} ${this.#layout.crc}`;
  }

  /** Where its data lies in the archive, and what it declares. Rejects with `zip-broken` where there is no entry. */
  async place(): Promise<{ readonly data: number } & Pick<EntryLayout, 'compressed' | 'size' | 'crc'>> {
    const { compressed, size, crc } = this.#layout;
    return { data: await this.#dataStart(), compressed, size, crc };
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    assert(start >= 0 && end >= start, `a range to read, not ${start} to ${end}`);
    const stop = Math.min(end, this.#layout.size);
    if (start >= stop) return new Uint8Array(0);
    if (!this.#layout.deflated) return this.#stored(start, stop);
    const kept = inflatedEntries.get(this);
    if (kept) return kept.slice(start, stop);
    const { size } = this.#layout;
    if (size <= KEPT_WHOLE && (start > 0 || stop === size || size <= PIECE_BYTES)) return (await this.#whole()).slice(start, stop);
    if (start < NEAR_START || size <= KEPT_WHOLE) return collect(this.stream(start, stop), stop - start);
    this.#inside ??= new RangeInflater(this.#archive, await this.#dataStart(), this.#layout.compressed, size);
    return this.#inside.read(start, stop);
  }

  async *stream(start = 0, end?: number): AsyncGenerator<Uint8Array> {
    const { deflated, compressed, size, crc } = this.#layout;
    const stop = Math.min(end ?? size, size);
    if (start >= stop) return;
    const kept = inflatedEntries.get(this);
    if (kept) {
      for (let at = start; at < stop; at += PIECE_BYTES) yield kept.slice(at, Math.min(at + PIECE_BYTES, stop));
      return;
    }
    const data = await this.#dataStart();
    if (!deflated) {
      yield* this.#archive.stream(data + start, data + stop);
      return;
    }
    const pieces = inflated(this.#archive.stream(data, data + compressed));
    yield* part(stop === size ? checked(pieces, size, crc) : pieces, start, stop, size);
  }

  async wholeBlob(): Promise<Blob> {
    const { deflated, size } = this.#layout;
    if (!deflated && this.#archive.isBlob) {
      const data = await this.#dataStart();
      return (await this.#archive.wholeBlob()).slice(data, data + size);
    }
    if (size > BLOB_LIMIT) throw new ReadError('zip-entry-unsupported', `An entry of ${size} bytes is too large to be unpacked whole`);
    return new Blob([await this.#all()]);
  }

  async #all(): Promise<Uint8Array<ArrayBuffer>> {
    const { deflated, size } = this.#layout;
    if (deflated && size <= KEPT_WHOLE) return this.#whole();
    return collect(this.stream(), size);
  }

  /** The entry inflated, kept for a while, once for all who ask meanwhile. */
  #whole(): Promise<Uint8Array<ArrayBuffer>> {
    const kept = inflatedEntries.get(this);
    if (kept) return Promise.resolve(kept);
    this.#inflating ??= this.#inflateWhole().finally(() => {
      this.#inflating = undefined;
    });
    return this.#inflating;
  }

  async #inflateWhole(): Promise<Uint8Array<ArrayBuffer>> {
    const { compressed, size, crc } = this.#layout;
    const source = compressed <= PIECE_BYTES ? once(await this.#stored(0, compressed)) : this.#archiveStream();
    const bytes = await collect(part(checked(inflated(source), size, crc), 0, size, size), size);
    inflatedEntries.set(this, bytes);
    return bytes;
  }

  async *#archiveStream(): AsyncGenerator<Uint8Array> {
    const data = await this.#dataStart();
    yield* this.#archive.stream(data, data + this.#layout.compressed);
  }

  /** Bytes as they lie in the archive; header and data in one read where the data's place is not known yet. */
  async #stored(start: number, end: number): Promise<Uint8Array> {
    const { header, nameBytes } = this.#layout;
    if (this.#data === undefined && end <= PIECE_BYTES) {
      const bytes = await this.#archive.read(header, header + HEADER_BYTES + nameBytes + EXTRA_BYTES + end);
      const data = this.#readHeader(bytes) - header;
      if (data + end <= bytes.length) return bytes.slice(data + start, data + end);
    }
    const data = await this.#dataStart();
    const bytes = await this.#archive.read(data + start, data + end);
    if (bytes.length < end - start) throw new ReadError('zip-broken', `The archive ends within the entry at byte ${header}`);
    return bytes;
  }

  async #dataStart(): Promise<number> {
    if (this.#data !== undefined) return this.#data;
    return this.#readHeader(await this.#archive.read(this.#layout.header, this.#layout.header + HEADER_BYTES));
  }

  #readHeader(bytes: Uint8Array): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < HEADER_BYTES || view.getUint32(0, true) !== HEADER_SIGNATURE) {
      throw new ReadError('zip-broken', `There is no entry at byte ${this.#layout.header}`);
    }
    this.#data = this.#layout.header + HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
    return this.#data;
  }
}

/** Passes pieces on and, at the end, compares size and checksum with what was declared. */
async function* checked(pieces: AsyncIterable<Uint8Array>, size: number, crc: number | undefined): AsyncGenerator<Uint8Array> {
  let seen = 0;
  let sum = 0;
  for await (const piece of pieces) {
    seen += piece.length;
    if (seen > size) throw new ReadError('zip-broken', `The entry is longer than the ${size} bytes that it declares`);
    sum = crc32(piece, sum);
    yield piece;
  }
  if (seen < size) throw new ReadError('zip-broken', `The entry ends after ${seen} of ${size} bytes`);
  if (crc !== undefined && sum !== crc) throw new ReadError('zip-broken', 'The checksum of the entry is wrong');
}

/** Bytes `start` to `end` of what a stream from the beginning yields, stopping it after them unless they are the last of `size`. */
async function* part(pieces: AsyncIterable<Uint8Array>, start: number, end: number, size: number): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const piece of pieces) {
    const from = Math.max(0, start - at);
    const to = Math.min(piece.length, end - at);
    if (to > from) yield piece.subarray(from, to);
    at += piece.length;
    // The end of the whole is read to its very end: only there the checksum is known.
    if (at >= end && end < size) return;
  }
  if (at < end) throw new ReadError('zip-broken', `The entry ends after ${at} of ${size} bytes`);
}

async function collect(pieces: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for await (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  if (at < length) throw new ReadError('zip-broken', `The entry ends after ${at} of ${length} bytes`);
  return bytes;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
