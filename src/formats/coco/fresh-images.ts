import type { ExtraValues, SampleKeys, Texts } from '../../model/block.ts';
import type { ImageField, ImageRows } from '../../syntax/scan/coco.ts';
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
    const place = this.nextPlace(i);
    this.#found[i] = found;
    this.#to = i + 1;
    return place;
  }

  /** The place that image `i` will have if it is the next one. */
  nextPlace(i: number): number {
    if (this.#to !== i) {
      this.flush();
      this.#from = this.#to = i;
    }
    return this.#images.places.length + i - this.#from;
  }

  /** The next ones, none of which has a file. */
  addMissing(count: number): void {
    this.#to += count;
  }

  flush(): void {
    const from = this.#from;
    const to = this.#to;
    if (to === from) return;
    this.#from = to;
    const { id, names, width, height, start, size, hashes } = this.#rows;
    const { prefix, split } = this.#images.part;
    const values = id.slice(from, to);
    const block = {
      length: to - from,
      keys: keysOf(prefix, values),
      names: textsBetween(names, from, to),
      width: width.slice(from, to),
      height: height.slice(from, to),
      file: this.#file,
      start: start.slice(from, to),
      size: size.slice(from, to),
      extra: this.extras.between(from, to),
      ...(this.#images.anyFile ? { image: this.#found.subarray(from, to) } : {}),
      ...(split === undefined ? {} : { split }),
    };
    this.#images.addBlock(block, hashes.subarray(from, to));
  }
}

function keysOf(prefix: string, values: Float64Array): SampleKeys {
  return prefix === '' ? { kind: 'number', values, areNew: true } : { kind: 'text', ...prefixed(prefix, values) };
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

/** The id and the further fields of the images of a block, in the order in which they came: so are the columns. */
class Extras {
  readonly #fields: readonly { readonly name: string; readonly rows: Uint32Array | undefined; readonly values: ImageField['values'] }[];

  constructor({ length, id, fields, idAt }: ImageRows) {
    const named = fields.flatMap(({ key, rows, values }, field) => {
      const name = asciiOf(key, 0, key.length);
      // Mostly all have one: no row is looked for then.
      return name === '__proto__' || rows.length === 0 ? [] : [{ field, name, rows: rows.length === length ? undefined : rows, values }];
    });
    const isBefore = ({ field }: { readonly field: number }): boolean => field < idAt;
    const own = { name: 'id', rows: undefined, values: id };
    this.#fields = [...named.filter(isBefore), own, ...named.filter((field) => !isBefore(field))];
  }

  /** Of one image. */
  of(row: number): Record<string, Cell> {
    const cells: Record<string, Cell> = {};
    for (const { name, rows, values } of this.#fields) {
      const i = rows ? firstAtLeast(rows, row) : row;
      if (rows && rows[i] !== row) continue;
      cells[name] =
        values instanceof Float64Array
          ? (values[i] as number)
          : asciiOf(values.bytes, i === 0 ? 0 : (values.ends[i - 1] as number), values.ends[i] as number);
    }
    return cells;
  }

  /** Of images `from` to `to` (exclusive), by column; places count from `from`. */
  between(from: number, to: number): ExtraValues[] {
    return this.#fields.flatMap(({ name, rows, values }) => {
      const first = rows ? firstAtLeast(rows, from) : from;
      const end = rows ? firstAtLeast(rows, to) : to;
      if (first === end) return [];
      const at = rows && end - first < to - from ? { at: rows.slice(first, end).map((row) => row - from) } : {};
      return [{ name, ...at, values: values instanceof Float64Array ? values.slice(first, end) : textsBetween(values, first, end) }];
    });
  }
}

/** The place of the first number that is not below `wanted`, of ascending ones. */
function firstAtLeast(numbers: Uint32Array, wanted: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A copy of texts `from` to `to` (exclusive). */
function textsBetween({ bytes, ends }: Texts, from: number, to: number): Texts {
  const start = from === 0 ? 0 : (ends[from - 1] as number);
  const some = ends.slice(from, to);
  return { bytes: bytes.slice(start, ends[to - 1]), ends: start === 0 ? some : some.map((end) => end - start) };
}
