/** Everything is drawn with filled polygons and stroked lines, so that pictures and labels come from the same numbers. */
export type Point = readonly [number, number];

export interface Part {
  readonly points: readonly Point[];
  /** CSS colour; absent: nothing is painted, but the area belongs to the thing's mask. */
  readonly fill?: string;
  readonly stroke?: string;
  /** Width of the stroke in pixels. */
  readonly width?: number;
  readonly closed?: boolean;
  /** True: painted, but no part of the mask and hides nothing (shadows, glints beyond the outline). */
  readonly ghost?: boolean;
}

export const fill = (points: readonly Point[], color: string): Part => ({ points, fill: color });
export const ghost = (points: readonly Point[], color: string): Part => ({ points, fill: color, ghost: true });
export const area = (points: readonly Point[]): Part => ({ points });
export const line = (points: readonly Point[], color: string, width: number, closed = false): Part => ({
  points,
  stroke: color,
  width,
  closed,
});

export const rect = (x: number, y: number, w: number, h: number): Point[] => [
  [x, y],
  [x + w, y],
  [x + w, y + h],
  [x, y + h],
];

export function ellipse(cx: number, cy: number, rx: number, ry = rx, turn = 0, from = 0, to = Math.PI * 2): Point[] {
  // Parts are often drawn one unit high and enlarged afterwards: few points would then show as corners.
  const around = Math.max(rx, ry) < 2 ? 36 : Math.max(16, Math.sqrt(Math.max(rx, ry)) * 7);
  const steps = Math.max(4, Math.ceil((around * (to - from)) / (Math.PI * 2)));
  const full = to - from >= Math.PI * 2 - 1e-9;
  const out: Point[] = [];
  for (let i = 0; i < steps + (full ? 0 : 1); i++) {
    const a = from + ((to - from) * i) / steps;
    const x = Math.cos(a) * rx;
    const y = Math.sin(a) * ry;
    out.push([cx + x * Math.cos(turn) - y * Math.sin(turn), cy + x * Math.sin(turn) + y * Math.cos(turn)]);
  }
  return out;
}

export function rounded(x: number, y: number, w: number, h: number, r: number): Point[] {
  const c = Math.min(r, w / 2, h / 2);
  const q = Math.PI / 2;
  return [
    ...ellipse(x + w - c, y + c, c, c, 0, -q, 0),
    ...ellipse(x + w - c, y + h - c, c, c, 0, 0, q),
    ...ellipse(x + c, y + h - c, c, c, 0, q, 2 * q),
    ...ellipse(x + c, y + c, c, c, 0, 2 * q, 3 * q),
  ];
}

/** A limb: two discs and what lies between them. */
export function limb(a: Point, b: Point, ra: number, rb = ra): Point[] {
  const turn = Math.atan2(b[1] - a[1], b[0] - a[0]);
  const q = Math.PI / 2;
  return [...ellipse(b[0], b[1], rb, rb, 0, turn - q, turn + q), ...ellipse(a[0], a[1], ra, ra, 0, turn + q, turn + 3 * q)];
}

/** A smooth closed curve through the points (Catmull-Rom). */
export function smooth(points: readonly Point[], steps = 6): Point[] {
  const out: Point[] = [];
  const n = points.length;
  for (let i = 0; i < n; i++) {
    const p0 = points[(i + n - 1) % n] as Point;
    const p1 = points[i] as Point;
    const p2 = points[(i + 1) % n] as Point;
    const p3 = points[(i + 2) % n] as Point;
    for (let s = 0; s < steps; s++) {
      const t = s / steps;
      const at = (k: 0 | 1): number =>
        0.5 *
        (2 * p1[k] +
          (p2[k] - p0[k]) * t +
          (2 * p0[k] - 5 * p1[k] + 4 * p2[k] - p3[k]) * t * t +
          (3 * p1[k] - p0[k] - 3 * p2[k] + p3[k]) * t * t * t);
      out.push([at(0), at(1)]);
    }
  }
  return out;
}

/** Places points drawn around the origin: scale, mirror, turn, then move. */
export function place(points: readonly Point[], x: number, y: number, scale: number, flip = false, turn = 0): Point[] {
  const c = Math.cos(turn);
  const s = Math.sin(turn);
  return points.map(([px, py]) => {
    const sx = px * scale * (flip ? -1 : 1);
    const sy = py * scale;
    return [x + sx * c - sy * s, y + sx * s + sy * c];
  });
}

/** Mixes two #rrggbb colours; `t` 0: the first, 1: the second. */
export function mix(a: string, b: string, t: number): string {
  const channel = (hex: string, i: number): number => Number.parseInt(hex.slice(1 + i * 2, 3 + i * 2), 16);
  return `#${[0, 1, 2]
    .map((i) =>
      Math.round(channel(a, i) * (1 - t) + channel(b, i) * t)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
export const darker = (color: string, t = 0.2): string => mix(color, '#16181d', t);
export const lighter = (color: string, t = 0.25): string => mix(color, '#ffffff', t);
