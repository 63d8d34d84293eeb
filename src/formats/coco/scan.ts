/** Reading one COCO file to what it holds: the part that costs time, and that may run in a worker of its own. */
import type { ByteSource } from '../../files/byte-source.ts';
import { Utf8Check } from '../../files/text.ts';
import { scanJson } from '../../syntax/json-scan.ts';
import type { JsonVisitor } from '../../syntax/json-visitor.ts';
import { cocoScanner, type CocoRows, type Validity } from '../../syntax/scan/coco.ts';

export const SECTIONS = ['images', 'annotations', 'categories'];

/** What to read of a file: plain data, sent between threads. */
export interface ScanJob {
  /** It has images of its own, without which its annotations say little. */
  readonly wantsImages: boolean;
  /** Its annotations cannot be read before its categories. */
  readonly categoriesFirst: boolean;
  /** Only the items of this section, which was put off; offsets in the file, behind its bracket and where it ends. Absent: the whole file. */
  readonly only?: { readonly section: string; readonly start: number; readonly end: number | undefined };
}

/** Hears what a file holds, in its order: items by the block where they are usual. `section` answers as `Sections` does. */
export interface CocoVisitor extends JsonVisitor, CocoRows {}

export interface CocoScan {
  /** Reads a file to a visitor. Rejects with a `ReadError`, and when aborted. @param onProgress bytes read so far */
  (source: ByteSource, job: ScanJob, visitor: CocoVisitor, signal: AbortSignal, onProgress: (bytes: number) => void): Promise<Validity>;
  /**
   * Hears of a file that will probably be read in this way, so that it may begin before it is known for sure. Returns what takes it back.
   * @param signal ends with the drop that the file is of
   */
  readonly prepare?: (source: ByteSource, job: ScanJob, signal: AbortSignal) => () => void;
}

/** In this thread, by compiled code where there is any. */
export const scanCoco: CocoScan = async (source, job, visitor, signal, onProgress) => {
  const bulk = cocoScanner(visitor);
  if (!bulk) return scanPlainly(source, job, visitor, signal, onProgress);
  try {
    const { stream, options } = rangeOf(source, job);
    await scanJson(stream, visitor, { ...options, signal, onProgress, bulk });
    return bulk.validity();
  } finally {
    bulk.end();
  }
};

/** Without compiled code, which must make no difference. */
export const scanPlainly: CocoScan = async (source, job, visitor, signal, onProgress) => {
  const { stream, options } = rangeOf(source, job);
  const check = new Utf8Check();
  await scanJson(stream, visitor, { ...options, signal, onProgress, onBytes: (piece) => check.add(piece) });
  check.end();
  return check;
};

function rangeOf(source: ByteSource, { only }: ScanJob): { stream: AsyncIterable<Uint8Array>; options: object } {
  if (!only) return { stream: source.stream(), options: { sections: SECTIONS } };
  const options = { sections: SECTIONS, inSection: only.section, offset: only.start };
  return { stream: source.stream(only.start, only.end), options };
}

/** Annotations that came before what they need. */
export interface Deferred {
  readonly section: string;
  /** Of the bracket. */
  readonly start: number;
  end: number | undefined;
}

/** Which arrays of a file are read as they come, and which are put off. The same on both sides of a worker. */
export class Sections {
  readonly deferred: Deferred[] = [];
  readonly #job: ScanJob;
  #hasImages = false;
  #hasCategories = false;

  constructor(job: ScanJob) {
    this.#job = job;
  }

  /** Whether items are wanted now. */
  begin(name: string, start: number): boolean {
    if (this.#job.only) return false;
    if (name === 'images') return this.#job.wantsImages;
    if (name === 'categories') return true;
    if (name !== 'annotations' && name !== '') return false;
    const waitsForImages = this.#job.wantsImages && !this.#hasImages;
    const waitsForCategories = this.#job.categoriesFirst && !this.#hasCategories;
    if (!waitsForImages && !waitsForCategories) return true;
    this.deferred.push({ section: name, start, end: undefined });
    return false;
  }

  end(name: string, end: number): void {
    if (name === 'images') this.#hasImages = true;
    if (name === 'categories') this.#hasCategories = true;
    const last = this.deferred.at(-1);
    if (last !== undefined && last.section === name) last.end = end;
  }
}
