/** Every record looked at in full when nobody waits: it says what is said when that is done at once, also where it was stopped in between. */
import { describe, expect, it } from 'vitest';
import { createEngine, type LocalEngine } from '../../src/engine/engine.ts';
import type { DatasetSummary } from '../../src/model/dataset.ts';
import { FORMATS } from '../../src/formats/index.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import type { ByteSource } from '../../src/files/byte-source.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { add, png, type Contents } from './drop.ts';

const ROWS = 5_000;
/** Where a record takes room, and says little. */
const ROOM = ' '.repeat(120);

/** Half a megabyte: several windows. Some lines are no JSON, some name media that are not there, some follow another schema. */
const lines = Array.from({ length: ROWS }, (_, i) => {
  if (i % 2_000 === 17) return `{"id":${i},`;
  const record = i % 5 === 0 ? { question: `q${i}`, answer: 'a' } : { image: i % 2 === 0 ? 'a.png' : `no-${i % 7}.png`, text: `said ${i}` };
  return JSON.stringify({ id: i, score: i / 8, ...record, kind: `k${i % 3}` }) + ROOM;
}).join('\n');

const table = [
  'id,label,price,text',
  ...Array.from({ length: ROWS }, (_, i) => `${i},l${i % 4},${(i / 4).toFixed(2)},"said,${ROOM}${i}"${i % 2_000 === 9 ? ',more' : ''}`),
].join('\n');

/** Nothing but numbers, which follow no schema, but for a cell that is none and a row of more cells than columns. */
const numbers = [
  'id,a,b,c',
  ...Array.from(
    { length: ROWS * 6 },
    (_, i) => `${i},${(i % 77) / 4},${i === 9_000 ? 'none' : -i},${(i / 8).toFixed(2)}${i % 6_000 === 9 ? ',7' : ''}`,
  ),
].join('\n');

const JSONL: Contents = { 'd/x.jsonl': lines, 'd/a.png': png(1, 1) };
const CSV: Contents = { 'd/x.csv': table };

/** A source that streams in small pieces, and says how many bytes of a stream have been read. */
function heard(source: ByteSource, reads: (bytes: number) => void): ByteSource {
  return {
    size: () => source.size(),
    read: (start, end) => source.read(start, end),
    wholeBlob: () => source.wholeBlob(),
    async *stream(start = 0, end) {
      const stop = end ?? (await source.size());
      for (let at = start; at < stop; at += PIECE) {
        yield await source.read(at, Math.min(stop, at + PIECE));
        reads(at + PIECE - start);
      }
    },
  };
}
const PIECE = 32_000;

async function open(contents: Contents, reviewedAtOnce: number): Promise<{ engine: LocalEngine; dataset: DatasetSummary }> {
  const engine = createEngine(FORMATS, { reviewedAtOnce });
  add(engine, contents);
  const dataset = (await engine.open({})).datasets.find(({ visual }) => !visual);
  if (!dataset) throw new Error('no records');
  return { engine, dataset };
}

async function everything({ engine, dataset }: { engine: LocalEngine; dataset: DatasetSummary }): Promise<unknown> {
  const { problems, columns, record, media, read, rejected, files } = dataset;
  const groups = await engine.problemGroups({ dataset: dataset.id });
  const told = await Promise.all(groups.map(({ code }) => engine.problems({ dataset: dataset.id, code, from: 0, to: 100 })));
  const facets = await engine.facets({ dataset: dataset.id, query: EMPTY_QUERY });
  const sorted = await engine.select({ dataset: dataset.id, query: EMPTY_QUERY, sort: { column: 'id', descending: true } });
  return { problems, told, columns, record, media, read, rejected, files, facets, rows: [...sorted.rows.subarray(0, 50)] };
}

