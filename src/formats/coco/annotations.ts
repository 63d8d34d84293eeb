import { kindBit } from '../../model/annotation.ts';
import { folderOf } from '../../files/file-set.ts';
import { severityOf } from '../../model/problem.ts';
import type { JsonItem } from '../../syntax/json-scan.ts';
import { parseJson } from '../../syntax/json-value.ts';
import { Blocks } from './block.ts';
import { BoxChecks } from './boxes.ts';
import type { FileCategories, Mention } from './categories.ts';
import { IdSet, type Id } from './ids.ts';
import { textOf, type ImageReader, type Images } from './images.ts';
import type { CocoFile } from './plan.ts';
import { derivedArea, derivedBounds, kindsOf, objectOf, readAnnotation, shapesOf, type Finding } from './record.ts';
import { emptyRow, readRow, type Row } from './row.ts';
import { plainId } from './stems.ts';
import type { Tally } from './tally.ts';

const CAPTION_ONLY = kindBit('caption');
const BOX = kindBit('box');

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
  #lastCategory: Mention | undefined;
  #lastCategoryId: Id | undefined;
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
    if (readRow(item, row)) this.#add(item, row, undefined);
    else this.#parse(item, row);
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
    const sample = this.#add(item, row, isMissing);
    if (sample === undefined) return;
    for (const finding of record.findings) this.#tell(finding, start, end, sample.row);
    for (const { height, width } of record.masks) {
      if (sample.width === 0 || sample.height === 0 || (height === sample.height && width === sample.width)) continue;
      const values = { size: `${height} × ${width}`, expected: `${sample.height} × ${sample.width}` };
      this.#tell({ code: 'mask-size-differs', values }, start, end, sample.row);
    }
  }

  #tell({ code, values }: Finding, start: number, end: number, sample: number): void {
    this.#context.images.sink.problem({ code, file: this.#path, at: { byte: start, end }, sample, ...(values ? { values } : {}) });
  }

  /** @returns the sample; undefined where the annotation was rejected */
  #add({ start, end }: JsonItem, row: Row, isAreaMissing: boolean | undefined): { row: number; width: number; height: number } | undefined {
    const { images, categories, file, tally } = this.#context;
    const place = this.#imageOf(row.image);
    // Names of files may be numbers or not: that is no mix.
    if (row.imageIsText) this.#texts += file.byStem === true ? 0 : 1;
    else if (row.image !== undefined && file.byStem !== true) this.#numbers += 1;
    if (place === undefined) {
      const values = row.image === undefined ? { field: 'image_id' } : { image: String(row.image) };
      images.sink.reject(file.file, { byte: start, end }, { code: 'image-unknown', values });
      return undefined;
    }
    const sample = images.rows[place] as number;
    const width = images.widths[place] as number;
    const height = images.heights[place] as number;
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
    this.#blocks.add(sample, category, row, start, end);
    return isAreaMissing === undefined ? NO_SAMPLE : { row: sample, width, height };
  }

  #imageOf(id: Id | undefined): number | undefined {
    if (id === undefined) return undefined;
    const { own, images, makesSamples, file } = this.#context;
    if (file.byStem === true) return images.byStem().get(plainId(id));
    const place = own?.byId.get(id) ?? images.byId.get(id);
    return place === undefined && makesSamples ? images.addNamed(id, this.#folder) : place;
  }

  #mention(id: Id, start: number, end: number, sample: number): void {
    if (id !== this.#lastCategoryId || this.#lastCategory === undefined) {
      let mention = this.#mentions.get(id);
      if (mention === undefined) this.#mentions.set(id, (mention = { start, end, sample, count: 0 }));
      this.#lastCategoryId = id;
      this.#lastCategory = mention;
    }
    this.#lastCategory.count += 1;
  }

  #checkId(id: Id | undefined, start: number, end: number): void {
    const { tally } = this.#context;
    if (id === undefined) return tally.add('id-missing', start, end, { section: 'annotations' }, 'annotations');
    // Evaluation takes 0 for "no match".
    if (id === 0) tally.add('id-zero', start, end);
    if (!this.#ids.add(id)) tally.add('id-duplicate', start, end, { id: String(id), section: 'annotations' }, 'annotations');
  }
}

/** For the fast way, which does not look at it. */
const NO_SAMPLE = { row: 0, width: 0, height: 0 };
