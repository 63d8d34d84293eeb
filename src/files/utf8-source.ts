import { assert } from '../base/assert.ts';
import { firstWhere } from '../base/binary-search.ts';
import type { ByteSource } from './byte-source.ts';
import { byteOrderMark, type TextEncodingName } from './text.ts';

/** Source bytes decoded at a time. */
const BLOCK_BYTES = 256 * 1024;
/** Where text of East Asia has no byte that surely begins a character for so long, it is cut anyway. */
const LONGEST_BLOCK = 4 * 1024 * 1024;

/** A stretch of the file that begins and ends between characters, and where its UTF-8 begins. */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly utf8From: number;
  readonly utf8To: number;
}

/**
 * A file in another encoding as UTF-8 without byte order mark, so that containers can read it as they read all others.
 * **All offsets and sizes are of the UTF-8 text**, not of the file: ranges recorded while indexing hold for later reads of the same kind of
 * source, and a position shown to a user is one in the converted text. `size` and the first read far into the file pass over all before it;
 * a table of blocks (one for each 256 KB) makes later reads direct. Bytes that are not valid become U+FFFD.
 */
export function utf8Source(source: ByteSource, encoding: TextEncodingName): ByteSource {
  if (encoding === 'utf-8') return source;
  return new Utf8Source(source, encoding);
}

/** Sources that are converted keep a table of where their text is: it is made once. */
const converted = new WeakMap<ByteSource, ByteSource>();

/** As `utf8Source`, always the same for the same source: a file has one encoding. */
export function knownUtf8Source(source: ByteSource, encoding: TextEncodingName): ByteSource {
  if (encoding === 'utf-8') return source;
  let text = converted.get(source);
  if (!text) converted.set(source, (text = utf8Source(source, encoding)));
  return text;
}

class Utf8Source implements ByteSource {
  readonly #source: ByteSource;
  readonly #encoding: TextEncodingName;
  readonly #blocks: Block[] = [];
  #complete = false;
  /** The block read last, for reads of neighbours. */
  #last: { readonly block: Block; readonly bytes: Uint8Array } | undefined;

  constructor(source: ByteSource, encoding: TextEncodingName) {
    this.#source = source;
    this.#encoding = encoding;
  }

  async size(): Promise<number> {
    await this.#findBlocksUpTo(Number.POSITIVE_INFINITY);
    return this.#blocks.at(-1)?.utf8To ?? 0;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    assert(start >= 0 && end >= start, `a range to read, not ${start} to ${end}`);
    const pieces: Uint8Array[] = [];
    for await (const piece of this.stream(start, end)) pieces.push(piece);
    const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }

  async *stream(start = 0, end = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
    if (start >= end) return;
    await this.#findBlocksUpTo(start);
    const first = firstWhere(this.#blocks.length, (at) => (this.#blocks[at]?.utf8To ?? 0) > start);
    for (let at = first; ; at += 1) {
      const block = this.#blocks[at] ?? (await this.#findNextBlock());
      if (!block || block.utf8From >= end) return;
      const bytes = await this.#bytesOf(block);
      const piece = bytes.subarray(Math.max(0, start - block.utf8From), Math.max(0, end - block.utf8From));
      if (piece.length > 0) yield piece;
    }
  }

  async wholeBlob(): Promise<Blob> {
    const parts: Blob[] = [];
    for await (const piece of this.stream()) parts.push(new Blob([piece.slice()]));
    return new Blob(parts);
  }

  async #findBlocksUpTo(utf8: number): Promise<void> {
    while (!this.#complete && (this.#blocks.at(-1)?.utf8To ?? 0) <= utf8) await this.#findNextBlock();
  }

  /** Appends the block after the last; undefined at the end of the file. Two callers at once find the same block. */
  async #findNextBlock(): Promise<Block | undefined> {
    const before = this.#blocks.length;
    const last = this.#blocks.at(-1);
    const from = last?.to ?? (await this.#markLength());
    let length = BLOCK_BYTES;
    let bytes = await this.#source.read(from, from + length);
    while (bytes.length === length && cutOf(bytes, this.#encoding) === 0 && length < LONGEST_BLOCK) {
      length *= 2;
      bytes = await this.#source.read(from, from + length);
    }
    if (this.#blocks.length > before) return this.#blocks[before];
    if (bytes.length === 0) {
      this.#complete = true;
      return undefined;
    }
    const cut = bytes.length < length ? bytes.length : cutOf(bytes, this.#encoding) || bytes.length;
    const utf8 = this.#convert(bytes.subarray(0, cut));
    const utf8From = last?.utf8To ?? 0;
    const block = { from, to: from + cut, utf8From, utf8To: utf8From + utf8.length };
    this.#blocks.push(block);
    this.#last = { block, bytes: utf8 };
    return block;
  }

  async #bytesOf(block: Block): Promise<Uint8Array> {
    if (this.#last?.block === block) return this.#last.bytes;
    const bytes = this.#convert(await this.#source.read(block.from, block.to));
    this.#last = { block, bytes };
    return bytes;
  }

  async #markLength(): Promise<number> {
    const mark = byteOrderMark(await this.#source.read(0, 4));
    return mark?.encoding === this.#encoding ? mark.length : 0;
  }

  #convert(bytes: Uint8Array): Uint8Array {
    return new TextEncoder().encode(new TextDecoder(this.#encoding, { ignoreBOM: true }).decode(bytes));
  }
}

/** Where a piece can be cut between characters, as late as possible; 0 where nowhere for sure. */
function cutOf(bytes: Uint8Array, encoding: TextEncodingName): number {
  switch (encoding) {
    case 'utf-16le':
    case 'utf-16be': {
      const even = bytes.length - (bytes.length % 2);
      const high = bytes[encoding === 'utf-16le' ? even - 1 : even - 2] ?? 0;
      // The first half of a surrogate pair goes with the second.
      return high >= 0xd8 && high <= 0xdb ? even - 2 : even;
    }
    case 'gb18030':
    case 'big5':
    case 'shift_jis':
    case 'euc-jp':
    case 'euc-kr': {
      // Bytes below 0x30 (line ends, spaces, quotes, commas) are never part of a longer character.
      const at = bytes.findLastIndex((byte) => byte < 0x30);
      return at + 1;
    }
    case 'windows-1252':
    case 'utf-8':
      return bytes.length;
  }
}
