import { kindBit } from '../../model/annotation.ts';
import { folderOf } from '../../files/file-set.ts';
import { severityOf } from '../../model/problem.ts';
import type { JsonItem } from '../../syntax/json-scan.ts';
import { parseJson } from '../../syntax/json-value.ts';
import type { AnnotationRows } from '../../syntax/scan/coco.ts';
import { Blocks } from './block.ts';
import { BoxChecks } from './boxes.ts';
import type { FileCategories, Mention } from './categories.ts';
import { IdSet, MAX_PAGED, PAGE_BITS, PAGE_IDS, type Id } from './ids.ts';
import type { ImageReader } from './image-reader.ts';
import { textOf, type Images } from './images.ts';
import type { CocoFile } from './plan.ts';
import { derivedArea, derivedBounds, kindsOf, objectOf, readAnnotation, shapesOf, type Finding } from './record.ts';
import { emptyRow, readRow, type Row } from './row.ts';
import { plainId } from './stems.ts';
import type { Tally } from './tally.ts';

const CAPTION_ONLY = kindBit('caption');
/** Categories are mostly numbered from 0 or 1. */
const MENTIONS = 1 << 16;
const BOX = kindBit('box');
const POLYGON = kindBit('polygon');
const MASK = kindBit('mask');

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
  readonly #mentions = new Map<Id, Mention>();
  readonly #isTruth: boolean;
  /** Of `#mentions`, those of small numbers. */
  readonly #byNumber: (Mention | undefined)[] = [];
  /** Image ids written as numbers and as text. */
  #numbers = 0;
  #texts = 0;

  constructor(context: AnnotationContext) {
    const { file, images, labelSet } = context;
    this.#context = context;
    this.#path = images.files.paths[file.file] ?? '';
    this.#folder = folderOf(this.#path);
    this.#blocks = new Blocks(images.sink, file.file, labelSet);
    this.#boxes = new BoxChecks(images.sink, this.#path);
    this.#isTruth = file.role === 'truth';
  }

  read(item: JsonItem): void {
    const row = this.#row;
    if (readRow(item, row)) this.#addUsual(item.start, item.end, row);
    else this.#parse(item, row);
  }

  /** Usual annotations by the block: the same as `read` of each, without an object or call for most. */
  readRows(rows: AnnotationRows): void {
    const { images, own, categories, tally, file } = this.#context;
    // Whatever needs more than columns to be decided.
    const isPlain = file.byStem !== true;
    const { pages } = (own ?? images).byId;
    const { id, image, category, box, area, score, points, kinds, flags, start, size, masks } = rows;
    let mask = 0;
    let { words, sides } = images.places;
    for (let i = 0; i < rows.length; i += 1) {
      const imageId = image[i] as number;
      // An id that is not here may be known all the same: `#addRow` looks everywhere.
      const page = imageId <= MAX_PAGED ? pages[imageId >>> PAGE_BITS] : undefined;
      const place = page === undefined ? -1 : (page[imageId & (PAGE_IDS - 1)] as number);
      const kind = kinds[i] as number;
      const from = start[i] as number;
      const to = from + (size[i] as number);
      if (!isPlain || place < 0 || (kind & ~(BOX | POLYGON)) !== 0 || (category[i] as number) < 0 || points[i] !== 0) {
        const hasMask = (kind & MASK) !== 0;
        this.#addRow(rows, i, hasMask ? masks.subarray(mask * 4, mask * 4 + 4) : undefined);
        if (hasMask) mask += 1;
        // A new place may have moved them.
        ({ words, sides } = images.places);
        continue;
      }
      this.#numbers += 1;
      const sample = words[place * 3] as number;
      const width = sides[place * 3 + 1] as number;
      const height = sides[place * 3 + 2] as number;
      const categoryId = category[i] as number;
      const categoryRow = categories.rowOf(categoryId);
      this.#mention(categoryId, from, to, sample);
      const x = box[i * 4] as number;
      const y = box[i * 4 + 1] as number;
      const boxWidth = box[i * 4 + 2] as number;
      const boxHeight = box[i * 4 + 3] as number;
      this.#boxes.check(from, to, sample, x, y, boxWidth, boxHeight, width, height);
      if (this.#isTruth) {
        const ownId = id[i] as number;
        this.#checkId(Number.isNaN(ownId) ? undefined : ownId, from, to);
        if (Number.isNaN(area[i])) tally.add('area-missing', from, to);
      }
      this.#blocks.add(
        sample,
        categoryRow,
        x,
        y,
        boxWidth,
        boxHeight,
        area[i] as number,
        score[i] as number,
        kind,
        flags[i] as number,
        from,
        to,
      );
    }
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
    row.score = rows.score[i] ?? NaN;
    row.kinds = rows.kinds[i] ?? 0;
    row.flags = rows.flags[i] ?? 0;
    row.points = rows.points[i] ?? 0;
    row.maskHeight = mask?.[1] ?? 0;
    row.maskWidth = mask?.[2] ?? 0;
    row.maskPixels = mask?.[3] ?? 0;
    const start = rows.start[i] ?? 0;
    this.#addUsual(start, start + (rows.size[i] ?? 0), row);
  }

  /** As `readRow` has read it. */
  #addUsual(start: number, end: number, row: Row): void {
    const { maskHeight: height, maskWidth: width, maskPixels: pixels } = row;
    const sample = this.#add(start, end, row, undefined);
    if (sample < 0 || height === 0) return;
    const size = `${height} × ${width}`;
    // What `readAnnotation` and `#parse` find of a mask whose counts are numbers.
    if (pixels !== height * width) {
      const values = { size, pixels, expected: height * width };
      this.#tell({ code: 'mask-invalid', values }, start, end, this.#context.images.places.rowOf(sample));
    }
    this.#checkMask(height, width, start, end, sample);
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
    this.#context.categories.finish(this.#mentions, this.#context.file.role);
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
    const width = images.places.widthOf(place);
    const height = images.places.heightOf(place);
    let category = -1;
    // Some exporters give captions a category 0 that does not exist.
    if (row.kinds === CAPTION_ONLY) row.category = undefined;
    if (row.category !== undefined) {
      category = categories.rowOf(row.category);
      this.#mention(row.category, start, end, sample);
      if (row.points > 0) categories.countPoints(row.category, row.points, start, end);
    } else if (row.kinds !== CAPTION_ONLY) tally.add('category-missing', start, end);
    if ((row.kinds & BOX) !== 0) this.#boxes.check(start, end, sample, row.x, row.y, row.width, row.height, width, height);
    if (this.#isTruth) {
      this.#checkId(row.id, start, end);
      if ((isAreaMissing ?? Number.isNaN(row.area)) && !Number.isNaN(row.x)) tally.add('area-missing', start, end);
    }
    const { area, score, kinds, flags } = row;
    this.#blocks.add(sample, category, row.x, row.y, row.width, row.height, area, score, kinds, flags, start, end);
    return place;
  }

  #imageOf(id: Id | undefined): number | undefined {
    if (id === undefined) return undefined;
    const { own, images, makesSamples, file } = this.#context;
    if (file.byStem === true) return images.byStem().get(plainId(id));
    const place = own?.byId.get(id) ?? images.byId.get(id);
    return place === undefined && makesSamples ? images.addNamed(id, this.#folder) : place;
  }

  #mention(id: Id, start: number, end: number, sample: number): void {
    let mention = typeof id === 'number' && id < MENTIONS ? this.#byNumber[id] : this.#mentions.get(id);
    if (mention === undefined) {
      this.#mentions.set(id, (mention = { start, end, sample, count: 0 }));
      if (typeof id === 'number' && id >= 0 && id < MENTIONS) this.#byNumber[id] = mention;
    }
    mention.count += 1;
  }

  #checkId(id: Id | undefined, start: number, end: number): void {
    const { tally } = this.#context;
    if (id === undefined) return tally.add('id-missing', start, end, { section: 'annotations' }, 'annotations');
    // Evaluation takes 0 for "no match".
    if (id === 0) tally.add('id-zero', start, end);
    if (!this.#ids.add(id)) tally.add('id-duplicate', start, end, { id: String(id), section: 'annotations' }, 'annotations');
  }
}
