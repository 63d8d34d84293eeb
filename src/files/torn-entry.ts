/** Entries of zip archives whose data is damaged: what can be unpacked of them is there, as it is of gzip files. */
import { Lru } from '../base/lru.ts';
import { ReadError, type ByteSource, type PackedDamage } from './byte-source.ts';
import { crc32 } from './crc32.ts';
import { BitInput, inflate, RangeInflater } from './inflate-by-range.ts';
import type { ZipEntrySource } from './zip-entry-source.ts';

/** Salvaged entries up to this size are kept whole for a while. */
const KEPT_WHOLE = 8 * 1024 * 1024;
/** With fewer bytes left it was the end of the data that made them impossible to read. */
const AT_END = 4;
const START = { at: 0, bits: 0, bitCount: 0, out: 0, window: new Uint8Array(0) };

const salvaged = new Lru<TornEntrySource, Uint8Array>(4 * KEPT_WHOLE, (bytes) => bytes.length);

/**
 * A deflated entry. Read as such until that fails; from then on it is as long as what can be unpacked of it, at most as long as it declares,
 * and `damage` says what is wrong. The whole as a Blob is refused all the same: half a picture is none.
 */
export class TornEntrySource implements ByteSource {
  readonly #entry: ZipEntrySource;
  readonly #archive: ByteSource;
  /** Bytes that can be unpacked, once it is known to be damaged. */
  #end: number | undefined;
  #damage: PackedDamage | undefined;
  #examining: Promise<void> | undefined;
  #inside: RangeInflater | undefined;

  constructor(entry: ZipEntrySource, archive: ByteSource) {
    this.#entry = entry;
    this.#archive = archive;
  }

  get damage(): PackedDamage | undefined {
    return this.#damage;
  }

  async size(): Promise<number> {
    return this.#end ?? this.#entry.size();
  }

  identity(): Promise<string> {
    return this.#entry.identity();
  }

  wholeBlob(): Promise<Blob> {
    return this.#entry.wholeBlob();
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    if (this.#end === undefined) {
      try {
        return await this.#entry.read(start, end);
      } catch (error) {
        if (!isBroken(error)) throw error;
        await this.#examine();
      }
    }
    const stop = Math.min(end, this.#end ?? 0);
    if (start >= stop) return new Uint8Array(0);
    const kept = salvaged.get(this);
    if (kept) return kept.slice(start, stop);
    const { data, compressed, size } = await this.#entry.place();
    this.#inside ??= new RangeInflater(this.#archive, data, compressed, size);
    return this.#inside.read(start, stop);
  }

  async *stream(start = 0, end = Infinity): AsyncGenerator<Uint8Array> {
    let at = start;
    if (this.#end === undefined) {
      try {
        for await (const piece of this.#entry.stream(start, end)) {
          at += piece.length;
          yield piece;
        }
        return;
      } catch (error) {
        if (!isBroken(error)) throw error;
      }
    }
    let from = 0;
    for await (const piece of this.#unpacked()) {
      const part = piece.subarray(Math.max(0, at - from), Math.max(0, end - from));
      from += piece.length;
      if (part.length > 0) yield part;
      if (from >= end) return;
    }
  }

  /** Finds out how far it can be unpacked, once for all who ask. */
  #examine(): Promise<void> {
    this.#examining ??= this.#unpackWhole();
    return this.#examining;
  }

  async #unpackWhole(): Promise<void> {
    const { size } = await this.#entry.place();
    const whole = size <= KEPT_WHOLE ? new Uint8Array(size) : undefined;
    let at = 0;
    for await (const piece of this.#unpacked()) {
      whole?.set(piece, at);
      at += piece.length;
    }
    if (whole) salvaged.set(this, whole.subarray(0, at));
  }

  /** From the beginning, as far as it goes. A piece is valid until the next. */
  async *#unpacked(): AsyncGenerator<Uint8Array> {
    const { data, compressed, size, crc } = await this.#entry.place();
    const input = new BitInput(this.#archive.stream(data, data + compressed), START);
    let seen = 0;
    let sum = 0;
    let isLonger = false;
    let isDone = false;
    try {
      for await (const piece of inflate(input, START, () => undefined)) {
        const part = piece.subarray(0, size - seen);
        isLonger = part.length < piece.length;
        seen += part.length;
        sum = crc32(part, sum);
        if (part.length > 0) yield part;
        if (isLonger) break;
      }
      isDone = true;
      const where = { packed: data + input.state().at, unpacked: seen };
      if (isLonger || seen < size) this.#damage ??= { how: 'length', ...where };
      else if (crc !== undefined && sum !== crc) this.#damage ??= { how: 'checksum', ...where };
    } catch (error) {
      if (!(error instanceof ReadError) || error.code !== 'zip-broken') throw error;
      isDone = true;
      const packed = data + input.state().at;
      const isCut = input.hasEnded && input.bytesLeft < AT_END;
      this.#damage ??= { how: isCut ? 'cut' : 'data', packed, unpacked: seen, ...(isCut ? {} : { reason: error.message }) };
    } finally {
      await input.close();
      // Who stops on the way learns nothing of the rest.
      if (isDone) this.#end ??= seen;
    }
  }
}

function isBroken(error: unknown): boolean {
  return error instanceof ReadError && error.code === 'zip-broken';
}
