import { account, ClassCounts, type Dataset, type Expected } from '../output.ts';
import { seenThings } from '../raster.ts';
import type { Renderer } from '../render.ts';
import { fruitBowl, oneFruit } from '../scenes/table.ts';

const KINDS = ['apple', 'banana', 'lemon'] as const;
const WEATHER = ['sun', 'rain'] as const;

/** Pictures with a table of them in each split, as Hugging Face's ImageFolder has it: captions, boxes, and what else is known. */
export async function bowls(draw: Renderer): Promise<Dataset> {
  const files = new Map<string, Buffer | string>();
  const counts = new ClassCounts([...KINDS]);
  const accounts: Expected['files'][number][] = [];
  let pictures = 0;
  for (const split of ['train', 'test'] as const) {
    const rows = ['file_name,caption,objects,weight,weather'];
    for (const [at, kind] of split === 'train' ? KINDS.entries() : [[0, undefined] as const]) {
      const i = at + 1;
      const name = `bowl ${i}.jpg`;
      const scene = kind ? oneFruit(`described ${kind}`, kind, 160) : fruitBowl('described', 240, 180, KINDS);
      files.set(`${split}/${name}`, await draw.encode(scene, 'image/jpeg'));
      const seen = seenThings(scene, 60);
      const objects = {
        bbox: seen.map(({ box }) => box.map((value) => Math.round(value))),
        category: seen.map(({ thing }) => thing.label),
      };
      for (const { thing } of seen) counts.add(thing.label, `${split}/${name}`);
      const caption = kind ? `one ${kind}` : `${seen.length} pieces of fruit, "fresh" as ever`;
      const cells = [name, caption, JSON.stringify(objects), String(120 * i), WEATHER[i % 2] ?? ''];
      rows.push(cells.map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','));
      pictures++;
    }
    files.set(`${split}/metadata.csv`, `${rows.join('\n')}\n`);
    accounts.push(account(`${split}/metadata.csv`, 'records', rows.length - 1));
  }
  const byKind = { box: counts.total, caption: pictures };
  return {
    path: 'image-metadata/bowls',
    files,
    expected: {
      format: 'image-metadata',
      samples: pictures,
      images: { present: pictures, missing: 0, unreferenced: 0 },
      annotations: counts.total + pictures,
      byKind,
      splits: { train: 3, test: 1 },
      categories: counts.list(),
      labelSets: [{ name: 'metadata', role: 'truth', annotations: counts.total + pictures, byKind }],
      files: accounts,
      read: pictures,
      rejected: 0,
      problems: [],
    },
  };
}

/** Samples as WebDataset names them, in folders that stand for the archives that they would be in. */
export async function shards(draw: Renderer): Promise<Dataset> {
  const files = new Map<string, Buffer | string>();
  const counts = new ClassCounts([...KINDS]);
  const accounts: Expected['files'][number][] = [];
  for (const [at, kind] of [...KINDS, 'apple' as const].entries()) {
    const key = `fruit-train-00000${at < 2 ? 0 : 1}.tar/00${at}`;
    const said = { json: JSON.stringify({ weight: 100 + at, fresh: at % 2 === 0 }), txt: `one ${kind}`, cls: kind };
    files.set(`${key}.jpg`, await draw.encode(oneFruit(`shard ${at}`, kind, 120), 'image/jpeg'));
    for (const [part, text] of Object.entries(said)) {
      files.set(`${key}.${part}`, text);
      accounts.push(account(`${key}.${part}`, part === 'json' ? 'records' : 'rows', 1));
    }
    counts.add(kind, key);
  }
  const byKind = { classification: 4, caption: 4 };
  return {
    path: 'webdataset/fruit',
    files,
    expected: {
      format: 'webdataset',
      samples: 4,
      images: { present: 4, missing: 0, unreferenced: 0 },
      annotations: 8,
      byKind,
      splits: { train: 4 },
      categories: counts.list(),
      labelSets: [{ name: 'tar', role: 'truth', annotations: 8, byKind }],
      files: accounts,
      read: accounts.length,
      rejected: 0,
      problems: [],
    },
  };
}
