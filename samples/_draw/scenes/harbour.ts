import { random, type Random } from '../random.ts';
import { scene, type Scene, type Thing } from '../scene.ts';
import { darker, ellipse, fill, ghost, lighter, line, place, rect, rounded, smooth, type Part, type Point } from '../shape.ts';

export const HARBOUR_NAMES = ['boat', 'ship', 'container', 'truck'] as const;
const BOXES = ['#b5523c', '#3c6e8f', '#d1a23a', '#5b8a63', '#8d949b', '#7a4a5c'];

/** A harbour seen from above: things lie at any angle. */
export function harbour(name: string, width: number, height: number): Scene {
  const r = random(name);
  const out = scene(width, height, '#4f8296');
  const turn = r.between(-0.22, 0.22);
  for (let i = 0; i < 46; i++) {
    const x = r.between(0, width);
    const y = r.between(0, height);
    out.items.push(
      line(
        [
          [x, y],
          [x + r.between(14, 34), y + r.between(-2, 2)],
        ],
        '#5d90a3',
        2,
      ),
    );
  }
  const quay = height * r.between(0.46, 0.56);
  const along = (x: number, y: number): Point => place([[x - width / 2, y]], width / 2, quay, 1, false, turn)[0] as Point;
  const slab = (x0: number, y0: number, x1: number, y1: number): Point[] => [along(x0, y0), along(x1, y0), along(x1, y1), along(x0, y1)];
  out.items.push(
    fill(slab(-300, 0, width + 300, height), '#b9b4a8'),
    fill(slab(-300, 0, width + 300, 12), '#d8d3c6'),
    fill(slab(-300, 12, width + 300, 15), '#96917f'),
  );
  const road = 46;
  out.items.push(fill(slab(-300, road, width + 300, road + 40), '#7b7e82'));
  for (let x = -40; x < width + 40; x += 46) out.items.push(fill(slab(x, road + 19, x + 22, road + 22), '#e3dfd2'));
  for (let x = 30; x < width; x += 110) out.items.push(fill(place(ellipse(0, 0, 4), ...along(x, 6), 1), '#5a574e'));

  const ship = along(width * r.between(0.3, 0.7), -44);
  out.items.push(...cargoShip(ship[0], ship[1], width * 0.44, turn + (r.chance(0.5) ? Math.PI : 0), r));
  for (let i = r.whole(3, 6), taken: Point[] = []; i > 0; i--) {
    const at: Point = along(r.between(50, width - 50), -r.between(120, quay - 20));
    if (taken.some((t) => Math.hypot(t[0] - at[0], t[1] - at[1]) < 74) || at[1] < 20) continue;
    taken.push(at);
    out.items.push(...boat(at[0], at[1], r.between(44, 78), r.between(0, Math.PI * 2), r));
  }
  for (let i = 0, x = r.between(30, 80); i < 3; i++, x += r.between(150, 260))
    out.items.push(...truck(...along(x, road + (i % 2 ? 29 : 10)), 62, turn + (i % 2 ? 0 : Math.PI), r.pick(BOXES)));
  for (let x = r.between(20, 60); x < width - 20; x += 86) {
    for (let y = road + 68; y < height * 0.7; y += 31) {
      if (r.chance(0.2)) continue;
      out.items.push(container(...along(x + r.between(-3, 3), y), 74, turn + r.pick([0, 0, 0, r.between(-0.12, 0.12)]), r.pick(BOXES)));
    }
  }
  return out;
}

const boxed = (label: string, parts: readonly Part[], x: number, y: number, turn: number, w: number, h: number): Thing => ({
  label,
  parts: parts.map((p) => ({ ...p, points: place(p.points, x, y, 1, false, turn) })),
  corners: place(rect(-w / 2, -h / 2, w, h), x, y, 1, false, turn),
});

function container(x: number, y: number, w: number, turn: number, color: string): Thing {
  const h = w * 0.32;
  const ridges = [-0.36, -0.24, -0.12, 0, 0.12, 0.24, 0.36].map((t) => fill(rect(t * w - 1, -h / 2 + 2, 2, h - 4), darker(color, 0.14)));
  return boxed(
    'container',
    [
      ghost(rect(-w / 2 + 4, -h / 2 + 5, w, h), 'rgba(20,24,30,.25)'),
      fill(rect(-w / 2, -h / 2, w, h), color),
      ...ridges,
      fill(rect(-w / 2, -h / 2, w, 2), lighter(color, 0.25)),
    ],
    x,
    y,
    turn,
    w,
    h,
  );
}

