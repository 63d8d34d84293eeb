import { darker, ellipse, fill, ghost, lighter, line, limb, place, rect, rounded, smooth, type Part, type Point } from '../shape.ts';
import type { Thing } from '../scene.ts';

const glint = (x: number, y: number, w: number, h: number): Part => ghost(rounded(x, y, w, h, w / 2), 'rgba(255,255,255,.3)');

/** Each stands on y, centred on x, `h` high. */
export function bottle(x: number, y: number, h: number, glass: string, label: string): Thing {
  const w = h * 0.3;
  const shape: Point[] = [
    [x - w * 0.2, y - h * 0.96],
    [x + w * 0.2, y - h * 0.96],
    [x + w * 0.2, y - h * 0.74],
    [x + w * 0.5, y - h * 0.56],
    [x + w * 0.5, y - h * 0.02],
    [x + w * 0.44, y],
    [x - w * 0.44, y],
    [x - w * 0.5, y - h * 0.02],
    [x - w * 0.5, y - h * 0.56],
    [x - w * 0.2, y - h * 0.74],
  ];
  return {
    label: 'bottle',
    parts: [
      fill(shape, glass),
      fill(rounded(x - w * 0.24, y - h, w * 0.48, h * 0.09, 1.5), darker(label, 0.3)),
      fill(rect(x - w * 0.5, y - h * 0.46, w, h * 0.28), label),
      fill(rect(x - w * 0.5, y - h * 0.36, w, h * 0.06), lighter(label, 0.5)),
      glint(x - w * 0.36, y - h * 0.54, w * 0.13, h * 0.48),
    ],
  };
}

export function can(x: number, y: number, h: number, color: string): Thing {
  const w = h * 0.58;
  return {
    label: 'can',
    parts: [
      fill(rounded(x - w / 2, y - h, w, h, h * 0.08), color),
      fill(rounded(x - w * 0.44, y - h, w * 0.88, h * 0.08, 2), '#c9ced2'),
      fill(rounded(x - w * 0.44, y - h * 0.06, w * 0.88, h * 0.06, 2), '#a7adb3'),
      fill(ellipse(x, y - h * 0.5, w * 0.27), lighter(color, 0.72)),
      fill(rect(x - w * 0.5, y - h * 0.24, w, h * 0.06), lighter(color, 0.45)),
      glint(x - w * 0.4, y - h * 0.88, w * 0.1, h * 0.76),
    ],
  };
}

export function jar(x: number, y: number, h: number, filling: string, lid: string): Thing {
  const w = h * 0.72;
  return {
    label: 'jar',
    parts: [
      fill(rounded(x - w / 2, y - h * 0.84, w, h * 0.84, h * 0.12), filling),
      fill(rounded(x - w * 0.42, y - h, w * 0.84, h * 0.2, h * 0.05), lid),
      fill(rounded(x - w * 0.34, y - h * 0.58, w * 0.68, h * 0.34, h * 0.04), '#f3ecdc'),
      fill(rect(x - w * 0.22, y - h * 0.46, w * 0.44, h * 0.05), darker(filling, 0.2)),
      glint(x - w * 0.42, y - h * 0.74, w * 0.09, h * 0.6),
    ],
  };
}

export function carton(x: number, y: number, h: number, color: string, band: string): Thing {
  const w = h * 0.56;
  return {
    label: 'carton',
    parts: [
      fill(rect(x - w / 2, y - h * 0.84, w, h * 0.84), color),
      fill(
        [
          [x - w / 2, y - h * 0.84],
          [x - w * 0.34, y - h],
          [x + w * 0.34, y - h],
          [x + w / 2, y - h * 0.84],
        ],
        lighter(color, 0.2),
      ),
      fill(rect(x - w / 2, y - h * 0.5, w, h * 0.22), band),
      fill(ellipse(x, y - h * 0.64, w * 0.17), lighter(color, 0.6)),
      fill(rect(x + w * 0.36, y - h * 0.84, w * 0.14, h * 0.84), darker(color, 0.12)),
    ],
  };
}

/** What stands on shelves and gets no label. */
export function packet(x: number, y: number, w: number, h: number, color: string): Part[] {
  return [
    fill(rect(x - w / 2, y - h, w, h), color),
    fill(rect(x - w / 2, y - h * 0.74, w, h * 0.22), lighter(color, 0.55)),
    fill(rect(x + w * 0.38, y - h, w * 0.12, h), darker(color, 0.12)),
  ];
}

export type FruitName = 'apple' | 'orange' | 'banana' | 'pear' | 'lemon' | '火龙果' | '西瓜';

