/** What a scan tells as plain data, so that it can be told in another thread: recorded there, replayed here. */
import { itemOf } from '../../syntax/json-item.ts';
import type { JsonScanProblem } from '../../syntax/json-visitor.ts';
import type { AnnotationRows, ImageRows } from '../../syntax/scan/coco.ts';
import type { Problem } from '../../model/problem.ts';
import { Sections, type CocoVisitor, type ScanJob } from './scan.ts';

type ScanEvent =
  | { readonly kind: 'section' | 'sectionEnd' | 'other' | 'otherEnd'; readonly name: string; readonly at: number }
  | { readonly kind: 'item'; readonly section: string; readonly bytes: Uint8Array; readonly start: number }
  | { readonly kind: 'annotations'; readonly section: string; readonly rows: AnnotationRows }
  | { readonly kind: 'images'; readonly rows: ImageRows }
  | {
      readonly kind: 'broken';
      readonly section: string;
      readonly code: JsonScanProblem;
      readonly start: number;
      readonly end: number;
      readonly error: number;
    }
  | {
      readonly kind: 'problem';
      readonly code: JsonScanProblem | 'json-shape' | 'file-empty';
      readonly byte: number;
      readonly values: Problem['values'];
    };

/** Events in order, and the memory of their columns, which changes hands. */
export interface ScanBatch {
  readonly events: readonly ScanEvent[];
  readonly buffers: readonly ArrayBuffer[];
  /** About how much memory it takes. */
  readonly bytes: number;
}

/** A visitor that writes down what it hears. */
export class ScanRecorder implements CocoVisitor {
  /** As whoever takes the batches wants it. */
  isDue?: () => boolean;
  pause?: () => Promise<void> | undefined;
  readonly #sections: Sections;
  #events: ScanEvent[] = [];
  /** Memory that may be filled again: fresh memory costs more than what is written to it, and is garbage until somebody collects it. */
  #free: ArrayBuffer[] = [];
  #buffers: ArrayBuffer[] = [];
  #bytes = 0;

  constructor(job: ScanJob) {
    this.#sections = new Sections(job);
  }

  /** Bytes that wait to be taken. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What came since the last call. */
  take(): ScanBatch {
    const batch = { events: this.#events, buffers: this.#buffers, bytes: this.#bytes };
    this.#events = [];
    this.#buffers = [];
    this.#bytes = 0;
    return batch;
  }

  /** Nobody looks at these buffers of a batch any more. */
  giveBack(buffers: readonly ArrayBuffer[]): void {
    this.#free.push(...buffers);
  }

  section(name: string, start: number): boolean {
    this.#events.push({ kind: 'section', name, at: start });
    return this.#sections.begin(name, start);
  }

  sectionEnd(name: string, end: number): void {
    this.#events.push({ kind: 'sectionEnd', name, at: end });
    this.#sections.end(name, end);
  }

  other(name: string, start: number): void {
    this.#events.push({ kind: 'other', name, at: start });
  }

  otherEnd(name: string, end: number): void {
    this.#events.push({ kind: 'otherEnd', name, at: end });
  }

  item(section: string, { bytes, from, to, start }: Parameters<CocoVisitor['item']>[1]): void {
    this.#bytes += to - from;
    this.#events.push({ kind: 'item', section, bytes: bytes.slice(from, to), start });
  }

  broken(section: string, code: JsonScanProblem, start: number, end: number, error: number): void {
    this.#events.push({ kind: 'broken', section, code, start, end, error });
  }

  problem(code: JsonScanProblem | 'json-shape' | 'file-empty', byte: number, values?: Problem['values']): void {
    this.#events.push({ kind: 'problem', code, byte, values });
  }

  annotations(section: string, rows: AnnotationRows): void {
    this.#events.push({ kind: 'annotations', section, rows: this.#copied(rows) });
  }

  images(rows: ImageRows): void {
    this.#events.push({ kind: 'images', rows: this.#copied(rows) });
  }

  /** The same with columns that lie in one piece of memory of their own. */
  #copied<T extends object>(rows: T): T {
    const bytes = sizeOf(rows);
    const buffer = this.#bufferOf(bytes);
    this.#buffers.push(buffer);
    this.#bytes += bytes;
    let at = 0;
    return copyOf(rows, (column) => {
      const bytesOfColumn = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
      new Uint8Array(buffer, at, column.byteLength).set(bytesOfColumn);
      const copy = new (column.constructor as Uint8ArrayConstructor)(buffer, at, column.length);
      at += aligned(column.byteLength);
      return copy;
    }) as T;
  }

  #bufferOf(bytes: number): ArrayBuffer {
    const known = this.#free.findIndex(({ byteLength }) => byteLength >= bytes);
    return this.#free.splice(known, known < 0 ? 0 : 1)[0] ?? new ArrayBuffer(Math.ceil(bytes / STEP_BYTES) * STEP_BYTES);
  }
}

/** Blocks are about as large as each other: rounded up, their memory does for most of them. */
const STEP_BYTES = 1 << 16;

/** Bytes of all columns in it. */
function sizeOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return aligned(value.byteLength);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + sizeOf(part), 0);
}

function copyOf(value: unknown, copy: (column: Uint8Array) => unknown): unknown {
  if (ArrayBuffer.isView(value)) return copy(value as Uint8Array);
  if (Array.isArray(value)) return value.map((part) => copyOf(part, copy));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part, copy)]));
}

const aligned = (bytes: number): number => (bytes + 7) & ~7;

/** Tells a visitor what was written down. */
export function replay({ events }: ScanBatch, visitor: CocoVisitor): void {
  for (const event of events) {
    switch (event.kind) {
      case 'section':
        visitor.section(event.name, event.at);
        break;
      case 'sectionEnd':
        visitor.sectionEnd?.(event.name, event.at);
        break;
      case 'other':
        visitor.other?.(event.name, event.at);
        break;
      case 'otherEnd':
        visitor.otherEnd?.(event.name, event.at);
        break;
      case 'item':
        visitor.item(event.section, itemOf(event.bytes, event.start));
        break;
      case 'broken':
        visitor.broken(event.section, event.code, event.start, event.end, event.error);
        break;
      case 'problem':
        visitor.problem(event.code, event.byte, event.values);
        break;
      case 'annotations':
        visitor.annotations(event.section, event.rows);
        break;
      case 'images':
        visitor.images(event.rows);
        break;
    }
  }
}
