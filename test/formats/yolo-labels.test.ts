import { describe, expect, it } from 'vitest';
import { yolo } from '../../src/formats/yolo.ts';
import { BOX, P, broken, countsOf, detailOf, drop, jpeg, kindsOf, onlyYolo, openAll, placesOf, type Seen, type Tree } from './yolo-drop.ts';

describe('lines of a label file', () => {
  const labelled = (text: string | Uint8Array): Promise<Seen> =>
    onlyYolo({
      'd/data.yaml': 'train: images\nnames: [a, b]\n',
      'd/images/x.png': P,
      'd/labels/x.txt': text,
      'd/images/y.png': P,
      'd/labels/y.txt': BOX.repeat(1),
    });

  it('are counted without blank ones; bad ones are rejected alone', async () => {
    const seen = await labelled(
      '0 .5 .5 .1 .1\n\nnan 1 2 3 4\n1 .5 .5 .2\n-1 .5 .5 .1 .1\n1 .5 inf .1 .1\nzebra .5 .5 .1 .1\n1 .5 .5 .1 .1',
    );
    expect(seen.accounts.get('d/labels/x.txt')).toEqual({ read: 7, shown: 2, rejected: 5 });
    expect(placesOf(seen, 'row-invalid')).toEqual(['x.txt:4', 'x.txt:6']);
    expect(placesOf(seen, 'class-invalid')).toEqual(['x.txt:3', 'x.txt:5', 'x.txt:7']);
    expect(seen.annotations.filter(({ sample }) => sample === 0).map(({ at }) => at)).toMatchObject([
      { start: 0, end: 13, line: 1 },
      { line: 8 },
    ]);
  });

  it('may say a class by its name', async () => {
    expect(countsOf(await labelled('b .5 .5 .1 .1\n'))).toEqual(['a=1', 'b=1']);
  });

  it('that are written twice are noted and shown', async () => {
    const seen = await labelled('0 .5 .5 .1 .1\n1 .2 .2 .1 .1\n0  .5 .5 .1 .1\n');
    expect(seen.problems).toMatchObject([{ code: 'row-duplicate', at: { line: 3 }, values: { first: 1 } }]);
    expect(seen.accounts.get('d/labels/x.txt')).toEqual({ read: 3, shown: 3, rejected: 0 });
  });

  it('that mix boxes and polygons are reported, each read by its own length', async () => {
    const seen = await labelled('0 .5 .5 .1 .1\n0 .1 .1 .9 .1 .5 .9\n1 .5 .5 .2 .2\n');
    expect(seen.problems).toMatchObject([{ code: 'rows-mixed', file: 'd/labels/x.txt', sample: 0, values: { boxes: 2, polygons: 1 } }]);
    expect(seen.annotations.filter(({ sample }) => sample === 0).map(({ cells }) => kindsOf(cells.kinds))).toEqual([
      ['box'],
      ['polygon'],
      ['box'],
    ]);
  });

  it('outside of the image, with no or negative size are reported and shown', async () => {
    const seen = await labelled('0 1.2 .5 .1 .1\n0 .5 .5 0 .1\n0 .5 .5 -.1 .1\n');
    expect([placesOf(seen, 'box-out-of-bounds'), placesOf(seen, 'box-degenerate'), placesOf(seen, 'box-negative')]).toEqual([
      ['x.txt:1'],
      ['x.txt:2'],
      ['x.txt:3'],
    ]);
    expect(seen.accounts.get('d/labels/x.txt')).toEqual({ read: 3, shown: 3, rejected: 0 });
  });

  it('with decimal commas are read, and reported once', async () => {
    const seen = await labelled('0 0,5 0,5 0,1 0,1\n1 0,25 0,5 0,1 0,1\n');
    expect(seen.problems).toMatchObject([{ code: 'value-invalid', file: 'd/labels/x.txt' }]);
    expect(seen.annotations[1]?.cells.box?.[0]).toBeCloseTo(20);
  });

  it('are read from UTF-16 with a byte order mark, in index and in detail', async () => {
    const text = Uint8Array.from(
      [...'\uFEFF1 .5 .5 .2 .4\r\n0 .1 .1 .1 .1\r\n'].flatMap((char) => [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8]),
    );
    const files = drop({ 'd/images/x.png': P, 'd/labels/x.txt': text, 'd/classes.txt': 'a\nb\n' });
    const [seen] = await openAll(yolo, files);
    if (!seen) throw new Error('nothing was found');
    expect(countsOf(seen)).toEqual(['a=1', 'b=1']);
    expect((await detailOf(yolo, files, seen, 'x.png')).annotations[0]?.shapes).toEqual([{ kind: 'box', box: [40, 15, 20, 20] }]);
  });

  it.each([
    ['bytes of all kinds', Uint8Array.from({ length: 300 }, (_, i) => (i * 37) & 255)],
    ['zeros', new Uint8Array(100)],
  ])('are told of the image that they belong to, where no label file is text: %s', async (_, content) => {
    const seen = await onlyYolo({ 'd/data.yaml': 'train: images\nnames: [a]\n', 'd/images/x.png': P, 'd/labels/x.txt': content });
    expect(seen.samples).toMatchObject([{ key: 'd/images/x', labels: 'present' }]);
    expect(new Set(seen.problems.map(({ code, file, sample }) => `${code} ${file} ${sample}`))).toEqual(
      new Set(['file-binary d/labels/x.txt 0']),
    );
  });

  it('are read as far as they are text where a zero byte stands among them', async () => {
    const seen = await labelled('0 .5 .5 .1 .1\n0 .5 .\0 .1 .1\n1 .5 .5 .1 .1\n');
    expect(seen.accounts.get('d/labels/x.txt')).toEqual({ read: 3, shown: 2, rejected: 1 });
    expect(placesOf(seen, 'row-invalid')).toEqual(['x.txt:2']);
  });

  it('of a binary file or a Git LFS pointer are rejected as what they are', async () => {
    expect(placesOf(await labelled(Uint8Array.from({ length: 400 }, (_, i) => (i * 7919) % 251)), 'file-binary').length).toBeGreaterThan(0);
    const seen = await labelled('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n');
    expect(placesOf(seen, 'lfs-pointer')).toEqual(['x.txt:1', 'x.txt:2', 'x.txt:3']);
  });

  it('are all read from a file longer than a piece', async () => {
    const many = Array.from({ length: 8000 }, (_, i) => `${i % 2} .5 .5 .1 0.${String(i + 1).padStart(5, '0')}`).join('\n');
    const seen = await labelled(many);
    expect(seen.accounts.get('d/labels/x.txt')).toEqual({ read: 8000, shown: 8000, rejected: 0 });
    expect(seen.annotations.findLast(({ sample }) => sample === 0)?.at.line).toBe(8000);
  });

  it('are read in pieces from a file of many megabytes, and a line without end costs itself alone', async () => {
    const row = '0 .5 .5 .1 .1\n';
    const long = `0 ${'.5 '.repeat(3_000_000)}\n`;
    const count = 20_000;
    const seen = await labelled(row.repeat(count) + long + row);
    expect(seen.accounts.get('d/labels/x.txt')).toEqual({ read: count + 2, shown: count + 1, rejected: 1 });
    expect(placesOf(seen, 'line-too-long')).toEqual([`x.txt:${count + 1}`]);
    expect(seen.annotations.findLast(({ sample }) => sample === 0)?.at).toMatchObject({
      line: count + 2,
      start: row.length * count + long.length,
    });
  });
});

