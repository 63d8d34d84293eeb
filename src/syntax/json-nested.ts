/**
 * Records that stand in lists within the items of a list: the questions of SQuAD, `data[].paragraphs[].qas[]`. What a record stands in
 * (its paragraph, its article) is known by place, and read without the lists of records in it.
 */
import { addAll } from '../base/add-all.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { readRanges } from '../files/read-ranges.ts';
import { CLOSE_ARRAY, COMMA, Cursor, OPEN_ARRAY, OPEN_OBJECT } from './json-bytes.ts';
import { listRanges, type ListProblem } from './json-list.ts';
import type { JsonItem } from './json-visitor.ts';
import { parseJson, type JsonObject } from './json-value.ts';
import type { RecordRanges } from './record-ranges.ts';

/** A path to records: the key of the outermost list ('' where the file is that list), and those of the lists in its items. */
export interface NestedPath {
  readonly section: string;
  readonly keys: readonly string[];
}

/** An object that holds a list of records, or of such objects: offsets in the file. */
interface Holder {
  readonly start: number;
  readonly end: number;
  /** The list, with its brackets. */
  readonly listStart: number;
  readonly listEnd: number;
  /** The object whose list this one is an item of. */
  readonly parent: Holder | undefined;
}

/** What an object says beside the list of records in it, and the key of the list that it is an item of. */
export interface Around {
  readonly list: string;
  readonly fields: JsonObject;
}

const decoder = new TextDecoder();

/** One file's records and what they stand in. */
export class NestedList {
  readonly #source: ByteSource;
  readonly #path: NestedPath;
  readonly #keys: readonly Uint8Array[];
  /** Those whose list holds records, in file order. */
  #holders: Holder[] = [];
  #isKnown = false;
  readonly #cursor = new Cursor();

  constructor(source: ByteSource, path: NestedPath) {
    this.#source = source;
    this.#path = path;
    this.#keys = path.keys.map((key) => new TextEncoder().encode(key));
  }

  /** Records in file order. An item that has no list of them where it should is one itself. */
  async *ranges(tell?: (problem: ListProblem) => void): AsyncGenerator<RecordRanges> {
    const holders: Holder[] = [];
    this.#isKnown = false;
    yield* listRanges(this.#source, this.#path.section, tell, (item, add) => {
      const found: Holder[] = [];
      const records: (readonly [start: number, end: number])[] = [];
      if (this.#walk(item, item.from, 0, undefined, found, records)) {
        addAll(holders, found);
        for (const [start, end] of records) add(start, end);
      } else add(item.start, item.end);
    });
    this.#holders = holders;
    this.#isKnown = true;
  }

  /** What the records that begin in a part of the file stand in, innermost first. */
  async around(from: number, to: number, signal: AbortSignal): Promise<(start: number) => readonly Around[]> {
    if (!this.#isKnown) for await (const _ of this.ranges()) signal.throwIfAborted();
    const first = this.#indexOf(from);
    let end = first;
    while ((this.#holders[end]?.listStart ?? Infinity) < to) end += 1;
    const chosen = new Set<Holder>();
    for (const holder of this.#holders.slice(first, end)) {
      for (let each: Holder | undefined = holder; each; each = each.parent) chosen.add(each);
    }
    const holders = [...chosen];
    const sides = await readRanges(
      { source: () => this.#source },
      holders.flatMap(({ start, listStart, listEnd, end: close }) => [
        { file: 0, start, end: listStart },
        { file: 0, start: listEnd, end: close },
      ]),
      signal,
    );
    const fields = new Map(holders.map((holder, i) => [holder, this.#fieldsOf(holder, sides[2 * i], sides[2 * i + 1])]));
    return (start) => {
      const around: Around[] = [];
      const own = this.#holders[this.#indexOf(start)];
      if (own === undefined || start < own.listStart) return around;
      for (let each: Holder | undefined = own; each; each = each.parent) around.push(fields.get(each) ?? { list: '', fields: {} });
      return around;
    };
  }

  #fieldsOf(holder: Holder, before: Uint8Array | undefined, after: Uint8Array | undefined): Around {
    let depth = 0;
    for (let each = holder.parent; each; each = each.parent) depth += 1;
    const result = parseJson(`${decoder.decode(before)}null${decoder.decode(after)}`);
    const fields = result.ok && typeof result.value === 'object' && !Array.isArray(result.value) ? (result.value as JsonObject) : {};
    const key = this.#path.keys[depth] ?? '';
    const list = depth === 0 ? this.#path.section : (this.#path.keys[depth - 1] ?? '');
    return { list, fields: Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key)) };
  }

  /** Index of the first holder whose list ends behind a place. */
  #indexOf(place: number): number {
    let [low, high] = [0, this.#holders.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#holders[middle]?.listEnd ?? 0) <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Goes down into the object at `from`; false where it finds no JSON. */
  #walk(
    item: JsonItem,
    from: number,
    depth: number,
    parent: Holder | undefined,
    holders: Holder[],
    records: (readonly [start: number, end: number])[],
  ): boolean {
    const offset = item.start - item.from;
    const cursor = this.#cursor;
    cursor.bytes = item.bytes;
    cursor.limit = item.to;
    const end = item.bytes[from] === OPEN_OBJECT ? cursor.object(from) : cursor.value(from);
    // A number or word may end where the item does.
    const close = end < 0 && depth === 0 ? item.to : end;
    if (close < 0) return false;
    const list = item.bytes[from] === OPEN_OBJECT ? this.#listOf(depth) : undefined;
    if (!list) {
      records.push([offset + from, offset + close]);
      return true;
    }
    const holder: Holder = { start: offset + from, end: offset + close, listStart: offset + list[0], listEnd: offset + list[1], parent };
    const isLast = depth === this.#keys.length - 1;
    const before = records.length;
    for (let p = cursor.space(list[0] + 1); item.bytes[p] !== CLOSE_ARRAY;) {
      const stop = cursor.value(p);
      if (stop < 0) return false;
      if (isLast) records.push([offset + p, offset + stop]);
      else if (!this.#walk(item, p, depth + 1, holder, holders, records)) return false;
      p = cursor.space(stop);
      if (item.bytes[p] === COMMA) p = cursor.space(p + 1);
      else if (item.bytes[p] !== CLOSE_ARRAY) return false;
    }
    if (isLast && records.length > before) holders.push(holder);
    return true;
  }

  /** Where the list of this depth stands in the object that the cursor has just passed. */
  #listOf(depth: number): readonly [start: number, end: number] | undefined {
    const key = this.#keys[depth];
    const { bytes, fields, fieldCount } = this.#cursor;
    for (let at = (fieldCount - 1) * 4; key && at >= 0; at -= 4) {
      const [start = 0, end = 0, from = 0, to = 0] = fields.subarray(at, at + 4);
      if (end - start === key.length && bytes[from] === OPEN_ARRAY && key.every((byte, i) => byte === bytes[start + i])) return [from, to];
    }
    return undefined;
  }
}