function truck(x: number, y: number, w: number, turn: number, color: string): Thing[] {
  const h = w * 0.36;
  return [
    boxed(
      'truck',
      [
        ghost(rect(-w / 2 + 3, -h / 2 + 4, w, h), 'rgba(20,24,30,.25)'),
        fill(rect(-w / 2, -h * 0.4, w * 0.9, h * 0.8), '#44484e'),
        fill(rect(-w / 2, -h / 2, w * 0.66, h), color),
        fill(rounded(w * 0.22, -h / 2, w * 0.28, h, 4), '#e9e4d6'),
        fill(rect(w * 0.36, -h * 0.4, w * 0.06, h * 0.8), '#52606c'),
      ],
      x,
      y,
      turn,
      w,
      h,
    ),
  ];
}

const hull = (w: number, h: number): Point[] =>
  smooth(
    [
      [-w / 2, -h * 0.34],
      [-w * 0.42, -h / 2],
      [w * 0.1, -h / 2],
      [w * 0.34, -h * 0.3],
      [w / 2, 0],
      [w * 0.34, h * 0.3],
      [w * 0.1, h / 2],
      [-w * 0.42, h / 2],
      [-w / 2, h * 0.34],
    ],
    5,
  );

function boat(x: number, y: number, w: number, turn: number, r: Random): (Part | Thing)[] {
  const h = w * 0.36;
  const color = r.pick(['#efe9dc', '#efe9dc', '#b5523c', '#2f4f6b', '#d1a23a']);
  const wake = ghost(
    place(
      smooth(
        [
          [-w * 0.5, -h * 0.3],
          [-w * 1.3, -h * 0.6],
          [-w * 1.2, 0],
          [-w * 1.3, h * 0.6],
          [-w * 0.5, h * 0.3],
        ],
        5,
      ),
      x,
      y,
      1,
      false,
      turn,
    ),
    'rgba(225,238,242,.3)',
  );
  const sail = r.chance(0.4);
  const deck = sail
    ? [
        fill(
          smooth(
            [
              [-w * 0.36, 0],
              [-w * 0.1, -h * 0.34],
              [w * 0.2, -h * 0.04],
              [w * 0.2, 0],
            ],
            5,
          ),
          '#fbf8f0',
        ),
        fill(rect(-w * 0.36, -1, w * 0.6, 2), '#6b4f3a'),
      ]
    : [fill(rounded(-w * 0.26, -h * 0.28, w * 0.32, h * 0.56, 3), '#c9d3d6'), fill(rect(0, -h * 0.24, w * 0.06, h * 0.48), '#42515c')];
  return [
    ...(r.chance(0.55) ? [wake] : []),
    boxed(
      'boat',
      [
        fill(hull(w, h), darker(color, 0.3)),
        fill(place(hull(w, h), 0, 0, 0.86), color),
        fill(place(hull(w, h), 0, 0, 0.7), '#c7a780'),
        ...deck,
      ],
      x,
      y,
      turn,
      w,
      h,
    ),
  ];
}

function cargoShip(x: number, y: number, w: number, turn: number, r: Random): Thing[] {
  const h = w * 0.2;
  const color = r.pick(['#7d3a34', '#2f4f5f', '#3c5a48']);
  const load: Part[] = [];
  for (let i = 0; i < 6; i++)
    for (let j = -1; j <= 1; j++)
      if (r.chance(0.86)) load.push(fill(rect(-w * 0.26 + i * w * 0.1, j * h * 0.26 - h * 0.11, w * 0.09, h * 0.22), r.pick(BOXES)));
  return [
    boxed(
      'ship',
      [
        fill(hull(w, h), color),
        fill(place(hull(w, h), 0, 0, 0.92), lighter(color, 0.2)),
        fill(rounded(-w * 0.44, -h * 0.36, w * 0.13, h * 0.72, 4), '#f0ebdf'),
        fill(rect(-w * 0.36, -h * 0.3, w * 0.02, h * 0.6), '#52606c'),
        ...load,
        fill(ellipse(w * 0.4, 0, h * 0.07), '#d8d3c6'),
      ],
      x,
      y,
      turn,
      w,
      h,
    ),
  ];
}
