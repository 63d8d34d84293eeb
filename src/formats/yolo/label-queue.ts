/** The label files of a dataset, read in order but for those that somebody wants to see now. */
import { firstWhere } from '../../base/binary-search.ts';
import type { FileSet } from '../../files/file-set.ts';
import type { FileIndex, LabelSetRow, LabelState, SampleRow } from '../../model/dataset.ts';
import type { Sink } from '../format.ts';
import type { Categories } from './categories.ts';
import { labelBytes } from './label-file.ts';
import type { YoloPlan } from './plan.ts';
import { LabelReader } from './read-labels.ts';

/** A label file and what it is read for. */
export interface Waiting {
  readonly label: FileIndex;
  /** Place in `plan.sets`. */
  readonly set: number;
  /** Of the sample. */
  readonly key: string;
  readonly sample: SampleRow;
  /** Whether it says if its sample has labels. */
  readonly speaks: boolean;
}

export interface QueueReading {
  readonly files: FileSet;
  readonly plan: YoloPlan;
  readonly sink: Sink;
  readonly categories: Categories;
  readonly labelSets: readonly LabelSetRow[];
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

const NOWHERE = 0xffff_ffff;
/** Label files between two reports. */
const REPORTED = 100;

export class LabelQueue {
  readonly #waiting: Waiting[] = [];
  /** Given out to be read, by place. */
  readonly #begun: boolean[] = [];
  /** Place of each label file. */
  readonly #placeOf: Uint32Array;
  /** Files that are being read and that somebody waits for. */
  readonly #awaited = new Map<FileIndex, () => void>();

  /** @param files in all */
  constructor(files: number) {
    this.#placeOf = new Uint32Array(files).fill(NOWHERE);
  }

  get length(): number {
    return this.#waiting.length;
  }

  has(label: FileIndex): boolean {
    return this.#placeOf[label] !== NOWHERE;
  }

  /** A file that is there already stays what it was first added for. */
  add(waiting: Waiting): void {
    if (this.has(waiting.label)) return;
    this.#placeOf[waiting.label] = this.#waiting.push(waiting) - 1;
    this.#begun.push(false);
  }

  /**
   * Reads all files into the sink.
   * @param before images without labels count as read: so many
   */
  async read(reading: QueueReading, before: number): Promise<void> {
    const { sink } = reading;
    const done = new Uint8Array(this.#waiting.length);
    const total = Math.max(before, this.#waiting.length);
    let count = total - this.#waiting.length;
    const finish = (label: FileIndex): void => {
      done[this.#placeOf[label] ?? 0] = 1;
      this.#awaited.get(label)?.();
      this.#awaited.delete(label);
      count += 1;
      if (count % REPORTED === 0) sink.progress(count, total);
    };
    sink.progress(count, total);
    sink.onDemand?.(async (samples) => {
      const places = [...samples].flatMap((sample) => this.#placesOf(sample));
      const mine = places.filter((place) => this.#begun[place] === false);
      const others = places.filter((place) => this.#begun[place] === true && done[place] === 0);
      await Promise.all([readLabels(reading, this, this.#give(mine), finish), ...others.map((place) => this.#wait(place))]);
    });
    try {
      await readLabels(reading, this, this.#give(this.#waiting.keys()), finish);
      // Those that were given out on demand.
      await Promise.all([...done.keys()].filter((place) => done[place] === 0).map((place) => this.#wait(place)));
    } finally {
      for (const go of this.#awaited.values()) go();
      this.#awaited.clear();
    }
    sink.progress(total, total);
  }

  at(label: FileIndex): Waiting | undefined {
    return this.#waiting[this.#placeOf[label] ?? NOWHERE];
  }

  /** Each file is under way once it is given out. */
  *#give(places: Iterable<number>): Generator<FileIndex> {
    for (const place of places) {
      const waiting = this.#waiting[place];
      if (!waiting || this.#begun[place] === true) continue;
      this.#begun[place] = true;
      yield waiting.label;
    }
  }

  /** Files are added in the order of their samples, but for odd label files of a second set: those wait for their turn. */
  #placesOf(sample: SampleRow): number[] {
    const places: number[] = [];
    const first = firstWhere(this.#waiting.length, (place) => (this.#waiting[place]?.sample ?? 0) >= sample);
    for (let place = first; this.#waiting[place]?.sample === sample; place += 1) places.push(place);
    return places;
  }

  /** Until a file that is under way has been read; several may wait. */
  #wait(place: number): Promise<void> {
    const label = this.#waiting[place]?.label ?? NOWHERE;
    return new Promise((resolve) => {
      const before = this.#awaited.get(label);
      this.#awaited.set(label, () => {
        before?.();
        resolve();
      });
    });
  }
}

async function readLabels(
  reading: QueueReading,
  queue: LabelQueue,
  labels: Iterable<FileIndex>,
  finish: (label: FileIndex) => void,
): Promise<void> {
  const { files, plan, sink, categories, labelSets, pause, signal } = reading;
  const readers = plan.sets.map((set, at) => new LabelReader(files, plan, set, labelSets[at] ?? 0, categories, sink));
  for await (const piece of labelBytes(files, labels, signal)) {
    await pause();
    const waiting = queue.at(piece.file);
    const end = waiting && readers[waiting.set]?.read(piece, waiting);
    if (!waiting || !end) continue;
    if (waiting.speaks) {
      const isEmpty = end.lines === 0 && !end.unreadable;
      const state: LabelState = isEmpty ? 'empty' : 'present';
      sink.sample(waiting.key, { labels: state, at: { file: piece.file, start: 0, end: end.bytes, line: 1 } });
      if (isEmpty) sink.problem({ code: 'label-empty', file: files.paths[piece.file] ?? '', sample: waiting.sample });
    }
    finish(piece.file);
  }
}
