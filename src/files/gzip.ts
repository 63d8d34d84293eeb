/**
 * Gzip files, read by range without being unpacked anywhere. https://www.rfc-editor.org/rfc/rfc1952
 * Streaming inflates as it goes and remembers a state every few megabytes; reading inside starts at the nearest one. A file may be
 * several members one after the other (as `cat a.gz b.gz` and bgzip make it).
 */
import { assert } from '../base/assert.ts';
import { Lru } from '../base/lru.ts';
import { ReadError, type ByteSource, type PackedDamage } from './byte-source.ts';
import { crc32 } from './crc32.ts';
import { BitInput, inflate, type Checkpoint } from './inflate-by-range.ts';

/** A state to start from: within the member that begins at `member` in the inflated file. */
interface Place {
  readonly member: number;
  readonly state: Checkpoint;
}

const SPACING = 4 * 1024 * 1024;
const MOST_PLACES = 1024;
/** Trailer: checksum and length, four bytes each. */
const TRAILER_BYTES = 8;
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;
/** `wholeBlob` of a larger file is refused: nothing that wants a Blob (an image) is that large. */
const BLOB_LIMIT = 512 * 1024 * 1024;
const LENGTH_UNIT = 2 ** 32;
/** Deflate makes no more of a byte. */
const MOST_GROWTH = 1032;
/** With fewer bytes left it was the end of the file that made them impossible to read. */
const AT_END = 4;

/** Inflated stretches between two places, of all gzip files, the last used. */
const stretches = new Lru<Place, Uint8Array<ArrayBuffer>>(64 * 1024 * 1024, (bytes) => bytes.length);

/** Whether these first bytes are those of a gzip file. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/** The inflated content of a gzip file. Of a damaged one it is everything that can be inflated, and `damage` says what is wrong. */
export class GzipSource implements ByteSource {
  readonly #packed: ByteSource;
  /** In order; more of them as more of the file is passed over. */
  readonly #places: Place[] = [];
  /** Bytes when inflated, once all was passed over. */
  #size: number | undefined;
  #declared: Promise<number> | undefined;
  #spacing = SPACING;
  #damage: PackedDamage | undefined;

  constructor(packed: ByteSource) {
    this.#packed = packed;
  }

  /** Exact once the file was read; before, what its trailer declares (the last member's length, a multiple of 4 GiB short for large files). */
  async size(): Promise<number> {
    if (this.#size !== undefined) return this.#size;
    this.#declared ??= this.#declaredSize();
    return this.#declared;
  }

  get damage(): PackedDamage | undefined {
    return this.#damage;
  }

  identity(): Promise<string> {
    return this.#packed.identity?.() ?? Promise.resolve('');
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    assert(start >= 0 && end >= start, `a range to read, not ${start} to ${end}`);
    const parts: Uint8Array[] = [];
    let at = start;
    while (at < end) {
      const part = await this.#readFrom(at, end);
      if (part.length === 0) break;
      parts.push(part);
      at += part.length;
    }
    const [only = new Uint8Array(0)] = parts;
    return parts.length <= 1 ? only : joined(parts, at - start);
  }

  async *stream(start = 0, end = Infinity): AsyncGenerator<Uint8Array> {
    const place = this.#placeBefore(start);
    let at = place ? place.member + place.state.out : 0;
    for await (const piece of this.#inflated(place)) {
      const from = Math.max(0, start - at);
      const to = Math.min(piece.length, end - at);
      at += piece.length;
      if (to > from) yield piece.subarray(from, to);
      if (at >= end) return;
    }
    this.#size = at;
  }

  async wholeBlob(): Promise<Blob> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    for await (const piece of this.stream()) {
      size += piece.length;
      if (size > BLOB_LIMIT)
        throw new ReadError('zip-entry-unsupported', `More than ${BLOB_LIMIT} bytes are too many to be unpacked whole`);
      parts.push(piece.slice());
    }
    if (this.#damage) throw new ReadError('zip-broken', this.#damage.reason ?? `The gzip data is damaged at byte ${this.#damage.packed}`);
    return new Blob(parts);
  }

  /** Bytes from `start` on, at least one unless the file ends there, at most to `end`. */
  async #readFrom(start: number, end: number): Promise<Uint8Array> {
    const index = this.#places.findLastIndex(({ member, state }) => member + state.out <= start);
    const place = this.#places[index];
    const next = this.#places[index + 1];
    // Without a place behind it, the stretch may be of any length: what is asked for is inflated, and nothing kept.
    if (!place || !next) return this.#collected(start, end);
    const first = place.member + place.state.out;
    let stretch = stretches.get(place);
    if (!stretch) {
      stretch = await this.#collected(first, next.member + next.state.out);
      stretches.set(place, stretch);
    }
    return stretch.slice(start - first, end - first);
  }

