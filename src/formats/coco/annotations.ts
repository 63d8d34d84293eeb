import { kindBit } from '../../model/annotation.ts';
import { folderOf } from '../../files/file-set.ts';
import { severityOf } from '../../model/problem.ts';
import type { JsonItem } from '../../syntax/json-visitor.ts';
import { parseJson } from '../../syntax/json-value.ts';
import type { AnnotationRows } from '../../syntax/scan/coco.ts';
import { cocoIntake, type CocoIntake, type IntakeRun } from '../../syntax/scan/coco-intake.ts';
import { Blocks } from './block.ts';
import { BoxChecks } from './boxes.ts';
import type { FileCategories } from './categories.ts';
import { IdSet, type Id } from './ids.ts';
import type { ImageReader } from './image-reader.ts';
import { textOf, type Images } from './images.ts';
import { Mentions } from './mentions.ts';
import type { CocoFile } from './plan.ts';
import { derivedArea, derivedBounds, kindsOf, objectOf, readAnnotation, shapesOf, type Finding } from './record.ts';
import { emptyRow, readRow, type Row } from './row.ts';
import { plainId } from './stems.ts';
import type { Tally } from './tally.ts';

const CAPTION_ONLY = kindBit('caption');
const BOX = kindBit('box');
/** Shorter runs of rows are read one by one: a block costs something, too. */
const SHORT_RUN = 8;
/** What `AnnotationRows` tells of each mask. */
const MASK_NUMBERS = 4;

export interface AnnotationContext {
  readonly file: CocoFile;
  readonly images: Images;
  /** Of this file's own `images`; absent for a list of results. */
  readonly own: ImageReader | undefined;
  /** No truth knows these images: each id that comes is a sample. */
  readonly makesSamples: boolean;
  readonly categories: FileCategories;
  readonly tally: Tally;
  readonly labelSet: number;
}

/** Reads the annotations of one file, or the rows of a list of results. */
export class AnnotationReader {
  readonly #context: AnnotationContext;
  readonly #path: string;
  readonly #folder: string;
  readonly #row: Row = emptyRow();
  readonly #blocks: Blocks;
  readonly #boxes: BoxChecks;
  readonly #ids = new IdSet();
  readonly #mentions = new Mentions();
  readonly #isTruth: boolean;
  /** Made with the first block that is worth it. From then on it knows the own ids that it can, and `#ids` the others. */
  #intake: CocoIntake | undefined;
  #categoriesSeen = 0;
  /** A block of one box. */
  readonly #one = { box: new Float32Array(4), base: 0, start: new Uint32Array(1), size: new Uint32Array(1) };
  /** Image ids written as numbers and as text. */
  #numbers = 0;
  #texts = 0;

  constructor(context: AnnotationContext) {
    const { file, images, labelSet } = context;
    this.#context = context;
    this.#path = images.files.paths[file.file] ?? '';
    this.#folder = folderOf(this.#path);
    this.#blocks = new Blocks(images.sink, file.file, labelSet);
    this.#boxes = new BoxChecks(images.sink, this.#path, images.places);
    this.#isTruth = file.role === 'truth';
  }

  read(item: JsonItem): void {
    const row = this.#row;
    if (readRow(item, row)) this.#addUsual(item.start, item.end, row);
    else this.#parse(item, row);
  }

  /** Usual annotations by the block: the same as `read` of each, by compiled code where nothing more has to be decided. */
  readRows(rows: AnnotationRows): void {
    // Most files are small: what one costs must not be paid for a few rows.
    const intake = rows.length < SHORT_RUN ? undefined : this.#begin(rows);
    let mask = 0;
    for (let from = 0; from < rows.length;) {
      const to = intake?.runEnd(from) ?? from;
      if (intake && to - from >= SHORT_RUN) {
        mask = this.#checkMasks(rows, mask, to, this.#addRun(intake, rows, from, to));
        from = to;
        continue;
      }
      const hasMask = rows.masks[mask] === from;
      this.#addRow(rows, from, hasMask ? rows.masks.subarray(mask, mask + MASK_NUMBERS) : undefined);
      if (hasMask) mask += MASK_NUMBERS;
      from += 1;
    }
  }

