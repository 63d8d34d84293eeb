/**
 * Runs of usual items of a COCO file as blocks of columns, by compiled code (coco.as.ts, coco-images.as.ts). There is no second way to do this
 * here: without it the JSON scanner hands over every item, and formats/coco reads it to the same columns.
 */
import type { Texts } from '../../model/block.ts';
import type { BulkReader } from '../json-bulk.ts';
import { FIRST_FREE, startMachine, type Machine } from './machine.ts';

/** Annotations whose every field is as usual. */
export interface AnnotationRows {
  readonly length: number;
  /** NaN: none. */
  readonly id: Float64Array;
  readonly image: Float64Array;
  /** Four numbers each; NaN: none. */
  readonly box: Float32Array;
  /** -1: none. */
  readonly category: Int32Array;
  /** NaN: none written. */
  readonly area: Float32Array;
  /** NaN: none; absent: none has one. */
  readonly score?: Float32Array;
  /** Keypoints; absent: none has any. */
  readonly points?: Uint16Array;
  /** Bits of `kindBit`. */
  readonly kinds: Uint8Array;
  /** Bits of `FLAG`; absent: none has any. */
  readonly flags?: Uint8Array;
  /** Where they stand in the file: from `base + start` on, `size` bytes. */
  readonly base: number;
  readonly start: Uint32Array;
  readonly size: Uint32Array;
  /** Of masks, four numbers each: row in the block, height, width, and pixels by its counts. */
  readonly masks: Float64Array;
}

/** Images whose every field is as usual: an id that is a number, a name in ASCII. */
export interface ImageRows {
  readonly length: number;
  readonly id: Float64Array;
  readonly names: Texts;
  /** 0: not known. */
  readonly width: Uint32Array;
  readonly height: Uint32Array;
  readonly start: Float64Array;
  readonly size: Uint32Array;
  /** FNV-1a of the names. */
  readonly hashes: Uint32Array;
  /** Further fields, in the order in which they came. */
  readonly fields: readonly ImageField[];
  /** How many of these came before the id in the first image. */
  readonly idAt: number;
}

/** One further field of the images of a block: all its values are numbers, or texts in ASCII. */
export interface ImageField {
  /** In ASCII. */
  readonly key: Uint8Array;
  /** The rows that have one, ascending. */
  readonly rows: Uint32Array;
  readonly values: Float64Array | Texts;
}

/** Blocks are valid during the call only: their memory is used again. */
export interface CocoRows {
  annotations(section: string, rows: AnnotationRows): void;
  images(rows: ImageRows): void;
}

/** As in coco.as.ts and coco-images.as.ts. */
const ANNOTATIONS = 16_384;
const HAS_SCORES = 1;
const HAS_POINTS = 2;
const HAS_FLAGS = 4;
const IMAGES = 8_192;
const TEXT_BYTES = 1 << 20;
const FIELDS = 16;
const FIELD_TEXT_BYTES = 1 << 18;
const FIELD_BYTES = IMAGES * 12 + FIELD_TEXT_BYTES;
const HEAD_WORDS = 8;
const KEY_LENGTH = 4;
const IS_TEXT = 5;
const COUNT = 6;
const BYTES = 7;
/** The scanner looks at up to 64 bytes at a time, also at the end. */
const OVERREAD = 64;

/** Undefined where there is no WebAssembly. Sections that `takes` refuses are left alone. */
export function cocoScanner(rows: CocoRows): CocoScanner | undefined {
  const machine = startMachine(0);
  return machine && new CocoScanner(machine, rows);
}

/** What a file's bytes are as UTF-8. */
export interface Validity {
  /** Bytes, or beginnings of a character, that are not valid. */
  readonly count: number;
  /** Offset of the first of them; undefined: there is none. */
  readonly first: number | undefined;
}

export class CocoScanner implements BulkReader {
  readonly #machine: Machine;
  readonly #rows: CocoRows;
  readonly #images: number;
  readonly #window: number;
  /** Bytes of the stream that were looked at. */
  #taken = 0;
  #section = '';

  constructor(machine: Machine, rows: CocoRows) {
    this.#machine = machine;
    this.#rows = rows;
    const { scan } = machine;
    this.#images = scan.placeAnnotations(FIRST_FREE);
    this.#window = scan.placeImages(this.#images);
    scan.clearUtf8();
  }

