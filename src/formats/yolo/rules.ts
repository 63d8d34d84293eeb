/** Decides from a sample of rows what the rows of a set mean, where the number of tokens leaves a choice. */
import { inferKeypoints } from './infer-keypoints.ts';
import { DEFAULT_RULES, isFraction, isInteger, parseTokens, type RowRules } from './row.ts';
import { decideSix } from './score-place.ts';

export interface RuleHints {
  readonly kptShape?: { readonly count: number; readonly dims: 2 | 3 };
  /** From `task:` in data.yaml or from the folder's name. */
  readonly task?: Task;
}
export type Task = 'detect' | 'segment' | 'pose' | 'obb';

export interface Decision {
  readonly rules: RowRules;
  /** What could as well be otherwise, for a note to the user. */
  readonly undecided?: { readonly tokens: number; readonly as: string };
  /** What the user may want otherwise: rows of nine tokens (or more behind four corners), or the place of the score. */
  readonly switchable?: 'nine' | 'six';
}

/** The share of quadrilaterals that must be parallelograms before we believe in rotated boxes. */
const RECTANGULAR = 0.9;

/** @param rows tokens of some lines of the set, blank ones left out */
export function decideRules(rows: readonly (readonly string[])[], hints: RuleHints): Decision {
  const mayBePose = hints.kptShape === undefined && hints.task !== 'segment' && hints.task !== 'obb';
  const inferred = mayBePose ? inferKeypoints(rows, hints.task === 'pose') : undefined;
  const keypoints = hints.kptShape ?? inferred;
  const of = (count: number): (readonly string[])[] => rows.filter((row) => row.length === count);
  const nine = decideNine(rows, hints);
  const six = decideSix(of(6));
  const shape = keypoints === undefined ? undefined : 5 + keypoints.count * keypoints.dims;
  const tails = rows.filter(({ length }) => (shape === undefined ? length >= 8 && length % 2 === 0 : length === shape + 1));
  const rules: RowRules = {
    ...(keypoints === undefined ? {} : { keypoints }),
    six: six.as,
    seven: decideSeven(rows, of(7)),
    nine: nine.as,
    ten: of(10).filter(hasAttributes).length * 2 > of(10).length ? 'attributes' : 'corners',
    tail: tails.length === 0 || tails.some((row) => isFraction(row.at(-1) ?? '')) ? 'score' : 'track',
  };
  if (inferred !== undefined) return { rules, undecided: { tokens: 5 + inferred.count * inferred.dims, as: 'keypoints' } };
  if (rows.some((row) => hasFourCorners(row, rules)))
    return { rules, switchable: 'nine', ...(nine.sure ? {} : { undecided: { tokens: 9, as: nine.as } }) };
  return {
    rules,
    ...(six.offer ? { switchable: 'six' } : {}),
    ...(six.sure ? {} : { undecided: { tokens: 6, as: six.as } }),
  };
}

/** Whether a row is four corners by its number of tokens alone, so that it may be a polygon or a rotated box. */
function hasFourCorners(tokens: readonly string[], rules: RowRules): boolean {
  if (tokens.length < 9 || tokens.length > 11) return false;
  const row = parseTokens(tokens, rules);
  return !('fault' in row) && row.values.length === 8 && typeof row.category === 'number';
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
