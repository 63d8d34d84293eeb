import { afterEach, describe, expect, it, vi } from 'vitest';
import { pause } from '../../src/base/pause.ts';
import { Attention } from '../../src/engine/attention.ts';
import { Dataset } from '../../src/engine/dataset.ts';
import { alikeNames, checkLabels } from '../../src/engine/label-check.ts';
import { ProblemStore } from '../../src/engine/problem-store.ts';
import { boxIou, type Box } from '../../src/model/box.ts';
import { filesOf, match, seeded, SIGNAL, type Contents } from '../formats/conformance.ts';
import { opened } from './drop.ts';

interface Label {
  readonly image?: number;
  readonly category?: number;
  readonly bbox: readonly number[];
  readonly iscrowd?: number;
}

const coco = (labels: readonly Label[], names: readonly string[] = ['person', 'car'], images = 2): string =>
  JSON.stringify({
    images: Array.from({ length: images }, (_, at) => at + 1).map((id) => ({ id, file_name: `${id}.jpg`, width: 400, height: 300 })),
    categories: names.map((name, at) => ({ id: at + 1, name })),
    annotations: labels.map(({ image = 1, category = 1, ...label }, at) => ({
      id: at + 1,
      image_id: image,
      category_id: category,
      iscrowd: 0,
      ...label,
    })),
  });

/** What is told of the labels once they were compared, by its code. */
async function told(text: string, code: 'box-doubled' | 'class-names-alike') {
  const { engine, result } = await opened({ 'labels.json': text });
  const dataset = result.datasets[0]?.id ?? -1;
  await engine.check(undefined);
  return { engine, dataset, ...(await engine.problems({ dataset, code, from: 0, to: 1_000 })) };
}

async function read(contents: Contents): Promise<Dataset> {
  const { files } = filesOf(contents);
  const [reading] = (await match(files)).readings;
  if (!reading) throw new Error('nothing was recognised');
  const dataset = new Dataset(1, files, reading);
  await dataset.index(SIGNAL, () => undefined);
  return dataset;
}

describe('boxes that stand twice', () => {
  it('are told with their place, class and image, however small the difference', async () => {
    const text = coco([
      { bbox: [10, 10, 100, 80] },
      { bbox: [200, 10, 100, 80] },
      { bbox: [11, 10, 100, 81] },
      { image: 2, bbox: [200, 10, 100, 80] },
    ]);
    const { problems } = await told(text, 'box-doubled');
    expect(problems).toMatchObject([{ file: 'labels.json', sample: 0, values: { class: 'person', iou: 0.97 } }]);
    const { byte = 0, end = 0 } = problems[0]?.at ?? {};
    expect(JSON.parse(text.slice(byte, end))).toMatchObject({ id: 3 });
  });

  it('are none of another class or image, of a crowd, without an area, or with less in common', async () => {
    const { total } = await told(
      coco([
        { bbox: [10, 10, 100, 80] },
        { category: 2, bbox: [10, 10, 100, 80] },
        { image: 2, bbox: [10, 10, 100, 80] },
        { bbox: [10, 10, 100, 80], iscrowd: 1 },
        { bbox: [10, 10, 100, 86] },
        { bbox: [50, 50, 0, 9] },
        { bbox: [50, 50, 0, 9] },
      ]),
      'box-doubled',
    );
    expect(total).toBe(0);
  });

  it('are each told once, of any number, and again once only when it is looked again', async () => {
    const { engine, dataset, total } = await told(coco(Array.from({ length: 200 }, () => ({ bbox: [10, 10, 100, 80] }))), 'box-doubled');
    expect(total).toBe(199);
    expect((await engine.check(undefined)).datasets).toEqual([]);
    expect((await engine.problems({ dataset, code: 'box-doubled', from: 0, to: 1 })).total).toBe(199);
  });
});

it('compares boxes by their classes and corners first, and misses none', async () => {
  const random = seeded(11);
  const labels: Label[] = [];
  const wanted = new Set<number>();
  for (let image = 1; image <= 60; image++) {
    const own: { readonly category: number; readonly bbox: Box }[] = [];
    for (let k = Math.floor(random() * 9); k > 0; k--) {
      const before = own[Math.floor(random() * own.length)];
      const [x, y, width, height] = before?.bbox ?? [random() * 200, random() * 200, 5 + random() * 90, 5 + random() * 90];
      const moved = (by: number): number => (random() - 0.5) * by * 0.06;
      const bbox: Box = [x + moved(width), y + moved(height), width + moved(width), height + moved(height)];
      own.push({ category: 1 + Math.floor(random() * 2), bbox });
    }
    labels.push(...own.map((label) => ({ ...label, image })));
    const areSame = own.some((a, i) => own.some((b, k) => k < i && a.category === b.category && boxIou(a.bbox, b.bbox) >= 0.95));
    if (areSame) wanted.add(image - 1);
  }
  const { problems } = await told(coco(labels, ['person', 'car'], 60), 'box-doubled');
  const found = new Set(problems.map(({ sample }) => sample));
  expect(wanted.size).toBeGreaterThan(5);
  expect(found).toEqual(wanted);
});