/** A fruit about `size` across, its middle at x, y. */
export function fruit(name: FruitName, x: number, y: number, size: number, turn: number, flip = false): Thing {
  const parts = FRUITS[name].map((p) => ({
    ...p,
    points: place(p.points, x, y, size, flip, turn),
    ...(p.width === undefined ? {} : { width: p.width * size }),
  }));
  return { label: name, parts };
}

const stem: Part = line(
  [
    [0, -0.4],
    [0.04, -0.55],
  ],
  '#5d4531',
  0.05,
);
const leaf = (dx: number, dy: number, color = '#6d9150'): Part =>
  fill(
    smooth(
      [
        [dx, dy],
        [dx + 0.1, dy - 0.1],
        [dx + 0.26, dy - 0.08],
        [dx + 0.14, dy + 0.02],
      ],
      5,
    ),
    color,
  );
const shine = (x: number, y: number, rx: number, ry: number, turn = -0.6): Part =>
  ghost(ellipse(x, y, rx, ry, turn), 'rgba(255,255,255,.28)');
const appleShape = smooth(
  [
    [0, -0.4],
    [0.22, -0.48],
    [0.46, -0.3],
    [0.48, 0.02],
    [0.34, 0.36],
    [0.14, 0.47],
    [0, 0.43],
    [-0.14, 0.47],
    [-0.34, 0.36],
    [-0.48, 0.02],
    [-0.46, -0.3],
    [-0.22, -0.48],
  ],
  5,
);
const pearShape = smooth(
  [
    [0, -0.62],
    [0.16, -0.52],
    [0.22, -0.22],
    [0.42, 0.1],
    [0.4, 0.38],
    [0.2, 0.52],
    [-0.2, 0.52],
    [-0.4, 0.38],
    [-0.42, 0.1],
    [-0.22, -0.22],
    [-0.16, -0.52],
  ],
  5,
);
const bananaShape = smooth(
  [
    [-0.66, -0.3],
    [-0.6, -0.36],
    [-0.5, -0.16],
    [-0.2, 0.06],
    [0.2, 0.08],
    [0.52, -0.12],
    [0.62, -0.34],
    [0.72, -0.3],
    [0.66, 0.02],
    [0.36, 0.32],
    [-0.06, 0.38],
    [-0.44, 0.22],
    [-0.62, -0.04],
  ],
  5,
);
const lemonShape = smooth(
  [
    [-0.58, 0],
    [-0.44, -0.12],
    [-0.3, -0.3],
    [0, -0.38],
    [0.3, -0.3],
    [0.44, -0.12],
    [0.58, 0],
    [0.44, 0.12],
    [0.3, 0.3],
    [0, 0.38],
    [-0.3, 0.3],
    [-0.44, 0.12],
  ],
  5,
);
const scale = (dx: number, dy: number, turn: number): Part =>
  fill(
    place(
      [
        [-0.09, 0.05],
        [0, -0.22],
        [0.09, 0.05],
      ],
      dx,
      dy,
      1,
      false,
      turn,
    ),
    '#9fb35a',
  );

