/**
 * Tar archives, read by range: POSIX ustar and pax, and GNU's long names. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 * https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
import { ReadError, type ByteSource } from './byte-source.ts';
import type { FileEntry } from './file-set-of.ts';
import { cleanName, isIgnoredPath } from './file-set.ts';
import { partSource } from './part-source.ts';
import { decodeTarName } from './text.ts';
import type { Archive, ArchiveProblem } from './zip.ts';

const BLOCK = 512;
/** Between two headers: nearer ones are read over, to farther ones a new stream is begun. */
const LEAP_BYTES = 4 * 1024 * 1024;
/** Names and attributes of one entry; more is no archive. */
const EXTENSION_LIMIT = 1024 * 1024;

/** What a header says of the entry behind it. */
interface Header {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

/** Whether these first bytes are those of a tar archive: its first header is right. */
export function isTar(head: Uint8Array): boolean {
  return head.length >= BLOCK && !isZero(head.subarray(0, BLOCK)) && isSound(head.subarray(0, BLOCK));
}

/** The files of an archive, none of them read; paths and problems as `openZip` gives them. */
export async function openTar(source: ByteSource, path: string, signal?: AbortSignal): Promise<Archive> {
  const entries: FileEntry[] = [];
  const problems: ArchiveProblem[] = [];
  const input = new Forward(source);
  try {
    let at = 0;
    /** What extensions say of the entry behind them. */
    let name: string | undefined;
    let length: number | undefined;
    for (;;) {
      signal?.throwIfAborted();
      const block = await input.bytes(at, BLOCK);
      // Two blocks of zeros end an archive; many a writer leaves one or none.
      if (block.length === 0 || isZero(block)) break;
      if (block.length < BLOCK || !isSound(block)) throw new ReadError('zip-broken', `There is no tar header at byte ${at}`);
      const header = headerOf(block);
      const size = length ?? header.size;
      const start = at + BLOCK;
      at = start + Math.ceil(size / BLOCK) * BLOCK;
      if (header.type === 'x' || header.type === 'L' || header.type === 'K' || header.type === 'g') {
        if (size > EXTENSION_LIMIT) throw new ReadError('zip-broken', `An extended header has ${size} bytes`);
        const content = (await input.bytes(start, size)).slice();
        const pax = header.type === 'x' ? paxOf(content) : undefined;
        name = header.type === 'L' ? nameOf(content) : (pax?.name ?? name);
        length = pax?.size ?? length;
        continue;
      }
      const inner = cleanName(name ?? header.name);
      name = undefined;
      length = undefined;
      if (header.type === '5' || inner === '' || isIgnoredPath(inner)) continue;
      const file = `${path}/${inner}`;
      if (header.type === '0' || header.type === '7') entries.push({ path: file, source: partSource(source, start, start + size) });
      else problems.push({ code: 'zip-entry-unsupported', file, values: { reason: 'link' } });
    }
    if (entries.length === 0 && problems.length === 0 && !source.damage) problems.push({ code: 'file-empty', file: path, values: {} });
  } catch (error) {
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    // That it is cut off where what could be unpacked ends is said below.
    if (!source.damage) {
      problems.push({
        code: error instanceof ReadError ? error.code : 'zip-broken',
        file: path,
        values: { reason, entries: entries.length },
      });
    }
  } finally {
    await input.close();
  }
  if (source.damage) problems.push({ code: 'packed-broken', file: path, values: { ...source.damage } });
  return { entries, problems };
}

function headerOf(block: Uint8Array): Header {
  const name = nameOf(block.subarray(0, 100));
  const isUstar = nameOf(block.subarray(257, 262)) === 'ustar';
  // GNU uses the field of the prefix for times.
  const prefix = isUstar && block[262] === 0 ? nameOf(block.subarray(345, 500)) : '';
  const type = String.fromCharCode(block[156] || 0x30);
  return { name: prefix === '' ? name : `${prefix}/${name}`, size: numberOf(block.subarray(124, 136)), type };
}

/** The sum of the header's bytes is written in it, its own place counted as blanks. */
function isSound(block: Uint8Array): boolean {
  let sum = 8 * 0x20;
  for (let at = 0; at < BLOCK; at += 1) if (at < 148 || at >= 156) sum += block[at] ?? 0;
  return sum === numberOf(block.subarray(148, 156));
}

function isZero(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** Octal digits; with the highest bit set, binary as GNU writes what does not fit. */
function numberOf(field: Uint8Array): number {
  if ((field[0] ?? 0) >= 0x80) {
    let value = 0;
    for (const byte of field.subarray(1)) value = value * 256 + byte;
    return value;
  }
  const digits = /[0-7]+/.exec(String.fromCharCode(...field));
  return digits ? Number.parseInt(digits[0], 8) : 0;
}

function nameOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  return decodeTarName(field.subarray(0, end < 0 ? field.length : end));
}

/** Records `length key=value\n`; the length counts the whole record in bytes. */
function paxOf(content: Uint8Array): { name?: string; size?: number } {
  const found: { name?: string; size?: number } = {};
  const decoder = new TextDecoder();
  for (let at = 0; at < content.length;) {
    const blank = content.indexOf(0x20, at);
    const length = Number(decoder.decode(content.subarray(at, blank)));
    if (blank < 0 || !Number.isInteger(length) || length <= blank - at) return found;
    const record = decoder.decode(content.subarray(blank + 1, at + length - 1));
    const equals = record.indexOf('=');
    const value = record.slice(equals + 1);
    if (record.slice(0, equals) === 'path') found.name = value;
    if (record.slice(0, equals) === 'size' && /^\d+$/.test(value)) found.size = Number(value);
    at += length;
  }
  return found;
}

/** Reads of a source whose places only grow. */
class Forward {
  readonly #source: ByteSource;
  #pieces: AsyncIterator<Uint8Array> | undefined;
  #window: Uint8Array = new Uint8Array(0);
  /** Offset of the window in the source. */
  #at = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Fewer at the end of the source. Valid until the next call. */
  async bytes(at: number, length: number): Promise<Uint8Array> {
    if (!this.#pieces || at - (this.#at + this.#window.length) > LEAP_BYTES) await this.#begin(at);
    while (this.#at + this.#window.length < at + length) {
      const { done, value } = (await this.#pieces?.next()) ?? { done: true };
      if (done) break;
      const kept = this.#window.subarray(Math.min(this.#window.length, Math.max(0, at - this.#at)));
      this.#at += this.#window.length - kept.length;
      const grown = new Uint8Array(kept.length + value.length);
      grown.set(kept);
      grown.set(value, kept.length);
      this.#window = grown;
    }
    return this.#window.subarray(Math.max(0, at - this.#at), Math.max(0, at + length - this.#at));
  }

  async close(): Promise<void> {
    await this.#pieces?.return?.();
  }

  async #begin(at: number): Promise<void> {
    await this.close();
    this.#pieces = this.#source.stream(at)[Symbol.asyncIterator]();
    this.#window = new Uint8Array(0);
    this.#at = at;
  }
}
