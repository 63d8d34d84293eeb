import type { Random } from '../random.ts';
import { darker, ellipse, fill, ghost, lighter, limb, line, mix, place, rect, rounded, smooth, type Part, type Point } from '../shape.ts';
import type { Thing } from '../scene.ts';

/** A dog about 1.35 times as long as it is high, looking right. */
export function dog(x: number, y: number, height: number, color: string, flip: boolean, stride = 0.3): Thing {
  const legs = (at: number, swing: number, shade: string): Part[] => [
    fill(limb([at, -0.45], [at + swing * 0.12, -0.05], 0.085, 0.05), shade),
    fill(limb([at + swing * 0.12, -0.045], [at + swing * 0.12 + 0.06, -0.04], 0.045), shade),
  ];
  const dark = darker(color, 0.22);
  const body = smooth([
    [-0.5, -0.66],
    [-0.1, -0.7],
    [0.32, -0.74],
    [0.44, -0.6],
    [0.36, -0.38],
    [0.05, -0.36],
    [-0.3, -0.42],
    [-0.54, -0.46],
  ]);
  const parts: Part[] = [
    ghost(ellipse(0, 0, 0.6, 0.05), 'rgba(20,24,30,.22)'),
    ...legs(-0.38, -stride, dark),
    ...legs(0.26, stride, dark),
    fill(limb([-0.5, -0.6], [-0.72, -0.86], 0.06, 0.03), color),
    fill(body, color),
    ...legs(-0.4, stride, color),
    ...legs(0.3, -stride, color),
    fill(limb([0.32, -0.66], [0.5, -0.86], 0.15, 0.12), color),
    fill(ellipse(0.53, -0.88, 0.15, 0.13), color),
    fill(limb([0.6, -0.85], [0.72, -0.82], 0.075, 0.055), lighter(color, 0.2)),
    fill(ellipse(0.77, -0.84, 0.03), '#1f1c1b'),
    fill(ellipse(0.59, -0.92, 0.02), '#1f1c1b'),
    fill(
      smooth(
        [
          [0.46, -0.98],
          [0.54, -0.94],
          [0.5, -0.76],
          [0.4, -0.78],
        ],
        4,
      ),
      dark,
    ),
    line(
      [
        [0.36, -0.76],
        [0.46, -0.7],
      ],
      '#b8453a',
      0.05,
    ),
  ];
  return {
    label: 'dog',
    parts: parts.map((p) => ({
      ...p,
      points: place(p.points, x, y, height, flip),
      ...(p.width === undefined ? {} : { width: p.width * height }),
    })),
  };
}

export function bench(x: number, y: number, w: number): Thing {
  const h = w * 0.42;
  const wood = '#9a6b43';
  const slats = [0, 0.16, 0.32].map((t) => fill(rounded(x - w / 2, y - h + t * h, w, h * 0.12, 2), t === 0.16 ? darker(wood, 0.08) : wood));
  const leg = (lx: number): Part[] => [fill(rect(lx - w * 0.02, y - h * 0.95, w * 0.04, h * 0.95), '#43474d')];
  return {
    label: 'bench',
    parts: [
      ghost(ellipse(x, y, w * 0.55, w * 0.03), 'rgba(20,24,30,.2)'),
      ...leg(x - w * 0.38),
      ...leg(x + w * 0.38),
      ...slats,
      fill(rounded(x - w * 0.52, y - h * 0.46, w * 1.04, h * 0.13, 3), lighter(wood, 0.1)),
    ],
  };
}

export function trafficLight(x: number, y: number, h: number, on: 0 | 1 | 2): Thing {
  const w = h * 0.1;
  const lamps = ['#d8483e', '#e5b43c', '#57b368'].map((color, i) =>
    fill(ellipse(x, y - h + h * (0.06 + i * 0.085), w * 0.34), i === on ? color : mix(color, '#22262b', 0.78)),
  );
  return { label: 'traffic light', parts: [fill(rounded(x - w / 2, y - h, w, h * 0.29, w * 0.25), '#2a2e34'), ...lamps] };
}
export const pole = (x: number, y: number, h: number, w: number): Part => fill(rect(x - w / 2, y - h, w, h), '#4a4f56');

export function umbrella(x: number, y: number, size: number, color: string): Thing {
  const dome: Point[] = [...ellipse(0, 0, 0.5, 0.46, 0, Math.PI, Math.PI * 2), [0.5, 0]];
  const ribs: Point[] = [];
  for (let i = 0; i <= 4; i++) ribs.push([0.5 - i * 0.25, 0.0], ...(i < 4 ? [[0.375 - i * 0.25, -0.06] as Point] : []));
  const half: Point[] = [...ellipse(0, 0, 0.18, 0.46, 0, Math.PI, Math.PI * 2)];
  const parts: Part[] = [
    line(
      [
        [0, 0.5],
        [0, -0.48],
      ],
      '#44372f',
      0.03,
    ),
    fill([...dome, ...ribs], color),
    fill(half, lighter(color, 0.14)),
  ];
  return {
    label: 'umbrella',
    parts: parts.map((p) => ({ ...p, points: place(p.points, x, y, size), ...(p.width === undefined ? {} : { width: p.width * size }) })),
  };
}