const FRUITS: Readonly<Record<FruitName, readonly Part[]>> = {
  apple: [
    fill(appleShape, '#b93a34'),
    ghost(
      smooth(
        [
          [0.14, 0.45],
          [0.36, 0.32],
          [0.47, 0],
          [0.4, -0.3],
          [0.3, 0.12],
        ],
        5,
      ),
      'rgba(90,16,20,.35)',
    ),
    shine(-0.22, -0.18, 0.16, 0.1),
    stem,
    leaf(0.03, -0.48),
  ],
  orange: [
    fill(ellipse(0, 0, 0.47), '#e0862c'),
    ghost(
      smooth(
        [
          [0.1, 0.45],
          [0.36, 0.28],
          [0.46, -0.04],
          [0.3, 0.18],
        ],
        5,
      ),
      'rgba(140,60,10,.3)',
    ),
    shine(-0.18, -0.2, 0.14, 0.1),
    ...[
      [0.1, -0.1],
      [0.02, 0.14],
      [-0.2, 0.1],
      [0.2, 0.06],
      [-0.06, -0.3],
    ].map(([px, py]) => ghost(ellipse(px ?? 0, py ?? 0, 0.018), 'rgba(150,70,10,.4)')),
    fill(ellipse(0.02, -0.42, 0.05, 0.035), '#5b7a3c'),
  ],
  banana: [
    fill(bananaShape, '#e6be3c'),
    ghost(
      smooth(
        [
          [-0.5, -0.02],
          [-0.1, 0.2],
          [0.3, 0.16],
          [0.62, -0.14],
          [0.34, 0.1],
          [-0.1, 0.14],
        ],
        5,
      ),
      'rgba(150,105,20,.45)',
    ),
    fill(ellipse(0.675, -0.32, 0.055, 0.04, -0.5), '#5f4a2a'),
    fill(ellipse(-0.635, -0.33, 0.04, 0.045), '#6d6a34'),
  ],
  pear: [
    fill(pearShape, '#a8b545'),
    ghost(
      smooth(
        [
          [0.1, 0.5],
          [0.34, 0.36],
          [0.38, 0.1],
          [0.24, -0.1],
          [0.24, 0.2],
        ],
        5,
      ),
      'rgba(80,90,20,.35)',
    ),
    shine(-0.2, 0.08, 0.08, 0.17, 0.3),
    line(
      [
        [0, -0.58],
        [0.05, -0.76],
      ],
      '#5d4531',
      0.05,
    ),
    leaf(0.04, -0.66),
  ],
  lemon: [
    fill(lemonShape, '#ecd04a'),
    ghost(
      smooth(
        [
          [-0.2, 0.33],
          [0.1, 0.36],
          [0.4, 0.12],
          [0.1, 0.24],
        ],
        5,
      ),
      'rgba(160,130,20,.4)',
    ),
    shine(-0.12, -0.16, 0.17, 0.07, -0.2),
    ...[
      [0.14, -0.08],
      [0.04, 0.1],
      [-0.24, 0.06],
      [0.28, 0.02],
    ].map(([px, py]) => ghost(ellipse(px ?? 0, py ?? 0, 0.018), 'rgba(150,120,20,.4)')),
  ],
  火龙果: [
    scale(0.3, -0.36, 0.5),
    scale(-0.3, -0.36, -0.5),
    scale(0, -0.5, 0),
    fill(ellipse(0, 0, 0.44, 0.5), '#c23a72'),
    ghost(
      smooth(
        [
          [0.1, 0.47],
          [0.34, 0.28],
          [0.42, -0.04],
          [0.24, 0.2],
        ],
        5,
      ),
      'rgba(90,10,50,.35)',
    ),
    scale(0.16, -0.12, 0.25),
    scale(-0.2, -0.06, -0.3),
    scale(0.02, 0.2, 0.05),
    scale(0.32, 0.14, 0.6),
    scale(-0.32, 0.2, -0.6),
    shine(-0.2, -0.26, 0.1, 0.07),
  ],
  西瓜: [
    fill(ellipse(0, 0, 0.5, 0.47), '#4c7f4a'),
    ...[-0.36, -0.19, 0, 0.19, 0.36].map((dx) =>
      line(
        [
          [dx * 0.5, -0.42 + Math.abs(dx) * 0.14],
          [dx * 1.06 + 0.02, -0.14],
          [dx * 1.16 - 0.02, 0.12],
          [dx * 0.6, 0.4 - Math.abs(dx) * 0.12],
        ],
        '#2f5a38',
        0.045,
      ),
    ),
    shine(-0.22, -0.2, 0.11, 0.07),
    line(
      [
        [0, -0.46],
        [0.07, -0.56],
        [0.16, -0.54],
      ],
      '#5d6b35',
      0.035,
    ),
  ],
};

/** A bowl seen from the side; paint `back`, then what lies in it, then `front`. */
export function bowl(x: number, y: number, w: number, color: string): { readonly back: Part[]; readonly front: Part[] } {
  const h = w * 0.36;
  const side: Point[] = [
    ...ellipse(x, y - h, w / 2, w * 0.055, 0, 0, Math.PI).reverse(),
    ...smooth(
      [
        [x + w / 2, y - h],
        [x + w * 0.42, y - h * 0.45],
        [x + w * 0.17, y],
        [x - w * 0.17, y],
        [x - w * 0.42, y - h * 0.45],
        [x - w / 2, y - h],
      ],
      6,
    ).slice(0, 30),
  ];
  return {
    back: [
      ghost(ellipse(x + w * 0.05, y, w * 0.48, w * 0.05), 'rgba(30,20,12,.22)'),
      fill(ellipse(x, y - h, w / 2, w * 0.055), darker(color, 0.35)),
    ],
    front: [
      fill(side, color),
      ghost(limb([x - w * 0.38, y - h * 0.66], [x - w * 0.26, y - h * 0.28], w * 0.016), 'rgba(255,255,255,.25)'),
      fill(rect(x - w * 0.17, y - 2, w * 0.34, 5), darker(color, 0.2)),
    ],
  };
}
