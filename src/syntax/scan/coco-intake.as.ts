// What rows of annotations are in the dataset: which sample, which class, and the few of which there is more to tell. For each row the same as
// what formats/coco/annotations.ts does with one (`#add`), boxes.ts with its box (`check`) and ids.ts with its id. Tables are filled by coco-intake.ts.

/** Rows of a block at most, as in coco.as.ts. */
const ROWS: usize = 16384;
/** Ids lie in pages of so many. */
const PAGE_BITS: u32 = 16;
const PAGE_IDS: u32 = 65536;
const MAX_PAGED: f64 = 2147483647;
const PAGES: usize = 32768;
/** Classes whose number is smaller are in the table. */
const CLASSES: u32 = 32768;
const IS_CAPTION: u32 = 32;
const TOLERANCE: f64 = 0.5;

/** Why a run of rows stops before its end. */
const CLASS_WANTED: i32 = 1;
const PAGE_WANTED: i32 = 2;
/** In place of a page of own ids that there is none for. */
const REFUSED: u32 = 1;

/** By upper bits of the image id: the page with the places of images (i32 each, -1: none); 0: there is none. */
let imagePages: usize = 0;
/** By upper bits of the own id: the page with a bit for each id that was there; 0: none yet. */
let idPages: usize = 0;
/** By number of the class: its row (-1: not asked for yet), and rows that name it. */
let classRows: usize = 0;
let classCounts: usize = 0;
/** By place of the image: its row, then width and height as f32. */
let places: usize = 0;

/** The block, column by column. The first six come from the file, the others are made. */
let imageIds: usize = 0;
let ids: usize = 0;
let boxes: usize = 0;
let areas: usize = 0;
let classes: usize = 0;
let kinds: usize = 0;
let placeOf: usize = 0;
let samples: usize = 0;
let rowsOfClasses: usize = 0;
/** Of the images of rows: width and height as f32. */
let sides: usize = 0;
/** Of boxes that are empty or reach outside: the row, and how many boxes of the run so far were in images of known size, and may be corners. */
let oddBoxes: usize = 0;
/** Rows whose own id is missing, 0, known already or too large for a page. */
let oddIds: usize = 0;

let why: i32 = 0;
let fractions: i32 = 0;
let sized: i32 = 0;
let asCorners: i32 = 0;
let oddBoxCount: i32 = 0;
let oddIdCount: i32 = 0;
let areasMissing: i32 = 0;
let firstMissing: i32 = 0;

/** Where tables and columns shall lie; empties the tables. Returns where they end. */
export function placeIntake(at: usize): usize {
  const n = ROWS;
  imagePages = at;
  idPages = imagePages + PAGES * 4;
  classRows = idPages + PAGES * 4;
  classCounts = classRows + <usize>CLASSES * 4;
  imageIds = classCounts + <usize>CLASSES * 4;
  ids = imageIds + n * 8;
  boxes = ids + n * 8;
  areas = boxes + n * 16;
  classes = areas + n * 4;
  placeOf = classes + n * 4;
  samples = placeOf + n * 4;
  rowsOfClasses = samples + n * 4;
  oddBoxes = rowsOfClasses + n * 4;
  oddIds = oddBoxes + n * 12;
  sides = oddIds + n * 4;
  kinds = sides + n * 8;
  places = 0;
  memory.fill(imagePages, 0, PAGES * 8);
  memory.fill(classCounts, 0, <usize>CLASSES * 4);
  forgetClasses();
  return kinds + n;
}

export function setImagePage(page: usize, at: usize): void {
  store<u32>(imagePages + (page << 2), <u32>at);
}

export function setPlaces(at: usize): void {
  places = at;
}

/** @param at of a page of zeros; `REFUSED`: its ids are told one by one */
export function setIdPage(page: usize, at: usize): void {
  store<u32>(idPages + (page << 2), <u32>at);
}

export function setClass(number: usize, row: i32): void {
  store<i32>(classRows + (number << 2), row);
}

/** Which rows classes have may have changed. */
export function forgetClasses(): void {
  memory.fill(classRows, 0xff, <usize>CLASSES * 4);
}

export function classCount(number: usize): u32 {
  return load<u32>(classCounts + (number << 2));
}

/** Notes an own id. 1: it is new, 0: it was there, -1: its page is wanted, -2: no page can have it. */
export function addId(id: f64): i32 {
  if (!(id > 0 && id <= MAX_PAGED)) return -2;
  const page = load<u32>(idPages + ((<usize>(<u32>id >> PAGE_BITS)) << 2));
  if (page == 0) return -1;
  return page == REFUSED ? -2 : addTo(page, <u32>id);
}

@inline
function addTo(page: u32, id: u32): i32 {
  const at = <usize>page + ((<usize>(id & (PAGE_IDS - 1)) >> 5) << 2);
  const word = load<u32>(at);
  const bit = <u32>1 << (id & 31);
  store<u32>(at, word | bit);
  return (word & bit) == 0 ? 1 : 0;
}

/**
 * Finds the images of the first `rows` rows of the block: their places (-1 where more than columns is needed to say what a row is), rows and sizes.
 * Nothing else is done here: images come in any order, each look at one is a wait for memory, and so many of them wait together.
 */
