import type { Size } from './viewport.ts';

/** A rectangle on the screen, CSS pixels. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A label that wants a place beside its shape. */
export interface LabelRequest {
  /** The shape's rectangle. */
  readonly anchor: Rect;
  readonly width: number;
  /** Served first: what is selected. It also gets a place inside its shape when there is none outside. */
  readonly selected?: boolean;
  readonly passing?: boolean;
}

export interface PlacedLabel extends Rect {
  /** Index of the request. */
  readonly request: number;
  readonly side: 'above-left' | 'above-right' | 'below' | 'inside';
}

export const LABEL_HEIGHT = 15;
/** Between a label and its shape, CSS pixels: room for the casing. */
const ABOVE = 2;
const BELOW = 3;
/** Labels keep so far from each other. */
const APART = 1;

/**
 * Puts labels above left of their shapes, else above right, else below; never over another label or an obstacle, never
 * outside the host. What fits nowhere is left out: the list still has it. The selected one is served first, then matching
 * ones, then the others, larger shapes before smaller ones. Stops after `limit` labels.
 */
export function placeLabels(requests: readonly LabelRequest[], host: Size, obstacles: readonly Rect[] = [], limit = 400): PlacedLabel[] {
  const taken = new Bands(host.height);
  for (const obstacle of obstacles) taken.add(obstacle);
  const placed: PlacedLabel[] = [];
  for (const index of servingOrder(requests)) {
    if (placed.length >= limit) break;
    const request = requests[index];
    if (!request) continue;
    const label = firstFree(request, index, host, taken);
    if (!label) continue;
    taken.add(label);
    placed.push(label);
  }
  return placed;
}

/** The place of a label that must be shown, whatever it covers: above left, kept inside the host. */
export function forcedPlace(anchor: Rect, width: number, host: Size): Rect {
  const x = Math.max(0, Math.min(anchor.x, host.width - width));
  const y = Math.max(0, Math.min(anchor.y - ABOVE - LABEL_HEIGHT, host.height - LABEL_HEIGHT));
  return { x, y, width, height: LABEL_HEIGHT };
}

function servingOrder(requests: readonly LabelRequest[]): number[] {
  const rank = (r: LabelRequest): number => (r.selected ? 2 : r.passing ? 1 : 0);
  const area = (r: LabelRequest): number => r.anchor.width * r.anchor.height;
  const keyed = requests.map((request, index) => ({ index, rank: rank(request), area: area(request) }));
  keyed.sort((a, b) => b.rank - a.rank || b.area - a.area || a.index - b.index);
  return keyed.map(({ index }) => index);
}

function firstFree(request: LabelRequest, index: number, host: Size, taken: Bands): PlacedLabel | undefined {
  const { anchor, width } = request;
  const right = anchor.x + anchor.width;
  const bottom = anchor.y + anchor.height;
  if (right < 0 || bottom < 0 || anchor.x > host.width || anchor.y > host.height) return undefined;
  // Of a shape that begins left of the host, the part in sight counts.
  const startX = Math.max(0, anchor.x);
  const endX = Math.min(host.width, right);
  const size = { width, height: LABEL_HEIGHT, request: index };
  const above = anchor.y - ABOVE - LABEL_HEIGHT;
  const places: PlacedLabel[] = [
    { ...size, x: startX, y: above, side: 'above-left' },
    { ...size, x: endX - width, y: above, side: 'above-right' },
    { ...size, x: startX, y: bottom + BELOW, side: 'below' },
  ];
  if (request.selected) places.push({ ...size, x: startX + 4, y: Math.max(0, anchor.y) + 4, side: 'inside' });
  return places.find((place) => isInside(place, host) && taken.isFree(place));
}

function isInside(rect: Rect, host: Size): boolean {
  return rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= host.width && rect.y + rect.height <= host.height;
}

/** Rectangles by horizontal bands, so that a question looks at its neighbours only. */
class Bands {
  readonly #bands: Rect[][];

  constructor(height: number) {
    this.#bands = Array.from({ length: Math.max(1, Math.ceil(height / LABEL_HEIGHT)) }, () => []);
  }

  add(rect: Rect): void {
    for (const band of this.#touched(rect)) band.push(rect);
  }

  isFree(rect: Rect): boolean {
    return this.#touched(rect).every((band) => band.every((other) => areApart(rect, other)));
  }

  #touched(rect: Rect): Rect[][] {
    const first = Math.max(0, Math.floor((rect.y - APART) / LABEL_HEIGHT));
    const last = Math.floor((rect.y + rect.height + APART) / LABEL_HEIGHT);
    return this.#bands.slice(first, last + 1);
  }
}

function areApart(a: Rect, b: Rect): boolean {
  return a.x >= b.x + b.width + APART || b.x >= a.x + a.width + APART || a.y >= b.y + b.height + APART || b.y >= a.y + a.height + APART;
}