describe('files that cannot be read', () => {
  const base = { 'd/images/x.png': P, 'd/labels/x.txt': BOX, 'd/classes.txt': 'a\n' };

  it('a label file that is gone is a problem of its sample', async () => {
    const seen = await onlyYolo({ ...base, 'd/images/y.png': P, 'd/labels/y.txt': broken() });
    expect(seen.samples).toHaveLength(2);
    expect(seen.problems).toMatchObject([{ code: 'file-changed', file: 'd/labels/y.txt', sample: 1 }]);
  });

  it('a label file that breaks off keeps the other samples', async () => {
    const seen = await onlyYolo({ ...base, 'd/images/y.png': P, 'd/labels/y.txt': broken(BOX.repeat(5000)) });
    expect(placesOf(seen, 'file-changed')).toEqual(['y.txt']);
    expect(seen.annotations).toHaveLength(1);
  });

  it('a description that is gone is done without', async () => {
    const seen = await onlyYolo({ ...base, 'd/classes.txt': broken(), 'd/data.yaml': broken(), 'd/obj.data': broken() });
    expect(countsOf(seen)).toEqual(['0=1']);
  });

  it('a list that is gone is reported', async () => {
    const seen = await onlyYolo({ ...base, 'd/data.yaml': 'train: train.txt\nnames: [a]\n', 'd/train.txt': broken() });
    expect(placesOf(seen, 'file-changed')).toEqual(['train.txt']);
    expect(seen.samples).toHaveLength(1);
  });

  it('an image whose header lies far behind is read by range', async () => {
    const long = jpeg(40, 20, 1);
    const filler = new Uint8Array(2 + 2 + 60_000);
    filler.set([0xff, 0xe2, 60_002 >> 8, 60_002 & 255]);
    const image = Uint8Array.from([...long.subarray(0, 2), ...filler, ...filler, ...long.subarray(2)]);
    const seen = await onlyYolo({ ...base, 'd/images/x.png': image });
    expect([seen.samples[0]?.width, seen.samples[0]?.height]).toEqual([40, 20]);
  });

  it('an ambiguous line of a list names the candidates', async () => {
    const seen = await onlyYolo({
      'd/data.yaml': 'train: lists/train.txt\nnames: [a]\n',
      'd/lists/train.txt': 'x/1.png\n',
      ...pair('d/a/images/1'),
      ...pair('d/b/images/1'),
    });
    expect(seen.problems).toMatchObject([
      { code: 'image-ambiguous', file: 'd/lists/train.txt', at: { line: 1 }, values: { reference: 'x/1.png', count: 2 } },
    ]);
  });
});

