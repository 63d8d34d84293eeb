/** What one JSON file is, from a look inside: all of it where it is small, slices where it is large. */
import type { FileSet } from '../../files/file-set.ts';
import type { TextEncodingName } from '../../files/text.ts';
import type { FileIndex } from '../../model/dataset.ts';
import { scanJson, type JsonScanOptions } from '../../syntax/json-scan.ts';
import type { JsonItem, JsonVisitor } from '../../syntax/json-visitor.ts';
import { parseJson, type JsonObject } from '../../syntax/json-value.ts';
import { idOf, type Id } from './ids.ts';
import { imageNameOf } from './image-record.ts';
import { textOf } from './images.ts';
import { objectOf } from './record.ts';
import { encodingOf, openText } from './source.ts';

export interface Probe {
  readonly file: FileIndex;
  readonly encoding: TextEncodingName;
  /** results: annotations without images of their own. */
  readonly kind: 'sections' | 'results';
  /** Whether annotations carry scores. */
  readonly isScored: boolean;
  /** Sections that were seen. */
  readonly sections: ReadonlySet<string>;
  /** Images by id: name and what to look for. Some of them, where `isWhole` is false. */
  readonly images: ReadonlyMap<Id, { readonly name: string; readonly reference: string }>;
  /** Ids that rows of results name, likewise. */
  readonly rowImages: ReadonlySet<Id>;
  /** Names of categories by id, likewise. */
  readonly categories: ReadonlyMap<Id, string>;
  readonly isWhole: boolean;
}

/** Files up to this are read whole to learn what they are. */
const WHOLE_BYTES = 16 * 2 ** 20;
const HEAD_BYTES = 2 ** 20;
const SLICE_BYTES = 2 ** 18;
const SLICES = 6;
/** Annotations that are looked at closely, and images of a file with which no other is compared. */
const CLOSELY = 100;

