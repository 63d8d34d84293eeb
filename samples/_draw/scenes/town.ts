import { random, type Random } from '../random.ts';
import { isThing, scene, type Scene, type Thing } from '../scene.ts';
import { ellipse, fill, ghost, line, mix, rect, smooth, type Part, type Point } from '../shape.ts';
import { person, someLook, type Pose } from '../things/person.ts';
import { bench, cloud, dog, house, pole, skyline, trafficLight, tree, umbrella, type Light } from '../things/street.ts';
import { bicycle, bus, car } from '../things/vehicles.ts';

export type Place = 'street' | 'night' | 'rain' | 'park' | 'quay' | 'bicycle';

const CARS = ['#b3352f', '#e8e6e1', '#355c8a', '#4b5157', '#c9a13b', '#6f8f7a', '#8d949b'];
const BIKES = ['#b3402f', '#2f6d7a', '#d0a02f', '#4c5a8a', '#3d7a4c'];
const COATS = ['#c49a6c', '#2b2725', '#8b5a3a', '#d8c3a0', '#5a5552'];
const BROLLIES = ['#c2453d', '#e0b13c', '#3f6f9a', '#5c8a5a', '#8a4c7a'];

/** A scene of the town, the same for the same name. */
export function town(name: string, place: Place, width: number, height: number): Scene {
  const r = random(name);
  if (place === 'park') return park(r, width, height);
  if (place === 'quay') return quay(r, width, height);
  return street(r, place, width, height);
}

/** Things by where they stand, so that the nearer are painted later. */
type Standing = { readonly y: number; readonly items: readonly (Part | Thing)[] };
const paintByDepth = (into: Scene, standing: readonly Standing[]): void => {
  for (const { items } of [...standing].sort((a, b) => a.y - b.y)) into.items.push(...items);
};

/** Keeps things that stand at about the same depth from covering each other. */
function room(): (x: number, y: number, w: number, near: number) => boolean {
  const taken: { x: number; y: number; w: number }[] = [];
  return (x, y, w, near) => {
    if (taken.some((t) => Math.abs(t.y - y) < near && Math.abs(t.x - x) < (t.w + w) / 2)) return false;
    taken.push({ x, y, w });
    return true;
  };
}

/** Tries a few places and gives the first that is free. */
function free(
  tries: number,
  make: () => readonly [x: number, y: number, w: number, near: number],
  fits: ReturnType<typeof room>,
): Point | undefined {
  for (let i = 0; i < tries; i++) {
    const [x, y, w, near] = make();
    if (fits(x, y, w, near)) return [x, y];
  }
  return undefined;
}

function somePose(r: Random): Pose {
  const facing = r.pick(['front', 'left', 'right'] as const);
  return { facing, stride: facing === 'front' ? r.between(-1, 1) : r.pick([r.between(0.55, 1), r.between(-1, -0.55)]) };
}

/** One person, with an umbrella where it rains. */
function walker(r: Random, x: number, y: number, h: number, wet: boolean): (Part | Thing)[] {
  const shade = wet && r.chance(0.72);
  const pose = somePose(r);
  const figure = person(x, y, h, someLook(r), shade ? { ...pose, reach: 'up' } : pose);
  const hand = figure.joints?.[9];
  if (!shade || !hand) return [figure];
  return [umbrella(hand[0] - (hand[0] - x) * 0.3, hand[1] - h * 0.16, h * 0.56, r.pick(BROLLIES)), figure];
}

/** A handful of people far away, too small to count: one crowd. */
function crowd(r: Random, x: number, y: number, h: number, count: number): Thing {
  const parts: Part[] = [];
  for (let i = 0; i < count; i++) {
    const one = person(
      x + (i - count / 2) * h * 0.24 + r.between(-2, 2),
      y + r.between(-3, 3),
      h * r.between(0.9, 1.05),
      { ...someLook(r), carries: 'nothing' },
      somePose(r),
    );
    parts.push(...one.parts.filter((p) => !p.ghost));
  }
  return { label: 'person', parts, crowd: true };
}

