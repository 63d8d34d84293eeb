/**
 * Takes blocks of usual annotations in by compiled code (coco-intake.as.ts): which sample, which class, and the few rows of which there is more
 * to tell. There is no second way to do this here: without it formats/coco takes rows in one by one, to the same columns.
 */
import type { AnnotationRows } from './coco.ts';
import { FIRST_FREE, startMachine, type Machine } from './machine.ts';

/** As in coco-intake.as.ts. */
const ROWS = 16_384;
const PAGES = 32_768;
const CLASSES = 32_768;
const PAGE_IDS = 65_536;
const PAGE_BITS = 16;
const CLASS_WANTED = 1;
const REFUSED = 1;
/** A bit for each id. */
const ID_PAGE_BYTES = PAGE_IDS / 8;
/** Ids that lie in more pages are told one by one. */
const MOST_ID_PAGES = 1024;
const WORD = 4;
const DOUBLE = 8;
const PLACE_BYTES = 12;

/** Where images are found: by their ids, and what is known of each. The owner says by `versions` what changed since the last block. */
export interface ImageTables {
  /** By the id's upper bits: places by the lower 16; -1: none. */
  readonly pages: readonly (Int32Array | undefined)[];
  /** Of each page; a larger number: it has changed. */
  readonly versions: readonly number[];
  /** By place: row, then the bits of width and height as 32-bit floats. */
  readonly words: Uint32Array;
  /** Places. */
  readonly length: number;
  /** Changes with what was said of a place before. */
  readonly version: number;
}

/** What is known of rows that were taken in together. Valid until the next run. */
export interface IntakeRun {
  /** By row of the run, as the columns of a block want it. */
  readonly sample: Uint32Array;
  readonly category: Int32Array;
  /** By row of the block: the image's place. */
  readonly places: Int32Array;
  /** Where none is written that of the box. */
  readonly area: Float32Array;
  /** Boxes that lie within 0 to 1. */
  readonly fractions: number;
  /** Boxes in images of known size; of these, those that may be corners. */
  readonly sized: number;
  readonly asCorners: number;
  /** Boxes that are empty or reach outside, three numbers each: row of the block, `sized` and `asCorners` up to it. */
  readonly oddBoxes: Uint32Array;
  /** Rows of the block whose own id is none, 0, there already or unknown to `addId`. */
  readonly oddIds: Uint32Array;
  /** Rows without an area, and the first of them. */
  readonly areasMissing: number;
  readonly firstMissing: number;
}

/** Undefined where there is no WebAssembly. */
export function cocoIntake(): CocoIntake | undefined {
  const machine = startMachine(0);
  return machine && new CocoIntake(machine);
}

export class CocoIntake {
  readonly #machine: Machine;
  readonly #columns: number;
  /** From here on memory is free. */
  #free: number;
  readonly #pages: number[] = [];
  readonly #versions: number[] = [];
  #idPages = 0;
  /** Rows of the block at hand. */
  #length = 0;
  #places = { at: 0, room: 0, length: 0, version: -1 };