/** Whether the first bytes name one of COCO's keys; undefined where what follows may: an object, or a list of them. */
export function isCocoHead(head: Uint8Array): boolean | undefined {
  const encoding = encodingOf(head);
  if (encoding === undefined) return false;
  const text = new TextDecoder(encoding).decode(head);
  if (!/^\s*[[{]/.test(text)) return false;
  if (/"(?:images|annotations|categories|image_id)"\s*:/.test(text)) return true;
  return /^\s*(?:\{|\[\s*\{)/.test(text) ? undefined : false;
}

/**
 * Undefined where the file is not COCO's, or holds what is not read here (panoptic: its segments are pixels of PNG files).
 * @param isAlone nobody asks for its images: there are no others, no file to compare it with
 */
export async function probe(
  files: FileSet,
  file: FileIndex,
  head: Uint8Array,
  isAlone: boolean,
  signal: AbortSignal,
): Promise<Probe | undefined> {
  const encoding = encodingOf(head);
  if (encoding === undefined) return undefined;
  const source = openText(files, file, encoding);
  const size = await source.size();
  const isWhole = size <= WHOLE_BYTES;
  const look = new Look(isAlone && !isWhole ? CLOSELY : Infinity);
  if (isAlone && !isWhole && encoding === 'utf-8') {
    await scanJson(source.stream(0, head.length), look, { signal });
    await scanJson(source.stream(size - head.length), look, { signal, ...anywhere(size - head.length, look) });
    const found = look.result(file, encoding, false);
    if (found?.kind === 'sections') return found;
  }
  await scanJson(source.stream(0, isWhole ? size : HEAD_BYTES), look, { signal });
  if (!isWhole && look.isPossible) {
    for (let i = 1; i <= SLICES; i += 1) {
      const isLast = i === SLICES;
      const offset = isLast ? size - HEAD_BYTES : Math.floor((size * i) / SLICES);
      const end = isLast ? size : offset + SLICE_BYTES;
      await scanJson(source.stream(offset, end), look, { signal, ...anywhere(offset, look) });
    }
  }
  return look.result(file, encoding, isWhole);
}

/** The section of a slice from the middle of a file. */
const UNKNOWN = '?';

/** How to look into the middle of a file. */
function anywhere(offset: number, { sections }: Look): JsonScanOptions {
  return { offset, inSection: sections.has('') ? '' : UNKNOWN, anywhere: true, sections: ['images', 'annotations', 'categories'] };
}

class Look implements JsonVisitor {
  readonly sections = new Set<string>();
  readonly #images = new Map<Id, { name: string; reference: string }>();
  readonly #rowImages = new Set<Id>();
  readonly #categories = new Map<Id, string>();
  #annotations = 0;
  #scored = 0;
  #shaped = 0;
  #withImage = 0;
  #imageItems = 0;
  /** Images that say which they are, and hold nothing of another format. */
  #named = 0;
  #refused = false;
  readonly #mostImages: number;

  constructor(mostImages: number) {
    this.#mostImages = mostImages;
  }

  get isPossible(): boolean {
    return !this.#refused;
  }

  section(name: string): boolean {
    const isKnown = name === '' || name === 'images' || name === 'annotations' || name === 'categories';
    if (isKnown) this.sections.add(name);
    return isKnown;
  }

  item(section: string, item: JsonItem): void {
    const isAnnotation = section === '' || section === 'annotations';
    // Of the annotations of a file with images of its own, the first tell enough.
    if (isAnnotation && this.#annotations >= CLOSELY && this.#imageItems > 0) return;
    if (section === 'images' && this.#imageItems >= this.#mostImages) return;
    const parsed = parseJson(textOf(item));
    const record = parsed.ok ? objectOf(parsed.value) : undefined;
    if (!record) {
      if (section === '' && this.#annotations === 0 && parsed.ok) this.#refused = true;
      if (section === 'images') this.#imageItems += 1;
      return;
    }
    switch (section === UNKNOWN ? sectionOf(record) : section) {
      case 'images':
        return this.#image(record);
      case 'categories':
        return this.#category(record);
      default:
        return this.#annotation(record);
    }
  }

  enough(): boolean {
    return this.#refused;
  }

  broken(): void {
    // A reading of the whole file says it; here it is one item less.
  }

  problem(): void {
    // Likewise; slices begin and end anywhere.
  }

  result(file: FileIndex, encoding: TextEncodingName, isWhole: boolean): Probe | undefined {
    if (this.#refused) return undefined;
    const { sections } = this;
    const isScored = this.#scored > 0 && this.#scored * 2 > Math.min(this.#annotations, this.#withImage);
    const rest = {
      file,
      encoding,
      isScored,
      sections,
      images: this.#images,
      rowImages: this.#rowImages,
      categories: this.#categories,
      isWhole,
    };
    if (sections.has('')) return this.#shaped > 0 ? { ...rest, kind: 'results' } : undefined;
    const hasImages = this.#images.size > 0 || (sections.has('images') && this.#imageItems === 0);
    if (sections.has('images') && hasImages && (sections.has('annotations') || sections.has('categories')))
      return { ...rest, kind: 'sections' };
    if (this.#isImagesAlone()) return { ...rest, kind: 'sections' };
    // Large, and its images far behind.
    if (!isWhole && this.#images.size > 0 && this.#withImage > 0) return { ...rest, kind: 'sections' };
    return this.#shaped > 0 && !sections.has('images') ? { ...rest, kind: 'results' } : undefined;
  }

  /** Images with number and name, of which nobody says anything yet: test splits are handed out so. */
  #isImagesAlone(): boolean {
    const { sections } = this;
    const isAlone = sections.has('images') && !sections.has('annotations') && this.#annotations === 0;
    return isAlone && this.#named > 0 && this.#named === this.#imageItems;
  }

  #image(record: JsonObject): void {
    this.#imageItems += 1;
    if (isPlainImage(record)) this.#named += 1;
    const id = idOf(record['id']);
    const named = imageNameOf(record) ?? (record['width'] === undefined && record['height'] === undefined ? undefined : NAMELESS);
    if (id !== undefined && named && !this.#images.has(id)) this.#images.set(id, named);
  }

  #category(record: JsonObject): void {
    const id = idOf(record['id']);
    if (id !== undefined && typeof record['name'] === 'string') this.#categories.set(id, record['name']);
  }

  #annotation(record: JsonObject): void {
    this.#annotations += 1;
    const image = idOf(record['image_id']);
    if (record['segments_info'] !== undefined) this.#refused = true;
    if (image === undefined) {
      // The first ten decide: other formats have annotations too, which stand inside their image.
      if (this.#withImage === 0 && this.#annotations >= 10) this.#refused = true;
      return;
    }
    this.#withImage += 1;
    this.#rowImages.add(image);
    if (record['score'] !== undefined) this.#scored += 1;
    if (SHAPE_KEYS.some((key) => record[key] !== undefined)) this.#shaped += 1;
  }
}

const NAMELESS = { name: '', reference: '' };
const SHAPE_KEYS = ['bbox', 'segmentation', 'keypoints', 'caption'];

function isPlainImage(record: JsonObject): boolean {
  if (idOf(record['id']) === undefined || !imageNameOf(record)) return false;
  return Object.values(record).every((value) => !Array.isArray(value) || value.every((part) => typeof part !== 'object'));
}

function sectionOf(record: JsonObject): string {
  if (record['image_id'] !== undefined) return 'annotations';
  return imageNameOf(record) ? 'images' : 'categories';
}
