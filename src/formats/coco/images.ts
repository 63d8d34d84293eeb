import type { FileSet } from '../../files/file-set.ts';
import { folderOf } from '../../files/file-set.ts';
import type { SampleRow } from '../../model/dataset.ts';
import { parseJson, type JsonObject } from '../../syntax/json-value.ts';
import type { JsonItem } from '../../syntax/json-scan.ts';
import type { Cell, SampleCells, Sink } from '../format.ts';
import { MissingImages } from '../missing-images.ts';
import { findImage, imageNameOf, sideOf } from './image-record.ts';
import { IdMap, idOf, type Id } from './ids.ts';
import type { CocoPart } from './plan.ts';
import { objectOf } from './record.ts';
import { stemId } from './stems.ts';
import type { Tally } from './tally.ts';

/** Fields of an image that are columns already, or addresses too long and dull to be one. The inspector shows them all. */
const NO_COLUMN = new Set(['file_name', 'width', 'height', 'license', 'coco_url', 'flickr_url', 'url']);

const SIDES = ['width', 'height'] as const;

const decoder = new TextDecoder();
/** The text of an item. */
export function textOf(item: JsonItem): string {
  return decoder.decode(item.bytes.subarray(item.from, item.to));
}

/** The images of one part of a dataset, from all of its files. */
export class Images {
  readonly files: FileSet;
  readonly sink: Sink;
  readonly part: CocoPart;
  /** The first image of each id. */
  readonly byId = new IdMap();
  readonly rows: SampleRow[] = [];
  readonly names: string[] = [];
  readonly widths: number[] = [];
  readonly heights: number[] = [];
  /** Files that are some sample's image. */
  readonly found = new Map<number, number>();
  readonly #keys = new Set<string>();
  #byStem: { readonly of: number; readonly places: ReadonlyMap<Id, number | undefined> } | undefined;

  constructor(files: FileSet, sink: Sink, part: CocoPart) {
    this.files = files;
    this.sink = sink;
    this.part = part;
  }

  /** @returns a place in the columns of images */
  add(key: string, name: string, cells: SampleCells): number {
    this.rows.push(this.sink.sample(this.part.prefix + key, cells));
    this.names.push(name);
    this.widths.push(cells.width ?? 0);
    this.heights.push(cells.height ?? 0);
    this.#keys.add(key);
    return this.rows.length - 1;
  }

