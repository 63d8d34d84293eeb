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
      keys: prefix === '' ? { kind: 'number', values, areNew: true } : { kind: 'text', ...prefixed(prefix, values) },
      names: { bytes: names.bytes.slice(namesFrom, names.ends[to - 1]), ends: names.ends.slice(from, to).map((end) => end - namesFrom) },
      width: width.slice(from, to),
      height: height.slice(from, to),
      file: this.#file,
      start: start.slice(from, to),
      size: size.slice(from, to),
      extra: [{ name: 'id', values }, ...this.extras.between(from, to)],
      ...(this.#images.anyFile ? { image: this.#found.subarray(from, to) } : {}),
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
    const columns: ExtraField[] = [];
    let next = 0;
    this.#skipTo(from);
    for (; (this.#extras[this.#next] as number) < to; this.#next += 5) {
      const row = (this.#extras[this.#next] as number) - from;
      const keyEnd = this.#extras[this.#next + 1] as number;
      const end = this.#extras[this.#next + 2] as number;
      // Fields mostly come in the same order.
      if (columns[next]?.isNamed(this.#texts, this.#at, keyEnd) !== true) {
        next = columns.findIndex((column) => column.isNamed(this.#texts, this.#at, keyEnd));
        if (next < 0) next = columns.push(new ExtraField(this.#texts.slice(this.#at, keyEnd))) - 1;
      }
      const column = columns[next] as ExtraField;
      if (this.#extras[this.#next + 3] === 1) column.addText(row, this.#texts, keyEnd, end);
      else column.addNumber(row, this.#extras[this.#next + 4] as number);
      this.#at = end;
      next = (next + 1) % columns.length;
    }
    return columns.flatMap((column) => column.values(to - from));
  }

  #skipTo(row: number): void {
    for (; (this.#extras[this.#next] as number) < row; this.#next += 5) this.#at = this.#extras[this.#next + 2] as number;
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

/** One field of many images: numbers, texts, or some of either. */
class ExtraField {
  readonly #key: Uint8Array;
  readonly #numberRows: number[] = [];
  readonly #numbers: number[] = [];
  readonly #textRows: number[] = [];
  readonly #ends: number[] = [];
  #bytes = new Uint8Array(1024);
  #length = 0;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  isNamed(bytes: Uint8Array, start: number, end: number): boolean {
    const key = this.#key;
    if (end - start !== key.length) return false;
    for (let i = 0; i < key.length; i += 1) if (bytes[start + i] !== key[i]) return false;
    return true;
  }

  addNumber(row: number, number: number): void {
    this.#forget(row);
    this.#numberRows.push(row);
    this.#numbers.push(number);
  }

  addText(row: number, bytes: Uint8Array, start: number, end: number): void {
    this.#forget(row);
    const length = this.#length + end - start;
    if (length > this.#bytes.length) {
      const more = new Uint8Array(length * 2);
      more.set(this.#bytes);
      this.#bytes = more;
    }
    for (let i = start; i < end; i += 1) this.#bytes[this.#length + i - start] = bytes[i] as number;
    this.#length = length;
    this.#textRows.push(row);
    this.#ends.push(length);
  }

  /** The last of two equal keys wins. */
  #forget(row: number): void {
    if (this.#numberRows.at(-1) === row) {
      this.#numberRows.pop();
      this.#numbers.pop();
    }
    if (this.#textRows.at(-1) === row) {
      this.#textRows.pop();
      this.#ends.pop();
      this.#length = this.#ends.at(-1) ?? 0;
    }
  }

  /** @param images how many there are */
  values(images: number): ExtraValues[] {
    const name = asciiOf(this.#key, 0, this.#key.length);
    const at = (rows: readonly number[]): Pick<ExtraValues, 'at'> => (rows.length === images ? {} : { at: Uint32Array.from(rows) });
    const found: ExtraValues[] = [];
    if (name === '__proto__') return found;
    if (this.#numbers.length > 0) found.push({ name, ...at(this.#numberRows), values: Float64Array.from(this.#numbers) });
    const texts = { bytes: this.#bytes.subarray(0, this.#length), ends: Uint32Array.from(this.#ends) };
    if (this.#ends.length > 0) found.push({ name, ...at(this.#textRows), values: texts });
    return found;
  }
}
