/** The engine over real formats: label sets, second drops, frames, record text. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EMPTY_QUERY, type Query } from '../../src/table/query.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { add, jpeg, opened, png, type Contents } from './drop.ts';

const query = (text: string): Query => parseQuery(text).query;

function truth(images: readonly object[]): string {
  const annotations = images.map((_, i) => ({ id: i + 1, image_id: i + 1, category_id: 7, bbox: [1, 2, 10, 10], area: 100, iscrowd: 0 }));
  return JSON.stringify({
    images,
    annotations,
    categories: [
      { id: 7, name: 'cat' },
      { id: 9, name: 'dog' },
    ],
  });
}

const COCO: Contents = {
  'set/truth.json': truth([
    { id: 1, file_name: 'a.png', width: 60, height: 40 },
    { id: 2, file_name: 'b.png', width: 60, height: 40 },
  ]),
  'set/a.png': png(60, 40),
  'set/b.png': png(60, 40),
};
const RESULTS = JSON.stringify([
  { image_id: 1, category_id: 7, bbox: [1, 2, 10, 10], score: 0.9 },
  { image_id: 2, category_id: 9, bbox: [1, 2, 10, 10], score: 0.2 },
  { image_id: 99, category_id: 9, bbox: [1, 2, 10, 10], score: 0.2 },
]);

it.each(['parquet/plants/plants.parquet', 'arrow/plants/plants.arrow', 'csv/plants/plants.csv'])(
  'calls a record of %s the same in its row and in the inspector',
  async (path) => {
    const bytes = readFileSync(fileURLToPath(new URL(`../../samples/${path}`, import.meta.url)));
    const { engine } = await opened({ [path]: new Uint8Array(bytes) });
    const [cells] = await engine.rows({ dataset: 1, query: EMPTY_QUERY, rows: Uint32Array.of(3), columns: [] });
    const detail = await engine.detail({ dataset: 1, query: EMPTY_QUERY, row: 3 });
    expect(detail.name).toBe(cells?.name);
  },
);

describe('label sets', () => {
  it('adds predictions that are dropped later to the truth that is open', async () => {
    const { engine, result } = await opened(COCO);
    expect(result.datasets).toMatchObject([{ id: 1, labelSets: [{ role: 'truth' }] }]);
    add(engine, { 'results/model.json': RESULTS });
    const second = await engine.open({ current: 1 });
    expect(second.extended).toBe(1);
    expect(second.datasets).toMatchObject([
      {
        id: 1,
        samples: 2,
        truthAnnotations: 2,
        annotations: 4,
        labelSets: [
          { role: 'truth', annotations: 2 },
          { role: 'prediction', annotations: 2 },
        ],
        rejected: 1,
      },
    ]);
    // Categories count truth alone.
    expect(second.datasets[0]?.categories.map(({ name, annotations }) => [name, annotations])).toEqual([
      ['cat', 2],
      ['dog', 0],
    ]);
  });

  it('hides a set and predictions below a threshold', async () => {
    const { engine } = await opened({ ...COCO, 'set/results.json': RESULTS });
    const rows = Uint32Array.of(1);
    const [all] = await engine.rows({ dataset: 1, query: EMPTY_QUERY, rows, columns: [] });
    expect(all).toMatchObject({ annotations: 2, passing: 2 });
    const [some] = await engine.rows({ dataset: 1, query: query('threshold>=0.5'), rows, columns: [] });
    expect(some).toMatchObject({ annotations: 1, classes: [[0, 1]] });
    const detail = await engine.detail({ dataset: 1, query: query('threshold>=0.5'), row: 1 });
    expect(detail.annotations).toHaveLength(2);
    expect(detail.hidden).toHaveLength(1);
  });

  it('shows the source of the image and of each annotation', async () => {
    const { engine } = await opened({ ...COCO, 'set/results.json': RESULTS });
    const records = await engine.raw({ dataset: 1, row: 0 });
    expect(records.map(({ path, text }) => [path, JSON.parse(text) as unknown])).toEqual([
      ['set/truth.json', { id: 1, file_name: 'a.png', width: 60, height: 40 }],
      ['set/truth.json', { id: 1, image_id: 1, category_id: 7, bbox: [1, 2, 10, 10], area: 100, iscrowd: 0 }],
      ['set/results.json', { image_id: 1, category_id: 7, bbox: [1, 2, 10, 10], score: 0.9 }],
    ]);
  });

  it('finds missing images in a later drop', async () => {
    const { engine, result } = await opened({ 'set/truth.json': COCO['set/truth.json'] ?? '' });
    expect(result.datasets).toMatchObject([{ images: { present: 0, missing: 2 } }]);
    add(engine, { 'photos/a.png': png(60, 40), 'photos/b.png': png(60, 40) });
    const second = await engine.open({ current: 1 });
    expect(second.datasets).toMatchObject([{ id: 1, images: { present: 2, missing: 0 } }]);
    expect(second.extended).toBe(1);
  });

  it('names both images that match one reference', async () => {
    const { engine, result } = await opened({
      'set/truth.json': COCO['set/truth.json'] ?? '',
      'set/x/a.png': png(1, 1),
      'set/y/a.png': png(1, 1),
      'set/x/b.png': png(60, 40),
    });
    expect(result.datasets[0]?.problems.map(({ code }) => code)).toContain('image-ambiguous');
    const { problems } = await engine.problems({ dataset: 1, code: 'image-ambiguous', from: 0, to: 1 });
    expect(JSON.stringify(problems)).toContain('set/x/a.png');
    expect(JSON.stringify(problems)).toContain('set/y/a.png');
  });
});

describe('frames', () => {
  const turned = (width: number, height: number): Contents => ({
    'set/truth.json': truth([{ id: 1, file_name: 'a.jpg', width, height }]),
    'set/a.jpg': jpeg(60, 40, 6),
  });

  it('is the stored one where declared sizes are those of the stored pixels', async () => {
    const { engine, result } = await opened(turned(60, 40));
    expect(result.datasets).toMatchObject([{ frame: 'stored', turned: 1 }]);
    expect(result.datasets[0]?.problems.map(({ code }) => code)).not.toContain('image-size-differs');
    const [cells] = await engine.rows({ dataset: 1, query: EMPTY_QUERY, rows: Uint32Array.of(0), columns: [] });
    expect(cells).toMatchObject({ width: 60, height: 40, orientation: 6 });
  });

  it('is the upright one where declared sizes are those of the turned picture', async () => {
    const { result } = await opened(turned(40, 60));
    expect(result.datasets).toMatchObject([{ frame: 'upright', turned: 1 }]);
    expect(result.datasets[0]?.problems.map(({ code }) => code)).not.toContain('image-size-differs');
  });

  it('says where an image has another size than its labels say', async () => {
    const { engine } = await opened({ ...COCO, 'set/b.png': png(61, 40) });
    const { problems } = await engine.problems({ dataset: 1, code: 'image-size-differs', from: 0, to: 9 });
    expect(problems).toEqual([
      {
        code: 'image-size-differs',
        file: 'set/b.png',
        sample: 1,
        values: { declaredWidth: 60, declaredHeight: 40, width: 61, height: 40 },
      },
    ]);
  });

  it('tells an image that is a Git LFS pointer from a broken one', async () => {
    const { result } = await opened({ ...COCO, 'set/b.png': 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 5\n' });
    expect(result.datasets[0]?.problems.map(({ code, samples }) => [code, samples])).toEqual([['lfs-pointer', 1]]);
  });
});

const LONG = `${'word '.repeat(40)}needle in a long text`;
const JSONL: Contents = {
  'd/chats.jsonl': [
    { id: 1, text: 'Hello World', lang: 'en' },
    { id: 2, text: '你好', lang: 'zh' },
    { id: 3, text: LONG, lang: 'en' },
    { id: 4, text: 'say "Hi"\nand more', lang: 'en' },
    { id: 5, text: 'none', lang: 'de' },
  ]
    .map((record) => JSON.stringify(record))
    .join('\n'),
};

describe('text records', () => {
  const search = async (text: string, contents = JSONL): Promise<number[]> => {
    const { engine } = await opened(contents);
    const { rows } = await engine.select({ dataset: 1, query: { clauses: [{ kind: 'text', text, negated: false }] }, sort: undefined });
    return [...rows];
  };

  it('finds free text without regard to case', async () => {
    expect(await search('hello world')).toEqual([0]);
    expect(await search('HELLO')).toEqual([0]);
  });

  it('finds text beyond what the columns keep', async () => {
    expect(await search('needle in a LONG')).toEqual([2]);
  });

  it('finds text that the file writes with escapes', async () => {
    expect(await search('"hi"\nand')).toEqual([3]);
    expect(await search('你好')).toEqual([1]);
    const escaped = JSON.stringify({ text: '你好' }).replace('你好', '\\u4f60\\u597d');
    expect(await search('你好', { 'd/a.jsonl': `${escaped}\n${escaped.replace('597d', '5979')}\n{"text":"x"}` })).toEqual([0]);
  });

  it('finds no names of columns', async () => {
    expect(await search('lang')).toEqual([]);
    expect(await search('text')).toEqual([2]);
  });

  it('are in the order of their names as they are shown', async () => {
    const lines = ['b 10', 'a', 'b 9'].map((title, id) => JSON.stringify({ text: String(id), title }));
    const order = async (contents: Contents, descending: boolean): Promise<number[]> => {
      const { engine } = await opened(contents);
      return [...(await engine.select({ dataset: 1, query: EMPTY_QUERY, sort: { column: 'name', descending } })).rows];
    };
    expect(await order({ 'd/a.jsonl': lines.join('\n') }, false)).toEqual([1, 2, 0]);
    expect(await order({ 'd/a.jsonl': lines.join('\n') }, true)).toEqual([0, 2, 1]);
    // Without a title they are called by their lines.
    expect(await order({ 'd/a.jsonl': lines.map((line) => line.replace('title', 'about')).join('\n') }, true)).toEqual([2, 1, 0]);
  });

  it('reports progress of a search and can be cancelled', async () => {
    const { engine } = await opened(JSONL);
    const seen: number[] = [];
    const question = { dataset: 1, query: { clauses: [{ kind: 'text', text: 'hello', negated: false } as const] }, sort: undefined };
    await engine.select(question, { onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen.at(-1)).toBe(1);
    await expect(engine.select(question, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('shows long texts of the visible rows, read from their records', async () => {
    const { engine } = await opened(JSONL);
    const cells = await engine.rows({ dataset: 1, query: EMPTY_QUERY, rows: Uint32Array.of(2, 1), columns: ['text', 'id', 'lang'] });
    expect(cells.map(({ extra }) => extra)).toEqual([
      { text: LONG, id: 3, lang: 'en' },
      { text: '你好', id: 2, lang: 'zh' },
    ]);
  });

  it('sorts and filters by fields of the records', async () => {
    const { engine } = await opened(JSONL);
    const { rows } = await engine.select({ dataset: 1, query: query('lang:en'), sort: { column: 'id', descending: true } });
    expect([...rows]).toEqual([3, 2, 0]);
  });

  it('shows the line of a record', async () => {
    const { engine } = await opened(JSONL);
    expect(await engine.raw({ dataset: 1, row: 1 })).toMatchObject([
      { path: 'd/chats.jsonl', line: 2, text: '{"id":2,"text":"你好","lang":"zh"}' },
    ]);
  });
});

describe('other encodings', () => {
  const utf16 = (content: string): Uint8Array =>
    new Uint8Array([0xff, 0xfe, ...new Uint8Array(Uint16Array.from(content, (char) => char.charCodeAt(0)).buffer)]);

  it('shows and finds the records of a UTF-16 file', async () => {
    const { engine } = await opened({ 'd/chats.jsonl': utf16('{"text":"你好"}\n{"text":"Hello"}\n') });
    expect(await engine.raw({ dataset: 1, row: 1 })).toMatchObject([{ line: 2, text: '{"text":"Hello"}' }]);
    const found = async (text: string): Promise<number[]> => {
      const { rows } = await engine.select({ dataset: 1, query: { clauses: [{ kind: 'text', text, negated: false }] }, sort: undefined });
      return [...rows];
    };
    expect(await found('hello')).toEqual([1]);
    expect(await found('你')).toEqual([0]);
  });

  it('shows the records of a COCO file in UTF-16', async () => {
    const content = COCO['set/truth.json'];
    const { engine } = await opened({ ...COCO, 'set/truth.json': utf16(typeof content === 'string' ? content.replace('cat', '猫') : '') });
    const records = await engine.raw({ dataset: 1, row: 1 });
    expect(records.map(({ text }) => (JSON.parse(text) as { id: number }).id)).toEqual([2, 2]);
  });
});

describe('choices', () => {
  it('reads the files of a dataset as another format, and back', async () => {
    const { engine, result } = await opened({ 'd/cat/1.png': png(1, 2), 'd/dog/2.png': png(1, 2), 'd/dog/3.png': png(1, 2) });
    expect(result.datasets).toMatchObject([{ id: 1, format: 'imagefolder', alternatives: [{ format: 'images' }] }]);
    const other = await engine.openAs({ dataset: 1, format: 'images' });
    expect(other.datasets).toMatchObject([
      { id: 1, format: 'images', samples: 3, annotations: 0, alternatives: [{ format: 'imagefolder' }] },
    ]);
    const back = await engine.openAs({ dataset: 1, format: 'imagefolder' });
    expect(back.datasets).toMatchObject([{ id: 1, format: 'imagefolder', annotations: 3 }]);
  });
});
