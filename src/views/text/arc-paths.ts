/** Relations as brackets above the lines of a text: those of a line lie on lanes that do not cross, and none runs over words. */

/** A place of a span: the middle of its first words, and the top of its line. CSS pixels. */
export interface Anchor {
  readonly x: number;
  readonly top: number;
}

export interface ArcEnds {
  readonly from: Anchor;
  readonly to: Anchor;
  readonly label: string;
}

export interface Arc {
  readonly path: string;
  /** Where the label stands, by its middle. */
  readonly x: number;
  readonly y: number;
  readonly label: string;
  /** The point of the arrow. */
  readonly tip: Anchor;
}

export interface Arcs {
  readonly arcs: readonly Arc[];
  /** Lanes that the lines take, by their tops. */
  readonly lanes: ReadonlyMap<number, number>;
}

/** CSS pixels from lane to lane, and from the first to the words. */
export const LANE = 13;
const FIRST = 9;
/** Lanes above these lie on one another: a knot that only the list of relations can undo. */
export const MOST_LANES = 48;
const CORNER = 4;
const LETTER = 5.5;
/** CSS pixels in which two tops are one line. */
const LINE = 4;

/** A stretch of a line that a relation takes: whole, or what of it lies on one of two lines. */
interface Stretch {
  readonly arc: number;
  readonly top: number;
  readonly start: number;
  readonly end: number;
}

/** @param width of the text: a relation to another line runs to its edge, and goes on from the other edge there */
export function arcPaths(ends: readonly ArcEnds[], width: number): Arcs {
  const stretches = ends.flatMap(({ from, to, label }, arc): Stretch[] => {
    const room = (label.length * LETTER) / 2 + 4;
    if (Math.abs(from.top - to.top) < LINE) {
      const [start, end] = from.x < to.x ? [from.x, to.x] : [to.x, from.x];
      const more = Math.max(0, room - (end - start) / 2);
      return [{ arc, top: from.top, start: start - more, end: end + more }];
    }
    const [upper, lower] = from.top < to.top ? [from, to] : [to, from];
    return [
      { arc, top: upper.top, start: upper.x, end: Math.max(width, upper.x + CORNER) },
      { arc, top: lower.top, start: 0, end: Math.max(lower.x, room * 2) },
    ];
  });
  const lane = lanesOf(stretches);
  const arcs = ends.map(({ from, to, label }, arc): Arc => {
    const [first, second] = stretches.flatMap((stretch, i) => (stretch.arc === arc ? [heightOf(lane[i] ?? 0)] : []));
    if (first === undefined) return { path: '', x: 0, y: 0, label, tip: to };
    if (second === undefined) {
      const y = from.top - first;
      return { path: bracket(from, to, y), x: (from.x + to.x) / 2, y, label, tip: to };
    }
    const [upper, lower] = from.top < to.top ? [from, to] : [to, from];
    const [high, low] = [upper.top - first, lower.top - second];
    return {
      path: `${corner(upper, high, 1)}H${Math.max(width, upper.x + CORNER)}M0 ${low}H${lower.x - CORNER}q${CORNER} 0 ${CORNER} ${CORNER}V${lower.top}`,
      x: Math.max(lower.x / 2, (label.length * LETTER) / 2 + 2),
      y: low,
      label,
      tip: to,
    };
  });
  const lanes = new Map<number, number>();
  for (const [i, { top }] of stretches.entries()) lanes.set(top, Math.max(lanes.get(top) ?? 0, Math.min(MOST_LANES, (lane[i] ?? 0) + 1)));
  return { arcs, lanes };
}

const heightOf = (lane: number): number => FIRST + Math.min(lane, MOST_LANES - 1) * LANE;

/** Short ones lie lowest; each on the first lane of its line on which nothing is in its way. */
function lanesOf(stretches: readonly Stretch[]): number[] {
  const lanes = stretches.map(() => 0);
  const order = [...stretches.keys()].toSorted((a, b) => lengthOf(stretches[a]) - lengthOf(stretches[b]) || a - b);
  const placed: number[] = [];
  for (const at of order) {
    const stretch = stretches[at];
    if (!stretch) continue;
    const inWay = placed.filter((other) => {
      const there = stretches[other];
      return there && Math.abs(there.top - stretch.top) < LINE && there.start < stretch.end && stretch.start < there.end;
    });
    const taken = new Set(inWay.map((other) => lanes[other]));
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    lanes[at] = lane;
    placed.push(at);
  }
  return lanes;
}

function lengthOf(stretch: Stretch | undefined): number {
  return stretch ? stretch.end - stretch.start : 0;
}

/** Up from a place and to the side, round at the corner. */
function corner({ x, top }: Anchor, y: number, side: 1 | -1): string {
  return `M${x} ${top}V${y + CORNER}q0 ${-CORNER} ${side * CORNER} ${-CORNER}`;
}

function bracket(from: Anchor, to: Anchor, y: number): string {
  const side = to.x >= from.x ? 1 : -1;
  // Too near for two corners.
  if (Math.abs(to.x - from.x) < CORNER * 2) return `M${from.x} ${from.top}V${y}H${to.x}V${to.top}`;
  return `${corner(from, y, side)}H${to.x - side * CORNER}q${side * CORNER} 0 ${side * CORNER} ${CORNER}V${to.top}`;
}
