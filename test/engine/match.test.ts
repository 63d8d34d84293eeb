import { describe, expect, it } from 'vitest';
import { compete, matchFiles, type Candidate, type Choice } from '../../src/engine/match.ts';
import { Files } from '../../src/files/file-set-of.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import type { Format, Match } from '../../src/formats/format.ts';
import { FORMATS } from '../../src/formats/index.ts';

const LFS = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';

function filesOf(contents: Readonly<Record<string, string>>): Files {
  const files = new Files();
  files.append(Object.entries(contents).map(([path, content]) => ({ path, source: memorySource(content) })));
  return files;
}

/** A format that claims what a test says: matching is all that is looked at here. */
function format(
  id: string,
  ...matches: readonly { readonly confidence: number; readonly claims: readonly string[]; readonly lists?: readonly string[] }[]
): Format {
  return {
    id,
    name: id,
    docs: '',
    async match(files) {
      return matches.map(({ confidence, claims, lists }): Match => {
        const found = claims.flatMap((path) => files.indexOf(path) ?? []);
        const classLists = (lists ?? []).map((path) => ({ file: files.indexOf(path) ?? -1, classes: ['a', 'b'] }));
        return { confidence, claims: found, name: id, why: { code: 'images' }, plan: undefined, ...(lists ? { classLists } : {}) };
      });
    },
    index: async () => undefined,
    detail: async () => ({ annotations: [], fields: {} }),
  };
}

async function match(files: Files, formats: readonly Format[], choices = new Map<number, Choice>()) {
  const matching = await matchFiles(files, formats, choices, new AbortController().signal, () => undefined);
  const paths = (indices: readonly number[]): string[] => indices.map((file) => files.paths[file] ?? '');
  return {
    ...matching,
    readings: matching.readings.map((reading) => ({
      format: reading.format.id,
      claims: paths(reading.match.claims),
      unreferenced: paths(reading.unreferenced),
      alternatives: reading.alternatives.map((other) => other.format.id),
    })),
    unclaimed: paths(matching.unclaimed),
  };
}

describe('competition', () => {
  it('gives a label file to the more confident reading and keeps the other as an alternative', async () => {
    const files = filesOf({ 'd/a.json': '{}' });
    const { readings } = await match(files, [
      format('low', { confidence: 0.6, claims: ['d/a.json'] }),
      format('high', { confidence: 0.9, claims: ['d/a.json'] }),
    ]);
    expect(readings).toEqual([{ format: 'high', claims: ['d/a.json'], unreferenced: [], alternatives: ['low'] }]);
  });

  it('follows the choice of the user against confidence', async () => {
    const files = filesOf({ 'd/a.json': '{}' });
    const formats = [format('low', { confidence: 0.6, claims: ['d/a.json'] }), format('high', { confidence: 0.9, claims: ['d/a.json'] })];
    const { readings } = await match(files, formats, new Map([[0, { format: 'low' }]]));
    expect(readings).toMatchObject([{ format: 'low', alternatives: ['high'] }]);
  });

  it('lets two label formats share images', async () => {
    const files = filesOf({ 'd/a.json': '{}', 'd/a.csv': 'x', 'd/1.jpg': '' });
    const formats = [
      format('one', { confidence: 0.9, claims: ['d/a.json', 'd/1.jpg'] }),
      format('two', { confidence: 0.6, claims: ['d/a.csv', 'd/1.jpg'] }),
    ];
    expect((await match(files, formats)).readings).toHaveLength(2);
  });

  it('drops a reading of images alone when a labelled one explains them all', async () => {
    const files = filesOf({ 'd/a.json': '{}', 'd/1.jpg': '' });
    const formats = [
      format('images', { confidence: 0.3, claims: ['d/1.jpg'] }),
      format('coco', { confidence: 1, claims: ['d/a.json', 'd/1.jpg'] }),
    ];
    expect((await match(files, formats)).readings).toEqual([
      { format: 'coco', claims: ['d/a.json', 'd/1.jpg'], unreferenced: [], alternatives: [] },
    ]);
  });

  it('counts images beside those of a labelled dataset as its unreferenced ones', async () => {
    const files = filesOf({ 'd/a.json': '{}', 'd/1.jpg': '', 'd/2.jpg': '' });
    const formats = [
      format('images', { confidence: 0.3, claims: ['d/1.jpg', 'd/2.jpg'] }),
      format('coco', { confidence: 1, claims: ['d/a.json', 'd/1.jpg'] }),
    ];
    const { readings, unclaimed } = await match(files, formats);
    expect(readings).toEqual([{ format: 'coco', claims: ['d/a.json', 'd/1.jpg'], unreferenced: ['d/2.jpg'], alternatives: [] }]);
    expect(unclaimed).toEqual([]);
  });

  it('makes images elsewhere a dataset of their own', async () => {
    const files = filesOf({ 'd/a.json': '{}', 'd/1.jpg': '', 'e/2.jpg': '' });
    const formats = [
      format('images', { confidence: 0.3, claims: ['d/1.jpg', 'e/2.jpg'] }),
      format('coco', { confidence: 1, claims: ['d/a.json', 'd/1.jpg'] }),
    ];
    expect((await match(files, formats)).readings.map(({ format: id, claims }) => [id, claims])).toEqual([
      ['coco', ['d/a.json', 'd/1.jpg']],
      ['images', ['e/2.jpg']],
    ]);
  });

  it('prefers folders of classes to plain images and keeps these as an alternative', async () => {
    const files = filesOf({ 'd/cat/1.jpg': '', 'd/dog/2.jpg': '' });
    const claims = ['d/cat/1.jpg', 'd/dog/2.jpg'];
    const { readings } = await match(files, [
      format('images', { confidence: 0.3, claims }),
      format('imagefolder', { confidence: 0.6, claims }),
    ]);
    expect(readings).toEqual([{ format: 'imagefolder', claims, unreferenced: [], alternatives: ['images'] }]);
  });

  it('keeps all readings of one format', async () => {
    const files = filesOf({ 'd/a.json': '{}', 'd/b.json': '{}' });
    const coco = format('coco');
    const candidates = [0, 1].map((file): Candidate => ({
      format: coco,
      match: { confidence: 1, claims: [file], name: '', why: { code: 'images' }, plan: undefined },
    }));
    expect(await compete(files, candidates, new Map(), new AbortController().signal)).toHaveLength(2);
  });
});

