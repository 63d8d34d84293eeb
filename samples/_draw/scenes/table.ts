import { random, type Random } from '../random.ts';
import { scene, type Scene } from '../scene.ts';
import { darker, ellipse, fill, ghost, lighter, mix, place, rect, rounded, type Part, type Point } from '../shape.ts';
import { bottle, bowl, can, carton, fruit, jar, packet, type FruitName } from '../things/goods.ts';
import { person, someLook } from '../things/person.ts';
import type { Thing } from '../scene.ts';

const BRIGHT = ['#b93a40', '#d9772f', '#e0b13c', '#4a8a5c', '#3c6ea0', '#7a5a9e', '#d06a94', '#8fb9cc', '#2f3d52'];

/** Shelves of a shop; `kinds` says what they hold. */
export function shelves(name: string, width: number, height: number, kinds: readonly string[]): Scene {
  const r = random(name);
  const out = scene(width, height, '#e4e2dc');
  const rows = r.whole(3, 4);
  const back = r.pick(['#cfd3d4', '#d9d0c0', '#c9cfc6']);
  out.items.push(fill(rect(0, 0, width, height), back));
  const step = height / rows;
  for (let row = 0; row < rows; row++) {
    const y = (row + 1) * step - 18;
    out.items.push(fill(rect(0, row * step, width, 9), darker(back, 0.16)));
    let x = r.between(4, 20);
    while (x < width - 12) {
      const kind = r.pick(kinds);
      const color = r.pick(BRIGHT);
      const h = step * r.between(0.5, 0.74);
      const count = r.whole(2, 4);
      for (let i = 0; i < count && x < width - 12; i++) {
        const [w, things] = goods(kind, x, y, h, color, r);
        if (x + w > width + 6) {
          x = width;
          break;
        }
        out.items.push(...things);
        x += w + r.between(3, 6);
      }
      x += r.between(8, 24);
    }
    out.items.push(fill(rect(0, y, width, 7), '#8d9196'), fill(rect(0, y + 7, width, 11), '#b3b7ba'));
    for (let tag = r.between(20, 60); tag < width; tag += r.between(70, 120))
      out.items.push(fill(rounded(tag, y + 6, 32, 11, 2), '#f3efe2'), fill(rect(tag + 5, y + 10, 15, 3), '#a23b3b'));
  }
  if (r.chance(0.3)) {
    const shopper = person(width * r.between(0.2, 0.8), height + 40, height * 0.86, someLook(r), {
      facing: r.pick(['left', 'right'] as const),
      stride: 0.35,
      reach: 'forward',
    });
    out.items.push({ ...shopper, unlabelled: true });
  }
  return out;
}

function goods(kind: string, x: number, y: number, h: number, color: string, r: Random): [number, (Part | Thing)[]] {
  switch (kind) {
    case 'bottle':
      return [h * 0.33, [bottle(x + h * 0.165, y, h * 1.1, r.pick(['#3f6b4f', '#6b4a2f', '#8fb3bd']), color)]];
    case 'can':
      return [h * 0.42, [can(x + h * 0.21, y, h * 0.72, color)]];
    case 'jar':
      return [h * 0.45, [jar(x + h * 0.225, y, h * 0.62, r.pick(['#c2703a', '#8a3b3f', '#b7933c', '#6e7f46']), color)]];
    case 'carton':
      return [h * 0.5, [carton(x + h * 0.25, y, h * 0.9, lighter(color, 0.1), r.pick(['#f3ecdc', '#2f3d52', '#e0b13c']))]];
    default:
      return [h * 0.5, packet(x + h * 0.25, y, h * 0.5, h * r.between(0.6, 0.95), color)];
  }
}

