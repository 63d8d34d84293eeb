/** Tells rows of a pose dataset that comes without its data.yaml from polygons with as many numbers. */

/** Points of one row count where they are at least so sure, or labelled at all. */
const SEEN = 0.5;
/** So many of them must lie in the row's box, made larger by a quarter on each side. */
const NEAR = 0.95;
const MARGIN = 0.25;
/** As Ultralytics checks boxes. */
const OUTSIDE = 0.01;
/**
 * The outline of a polygon by the sum of its sides' extents: 2 for a rectangle, hardly more than 3 where it is ragged. Numbers that are no
 * outline go to and fro between all parts of the image, the more the longer they are.
 */
const RAGGED = 3.5;
const ROUND = 2;
const RAGGED_BY_POINT = 0.1;

/**
 * The keypoints of rows `class box (x y v)… [score [track]]`: all rows have as many, and every third value is a visibility (0, 1, 2), or
 * a confidence where the points stand in their box and make no polygon.
 * @param isPose a data.yaml says so, without saying how many
 */
export function inferKeypoints(rows: readonly (readonly string[])[], isPose: boolean): { count: number; dims: 3 } | undefined {
  const count = Math.floor(((rows[0]?.length ?? 0) - 5) / 3);
  if (count < 2 || rows.some((row) => Math.floor((row.length - 5) / 3) !== count)) return undefined;
  const numbers = rows.map((row) => row.slice(1).map(Number));
  const tails = numbers.map((row) => row.slice(4 + count * 3));
  if (!tails.every((tail) => isTail(tail))) return undefined;
  const visibilities = numbers.flatMap((row) => Array.from({ length: count }, (_, i) => row[6 + i * 3] ?? Number.NaN));
  const areLabels = visibilities.every((v) => v === 0 || v === 1 || v === 2);
  const found = { count, dims: 3 } as const;
  if (areLabels && visibilities.includes(2) && tails.every((tail) => tail.length === 0)) return found;
  if (!areLabels && !visibilities.every((v) => v >= 0 && v <= 1)) return undefined;
  if (!visibilities.some((v) => v >= SEEN) || !areInBoxes(numbers, count)) return undefined;
  return isPose || areJagged(numbers) ? found : undefined;
}

/** What may stand behind the points: nothing, a score or a track, both. */
function isTail([first = 0, second = 0]: readonly number[]): boolean {
  return (first >= 0 && first <= 1 && Number.isInteger(second)) || (Number.isInteger(first) && first >= 0 && second === 0);
}

function areInBoxes(rows: readonly (readonly number[])[], count: number): boolean {
  let boxes = 0;
  let points = 0;
  let near = 0;
  for (const row of rows) {
    const [x = 0, y = 0, width = 0, height = 0] = row;
    const room = Math.min(x - width / 2, y - height / 2, 1 - x - width / 2, 1 - y - height / 2);
    if (width > 0 && height > 0 && room >= -OUTSIDE) boxes += 1;
    for (let at = 4; at < 4 + count * 3; at += 3) {
      if ((row[at + 2] ?? 0) < SEEN) continue;
      points += 1;
      const dx = Math.abs((row[at] ?? 0) - x);
      const dy = Math.abs((row[at + 1] ?? 0) - y);
      if (dx <= width * (0.5 + MARGIN) && dy <= height * (0.5 + MARGIN)) near += 1;
    }
  }
  return boxes >= rows.length * NEAR && near >= points * NEAR;
}

/** Whether most of the rows would be no outline of anything. */
function areJagged(rows: readonly (readonly number[])[]): boolean {
  const jagged = rows.filter((row) => raggedness(row) >= Math.min(RAGGED, ROUND + RAGGED_BY_POINT * Math.floor(row.length / 2)));
  return jagged.length * 2 > rows.length;
}

/** Length of the outline that a row would be as a polygon, by width and height of its bounds. */
function raggedness(row: readonly number[]): number {
  const points = Math.floor(row.length / 2);
  let length = 0;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points; i += 1) {
    const next = (i + 1) % points;
    const [x, y] = [row[2 * i] ?? 0, row[2 * i + 1] ?? 0];
    length += Math.hypot((row[2 * next] ?? 0) - x, (row[2 * next + 1] ?? 0) - y);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const bounds = right - left + bottom - top;
  return bounds > 0 ? length / bounds : 0;
}
