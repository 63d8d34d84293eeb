/**
 * Records of delimited text with the bytes they stand on. https://www.rfc-editor.org/rfc/rfc4180
 * The file is read once in pieces; a record at a time is held. `csv-splitter.ts` says where records end.
 */
import type { ByteSource } from '../files/byte-source.ts';
import { byteOrderMark } from '../files/text.ts';
import type { CsvDialect } from './csv-dialect.ts';
import { RecordSplitter, type CsvPlace, type CsvRecord } from './csv-splitter.ts';
import { joined, MAX_RECORD_BYTES } from './record-bytes.ts';

/**
 * The records of a source in order, header included, in batches. A quote that is never closed costs its own line only: reading goes on
 * behind it.
 * @param longest bytes; a longer record comes without its bytes
 */
export async function* csvRecords(
  source: ByteSource,
  dialect: CsvDialect,
  longest = MAX_RECORD_BYTES,
): AsyncGenerator<readonly CsvRecord[]> {
  const reading = new CsvReading(source, dialect, await firstPlace(source), longest);
  for await (const piece of reading.pieces()) {
    const records = await reading.look(piece);
    if (records.length > 0) yield records;
  }
}

/** Where the first record begins: behind a byte order mark. */
export async function firstPlace(source: ByteSource): Promise<CsvPlace> {
  return { start: byteOrderMark(await source.read(0, 4))?.length ?? 0, line: 1 };
}

/** One stream over a source, whose pieces are looked at again, from where they are held, when a quote turns out not to be closed. */
export class CsvReading {
  readonly #source: ByteSource;
  readonly #isWide: boolean;
  readonly #longest: number;
  readonly #splitter: RecordSplitter;
  /** To be looked at before the stream goes on. */
  #again: Uint8Array[] = [];
  /** Where the source has to be read anew. */
  #from: number | undefined;

  constructor(source: ByteSource, dialect: CsvDialect, place: CsvPlace, longest: number) {
    this.#source = source;
    this.#longest = longest;
    this.#isWide = dialect.encoding === 'utf-16le' || dialect.encoding === 'utf-16be';
    this.#splitter = new RecordSplitter(dialect, place, longest);
    this.#from = place.start;
  }

  /** Where the record under way, or the next one, begins. */
  get place(): CsvPlace {
    return this.#splitter.place;
  }

  /** Bytes after which a quote is given up that stands open over several lines. */
  get patience(): number {
    return this.#splitter.patience;
  }

  /** What comes next, one piece after another; undefined at the end, once more where something is to be looked at again then. */
  async *pieces(): AsyncGenerator<Uint8Array | undefined> {
    while (this.#from !== undefined) {
      const stream = this.#source.stream(this.#from);
      this.#from = undefined;
      for await (const piece of this.#isWide ? evenPieces(stream) : stream) {
        this.#again.push(piece);
        yield* this.#takeAgain();
        if (this.#from !== undefined) break;
      }
      while (this.#from === undefined) {
        yield undefined;
        if (this.#again.length === 0) break;
        yield* this.#takeAgain();
      }
    }
  }

  *#takeAgain(): Generator<Uint8Array> {
    for (let piece = this.#again.shift(); piece; piece = this.#again.shift()) yield piece;
  }

  /**
   * Looks at what `pieces` gave last.
   * @param behind stops at the first record that begins here or behind it, which is then `place`: the next piece begins there
   */
  async look(piece: Uint8Array | undefined, behind?: number): Promise<CsvRecord[]> {
    const records: CsvRecord[] = [];
    const splitter = this.#splitter;
    const again = piece ? splitter.push(piece, records, behind) : splitter.finish(records);
    if (again) this.#putBack(again);
    const lost = splitter.takeLost();
    if (!lost) return records;
    this.#again = [];
    this.#from = splitter.place.start;
    if (lost.end - lost.start <= this.#longest) records.push(splitter.lineOf(lost, await this.#source.read(lost.start, lost.end)));
    return records;
  }

  /** Looks for records from a place on, in bytes that begin there and end where the last piece did. */
  lookFrom(place: CsvPlace, bytes: readonly Uint8Array[]): void {
    this.#splitter.goTo(place);
    this.#putBack(bytes);
  }

  #putBack(pieces: readonly Uint8Array[]): void {
    this.#again = [...pieces.filter(({ length }) => length > 0), ...this.#again];
  }
}

/** The same bytes in pieces of even length. */
async function* evenPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let odd: number | undefined;
  for await (const piece of pieces) {
    const whole: Uint8Array = odd === undefined ? piece : joined([Uint8Array.of(odd), piece], piece.length + 1);
    const even = whole.length - (whole.length % 2);
    odd = even < whole.length ? whole[even] : undefined;
    if (even > 0) yield whole.subarray(0, even);
  }
  if (odd !== undefined) yield Uint8Array.of(odd);
}
