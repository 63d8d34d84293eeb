/** A box in pixels from the top left: `[x, y, width, height]`. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/**
 * The sides of a box that lie outside of an image of this size (1 × 1 for fractions of it), by name. Less than a hundred thousandth of
 * the image is rounding.
 */
export function sidesOutside([x, y, width, height]: Box, imageWidth: number, imageHeight: number): Record<string, number> {
  const slackX = imageWidth * 1e-5;
  const slackY = imageHeight * 1e-5;
  return {
    ...(x < -slackX ? { left: x } : {}),
    ...(y < -slackY ? { top: y } : {}),
    ...(x + width > imageWidth + slackX ? { right: x + width } : {}),
    ...(y + height > imageHeight + slackY ? { bottom: y + height } : {}),
  };
}

/** Intersection over union, 0 to 1. */
export function boxIou([ax, ay, aw, ah]: Box, [bx, by, bw, bh]: Box): number {
  const width = Math.min(ax + aw, bx + bw) - Math.max(ax, bx);
  const height = Math.min(ay + ah, by + bh) - Math.max(ay, by);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (aw * ah + bw * bh - common);
}

/** Side of the square with the box's area, in pixels: what COCO's small (< 32), medium (< 96), large go by. */
export function boxSide(width: number, height: number): number {
  return Math.sqrt(Math.max(0, width) * Math.max(0, height));
}

/**
 * The four corners of a box turned by `angle` radians clockwise about its centre, as `x0 y0 x1 y1 …` from the
 * (unturned) top left, clockwise.
 */
export function boxCorners([x, y, width, height]: Box, angle: number): number[] {
  const cx = x + width / 2;
  const cy = y + height / 2;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const corners: number[] = [];
  for (const [dx, dy] of [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const) {
    const px = (dx * width) / 2;
    const py = (dy * height) / 2;
    corners.push(cx + px * cos - py * sin, cy + px * sin + py * cos);
  }
  return corners;
}