  /** Places by file name without extension; none for a name that two images share. */
  byStem(): ReadonlyMap<Id, number | undefined> {
    if (this.#byStem?.of === this.names.length) return this.#byStem.places;
    const places = new Map<Id, number | undefined>();
    for (const [place, name] of this.names.entries()) {
      const id = stemId(name);
      places.set(id, places.has(id) ? undefined : place);
    }
    this.#byStem = { of: this.names.length, places };
    return places;
  }

  /** A key that no other image of the part has. */
  keyFor(text: string): string {
    if (!this.#keys.has(text)) return text;
    for (let n = 2; ; n += 1) if (!this.#keys.has(`${text}#${n}`)) return `${text}#${n}`;
  }

  /** The image that results name where no truth tells more. */
  addNamed(id: Id, folder: string): number {
    const text = String(id);
    const found = findImage(this.files, text, folder, this.part.split);
    const { split } = this.part;
    const place = this.add(text, text, {
      name: text,
      labels: 'inline',
      ...(split === undefined ? {} : { split }),
      ...(found.kind === 'found' ? { image: found.file } : {}),
    });
    if (found.kind === 'found') this.found.set(found.file, place);
    this.byId.set(id, place);
    return place;
  }
}

/** Reads the `images` items of one file. */
export class ImageReader {
  /** This file's images by id, which another file may number otherwise. */
  readonly byId = new IdMap();
  /** Ids written as numbers and as text. */
  numbers = 0;
  texts = 0;
  readonly #images: Images;
  readonly #tally: Tally;
  readonly #file: number;
  readonly #path: string;
  readonly #folder: string;
  readonly #missing: MissingImages;

  constructor(images: Images, tally: Tally, file: number) {
    this.#images = images;
    this.#tally = tally;
    this.#file = file;
    this.#path = images.files.paths[file] ?? '';
    this.#missing = new MissingImages(images.sink, this.#path);
    this.#folder = folderOf(this.#path);
  }

  /** After the last image. */
  finish(): void {
    this.#missing.finish();
  }

  read(item: JsonItem): void {
    const { sink } = this.#images;
    const { start, end } = item;
    const parsed = parseJson(textOf(item));
    if (!parsed.ok) {
      sink.reject(
        this.#file,
        { byte: start, end },
        { code: 'json-syntax', values: { expected: parsed.expected, offset: start + parsed.offset } },
      );
      return;
    }
    const record = objectOf(parsed.value);
    if (!record) {
      sink.reject(this.#file, { byte: start, end }, { code: 'json-shape', values: { section: 'images', offset: start } });
      return;
    }
    if (parsed.notes.notFinite > 0) this.#tally.add('json-not-finite', start, end);
    this.#readRecord(record, start, end);
  }

  #readRecord(record: JsonObject, start: number, end: number): void {
    const images = this.#images;
    const id = idOf(record['id']);
    if (typeof record['id'] === 'string') this.texts += 1;
    else this.numbers += 1;
    const named = imageNameOf(record);
    const name = named?.name ?? '';
    const known = id === undefined ? undefined : (this.byId.get(id) ?? images.byId.get(id));
    const isSame = known !== undefined && images.names[known] === name;
    const listedTwice = isSame && id !== undefined && this.byId.has(id);
    if (known !== undefined && id !== undefined && this.byId.has(id)) {
      const values = { id: String(id), name };
      const sample = images.rows[known] ?? 0;
      images.sink.problem({
        code: isSame ? 'image-listed-twice' : 'id-duplicate',
        file: this.#path,
        at: { byte: start, end },
        sample,
        values,
      });
    }
    if (id === undefined) this.#tally.add('id-missing', start, end, { section: 'images' }, 'images');

    for (const field of SIDES) {
      const value = record[field];
      if (typeof value === 'string' && sideOf(value) > 0) this.#tally.add('value-invalid', start, end, { field }, 'side');
    }
    const found = named && !isSame ? findImage(images.files, named.reference, this.#folder, images.part.split) : undefined;
    const image = found?.kind === 'found' ? found.file : undefined;
    const { split } = images.part;
    // Filled in place: there are a million of these.
    const cells: Writable<SampleCells> = {
      labels: 'inline',
      at: { file: this.#file, start, end },
      width: sideOf(record['width']),
      height: sideOf(record['height']),
      extra: extraCells(record),
    };
    const shown = name === '' && id !== undefined ? String(id) : name;
    if (shown !== '') cells.name = shown;
    if (split !== undefined) cells.split = split;
    if (image !== undefined) cells.image = image;
    if (isSame) {
      // A second file about the same image adds what it knows.
      images.sink.sample(images.part.prefix + String(id), cells);
      if (images.widths[known] === 0) images.widths[known] = cells.width ?? 0;
      if (images.heights[known] === 0) images.heights[known] = cells.height ?? 0;
      if (!listedTwice) this.byId.set(id as Id, known);
      return;
    }
    const place = images.add(images.keyFor(id === undefined ? `#${start}` : String(id)), name, cells);
    if (id !== undefined) {
      if (!this.byId.has(id)) this.byId.set(id, place);
      if (!images.byId.has(id)) images.byId.set(id, place);
    }
    const sample = images.rows[place] ?? 0;
    const at = { byte: start, end };
    if (image !== undefined) {
      const other = images.found.get(image);
      if (other === undefined) images.found.set(image, place);
      else if (id !== undefined)
        images.sink.problem({ code: 'image-listed-twice', file: this.#path, at, sample, values: { id: String(id), name } });
    } else if (found?.kind === 'ambiguous') {
      const candidates = found.candidates.slice(0, 5).map((file) => images.files.paths[file] ?? '');
      const values = { name, candidates: candidates.join(', '), count: found.candidates.length };
      images.sink.problem({ code: 'image-ambiguous', file: this.#path, at, sample, values });
    } else this.#missing.add(name, sample, start, end);
    if (found !== undefined && found.kind !== 'missing') this.#missing.seeOne();
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The image's plain fields as columns. */
function extraCells(record: JsonObject): Record<string, Cell> {
  const cells: Record<string, Cell> = {};
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (NO_COLUMN.has(key) || key === '__proto__') continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') cells[key] = value;
    else if (typeof value === 'bigint') cells[key] = value.toString();
  }
  return cells;
}
