/**
 * Bytes that can be read by range, wherever they are: a File of the browser, a file of Node, an entry of a zip.
 * Reading never loads the whole; only a function that says so in its name does. What cannot be read rejects with a `ReadError`.
 */
export interface ByteSource {
  /** Size in bytes. Asynchronous because for some sources (picked folders, handles) asking costs an IPC each. */
  size(): Promise<number>;
  /** Bytes `start` (inclusive) to `end` (exclusive), shorter at the end of the file. Rejects where the file is gone or changed. */
  read(start: number, end: number): Promise<Uint8Array>;
  /**
   * The bytes from `start` to `end` (default: all) in order, in pieces of at most about a megabyte. A piece is valid only until
   * the next one is asked for: its memory is reused.
   */
  stream(start?: number, end?: number): AsyncIterable<Uint8Array>;
  /** The whole as a Blob, for decoding an image. Inflates where it has to. */
  wholeBlob(): Promise<Blob>;
  /** What tells this file from another of the same path (size and time): asked only where a second drop has the same path. */
  identity?(): Promise<string>;
  /** Size and time of a file of the disk as it was when it was opened first; undefined before, and for all others. Costs nothing. */
  readonly stamp?: Readonly<FileStamp> | undefined;
  /** There where `wholeBlob` costs nothing, because the source is a Blob: many small ones are then read in one round trip. */
  readonly isBlob?: true;
  /**
   * What reading has found to be wrong with packed data so far, most of the time nothing. It reads as what can be unpacked of it, which
   * ends where nothing more can: whoever reads it to the end asks here whether that was all.
   */
  readonly damage?: PackedDamage | undefined;
}

/** What a file was when it was first read; a size of -1: it was not. Who has very many files keeps these in columns. */
export interface FileStamp {
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970; 0 for a Blob, which has no time. */
  modified: number;
}

/** Where and how packed data is damaged. */
export interface PackedDamage {
  /** cut: the file ends too early · checksum, length: all was unpacked, and is not what it declares to be · data: it cannot be unpacked further. */
  readonly how: 'cut' | 'checksum' | 'length' | 'data';
  /** Offset in the file, where it is broken or ends; exact to some kilobytes for Zstandard. */
  readonly packed: number;
  /** Bytes that could be unpacked before. */
  readonly unpacked: number;
  /** What the unpacker says, where it is `data`. */
  readonly reason?: string;
}

/** Why bytes could not be had: the code of the problem that the caller reports. */
export type ReadErrorCode = 'file-changed' | 'file-unreadable' | 'zip-broken' | 'zip-entry-unsupported' | 'parquet-broken' | 'arrow-broken';

/** A file that could not be read, which is the user's input and never our mistake: callers turn it into a `Problem` with this code. */
export class ReadError extends Error {
  override readonly name = 'ReadError';
  readonly code: ReadErrorCode;

  constructor(code: ReadErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Pieces of `stream` are at most this long. 256 KiB was the fastest buffer for a BYOB read of a File (design/performance.md 1). */
export const PIECE_BYTES = 256 * 1024;
