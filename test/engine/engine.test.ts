import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { OpenProgress } from '../../src/engine/protocol.ts';
import { ReadError } from '../../src/files/byte-source.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { EMPTY_QUERY, type Query } from '../../src/table/query.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { add, jpeg, handleOf, opened, png, YOLO, type Contents } from './drop.ts';

const query = (text: string): Query => parseQuery(text).query;
const ALL = { query: EMPTY_QUERY, sort: undefined };

describe('opening', () => {
  it('says what it found, with counts that add up', async () => {
    const { result } = await opened(YOLO);
    expect(result).toMatchObject({ phase: 'done', recognised: true, unclaimed: { count: 0 }, problems: [] });
    const [set] = result.datasets;
    expect(set).toMatchObject({
      format: 'yolo',
      name: 'set',
      complete: true,
      samples: 3,
      images: { present: 3, missing: 0, unreferenced: 0 },
      annotations: 3,
      truthAnnotations: 3,
      byKind: { box: 3 },
      splits: { train: 2, val: 1 },
      read: 3,
      rejected: 0,
    });
    expect(set?.categories.map(({ name, annotations, samples }) => [name, annotations, samples])).toEqual([
      ['cat', 1, 1],
      ['dog', 2, 2],
    ]);
  });

  it('reports progress through every phase and ends with done', async () => {
    const engine = createEngine();
    add(engine, YOLO);
    const seen: OpenProgress[] = [];
    await engine.open({}, { onProgress: (progress) => seen.push(progress) });
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['matching', 'indexing', 'images', 'done']);
  });

  it('counts datasets where there are many, so that the progress does not begin anew with each of them', async () => {
    const engine = createEngine();
    add(engine, Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`d/t${at}.csv`, `column_${at},other_${at}\n1,2\n`])));
    const seen: OpenProgress[] = [];
    const { datasets } = await engine.open({}, { onProgress: (progress) => seen.push(progress) });
    const reading = seen.filter(({ phase, total }) => phase === 'indexing' && total > 0);
    expect(datasets.length).toBe(12);
    expect(new Set(reading.map(({ total }) => total))).toEqual(new Set([12]));
    expect(reading.every(({ done }, at) => done >= (reading[at - 1]?.done ?? 0) && done <= 12)).toBe(true);
  });

  it('answers while it reads, and says that there is more to come', async () => {
    const engine = createEngine();
    add(engine, YOLO);
    let asked: Promise<boolean> | undefined;
    await engine.open(
      {},
      {
        onProgress({ phase, datasets }) {
          const [set] = datasets;
          if (phase === 'indexing' && set) asked ??= engine.select({ dataset: set.id, ...ALL }).then(({ complete }) => complete);
        },
      },
    );
    expect(await asked).toBe(false);
  });

  it('says of a drop without data what was in it', async () => {
    const { result } = await opened({ 'd/a.xyz': '1', 'd/b.xyz': '2', 'd/c.md': '3' });
    expect(result).toMatchObject({ recognised: false, datasets: [], unclaimed: { count: 3, paths: ['d/a.xyz', 'd/b.xyz', 'd/c.md'] } });
    expect(result.extensions).toEqual([
      { extension: 'xyz', files: 2 },
      { extension: 'md', files: 1 },
    ]);
    expect(result.problems).toMatchObject([{ code: 'nothing-recognised' }]);
  });

  it('stops when it is cancelled and reads on when it is opened again', async () => {
    const engine = createEngine();
    add(engine, YOLO);
    const controller = new AbortController();
    const opening = engine.open({}, { signal: controller.signal, onProgress: ({ phase }) => phase === 'indexing' && controller.abort() });
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    expect((await engine.open({})).datasets).toMatchObject([{ complete: true, samples: 3 }]);
  });
});