function street(r: Random, place: Place, width: number, height: number): Scene {
  const night = place === 'night';
  const wet = place === 'rain';
  const sky = night ? '#1d2538' : wet ? '#a9b3b8' : r.pick(['#c6d6df', '#d3dde0', '#bcd3e2', '#e6d9c8']);
  const light: Light = { night, sky, haze: night ? '#28324a' : mix(sky, '#8fa0aa', 0.35) };
  const out = scene(width, height, sky);
  const base = height * r.between(0.56, 0.6);
  const curb = base + height * 0.085;
  if (night) {
    for (let i = 0; i < 30; i++)
      out.items.push(ghost(ellipse(r.between(0, width), r.between(0, base * 0.5), r.between(0.6, 1.3)), 'rgba(240,240,220,.7)'));
    out.items.push(fill(ellipse(width * r.between(0.1, 0.9), height * 0.1, 15), '#e9e4cf'));
  } else
    for (let i = 0; i < 3; i++)
      out.items.push(...cloud(r.between(0, width), height * r.between(0.05, 0.2), r.between(30, 60), mix(sky, '#ffffff', 0.4)));
  out.items.push(...skyline(width, base, r, light.haze));
  for (let x = -r.between(0, 60); x < width;) {
    const w = r.between(86, 190);
    if (r.chance(0.14))
      out.items.push(fill(rect(x, base - 34, w * 0.6, 34), mix('#5b7550', night ? '#1c2233' : '#ffffff', night ? 0.6 : 0.08)));
    else out.items.push(...house(x, base, w, height * r.between(0.3, 0.5), r, light));
    x += w + (r.chance(0.25) ? 18 : 0);
  }
  const shade = (color: string): string => (night ? mix(color, '#1a2030', 0.62) : wet ? mix(color, '#5a646c', 0.25) : color);
  out.items.push(
    fill(rect(0, base, width, curb - base), shade('#bcb8ae')),
    fill(rect(0, curb - 4, width, 5), shade('#9b978e')),
    fill(rect(0, curb, width, height - curb), shade('#6c7076')),
  );
  const lane = curb + (height - curb) * 0.47;
  for (let x = -r.between(0, 80); x < width; x += 118)
    out.items.push(
      fill(
        [
          [x + 8, lane],
          [x + 62, lane],
          [x + 58, lane + 6],
          [x + 2, lane + 6],
        ],
        shade('#e6e2d4'),
      ),
    );
  if (r.chance(0.65)) out.items.push(...zebra(width * r.between(0.5, 0.8), curb, height, shade('#e9e6dc')));
  if (wet)
    for (let i = 0; i < 6; i++)
      out.items.push(
        ghost(ellipse(r.between(0, width), r.between(curb + 30, height - 10), r.between(30, 80), r.between(3, 7)), 'rgba(190,204,212,.35)'),
      );

  const standing: Standing[] = [];
  for (let i = r.whole(1, 3); i > 0; i--) {
    const x = r.between(20, width - 20);
    standing.push({
      y: base + 8,
      items: tree(
        x,
        base + 10,
        height * r.between(0.3, 0.4),
        r,
        night ? '#2b3d38' : wet ? '#4f6b52' : r.pick(['#55794e', '#6b8a4e', '#4e7358']),
      ),
    });
  }
  if (r.chance(0.75)) {
    const x = r.pick([width * 0.08, width * 0.9, width * 0.55]);
    const h = height * 0.36;
    standing.push({ y: curb + 1, items: [pole(x, curb + 2, h * 0.98, 5), trafficLight(x, curb + 2, h, r.pick([0, 2, 2, 1]))] });
  }
  const fits = room();
  if (r.chance(0.6)) standing.push({ y: base + 14, items: [bench(width * r.between(0.15, 0.85), base + 22, 78)] });
  if (r.chance(0.34))
    standing.push({ y: base + 9, items: [crowd(r, width * r.between(0.25, 0.75), base + 12, height * 0.17, r.whole(6, 9))] });
  for (let i = r.whole(1, 3); i > 0; i--) {
    const at = free(6, () => [r.between(30, width - 30), base + r.between(12, 30), 34, 40], fits);
    if (at) standing.push({ y: at[1], items: walker(r, at[0], at[1], height * 0.2, wet) });
  }
  const traffic = (count: number, y: number, h: number): void => {
    for (let i = 0; i < count; i++) {
      const big = r.chance(0.26);
      const w = big ? h * 4.4 : h * 3;
      const at = free(8, () => [r.between(-w * 0.2, width + w * 0.2), y + r.between(-3, 3), w + 16, 30], fits);
      if (!at) continue;
      const flip = y < lane;
      standing.push({
        y: at[1],
        items: [
          big
            ? bus(at[0], at[1], h * 1.75, r.pick(['#c4573a', '#3c6e8f', '#d1a23a', '#5b8a63']), flip, night)
            : car(at[0], at[1], h, r.pick(CARS), flip, night),
        ],
      });
    }
  };
  traffic(r.whole(1, 3), curb + (lane - curb) * 0.72, height * 0.115);
  if (r.chance(0.55)) traffic(1, lane + (height - lane) * 0.45, height * 0.165);
  if (place === 'bicycle')
    for (let i = 0; i < 4; i++)
      standing.push({
        y: lane + i,
        items: [
          bicycle(width * (0.16 + i * 0.22), lane + height * 0.06 + i * 5, height * 0.2, BIKES[i % BIKES.length] as string, i % 2 === 1),
        ],
      });
  else if (r.chance(0.6)) {
    const at = free(8, () => [r.between(70, width - 70), lane + r.between(10, height * 0.12), height * 0.3, 60], fits);
    if (at) standing.push({ y: at[1], items: [bicycle(at[0], at[1], height * 0.18, r.pick(BIKES), r.chance(0.5))] });
  }
  for (let i = r.whole(place === 'bicycle' ? 1 : 2, 4); i > 0; i--) {
    const y = r.between(lane + 10, height * 0.975);
    const h = height * (0.3 + (0.18 * (y - lane)) / (height - lane));
    const at = free(8, () => [r.between(40, width - 40), y, h * 0.42, 70], fits);
    if (at) standing.push({ y, items: walker(r, at[0], y, h, wet) });
  }
  if (r.chance(0.5)) {
    const at = free(8, () => [r.between(50, width - 50), r.between(height * 0.86, height * 0.97), height * 0.24, 60], fits);
    if (at) standing.push({ y: at[1], items: [dog(at[0], at[1], height * 0.15, r.pick(COATS), r.chance(0.5), r.between(-1, 1))] });
  }
  paintByDepth(out, standing);
  if (night) dim(out);
  if (wet) for (let i = 0; i < 70; i++) out.items.push(rain(r, width, height));
  return out;
}

