/** What is shown from the last time answers every question as what was read. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dataset } from '../../src/engine/dataset.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { digestOf, KeptColumns } from '../../src/engine/kept-columns.ts';
import { KeptStamps, stampsOf } from '../../src/engine/kept-stamps.ts';
import type { OpenProgress } from '../../src/engine/protocol.ts';
import { Questions } from '../../src/engine/questions.ts';
import { blobSource, reopenedSource } from '../../src/files/blob-source.ts';
import type { ByteSource } from '../../src/files/byte-source.ts';
import { Files } from '../../src/files/file-set-of.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import type { DatasetSummary } from '../../src/model/dataset.ts';
import { EMPTY_QUERY, type Query, type Sort } from '../../src/table/query.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import type { Format } from '../../src/formats/format.ts';
import { FORMATS } from '../../src/formats/index.ts';
import { allSamples, filesOf, match, SIGNAL, type Contents } from '../formats/conformance.ts';
import { add, png } from './drop.ts';
import { MemoryStore } from './kept.ts';

/** Whatever was opened is kept, without a rest. */
const AT_ONCE = { keepAfter: 0, keepRest: 0 };

/** The first dataset of a drop, not read. */
async function found(contents: Contents): Promise<Dataset> {
  const { files } = filesOf(contents);
  const [reading] = (await match(files)).readings;
  if (!reading) throw new Error('nothing was recognised');
  return new Dataset(1, files, reading);
}

async function read(contents: Contents): Promise<Dataset> {
  const dataset = await found(contents);
  await dataset.index(SIGNAL, () => undefined);
  await dataset.text.recognise(SIGNAL);
  await dataset.check(SIGNAL, () => undefined);
  await dataset.readImages(SIGNAL, () => undefined);
  return dataset;
}

/** What a dataset is shown as when the same files come again, perhaps in another order. */
async function again(dataset: Dataset, contents: Contents): Promise<Dataset> {
  const kept = new KeptColumns(new MemoryStore());
  await kept.keep(dataset);
  const { id, files, reading } = await found(contents);
  const shown = new Dataset(id, files, reading, 'kept');
  const last = await kept.find(shown, SIGNAL);
  expect(await last?.isSame(dataset)).toBe(true);
  return shown;
}

function reversed(contents: Contents): Contents {
  return new Map([...contents].reverse());
}

/** Clauses about whatever a dataset has. */
function clausesOf({ categories, columns, measures, splits, problems }: DatasetSummary): string[] {
  const names = [...columns, ...measures].map(({ name }) => JSON.stringify(name));
  return [
    ...categories.slice(0, 6).map(({ name }) => `class:${JSON.stringify(name)}`),
    ...Object.keys(splits).map((split) => `split:${JSON.stringify(split)}`),
    ...problems.map(({ code }) => `problem:${code}`),
    ...names.slice(0, 6).flatMap((name) => [`has:${name}`, `${name}>=2`, `-${name}:a`]),
    'width>=100',
    'side>20',
    'labels:none',
    'labels>=2',
    'a',
  ];
}

const SORTS: readonly (Sort | undefined)[] = [
  undefined,
  { column: 'name', descending: true },
  { column: 'labels', descending: true },
  { column: 'width', descending: false },
];

/** Numbers of files differ where they came in another order. */
function withPaths(value: unknown, dataset: Dataset, name = ''): unknown {
  if (typeof value === 'number' && (name === 'file' || name === 'image')) return dataset.files.paths[value];
  if (Array.isArray(value)) return value.map((part) => withPaths(part, dataset));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withPaths(part, dataset, key)]));
}