describe('what no format explains', () => {
  it('is listed, without what systems leave behind', async () => {
    const files = filesOf({ 'd/README.md': 'x', 'd/.DS_Store': 'x', 'd/Thumbs.db': 'x' });
    expect((await match(files, [])).unclaimed).toEqual(['d/README.md']);
  });

  it('says of a Git LFS pointer that it is one and how large the file is, and hides it from the formats', async () => {
    const files = filesOf({ 'd/a.jsonl': LFS, 'd/b.txt': LFS });
    const { problems, unclaimed, readings } = await match(files, [format('jsonl', { confidence: 0.9, claims: ['d/a.jsonl'] })]);
    expect(readings).toEqual([]);
    expect(unclaimed).toEqual([]);
    expect(problems).toEqual([
      { code: 'lfs-pointer', file: 'd/a.jsonl', values: { size: 12345 } },
      { code: 'lfs-pointer', file: 'd/b.txt', values: { size: 12345 } },
    ]);
  });

  it('says of empty and binary data files what they are', async () => {
    const files = filesOf({ 'd/empty.json': '', 'd/zeros.csv': '\0\u0001\0\0\u0002', 'd/weights.bin': '\0\0', 'd/__init__.py': '' });
    const { problems, unclaimed } = await match(files, []);
    expect(problems.map(({ code, file }) => [code, file])).toEqual([
      ['file-empty', 'd/empty.json'],
      ['file-binary', 'd/zeros.csv'],
    ]);
    expect(unclaimed).toHaveLength(4);
  });

  it('says of a file that is gone that it cannot be read', async () => {
    const files = new Files();
    const gone = (): Promise<never> => Promise.reject(new Error('gone'));
    files.append([
      {
        path: 'd/a.json',
        source: {
          size: gone,
          read: gone,
          wholeBlob: gone,
          async *stream() {
            yield* [];
          },
        },
      },
    ]);
    expect((await match(files, [])).problems).toMatchObject([{ code: 'file-unreadable', file: 'd/a.json' }]);
  });

  it('keeps class lists apart from datasets, unless a dataset uses them', async () => {
    const files = filesOf({ 'd/a.yaml': 'names', 'd/b.yaml': 'names', 'd/1.txt': '0' });
    const yolo = format(
      'yolo',
      { confidence: 0.9, claims: ['d/a.yaml', 'd/1.txt'] },
      { confidence: 0.3, claims: ['d/b.yaml'], lists: ['d/b.yaml'] },
    );
    const { readings, classLists, unclaimed } = await match(files, [yolo]);
    expect(readings.map(({ claims }) => claims)).toEqual([['d/a.yaml', 'd/1.txt']]);
    expect(classLists).toEqual([{ file: 'd/b.yaml', classes: ['a', 'b'] }]);
    expect(unclaimed).toEqual([]);
  });
});

describe('pictures that records name', () => {
  const line = (path: string): string => `${JSON.stringify({ messages: [{ role: 'user', content: 'what is it?' }], images: [path] })}\n`;

  async function readingsOf(contents: Readonly<Record<string, string>>): Promise<{ format: string; claims: string[]; beside: string[] }[]> {
    const files = filesOf(contents);
    const { readings } = await matchFiles(files, FORMATS, new Map(), new AbortController().signal, () => undefined);
    const pathsOf = (indices: readonly number[]): string[] => indices.map((file) => files.paths[file] ?? '');
    return readings.map(({ format: { id }, match: { claims }, unreferenced }) => ({
      format: id,
      claims: pathsOf(claims),
      beside: pathsOf(unreferenced),
    }));
  }

  it.each([
    ['JSONL', 'set/train.jsonl', line('pictures/a.jpg') + line('pictures\\/b.jpg')],
    ['CSV', 'set/train.csv', 'picture,caption\npictures/a.jpg,"a cat, asleep"\npictures/b.jpg,a dog\n'],
  ])('of %s are no dataset of their own, nor are those beside them', async (_name, path, text) => {
    const contents = { [path]: text, 'set/pictures/a.jpg': '', 'set/pictures/b.jpg': '', 'set/pictures/c.jpg': '' };
    expect(await readingsOf(contents)).toMatchObject([
      { claims: [path], beside: ['set/pictures/a.jpg', 'set/pictures/b.jpg', 'set/pictures/c.jpg'] },
    ]);
  });

  it('leave pictures of other folders a dataset', async () => {
    const contents = { 'set/train.jsonl': line('pictures/a.jpg'), 'set/pictures/a.jpg': '', 'set/holiday/b.jpg': '' };
    expect(await readingsOf(contents)).toEqual([
      { format: 'jsonl', claims: ['set/train.jsonl'], beside: ['set/pictures/a.jpg'] },
      { format: 'images', claims: ['set/holiday/b.jpg'], beside: [] },
    ]);
  });

  it('are a dataset where the records name none of them', async () => {
    const contents = { 'set/train.jsonl': line('https://example.org/x.jpg'), 'set/pictures/a.jpg': '' };
    expect((await readingsOf(contents)).map(({ format: id }) => id).toSorted()).toEqual(['images', 'jsonl']);
  });
});