function rain(r: Random, width: number, height: number): Part {
  const x = r.between(0, width);
  const y = r.between(0, height);
  return {
    ...line(
      [
        [x, y],
        [x - 4, y + 15],
      ],
      'rgba(225,233,238,.35)',
      1,
    ),
    ghost: true,
  };
}

/** Night falls on what is painted: everything but lamps and windows turns blue and dark. */
function dim(of: Scene): void {
  const dark = (part: Part): Part =>
    part.fill?.startsWith('#') && part.fill !== '#fff3c4' && part.fill !== '#f1dfa2' && part.fill !== '#fff3d0'
      ? { ...part, fill: mix(part.fill, '#1b2236', 0.36) }
      : part;
  for (const [i, item] of of.items.entries())
    if (isThing(item) && item.label !== 'traffic light') of.items[i] = { ...item, parts: item.parts.map(dark) };
}

function zebra(x: number, top: number, height: number, color: string): Part[] {
  const parts: Part[] = [];
  for (let i = 0; i < 7; i++) {
    const at = x + (i - 3) * 34;
    const low = x + (i - 3) * 50 - 30;
    parts.push(
      fill(
        [
          [at, top + 8],
          [at + 17, top + 8],
          [low + 27, height],
          [low, height],
        ],
        color,
      ),
    );
  }
  return parts;
}

