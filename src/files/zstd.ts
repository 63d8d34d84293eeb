/**
 * Zstandard files. https://www.rfc-editor.org/rfc/rfc8878
 * Their state cannot be kept in the middle, so reading inside unpacks the whole once, into a Blob: the browser lays large ones on disk.
 */
import { assert } from '../base/assert.ts';
import { blobSource } from './blob-source.ts';
import { PIECE_BYTES, ReadError, type ByteSource, type PackedDamage } from './byte-source.ts';

/** What lies before this is unpacked for itself: heads are looked at long before the rest. */
const NEAR_START = 1024 * 1024;
/** Bytes handed to the Blob at a time. */
const PART_BYTES = 8 * 1024 * 1024;
/** A smaller file may grow to a gigabyte, any file two hundredfold: more is a bomb. */
const ALWAYS_ALLOWED = 1024 * 1024 * 1024;
const MOST_GROWTH = 200;

/** Whether these first bytes are those of a Zstandard file (a frame, or one to skip). */
export function isZstd(head: Uint8Array): boolean {
  const [first = 0, second, third, fourth] = head;
  const isMagic = second === 0xb5 && third === 0x2f && fourth === 0xfd;
  const isSkipped = second === 0x2a && third === 0x4d && fourth === 0x18;
  return (first === 0x28 && isMagic) || (first >= 0x50 && first <= 0x5f && isSkipped);
}

/** The unpacked content. Of a damaged file it is everything that can be unpacked, and `damage` says what is wrong. */
export class ZstdSource implements ByteSource {
  readonly #packed: ByteSource;
  #whole: Promise<ByteSource> | undefined;
  #damage: PackedDamage | undefined;

  constructor(packed: ByteSource) {
    this.#packed = packed;
  }

  async size(): Promise<number> {
    return (await this.#unpacked()).size();
  }

  get damage(): PackedDamage | undefined {
    return this.#damage;
  }

  identity(): Promise<string> {
    return this.#packed.identity?.() ?? Promise.resolve('');
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    assert(start >= 0 && end >= start, `a range to read, not ${start} to ${end}`);
    if (this.#whole || end > NEAR_START) return (await this.#unpacked()).read(start, end);
    const bytes = new Uint8Array(end - start);
    let filled = 0;
    for await (const piece of this.stream(start, end)) {
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes.subarray(0, filled);
  }

  async *stream(start = 0, end = Infinity): AsyncGenerator<Uint8Array> {
    if (this.#whole || start > 0) {
      const whole = await this.#unpacked();
      yield* whole.stream(start, Math.min(end, await whole.size()));
      return;
    }
    let at = 0;
    for await (const piece of this.#unpack()) {
      if (at + piece.length >= end) {
        yield piece.subarray(0, end - at);
        return;
      }
      at += piece.length;
      yield piece;
    }
  }

  async wholeBlob(): Promise<Blob> {
    const whole = await this.#unpacked();
    if (this.#damage) throw new ReadError('zip-broken', this.#damage.reason ?? `The data is damaged at byte ${this.#damage.packed}`);
    return whole.wholeBlob();
  }

  #unpack(): AsyncGenerator<Uint8Array> {
    return unpack(this.#packed, (damage) => (this.#damage ??= damage));
  }

  #unpacked(): Promise<ByteSource> {
    this.#whole ??= unpackWhole(this.#unpack()).then(
      (blob) => blobSource(blob),
      (error: unknown) => {
        this.#whole = undefined;
        throw error;
      },
    );
    return this.#whole;
  }
}

async function unpackWhole(unpacked: AsyncIterable<Uint8Array>): Promise<Blob> {
  const done: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const piece of unpacked) {
    parts.push(piece.slice());
    length += piece.length;
    if (length < PART_BYTES) continue;
    done.push(new Blob(parts));
    parts = [];
    length = 0;
  }
  return new Blob([...done, ...parts]);
}

/** All that can be unpacked; `tell` learns why that is not all. */
async function* unpack(packed: ByteSource, tell: (damage: PackedDamage) => void): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd');
  const limit = Math.max(ALWAYS_ALLOWED, (await packed.size()) * MOST_GROWTH);
  let out: Uint8Array[] = [];
  let total = 0;
  const stream = new Decompress((chunk) => {
    total += chunk.length;
    out.push(chunk);
  });
  let fed = 0;
  let isBroken = false;
  /** What it unpacks to, also before a break. */
  const push = (bytes: Uint8Array, isLast: boolean): Uint8Array[] => {
    out = [];
    try {
      stream.push(bytes, isLast);
    } catch (error) {
      isBroken = true;
      const where = { packed: fed, unpacked: total };
      const reason = error instanceof Error ? error.message : String(error);
      tell(isLast ? { how: 'cut', ...where } : { how: 'data', ...where, reason });
    }
    fed += bytes.length;
    if (total > limit) throw new ReadError('zip-entry-unsupported', `It unpacks to more than ${limit} bytes`);
    return out;
  };
  // A block is at most 128 KB of output for each few bytes of input: small pieces keep what is held at once small.
  for await (const piece of packed.stream()) {
    for (let at = 0; at < piece.length; at += 4096) {
      // A copy: the unpacker keeps what it has not used yet, and the input reuses its memory.
      for (const chunk of push(piece.slice(at, at + 4096), false)) yield* pieces(chunk);
      if (isBroken) return;
    }
  }
  for (const chunk of push(new Uint8Array(0), true)) yield* pieces(chunk);
}

function* pieces(chunk: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
}
