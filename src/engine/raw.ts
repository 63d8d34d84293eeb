/** The source text of a sample's records, exactly as in the file, for the Raw tab. */
import type { FileSet } from '../files/file-set.ts';
import type { AnnotationRef, SampleRef } from '../formats/format.ts';
import type { TextEncodingName } from '../files/text.ts';
import type { ByteRange, FileIndex } from '../model/dataset.ts';
import { asUtf8, encodingOf } from './encoding.ts';
import { readRanges } from '../files/read-ranges.ts';
import { printJson } from '../base/print-json.ts';
import type { SampleRow } from '../model/dataset.ts';
import type { Dataset } from './dataset.ts';
import type { RawRecord } from './protocol.ts';

const CUT_BYTES = 1 << 20;
/** Of the annotations of one sample; what is beyond is in the file. */
export const MAX_RECORDS = 5_000;
const LINE_END = /\r\n|\r|\n/g;

interface Piece extends ByteRange {
  readonly annotation?: number;
}

/**
 * The sample's own record, then those of its annotations. Where the annotations stand inside the sample's record (a label file),
 * the record is given piece by piece, so that each line of it is there once.
 * @param sample with `MAX_RECORDS` of its annotations at most
 * @param utf8Ranges as the format says of itself
 * @param total how many annotations it has
 * @param beside whole files that belong to it, which come last
 */
export async function rawRecords(
  files: FileSet,
  sample: SampleRef,
  utf8Ranges: boolean,
  signal: AbortSignal,
  total = sample.annotations.length,
  beside: readonly FileIndex[] = [],
): Promise<RawRecord[]> {
  const more = total - sample.annotations.length;
  const pieces: Piece[] = sample.at ? splitAround(sample.at, sample.annotations, more > 0) : [];
  const inside = new Set(pieces.map(({ annotation }) => annotation));
  for (const ref of sample.annotations) {
    if (!inside.has(ref.row)) pieces.push({ ...rangeOf(ref), annotation: ref.row });
  }
  for (const file of beside) pieces.push({ file, start: 0, end: await files.source(file).size(), line: 1 });
  const encodings = new Map<FileIndex, TextEncodingName>();
  for (const { file } of pieces) if (!encodings.has(file)) encodings.set(file, await encodingOf(files, file));
  const bytes = await readRanges(utf8Ranges ? asUtf8(files, encodings) : files, pieces.map(cutRange), signal);
  const records: RawRecord[] = [];
  const lines = new LineCounter(sample.at);
  const decoders = new Map<TextEncodingName, TextDecoder>();
  for (const [i, piece] of pieces.entries()) {
    const encoding = utf8Ranges ? 'utf-8' : (encodings.get(piece.file) ?? 'utf-8');
    // Making one for each record took longer than all the rest.
    const decoder = decoders.get(encoding) ?? new TextDecoder(encoding, { ignoreBOM: true });
    decoders.set(encoding, decoder);
    const isCut = piece.end - piece.start > CUT_BYTES;
    const { text, size } = isCut ? wholeCharacters(encoding, bytes[i]) : { text: decoder.decode(bytes[i]), size: 0 };
    const line = lines.lineOf(piece, text);
    // What stands between two lines begins with the end of the first.
    const isBetween = piece.annotation === undefined && sample.at !== undefined && isPartOf(piece, sample.at);
    if (isBetween && text.trim() === '') continue;
    const ends = isBetween ? (/^[\r\n]+/.exec(text)?.[0] ?? '') : '';
    records.push({
      path: files.paths[piece.file] ?? '',
      start: piece.start + ends.length,
      end: piece.end,
      ...(line === undefined ? {} : { line: line + lineEnds(ends) }),
      text: text.slice(ends.length),
      cut: isCut,
      ...(isCut && sample.at !== undefined && !isPartOf(piece, sample.at) ? { next: piece.start + size } : {}),
      ...(piece.annotation === undefined ? {} : { annotation: piece.annotation }),
    });
  }
  const last = records.pop();
  return last ? [...records, more > 0 ? { ...last, more } : last] : records;
}

/**
 * A part of a record that is too long to be shown at once.
 * @param from a byte of it; moved on to where a character begins, where the encoding tells (UTF-8, UTF-16)
 */