function plainSummary(dataset: Dataset): object {
  const { complete: _complete, standIn: _standIn, columnBytes: _bytes, files, ...rest } = dataset.summary();
  return { ...rest, files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

async function expectSameAnswers(kept: Dataset, fresh: Dataset, query: Query, sort: Sort | undefined): Promise<void> {
  const [ours, theirs] = [new Questions(kept), new Questions(fresh)];
  const selection = await theirs.select(query, sort, {});
  expect((await ours.select(query, sort, {})).rows).toEqual(selection.rows);
  expect(await ours.facets(query, {})).toEqual(await theirs.facets(query, {}));
  for (const field of ['side', 'width', 'labels']) {
    expect(await ours.histogram({ dataset: 1, query, field }, {})).toEqual(await theirs.histogram({ dataset: 1, query, field }, {}));
  }
  const rows = selection.rows.slice(0, 20);
  const columns = fresh.summary().columns.map(({ name }) => name);
  expect(withPaths(await ours.rows(query, rows, { columns }, {}), kept)).toEqual(
    withPaths(await theirs.rows(query, rows, { columns }, {}), fresh),
  );
  for (const row of rows.slice(0, 3)) {
    expect(withPaths(await ours.detail(query, row, {}), kept)).toEqual(withPaths(await theirs.detail(query, row, {}), fresh));
  }
}

describe.each(allSamples().map((sample) => [`${sample.format}/${sample.name}`, sample.contents] as const))('%s', (_name, contents) => {
  it('is shown from the last time as it was read', async () => {
    const fresh = await read(contents);
    for (const drop of [contents, reversed(contents)]) {
      const kept = await again(fresh, drop);
      expect(kept.complete).toBe(false);
      expect(plainSummary(kept)).toEqual(plainSummary(fresh));
      expect(await digestOf(kept)).toBe(await digestOf(fresh));
      for (const { code, count } of fresh.problems.summaries()) {
        expect(kept.problems.page(code, 0, count)).toEqual(fresh.problems.page(code, 0, count));
      }
      for (let row = 0; row < fresh.table.sampleCount; row++) expect(kept.table.key(row)).toBe(fresh.table.key(row));
    }
  });

  it('answers any question alike', async () => {
    const fresh = await read(contents);
    const kept = await again(fresh, reversed(contents));
    const clauses = clausesOf(fresh.summary());
    await fc.assert(
      fc.asyncProperty(fc.subarray(clauses, { maxLength: 3 }), fc.constantFrom(...SORTS), (chosen, sort) =>
        expectSameAnswers(kept, fresh, parseQuery(chosen.join(' ')).query, sort),
      ),
      { numRuns: 6 },
    );
  });
});

/** A YOLO folder of so many images, each with a box. */
function shelf(images: number, rowOf = (i: number): string => `${i % 2} 0.5 0.5 0.25 0.25\n`): Record<string, string | Uint8Array> {
  const files: Record<string, string | Uint8Array> = { 'shelf/data.yaml': 'names: [cup, plate]\ntrain: images\n' };
  for (let i = 0; i < images; i++) {
    files[`shelf/images/${i}.png`] = png(64, 48);
    files[`shelf/labels/${i}.txt`] = rowOf(i);
  }
  return files;
}

interface Opened {
  readonly shown: DatasetSummary[];
  readonly result: Awaited<ReturnType<ReturnType<typeof createEngine>['open']>>;
}

interface Event {
  readonly happened: Promise<void>;
  happens(): void;
}
function eventOf(): Event {
  let happens = (): void => undefined;
  const happened = new Promise<void>((resolve) => {
    happens = resolve;
  });
  return { happened, happens };
}

/** Tells when it has looked for something, and waits before it does. */
class WatchedColumns extends KeptColumns {
  readonly #before: Promise<void> | undefined;
  readonly #looked: Event;

  constructor(store: MemoryStore, before: Promise<void> | undefined, looked: Event) {
    super(store);
    this.#before = before;
    this.#looked = looked;
  }

  override async find(...parameters: Parameters<KeptColumns['find']>): ReturnType<KeptColumns['find']> {
    await this.#before;
    try {
      return await super.find(...parameters);
    } finally {
      this.#looked.happens();
    }
  }
}

/** Our formats, which begin and end to read when they may. */
function held(begin: Promise<void> | undefined, end: Promise<void> | undefined): Format[] {
  return FORMATS.map((format) => ({
    ...format,
    async index(...parameters) {
      await begin;
      await format.index(...parameters);
      await end;
    },
  }));
}

/** @param first what is there first: what was kept, rows that are read, or all of them */
async function openedWith(
  store: MemoryStore,
  contents: Readonly<Record<string, string | Uint8Array>>,
  { keep = true, first = 'kept' }: { readonly keep?: boolean; readonly first?: 'kept' | 'rows' | 'all' } = {},
): Promise<Opened> {
  const [looked, rows, all] = [eventOf(), eventOf(), eventOf()];
  const formats = held(keep && first === 'kept' ? looked.happened : undefined, first === 'rows' ? looked.happened : undefined);
  const before = { kept: undefined, rows: rows.happened, all: all.happened }[first];
  const engine = createEngine(formats, { kept: async () => new WatchedColumns(store, before, looked), ...AT_ONCE });
  add(engine, contents);
  const shown: DatasetSummary[] = [];
  const onProgress = ({ datasets }: OpenProgress): void => {
    shown.push(...datasets);
    if (datasets.some(({ samples }) => samples > 0)) rows.happens();
  };
  const result = await engine.open({ keep }, { onProgress });
  all.happens();
  if (keep) await looked.happened;
  return { shown, result };
}

async function keptOne(store: MemoryStore): Promise<void> {
  await expect.poll(() => store.kept.size).toBe(1);
}

describe('opening again', () => {
  it('shows what was there before anything is read, and calls it complete only when it has been read', async () => {
    const store = new MemoryStore();
    const first = await openedWith(store, shelf(40));
    expect(first.shown.some(({ standIn }) => standIn === 'kept')).toBe(false);
    await keptOne(store);
    const { shown, result } = await openedWith(store, shelf(40));
    const kept = shown.filter(({ standIn }) => standIn === 'kept');
    expect(kept[0]).toMatchObject({ samples: 40, annotations: 40, complete: false });
    expect(kept.every(({ complete }) => !complete)).toBe(true);
    expect(result.datasets).toMatchObject([{ samples: 40, complete: true }]);
    expect(result.datasets[0]).not.toHaveProperty('standIn');
    expect(result).not.toHaveProperty('changed');
  });

  it('shows what is read until what was there is found', async () => {
    const store = new MemoryStore();
    await openedWith(store, shelf(40));
    await keptOne(store);
    const { shown, result } = await openedWith(store, shelf(40), { first: 'rows' });
    const standIns = shown.filter(({ samples }) => samples > 0).map(({ standIn }) => standIn ?? 'read');
    expect(standIns[0]).toBe('read');
    expect(standIns.slice(standIns.indexOf('kept')).filter((standIn) => standIn === 'read')).toEqual(['read']);
    expect(standIns).toContain('kept');
    expect(result.datasets).toMatchObject([{ samples: 40, complete: true }]);
  });

  it('never shows what was there once all has been read', async () => {
    const store = new MemoryStore();
    await openedWith(store, shelf(40));
    await keptOne(store);
    const { shown, result } = await openedWith(store, shelf(40), { first: 'all' });
    expect(shown.some(({ standIn }) => standIn === 'kept')).toBe(false);
    expect(result.datasets).toMatchObject([{ samples: 40, complete: true }]);
    expect(result).not.toHaveProperty('changed');
  });

  it('tells of what has changed, and shows it as it is', async () => {
    const store = new MemoryStore();
    await openedWith(store, shelf(80));
    await keptOne(store);
    const before = [...store.kept.values()][0];
    // One that is not among the sampled files, and of the same size.
    const changed = shelf(80, (i) => (i === 1 ? '0 0.5 0.5 0.25 0.75\n' : `${i % 2} 0.5 0.5 0.25 0.25\n`));
    const { shown, result } = await openedWith(store, changed);
    expect(shown.some(({ standIn }) => standIn === 'kept')).toBe(true);
    expect(result.changed).toEqual([result.datasets[0]?.id]);
    await expect.poll(() => [...store.kept.values()][0]).not.toBe(before);
    expect(await openedWith(store, changed)).not.toHaveProperty('result.changed');
  });

  it('shows nothing from before where a sampled file is of another size, or a file is new', async () => {
    const store = new MemoryStore();
    await openedWith(store, shelf(4));
    await keptOne(store);
    const other = await openedWith(
      store,
      shelf(4, () => '0 0.5 0.5 0.1 0.1\n1 0.5 0.5 0.1 0.1\n'),
    );
    const more = await openedWith(store, shelf(5));
    expect([...other.shown, ...more.shown].some(({ standIn }) => standIn === 'kept')).toBe(false);
  });

  it('keeps and shows nothing unasked', async () => {
    const store = new MemoryStore();
    await openedWith(store, shelf(4), { keep: false });
    expect(store.kept.size).toBe(0);
  });

  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.slice(0, -8)],
    ['shorter than its head', () => new Uint8Array(3)],
    ['never finished', (bytes: Uint8Array) => Uint8Array.from([...new Uint8Array(16), ...bytes.slice(16)])],
  ])('reads what is kept as nothing where it is %s', async (_how, broken) => {
    const store = new MemoryStore();
    await openedWith(store, shelf(4));
    await keptOne(store);
    for (const [name, bytes] of store.kept) store.kept.set(name, broken(bytes));
    const { shown, result } = await openedWith(store, shelf(4));
    expect(shown.some(({ standIn }) => standIn === 'kept')).toBe(false);
    expect(result.datasets).toMatchObject([{ samples: 4, complete: true }]);
  });

  it.each([
    ['was written since', Date.now() + 60_000],
    ['was replaced by an older one of the same size', 500],
  ])('refuses a sample whose file %s, and shows what is read instead', async (_how, time) => {
    const store = new MemoryStore();
    const entries = (written: number): { path: string; source: ByteSource }[] =>
      Object.entries(shelf(80)).map(([path, content], i) => {
        const lastModified = path === 'shelf/labels/1.txt' ? written : 1_000 + i;
        return { path, source: blobSource(new File([content as BlobPart], path, { lastModified })) };
      });
    const first = createEngine(undefined, { kept: async () => new KeptColumns(store), ...AT_ONCE });
    first.addEntries(entries(1_000));
    await first.open({ keep: true });
    await keptOne(store);

    const search = eventOf();
    const engine = createEngine(held(search.happened, undefined), {
      kept: async () => new WatchedColumns(store, undefined, search),
      ...AT_ONCE,
    });
    engine.addEntries(entries(time));
    let looked: Promise<unknown> | undefined;
    const standIns: (string | undefined)[] = [];
    const onProgress = ({ datasets: [dataset] }: OpenProgress): void => {
      standIns.push(dataset?.standIn);
      if (dataset?.standIn !== 'kept') return;
      const query = EMPTY_QUERY;
      looked ??= engine.find({ dataset: dataset.id, name: '1.png' }).then((row = -1) => engine.detail({ dataset: dataset.id, query, row }));
      looked.catch(() => undefined);
    };
    const result = await engine.open({ keep: true }, { onProgress });
    expect(standIns).toContain('kept');
    await expect(looked).rejects.toMatchObject({ name: 'FileProblem', data: { code: 'file-changed' } });
    expect(result.changed).toEqual([result.datasets[0]?.id]);
  });

  it.each([
    [20, 21],
    [40, 32],
    [62, 32],
    [63, 32],
    [100, 32],
  ])('compares of %i label files and their names %i at once', async (images, compared) => {
    const store = new MemoryStore();
    const asked = new Set<string>();
    const engine = createEngine(undefined, { kept: async () => new KeptColumns(store), ...AT_ONCE });
    engine.addEntries(
      Object.entries(shelf(images)).map(([path, content]) => {
        const identity = async (): Promise<string> => {
          asked.add(path);
          return 'the same';
        };
        return { path, source: { ...memorySource(content), identity } };
      }),
    );
    await engine.open({ keep: true });
    await keptOne(store);
    expect(asked.size).toBe(compared);
  });

  it('knows what a file was by its path, and nothing of one that was not opened', async () => {
    const fileOf = (path: string, text: string, lastModified: number): File => new File([text], path, { lastModified });
    const never = (): Promise<Blob> => Promise.reject(new Error('opened'));
    const then = new Files();
    then.append([
      { path: 'a.txt', source: blobSource(fileOf('a.txt', '12', 1_000)) },
      { path: 'b.txt', source: blobSource(never) },
      { path: 'c.txt', source: reopenedSource(async () => fileOf('c.txt', '123', 3_000)) },
    ]);
    await Promise.all([then.source(0).size(), then.source(2).size()]);
    // They come in another order now.
    const stamps = new KeptStamps(await stampsOf(then, [2, 0, 1]), 4, (file) => 3 - file);
    expect(stamps.differs(3, fileOf('a.txt', '34', 1_000))).toBe(false);
    expect(stamps.differs(3, fileOf('a.txt', '34', 999))).toBe(true);
    expect(stamps.differs(1, fileOf('c.txt', '12', 3_000))).toBe(true);
    expect(stamps.differs(1, fileOf('c.txt', '321', 3_000))).toBe(false);
    expect(stamps.differs(2, fileOf('b.txt', '12', 1_000))).toBeUndefined();
    expect(stamps.differs(0, fileOf('d.txt', '12', 1_000))).toBeUndefined();
  });

  it('forgets what was kept when it is told to', async () => {
    const store = new MemoryStore();
    await openedWith(store, shelf(4));
    await keptOne(store);
    await createEngine(undefined, { kept: async () => new KeptColumns(store) }).forgetKept(undefined);
    expect(store.kept.size).toBe(0);
  });
});