function park(r: Random, width: number, height: number): Scene {
  const sky = r.pick(['#cfe0e4', '#d9e3dc', '#e9dfc9']);
  const out = scene(width, height, sky);
  const base = height * 0.42;
  const grass = r.pick(['#8fae6b', '#9bb06a', '#84a66f']);
  for (let i = 0; i < 3; i++)
    out.items.push(...cloud(r.between(0, width), height * r.between(0.06, 0.18), r.between(30, 60), mix(sky, '#ffffff', 0.5)));
  out.items.push(...skyline(width, base, r, mix(sky, '#93a6a4', 0.35)));
  for (let x = -20; x < width + 40; x += r.between(26, 48))
    out.items.push(fill(ellipse(x, base - 6, r.between(28, 44), r.between(26, 50)), r.pick(['#6f9160', '#7a9a66', '#658759'])));
  out.items.push(fill(rect(0, base, width, height - base), grass), fill(rect(0, base, width, 14), mix(grass, '#4f6b45', 0.25)));
  const bend = r.between(-0.2, 0.2);
  out.items.push(
    fill(
      smooth(
        [
          [width * (0.42 + bend), base + 12],
          [width * (0.5 + bend), base + 12],
          [width * 0.62, height * 0.62],
          [width * 0.86, height * 1.06],
          [width * 0.22, height * 1.06],
          [width * 0.36, height * 0.66],
        ],
        10,
      ),
      '#dccfae',
    ),
  );
  for (let i = 0; i < 26; i++) {
    const x = r.between(0, width);
    const y = r.between(base + 30, height);
    out.items.push(
      line(
        [
          [x, y],
          [x + 3, y - 6],
        ],
        mix(grass, '#54703f', 0.4),
        1.5,
      ),
      line(
        [
          [x + 3, y],
          [x + 8, y - 5],
        ],
        mix(grass, '#54703f', 0.4),
        1.5,
      ),
    );
  }
  const standing: Standing[] = [];
  const fits = room();
  for (let i = r.whole(2, 4); i > 0; i--) {
    const y = base + r.between(16, 60);
    const at = free(6, () => [r.pick([r.between(0, width * 0.34), r.between(width * 0.66, width)]), y, 90, 30], fits);
    if (at)
      standing.push({ y, items: tree(at[0], y, height * r.between(0.4, 0.52), r, r.pick(['#5f8550', '#55794e', '#7a8f4a', '#b07f3f'])) });
  }
  for (let i = r.whole(1, 2); i > 0; i--) {
    const y = height * r.between(0.58, 0.68);
    const at = free(6, () => [r.pick([width * 0.16, width * 0.8]), y, 120, 60], fits);
    if (at) standing.push({ y, items: [bench(at[0], y, 104)] });
  }
  for (let i = r.whole(3, 6); i > 0; i--) {
    const y = r.between(height * 0.6, height * 0.96);
    const h = height * (0.2 + 0.28 * ((y - height * 0.55) / (height * 0.45)));
    const at = free(8, () => [r.between(40, width - 40), y, h * 0.4, 60], fits);
    if (at) standing.push({ y, items: walker(r, at[0], y, h, false) });
  }
  for (let i = r.whole(1, 3); i > 0; i--) {
    const y = r.between(height * 0.7, height * 0.96);
    const h = height * (0.08 + 0.08 * ((y - height * 0.6) / (height * 0.4)));
    const at = free(8, () => [r.between(50, width - 50), y, h * 1.5, 50], fits);
    if (at) standing.push({ y, items: [dog(at[0], y, h, r.pick(COATS), r.chance(0.5), r.between(-1, 1))] });
  }
  if (r.chance(0.5)) {
    const at = free(8, () => [r.between(80, width - 80), height * r.between(0.74, 0.9), height * 0.3, 70], fits);
    if (at) standing.push({ y: at[1], items: [bicycle(at[0], at[1], height * 0.18, r.pick(BIKES), r.chance(0.5))] });
  }
  paintByDepth(out, standing);
  return out;
}