describe('detail', () => {
  it('gives every form exactly, with what has no name as fields', async () => {
    const files = drop({
      'd/data.yaml': 'train: images\nnames: [a]\ntask: obb\n',
      'd/images/x.png': P,
      'd/labels/x.txt': '0 .1 .2 .3 .2 .3 .4 .1 .4\n0 .5 .5 .2 .4 0.5 7\n\n0 .1 .1 .9 .1 .9 .9 .5 .95 .3 .9\n',
      'd/images/y.png': P,
      'd/labels/y.txt': '0 .33 .58 .57 .84 95 175 1 35 1\n0 .33 .58 .57 .84 70 160 0 20 1\n',
    });
    const [seen] = await openAll(yolo, files);
    if (!seen) throw new Error('nothing was found');
    const { annotations } = await detailOf(yolo, files, seen, 'x.png');
    expect(annotations.map(({ shapes }) => shapes[0]?.kind)).toEqual(['box', 'box', 'polygon']);
    expect(annotations[0]).toMatchObject({ shapes: [{ angle: 0, corners: [10, 10, 30, 10, 30, 20, 10, 20] }], category: 0, row: 0 });
    expect(annotations[0]?.bounds?.map(Math.round)).toEqual([10, 10, 20, 10]);
    expect((await detailOf(yolo, files, seen, 'y.png')).annotations[0]?.fields).toEqual({ attributes: [95, 175, 1, 35, 1] });
  });

  it('yields the kinds and boxes that index counted', async () => {
    const files = drop({
      'd/images/x.png': P,
      'd/labels/x.txt': '0 .1 .2 .3 .2 .3 .45 .1 .4 .2 .6\n1 .5 .5 .2 .4\n1 .1 .1 .2 .1 .3 .5 .4\n',
    });
    const [seen] = await openAll(yolo, files);
    if (!seen) throw new Error('nothing was found');
    for (const { row, shapes, bounds } of (await detailOf(yolo, files, seen, 'x.png')).annotations) {
      const cells = seen.annotations[row]?.cells;
      expect(shapes.map(({ kind }) => kind)).toEqual(kindsOf(cells?.kinds ?? 0));
      const box = shapes.flatMap((shape) => (shape.kind === 'box' ? [shape.box] : []))[0] ?? bounds;
      expect(box).toEqual(cells?.box);
    }
  });
});

function pair(image: string): Tree {
  return { [`${image}.png`]: P, [`${image.replace('images', 'labels')}.txt`]: BOX };
}