describe.each([
  ['JSONL', JSONL],
  ['CSV', CSV],
  ['table of numbers', { 'd/n.csv': numbers }],
])('a file of middle size, %s,', (_, contents) => {
  it('is there before its records were looked at in full, and says the same afterwards', async () => {
    const atOnce = await open(contents, Infinity);
    const { engine, dataset } = await open(contents, 0);
    expect(dataset).toMatchObject({ complete: true, unreviewed: true, samples: atOnce.dataset.samples });
    expect(dataset.columns.filter(({ lazy }) => lazy !== true)).toEqual([]);
    const told: number[] = [];
    const [checked] = (await engine.check(undefined, { onProgress: ({ done }) => told.push(done) })).datasets;
    if (!checked) throw new Error('not looked at');
    expect(told.length).toBeGreaterThan(0);
    expect(checked.unreviewed).toBeUndefined();
    expect(await everything({ engine, dataset: checked })).toEqual(await everything(atOnce));
    expect((await engine.check(undefined)).datasets).toEqual([]);
  });

  it('goes on where it was stopped, and tells nothing twice', async () => {
    const atOnce = await open(contents, Infinity);
    const engine = createEngine(FORMATS, { reviewedAtOnce: 0 });
    let reads: ((bytes: number) => void) | undefined;
    engine.addEntries(
      Object.entries(contents).map(([path, content]) => ({ path, source: heard(memorySource(content), (bytes) => reads?.(bytes)) })),
    );
    await engine.open({});
    for (let stops = 0; stops < 2; stops += 1) {
      const stopping = new AbortController();
      let isStopped = false;
      let more = 0;
      // In its second window: the first has been looked at.
      reads = (bytes) => {
        if (isStopped) more += 1;
        if (bytes > 300_000) stopping.abort();
      };
      await expect(engine.check(undefined, { signal: stopping.signal })).rejects.toThrow('abort');
      // Nobody reads on in secret.
      isStopped = true;
      await new Promise((resolve) => setTimeout(resolve, 10));
      expect(more).toBe(0);
    }
    reads = undefined;
    const [result] = (await engine.check(undefined)).datasets;
    if (!result) throw new Error('not looked at');
    expect(await everything({ engine, dataset: result })).toEqual(await everything(atOnce));
  });

  it('gives a column at once to whoever asks for it meanwhile', async () => {
    const atOnce = await open(contents, Infinity);
    const { engine, dataset } = await open(contents, 0);
    const order: string[] = [];
    const checking = engine.check(undefined).then(() => order.push('checked'));
    const query = parseQuery('id>=4500').query;
    const { rows } = await engine.select({ dataset: dataset.id, query, sort: undefined });
    order.push('answered');
    await checking;
    expect(rows).toEqual((await atOnce.engine.select({ dataset: atOnce.dataset.id, query, sort: undefined })).rows);
    expect(order).toContain('checked');
    const [again] = (await engine.open({})).datasets;
    expect(again?.columns.filter(({ lazy }) => lazy === true)).toEqual([]);
  });
});

describe('media of records that are looked at later', () => {
  it('are claimed once they have been found', async () => {
    const { engine } = await open(JSONL, 0);
    const { datasets, unclaimed } = await engine.check(undefined);
    expect(datasets[0]?.media).toMatchObject({ files: 1, missing: 7 });
    expect(unclaimed.count).toBe(0);
  });

  it('are looked for again where their files come in between', async () => {
    const engine = createEngine(FORMATS, { reviewedAtOnce: 0 });
    const stopping = new AbortController();
    let isOpen = false;
    const source = heard(memorySource(lines), (bytes) => (isOpen && bytes > 300_000 ? stopping.abort() : undefined));
    engine.addEntries([{ path: 'd/x.jsonl', source }]);
    await engine.open({});
    isOpen = true;
    await expect(engine.check(undefined, { signal: stopping.signal })).rejects.toThrow('abort');
    add(engine, { 'd/a.png': png(1, 1) });
    await engine.open({});
    const { datasets } = await engine.check(undefined);
    expect(datasets.find(({ visual }) => !visual)?.media).toMatchObject({ files: 1, missing: 7 });
  });

  it('are looked for where a schema that was chosen meanwhile says', async () => {
    const { engine, dataset } = await open(JSONL, 0);
    const checking = engine.check(undefined);
    await engine.setSchema({ dataset: dataset.id, schema: 'text' });
    await checking;
    const atOnce = await open(JSONL, Infinity);
    await atOnce.engine.setSchema({ dataset: atOnce.dataset.id, schema: 'text' });
    const record = async (of: LocalEngine): Promise<unknown> => (await of.open({})).datasets.find(({ visual }) => !visual)?.record;
    expect(await record(engine)).toEqual(await record(atOnce.engine));
  });
});
