/**
 * Reading inside a large deflated entry. https://www.rfc-editor.org/rfc/rfc1951
 * The platform's inflater can only start at the beginning. This one, in plain code and several times slower, remembers its state every few
 * megabytes (at borders of deflate blocks), so that only the first read of a far range passes over what lies before it; a later one starts
 * at most a few megabytes away. A remembered state is 32 KB.
 */
import { ReadError, type ByteSource } from './byte-source.ts';
import {
  codeTable,
  type CodeTable,
  DISTANCE_BASE,
  DISTANCE_BITS,
  FIXED_DISTANCES,
  FIXED_LITERALS,
  LENGTH_BASE,
  LENGTH_BITS,
  LENGTH_ORDER,
} from './deflate-codes.ts';

/** Deflate refers back as far as this. */
const WINDOW = 32 * 1024;
/** Output gathered before it is handed over. */
const CHUNK = 256 * 1024;
/** More than the longest block header (its code lengths) and the longest symbol take. */
const ENOUGH_INPUT = 1024;
const CHECKPOINT_SPACING = 4 * 1024 * 1024;
const MOST_CHECKPOINTS = 256;

/** The state between two blocks. */
export interface Checkpoint {
  /** Offset in the compressed data of the next byte, and the bits read before it that are still to be used. */
  readonly at: number;
  readonly bits: number;
  readonly bitCount: number;
  /** Offset in the inflated data. */
  readonly out: number;
  /** The inflated bytes before `out`, 32 KB or as many as there are. */
  readonly window: Uint8Array;
}

/** Reads ranges of one deflated stretch of `archive`. */
export class RangeInflater {
  readonly #archive: ByteSource;
  readonly #data: number;
  readonly #compressed: number;
  readonly #spacing: number;
  readonly #checkpoints: Checkpoint[] = [{ at: 0, bits: 0, bitCount: 0, out: 0, window: new Uint8Array(0) }];
  /** Reads run one after another: the second profits from what the first remembered. */
  #queue: Promise<unknown> = Promise.resolve();

  /**
   * @param data offset of the compressed bytes in the archive
   * @param compressed their number
   * @param size bytes when inflated
   */
  constructor(archive: ByteSource, data: number, compressed: number, size: number) {
    this.#archive = archive;
    this.#data = data;
    this.#compressed = compressed;
    this.#spacing = Math.max(CHECKPOINT_SPACING, Math.ceil(size / MOST_CHECKPOINTS));
  }

  /** Inflated bytes `start` to `end`, which must not lie past the end. Rejects with `zip-broken`. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const reading = this.#queue.then(() => this.#read(start, end));
    this.#queue = reading.catch(() => undefined);
    return reading;
  }

  async #read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const from = this.#checkpoints.findLast(({ out }) => out <= start);
    const bytes = new Uint8Array(end - start);
    if (!from) return bytes;
    const input = new BitInput(this.#archive.stream(this.#data + from.at, this.#data + this.#compressed), from);
    let at = from.out;
    try {
      for await (const piece of inflate(input, from, (out, state) => this.#remember(out, state))) {
        const first = Math.max(0, start - at);
        const last = Math.min(piece.length, end - at);
        if (last > first) bytes.set(piece.subarray(first, last), at + first - start);
        at += piece.length;
        if (at >= end) return bytes;
      }
    } finally {
      await input.close();
    }
    throw new ReadError('zip-broken', `The entry ends after ${at} bytes, before ${end}`);
  }

  /** Called between blocks, with where that is and how to make the state. */
  #remember(out: number, state: () => Checkpoint): void {
    const last = this.#checkpoints.at(-1)?.out ?? 0;
    if (out >= last + this.#spacing) this.#checkpoints.push(state());
  }
}

/**
 * Inflates from a checkpoint to the end of the deflate data, where the input then stands. A piece is valid until the next. Data that is
 * broken is an error behind all that comes before the break.
 * @param between called between blocks, with how much is inflated by then and how to make the state
 */
export async function* inflate(
  input: BitInput,
  from: Checkpoint,
  between: (out: number, state: () => Checkpoint) => void,
): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(WINDOW + CHUNK);
  const floor = Math.max(0, WINDOW - from.out);
  buffer.set(from.window, WINDOW - from.window.length);
  const output = { buffer, at: WINDOW, floor };
  /** Offset in the inflated data of `buffer[WINDOW]`. */
  let base = from.out;
  try {
    for (let final = false; !final;) {
      await input.refill();
      final = input.take(1) === 1;
      const kind = input.take(2);
      if (kind === 3) throw new ReadError('zip-broken', 'A block is of no known kind');
      const step = kind === 0 ? storedBlock(input) : kind === 1 ? codedBlock(FIXED_LITERALS, FIXED_DISTANCES) : dynamicBlock(input);
      while (!step(input, output)) {
        if (output.at > WINDOW) {
          yield buffer.subarray(WINDOW, output.at);
          base += output.at - WINDOW;
          keepWindow(output);
        }
        await input.refill();
      }
      const { at } = output;
      const out = base + at - WINDOW;
      if (!final) between(out, () => ({ ...input.state(), out, window: buffer.slice(Math.max(output.floor, at - WINDOW), at) }));
    }
  } catch (error) {
    if (output.at > WINDOW) yield buffer.subarray(WINDOW, output.at);
    throw error;
  }
  if (output.at > WINDOW) yield buffer.subarray(WINDOW, output.at);
}