describe('an image of very many boxes', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Boxes far from each other and in no order; every `pair`th box is that before it again. */
  function crowd(boxes: number, pair: number): Label[] {
    const random = seeded(5);
    const labels: Label[] = [];
    for (let i = 0; i < boxes; i++) {
      const [x, y, category] = [Math.floor(random() * 300), Math.floor(random() * 200), 1 + Math.floor(random() * 2)];
      const before = i % pair === pair - 1 ? labels.at(-1) : undefined;
      labels.push({ category: before?.category ?? category, bbox: before?.bbox ?? [x, y, 1 + random() * 3, 1 + random() * 90] });
    }
    return labels;
  }

  it('tells the same as one of few', async () => {
    const boxes = crowd(2_200, 50).map(({ bbox, ...label }) => ({ ...label, bbox: bbox.map((part) => Math.round(part * 4) / 4) }));
    const doubles = (of: readonly Label[]): Set<string> => {
      const found = new Set<string>();
      for (const [i, { category, bbox }] of of.entries()) {
        const isDouble = of.some((other, k) => k < i && other.category === category && boxIou(other.bbox as Box, bbox as Box) >= 0.95);
        if (isDouble) found.add(bbox.join(' '));
      }
      return found;
    };
    const text = coco(boxes);
    const { problems, total } = await told(text, 'box-doubled');
    expect(total).toBe(problems.length);
    const where = problems.map(({ at: { byte = 0, end = 0 } = {} }) => (JSON.parse(text.slice(byte, end)) as Label).bbox.join(' '));
    expect(new Set(where)).toEqual(doubles(boxes));
    expect(total).toBeGreaterThanOrEqual(44);
  });

  it('gives way to others while it is looked at, and can be stopped there', async () => {
    const dataset = await read(new Map([['labels.json', new TextEncoder().encode(coco(crowd(10_000, 4)))]]));
    // Every look at the clock finds that it is time.
    let now = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 10));
    const look = async (most: number): Promise<{ turns: number; problems: ProblemStore; error: unknown }> => {
      const problems = new ProblemStore();
      const stopping = new AbortController();
      let turns = 0;
      const leisure = async (): Promise<void> => {
        turns += 1;
        if (turns === most) stopping.abort();
      };
      const looking = checkLabels({ table: dataset.table, paths: dataset.files.paths, problems, leisure }, stopping.signal);
      const error = await looking.catch((reason: unknown) => reason);
      return { turns, problems, error };
    };
    const { turns, problems, error } = await look(Infinity);
    expect(error).toBeUndefined();
    // Which boxes there are, and each beside its neighbours: some hundred at a time.
    expect(turns).toBeGreaterThan((2 * 10_000) / 300);
    expect(problems.count('box-doubled')).toBeGreaterThanOrEqual(2_500);
    const stopped = await look(turns - 5);
    expect(stopped.error).toMatchObject({ name: 'AbortError' });
    expect(stopped.turns).toBe(turns - 5);
    expect(stopped.problems.found).toEqual([]);
  });
});

it('goes on when nobody waits for an answer', async () => {
  const attention = new Attention();
  const happened: string[] = [];
  let answer = (): void => undefined;
  const asked = attention.during(new Promise<void>((resolve) => (answer = resolve))).then(() => happened.push('answered'));
  const failed = attention.during(Promise.reject(new Error('no'))).catch(() => happened.push('failed'));
  const leisure = attention.leisure().then(() => happened.push('leisure'));
  await failed;
  await pause();
  await pause();
  expect(happened).toEqual(['failed']);
  answer();
  await Promise.all([asked, leisure]);
  expect(happened).toHaveLength(3);
});

describe('classes that are called nearly the same', () => {
  const pairs = (...classes: readonly (readonly [string, number])[]): string[] =>
    alikeNames(classes.map(([name, labels], at) => ({ name, at, labels }))).map(({ rare, common }) => `${rare.name} < ${common.name}`);

  it('differ by case, blanks and signs alone, whatever their numbers', () => {
    expect(pairs(['car', 90], ['Car ', 80], ['traffic light', 70], ['traffic_light', 60], ['TrafficLight', 50])).toEqual([
      'Car  < car',
      'traffic_light < traffic light',
      'TrafficLight < traffic light',
    ]);
  });

  it('or, where one of them is rare, by a slip of the pen', () => {
    expect(pairs(['person', 900], ['persn', 9], ['perosn', 8], ['persons', 7], ['persin', 6])).toEqual([
      'persn < person',
      'perosn < person',
      'persons < person',
      'persin < person',
    ]);
  });

  it('but not where they are short, both frequent, numbered or without labels', () => {
    expect(
      pairs(['cat', 900], ['car', 9], ['mitten', 90], ['mittens', 80], ['class10', 900], ['class11', 9], ['person', 900], ['Person', 0]),
    ).toEqual([]);
  });

  it('are told with the images of the rarer one', async () => {
    const labels = [
      ...Array.from({ length: 20 }, (_, at) => ({ bbox: [at * 10, 10, 8, 8] })),
      { image: 2, category: 2, bbox: [1, 1, 9, 9] },
    ];
    const { engine, dataset, problems } = await told(coco(labels, ['person', 'persn']), 'class-names-alike');
    expect(problems.map(({ values }) => values)).toEqual([{ name: 'persn', count: 1, other: 'person', otherCount: 20 }]);
    const group = (await engine.problemGroups({ dataset })).find(({ code }) => code === 'class-names-alike');
    expect(group).toMatchObject({ count: 1, samples: 1 });
  });
});
