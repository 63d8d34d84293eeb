import { area, darker, ellipse, fill, ghost, lighter, line, limb, place, rect, rounded, smooth, type Part, type Point } from '../shape.ts';
import type { Thing } from '../scene.ts';

/** Draws on a canvas one unit high, standing on y = 0, looking right. */
function standing(label: string, parts: readonly Part[], x: number, y: number, size: number, flip: boolean): Thing {
  return {
    label,
    parts: parts.map((part) => ({
      ...part,
      points: place(part.points, x, y, size, flip),
      ...(part.width === undefined ? {} : { width: part.width * size }),
    })),
  };
}

function wheel(x: number, r: number): Part[] {
  return [fill(ellipse(x, -r, r), '#23262b'), fill(ellipse(x, -r, r * 0.56), '#b9bec4'), fill(ellipse(x, -r, r * 0.2), '#6d737b')];
}

/** A car about 2.9 times as long as it is high. */
export function car(x: number, y: number, height: number, color: string, flip: boolean, night = false): Thing {
  const glass = night ? '#38414d' : '#a9c4d2';
  const body = smooth(
    [
      [-1.42, -0.2],
      [-1.43, -0.5],
      [-1.34, -0.6],
      [-0.86, -0.66],
      [-0.5, -0.97],
      [-0.2, -1],
      [0.28, -0.99],
      [0.62, -0.66],
      [1.2, -0.56],
      [1.42, -0.44],
      [1.44, -0.22],
      [1.3, -0.16],
      [-1.3, -0.16],
    ],
    5,
  );
  const rear: Point[] = [
    [-0.7, -0.64],
    [-0.46, -0.88],
    [-0.1, -0.91],
    [-0.1, -0.64],
  ];
  const front: Point[] = [
    [0, -0.64],
    [0, -0.91],
    [0.22, -0.9],
    [0.47, -0.64],
  ];
  return standing(
    'car',
    [
      ghost(ellipse(0, 0, 1.5, 0.09), 'rgba(20,24,30,.28)'),
      fill(body, color),
      fill(rect(-1.4, -0.3, 2.82, 0.09), darker(color, 0.22)),
      fill(rear, glass),
      fill(front, glass),
      line(
        [
          [-0.05, -0.92],
          [-0.05, -0.24],
        ],
        darker(color, 0.3),
        0.025,
      ),
      line(
        [
          [-0.24, -0.54],
          [-0.14, -0.54],
        ],
        lighter(color, 0.5),
        0.03,
      ),
      fill(ellipse(1.35, -0.42, 0.075, 0.055), night ? '#fff3c4' : '#f2efe0'),
      fill(ellipse(-1.38, -0.47, 0.04, 0.07), '#c33b32'),
      ...wheel(-0.84, 0.25),
      ...wheel(0.86, 0.25),
    ],
    x,
    y,
    height,
    flip,
  );
}

/** A bus about 2.6 times as long as it is high. */
export function bus(x: number, y: number, height: number, color: string, flip: boolean, night = false): Thing {
  const glass = night ? '#f1dfa2' : '#b5cbd6';
  const windows = [-1.2, -0.86, -0.52, -0.18, 0.16, 0.5].map((wx) => fill(rounded(wx, -0.86, 0.29, 0.3, 0.04), glass));
  return standing(
    'bus',
    [
      ghost(ellipse(0, 0, 1.36, 0.07), 'rgba(20,24,30,.28)'),
      fill(rounded(-1.3, -1, 2.6, 0.88, 0.1), color),
      fill(rect(-1.3, -0.4, 2.6, 0.08), '#f1ede2'),
      fill(rounded(-1.1, -1.04, 0.7, 0.07, 0.03), darker(color, 0.25)),
      ...windows,
      fill(rounded(0.86, -0.86, 0.2, 0.7, 0.03), darker(glass, 0.12)),
      fill(rounded(1.1, -0.88, 0.18, 0.42, 0.05), glass),
      line(
        [
          [0.96, -0.85],
          [0.96, -0.18],
        ],
        darker(color, 0.3),
        0.015,
      ),
      fill(ellipse(1.25, -0.26, 0.04, 0.04), '#fff3d0'),
      ...wheel(-0.8, 0.15),
      ...wheel(0.62, 0.15),
    ],
    x,
    y,
    height,
    flip,
  );
}

/** A bicycle about 1.75 times as long as it is high. */
export function bicycle(x: number, y: number, height: number, color: string, flip: boolean): Thing {
  const back: Point = [-0.55, -0.33];
  const front: Point = [0.55, -0.33];
  const crank: Point = [-0.08, -0.3];
  const seat: Point = [-0.24, -0.78];
  const head: Point = [0.36, -0.8];
  const spokes = [back, front].flatMap(([cx, cy]) =>
    [0, 1, 2, 3].map((k) => {
      const a = (k * Math.PI) / 4 + 0.3;
      return line(
        [
          [cx - Math.cos(a) * 0.3, cy - Math.sin(a) * 0.3],
          [cx + Math.cos(a) * 0.3, cy + Math.sin(a) * 0.3],
        ],
        'rgba(150,156,164,.8)',
        0.012,
      );
    }),
  );
  return standing(
    'bicycle',
    [
      ghost(ellipse(0, 0, 0.85, 0.04), 'rgba(20,24,30,.2)'),
      area(ellipse(back[0], back[1], 0.33)),
      area(ellipse(front[0], front[1], 0.33)),
      area([back, crank, front, head, seat]),
      ...spokes,
      line(ellipse(back[0], back[1], 0.31), '#24272c', 0.045, true),
      line(ellipse(front[0], front[1], 0.31), '#24272c', 0.045, true),
      line([back, crank, head, seat, crank], color, 0.05),
      line([seat, back], color, 0.045),
      line([[0.33, -0.92], head, front], color, 0.05),
      line([seat, [-0.27, -0.9]], '#3a3e45', 0.035),
      fill(limb([-0.38, -0.93], [-0.18, -0.92], 0.04, 0.03), '#3b2d26'),
      line(
        [
          [0.24, -0.98],
          [0.33, -0.92],
          [0.42, -0.98],
        ],
        '#3a3e45',
        0.04,
      ),
      fill(ellipse(crank[0], crank[1], 0.075), '#4a4e55'),
      line([crank, [0.03, -0.18]], '#4a4e55', 0.035),
    ],
    x,
    y,
    height,
    flip,
  );
}
