/** Search in records that are longer than what is read of one: they are streamed, and no more than a piece of them is held. Loaded with the first. */
import { pacer } from '../base/pause.ts';
import { TextStream } from '../base/text-stream.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { JsonTexts, type TextPiece } from '../syntax/json-texts.ts';
import type { LongTexts, RecordPart, ValueSearch } from './record-container.ts';

/** What a line of plain text says: one value. */
class WholeText {
  readonly #isWanted: boolean;

  constructor(field: string | undefined) {
    this.#isWanted = field === undefined || field === 'text';
  }

  *pieces(text: string): Generator<TextPiece> {
    if (this.#isWanted) yield { text, isLast: false };
  }

  *end(): Generator<TextPiece> {
    if (this.#isWanted) yield { text: '', isLast: true };
  }
}

/**
 * Matches in the values of the record at bytes `start` to `end`; undefined where they cannot be counted piece by piece: what an expression
 * matches, and who speaks, shows in the whole only.
 */
export async function matchesInLong(
  source: ByteSource,
  { encoding }: RecordPart,
  how: LongTexts,
  { start, end }: { readonly start: number; readonly end: number },
  { pattern, field, sieve }: ValueSearch,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { how: kind } = pattern;
  if (kind === 'regex' || sieve !== undefined) return undefined;
  const stream = new TextStream({ ...pattern, how: kind });
  const walk = how === 'json' ? new JsonTexts(field) : new WholeText(field);
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const pace = pacer();
  let matches = 0;
  const look = (pieces: Iterable<TextPiece>): void => {
    for (const { text, isLast } of pieces) matches += stream.add(text, isLast);
  };
  for await (const piece of source.stream(start, end)) {
    look(walk.pieces(decoder.decode(piece, { stream: true })));
    await pace();
    signal.throwIfAborted();
  }
  look(walk.pieces(decoder.decode()));
  look(walk.end());
  return matches;
}