export function tree(x: number, y: number, h: number, r: Random, leaf = '#55794e'): Part[] {
  const w = h * 0.3;
  const crown = [
    [0, -0.62, 1],
    [-0.55, -0.52, 0.72],
    [0.55, -0.5, 0.74],
    [-0.2, -0.82, 0.72],
    [0.28, -0.78, 0.68],
  ] as const;
  return [
    ghost(ellipse(x, y, w * 0.7, h * 0.02), 'rgba(20,24,30,.2)'),
    fill(
      [
        [x - h * 0.03, y],
        [x - h * 0.02, y - h * 0.5],
        [x + h * 0.02, y - h * 0.5],
        [x + h * 0.03, y],
      ],
      '#6b4f3a',
    ),
    ...crown.map(([dx, dy, s], i) =>
      fill(
        ellipse(x + dx * w, y + dy * h, w * 0.72 * s * r.between(0.92, 1.08), h * 0.2 * s),
        i % 2 ? lighter(leaf, 0.08) : i === 2 ? darker(leaf, 0.12) : leaf,
      ),
    ),
    fill(ellipse(x - w * 0.25, y - h * 0.72, w * 0.3, h * 0.07), lighter(leaf, 0.15)),
  ];
}

export interface Light {
  readonly night: boolean;
  readonly sky: string;
  /** What distance fades into. */
  readonly haze: string;
}

const WALLS = ['#b5745a', '#a8654f', '#c08a66', '#8f7d6c', '#b9a48a', '#9c5f4c', '#7f8a8c', '#c79c78'];
const AWNINGS = ['#a63d40', '#3d6b5a', '#c28a2e', '#3f5a80', '#7a4a68'];

/** One house front from x, standing on y. */
export function house(x: number, y: number, w: number, h: number, r: Random, light: Light): Part[] {
  const wall = light.night ? mix(r.pick(WALLS), '#1c2233', 0.66) : r.pick(WALLS);
  const parts: Part[] = [
    fill(rect(x, y - h, w, h), wall),
    fill(rect(x - 2, y - h, w + 4, 7), darker(wall, 0.22)),
    fill(rect(x, y - h + 7, w, 3), darker(wall, 0.1)),
  ];
  const shop = Math.min(74, h * 0.3);
  const columns = Math.max(2, Math.round(w / 38));
  const rows = Math.max(1, Math.floor((h - shop - 16) / 44));
  const cell = (w - 14) / columns;
  const step = (h - shop - 16) / rows;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const wx = x + 7 + column * cell + cell * 0.22;
      const wy = y - h + 16 + row * step + step * 0.12;
      const lit = r.chance(light.night ? 0.42 : 0.08);
      const glass = light.night ? (lit ? '#e9c46a' : '#2a3242') : lit ? '#d9e4e6' : '#5c6b77';
      parts.push(
        fill(rect(wx - 2, wy - 2, cell * 0.56 + 4, step * 0.62 + 4), lighter(wall, light.night ? 0.06 : 0.22)),
        fill(rect(wx, wy, cell * 0.56, step * 0.62), glass),
        fill(rect(wx + cell * 0.28 - 1, wy, 2, step * 0.62), lighter(wall, light.night ? 0.06 : 0.22)),
        fill(rect(wx - 4, wy + step * 0.62 + 2, cell * 0.56 + 8, 3), darker(wall, 0.18)),
      );
    }
  }
  return [...parts, ...shopFront(x, y, w, shop, wall, r, light)];
}

function shopFront(x: number, y: number, w: number, h: number, wall: string, r: Random, light: Light): Part[] {
  const awning = light.night ? mix(r.pick(AWNINGS), '#1c2233', 0.5) : r.pick(AWNINGS);
  const glass = light.night ? (r.chance(0.6) ? '#f0d58c' : '#38414f') : '#7f939d';
  const door = x + w * r.pick([0.08, 0.74]);
  const bands = Math.max(4, Math.round(w / 16));
  const striped = r.chance(0.5);
  const parts: Part[] = [
    fill(rect(x, y - h, w, h), darker(wall, 0.25)),
    fill(rect(x + 8, y - h + 22, w - 16, h - 32), glass),
    fill(rect(door, y - h + 22, w * 0.18, h - 22), darker(awning, 0.35)),
  ];
  for (let i = 0; i < bands; i++) {
    const at = x + 4 + ((w - 8) * i) / bands;
    const next = (w - 8) / bands;
    parts.push(
      fill(
        [
          [at, y - h + 6],
          [at + next + 0.5, y - h + 6],
          [at + next + 0.5, y - h + 24],
          [at, y - h + 24],
        ],
        striped && i % 2 ? (light.night ? '#8d8a86' : '#f0e9dc') : awning,
      ),
    );
  }
  return parts;
}

export function skyline(width: number, y: number, r: Random, color: string): Part[] {
  const parts: Part[] = [];
  for (let x = -20; x < width;) {
    const w = r.between(30, 90);
    parts.push(fill(rect(x, y - r.between(60, 190), w, 400), r.chance(0.5) ? color : lighter(color, 0.08)));
    x += w;
  }
  return parts;
}

export function cloud(x: number, y: number, s: number, color: string): Part[] {
  return [
    fill(limb([x - s, y], [x + s, y], s * 0.28, s * 0.24), color),
    fill(ellipse(x - s * 0.2, y - s * 0.25, s * 0.45, s * 0.34), color),
    fill(ellipse(x + s * 0.4, y - s * 0.15, s * 0.36, s * 0.26), color),
  ];
}
