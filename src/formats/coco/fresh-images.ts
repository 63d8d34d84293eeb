import type { ExtraValues } from '../../model/block.ts';
import type { ImageRows } from '../../syntax/scan/coco.ts';
import type { Cell } from '../format.ts';
import { asciiOf, type Images } from './images.ts';

/** Images of a block that are new and come one behind the other: they go into the table together. */
export class FreshImages {
  readonly extras: Extras;
  readonly #rows: ImageRows;
  readonly #file: number;
  readonly #images: Images;
  readonly #found: Int32Array;
  /** Those from here on wait, up to `#to` (exclusive). */
  #from = 0;
  #to = 0;

  constructor(rows: ImageRows, file: number, images: Images) {
    this.extras = new Extras(rows);
    this.#rows = rows;
    this.#file = file;
    this.#images = images;
    this.#found = new Int32Array(rows.length).fill(-1);
  }

  /** @param found the image file; -1: there is none. @returns the place that the image will have */
  add(i: number, found: number): number {
    if (this.#to !== i) {
      this.flush();
      this.#from = i;
    }
    this.#found[i] = found;
    this.#to = i + 1;
    return this.#images.places.length + i - this.#from;
  }

  flush(): void {
    const from = this.#from;
    const to = this.#to;
    if (to === from) return;
    this.#from = to;
    const { id, names, width, height, start, size } = this.#rows;
    const { prefix, split } = this.#images.part;
    const values = id.slice(from, to);
    const namesFrom = from === 0 ? 0 : (names.ends[from - 1] as number);
    this.#images.addBlock({
      length: to - from,
      keys: prefix === '' ? { kind: 'number', values } : { kind: 'text', ...prefixed(prefix, values) },
      names: { bytes: names.bytes.slice(namesFrom, names.ends[to - 1]), ends: names.ends.slice(from, to).map((end) => end - namesFrom) },
      width: width.slice(from, to),
      height: height.slice(from, to),
      image: this.#found.subarray(from, to),
      file: this.#file,
      start: start.slice(from, to),
      size: size.slice(from, to),
      extra: [{ name: 'id', values }, ...this.extras.between(from, to)],
      ...(split === undefined ? {} : { split }),
    });
  }
}

function prefixed(prefix: string, ids: Float64Array): { readonly bytes: Uint8Array; readonly ends: Uint32Array } {
  const encoder = new TextEncoder();
  const keys = Array.from(ids, (id) => encoder.encode(prefix + String(id)));
  const ends = new Uint32Array(keys.length);
  let end = 0;
  for (const [i, key] of keys.entries()) ends[i] = end += key.length;
  const bytes = new Uint8Array(end);
  for (const [i, key] of keys.entries()) bytes.set(key, (ends[i] as number) - key.length);
  return { bytes, ends };
}

/** The further fields of the images of a block. */
class Extras {
  readonly #extras: Float64Array;
  readonly #texts: Uint8Array;
  /** The next field, and where its key begins in the texts: fields are asked for in order. */
  #next = 0;
  #at = 0;

  constructor({ extras, texts }: ImageRows) {
    this.#extras = extras;
    this.#texts = texts;
  }

  /** Of one image. */
  of(row: number): Record<string, Cell> {
    const cells: Record<string, Cell> = {};
    this.#each(row, row + 1, (name, value) => {
      cells[name] = value;
    });
    return cells;
  }

  /** Of images `from` to `to` (exclusive), by column; places count from `from`. */
  between(from: number, to: number): ExtraValues[] {
    const columns = new Map<string, { name: string; at: number[]; values: (string | number)[] }>();
    this.#each(from, to, (name, value, row) => {
      let column = columns.get(name);
      if (!column) columns.set(name, (column = { name, at: [], values: [] }));
      // The last of two equal keys wins.
      if (column.at.at(-1) === row - from) column.values.pop();
      else column.at.push(row - from);
      column.values.push(value);
    });
    return [...columns.values()];
  }

  #each(from: number, to: number, visit: (name: string, value: string | number, row: number) => void): void {
    const extras = this.#extras;
    for (; this.#next < extras.length; this.#next += 5) {
      const row = extras[this.#next] as number;
      if (row >= to) return;
      const keyEnd = extras[this.#next + 1] as number;
      const end = extras[this.#next + 2] as number;
      const isText = extras[this.#next + 3] === 1;
      const name = asciiOf(this.#texts, this.#at, keyEnd);
      if (row >= from && name !== '__proto__') {
        visit(name, isText ? asciiOf(this.#texts, keyEnd, end) : (extras[this.#next + 4] as number), row);
      }
      this.#at = end;
    }
  }
}
