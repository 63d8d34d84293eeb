/** Second drops: which of the open datasets each reading continues. */
import type { FileSet } from '../files/file-set.ts';
import type { FileIndex } from '../model/dataset.ts';
import { decisiveFiles, type Reading } from './match.ts';

/** An open dataset, as far as this needs it. */
export interface Known {
  readonly id: number;
  readonly reading: Reading;
}

export interface Plan {
  readonly reading: Reading;
  /** The dataset that it continues; `undefined`: a new one. */
  readonly id: number | undefined;
  /** Whether it must be read (again). */
  readonly read: boolean;
}

/**
 * A reading continues the dataset of its format that shares most deciding files with it, else one whose deciding files it took
 * over (images that got labels). It is read again only if it explains other files than before, or one of them was dropped again.
 */
export function reconcile(set: FileSet, known: readonly Known[], readings: readonly Reading[], replaced: ReadonlySet<FileIndex>): Plan[] {
  const free = new Map(known.map((dataset) => [dataset.id, dataset]));
  const chosen = new Map<Reading, Known>();
  const choose = (fits: (reading: Reading, dataset: Known) => number): void => {
    const pairs = readings
      .filter((reading) => !chosen.has(reading))
      .flatMap((reading) => [...free.values()].map((dataset) => ({ reading, dataset, weight: fits(reading, dataset) })))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight || a.dataset.id - b.dataset.id);
    for (const { reading, dataset } of pairs) {
      if (chosen.has(reading) || !free.has(dataset.id)) continue;
      chosen.set(reading, dataset);
      free.delete(dataset.id);
    }
  };
  choose((reading, dataset) =>
    reading.format.id === dataset.reading.format.id ? shared(deciding(set, reading), deciding(set, dataset.reading)) : 0,
  );
  choose((reading, dataset) => shared(reading.match.claims, deciding(set, dataset.reading)));

  return readings.map((reading) => {
    const dataset = chosen.get(reading);
    if (!dataset) return { reading, id: undefined, read: true };
    const before = dataset.reading;
    const isSame = before.format.id === reading.format.id && sameFiles(before.match.claims, reading.match.claims);
    const wasReplaced = reading.match.claims.some((file) => replaced.has(file));
    return { reading, id: dataset.id, read: !isSame || wasReplaced };
  });
}

function deciding(set: FileSet, { match }: Reading): readonly FileIndex[] {
  return decisiveFiles(set, match);
}

function shared(a: readonly FileIndex[], b: readonly FileIndex[]): number {
  const set = new Set(b);
  return a.reduce((count, file) => count + (set.has(file) ? 1 : 0), 0);
}

function sameFiles(a: readonly FileIndex[], b: readonly FileIndex[]): boolean {
  return a.length === b.length && shared(a, b) === a.length;
}
