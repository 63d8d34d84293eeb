/**
 * Where the items of one list of a JSON file stand: `[…]`, or `{"data": […]}`. The same machine as for COCO looks for them, so that a
 * file of any size is only streamed, and a broken item costs nothing but itself.
 */
import { Channel } from '../base/channel.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { scanJson } from './json-scan.ts';
import type { JsonItem, JsonVisitor } from './json-visitor.ts';
import { RangeList, type RecordRanges } from './record-ranges.ts';

/** Something wrong that is no item: a list that does not end, a comma too many. */
export interface ListProblem {
  readonly code: 'json-syntax' | 'json-truncated' | 'json-shape' | 'line-too-long' | 'file-empty';
  readonly byte: number;
}

const LF = 0x0a;

/**
 * Items in file order, whatever they are; broken ones too: what they hold is looked at when they are read.
 * @param section key of the list; '' where the file is the list
 * @param tell called before the ranges behind it are yielded
 * @param parts in place of an item, the records that it holds: calls `add` with where each stands in the file, in order
 */
export async function* listRanges(
  source: ByteSource,
  section: string,
  tell?: (problem: ListProblem) => void,
  parts: (item: JsonItem, add: (start: number, end: number) => void) => void = ({ start, end }, add) => add(start, end),
): AsyncGenerator<RecordRanges> {
  const channel = new Channel<RecordRanges>();
  const ranges = new RangeList();
  const lines = new LineCount();
  const stop = new AbortController();
  let done = 0;
  const add = (start: number, end: number): void => ranges.push(start, end - start, lines.lineAt(start));
  const visitor: JsonVisitor = {
    section: (name) => name === section,
    item: (name, item) => {
      if (name === section) parts(item, add);
    },
    broken(name, _code, start, end) {
      if (name === section) add(start, end);
    },
    problem: (code, byte) => tell?.({ code, byte }),
  };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of source.stream()) {
      lines.add(piece);
      yield piece;
      // The piece was scanned: what was found in it goes out before the next is read.
      done += piece.length;
      if (ranges.length > 0 && !(await channel.push(ranges.take(done)))) return;
    }
  }
  const scanning = scanJson(pieces(), visitor, { signal: stop.signal, sections: [section] }).then(
    async () => {
      if (ranges.length > 0) await channel.push(ranges.take(done));
      channel.end();
    },
    (error: unknown) => channel.fail(error),
  );
  try {
    yield* channel;
  } finally {
    stop.abort();
    await scanning;
  }
}

/** Line numbers of places that only grow, in a file that is passed by. */
class LineCount {
  /** Places of line ends that were not counted yet. */
  #ends: number[] = [];
  #next = 0;
  #line = 1;
  #offset = 0;

  add(piece: Uint8Array): void {
    if (this.#next > 0) {
      this.#ends = this.#ends.slice(this.#next);
      this.#next = 0;
    }
    for (let at = piece.indexOf(LF); at >= 0; at = piece.indexOf(LF, at + 1)) this.#ends.push(this.#offset + at);
    this.#offset += piece.length;
  }

  lineAt(place: number): number {
    for (; this.#next < this.#ends.length && (this.#ends[this.#next] ?? 0) < place; this.#next += 1) this.#line += 1;
    return this.#line;
  }
}
