import { Growable } from '../../base/growable.ts';
import { isImagePath, type FileSet } from '../../files/file-set.ts';
import type { SampleBlock, Texts } from '../../model/block.ts';
import type { SampleCells, Sink } from '../format.ts';
import { findImage } from './image-record.ts';
import { IdMap, idOfText, type Id } from './ids.ts';
import type { CocoPart } from './plan.ts';
import type { JsonItem } from '../../syntax/json-visitor.ts';
import { Places } from './places.ts';
import { stemId } from './stems.ts';

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
  readonly places = new Places();
  /** Files that are some sample's image. */
  readonly found = new Map<number, number>();
  /** Whether there is any image file at all. */
  readonly anyFile: boolean;
  /** Of names, to tell whether two are the same: a million names would cost a hundred megabytes. */
  readonly #hashes = new Growable<Uint32Array>(Uint32Array);
  /** The names, where results may call images by them. */
  readonly #names: string[] | undefined;
  /** Keys but those that are numbers. */
  readonly #keys = new Set<string>();
  #byStem: { readonly of: number; readonly places: ReadonlyMap<Id, number | undefined> } | undefined;

  constructor(files: FileSet, sink: Sink, part: CocoPart) {
    this.files = files;
    this.sink = sink;
    this.part = part;
    this.anyFile = files.paths.some(isImagePath);
    this.#names = part.files.some(({ byStem }) => byStem === true) ? [] : undefined;
  }

  /** @returns a place in the columns of images */
  add(key: string, name: string, cells: SampleCells): number {
    const row = this.sink.sample(this.part.prefix + key, cells);
    if (typeof idOfText(key) !== 'number') this.#keys.add(key);
    this.#hashes.push(hashOf(name));
    this.#names?.push(name);
    return this.places.add(row, cells.width ?? 0, cells.height ?? 0);
  }

  /** The same for a block of samples, which are not numbered twice and whose names are ASCII. @param hashes of the names */
  addBlock(
    block: SampleBlock & { readonly names: Texts; readonly width: Uint32Array; readonly height: Uint32Array },
    hashes: Uint32Array,
  ): void {
    const rows = this.sink.samples(block);
    this.places.addMany(rows, block.width, block.height);
    this.#hashes.append(hashes);
    const { bytes, ends } = block.names;
    if (this.#names) for (const [i, end] of ends.entries()) this.#names.push(asciiOf(bytes, i === 0 ? 0 : (ends[i - 1] as number), end));
  }

  isNamed(place: number, name: string): boolean {
    return this.#hashes.at(place) === hashOf(name);
  }

  /** Places by file name without extension; none for a name that two images share. */
  byStem(): ReadonlyMap<Id, number | undefined> {
    const names = this.#names ?? [];
    if (this.#byStem?.of === names.length) return this.#byStem.places;
    const places = new Map<Id, number | undefined>();
    for (const [place, name] of names.entries()) {
      const id = stemId(name);
      places.set(id, places.has(id) ? undefined : place);
    }
    this.#byStem = { of: names.length, places };
    return places;
  }

  /** A key that no other image of the part has. */
  keyFor(text: string): string {
    const id = idOfText(text);
    if (typeof id === 'number' ? !this.byId.has(id) : !this.#keys.has(text)) return text;
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

/** Short text in ASCII: a decoder would take longer to call than to run. */
export function asciiOf(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i += 1) text += String.fromCharCode(bytes[i] as number);
  return text;
}

/** FNV-1a over UTF-16 units: of ASCII the same as in syntax/scan/coco-images.as.ts. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
