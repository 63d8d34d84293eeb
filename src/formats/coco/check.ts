/**
 * A close look at annotations that `index` took by their shape. It reads the fields that say something and walks over the others by their
 * brackets and quotes; whether those are JSON to the last digit is found out here, when nobody waits for it.
 */
import { pacer, pause } from '../../base/pause.ts';
import type { FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import { parseJson } from '../../syntax/json-value.ts';
import type { PlacedRecords } from '../../syntax/record-windows.ts';
import type { Match, PlacedAnnotations, Sink } from '../format.ts';
import { jsonCheck } from '../json-values.ts';
import type { CocoFile, CocoPlan } from './plan.ts';
import { openText } from './source.ts';
import { Tally } from './tally.ts';

/** Read and looked at in one go: a thread that answers questions must not be kept from them. */
const WINDOW_BYTES = 2 << 20;

/** Rejects what is no JSON after all: such annotations stay in the table as they stand, and count as rejected. */
export async function checkCoco(
  files: FileSet,
  match: Match,
  rows: PlacedAnnotations,
  sink: Sink,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const parts = (match.plan as CocoPlan).parts.flatMap((part) => part.files);
  const closely = new Closely(files, rows, sink);
  for (let first = 0; first < rows.count;) {
    signal.throwIfAborted();
    const end = windowEnd(rows, first);
    const file = parts.find((part) => part.file === rows.file(first));
    if (file) await closely.look(file, { first, end, start: (row) => rows.start(row), size: (row) => rows.size(row) });
    first = end;
    onProgress(end, rows.count);
    // A turn for whoever asks something, every time: this can wait.
    await pause();
  }
  closely.tell();
}

/** Rows from `first` on that follow one another in one file, as many as a window holds, at least one. */
function windowEnd({ count, file, start, size }: PlacedAnnotations, first: number): number {
  const of = file(first);
  const begin = start(first);
  let end = first + 1;
  let last = begin;
  while (end < count && file(end) === of && start(end) >= last && start(end) + size(end) - begin <= WINDOW_BYTES) {
    last = start(end);
    end += 1;
  }
  return end;
}

class Closely {
  readonly #files: FileSet;
  readonly #rows: PlacedAnnotations;
  readonly #sink: Sink;
  /** Undefined where there is no compiled code: then every record is parsed. */
  readonly #check = jsonCheck();
  readonly #tallies = new Map<FileIndex, Tally>();
  readonly #pace = pacer();

  constructor(files: FileSet, rows: PlacedAnnotations, sink: Sink) {
    this.#files = files;
    this.#rows = rows;
    this.#sink = sink;
  }

  async look({ file, encoding }: CocoFile, records: PlacedRecords): Promise<void> {
    const { first, end, start, size } = records;
    const base = start(first);
    const bytes = await openText(this.#files, file, encoding).read(base, start(end - 1) + size(end - 1));
    const doubtful: number[] = [];
    if (this.#check) this.#check.look(bytes, base, records, (row) => doubtful.push(row));
    else for (let row = first; row < end; row += 1) doubtful.push(row);
    for (const row of doubtful) {
      const at = start(row) - base;
      this.#judge(file, row, bytes.subarray(at, at + size(row)));
      await this.#pace();
    }
  }

  /** What is forgiven (control characters in a text) is told once a file. */
  tell(): void {
    for (const [file, tally] of this.#tallies) tally.tell(this.#sink, this.#files.paths[file] ?? '');
  }

  #judge(file: FileIndex, row: number, bytes: Uint8Array): void {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const start = this.#rows.start(row);
    const end = start + bytes.length;
    const parsed = parseJson(text);
    if (!parsed.ok) {
      const values = { expected: parsed.expected, offset: start + parsed.offset };
      this.#sink.reject(file, { byte: start, end }, { code: 'json-syntax', values, sample: this.#rows.sample(row) });
      return;
    }
    const tally = this.#tallies.get(file) ?? new Tally();
    this.#tallies.set(file, tally);
    if (parsed.notes.notFinite > 0) tally.add('json-not-finite', start, end);
    const control = controlIn(text);
    if (control >= 0) tally.add('json-syntax', start, end, { offset: start + control }, 'control');
  }
}

/** Offset of a control character inside a string of valid JSON; -1: there is none. */
function controlIn(text: string): number {
  let isInside = false;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (isInside && unit < 0x20) return i;
    if (isInside && unit === 0x5c) i += 1;
    else if (unit === 0x22) isInside = !isInside;
  }
  return -1;
}