  /** What takes these rows in, as far as it can. Undefined: more than columns is needed to decide what any row is. */
  #begin(rows: AnnotationRows): CocoIntake | undefined {
    const { images, own, file } = this.#context;
    if (file.byStem === true) return undefined;
    if (!this.#intake) {
      this.#intake = cocoIntake();
      for (const id of this.#ids.numbers()) this.#intake?.addId(id);
    }
    const { pages, versions } = (own ?? images).byId;
    const { words, length, version } = images.places;
    this.#intake?.begin(rows, { pages, versions, words, length, version });
    return this.#intake;
  }

  /** Rows whose images are known, each with a box and a category. Returns places of images by row of the block; valid until the next run. */
  #addRun(intake: CocoIntake, rows: AnnotationRows, from: number, to: number): Int32Array {
    const { categories } = this.#context;
    if (categories.version !== this.#categoriesSeen) intake.forgetClasses();
    this.#categoriesSeen = categories.version;
    const run = intake.run(from, to, this.#isTruth, (i) => this.#classOf(rows, intake.placeOf(i), i));
    this.#numbers += to - from;
    if (rows.points) this.#countPoints(rows, rows.points, from, to);
    this.#boxes.checked(rows, run);
    if (this.#isTruth) this.#tellIds(rows, run);
    this.#blocks.pass({
      length: to - from,
      sample: run.sample,
      category: run.category,
      box: rows.box.subarray(from * 4, to * 4),
      area: run.area,
      kinds: rows.kinds.subarray(from, to),
      base: rows.base,
      start: rows.start.subarray(from, to),
      size: rows.size.subarray(from, to),
      ...(rows.score ? { score: rows.score.subarray(from, to) } : {}),
      ...(rows.flags ? { flags: rows.flags.subarray(from, to) } : {}),
    });
    return run.places;
  }