  constructor(machine: Machine) {
    this.#machine = machine;
    // The tables come first.
    this.#columns = FIRST_FREE + (PAGES * 2 + CLASSES * 2) * WORD;
    machine.reserve(this.#columns + ROWS * 88);
    this.#free = machine.scan.placeIntake(FIRST_FREE);
  }

  /** A block that runs are taken from. */
  begin({ length, image, id, box, area, category, kinds }: AnnotationRows, images: ImageTables): void {
    this.#takeTables(images);
    const { scan, memory } = this.#machine;
    const { buffer } = memory;
    const at = this.#columns;
    new Float64Array(buffer, at, length).set(image);
    new Float64Array(buffer, at + ROWS * 8, length).set(id);
    new Float32Array(buffer, at + ROWS * 16, length * 4).set(box);
    new Float32Array(buffer, at + ROWS * 32, length).set(area);
    new Int32Array(buffer, at + ROWS * 36, length).set(category);
    new Uint8Array(buffer, at + ROWS * 76, length).set(kinds);
    scan.intakePlaces(length);
    this.#length = length;
  }

  /** The end of the run that begins with this row of the block; `from`: its image is not known, and more than columns is needed. */
  runEnd(from: number): number {
    return this.#machine.scan.knownUntil(from, this.#length);
  }

  /** The place of the image of a row. */
  placeOf(row: number): number {
    return this.#placesOfBlock()[row] as number;
  }

  #placesOfBlock(): Int32Array {
    return new Int32Array(this.#machine.memory.buffer, this.#columns + ROWS * 40, this.#length);
  }

  /**
   * Takes in rows `from` to `to` (exclusive) of the block, a run. @param hasIds own ids and areas matter
   * @param classOf row of the class that row `i` of the block names; asked once for each class, until `forgetClasses`
   */
  run(from: number, to: number, hasIds: boolean, classOf: (i: number) => { readonly number: number; readonly row: number }): IntakeRun {
    const { scan } = this.#machine;
    scan.beginRun();
    for (let at = scan.intakeRun(from, to, hasIds); at < to; at = scan.intakeRun(at, to, hasIds)) {
      if (scan.stopReason() === CLASS_WANTED) {
        const { number, row } = classOf(at);
        scan.setClass(number, row);
      } else this.#makeIdPage(new Float64Array(this.#machine.memory.buffer, this.#columns + ROWS * 8, ROWS)[at] as number);
    }
    const { buffer } = this.#machine.memory;
    const columns = this.#columns;
    return {
      sample: new Uint32Array(buffer, columns + ROWS * 44 + from * WORD, to - from),
      category: new Int32Array(buffer, columns + ROWS * 48 + from * WORD, to - from),
      places: this.#placesOfBlock(),
      area: new Float32Array(buffer, columns + ROWS * 32 + from * WORD, to - from),
      fractions: scan.runFractions(),
      sized: scan.runSized(),
      asCorners: scan.runAsCorners(),
      oddBoxes: new Uint32Array(buffer, columns + ROWS * 52, scan.runOddBoxes() * 3),
      oddIds: new Uint32Array(buffer, columns + ROWS * 64, scan.runOddIds()),
      areasMissing: scan.runAreasMissing(),
      firstMissing: scan.runFirstMissing(),
    };
  }

  /** Whether an own id is new; undefined: it is none that is known here, by `run` or by this. */
  addId(id: number): boolean | undefined {
    const { scan } = this.#machine;
    let known = scan.addId(id);
    if (known === -1) {
      this.#makeIdPage(id);
      known = scan.addId(id);
    }
    return known < 0 ? undefined : known === 1;
  }

  /** Classes are asked for again. */
  forgetClasses(): void {
    this.#machine.scan.forgetClasses();
  }

  /** Rows of runs that named this class. */
  countOf(category: number): number {
    return category >= 0 && category < CLASSES ? this.#machine.scan.classCount(category) : 0;
  }

  /** No more is to be taken in. */
  end(): void {
    this.#machine.end();
  }

  #takeTables({ pages, versions, words, length, version }: ImageTables): void {
    const { scan } = this.#machine;
    for (let page = 0; page < pages.length; page += 1) {
      const from = pages[page];
      if (from === undefined || versions[page] === this.#versions[page]) continue;
      const known = this.#pages[page];
      const at = known ?? this.#take(PAGE_IDS * WORD);
      this.#pages[page] = at;
      this.#versions[page] = versions[page] as number;
      new Int32Array(this.#machine.memory.buffer, at, PAGE_IDS).set(from);
      if (known === undefined) scan.setImagePage(page, at);
    }
    const places = this.#places;
    if (length === places.length && version === places.version) return;
    if (length > places.room) {
      // What images there are is mostly known before the first annotation.
      places.room = places.room === 0 ? length : Math.max(length, places.room * 2);
      places.at = this.#take(places.room * PLACE_BYTES);
      places.length = 0;
      scan.setPlaces(places.at);
    }
    const first = version === places.version ? places.length : 0;
    const to = new Uint32Array(this.#machine.memory.buffer, places.at + first * PLACE_BYTES, (length - first) * 3);
    to.set(words.subarray(first * 3, length * 3));
    places.length = length;
    places.version = version;
  }

  #makeIdPage(id: number): void {
    const page = id >>> PAGE_BITS;
    const { scan } = this.#machine;
    if (this.#idPages >= MOST_ID_PAGES) return scan.setIdPage(page, REFUSED);
    const at = this.#take(ID_PAGE_BYTES);
    this.#machine.bytes().fill(0, at, at + ID_PAGE_BYTES);
    scan.setIdPage(page, at);
    this.#idPages += 1;
  }

  #take(bytes: number): number {
    const at = Math.ceil(this.#free / DOUBLE) * DOUBLE;
    this.#free = at + bytes;
    this.#machine.reserve(this.#free);
    return at;
  }
}