  async #collected(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const piece of this.stream(start, end)) {
      parts.push(piece.slice());
      length += piece.length;
    }
    return joined(parts, length);
  }

  #placeBefore(start: number): Place | undefined {
    return this.#places.findLast(({ member, state }) => member + state.out <= start);
  }

  #remember(member: number, out: number, state: () => Checkpoint): void {
    const last = this.#places.at(-1);
    const lastOut = last ? last.member + last.state.out : -Infinity;
    if (member + out < lastOut + this.#spacing) return;
    this.#places.push({ member, state: state() });
    if (this.#places.length < MOST_PLACES) return;
    // Every other one: a file of any size has a bounded number of states of 32 KB.
    this.#spacing *= 2;
    this.#places.splice(0, this.#places.length, ...this.#places.filter((_, at) => at % 2 === 0));
  }

  /** Everything from a place on that can be inflated; from the beginning, where there is none. A piece is valid until the next. */
  async *#inflated(from: Place | undefined): AsyncGenerator<Uint8Array> {
    const begin = from?.state ?? { at: 0, bits: 0, bitCount: 0 };
    const input = new BitInput(this.#packed.stream(begin.at), begin);
    let member = from?.member ?? 0;
    let state = from?.state;
    let length = state?.out ?? 0;
    try {
      do {
        if (!state) {
          await readHeader(input);
          state = { ...input.state(), out: 0, window: new Uint8Array(0) };
          const first = state;
          this.#remember(member, 0, () => first);
        }
        // Only who read the member from its beginning knows its checksum.
        const isChecked = state.out === 0;
        let sum = 0;
        length = state.out;
        const remember = this.#remember.bind(this, member);
        for await (const piece of inflate(input, state, remember)) {
          if (isChecked) sum = crc32(piece, sum);
          length += piece.length;
          yield piece;
        }
        const how = await readTrailer(input, length, isChecked ? sum : undefined);
        member += length;
        length = 0;
        if (how) this.#damage ??= { how, packed: input.state().at - TRAILER_BYTES, unpacked: member };
        state = undefined;
      } while (await hasMore(input));
    } catch (error) {
      if (!(error instanceof ReadError) || error.code !== 'zip-broken') throw error;
      const where = { packed: input.state().at, unpacked: member + length };
      const isCut = input.hasEnded && input.bytesLeft < AT_END;
      this.#damage ??= isCut
        ? { how: 'cut', ...where, packed: await this.#packed.size() }
        : { how: 'data', ...where, reason: error.message };
    } finally {
      await input.close();
    }
  }

  async #declaredSize(): Promise<number> {
    const packed = await this.#packed.size();
    const bytes = await this.#packed.read(Math.max(0, packed - 4), packed);
    if (bytes.length < 4) return 0;
    let size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    // Text is never larger when packed.
    while (size * 1.01 + 1024 < packed) size += LENGTH_UNIT;
    // The last bytes of a file that is cut off say anything.
    return Math.min(size, packed * MOST_GROWTH);
  }
}

async function readHeader(input: BitInput): Promise<void> {
  const take = async (): Promise<number> => {
    await input.refill();
    return input.take(8);
  };
  if ((await take()) !== 0x1f || (await take()) !== 0x8b) throw new ReadError('zip-broken', 'There is something that is no gzip data');
  const method = await take();
  if (method !== 8) throw new ReadError('zip-broken', `The gzip data is packed by the unknown method ${method}`);
  const flags = await take();
  // Time, and how hard the packer tried on which system.
  for (let skipped = 0; skipped < 6; skipped += 1) await take();
  if (flags & FLAG.extra) {
    const low = await take();
    for (let left = low + (await take()) * 256; left > 0; left -= 1) await take();
  }
  if (flags & FLAG.name) while ((await take()) !== 0);
  if (flags & FLAG.comment) while ((await take()) !== 0);
  if (flags & FLAG.headerCrc) for (let skipped = 0; skipped < 2; skipped += 1) await take();
}

/** What of it contradicts the data. */
async function readTrailer(input: BitInput, length: number, sum: number | undefined): Promise<'checksum' | 'length' | undefined> {
  input.dropToByte();
  const bytes = new Uint8Array(TRAILER_BYTES);
  for (let at = 0; at < TRAILER_BYTES; at += 1) {
    await input.refill();
    bytes[at] = input.take(8);
  }
  const view = new DataView(bytes.buffer);
  if (sum !== undefined && view.getUint32(0, true) !== sum) return 'checksum';
  return view.getUint32(4, true) === length % LENGTH_UNIT ? undefined : 'length';
}

/** Whether another member follows. Zeros behind the last one are padding. */
async function hasMore(input: BitInput): Promise<boolean> {
  for (;;) {
    await input.refill();
    if (input.bytesLeft === 0) return false;
    if (input.bytes[input.next] !== 0) return true;
    input.take(8);
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
