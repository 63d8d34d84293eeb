import type { Box } from '../model/box.ts';

/** How image pixels lie on the screen: `screen = image * scale + (x, y)`, in CSS pixels. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const MIN_SCALE = 0.01;
export const MAX_SCALE = 64;
/** At this scale and above, pixels are drawn as squares. */
export const PIXELATED_FROM = 4;
/** So many CSS pixels of the image stay in sight, wherever it is dragged. */
const KEEP_IN_SIGHT = 64;
/** Share of the host that an object fills after zoom-to-object. */
const OBJECT_SHARE = 0.6;

export function toScreen(view: View, x: number, y: number): Point {
  return { x: x * view.scale + view.x, y: y * view.scale + view.y };
}

export function toImage(view: View, x: number, y: number): Point {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale };
}

/** The whole image, centred, `padding` CSS pixels away from the edges. Small images are enlarged. */
export function fitView(image: Size, host: Size, padding = 8): View {
  if (!(image.width > 0 && image.height > 0)) return { scale: 1, x: 0, y: 0 };
  const width = Math.max(1, host.width - 2 * padding);
  const height = Math.max(1, host.height - 2 * padding);
  return centred(image, host, Math.min(MAX_SCALE, width / image.width, height / image.height));
}

/** Fills the host, centred, cut where the shapes differ, as `object-fit: cover` does: for tiles. */
export function coverView(image: Size, host: Size): View {
  if (!(image.width > 0 && image.height > 0)) return { scale: 1, x: 0, y: 0 };
  return centred(image, host, Math.max(host.width / image.width, host.height / image.height));
}

/** One image pixel on one CSS pixel; the image point in the middle of the host stays there. */
export function actualSizeView(view: View, image: Size, host: Size): View {
  return zoomAtPoint(view, { x: host.width / 2, y: host.height / 2 }, 1 / view.scale, image, host);
}

/** Zooms by `factor` so that the image point under `at` (CSS pixels) stays under it. */
export function zoomAtPoint(view: View, at: Point, factor: number, image: Size, host: Size): View {
  const least = Math.min(MIN_SCALE, fitView(image, host).scale);
  const scale = Math.min(MAX_SCALE, Math.max(least, view.scale * factor));
  const fixed = toImage(view, at.x, at.y);
  return clampView({ scale, x: at.x - fixed.x * scale, y: at.y - fixed.y * scale }, image, host);
}

/** Centres a box (image pixels) and makes it fill a good part of the host. A point is a box of no size. */
export function boxView([x, y, width, height]: Box, image: Size, host: Size): View {
  const scale = Math.min(MAX_SCALE, (host.width * OBJECT_SHARE) / Math.max(1, width), (host.height * OBJECT_SHARE) / Math.max(1, height));
  return clampView({ scale, x: host.width / 2 - (x + width / 2) * scale, y: host.height / 2 - (y + height / 2) * scale }, image, host);
}

/** Keeps a part of the image in sight. */
export function clampView(view: View, image: Size, host: Size): View {
  return {
    scale: view.scale,
    x: clampAxis(view.x, image.width * view.scale, host.width),
    y: clampAxis(view.y, image.height * view.scale, host.height),
  };
}

/** After the host changed its size: the image point in its middle stays in its middle. */
export function resizedView(view: View, image: Size, before: Size, after: Size): View {
  const x = view.x + (after.width - before.width) / 2;
  const y = view.y + (after.height - before.height) / 2;
  return clampView({ scale: view.scale, x, y }, image, after);
}

/** What one wheel event zooms by. A pinch on a trackpad comes as a wheel event with the Ctrl key and small deltas. */
export function wheelFactor(event: { readonly deltaY: number; readonly deltaMode: number; readonly ctrlKey: boolean }): number {
  const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1);
  const exponent = -pixels * (event.ctrlKey && Math.abs(pixels) < 50 ? 0.01 : 0.0018);
  return Math.exp(Math.min(0.7, Math.max(-0.7, exponent)));
}

function centred(image: Size, host: Size, scale: number): View {
  return { scale, x: (host.width - image.width * scale) / 2, y: (host.height - image.height * scale) / 2 };
}

function clampAxis(offset: number, length: number, available: number): number {
  const keep = Math.min(KEEP_IN_SIGHT, length, available);
  return Math.min(available - keep, Math.max(keep - length, offset));
}

/** Inner size of an element, CSS pixels. Never zero: a canvas without a size cannot be drawn on. */
export function hostSize(host: { readonly clientWidth: number; readonly clientHeight: number }): Size {
  return { width: Math.max(1, host.clientWidth), height: Math.max(1, host.clientHeight) };
}
