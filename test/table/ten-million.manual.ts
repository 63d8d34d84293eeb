/**
 * How long questions take over ten million boxes on a million images: `npx tsx test/table/ten-million.manual.ts [boxes] [images] [grouped]`.
 * No test: it measures. Ratios within one run say more than milliseconds; `Array.prototype.sort` over objects is there to compare with.
 */
import { performance } from 'node:perf_hooks';
import { pause } from '../../src/base/pause.ts';
import { Answers } from '../../src/table/answers.ts';
import { Breath } from '../../src/table/breath.ts';
import { Builder } from '../../src/table/builder.ts';
import type { QueryContext } from '../../src/table/context.ts';
import type { DatasetTable } from '../../src/table/dataset-table.ts';
import { facets } from '../../src/table/facet.ts';
import { select } from '../../src/table/filter.ts';
import { histogram } from '../../src/table/histogram.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { areasAt } from '../../src/table/segments.ts';
import { sortByNumber } from '../../src/table/sort-numbers.ts';

const ROUNDS = 5;
const CLASSES = 80;
const BLOCK = 65_536;

/** The same numbers for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function tableOf(boxes: number, images: number, grouped: boolean): DatasetTable {
  const random = randomFrom(1);
  const builder = new Builder();
  builder.labelSet({ name: 'truth', role: 'truth' });
  for (let c = 0; c < CLASSES; c++) builder.category(String(c), { name: `class ${c}` });
  for (let i = 0; i < images; i++) {
    const name = `${i % 9 === 0 ? 'val' : 'train'}/${String(Math.imul(i, 2654435761) >>> 0).padStart(12, '0')}.jpg`;
    builder.sample(String(i), { name, width: 320 + Math.floor(random() * 320), height: 480, split: i % 9 === 0 ? 'val' : 'train' });
  }
  for (let from = 0; from < boxes; from += BLOCK) {
    const length = Math.min(BLOCK, boxes - from);
    const sample = new Uint32Array(length);
    const category = new Int32Array(length);
    const box = new Float32Array(length * 4);
    const area = new Float32Array(length);
    const start = new Uint32Array(length);
    for (let i = 0; i < length; i++) {
      sample[i] = grouped ? Math.floor(((from + i) * images) / boxes) : Math.floor(random() * images);
      // Few classes are frequent, as everywhere.
      category[i] = Math.floor(random() ** 3 * CLASSES);
      box[i * 4 + 2] = random() * 300;
      box[i * 4 + 3] = random() * 300;
      area[i] = (box[i * 4 + 2] ?? 0) * (box[i * 4 + 3] ?? 0);
      start[i] = i * 165;
    }
    builder.annotationBlock({
      length,
      sample,
      category,
      labelSet: 0,
      box,
      area,
      kinds: new Uint8Array(length).fill(2),
      file: 0,
      base: from * 165,
      start,
      size: new Uint32Array(length).fill(160),
    });
  }
  builder.release();
  return builder.table;
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

async function main(boxes: number, images: number, grouped: boolean): Promise<void> {
  const print = (line: string): boolean => process.stdout.write(`${line}\n`);
  const made = performance.now();
  const table = tableOf(boxes, images, grouped);
  print(
    `${boxes} boxes on ${images} images, ${grouped ? 'image by image' : 'in any order'}, built in ${Math.round(performance.now() - made)} ms`,
  );
  print(`columns ${Math.round(table.bytes / 1e6)} MB, ${(table.bytes / boxes).toFixed(1)} B a box`);
  const before = performance.now();
  await table.makeIndex(new Breath({ pause }));
  print(`index ${Math.round(performance.now() - before)} ms; with it ${Math.round(table.bytes / 1e6)} MB`);

  let answers = new Answers(table);
  const context = (): QueryContext => ({ answers, version: 0, shouldStop: () => false, pause });
  const ask = (text: string, sort?: { column: string; descending: boolean }) => (): Promise<unknown> =>
    select(table, parseQuery(text).query, sort, context());
  const counts = (text: string) => (): Promise<unknown> => facets(table, parseQuery(text).query, context());
  const spread = (text: string, field: string) => (): Promise<unknown> => histogram(table, parseQuery(text).query, field, context());
  const areas = (from: number, to: number, out: Float64Array): void => {
    const segment = areasAt(table, Math.floor(from / BLOCK));
    out.set(segment.subarray(from % BLOCK, (from % BLOCK) + to - from));
  };
  const every = Uint32Array.from({ length: boxes }, (_, row) => row);

  async function measure(name: string, work: () => Promise<unknown>, prepare?: () => Promise<unknown>): Promise<number> {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      answers = new Answers(table);
      await prepare?.();
      const started = performance.now();
      await work();
      times.push(performance.now() - started);
    }
    print(
      `${name.padEnd(52)} ${median(times).toFixed(1).padStart(8)} ms   (${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)})`,
    );
    return median(times);
  }

  await measure('select everything', ask(''));
  await measure('class filter, one of 80', ask('class:"class 3"'));
  await measure('class filter, any of 3', ask('class:"class 3","class 20","class 70"'));
  await measure('class filter, all of 2', ask('class:"class 0"+"class 1"'));
  await measure('class filter, none of 2', ask('-class:"class 0","class 1"'));
  await measure('class filter and split', ask('class:"class 3" split:val'));
  await measure('brush side 32..96', ask('side>=32 side<96'));
  await measure('brush side 32..96 and a class, fresh', ask('class:"class 3" side>=32 side<96'));
  await measure('brush of whole bins, its histogram drawn', ask('side>=32 side<96'), spread('', 'side'));
  await measure('brush that cuts bins, its histogram drawn', ask('side>=33 side<97'), spread('', 'side'));
  await measure('a class added to a brush', ask('class:"class 3" side>=32 side<96'), ask('side>=32 side<96'));
  await measure('sort images by labels', ask('', { column: 'labels', descending: true }));
  await measure('sort images by smallest side', ask('', { column: 'smallest', descending: false }));
  await measure('sort images by name', ask('', { column: 'name', descending: false }));
  await measure(
    'a class while sorted by name',
    ask('class:"class 3"', { column: 'name', descending: false }),
    ask('', { column: 'name', descending: false }),
  );
  const radix = await measure('sort all boxes by area (radix)', () => sortByNumber(every, areas, false, new Breath({ pause })));
  await measure('facets of everything', counts(''));
  await measure('facets again after a class', counts('class:"class 3"'), counts(''));
  await measure('facets again after a brush', counts('side>=32 side<96'), counts(''));
  await measure('histogram of side, everything', spread('', 'side'));
  await measure('histogram of side after a class', spread('class:"class 3"', 'side'), spread('', 'side'));
  await measure('histogram of labels after a brush', spread('side>=32 side<96', 'labels'), spread('', 'labels'));

  const objects = Array.from({ length: 1_000_000 }, (_, row) => ({ row, area: table.annotations.area.at(row % boxes) }));
  const sorting = performance.now();
  objects.toSorted((a, b) => a.area - b.area);
  const plain = performance.now() - sorting;
  print(
    `Array.prototype.sort of 1,000,000 objects: ${plain.toFixed(0)} ms; radix of ${boxes} boxes is ${(radix / plain).toFixed(2)} of it`,
  );
  print(`process memory ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
}

const [boxes = '10000000', images = '1000000', order = ''] = process.argv.slice(2);
await main(Number(boxes), Number(images), order === 'grouped');