  /** Masks of a run, from this one of the block on. @returns the first one behind it */
  #checkMasks({ masks, base, start, size }: AnnotationRows, first: number, to: number, places: Int32Array): number {
    let at = first;
    for (; at < masks.length && (masks[at] as number) < to; at += MASK_NUMBERS) {
      const row = masks[at] as number;
      const from = base + (start[row] as number);
      const [height, width, pixels] = [masks[at + 1] as number, masks[at + 2] as number, masks[at + 3] as number];
      this.#checkCounts(height, width, pixels, from, from + (size[row] as number), places[row] as number);
    }
    return at;
  }

  /** The category of a row that is the first, or the first again, to name it. */
  #classOf({ category, base, start, size }: AnnotationRows, place: number, i: number): { number: number; row: number } {
    const number = category[i] as number;
    const at = base + (start[i] as number);
    this.#mentions.add(number, at, at + (size[i] as number), this.#context.images.places.rowOf(place), 0);
    return { number, row: this.#context.categories.rowOf(number) };
  }

  #countPoints({ category, base, start, size }: AnnotationRows, points: Uint16Array, from: number, to: number): void {
    for (let i = from; i < to; i += 1) {
      if (points[i] === 0) continue;
      const at = base + (start[i] as number);
      this.#context.categories.countPoints(category[i] as number, points[i] as number, at, at + (size[i] as number));
    }
  }

  /** Own ids, and areas that are not there. */
  #tellIds({ id, base, start, size }: AnnotationRows, { oddIds, areasMissing, firstMissing }: IntakeRun): void {
    const endOf = (i: number): number => base + (start[i] as number) + (size[i] as number);
    for (const i of oddIds) this.#checkId(Number.isNaN(id[i]) ? undefined : id[i], base + (start[i] as number), endOf(i));
    if (areasMissing === 0) return;
    this.#context.tally.add('area-missing', base + (start[firstMissing] as number), endOf(firstMissing), {}, '', areasMissing);
  }

  /** One of a block that is not quite as usual. */
  #addRow(rows: AnnotationRows, i: number, mask: Float64Array | undefined): void {
    const row = this.#row;
    const [id = NaN, image = NaN, category = -1] = [rows.id[i], rows.image[i], rows.category[i]];
    row.id = Number.isNaN(id) ? undefined : id;
    row.image = Number.isNaN(image) ? undefined : image;
    row.imageIsText = false;
    row.category = category < 0 ? undefined : category;
    row.x = rows.box[i * 4] ?? NaN;
    row.y = rows.box[i * 4 + 1] ?? NaN;
    row.width = rows.box[i * 4 + 2] ?? NaN;
    row.height = rows.box[i * 4 + 3] ?? NaN;
    row.area = rows.area[i] ?? NaN;
    row.score = rows.score?.[i] ?? NaN;
    row.kinds = rows.kinds[i] ?? 0;
    row.flags = rows.flags?.[i] ?? 0;
    row.points = rows.points?.[i] ?? 0;
    row.maskHeight = mask?.[1] ?? 0;
    row.maskWidth = mask?.[2] ?? 0;
    row.maskPixels = mask?.[3] ?? 0;
    const start = rows.base + (rows.start[i] ?? 0);
    this.#addUsual(start, start + (rows.size[i] ?? 0), row);
  }

  /** As `readRow` has read it. */
  #addUsual(start: number, end: number, row: Row): void {
    const { maskHeight, maskWidth, maskPixels } = row;
    const place = this.#add(start, end, row, undefined);
    if (place >= 0 && maskHeight > 0) this.#checkCounts(maskHeight, maskWidth, maskPixels, start, end, place);
  }

  /** What `readAnnotation` and `#parse` find of a mask whose counts are numbers, which make so many pixels. */
  #checkCounts(height: number, width: number, pixels: number, start: number, end: number, place: number): void {
    if (pixels !== height * width) {
      const values = { size: `${height} × ${width}`, pixels, expected: height * width };
      this.#tell({ code: 'mask-invalid', values }, start, end, this.#context.images.places.rowOf(place));
    }
    this.#checkMask(height, width, start, end, place);
  }

  #checkMask(height: number, width: number, start: number, end: number, place: number): void {
    const { images } = this.#context;
    const imageHeight = images.places.heightOf(place);
    const imageWidth = images.places.widthOf(place);
    if (imageWidth === 0 || imageHeight === 0 || (height === imageHeight && width === imageWidth)) return;
    const values = { size: `${height} × ${width}`, expected: `${imageHeight} × ${imageWidth}` };
    this.#tell({ code: 'mask-size-differs', values }, start, end, images.places.rowOf(place));
  }

  flush(): void {
    this.#blocks.flush();
  }

  /** After the last annotation. */
  finish(): void {
    this.flush();
    this.#boxes.finish();
    const intake = this.#intake;
    this.#context.categories.finish(
      this.#mentions.all((id) => (typeof id === 'number' ? (intake?.countOf(id) ?? 0) : 0)),
      this.#context.file.role,
    );
    intake?.end();
    this.#intake = undefined;
    const numbers = this.#numbers + (this.#context.own?.numbers ?? 0);
    const texts = this.#texts + (this.#context.own?.texts ?? 0);
    if (numbers > 0 && texts > 0) {
      this.#context.images.sink.problem({
        code: 'id-mixed-types',
        file: this.#path,
        values: { numbers, texts, count: Math.min(numbers, texts) },
      });
    }
  }

  /** The unusual: through an object, with all that is wrong said. */
  #parse(item: JsonItem, row: Row): void {
    const { start, end } = item;
    const { tally, images, file } = this.#context;
    const parsed = parseJson(textOf(item));
    if (!parsed.ok) {
      images.sink.reject(
        file.file,
        { byte: start, end },
        { code: 'json-syntax', values: { expected: parsed.expected, offset: start + parsed.offset } },
      );
      return;
    }
    const object = objectOf(parsed.value);
    if (!object) {
      images.sink.reject(file.file, { byte: start, end }, { code: 'json-shape', values: { section: 'annotations', offset: start } });
      return;
    }
    if (parsed.notes.notFinite > 0) tally.add('json-not-finite', start, end);
    const record = readAnnotation(object);
    const shapes = shapesOf(record);
    if (shapes.length === 0) {
      const finding = record.findings.find(({ code }) => severityOf(code) === 'error');
      const reason = record.findings[0]?.code ?? 'empty';
      images.sink.reject(file.file, { byte: start, end }, finding ?? { code: 'row-shape', values: { reason } });
      return;
    }
    const bounds = record.box ?? derivedBounds(record);
    row.id = record.id;
    row.image = record.image;
    row.imageIsText = typeof object['image_id'] === 'string';
    row.category = record.category;
    row.x = bounds?.[0] ?? NaN;
    row.y = bounds?.[1] ?? NaN;
    row.width = bounds?.[2] ?? NaN;
    row.height = bounds?.[3] ?? NaN;
    row.score = record.score ?? NaN;
    row.kinds = kindsOf(shapes);
    row.flags = record.flags;
    row.points = record.keypoints.length / 3;
    const isMissing = record.area === undefined;
    row.area = record.area ?? derivedArea(record) ?? NaN;
    const place = this.#add(start, end, row, isMissing);
    if (place < 0) return;
    for (const finding of record.findings) this.#tell(finding, start, end, images.places.rowOf(place));
    for (const { height, width } of record.masks) this.#checkMask(height, width, start, end, place);
  }

  #tell({ code, values }: Finding, start: number, end: number, sample: number): void {
    this.#context.images.sink.problem({ code, file: this.#path, at: { byte: start, end }, sample, ...(values ? { values } : {}) });
  }

  /** @returns the image's place; -1 where the annotation was rejected */
  #add(start: number, end: number, row: Row, isAreaMissing: boolean | undefined): number {
    const { images, categories, file, tally } = this.#context;
    const place = this.#imageOf(row.image);
    // Names of files may be numbers or not: that is no mix.
    if (row.imageIsText) this.#texts += file.byStem === true ? 0 : 1;
    else if (row.image !== undefined && file.byStem !== true) this.#numbers += 1;
    if (place === undefined) {
      const values = row.image === undefined ? { field: 'image_id' } : { image: String(row.image) };
      images.sink.reject(file.file, { byte: start, end }, { code: 'image-unknown', values });
      return -1;
    }
    const sample = images.places.rowOf(place);
    let category = -1;
    // Some exporters give captions a category 0 that does not exist.
    if (row.kinds === CAPTION_ONLY) row.category = undefined;
    if (row.category !== undefined) {
      category = categories.rowOf(row.category);
      this.#mentions.add(row.category, start, end, sample);
      if (row.points > 0) categories.countPoints(row.category, row.points, start, end);
    } else if (row.kinds !== CAPTION_ONLY) tally.add('category-missing', start, end);
    if ((row.kinds & BOX) !== 0) this.#checkBox(row, start, end, place);
    if (this.#isTruth) {
      this.#checkId(row.id, start, end);
      if ((isAreaMissing ?? Number.isNaN(row.area)) && !Number.isNaN(row.x)) tally.add('area-missing', start, end);
    }
    this.#blocks.add(sample, category, row, start, end);
    return place;
  }

  #checkBox({ x, y, width, height }: Row, start: number, end: number, place: number): void {
    const { box, size } = this.#one;
    box[0] = x;
    box[1] = y;
    box[2] = width;
    box[3] = height;
    size[0] = end - start;
    this.#one.base = start;
    this.#boxes.check(this.#one, place);
  }

  #imageOf(id: Id | undefined): number | undefined {
    if (id === undefined) return undefined;
    const { own, images, makesSamples, file } = this.#context;
    if (file.byStem === true) return images.byStem().get(plainId(id));
    const place = own?.byId.get(id) ?? images.byId.get(id);
    return place === undefined && makesSamples ? images.addNamed(id, this.#folder) : place;
  }

  #checkId(id: Id | undefined, start: number, end: number): void {
    const { tally } = this.#context;
    if (id === undefined) return tally.add('id-missing', start, end, { section: 'annotations' }, 'annotations');
    // Evaluation takes 0 for "no match".
    if (id === 0) tally.add('id-zero', start, end);
    const isNew = (typeof id === 'number' ? this.#intake?.addId(id) : undefined) ?? this.#ids.add(id);
    if (!isNew) tally.add('id-duplicate', start, end, { id: String(id), section: 'annotations' }, 'annotations');
  }
}