function quay(r: Random, width: number, height: number): Scene {
  const sky = r.pick(['#d7e3e6', '#efdcc6', '#c9dbe6']);
  const out = scene(width, height, sky);
  const sea = height * 0.36;
  const deck = height * 0.6;
  out.items.push(fill(ellipse(width * r.between(0.15, 0.85), height * 0.14, 22), '#f6e7b8'));
  for (let i = 0; i < 2; i++)
    out.items.push(...cloud(r.between(0, width), height * r.between(0.08, 0.2), r.between(30, 60), mix(sky, '#ffffff', 0.55)));
  const hills: Point[] = [
    [-40, sea + 30],
    [width * 0.12, sea - 40],
    [width * 0.3, sea - 18],
    [width * 0.5, sea - 52],
    [width * 0.72, sea - 14],
    [width * 0.9, sea - 36],
    [width + 40, sea + 30],
  ];
  out.items.push(fill(smooth(hills), mix(sky, '#7d94a0', 0.5)), fill(rect(0, sea, width, deck - sea), '#7fa3b3'));
  for (let i = 0; i < 24; i++) {
    const x = r.between(0, width);
    const y = r.between(sea + 6, deck);
    out.items.push(fill(rect(x, y, r.between(14, 46), 2), '#93b4c1'));
  }
  for (let i = r.whole(2, 4); i > 0; i--) {
    const x = r.between(40, width - 40);
    const y = r.between(sea + 14, deck - 26);
    const s = 26 + (y - sea) * 0.4;
    out.items.push(
      fill(
        [
          [x - s, y],
          [x + s, y],
          [x + s * 0.7, y + s * 0.3],
          [x - s * 0.7, y + s * 0.3],
        ],
        r.pick(['#a8483c', '#f0ece2', '#35586f']),
      ),
      fill(
        [
          [x - 2, y - s * 1.6],
          [x - 2, y - 4],
          [x - s * 0.8, y - 4],
        ],
        '#f6f1e6',
      ),
      fill(
        [
          [x + 3, y - s * 1.5],
          [x + 3, y - 4],
          [x + s * 0.6, y - 4],
        ],
        '#e5dccb',
      ),
    );
  }
  out.items.push(fill(rect(0, deck, width, height - deck), '#c3ae90'));
  for (let i = 1; i < 7; i++) out.items.push(fill(rect(0, deck + ((height - deck) * i * i) / 49, width, 1.5), '#ab9678'));
  out.items.push(fill(rect(0, deck - 28, width, 4), '#e9e4d8'), fill(rect(0, deck - 12, width, 3), '#d9d3c5'));
  for (let x = 12; x < width; x += 66) out.items.push(fill(rect(x, deck - 32, 5, 36), '#e9e4d8'));
  const standing: Standing[] = [];
  const fits = room();
  standing.push({ y: deck + 26, items: [bench(width * r.pick([0.2, 0.5, 0.78]), deck + 34, 104)] });
  for (let i = r.whole(3, 5); i > 0; i--) {
    const y = r.between(deck + 30, height * 0.97);
    const h = height * (0.27 + (0.2 * (y - deck)) / (height - deck));
    const at = free(8, () => [r.between(40, width - 40), y, h * 0.4, 60], fits);
    if (at) standing.push({ y, items: walker(r, at[0], y, h, false) });
  }
  if (r.chance(0.7)) {
    const y = r.between(height * 0.8, height * 0.96);
    const at = free(8, () => [r.between(50, width - 50), y, height * 0.24, 50], fits);
    if (at) standing.push({ y, items: [dog(at[0], y, height * 0.14, r.pick(COATS), r.chance(0.5), r.between(-1, 1))] });
  }
  if (r.chance(0.6)) {
    const at = free(8, () => [r.between(90, width - 90), height * r.between(0.78, 0.9), height * 0.3, 70], fits);
    if (at) standing.push({ y: at[1], items: [bicycle(at[0], at[1], height * 0.19, r.pick(BIKES), r.chance(0.5))] });
  }
  paintByDepth(out, standing);
  return out;
}
