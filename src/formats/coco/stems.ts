/**
 * Results that name images by their file's name without extension, as Ultralytics writes `predictions.json`: the text or, where it is
 * all digits, the number. https://docs.ultralytics.com/modes/val/
 */
import { stemOf } from '../../files/file-set.ts';
import { idOfText, type Id } from './ids.ts';
import type { Probe } from './probe.ts';

/** So many of the rows' images must be file names. */
const NEARLY_ALL = 0.95;
/** And no more than so many the truth's ids. */
const FEW = 0.5;

/** The id that results give an image of this name. */
export function stemId(name: string): Id {
  return plainId(stemOf(name.replaceAll('\\', '/')));
}

/** Without the zeros in front that a number does not have. */
export function plainId(id: Id): Id {
  return typeof id === 'string' ? idOfText(id.replace(/^0+(?=\d+$)/, '')) : id;
}

/** So many images cannot all be file names by chance, whatever else they may be. */
const SURE = 20;

/** How many of the images that results name are the truth's, and by which of its names. */
export function knownImages(results: Probe, truth: Probe): { readonly count: number; readonly byStem: boolean } {
  const rows = results.rowImages.size;
  let count = 0;
  for (const id of results.rowImages) if (truth.images.has(id)) count += 1;
  // What are ids are no names; looking for names costs more.
  if (count === rows) return { count, byStem: false };
  const stems = stemsOf(truth);
  let named = 0;
  for (const id of results.rowImages) if (stems.has(plainId(id))) named += 1;
  const areFew = count <= rows * FEW;
  const byStem = truth.isWhole
    ? (named >= rows * NEARLY_ALL && areFew) || (named === rows && rows >= SURE)
    : // Some of the truth's images were seen: more of one kind than of the other must do.
      named > 0 && count <= named * FEW;
  return { count: byStem ? named : count, byStem };
}

const stemsByTruth = new WeakMap<Probe, ReadonlySet<Id>>();

function stemsOf(truth: Probe): ReadonlySet<Id> {
  let stems = stemsByTruth.get(truth);
  if (!stems) stemsByTruth.set(truth, (stems = new Set([...truth.images.values()].map(({ name }) => stemId(name)))));
  return stems;
}
