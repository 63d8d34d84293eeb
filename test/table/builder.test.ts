import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAG, kindBit } from '../../src/model/annotation.ts';
import type { SampleKeys } from '../../src/model/block.ts';
import { Builder, MAX_EXTRA_COLUMNS } from '../../src/table/builder.ts';
import { select } from '../../src/table/filter.ts';
import { parseQuery } from '../../src/table/query-text.ts';

const at = { file: 2, start: 10, end: 30 };

describe('Builder', { timeout: 60_000 }, () => {
  it('adds to a sample what later mentions say, and takes nothing away', () => {
    const builder = new Builder();
    const row = builder.sample('7');
    builder.sample('7', { name: 'a.jpg', width: 640, labels: 'missing', extra: { x: 1 } });
    builder.sample('7', {
      name: 'b.jpg',
      width: 320,
      height: 480,
      split: 'val',
      image: 3,
      labels: 'present',
      at: { ...at, line: 4 },
      extra: { x: 2, y: 'z' },
    });
    builder.sample('7', { split: 'train', image: 9, labels: 'missing', at: { file: 9, start: 0, end: 1 } });
    const { table } = builder;
    const { samples } = table;
    expect([row, table.sampleCount, table.key(row), table.name(row), samples.split.get(row)]).toEqual([0, 1, '7', 'a.jpg', 'val']);
    expect([samples.width.at(row), samples.height.at(row), samples.image.at(row), table.labelState(row)]).toEqual([640, 480, 3, 'present']);
    expect(table.range(row)).toEqual({ ...at, line: 4 });
    expect([table.extra.get('x')?.text(row), table.extra.get('y')?.text(row)]).toEqual(['1', 'z']);
    expect(builder.findSample('7')).toBe(row);
  });

  it('knows what is not known', () => {
    const builder = new Builder();
    const row = builder.sample('only a key');
    const { table } = builder;
    expect([table.name(row), table.labelState(row), table.imageState(row), table.range(row)]).toEqual([
      'only a key',
      'inline',
      'missing',
      undefined,
    ]);
    builder.setVisual(false);
    expect(table.imageState(row)).toBe('none');
    builder.setImage(row, 0);
    expect(table.imageState(row)).toBe('present');
  });

  it('keeps image headers and sizes that come later', () => {
    const builder = new Builder();
    const [a, b] = [builder.sample('a'), builder.sample('b')];
    builder.setHeader(a, { width: 30, height: 40, orientation: 6 });
    builder.setHeader(b, undefined);
    builder.setSize(a, 40, 30);
    const { width, height, storedWidth, storedHeight, orientation, header } = builder.table.samples;
    expect([width, height, storedWidth, storedHeight, orientation, header].map((column) => column.at(a))).toEqual([40, 30, 30, 40, 6, 1]);
    expect(header.at(b)).toBe(2);
  });

  it('names a category when it is declared, before or after its first use', () => {
    const builder = new Builder();
    expect([
      builder.category('18'),
      builder.category('1', { name: 'person' }),
      builder.category('18', { name: 'dog', supercategory: 'animal' }),
    ]).toEqual([0, 1, 0]);
    expect(builder.table.categories).toEqual([
      { key: '18', name: 'dog', supercategory: 'animal' },
      { key: '1', name: 'person' },
    ]);
    expect(builder.category('18')).toBe(0);
  });

  it('takes annotations one by one and in blocks alike', () => {
    const one = new Builder();
    const many = new Builder();
    const length = 70_000;
    const column = <T>(make: (i: number) => T): T[] => Array.from({ length }, (_, i) => make(i));
    for (const builder of [one, many]) {
      for (const key of ['a', 'b', 'c']) builder.sample(key);
      builder.labelSet({ name: 'm', role: 'prediction' });
    }
    const kinds = kindBit('box') | kindBit('mask');
    for (let i = 0; i < length; i++) {
      one.annotation(
        i % 3,
        i % 2 === 0 ? undefined : 5,
        { labelSet: 0, box: [i, 1, 2, 3], score: i / length, kinds, flags: FLAG.crowd },
        { file: 4, start: i, end: i + 9 },
      );
    }
    many.annotationBlock({
      length,
      sample: Uint32Array.from(column((i) => i % 3)),
      category: Int32Array.from(column((i) => (i % 2 === 0 ? -1 : 5))),
      labelSet: 0,
      box: Float32Array.from(column((i) => [i, 1, 2, 3]).flat()),
      area: Float32Array.from(column(() => 6)),
      score: Float32Array.from(column((i) => i / length)),
      kinds: Uint8Array.from(column(() => kinds)),
      flags: Uint8Array.from(column(() => FLAG.crowd)),
      file: 4,
      base: 0,
      start: Uint32Array.from(column((i) => i)),
      size: Uint32Array.from(column(() => 9)),
    });
    const rows = [0, 1, 65535, 65536, length - 1];
    const [codes, inBlocks] = [one.table.annotations.category, many.table.annotations.category];
    expect([inBlocks.length, ...rows.map((row) => inBlocks.at(row))]).toEqual([length, ...rows.map((row) => codes.at(row))]);
    for (const name of ['sample', 'labelSet', 'box', 'area', 'score', 'kinds', 'flags', 'file'] as const) {
      const [a, b] = [one.table.annotations[name], many.table.annotations[name]];
      expect(a.length).toBe(length);
      expect(rows.map((row) => b.at(row, b.width - 1))).toEqual(rows.map((row) => a.at(row, a.width - 1)));
    }
    expect(many.table.annotations.range(69_999)).toEqual({ file: 4, start: 69_999, end: 70_008 });
    expect(many.table.bytes).toBeGreaterThan(length * 40);
  });

  it('lists the annotations of each sample in file order, and again when more have come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 5 })), fc.array(fc.nat({ max: 7 })), async (first, second) => {
        const builder = new Builder();
        builder.labelSet({ name: 't', role: 'truth' });
        const owners: number[] = [];
        for (const batch of [first, second]) {
          const { version } = builder.table;
          for (const owner of batch) {
            owners.push(builder.sample(String(owner)));
            builder.annotation(owners.at(-1) ?? 0, undefined, { labelSet: 0, kinds: 2 }, at);
          }
          expect(builder.table.version === version).toBe(batch.length === 0);
          for (let row = 0; row < builder.table.sampleCount; row++) {
            expect([...builder.table.annotationsOf(row)]).toEqual(owners.flatMap((owner, i) => (owner === row ? [i] : [])));
          }
          expect((await select(builder.table, { clauses: [] })).annotations).toBe(owners.length);
        }
      }),
    );
  });

  it('adds blocks of samples by number, text and line, among samples that came one by one', () => {
    const texts = (...list: string[]) => {
      const parts = list.map((text) => new TextEncoder().encode(text));
      let end = 0;
      return { bytes: Uint8Array.from(parts.flatMap((part) => [...part])), ends: Uint32Array.from(parts, ({ length }) => (end += length)) };
    };
    const places = { file: 1, start: Float64Array.of(5, 2 ** 40), size: Uint32Array.of(4, 6) };
    const builder = new Builder(['a.jsonl', 'b.jsonl']);
    builder.sample('7', { name: 'seven', width: 3 });
    const numbers = builder.samples({
      length: 2,
      keys: { kind: 'number', values: Float64Array.of(9, 7) },
      names: texts('九', 'other'),
      width: Uint32Array.of(64, 64),
      height: Uint32Array.of(48, 48),
      image: Int32Array.of(-1, 2),
      split: 'val',
      ...places,
    });
    expect(numbers).toEqual(Uint32Array.of(1, 0));
    expect(builder.samples({ length: 2, keys: { kind: 'text', ...texts('x', 'y') }, ...places })).toBe(2);
    expect(builder.samples({ length: 2, keys: { kind: 'line' }, line: Uint32Array.of(3, 8), ...places })).toBe(4);
    builder.release();
    expect(builder.sample('9')).toBe(1);
    const { table } = builder;
    const { samples } = table;
    expect(Array.from({ length: 6 }, (_, row) => table.name(row))).toEqual(['seven', '九', 'x', 'y', 'b.jsonl#3', 'b.jsonl#8']);
    expect(['7', '9', 'y', 'b.jsonl#8', 'b.jsonl#4', '08'].map((key) => table.keys.find(key))).toEqual([0, 1, 3, 5, undefined, undefined]);
    expect([0, 1, 2].map((row) => [samples.width.at(row), samples.height.at(row), samples.image.at(row), samples.split.get(row)])).toEqual([
      [3, 48, 2, 'val'],
      [64, 48, -1, 'val'],
      [0, 0, -1, undefined],
    ]);
    expect([table.range(0), table.range(5)]).toEqual([
      { file: 1, start: 2 ** 40, end: 2 ** 40 + 6 },
      { file: 1, start: 2 ** 40, end: 2 ** 40 + 6, line: 8 },
    ]);
    expect([table.keys.search('JSONL#8')(5), table.keys.search('9')(1), table.keys.search('X')(2)]).toEqual([true, true, true]);
  });

  it('keeps a million samples that are lines in the bytes of their places', () => {
    const builder = new Builder(['a.jsonl']);
    const length = 1 << 16;
    for (let i = 0; i < 16; i++) {
      const start = Float64Array.from({ length }, (_, k) => (i * length + k) * 2000);
      const line = Uint32Array.from({ length }, (_, k) => i * length + k + 1);
      builder.samples({ length, keys: { kind: 'line' }, file: 0, start, size: new Uint32Array(length).fill(1999), line });
    }
    expect(builder.table.range(999_999)).toEqual({ file: 0, start: 1_999_998_000, end: 1_999_999_999, line: 1_000_000 });
    expect(builder.table.sampleCount).toBe(1 << 20);
    // Start and size; the file is the same for all, and lines follow one another.
    expect(builder.table.bytes / 2 ** 20).toBeLessThanOrEqual(6.2);
  });

  /** One after another on one line of a file: so many, from this number on. */
  const items = (builder: Builder, file: number, first: number, length: number): unknown =>
    builder.samples({
      length,
      keys: { kind: 'item', first },
      file,
      start: Float64Array.from({ length }, (_, i) => (first + i) * 20),
      size: new Uint32Array(length).fill(19),
      line: new Uint32Array(length).fill(1),
    });

  it('knows records of one line apart by their number in their file, however blocks of files come', () => {
    const builder = new Builder(['a.json', 'b.json', 'c#1.json']);
    items(builder, 0, 1, 2);
    items(builder, 1, 1, 2);
    items(builder, 0, 3, 2);
    builder.sample('7');
    items(builder, 2, 1, 0);
    items(builder, 2, 1, 1);
    items(builder, 1, 3, 1);
    const keys = ['a.json#1', 'a.json#2', 'b.json#1', 'b.json#2', 'a.json#3', 'a.json#4', '7', 'c#1.json#1', 'b.json#3'];
    const restored = new Builder(['b.json', 'a.json', 'c#1.json']);
    restored.restore(structuredClone(builder.state));
    restored.renumber((file) => [1, 0, 2][file] ?? -1);
    for (const { table } of [builder, restored]) {
      expect(keys.map((_, row) => table.key(row))).toEqual(keys);
      expect(keys.map((key) => table.keys.find(key))).toEqual([...keys.keys()]);
      expect(['a.json#0', 'a.json#5', 'b.json#4', 'c#1.json#2'].map((key) => table.keys.find(key))).toEqual(Array(4).fill(undefined));
      expect(table.range(5)).toMatchObject({ start: 80, line: 1, item: 4 });
    }
    items(restored, 2, 2, 1);
    expect([restored.table.key(9), restored.table.keys.find('c#1.json#2')]).toEqual(['c#1.json#2', 9]);
  });

  it('keeps no number of a record in memory', () => {
    const bytesOf = (keys: (first: number) => SampleKeys): number => {
      const builder = new Builder(['a.json']);
      const length = 1 << 16;
      const start = Float64Array.from({ length }, (_, i) => i * 20);
      const size = new Uint32Array(length).fill(19);
      for (let i = 0; i < 4; i++)
        builder.samples({ length, keys: keys(i * length + 1), file: 0, start, size, line: new Uint32Array(length).fill(1) });
      return builder.table.bytes;
    };
    expect(bytesOf((first) => ({ kind: 'item', first }))).toBe(bytesOf(() => ({ kind: 'line' })));
  });

  it('answers questions before and after the lookup of keys is freed', async () => {
    const builder = new Builder();
    for (let i = 0; i < 100; i++) builder.sample(`k${i}`, { extra: { score: i, class: 'x' } });
    const before = builder.table.bytes;
    builder.release();
    expect(builder.table.bytes).toBeLessThan(before);
    expect(builder.sample('k7')).toBe(7);
    // Columns named like built-in fields are asked for with a dot.
    expect([...(await select(builder.table, parseQuery('.score>=98 .class:x').query)).rows]).toEqual([98, 99]);
  });

  it('has a limit of columns, so that records keyed by ids do not make one each', () => {
    const builder = new Builder();
    for (let i = 0; i < MAX_EXTRA_COLUMNS + 5; i++) builder.sample('a', { extra: { [`field ${i}`]: i, nothing: undefined } });
    expect(builder.table.columns).toHaveLength(MAX_EXTRA_COLUMNS);
    expect(builder.table.columns[0]).toEqual({ name: 'field 0', kind: 'number' });
  });
});
