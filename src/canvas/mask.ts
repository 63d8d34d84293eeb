import type { Box } from '../model/box.ts';
import { foregroundRuns, type Rle } from '../model/rle.ts';

/** Calls `span` for every vertical stretch of foreground: column `x`, rows `top` (inclusive) to `bottom` (exclusive), left to right. */
function forEachSpan(rle: Rle, span: (x: number, top: number, bottom: number) => void): void {
  for (const [start, end] of foregroundRuns(rle)) cut(start, end, rle.height, span);
}

function cut(start: number, end: number, height: number, span: (x: number, top: number, bottom: number) => void): void {
  for (let at = start; at < end;) {
    const x = Math.floor(at / height);
    const stop = Math.min(end, (x + 1) * height);
    span(x, at - x * height, stop - x * height);
    at = stop;
  }
}

export interface MaskPixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * The foreground within `box` in one opaque colour, the rest transparent. `step` > 1 takes every step-th pixel only, for
 * masks too large to keep. `hatch` > 0 leaves out every other diagonal stripe of so many pixels: crowds.
 */
export function maskPixels(rle: Rle, box: Box, rgb: readonly [number, number, number], step = 1, hatch = 0): MaskPixels {
  const [left, top, boxWidth, boxHeight] = box;
  const width = Math.max(1, Math.ceil(boxWidth / step));
  const height = Math.max(1, Math.ceil(boxHeight / step));
  const pixels = new Uint32Array(width * height);
  const ink = new Uint32Array(Uint8Array.of(rgb[0], rgb[1], rgb[2], 255).buffer)[0] ?? 0;
  forEachSpan(rle, (x, from, to) => {
    const column = (x - left) / step;
    if (!Number.isInteger(column) || column < 0 || column >= width) return;
    const last = Math.min(height, Math.ceil((to - top) / step));
    for (let row = Math.max(0, Math.ceil((from - top) / step)); row < last; row += 1) {
      if (hatch > 0 && Math.floor((x + top + row * step) / hatch) % 2 === 1) continue;
      pixels[row * width + column] = ink;
    }
  });
  return { width, height, data: new Uint8ClampedArray(pixels.buffer) };
}

/**
 * The border between foreground and background along pixel edges: closed rings `x0 y0 x1 y1 …` of corners in image pixels,
 * foreground on the right hand. Undefined when it has more than `limit` straight pieces.
 */
export function maskOutline(rle: Rle, limit = 60_000): number[][] | undefined {
  const edges: number[] = []; // directed: x0 y0 x1 y1
  let open = new Map<number, number>(); // level edges that may go on: the column where they began, by `y * 2 + kind`
  let before: number[] = []; // top, bottom, top, bottom … of the column before
  let current: number[] = [];
  let column = -1;

  const close = (x: number): void => {
    pushUpright(edges, x, before, current);
    const next = new Map<number, number>();
    for (const [at, y] of current.entries()) next.set(y * 2 + (at % 2), open.get(y * 2 + (at % 2)) ?? x);
    for (const [key, start] of open) {
      if (next.has(key)) continue;
      const y = Math.floor(key / 2);
      if (key % 2 === 0) edges.push(start, y, x, y);
      else edges.push(x, y, start, y);
    }
    open = next;
    before = current;
    current = [];
  };

  forEachSpan(rle, (x, top, bottom) => {
    if (edges.length > limit * 4) return;
    if (x !== column) {
      if (column >= 0) close(column);
      if (column >= 0 && x > column + 1) close(column + 1); // an empty column between
      column = x;
    }
    current.push(top, bottom);
  });
  if (column >= 0) {
    close(column);
    close(column + 1);
  }
  return edges.length > limit * 4 ? undefined : chain(edges, rle.height + 1);
}

/** Edges between two neighbouring columns, where exactly one of them is foreground: down its right side, up its left side. */
function pushUpright(edges: number[], x: number, left: readonly number[], right: readonly number[]): void {
  let i = 0;
  let j = 0;
  let inLeft = false;
  let inRight = false;
  let from = 0;
  while (i < left.length || j < right.length) {
    const a = left[i] ?? Infinity;
    const b = right[j] ?? Infinity;
    const y = Math.min(a, b);
    if (y > from && inLeft && !inRight) edges.push(x, from, x, y);
    if (y > from && inRight && !inLeft) edges.push(x, y, x, from);
    if (a === y) {
      inLeft = !inLeft;
      i += 1;
    }
    if (b === y) {
      inRight = !inRight;
      j += 1;
    }
    from = y;
  }
}

/** Joins directed edges end to start. As many edges end in a corner as begin there, so every walk comes back. */
function chain(edges: readonly number[], stride: number): number[][] {
  const starts = new Map<number, number[]>();
  const keyAt = (at: number): number => (edges[at] ?? 0) * stride + (edges[at + 1] ?? 0);
  for (let at = 0; at < edges.length; at += 4) {
    const here = starts.get(keyAt(at));
    if (here) here.push(at);
    else starts.set(keyAt(at), [at]);
  }
  const rings: number[][] = [];
  for (const [start, outgoing] of starts) {
    for (let at = outgoing.pop(); at !== undefined; at = outgoing.pop()) {
      const ring: number[] = [];
      for (let edge: number | undefined = at; edge !== undefined;) {
        ring.push(edges[edge] ?? 0, edges[edge + 1] ?? 0);
        const end: number = keyAt(edge + 2);
        edge = end === start ? undefined : starts.get(end)?.pop();
      }
      rings.push(ring);
    }
  }
  return rings;
}
