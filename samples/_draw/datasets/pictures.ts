import { gif, tiff, withOrientation } from '../encode.ts';
import { account, ClassCounts, type Dataset } from '../output.ts';
import type { Renderer } from '../render.ts';
import { isThing, scene, type Scene } from '../scene.ts';
import { oneFruit } from '../scenes/table.ts';
import { town } from '../scenes/town.ts';
import { darker, ellipse, fill, lighter, line, rect, rounded, type Part } from '../shape.ts';

/** One folder for each class, twice. */
export async function fruitFolders(draw: Renderer): Promise<Dataset> {
  const classes = ['apple', 'banana', 'lemon', '西瓜'] as const;
  const files = new Map<string, Buffer>();
  const counts = new ClassCounts(classes);
  for (const split of ['train', 'val']) {
    for (const kind of classes) {
      for (let i = 1; i <= 3; i++) {
        const path = `${split}/${kind}/${kind}_${split === 'train' ? i : i + 3}.jpg`;
        files.set(path, await draw.encode(oneFruit(path, kind, 160), 'image/jpeg'));
        counts.add(kind, path);
      }
    }
  }
  const byKind = { classification: counts.total };
  return {
    path: 'imagefolder/fruit',
    files,
    expected: {
      format: 'imagefolder',
      samples: files.size,
      images: { present: files.size, missing: 0, unreferenced: 0 },
      annotations: counts.total,
      byKind,
      splits: { train: 12, val: 12 },
      categories: counts.list(),
      labelSets: [{ role: 'truth', annotations: counts.total, byKind }],
      files: [...files.keys()].map((path) => account(path, 'images', 1)),
      read: files.size,
      rejected: 0,
      problems: [],
    },
  };
}

/** A plain folder with every kind of image that a browser needs help with. */
export async function postcards(draw: Renderer): Promise<Dataset> {
  const still = (name: string, place: 'quay' | 'park' | 'night' | 'street', width: number, height: number): Scene =>
    town(`postcard ${name}`, place, width, height);
  const desert = still('evening', 'quay', 320, 240);
  const market = still('market', 'street', 320, 240);
  const files = new Map<string, Buffer>([
    ['harbour morning.jpg', await draw.encode(still('morning', 'quay', 640, 480), 'image/jpeg')],
    ['balloon.png', await draw.encode(balloon(400, 400), 'image/png', true)],
    ['park.webp', await draw.encode(still('park', 'park', 640, 480), 'image/webp')],
    ['turned.jpg', withOrientation(await draw.encode(turned(still('turned', 'park', 480, 640)), 'image/jpeg'), 6)],
    ['evening.tif', tiff(await draw.pixels(desert), desert.width, desert.height)],
    ['老街.gif', gif(await draw.pixels(market), market.width, market.height)],
  ]);
  return {
    path: 'images/postcards',
    files,
    expected: {
      format: 'images',
      samples: files.size,
      images: { present: files.size, missing: 0, unreferenced: 0 },
      annotations: 0,
      byKind: {},
      splits: {},
      categories: [],
      labelSets: [],
      files: [...files.keys()].map((path) => account(path, 'images', 1)),
      read: files.size,
      rejected: 0,
      problems: [{ code: 'image-turned', count: 1 }],
    },
  };
}

/** Lies on its left side: what EXIF orientation 6 stands up again. */
function turned(upright: Scene): Scene {
  const turn = (part: Part): Part => ({ ...part, points: part.points.map(([x, y]) => [y, upright.width - x] as const) });
  return {
    width: upright.height,
    height: upright.width,
    background: upright.background,
    items: upright.items.map((item) => (isThing(item) ? { ...item, parts: item.parts.map(turn) } : turn(item))),
  };
}

/** Nothing but a balloon: the rest is transparent. */
function balloon(width: number, height: number): Scene {
  const out = scene(width, height, '#ffffff');
  const x = width / 2;
  const y = height * 0.38;
  const r = width * 0.3;
  const red = '#b93a40';
  const stripes = [1, 0.72, 0.42, 0.14].map((t, i) =>
    fill(
      [...ellipse(x, y, r * t, r, 0, Math.PI, Math.PI * 2), [x + r * t * 0.34, y + r * 1.25], [x - r * t * 0.34, y + r * 1.25]],
      i % 2 ? '#f1e3c6' : darker(red, i * 0.04),
    ),
  );
  out.items.push(
    ...stripes,
    line(
      [
        [x - r * 0.3, y + r * 1.25],
        [x - r * 0.18, y + r * 1.62],
      ],
      '#5d4531',
      2.5,
    ),
    line(
      [
        [x + r * 0.3, y + r * 1.25],
        [x + r * 0.18, y + r * 1.62],
      ],
      '#5d4531',
      2.5,
    ),
    fill(rounded(x - r * 0.22, y + r * 1.6, r * 0.44, r * 0.32, 6), '#9a6f4a'),
    fill(rect(x - r * 0.22, y + r * 1.66, r * 0.44, 5), lighter('#9a6f4a', 0.3)),
  );
  return out;
}