/** Inflated bytes, with the 32 KB before them in front. */
interface Output {
  readonly buffer: Uint8Array;
  at: number;
  /** Nothing before this was ever written: a reference to it is an error. */
  floor: number;
}

/** Goes on with a block until it ends (true) or the output is full or the input short (false). */
type BlockStep = (input: BitInput, output: Output) => boolean;

function keepWindow(output: Output): void {
  const moved = output.at - WINDOW;
  output.buffer.copyWithin(0, moved, output.at);
  output.at = WINDOW;
  output.floor = Math.max(0, output.floor - moved);
}

function storedBlock(start: BitInput): BlockStep {
  start.dropToByte();
  let left = start.take(16);
  if ((start.take(16) ^ 0xffff) !== left) throw new ReadError('zip-broken', 'A stored block contradicts its own length');
  return (input, output) => {
    const count = Math.min(left, output.buffer.length - output.at, input.bytesLeft);
    if (left > 0 && input.bytesLeft === 0 && input.hasEnded) throw new ReadError('zip-broken', CUT_SHORT);
    for (let copied = 0; copied < count; copied += 1) output.buffer[output.at + copied] = input.take(8);
    output.at += count;
    left -= count;
    return left === 0;
  };
}

function dynamicBlock(input: BitInput): BlockStep {
  const literals = input.take(5) + 257;
  const distances = input.take(5) + 1;
  const lengthCodes = input.take(4) + 4;
  const lengthLengths = new Uint8Array(19);
  for (let at = 0; at < lengthCodes; at += 1) lengthLengths[LENGTH_ORDER[at] ?? 0] = input.take(3);
  const table = codeTable(lengthLengths);
  const lengths = new Uint8Array(literals + distances);
  for (let at = 0; at < lengths.length;) {
    const symbol = input.symbol(table);
    if (symbol < 16) {
      lengths[at] = symbol;
      at += 1;
      continue;
    }
    const value = symbol === 16 ? (lengths[at - 1] ?? 0) : 0;
    const count = symbol === 16 ? 3 + input.take(2) : symbol === 17 ? 3 + input.take(3) : 11 + input.take(7);
    if ((symbol === 16 && at === 0) || at + count > lengths.length)
      throw new ReadError('zip-broken', 'The code lengths of a block do not add up');
    lengths.fill(value, at, at + count);
    at += count;
  }
  return codedBlock(codeTable(lengths.subarray(0, literals)), codeTable(lengths.subarray(literals)));
}

/** The inner loop: the state of the input is in local variables while it runs, which makes it several times faster. */
function codedBlock(literals: CodeTable, distances: CodeTable): BlockStep {
  const { entries: literalEntries } = literals;
  const { entries: distanceEntries } = distances;
  const literalMask = literalEntries.length - 1;
  const distanceMask = distanceEntries.length - 1;
  return (input, output) => {
    const { buffer, floor } = output;
    const { bytes } = input;
    const inputEnd = bytes.length;
    // Room for the longest match, and input for the longest symbols.
    const full = buffer.length - 258;
    const lastStart = input.hasEnded ? Number.POSITIVE_INFINITY : bytes.length - ENOUGH_INPUT;
    let { next, bits, bitCount } = input;
    let out = output.at;
    let isEnd = false;
    try {
      while (out < full && next <= lastStart) {
        // Past the end of the input come zeros; nothing is made of them.
        for (; bitCount <= 24; bitCount += 8) bits |= (bytes[next++] ?? 0) << bitCount;
        let entry = literalEntries[bits & literalMask] ?? 0;
        let used = entry & 15;
        const symbol = entry >>> 4;
        if (used === 0) throw new ReadError('zip-broken', NO_CODE);
        bits >>>= used;
        bitCount -= used;
        if (next - (bitCount >> 3) > inputEnd) throw new ReadError('zip-broken', CUT_SHORT);
        if (symbol < 256) {
          buffer[out] = symbol;
          out += 1;
          continue;
        }
        if (symbol === 256) {
          isEnd = true;
          break;
        }
        if (symbol > 285) throw new ReadError('zip-broken', 'A length has no meaning');
        used = LENGTH_BITS[symbol - 257] ?? 0;
        const length = (LENGTH_BASE[symbol - 257] ?? 0) + (bits & ((1 << used) - 1));
        bits >>>= used;
        bitCount -= used;
        for (; bitCount <= 24; bitCount += 8) bits |= (bytes[next++] ?? 0) << bitCount;
        entry = distanceEntries[bits & distanceMask] ?? 0;
        used = entry & 15;
        const code = entry >>> 4;
        if (used === 0) throw new ReadError('zip-broken', NO_CODE);
        if (code > 29) throw new ReadError('zip-broken', 'A distance has no meaning');
        bits >>>= used;
        bitCount -= used;
        for (; bitCount <= 24; bitCount += 8) bits |= (bytes[next++] ?? 0) << bitCount;
        used = DISTANCE_BITS[code] ?? 0;
        const from = out - (DISTANCE_BASE[code] ?? 0) - (bits & ((1 << used) - 1));
        bits >>>= used;
        bitCount -= used;
        if (next - (bitCount >> 3) > inputEnd) throw new ReadError('zip-broken', CUT_SHORT);
        if (from < floor) throw new ReadError('zip-broken', 'A reference points before the beginning');
        // Byte by byte: what is copied may be what was just written.
        for (let copied = 0; copied < length; copied += 1) buffer[out + copied] = buffer[from + copied] ?? 0;
        out += length;
      }
    } finally {
      output.at = out;
      input.goOn(next, bits, bitCount);
    }
    return isEnd;
  };
}