/** A table with a bowl of fruit and some beside it. */
export function fruitBowl(name: string, width: number, height: number, kinds: readonly FruitName[]): Scene {
  const r = random(name);
  const wall = r.pick(['#d9cdbb', '#9aa8a0', '#b9c3c6', '#cbb8a8']);
  const wood = r.pick(['#9a6f4a', '#c4a278', '#6f5744', '#b38a60']);
  const out = scene(width, height, wall);
  const edge = height * 0.48;
  out.items.push(
    fill(rect(0, 0, width, edge * 0.16), darker(wall, 0.05)),
    fill(rect(0, edge, width, height - edge), wood),
    fill(rect(0, edge, width, 5), lighter(wood, 0.15)),
  );
  for (let i = 0; i < 5; i++) out.items.push(fill(rect(0, edge + ((height - edge) * (i + 1) ** 1.5) / 14, width, 1.5), darker(wood, 0.12)));
  const size = height * 0.2;
  const x = width * r.between(0.42, 0.58);
  const y = height * 0.76;
  const dish = bowl(x, y, size * 3.5, r.pick(['#efe9dd', '#4a6d86', '#9c4a3c', '#7f9a86']));
  out.items.push(...dish.back);
  const lip = y - size * 3.5 * 0.36;
  const layers = [
    { n: 3, dy: -size * 0.42, gap: 0.92 },
    { n: 4, dy: -size * 0.02, gap: 0.78 },
  ];
  for (const { n, dy, gap } of layers)
    for (let i = 0; i < n; i++)
      out.items.push(
        fruit(
          r.pick(kinds),
          x + (i - (n - 1) / 2) * size * gap,
          lip + dy + r.between(-4, 4),
          size * r.between(0.94, 1.06),
          r.between(-0.25, 0.25),
          r.chance(0.5),
        ),
      );
  out.items.push(...dish.front);
  for (const side of r.shuffle([-1, 1]).slice(0, r.whole(1, 2))) {
    const kind = r.pick(kinds);
    const fx = x + side * size * r.between(1.75, 2.05);
    const fy = height * r.between(0.84, 0.89);
    out.items.push(
      ghost(ellipse(fx + 5, fy + size * 0.45, size * 0.5, size * 0.07), 'rgba(30,20,12,.25)'),
      fruit(kind, fx, fy, size, r.between(-0.3, 0.3), r.chance(0.5)),
    );
  }
  return out;
}

/** One fruit on a plain ground. */
export function oneFruit(name: string, kind: FruitName, size: number): Scene {
  const r = random(name);
  const ground = r.pick(['#e8e0d2', '#d4dcd8', '#e3d3c6', '#cfd6de', '#dfe0cf']);
  const out = scene(size, size, ground);
  out.items.push(fill(rect(0, size * 0.68, size, size), darker(ground, 0.1)));
  const s = size * r.between(0.52, 0.64);
  const x = size * r.between(0.46, 0.54);
  out.items.push(
    ghost(ellipse(x + 4, size * 0.55 + s * 0.44, s * 0.5, s * 0.08), 'rgba(40,30,20,.25)'),
    fruit(kind, x, size * 0.55, s, r.between(-0.3, 0.3), r.chance(0.5)),
  );
  return out;
}

const PIPS: readonly (readonly Point[])[] = [
  [[0, 0]],
  [
    [-1, -1],
    [1, 1],
  ],
  [
    [-1, -1],
    [0, 0],
    [1, 1],
  ],
  [
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ],
  [
    [-1, -1],
    [1, -1],
    [0, 0],
    [-1, 1],
    [1, 1],
  ],
  [
    [-1, -1],
    [1, -1],
    [-1, 0],
    [1, 0],
    [-1, 1],
    [1, 1],
  ],
];

/** Dice on cloth, seen from above. Labels: one to six. */
export function dice(name: string, width: number, height: number): Scene {
  const r = random(name);
  const cloth = r.pick(['#3f6b58', '#5a4a72', '#34567a', '#7a3f45']);
  const out = scene(width, height, cloth);
  for (let i = 0; i < 9; i++) out.items.push(fill(rect(0, (height * i) / 9, width, height / 18), mix(cloth, '#ffffff', 0.025)));
  out.items.push(fill(rect(0, 0, width, 14), darker(cloth, 0.3)), fill(rect(0, height - 14, width, 14), darker(cloth, 0.3)));
  const taken: Point[] = [];
  for (let i = 0, tries = 0; i < 6 && tries < 200; tries++) {
    const at: Point = [r.between(70, width - 70), r.between(70, height - 70)];
    if (taken.some((t) => Math.hypot(t[0] - at[0], t[1] - at[1]) < 112)) continue;
    taken.push(at);
    i++;
    out.items.push(
      ...die(at, 38, r.between(0, Math.PI / 2), r.whole(1, 6), r.pick(['#f4efe4', '#f4efe4', '#c8443c', '#e3b23c', '#3a4150'])),
    );
  }
  return out;
}

export const DIE_NAMES = ['one', 'two', 'three', 'four', 'five', 'six'] as const;

function die(at: Point, half: number, turn: number, value: number, color: string): (Part | Thing)[] {
  const dark = color !== '#f4efe4' && color !== '#e3b23c';
  const square = (grow: number): Point[] => place(rounded(-1, -1, 2, 2, 0.24), at[0], at[1], half * grow, false, turn);
  const pips = PIPS[value - 1] ?? [];
  return [
    ghost(place(rounded(-1, -1, 2, 2, 0.24), at[0] + 6, at[1] + 8, half * 1.04, false, turn), 'rgba(10,14,20,.3)'),
    {
      label: DIE_NAMES[value - 1] as string,
      parts: [
        fill(square(1), darker(color, 0.12)),
        fill(square(0.92), color),
        ...pips.map(([px, py]) =>
          fill(place(ellipse(px * 0.5, py * 0.5, 0.17), at[0], at[1], half, false, turn), dark ? '#f4efe4' : '#2a2d33'),
        ),
      ],
    },
  ];
}
