/** Decides from a sample of rows what the rows of a set mean, where the number of tokens leaves a choice. */
import { DEFAULT_RULES, isFraction, isInteger, parseTokens, type RowRules } from './row.ts';

export interface RuleHints {
  readonly kptShape?: { readonly count: number; readonly dims: 2 | 3 };
  /** From `task:` in data.yaml or from the folder's name. */
  readonly task?: Task;
}
export type Task = 'detect' | 'segment' | 'pose' | 'obb';

export interface Decision {
  readonly rules: RowRules;
  /** What could as well be otherwise, for a note to the user: `nine`, `seven`, `pose`. */
  readonly undecided?: { readonly tokens: number; readonly as: string };
}

/** The share of quadrilaterals that must be parallelograms before we believe in rotated boxes. */
const RECTANGULAR = 0.9;

/** @param rows tokens of some lines of the set, blank ones left out */
export function decideRules(rows: readonly (readonly string[])[], hints: RuleHints): Decision {
  const inferred = hints.kptShape === undefined && hints.task !== 'segment' && hints.task !== 'obb' ? inferKeypoints(rows) : undefined;
  const keypoints = hints.kptShape ?? inferred;
  const of = (count: number): (readonly string[])[] => rows.filter((row) => row.length === count);
  const nine = decideNine(rows, hints);
  const tails = rows.filter((row) => row.length >= 8 && row.length % 2 === 0);
  const rules: RowRules = {
    ...(keypoints === undefined ? {} : { keypoints }),
    six: of(6).length === 0 || of(6).some((row) => isFraction(row[5] ?? '')) ? 'score' : 'track',
    seven: decideSeven(rows, of(7)),
    nine: nine.as,
    ten: of(10).filter(hasAttributes).length * 2 > of(10).length ? 'attributes' : 'corners',
    tail: tails.length === 0 || tails.some((row) => isFraction(row.at(-1) ?? '')) ? 'score' : 'track',
  };
  if (inferred !== undefined) return { rules, undecided: { tokens: 5 + inferred.count * inferred.dims, as: 'keypoints' } };
  return nine.sure ? { rules } : { rules, undecided: { tokens: 9, as: nine.as } };
}

/** Box in 0..1 and most of the five further numbers above 1. */
function hasAttributes(row: readonly string[]): boolean {
  const numbers = row.slice(1).map(Number);
  const box = numbers.slice(0, 4).every((value) => value >= 0 && value <= 1);
  return box && numbers.slice(4).filter((value) => Math.abs(value) > 1).length >= 3;
}

/** A box with score and track ends in an integer and has company of its kind; three points rarely do. */
function decideSeven(rows: readonly (readonly string[])[], sevens: readonly (readonly string[])[]): 'polygon' | 'box' {
  if (sevens.length === 0) return 'polygon';
  const boxes = sevens.every((row) => isInteger(row[6] ?? '') && Number(row[5]) >= 0 && Number(row[5]) <= 1);
  const polygons = rows.some((row) => row.length > 7);
  const proof = sevens.some((row) => Number(row[6]) > 1) || sevens.length >= 3 || rows.some((row) => row.length === 6);
  return boxes && !polygons && proof ? 'box' : 'polygon';
}

function decideNine(rows: readonly (readonly string[])[], hints: RuleHints): { readonly as: 'obb' | 'polygon'; readonly sure: boolean } {
  if (hints.task === 'obb') return { as: 'obb', sure: true };
  if (hints.task === 'segment') return { as: 'polygon', sure: true };
  const nines = rows.filter((row) => row.length >= 9 && row.length <= 11);
  if (nines.length === 0) return { as: 'polygon', sure: true };
  // Points in other numbers: the four are a polygon like the others.
  if (rows.some((row) => row.length > 11 || row.length === 7)) return { as: 'polygon', sure: true };
  const measured = nines.map((row) => row.slice(1, 9).map(Number)).filter((corners) => corners.every(Number.isFinite));
  if (measured.length === 0) return { as: 'polygon', sure: true };
  const share = measured.filter(isParallelogram).length / measured.length;
  const turned = measured.filter((corners) => isParallelogram(corners) && !isUpright(corners)).length;
  if (share < 0.5) return { as: 'polygon', sure: true };
  if (share < RECTANGULAR) return { as: 'polygon', sure: false };
  // Rectangles that are turned are what OBB is for; upright ones could be polygons as well.
  return { as: 'obb', sure: turned >= 3 };
}

/** Turned rectangles stay parallelograms when x and y are scaled by different sizes, as normalising does. */
function isParallelogram(c: readonly number[]): boolean {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = c;
  const size = Math.max(Math.hypot(x2 - x0, y2 - y0), Math.hypot(x3 - x1, y3 - y1));
  return size > 0 && Math.hypot(x0 + x2 - x1 - x3, y0 + y2 - y1 - y3) <= 0.1 * size;
}

function isUpright(c: readonly number[]): boolean {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0] = c;
  const near = (a: number, b: number): boolean => Math.abs(a - b) < 0.002;
  return (near(x0, x1) && near(y1, y2)) || (near(y0, y1) && near(x1, x2));
}

/** Without `kpt_shape`: all rows alike, and every third value behind the box is a visibility. */
function inferKeypoints(rows: readonly (readonly string[])[]): { count: number; dims: 3 } | undefined {
  const length = rows[0]?.length ?? 0;
  if (length < 11 || (length - 5) % 3 !== 0 || rows.some((row) => row.length !== length)) return undefined;
  let visible = 0;
  for (const row of rows) {
    for (let at = 7; at < length; at += 3) {
      const v = Number(row[at]);
      if (v !== 0 && v !== 1 && v !== 2) return undefined;
      if (v === 2) visible += 1;
    }
  }
  return visible > 0 ? { count: (length - 5) / 3, dims: 3 } : undefined;
}

/** Whether every row carries a score, so that the set is a model's output. */
export function allScored(rows: readonly (readonly string[])[], rules: RowRules): boolean {
  if (rows.length === 0) return false;
  return rows.every((tokens) => {
    const row = parseTokens(tokens, rules);
    return !('fault' in row) && row.score !== undefined;
  });
}

/** Whether a line looks like a row of YOLO: a class number and numbers in or near 0..1. */
export function looksLikeRow(tokens: readonly string[]): boolean {
  if (tokens.length < 5) return false;
  const row = parseTokens(tokens, DEFAULT_RULES);
  if ('fault' in row || typeof row.category !== 'number') return false;
  return row.values.slice(0, 4).every((value) => value >= -0.5 && value <= 1.5);
}

/** Whether a line is one of DOTA: four corners, then a name. */
export function looksLikeDota(tokens: readonly string[]): boolean {
  const row = parseTokens(tokens, DEFAULT_RULES);
  return !('fault' in row) && row.kind === 'obb' && typeof row.category === 'string';
}