export function intakePlaces(rows: i32): void {
  for (let row: usize = 0; row < <usize>rows; row += 1) {
    const id = load<f64>(imageIds + (row << 3));
    let place: i32 = -1;
    if (id <= MAX_PAGED && load<u32>(classes + (row << 2)) < CLASSES && ((<u32>load<u8>(kinds + row)) & IS_CAPTION) == 0) {
      const page = load<u32>(imagePages + ((<usize>(<u32>id >> PAGE_BITS)) << 2));
      if (page != 0) place = load<i32>(<usize>page + ((<usize>(<u32>id & (PAGE_IDS - 1))) << 2));
    }
    store<i32>(placeOf + (row << 2), place);
    if (place < 0) continue;
    const image = places + <usize>place * 12;
    store<u32>(samples + (row << 2), load<u32>(image));
    store<u64>(sides + (row << 3), load<u64>(image, 4));
  }
}

/** The end of the rows from `from` on whose images are known: `from`, where that one's is not. */
export function knownUntil(from: i32, rows: i32): i32 {
  let row = from;
  while (row < rows && load<i32>(placeOf + (<usize>row << 2)) >= 0) row += 1;
  return row;
}

/** Before the first part of a run. */
export function beginRun(): void {
  fractions = 0;
  sized = 0;
  asCorners = 0;
  oddBoxCount = 0;
  oddIdCount = 0;
  areasMissing = 0;
}

/**
 * Takes in rows whose images are known, each with a box and a class. @param hasIds own ids and areas are looked at
 * @returns the row that it stopped before, see `stopReason`; `to`: all were taken in
 */
export function intakeRun(from: i32, to: i32, hasIds: bool): i32 {
  for (let i = from; i < to; i += 1) {
    const row = <usize>i;
    const number = <usize>load<u32>(classes + (row << 2));
    const classRow = load<i32>(classRows + (number << 2));
    if (classRow == -1) {
      why = CLASS_WANTED;
      return i;
    }
    if (hasIds) {
      const id = load<f64>(ids + (row << 3));
      const known = addId(id);
      if (known == -1) {
        why = PAGE_WANTED;
        return i;
      }
      if (known != 1) {
        store<u32>(oddIds + (<usize>oddIdCount << 2), i);
        oddIdCount += 1;
      }
    }
    store<i32>(rowsOfClasses + (row << 2), classRow);
    const count = classCounts + (number << 2);
    store<u32>(count, load<u32>(count) + 1);
    const box = v128.load(boxes + (row << 4));
    if (isNaN(load<f32>(areas + (row << 2)))) {
      const width = <f64>f32x4.extract_lane(box, 2);
      const height = <f64>f32x4.extract_lane(box, 3);
      store<f32>(areas + (row << 2), <f32>(max<f64>(0, width) * max<f64>(0, height)));
      if (areasMissing == 0) firstMissing = i;
      areasMissing += 1;
    }
    checkBox(i, box, v128.load64_zero(sides + (row << 3)));
  }
  return to;
}

/** Both sides at once, and without branches: which sides of a box are longer nobody can predict. */
@inline
function checkBox(row: i32, box: v128, size: v128): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const corner = f64x2.promote_low_f32x4(box);
  const lengths = f64x2.promote_low_f32x4(v128.shuffle<u32>(box, box, 2, 3, 2, 3));
  const imageSides = f64x2.promote_low_f32x4(size);
  const ends = f64x2.add(imageSides, f64x2.splat(TOLERANCE));
  const small = v128.and(v128.and(f64x2.le(corner, one), f64x2.ge(corner, zero)), v128.and(f64x2.le(lengths, one), f64x2.gt(lengths, zero)));
  fractions += <i32>i64x2.all_true(small);
  const isEmpty = <i32>v128.any_true(f64x2.le(lengths, zero));
  const isSized = (isEmpty ^ 1) & <i32>i64x2.all_true(f64x2.ne(imageSides, zero));
  sized += isSized;
  const begins = f64x2.ge(corner, f64x2.splat(-TOLERANCE));
  const mayBeCorners = v128.and(f64x2.gt(lengths, corner), f64x2.le(lengths, ends));
  asCorners += isSized & <i32>i64x2.all_true(v128.and(begins, mayBeCorners));
  const isInside = <i32>i64x2.all_true(v128.and(begins, f64x2.le(f64x2.add(corner, lengths), ends)));
  const isOdd = isEmpty | (isSized & (isInside ^ 1));
  if (isOdd == 0) return;
  const at = oddBoxes + <usize>oddBoxCount * 12;
  store<u32>(at, row);
  store<u32>(at, sized, 4);
  store<u32>(at, asCorners, 8);
  oddBoxCount += 1;
}

export function stopReason(): i32 {
  return why;
}

export function runFractions(): i32 {
  return fractions;
}

export function runSized(): i32 {
  return sized;
}

export function runAsCorners(): i32 {
  return asCorners;
}

export function runOddBoxes(): i32 {
  return oddBoxCount;
}

export function runOddIds(): i32 {
  return oddIdCount;
}

export function runAreasMissing(): i32 {
  return areasMissing;
}

export function runFirstMissing(): i32 {
  return firstMissing;
}
