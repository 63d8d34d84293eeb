/** Reads the `images` items of one file. */
import { folderOf } from '../../files/file-set.ts';
import type { JsonItem } from '../../syntax/json-visitor.ts';
import { parseJson, type JsonObject } from '../../syntax/json-value.ts';
import type { ImageRows } from '../../syntax/scan/coco.ts';
import type { Cell, SampleCells } from '../format.ts';
import { MissingImages } from '../missing-images.ts';
import { FreshImages } from './fresh-images.ts';
import { findImage, imageNameOf, sideOf } from './image-record.ts';
import { asciiOf, textOf, type Images } from './images.ts';
import { IdMap, idOf, type Id } from './ids.ts';
import { objectOf } from './record.ts';
import type { Tally } from './tally.ts';

/** Fields of an image that are columns already, or addresses too long and dull to be one. The inspector shows them all. */
const NO_COLUMN = new Set(['file_name', 'width', 'height', 'license', 'coco_url', 'flickr_url', 'url']);

const SIDES = ['width', 'height'] as const;

export class ImageReader {
  /** This file's images by id, which another file may number otherwise. */
  readonly byId: IdMap;
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
    this.#missing = new MissingImages(images.sink, this.#path, images.anyFile);
    // The images of the only file are those of the part.
    this.byId = images.part.files.filter(({ kind }) => kind === 'sections').length === 1 ? images.byId : new IdMap();
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
    const id = idOf(record['id']);
    if (typeof record['id'] === 'string') this.texts += 1;
    else this.numbers += 1;
    if (id === undefined) this.#tally.add('id-missing', start, end, { section: 'images' }, 'images');
    for (const field of SIDES) {
      const value = record[field];
      if (typeof value === 'string' && sideOf(value) > 0) this.#tally.add('value-invalid', start, end, { field }, 'side');
    }
    const named = imageNameOf(record);
    const [width, height] = [sideOf(record['width']), sideOf(record['height'])];
    this.#add({ id, name: named?.name ?? '', reference: named?.reference, width, height, start, end, extra: extraCells(record) });
  }

  /**
   * Usual images by the block: the same as `read` of each. Those that are new go into the table together; where one is not, or several files may be
   * it, what came before goes first.
   */
  readRows(rows: ImageRows): void {
    const images = this.#images;
    const { id: ids, names } = rows;
    const { split } = images.part;
    const fresh = new FreshImages(rows, this.#file, images);
    this.numbers += rows.length;
    for (let i = 0; i < rows.length; i += 1) {
      if (!images.anyFile && !this.#missing.isEmpty && this.byId === images.byId) {
        // There is nothing to look for.
        const added = this.byId.addNew(ids, i, fresh.nextPlace(i));
        fresh.addMissing(added);
        this.#missing.addMore(added);
        i += added;
        if (i === rows.length) break;
      }
      const id = ids[i] as number;
      const isNew = !images.byId.has(id) && (this.byId === images.byId || !this.byId.has(id));
      if (isNew && !images.anyFile && !this.#missing.isEmpty) {
        this.#know(id, fresh.add(i, -1));
        this.#missing.addMore(1);
        continue;
      }
      const nameStart = i === 0 ? 0 : (names.ends[i - 1] as number);
      const name = asciiOf(names.bytes, nameStart, names.ends[i] as number);
      const found = images.anyFile && isNew ? findImage(images.files, name, this.#folder, split) : undefined;
      if (found?.kind === 'found' && !images.found.has(found.file)) {
        const place = fresh.add(i, found.file);
        this.#know(id, place);
        images.found.set(found.file, place);
        this.#missing.seeOne();
        continue;
      }
      fresh.flush();
      const start = rows.start[i] as number;
      this.#add({
        id,
        name,
        reference: name,
        width: rows.width[i] as number,
        height: rows.height[i] as number,
        start,
        end: start + (rows.size[i] as number),
        extra: fresh.extras.of(i),
      });
    }
    fresh.flush();
  }

  /** An image that is new. */
  #know(id: number, place: number): void {
    this.byId.set(id, place);
    if (this.byId !== this.#images.byId) this.#images.byId.set(id, place);
  }

  #add(image: ImageRecord): void {
    const images = this.#images;
    const { id, name, start, end, width, height, extra } = image;
    const known = id === undefined ? undefined : (this.byId.get(id) ?? images.byId.get(id));
    const isSame = known !== undefined && images.isNamed(known, name);
    const isListed = id !== undefined && this.byId.has(id);
    if (known !== undefined && isListed) {
      images.sink.problem({
        code: isSame ? 'image-listed-twice' : 'id-duplicate',
        file: this.#path,
        at: { byte: start, end },
        sample: images.places.rowOf(known),
        values: { id: String(id), name },
      });
    }
    const found =
      image.reference !== undefined && !isSame ? findImage(images.files, image.reference, this.#folder, images.part.split) : undefined;
    const file = found?.kind === 'found' ? found.file : undefined;
    const { split } = images.part;
    const shown = name === '' && id !== undefined ? String(id) : name;
    const cells: SampleCells = {
      labels: 'inline',
      at: { file: this.#file, start, end },
      width,
      height,
      extra,
      ...(shown === '' ? {} : { name: shown }),
      ...(split === undefined ? {} : { split }),
      ...(file === undefined ? {} : { image: file }),
    };
    if (isSame) {
      // A second file about the same image adds what it knows.
      images.sink.sample(images.part.prefix + String(id), cells);
      images.places.setSize(known, images.places.widthOf(known) || width, images.places.heightOf(known) || height);
      if (!isListed) this.byId.set(id as Id, known);
      return;
    }
    const place = images.add(images.keyFor(id === undefined ? `#${start}` : String(id)), name, cells);
    if (id !== undefined) {
      if (!this.byId.has(id)) this.byId.set(id, place);
      if (!images.byId.has(id)) images.byId.set(id, place);
    }
    const sample = images.places.rowOf(place);
    const at = { byte: start, end };
    if (file !== undefined) {
      const other = images.found.get(file);
      if (other === undefined) images.found.set(file, place);
      else if (id !== undefined)
        images.sink.problem({ code: 'image-listed-twice', file: this.#path, at, sample, values: { id: String(id), name } });
    } else if (found?.kind === 'ambiguous') {
      const candidates = found.candidates.slice(0, 5).map((other) => images.files.paths[other] ?? '');
      const values = { name, candidates: candidates.join(', '), count: found.candidates.length };
      images.sink.problem({ code: 'image-ambiguous', file: this.#path, at, sample, values });
    } else this.#missing.add(name, sample, start, end);
    if (found !== undefined && found.kind !== 'missing') this.#missing.seeOne();
  }
}

/** What the table needs of an image. */
interface ImageRecord {
  readonly id: Id | undefined;
  /** '': none. */
  readonly name: string;
  /** What to look for among the files. */
  readonly reference: string | undefined;
  /** 0: not known. */
  readonly width: number;
  readonly height: number;
  readonly start: number;
  readonly end: number;
  readonly extra: Readonly<Record<string, Cell>>;
}

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