export async function rawPart(files: FileSet, at: ByteRange, from: number, utf8Ranges: boolean, signal: AbortSignal): Promise<RawRecord[]> {
  const own = await encodingOf(files, at.file);
  const encoding = utf8Ranges ? 'utf-8' : own;
  const wanted = Math.min(Math.max(from, at.start), at.end);
  // Code units of UTF-16 are two bytes each.
  const begin = encoding.startsWith('utf-16') ? wanted - ((wanted - at.start) & 1) : wanted;
  const source = utf8Ranges ? asUtf8(files, new Map([[at.file, own]])) : files;
  const [bytes = new Uint8Array(0)] = await readRanges(source, [cutRange({ file: at.file, start: begin, end: at.end })], signal);
  let skipped = 0;
  if (encoding === 'utf-8' && begin > at.start) while (skipped < 3 && ((bytes[skipped] ?? 0) & 0xc0) === 0x80) skipped += 1;
  const start = begin + skipped;
  const cut = begin + bytes.length < at.end;
  const whole = bytes.subarray(skipped);
  const { text, size } = cut ? wholeCharacters(encoding, whole) : { text: decoded(encoding, whole), size: whole.length };
  return [{ path: files.paths[at.file] ?? '', start, end: at.end, text, cut, ...(cut ? { next: start + size } : {}) }];
}

/** Bytes that a character takes at most, less one. */
const MOST_MISSING = 3;

/** The text of bytes that may end within a character, without it. @returns size of the bytes that make the text */
function wholeCharacters(
  encoding: TextEncodingName,
  bytes: Uint8Array = new Uint8Array(0),
): { readonly text: string; readonly size: number } {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes, { stream: true });
  let size = bytes.length;
  while (size > bytes.length - MOST_MISSING && decoded(encoding, bytes.subarray(0, size)) !== text) size -= 1;
  return { text, size };
}

function decoded(encoding: TextEncodingName, bytes: Uint8Array): string {
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

function rangeOf({ file, start, end, line }: ByteRange): ByteRange {
  return { file, start, end, ...(line === undefined ? {} : { line }) };
}

function isPartOf(piece: ByteRange, whole: ByteRange): boolean {
  return piece.start > whole.start || piece.end < whole.end;
}

function cutRange({ file, start, end }: ByteRange): ByteRange {
  return { file, start, end: Math.min(end, start + CUT_BYTES) };
}

/** The record cut at the annotations inside it; annotations come with the pieces around them. `goesOn`: there are more annotations. */
function splitAround(at: ByteRange, annotations: readonly AnnotationRef[], goesOn: boolean): Piece[] {
  const inside = annotations
    .filter(({ file, start, end }) => file === at.file && start >= at.start && end <= at.end && end - start < at.end - at.start)
    .sort((a, b) => a.start - b.start);
  const whole = annotations.find(({ file, start, end }) => file === at.file && start === at.start && end === at.end);
  if (inside.length === 0) return [{ ...rangeOf(at), ...(whole ? { annotation: whole.row } : {}) }];
  const pieces: Piece[] = [];
  let position = at.start;
  for (const ref of inside) {
    if (ref.start > position) pieces.push({ file: at.file, start: position, end: ref.start });
    pieces.push({ ...rangeOf(ref), annotation: ref.row });
    position = Math.max(position, ref.end);
  }
  if (position < at.end && !goesOn) pieces.push({ file: at.file, start: position, end: at.end });
  return pieces;
}

/** Line numbers of consecutive pieces of one record whose first line is known. */
class LineCounter {
  readonly #file: FileIndex | undefined;
  #position: number;
  #line: number | undefined;

  constructor(at: ByteRange | undefined) {
    this.#file = at?.file;
    this.#position = at?.start ?? 0;
    this.#line = at?.line ?? (at?.start === 0 ? 1 : undefined);
  }

  lineOf(piece: ByteRange, text: string): number | undefined {
    if (piece.line !== undefined) return piece.line;
    if (piece.file !== this.#file || piece.start !== this.#position || this.#line === undefined) return undefined;
    const line = this.#line;
    this.#position = piece.end;
    this.#line += lineEnds(text);
    return line;
  }
}

function lineEnds(text: string): number {
  return text.match(LINE_END)?.length ?? 0;
}

/** A row of a table that has no text of its own, as indented JSON; integers past 2^53 stay exact. */
export async function rowAsText(dataset: Dataset, row: SampleRow, signal: AbortSignal): Promise<RawRecord[]> {
  const ref = dataset.ref(row);
  if (!ref.at) return [];
  const { fields } = await dataset.detail(ref, signal);
  const text = printJson(fields, '');
  const cut = text.length > CUT_BYTES;
  return [
    {
      path: dataset.files.paths[ref.at.file] ?? '',
      start: ref.at.start,
      end: ref.at.end,
      line: ref.at.start + 1,
      text: cut ? text.slice(0, CUT_BYTES) : text,
      cut,
    },
  ];
}
