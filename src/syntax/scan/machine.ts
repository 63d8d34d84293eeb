/** The compiled scanners, made ready once a thread. Where there are none (plain Node, no SIMD) every scanner has a plain twin. */
import { scanWasm } from '#scan-wasm';

/** What `index.as.ts` exports. Places in memory are in bytes. */
export interface ScanExports {
  lines(from: number, length: number, to: number): number;
  placeAnnotations(at: number): number;
  annotations(at: number, to: number, base: number): number;
  annotationRows(): number;
  annotationsFull(): number;
  annotationsFrom(): number;
  annotationsHave(): number;
  maskRows(): number;
  clearAnnotations(): void;
  placeImages(at: number): number;
  images(at: number, to: number, base: number): number;
  imageRows(): number;
  imagesFull(): number;
  imageFields(): number;
  imageIdAt(): number;
  clearImages(): void;
  placeIntake(at: number): number;
  setImagePage(page: number, at: number): void;
  setPlaces(at: number): void;
  setIdPage(page: number, at: number): void;
  setClass(number: number, row: number): void;
  forgetClasses(): void;
  classCount(number: number): number;
  addId(id: number): number;
  intakePlaces(rows: number): void;
  knownUntil(from: number, rows: number): number;
  beginRun(): void;
  intakeRun(from: number, to: number, hasIds: boolean): number;
  stopReason(): number;
  runFractions(): number;
  runSized(): number;
  runAsCorners(): number;
  runOddBoxes(): number;
  runOddIds(): number;
  runAreasMissing(): number;
  runFirstMissing(): number;
  clearUtf8(): void;
  utf8(at: number, length: number, base: number): void;
  endUtf8(): void;
  utf8Count(): number;
  utf8First(): number;
  csvReset(): void;
  csvOdd(): number;
  csvOpen(): number;
  csvRecords(from: number, length: number, delimiter: number, to: number): number;
  csvCells(from: number, places: number, count: number, delimiter: number, cell: number, numbers: number, to: number): number;
  csvWidths(from: number, places: number, count: number, delimiter: number, cells: number, to: number): number;
  jsonKey(from: number, skipped: number, hits: number, found: number, size: number, places: number, count: number, to: number): number;
  jsonDoubtful(from: number, places: number, count: number, to: number): number;
  jsonRecord(from: number, length: number, key: number, keyLength: number, to: number): number;
  find(
    from: number,
    length: number,
    low: number,
    size: number,
    first: number,
    second: number,
    alone: 0 | 1,
    to: number,
    most: number,
  ): number;
}

/** One scanner with a memory of its own: it may keep its state there between calls, and the memory goes when it goes. */
export interface Machine {
  readonly scan: ScanExports;
  readonly memory: WebAssembly.Memory;
  /** The memory as bytes. Ask again after `reserve`: growing leaves the old view empty. */
  bytes(): Uint8Array<ArrayBuffer>;
  /** At least so many bytes of memory. */
  reserve(bytes: number): void;
  /** It is no longer needed; the next scan may have it. What lies in its memory stays there. */
  end(): void;
}

const PAGE_BYTES = 65_536;
/** Below it the module keeps its own constants. */
export const FIRST_FREE = 65_536;

let module: WebAssembly.Module | false | undefined;

/** Those that nobody uses: making one takes a millisecond or more, and a drop may hold thousands of small files. */
const idle: Machine[] = [];
/** As many as one file needs at a time. */
const MOST_IDLE = 2;
/** Larger memories are given up. */
const KEPT_BYTES = 32 << 20;

/** A machine of at least `bytes` of memory; undefined where scanners must run plain. */
export function startMachine(bytes: number): Machine | undefined {
  module ??= compiledModule() ?? false;
  if (!module) return undefined;
  const known = idle.pop();
  if (known) {
    known.reserve(FIRST_FREE + bytes);
    return known;
  }
  const memory = new WebAssembly.Memory({ initial: Math.ceil((FIRST_FREE + bytes) / PAGE_BYTES) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const machine: Machine = {
    scan: exports as unknown as ScanExports,
    memory,
    bytes: () => new Uint8Array(memory.buffer),
    reserve(wanted) {
      const missing = wanted - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    },
    end() {
      if (memory.buffer.byteLength <= KEPT_BYTES && idle.length < MOST_IDLE) idle.push(machine);
    },
  };
  return machine;
}

function compiledModule(): WebAssembly.Module | undefined {
  if (scanWasm === undefined || typeof WebAssembly === 'undefined') return undefined;
  const bytes = Uint8Array.from(atob(scanWasm), (character) => character.charCodeAt(0));
  // A browser without SIMD says no here, before anything depends on it.
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
}
