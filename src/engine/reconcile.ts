/** Second drops: which of the open datasets each reading continues. */
import type { FileSet } from '../files/file-set.ts';
import type { FileIndex, StandIn } from '../model/dataset.ts';
import { decisiveFiles, type Reading } from './match.ts';

/** An open dataset, as far as this needs it. */
export interface Known {
  readonly id: number;
  readonly reading: Reading;
  readonly standIn?: StandIn | undefined;
}

/** What was shown of a drop's beginning becomes the plain images of it only where these are so many times what has labels. */
const PLAIN_BEHIND = 100;

export interface Plan {
  readonly reading: Reading;
  /** The dataset that it continues; `undefined`: a new one. */
  readonly id: number | undefined;
  /** Whether it must be read (again). */
  readonly read: boolean;
  /** Whether it explains other files than before, or otherwise. */
  readonly grew: boolean;
}

/**
 * A reading continues the dataset of its format that shares most deciding files with it, else one whose deciding files it took
 * over (images that got labels). It is read again only if it explains other files than before, or one of them was dropped again.
 */
export function reconcile(set: FileSet, known: readonly Known[], readings: readonly Reading[], replaced: ReadonlySet<FileIndex>): Plan[] {
  const free = new Map(known.map((dataset) => [dataset.id, dataset]));
  const chosen = new Map<Reading, Known>();
  const owners = new Map<FileIndex, Known[]>();
  for (const dataset of known) {
    for (const file of decisiveFiles(set, dataset.reading.match)) {
      const others = owners.get(file);
      if (others) others.push(dataset);
      else owners.set(file, [dataset]);
    }
  }
  const choose = (
    filesOf: (reading: Reading) => readonly FileIndex[],
    mayContinue: (reading: Reading, dataset: Known) => boolean,
  ): void => {
    const pairs = readings
      .filter((reading) => !chosen.has(reading))
      .flatMap((reading) => [...tally(filesOf(reading), owners)].map(([dataset, files]) => ({ reading, dataset, files })))
      .filter(({ reading, dataset }) => mayContinue(reading, dataset))
      .sort((a, b) => weight(b) - weight(a) || a.dataset.id - b.dataset.id);
    for (const { reading, dataset } of pairs) {
      if (chosen.has(reading) || !free.has(dataset.id)) continue;
      chosen.set(reading, dataset);
      free.delete(dataset.id);
    }
  };
  choose(
    ({ match }) => decisiveFiles(set, match),
    // A look at the beginning of a drop took all its pictures for plain images, whatever they are.
    (reading, dataset) => reading.format.id === dataset.reading.format.id && dataset.standIn !== 'preview',
  );
  choose(
    ({ match }) => match.claims,
    () => true,
  );

  return readings.map((reading) => {
    const dataset = chosen.get(reading);
    if (!dataset) return { reading, id: undefined, read: true, grew: false };
    const before = dataset.reading;
    const isSameWay = before.format.id === reading.format.id && before.match.variant?.id === reading.match.variant?.id;
    const isSame = isSameWay && sameFiles(before.match.claims, reading.match.claims);
    const wasReplaced = reading.match.claims.some((file) => replaced.has(file));
    return { reading, id: dataset.id, read: !isSame || wasReplaced, grew: !isSame };
  });
}

/** What people look for first is what has labels, however many pictures lie beside it. */
function weight({ reading, dataset, files }: { readonly reading: Reading; readonly dataset: Known; readonly files: number }): number {
  return dataset.standIn === 'preview' && reading.format.id !== dataset.reading.format.id ? files * PLAIN_BEHIND : files;
}

/** How many of the files decide each dataset. */
function tally(files: readonly FileIndex[], owners: ReadonlyMap<FileIndex, readonly Known[]>): Map<Known, number> {
  const counts = new Map<Known, number>();
  for (const file of files) for (const dataset of owners.get(file) ?? []) counts.set(dataset, (counts.get(dataset) ?? 0) + 1);
  return counts;
}

function sameFiles(a: readonly FileIndex[], b: readonly FileIndex[]): boolean {
  if (a.length !== b.length) return false;
  const files = new Set(a);
  return b.every((file) => files.has(file));
}
