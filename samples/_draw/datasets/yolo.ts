import { account, ClassCounts, type Dataset, type Expected } from '../output.ts';
import { random } from '../random.ts';
import { seenThings, type Seen } from '../raster.ts';
import type { Renderer } from '../render.ts';
import type { Scene } from '../scene.ts';
import { harbour, HARBOUR_NAMES } from '../scenes/harbour.ts';
import { dice, DIE_NAMES, fruitBowl, shelves } from '../scenes/table.ts';
import { town } from '../scenes/town.ts';
import { JOINTS } from '../things/person.ts';

type Row = (seen: Seen, scene: Scene) => string | undefined;
interface Picture {
  readonly name: string;
  readonly split: 'train' | 'val';
  readonly scene: Scene;
  /** Writes an empty label file, or none. */
  readonly labels?: 'empty' | 'missing';
}
interface Plan {
  readonly path: string;
  readonly names: readonly string[];
  readonly pictures: readonly Picture[];
  readonly row: Row;
  readonly kinds: readonly string[];
  readonly imageOf: (picture: Picture) => string;
  readonly labelOf: (picture: Picture) => string;
  readonly extra: ReadonlyMap<string, string>;
  /** A label file without an image. */
  readonly orphan?: {
    readonly path: string;
    readonly split: 'train' | 'val';
    readonly rows: readonly (readonly [label: string, row: string])[];
  };
}

const n = (value: number): string => String(Math.round(Math.min(1, Math.max(0, value)) * 1e6) / 1e6);
const boxTokens = ({ box: [x, y, w, h] }: Seen, { width, height }: Scene): string =>
  [(x + w / 2) / width, (y + h / 2) / height, w / width, h / height].map(n).join(' ');
const boxRow: Row = (seen, scene) => boxTokens(seen, scene);
const polygonRow: Row = (seen, { width, height }) => seen.outlines[0]?.flatMap(([x, y]) => [n(x / width), n(y / height)]).join(' ');
const poseRow: Row = (seen, scene) =>
  `${boxTokens(seen, scene)} ${seen.keypoints?.map((v, i) => (i % 3 === 2 ? String(v) : n(v / (i % 3 === 0 ? scene.width : scene.height)))).join(' ')}`;
/** Only what lies whole inside the picture: corners beyond the border are not valid here. */
const cornersRow: Row = ({ thing }, { width, height }) => {
  const corners = thing.corners ?? [];
  if (corners.some(([x, y]) => x < 0 || y < 0 || x > width || y > height)) return undefined;
  return corners.flatMap(([x, y]) => [n(x / width), n(y / height)]).join(' ');
};

async function write(draw: Renderer, plan: Plan): Promise<Dataset> {
  const files = new Map<string, Buffer | string>(plan.extra);
  const counts = new ClassCounts(plan.names);
  const accounts: Expected['files'][number][] = [];
  const splits: Record<string, number> = {};
  for (const picture of plan.pictures) {
    files.set(plan.imageOf(picture), await draw.encode(picture.scene, 'image/jpeg'));
    splits[picture.split] = (splits[picture.split] ?? 0) + 1;
    if (picture.labels === 'missing') continue;
    const rows: string[] = [];
    for (const seen of picture.labels === 'empty' ? [] : seenThings(picture.scene, 90)) {
      const row = plan.row(seen, picture.scene);
      if (row === undefined) continue;
      rows.push(`${plan.names.indexOf(seen.thing.label)} ${row}\n`);
      counts.add(seen.thing.label, picture.name);
    }
    files.set(plan.labelOf(picture), rows.join(''));
    accounts.push(account(plan.labelOf(picture), 'lines', rows.length));
  }
  if (plan.orphan) {
    const { path, split, rows } = plan.orphan;
    files.set(path, rows.map(([label, row]) => `${plan.names.indexOf(label)} ${row}\n`).join(''));
    for (const [label] of rows) counts.add(label, path);
    accounts.push(account(path, 'lines', rows.length));
    splits[split] = (splits[split] ?? 0) + 1;
  }
  const count = (labels: Picture['labels']): number => plan.pictures.filter((p) => p.labels === labels).length;
  const problems = [
    { code: 'label-empty', count: count('empty') },
    { code: 'label-missing', count: count('missing') },
    { code: 'image-missing', count: plan.orphan ? 1 : 0 },
  ].filter((p) => p.count > 0);
  const byKind = Object.fromEntries(plan.kinds.map((kind) => [kind, counts.total]));
  return {
    path: plan.path,
    files,
    expected: {
      format: 'yolo',
      samples: plan.pictures.length + (plan.orphan ? 1 : 0),
      images: { present: plan.pictures.length, missing: plan.orphan ? 1 : 0, unreferenced: 0 },
      annotations: counts.total,
      byKind,
      splits,
      categories: counts.list(),
      labelSets: [{ role: 'truth', annotations: counts.total, byKind }],
      files: accounts,
      read: counts.total,
      rejected: 0,
      problems,
    },
  };
}

