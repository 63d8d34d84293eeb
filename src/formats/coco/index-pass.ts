/** One pass over the files of a dataset into a sink. */
import { ReadError } from '../../files/byte-source.ts';
import type { FileSet } from '../../files/file-set.ts';
import { isImagePath } from '../../files/file-set.ts';
import type { LabelSetRow } from '../../model/dataset.ts';
import type { JsonItem, JsonScanProblem } from '../../syntax/json-visitor.ts';
import { parseJson } from '../../syntax/json-value.ts';
import type { Match, Sink } from '../format.ts';
import { AnnotationReader } from './annotations.ts';
import { Categories, FileCategories } from './categories.ts';
import { foretellCategories } from './foretell.ts';
import { ImageReader } from './image-reader.ts';
import { Images, textOf } from './images.ts';
import type { CocoFile, CocoPlan } from './plan.ts';
import { objectOf } from './record.ts';
import { Rest } from './rest.ts';
import { scanCoco, SECTIONS, Sections, type CocoScan, type CocoVisitor, type ScanJob } from './scan.ts';
import { openText } from './source.ts';
import { Tally } from './tally.ts';
import type { AnnotationRows, ImageRows, Validity } from '../../syntax/scan/coco.ts';

/** @param scan reads one file: here or elsewhere */
export async function indexCoco(files: FileSet, match: Match, sink: Sink, signal: AbortSignal, scan: CocoScan = scanCoco): Promise<void> {
  const { parts, imagesByFolder } = match.plan as CocoPlan;
  sink.set({ visual: true });
  const categories = new Categories(sink);
  const sizes = new Map<CocoFile, number>();
  let total = 0;
  for (const file of parts.flatMap((part) => part.files)) {
    const size = await sizeOf(files, file);
    sizes.set(file, size);
    total += size;
  }
  const labelSets = new Map<string, LabelSetRow>();
  const found = new Set<number>();
  let done = 0;
  for (const part of parts) {
    const images = new Images(files, sink, part);
    for (const file of part.files) {
      const key = `${file.role} ${file.labelSet}`;
      const path = files.paths[file.file] ?? '';
      const labelSet = labelSets.get(key) ?? sink.labelSet({ name: file.labelSet, role: file.role, ...(file.alone ? { file: path } : {}) });
      labelSets.set(key, labelSet);
      const before = done;
      await new FilePass(file, images, categories, labelSet, sink, (bytes) => sink.progress(before + bytes, total)).run(signal, scan);
      done += sizes.get(file) ?? 0;
    }
    for (const image of images.found.keys()) found.add(image);
  }
  if (imagesByFolder) {
    const unreferenced = match.claims.filter((file) => isImagePath(files.paths[file] ?? '') && !found.has(file));
    sink.set({ unreferencedImages: unreferenced.length });
  }
  sink.progress(total, total);
}

async function sizeOf(files: FileSet, { file }: CocoFile): Promise<number> {
  try {
    return await files.source(file).size();
  } catch (error) {
    if (error instanceof ReadError) return 0;
    throw error;
  }
}

class FilePass implements CocoVisitor {
  readonly #file: CocoFile;
  readonly #path: string;
  readonly #images: Images;
  readonly #sink: Sink;
  readonly #tally = new Tally();
  readonly #rest = new Rest();
  readonly #categories: FileCategories;
  readonly #imageReader: ImageReader | undefined;
  readonly #annotations: AnnotationReader;
  readonly #unit: 'items' | 'rows';
  readonly #onProgress: (bytes: number) => void;
  readonly #job: ScanJob;
  #sections: Sections;
  /** What was put off is being read. */
  #isSecond = false;
  #read = 0;

  constructor(
    file: CocoFile,
    images: Images,
    categories: Categories,
    labelSet: LabelSetRow,
    sink: Sink,
    onProgress: (bytes: number) => void,
  ) {
    this.#job = { wantsImages: file.kind === 'sections', categoriesFirst: file.categoriesFirst };
    this.#sections = new Sections(this.#job);
    this.#file = file;
    this.#images = images;
    this.#sink = sink;
    this.#path = images.files.paths[file.file] ?? '';
    this.#unit = file.kind === 'results' ? 'rows' : 'items';
    this.#onProgress = onProgress;
    this.#categories = new FileCategories(categories, this.#tally, this.#path);
    this.#imageReader = file.kind === 'sections' ? new ImageReader(images, this.#tally, file.file) : undefined;
    const makesSamples = !images.part.files.some(({ kind }) => kind === 'sections');
    if (makesSamples) sink.problem({ code: 'results-without-truth', file: this.#path });
    this.#annotations = new AnnotationReader({
      file,
      images,
      own: this.#imageReader,
      makesSamples,
      categories: this.#categories,
      tally: this.#tally,
      labelSet,
    });
  }