const NO_CODE = 'The data holds a code that its table does not';
const CUT_SHORT = 'The data ends within a block';

/** Bits of a stream, the lowest of each byte first. */
export class BitInput {
  readonly #pieces: AsyncIterator<Uint8Array>;
  /** What was read of the stream and not yet used begins at `next`; `bitCount` bits were taken out before it. */
  bytes: Uint8Array = new Uint8Array(0);
  next = 0;
  bits: number;
  bitCount: number;
  /** Nothing follows after `bytes`. */
  hasEnded = false;
  /** Offset in the compressed data of `bytes[0]`. */
  #base: number;

  constructor(pieces: AsyncIterable<Uint8Array>, from: Pick<Checkpoint, 'at' | 'bits' | 'bitCount'>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
    this.bits = from.bits;
    this.bitCount = from.bitCount;
    this.#base = from.at;
  }

  get bytesLeft(): number {
    return this.bytes.length - this.next + (this.bitCount >> 3);
  }

  /** Reads on until there is enough for any header or symbol, or the end. */
  async refill(): Promise<void> {
    while (!this.hasEnded && this.bytes.length - this.next <= ENOUGH_INPUT) {
      const { done, value } = await this.#pieces.next();
      if (done) {
        this.hasEnded = true;
        return;
      }
      const rest = this.bytes.subarray(this.next);
      const joined = new Uint8Array(rest.length + value.length);
      joined.set(rest);
      joined.set(value, rest.length);
      this.#base += this.next;
      this.bytes = joined;
      this.next = 0;
    }
  }

  /** @param count up to 16 */
  take(count: number): number {
    while (this.bitCount < count) {
      if (this.next >= this.bytes.length) throw new ReadError('zip-broken', CUT_SHORT);
      this.#addByte();
    }
    const value = this.bits & ((1 << count) - 1);
    this.bits >>>= count;
    this.bitCount -= count;
    return value;
  }

  symbol({ bits, entries }: CodeTable): number {
    while (this.bitCount < bits && this.next < this.bytes.length) this.#addByte();
    const entry = entries[this.bits & ((1 << bits) - 1)] ?? 0;
    const length = entry & 15;
    if (length === 0 || length > this.bitCount) throw new ReadError('zip-broken', NO_CODE);
    this.bits >>>= length;
    this.bitCount -= length;
    return entry >>> 4;
  }

  dropToByte(): void {
    this.take(this.bitCount & 7);
  }

  /** Where the inner loop has come to; whole bytes that it took too early are given back. */
  goOn(next: number, bits: number, bitCount: number): void {
    const back = bitCount >> 3;
    this.next = next - back;
    this.bitCount = bitCount & 7;
    this.bits = bits & ((1 << this.bitCount) - 1);
    if (this.next <= this.bytes.length) return;
    this.next = this.bytes.length;
    throw new ReadError('zip-broken', CUT_SHORT);
  }

  state(): Pick<Checkpoint, 'at' | 'bits' | 'bitCount'> {
    return { at: this.#base + this.next, bits: this.bits, bitCount: this.bitCount };
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  /** At most 15 bits are there when one is added, so that 32 never overflow. */
  #addByte(): void {
    this.bits |= (this.bytes[this.next] ?? 0) << this.bitCount;
    this.next += 1;
    this.bitCount += 8;
  }
}