const layout = {
  imageOf: (p: Picture): string => `images/${p.split}/${p.name}.jpg`,
  labelOf: (p: Picture): string => `labels/${p.split}/${p.name}.txt`,
};
const yaml = (names: readonly string[], more = '', val = true): ReadonlyMap<string, string> =>
  new Map([
    [
      'data.yaml',
      `# Drawn for datasets.viewer\npath: .\ntrain: images/train\nval: images/${val ? 'val' : 'train'}\n${more}\nnames:\n${names.map((name, i) => `  ${i}: ${name}\n`).join('')}`,
    ],
  ]);
const two = (i: number): string => String(i).padStart(2, '0');
const many = (count: number, make: (i: number) => Picture): Picture[] => Array.from({ length: count }, (_, i) => make(i));

export function shelvesDataset(draw: Renderer): Promise<Dataset> {
  const names = ['bottle', 'can', 'jar', 'carton'];
  const mixes = [
    ['bottle', 'can', 'packet'],
    ['can', 'jar', 'packet'],
    ['bottle', 'jar', 'carton', 'packet'],
    [...names, 'packet'],
  ];
  const pictures = many(18, (i): Picture => {
    const name = `aisle${1 + (i % 4)}_${String(104 + i * 17).padStart(4, '0')}`;
    // The empty one shows packets only; the missing one was never labelled.
    const empty = i === 15;
    return {
      name,
      split: i < 13 ? 'train' : 'val',
      scene: shelves(`shelf ${i}`, i % 3 === 0 ? 800 : 640, i % 3 === 0 ? 600 : 480, empty ? ['packet'] : (mixes[i % 4] ?? names)),
      ...(empty ? { labels: 'empty' } : i === 6 ? { labels: 'missing' } : {}),
    };
  });
  const orphan = {
    path: 'labels/train/aisle9_0999.txt',
    split: 'train',
    rows: [
      ['bottle', '0.412 0.3375 0.054 0.165'],
      ['can', '0.6 0.7 0.07 0.12'],
    ],
  } as const;
  return write(draw, { path: 'yolo/shelves', names, pictures, row: boxRow, kinds: ['box'], ...layout, extra: yaml(names), orphan });
}

export function fruitDataset(draw: Renderer): Promise<Dataset> {
  const names = ['apple', 'orange', 'banana', 'pear', 'lemon', '火龙果'] as const;
  const pictures = many(8, (i) => ({
    name: `bowl_${two(i + 7)}`,
    split: i < 6 ? 'train' : 'val',
    scene: fruitBowl(`bowl ${i}`, 640, 480, names),
  }));
  return write(draw, { path: 'yolo/fruit-seg', names, pictures, row: polygonRow, kinds: ['polygon'], ...layout, extra: yaml(names) });
}

export function peopleDataset(draw: Renderer): Promise<Dataset> {
  const places = ['park', 'quay', 'park', 'quay', 'park', 'quay'] as const;
  const flip = JOINTS.map((joint) =>
    JOINTS.findIndex((other) => other === (joint.startsWith('left') ? joint.replace('left', 'right') : joint.replace('right', 'left'))),
  );
  const pictures = many(6, (i): Picture => {
    const scene = town(`people ${i}`, places[i] ?? 'park', 640, 480);
    const only = {
      ...scene,
      items: scene.items.map((item) => ('label' in item && item.label !== 'person' ? { ...item, unlabelled: true } : item)),
    };
    return { name: `walk_${two(i + 1)}`, split: i < 4 ? 'train' : 'val', scene: only };
  });
  return write(draw, {
    path: 'yolo/people-pose',
    names: ['person'],
    pictures,
    row: poseRow,
    kinds: ['box', 'keypoints'],
    ...layout,
    extra: yaml(['person'], `kpt_shape: [17, 3]\nflip_idx: [${flip.join(', ')}]\n`),
  });
}

export function harbourDataset(draw: Renderer): Promise<Dataset> {
  const pictures = many(6, (i) => ({
    name: `quay_${two(i * 3 + 2)}`,
    split: i < 4 ? 'train' : 'val',
    scene: harbour(`harbour ${i}`, 768, 576),
  }));
  return write(draw, {
    path: 'yolo/harbour-obb',
    names: HARBOUR_NAMES,
    pictures,
    row: cornersRow,
    kinds: ['box'],
    ...layout,
    extra: yaml(HARBOUR_NAMES),
  });
}

/** Darknet: a list of images, a list of names, and label files beside the images. */
export function diceDataset(draw: Renderer): Promise<Dataset> {
  const r = random('dice');
  const pictures = many(6, (i) => ({
    name: `roll_${String(i + 1).padStart(3, '0')}`,
    split: 'train',
    scene: dice(`dice ${i}`, 480, r.pick([360, 360, 480])),
  }));
  const at = (p: Picture, extension: string): string => `obj_train_data/${p.name}.${extension}`;
  const extra = new Map([
    ['obj.data', 'classes = 6\ntrain = data/train.txt\nnames = data/obj.names\nbackup = backup/\n'],
    ['obj.names', `${DIE_NAMES.join('\n')}\n`],
    ['train.txt', pictures.map((p) => `data/${at(p, 'jpg')}\n`).join('')],
  ]);
  return write(draw, {
    path: 'yolo/darknet-dice',
    names: DIE_NAMES,
    pictures,
    row: boxRow,
    kinds: ['box'],
    imageOf: (p) => at(p, 'jpg'),
    labelOf: (p) => at(p, 'txt'),
    extra,
  });
}