  async run(signal: AbortSignal, scan: CocoScan): Promise<void> {
    const source = openText(this.#images.files, this.#file.file, this.#file.encoding);
    if (this.#file.encoding !== 'utf-8') this.#tally.add('file-encoding', 0, 0, { encoding: this.#file.encoding });
    this.#sink.read(this.#file.file, this.#unit, 0);
    if (this.#imageReader && this.#file.encoding === 'utf-8' && !this.#file.categoriesFirst) {
      for (const record of await foretellCategories(source)) this.#categories.foretell(record);
    }
    try {
      this.#tellInvalid(await scan(source, this.#job, this, signal, this.#onProgress));
      this.#isSecond = true;
      const { deferred } = this.#sections;
      for (const { section, start: bracket, end } of deferred) {
        const start = bracket + 1;
        const job = { ...this.#job, only: { section, start, end } };
        this.#sections = new Sections(job);
        await scan(source, job, this, signal, (bytes) => this.#onProgress(start + bytes));
      }
      for (const problem of await this.#rest.problems(source)) this.#sink.problem({ ...problem, file: this.#path });
    } catch (error) {
      if (!(error instanceof ReadError)) {
        // Cancelled: what was read so far stays, and is counted.
        this.#annotations.flush();
        this.#sink.read(this.#file.file, this.#unit, this.#read);
        throw error;
      }
      this.#sink.problem({ code: error.code, file: this.#path, values: { reason: error.message } });
    }
    this.#imageReader?.finish();
    this.#annotations.finish();
    this.#tally.tell(this.#sink, this.#path);
    this.#sink.read(this.#file.file, this.#unit, this.#read);
  }

  /** One problem a file: what is converted from another encoding is valid. */
  #tellInvalid({ first, count }: Validity): void {
    if (first === undefined || this.#file.encoding !== 'utf-8') return;
    this.#sink.problem({ code: 'text-invalid', file: this.#path, at: { byte: first }, values: { count } });
  }

  section(name: string, start: number): boolean {
    const isWanted = this.#sections.begin(name, start);
    if (!isWanted && !SECTIONS.includes(name)) this.#rest.begin(start);
    return isWanted;
  }

  sectionEnd(name: string, end: number): void {
    this.#rest.end(name, end);
    this.#sections.end(name, end);
  }

  otherEnd(name: string, end: number): void {
    this.#rest.end(name, end);
  }

  other(name: string, start: number): void {
    this.#rest.begin(start);
    if (SECTIONS.includes(name))
      this.#sink.problem({ code: 'json-shape', file: this.#path, at: { byte: start }, values: { section: name } });
  }

  annotations(_section: string, rows: AnnotationRows): void {
    this.#read += rows.length;
    this.#annotations.readRows(rows);
  }

  images(rows: ImageRows): void {
    this.#read += rows.length;
    this.#imageReader?.readRows(rows);
  }

  item(section: string, item: JsonItem): void {
    if (section === 'categories') return this.#category(item);
    this.#read += 1;
    if (section === 'images') this.#imageReader?.read(item);
    else this.#annotations.read(item);
  }

  broken(section: string, code: JsonScanProblem, start: number, end: number, error: number): void {
    const values = { offset: error, section };
    if (section === 'categories') {
      this.#sink.problem({ code, file: this.#path, at: { byte: start, end }, values });
      return;
    }
    this.#read += 1;
    this.#sink.reject(this.#file.file, { byte: start, end }, { code, values });
  }

  problem(code: JsonScanProblem | 'json-shape' | 'file-empty', byte: number, values: Readonly<Record<string, string | number>> = {}): void {
    // A section that was put off and is cut short is told of when it is read.
    const last = this.#sections.deferred.at(-1);
    if (code === 'json-truncated' && !this.#isSecond && last !== undefined && last.end === undefined) return;
    this.#sink.problem({ code, file: this.#path, at: { byte }, values: { offset: byte, ...values } });
  }

  #category(item: JsonItem): void {
    const { start, end } = item;
    const parsed = parseJson(textOf(item));
    const record = parsed.ok ? objectOf(parsed.value) : undefined;
    if (record) return this.#categories.declare(record, start, end);
    const code = parsed.ok ? 'json-shape' : 'json-syntax';
    this.#sink.problem({ code, file: this.#path, at: { byte: start, end }, values: { section: 'categories', offset: start } });
  }
}