describe('questions', () => {
  it('selects rows and counts annotations that pass', async () => {
    const { engine } = await opened(YOLO);
    expect(await engine.select({ dataset: 1, query: query('class:dog'), sort: undefined })).toMatchObject({
      rows: Uint32Array.of(0, 1),
      annotations: 2,
      complete: true,
    });
    const sorted = await engine.select({ dataset: 1, query: EMPTY_QUERY, sort: { column: 'width', descending: false } });
    expect([...sorted.rows]).toEqual([2, 0, 1]);
  });

  it('gives the cells of the rows asked for', async () => {
    const { engine } = await opened(YOLO);
    const cells = await engine.rows({ dataset: 1, query: query('class:dog'), rows: Uint32Array.of(2, 0), columns: [] });
    expect(cells).toMatchObject([
      {
        row: 2,
        imageState: 'present',
        labels: 'missing',
        width: 20,
        height: 20,
        split: 'val',
        annotations: 0,
        passing: 0,
        classes: [],
        smallest: undefined,
      },
      {
        row: 0,
        width: 100,
        height: 50,
        split: 'train',
        annotations: 2,
        passing: 1,
        classes: [
          [1, 1],
          [0, 1],
        ],
        orientation: 1,
      },
    ]);
    expect(cells[1]?.smallest).toBeCloseTo(Math.sqrt(10 * 5), 4);
  });

  it('gives boxes for tiles', async () => {
    const { engine } = await opened(YOLO);
    const [tile] = await engine.tiles({ dataset: 1, query: query('class:cat'), rows: Uint32Array.of(0) });
    expect(tile).toMatchObject({ row: 0, category: Int32Array.of(0, 1), passing: Uint8Array.of(1, 0), predicted: Uint8Array.of(0, 0) });
    expect([...(tile?.box ?? [])].map(Math.round)).toEqual([40, 15, 20, 20, 20, 23, 10, 5]);
  });

  it('reads one sample in full', async () => {
    const { engine } = await opened(YOLO);
    const detail = await engine.detail({ dataset: 1, query: query('class:dog'), row: 0 });
    expect(detail).toMatchObject({
      path: 'set/images/train/a.png',
      width: 100,
      height: 50,
      frame: 'upright',
      passing: [1],
      hidden: [],
      problems: [],
    });
    expect(detail.annotations).toMatchObject([
      { row: 0, category: 0, shapes: [{ kind: 'box', box: [40, 15, 20, 20] }] },
      { row: 1, category: 1, shapes: [{ kind: 'box', box: [20, 22.5, 10, 5] }] },
    ]);
  });

  it('shows the source text of a sample line by line', async () => {
    const { engine } = await opened(YOLO);
    expect(await engine.raw({ dataset: 1, row: 0 })).toMatchObject([
      { path: 'set/labels/train/a.txt', line: 1, text: '0 0.5 0.5 0.2 0.4', annotation: 0, cut: false },
      { path: 'set/labels/train/a.txt', line: 2, text: '1 0.25 0.5 0.1 0.1', annotation: 1 },
    ]);
  });

  it('counts facets and histograms', async () => {
    const { engine } = await opened(YOLO);
    const { facets } = await engine.facets({ dataset: 1, query: query('split:val') });
    expect(facets.class).toMatchObject([
      { value: 'cat', samples: 0, allSamples: 1, allAnnotations: 1 },
      { value: 'dog', samples: 0, allSamples: 2, allAnnotations: 2 },
    ]);
    expect(facets.split).toMatchObject([
      { value: 'train', samples: 2 },
      { value: 'val', samples: 1 },
    ]);
    expect(facets.problem?.map(({ value }) => value)).toContain('label-missing');
    const histogram = await engine.histogram({ dataset: 1, query: EMPTY_QUERY, field: 'width' });
    expect(histogram.all.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(histogram.edges).toHaveLength(histogram.all.length + 1);
  });

  it('finds a sample by its name or the end of it', async () => {
    const { engine } = await opened(YOLO);
    const [cells] = await engine.rows({ dataset: 1, query: EMPTY_QUERY, rows: Uint32Array.of(1), columns: [] });
    expect(await engine.find({ dataset: 1, name: cells?.name ?? '' })).toBe(1);
    expect(await engine.find({ dataset: 1, name: 'no such sample' })).toBeUndefined();
  });

  it('finds each of two samples of one name by its key or its image', async () => {
    const labels = { 'd/labels/x/a.txt': '0 0.5 0.5 0.1 0.1\n', 'd/labels/y/a.txt': '0 0.5 0.5 0.1 0.1\n' };
    const { engine } = await opened({ ...labels, 'd/images/x/a.png': png(4, 4), 'd/images/y/a.png': png(4, 4) });
    for (const row of [0, 1]) {
      const { key, path = '' } = await engine.detail({ dataset: 1, query: EMPTY_QUERY, row });
      expect(await engine.find({ dataset: 1, name: key })).toBe(row);
      expect(await engine.find({ dataset: 1, name: path })).toBe(row);
    }
  });

  it('counts lines that end as on old Macs', async () => {
    const row = '0 0.5 0.5 0.1 0.1';
    const { engine } = await opened({ 'd/labels/a.txt': `${row}\r${row}\r\r${row}\r`, 'd/images/a.png': png(4, 4) });
    expect((await engine.raw({ dataset: 1, row: 0 })).map(({ line, text }) => [line, text])).toEqual([
      [1, row],
      [2, row],
      [4, row],
    ]);
  });

  it('gives the first records of a sample that has very many, and says how many more there are', async () => {
    const { engine } = await opened({ 'd/labels/a.txt': '0 0.5 0.5 0.1 0.1\n'.repeat(5_100), 'd/images/a.png': png(4, 4) });
    const records = await engine.raw({ dataset: 1, row: 0 });
    expect([records.length, records.at(0)?.more, records.at(-1)?.line, records.at(-1)?.more]).toEqual([5_000, undefined, 5_000, 100]);
  });

  it('aborts a question', async () => {
    const { engine } = await opened(YOLO);
    const question = engine.select({ dataset: 1, ...ALL }, { signal: AbortSignal.abort() });
    await expect(question).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('rejects questions about a dataset that is closed', async () => {
    const { engine } = await opened(YOLO);
    await engine.close({ dataset: 1 });
    await expect(engine.select({ dataset: 1, ...ALL })).rejects.toMatchObject({ name: 'DatasetGone' });
  });
});

describe('problems', () => {
  it('lists them by code and finds their samples', async () => {
    const { engine, result } = await opened({ ...YOLO, 'set/labels/train/b.txt': '1 0.5 0.5 0.5 0.5\n1 oops\n' });
    expect(result.datasets).toMatchObject([{ read: 4, rejected: 1 }]);
    const groups = await engine.problemGroups({ dataset: 1 });
    expect(groups[0]).toMatchObject({ severity: 'error', count: 1 });
    const code = groups[0]?.code ?? 'row-invalid';
    expect(await engine.problems({ dataset: 1, code, from: 0, to: 10 })).toMatchObject({
      total: 1,
      problems: [{ file: 'set/labels/train/b.txt', at: { line: 2 } }],
    });
  });

  it('takes reports of the page, once for each sample', async () => {
    const { engine } = await opened(YOLO);
    const problem = { code: 'image-unreadable', file: 'set/images/train/a.png', sample: 0 } as const;
    await engine.report({ dataset: 1, problem });
    await engine.report({ dataset: 1, problem });
    expect(await engine.problemGroups({ dataset: 1 })).toContainEqual({
      code: 'image-unreadable',
      severity: 'error',
      count: 1,
      samples: 1,
    });
    expect((await engine.select({ dataset: 1, query: query('problem:image-unreadable'), sort: undefined })).rows).toEqual(
      Uint32Array.of(0),
    );
  });

  it('tells of a file that was deleted after the drop, on its sample', async () => {
    const engine = createEngine();
    let gone = false;
    const check = (): void => {
      if (gone) throw new ReadError('file-changed', 'The file is gone');
    };
    for (const [path, content] of Object.entries(YOLO)) {
      const source = memorySource(content);
      engine.addEntries([
        {
          path,
          source: {
            ...source,
            read: async (start, end) => (check(), source.read(start, end)),
            wholeBlob: async () => (check(), source.wholeBlob()),
          },
        },
      ]);
    }
    await engine.open({});
    gone = true;
    const expected = { name: 'FileProblem', data: { code: 'file-changed', sample: 0, file: 'set/labels/train/a.txt' } };
    await expect(engine.detail({ dataset: 1, query: EMPTY_QUERY, row: 0 })).rejects.toMatchObject(expected);
    const [, cells] = await engine.rows({ dataset: 1, query: EMPTY_QUERY, rows: Uint32Array.of(0, 1), columns: [] });
    await expect(engine.blob({ file: cells?.image ?? -1 })).rejects.toMatchObject({ name: 'FileProblem' });
    const { rows } = await engine.select({ dataset: 1, query: query('problem:file-changed'), sort: undefined });
    expect([...rows]).toEqual([0, 1]);
  });

  it('says which images cannot be read, and keeps their samples', async () => {
    const { result } = await opened({ ...YOLO, 'set/images/train/a.png': 'no image at all, whatever its name says' });
    expect(result.datasets).toMatchObject([{ samples: 3 }]);
    expect(result.datasets[0]?.problems.map(({ code }) => code)).toContain('image-unreadable');
  });
});

describe('problems of the drop', () => {
  it('are with the dataset and the sample whose label file is binary', async () => {
    const { engine, result } = await opened({ ...YOLO, 'set/labels/val/c.txt': new Uint8Array(200) });
    expect(result.problems).toEqual([]);
    const { problems } = await engine.problems({ dataset: 1, code: 'file-binary', from: 0, to: 9 });
    expect(problems).toMatchObject([{ file: 'set/labels/val/c.txt' }]);
    const detail = await engine.detail({ dataset: 1, query: EMPTY_QUERY, row: problems[0]?.sample ?? -1 });
    expect(detail).toMatchObject({ path: 'set/images/val/c.png', problems: [{ code: 'file-binary' }] });
    add(engine, { 'x/readme.md': 'x' });
    const again = await engine.open({});
    expect(again.problems).toEqual([]);
    expect(again.datasets).toEqual(result.datasets);
  });

  it('stay with the drop where they are about no dataset', async () => {
    const { result } = await opened({ ...YOLO, 'set/notes.txt': new Uint8Array(200) });
    expect(result.problems).toMatchObject([{ code: 'file-binary', file: 'set/notes.txt' }]);
  });

  it('name a zip without entries', async () => {
    const { result } = await opened({ 'a.zip': Uint8Array.from([0x50, 0x4b, 5, 6, ...new Uint8Array(18)]) });
    expect(result.problems).toMatchObject([{ code: 'file-empty', file: 'a.zip' }, { code: 'nothing-recognised' }]);
  });
});

describe('second drops', () => {
  it('finds images for labels that are open, under the same id', async () => {
    const labels = Object.fromEntries(Object.entries(YOLO).filter(([path]) => !path.endsWith('.png')));
    const images = Object.fromEntries(Object.entries(YOLO).filter(([path]) => path.endsWith('.png')));
    const { engine, result } = await opened(labels);
    expect(result.datasets).toMatchObject([{ id: 1, images: { present: 0, missing: 2 } }]);
    add(engine, images);
    const second = await engine.open({ current: 1 });
    expect(second.extended).toBe(1);
    expect(second.datasets).toMatchObject([{ id: 1, images: { present: 3, missing: 0 }, samples: 3 }]);
  });

  it('leaves other datasets as they are', async () => {
    const { engine } = await opened(YOLO);
    await engine.report({ dataset: 1, problem: { code: 'file-changed', sample: 1 } });
    add(engine, Object.fromEntries(Object.entries(YOLO).map(([path, content]) => [path.replace('set/', 'other/'), content])));
    const { datasets, extended } = await engine.open({ current: 1 });
    expect(extended).toBeUndefined();
    expect(datasets.map(({ id, name }) => [id, name])).toEqual([
      [1, 'set'],
      [2, 'other'],
    ]);
    expect(datasets[0]?.problems.map(({ code }) => code)).toContain('file-changed');
  });

  it('reads a folder again that is dropped again', async () => {
    const { engine } = await opened(YOLO, handleOf('/home/set'));
    add(engine, { ...YOLO, 'set/labels/train/b.txt': '' }, handleOf('/home/set'));
    const { datasets, extended } = await engine.open({ current: 1 });
    expect(datasets).toMatchObject([{ id: 1, annotations: 2 }]);
    expect(extended).toBeUndefined();
  });

  it.each<[string, Contents, Contents]>([
    ['table', { 'train.csv': 'a,b\n1,2\n' }, { 'train.csv': 'c,d\n3,4\n' }],
    ['folder', YOLO, { ...YOLO, 'set/labels/train/b.txt': '' }],
  ])('opens another %s of the same name beside the first', async (_, first, second) => {
    const { engine, result } = await opened(first);
    const name = result.datasets[0]?.name ?? '';
    add(engine, second);
    const both = await engine.open({ current: 1 });
    expect(both.extended).toBeUndefined();
    expect(both.datasets.map((dataset) => [dataset.id, dataset.name])).toEqual([
      [1, name],
      [2, name.includes('.') ? 'train (2).csv' : 'set (2)'],
    ]);
    expect(both.datasets[0]).toMatchObject({ annotations: result.datasets[0]?.annotations, complete: true });
    // Each of the two is known when it comes again.
    for (const again of [second, first]) {
      add(engine, again);
      const { datasets, extended } = await engine.open({ current: 1 });
      expect(datasets).toEqual(both.datasets);
      expect(extended).toBeUndefined();
    }
  });

  it('tells folders of one name apart by their handles, whatever their files', async () => {
    const { engine } = await opened(YOLO, handleOf('/home/set'));
    add(engine, YOLO, handleOf('/copy/set'));
    expect((await engine.open({ current: 1 })).datasets).toMatchObject([{ name: 'set' }, { name: 'set (2)' }]);
  });

  it('adds a folder of the same name from another place whose files are all new', async () => {
    const isImage = ([path]: readonly [string, unknown]): boolean => path.endsWith('.png');
    const { engine } = await opened(Object.fromEntries(Object.entries(YOLO).filter((entry) => !isImage(entry))), handleOf('/labels/set'));
    add(engine, Object.fromEntries(Object.entries(YOLO).filter(isImage)), handleOf('/images/set'));
    const { datasets, extended } = await engine.open({ current: 1 });
    expect(datasets).toMatchObject([{ id: 1, name: 'set', images: { present: 3, missing: 0 } }]);
    expect(extended).toBe(1);
  });

  it('keeps a closed dataset closed until it is dropped again', async () => {
    const { engine } = await opened(YOLO);
    expect((await engine.close({ dataset: 1 })).datasets).toEqual([]);
    add(engine, { 'd/readme.md': 'x' });
    expect((await engine.open({})).datasets).toEqual([]);
    add(engine, YOLO);
    expect((await engine.open({})).datasets).toMatchObject([{ name: 'set', samples: 3 }]);
  });

  it('forgets everything when all is closed', async () => {
    const { engine } = await opened(YOLO);
    expect(await engine.close({})).toMatchObject({ datasets: [], unclaimed: { count: 0 }, problems: [] });
    expect(await engine.add({ paths: [], files: [], rootOf: [], roots: [], ignored: 0, failed: [] })).toEqual({ files: 0 });
  });
});

describe('frames', () => {
  it('shows turned images upright and says that they are turned', async () => {
    const { engine, result } = await opened({ ...YOLO, 'set/images/train/a.png': jpeg(60, 40, 6) });
    expect(result.datasets).toMatchObject([{ frame: 'upright', turned: 1 }]);
    expect(result.datasets[0]?.problems.map(({ code }) => code)).toContain('image-turned');
    const [cells] = await engine.rows({ dataset: 1, query: EMPTY_QUERY, rows: Uint32Array.of(0), columns: [] });
    expect(cells).toMatchObject({ width: 40, height: 60, orientation: 6 });
  });

  it('switches to the stored frame when asked to', async () => {
    const { engine } = await opened({ ...YOLO, 'set/images/train/a.png': jpeg(60, 40, 6) });
    expect(await engine.setFrame({ dataset: 1, frame: 'stored' })).toMatchObject({ frame: 'stored' });
    const [cells] = await engine.rows({ dataset: 1, query: EMPTY_QUERY, rows: Uint32Array.of(0), columns: [] });
    expect(cells).toMatchObject({ width: 60, height: 40 });
    // Fractions of the image are other pixels there, in the list and in the gallery.
    const box = [24, 12, 12, 16];
    const detail = await engine.detail({ dataset: 1, query: EMPTY_QUERY, row: 0 });
    expect(detail.annotations[0]?.shapes).toMatchObject([{ kind: 'box', box }]);
    const [tile] = await engine.tiles({ dataset: 1, query: EMPTY_QUERY, rows: Uint32Array.of(0) });
    expect([...(tile?.box.subarray(0, 4) ?? [])].map(Math.round)).toEqual(box);
  });

  it('leaves images with unknown contents without a size', async () => {
    const { engine } = await opened({ 'd/a.png': png(3, 4), 'd/labels.txt': 'no label file' });
    expect(await engine.path({ file: 0 })).toBe('d/a.png');
  });
});