  room(bytes: number): Uint8Array {
    this.#machine.reserve(this.#window + bytes + OVERREAD);
    return new Uint8Array(this.#machine.memory.buffer, this.#window, bytes);
  }

  took(at: number, length: number): void {
    this.#machine.scan.utf8(this.#window + at, length, this.#taken - at - this.#window);
    this.#taken += length;
  }

  read(section: string, at: number, limit: number, base: number, isMuted: boolean): number {
    if (section === 'categories') return at;
    this.#section = section;
    const { scan } = this.#machine;
    const read = section === 'images' ? scan.images : scan.annotations;
    const from = this.#window + at;
    const offset = base - this.#window;
    let end = read(from, this.#window + limit, offset);
    if (end === from && this.#isFull) {
      this.flush();
      end = read(from, this.#window + limit, offset);
    }
    if (isMuted) this.#clear();
    return end - this.#window;
  }

  flush(): void {
    const { scan } = this.#machine;
    const annotations = scan.annotationRows();
    if (annotations > 0) {
      this.#rows.annotations(this.#section, this.#annotationRows(annotations));
      scan.clearAnnotations();
    }
    const images = scan.imageRows();
    if (images > 0) {
      this.#rows.images(this.#imageRows(images));
      scan.clearImages();
    }
  }

  /** Nothing more is to be read. */
  end(): void {
    this.#machine.end();
  }

  /** After the last byte. */
  validity(): Validity {
    const { scan } = this.#machine;
    scan.endUtf8();
    const first = scan.utf8First();
    return { count: scan.utf8Count(), first: first < 0 ? undefined : first };
  }

  #clear(): void {
    this.#machine.scan.clearAnnotations();
    this.#machine.scan.clearImages();
  }

  get #isFull(): boolean {
    const { scan } = this.#machine;
    return Boolean(scan.annotationsFull()) || Boolean(scan.imagesFull());
  }

  #annotationRows(length: number): AnnotationRows {
    const { scan, memory } = this.#machine;
    const place = columns(memory.buffer, FIRST_FREE, ANNOTATIONS);
    const has = scan.annotationsHave();
    const id = place(Float64Array, length);
    const image = place(Float64Array, length);
    const masks = place(Float64Array, scan.maskRows(), 4);
    const box = place(Float32Array, length, 4);
    const start = place(Uint32Array, length);
    const category = place(Int32Array, length);
    const size = place(Uint32Array, length);
    const area = place(Float32Array, length);
    const score = place(Float32Array, length);
    const points = place(Uint16Array, length);
    const kinds = place(Uint8Array, length);
    const flags = place(Uint8Array, length);
    return {
      ...{ length, id, image, masks, box, base: scan.annotationsFrom(), start, category, size, area, kinds },
      ...((has & HAS_SCORES) === 0 ? {} : { score }),
      ...((has & HAS_POINTS) === 0 ? {} : { points }),
      ...((has & HAS_FLAGS) === 0 ? {} : { flags }),
    };
  }

  #imageRows(length: number): ImageRows {
    const { buffer } = this.#machine.memory;
    const place = columns(buffer, this.#images, IMAGES);
    const id = place(Float64Array, length);
    const start = place(Float64Array, length);
    const size = place(Uint32Array, length);
    const width = place(Uint32Array, length);
    const height = place(Uint32Array, length);
    const ends = place(Uint32Array, length);
    const hashes = place(Uint32Array, length);
    const bytes = new Uint8Array(buffer, this.#images + IMAGES * 36, ends[length - 1]);
    const { scan } = this.#machine;
    const fields = Array.from({ length: scan.imageFields() }, (_, field) => this.#imageField(field));
    return { length, id, names: { bytes, ends }, width, height, start, size, hashes, fields, idAt: scan.imageIdAt() };
  }

  #imageField(field: number): ImageField {
    const { buffer } = this.#machine.memory;
    const heads = this.#images + IMAGES * 36 + TEXT_BYTES;
    const head = new Uint32Array(buffer, heads + field * HEAD_WORDS * 4, HEAD_WORDS);
    const at = heads + FIELDS * HEAD_WORDS * 4 + field * FIELD_BYTES;
    const count = head[COUNT] as number;
    const values = at + IMAGES * 4;
    return {
      key: new Uint8Array(buffer, head.byteOffset, head[KEY_LENGTH]),
      rows: new Uint32Array(buffer, at, count),
      values:
        head[IS_TEXT] === 1
          ? { bytes: new Uint8Array(buffer, at + IMAGES * 12, head[BYTES]), ends: new Uint32Array(buffer, values, count) }
          : new Float64Array(buffer, values, count),
    };
  }
}

type ArrayOf<T> = (new (buffer: ArrayBuffer, at: number, length: number) => T) & { readonly BYTES_PER_ELEMENT: number };

/** Columns of `rows` rows each, one behind the other: each call gives the first `length` rows of the next. */
function columns(buffer: ArrayBuffer, from: number, rows: number): <T>(type: ArrayOf<T>, length: number, width?: number) => T {
  let at = from;
  return (type, length, width = 1) => {
    const column = new type(buffer, at, length * width);
    at += rows * width * type.BYTES_PER_ELEMENT;
    return column;
  };
}
