/** Records that no one writes on purpose: each is told, none costs the others, and memory stays in bounds. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { DatasetSummary } from '../../src/model/dataset.ts';
import type { ProblemCode } from '../../src/model/problem.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { opened, type Contents } from '../engine/drop.ts';
import { zipOf } from '../files/packed.ts';

const MEGABYTE = 1 << 20;

async function looked(contents: Contents) {
  const { engine, result } = await opened(contents);
  const [summary] = result.datasets;
  if (!summary) throw new Error('not recognised');
  const dataset = summary.id;
  const columns = summary.columns.slice(0, 4).map(({ name }) => name);
  return {
    summary,
    cells: async (...rows: number[]) =>
      (await engine.rows({ dataset, query: EMPTY_QUERY, rows: Uint32Array.from(rows), columns })).map(({ extra }) => extra),
    found: async (query: string) => [...(await engine.select({ dataset, query: parseQuery(query).query, sort: undefined })).rows],
    problems: async (code: ProblemCode) => (await engine.problems({ dataset, code, from: 0, to: 5 })).problems,
  };
}

const codes = ({ problems }: DatasetSummary): (readonly [string, number])[] => problems.map(({ code, count }) => [code, count]);

/** A text of a line of so many megabytes, as bytes: as a string of its own it would be twice that. */
function around(before: string, megabytes: number, after: string): Uint8Array {
  const encoder = new TextEncoder();
  const [head, tail] = [encoder.encode(before), encoder.encode(after)];
  const bytes = new Uint8Array(head.length + megabytes * MEGABYTE + tail.length).fill(0x78);
  bytes.set(head);
  bytes.set(tail, bytes.length - tail.length);
  return bytes;
}

describe('a line of 100 MB', () => {
  it('is told with its length in JSONL, and what is around it is read', async () => {
    const { summary, cells, found, problems } = await looked({ 'x.jsonl': around('{"a":1}\n{"a":"', 100, '"}\n{"a":3}\n') });
    expect(summary).toMatchObject({ samples: 3, read: 3, rejected: 1 });
    expect(codes(summary)).toEqual([['line-too-long', 1]]);
    expect(await problems('line-too-long')).toMatchObject([{ at: { line: 2 }, sample: 1, values: { limit: 64 * MEGABYTE } }]);
    expect(await cells(0, 2)).toEqual([{ a: 1 }, { a: 3 }]);
    expect(await found('3')).toEqual([2]);
    expect(await found('problem:line-too-long')).toEqual([1]);
  });

  it('is told with its length in CSV', async () => {
    const { summary, cells } = await looked({ 'x.csv': around('a,b\n1,2\n', 70, ',y\n3,4\n') });
    expect(summary).toMatchObject({ samples: 3, read: 3, rejected: 1 });
    expect(codes(summary)).toEqual([['line-too-long', 1]]);
    expect(await cells(0, 2)).toEqual([
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ]);
  });
});

describe('a file that is a thousand times as large when it is unpacked', () => {
  it.each([
    ['gzip', async (bytes: Uint8Array) => ({ 'x.jsonl.gz': gzipSync(bytes, { level: 1 }) })],
    ['zip', async (bytes: Uint8Array) => ({ 'x.zip': await zipOf({ 'x.jsonl': bytes }) })],
  ])('is streamed, and told where it is too long for a record, in %s', async (_, pack) => {
    const packed = await pack(around('{"a":1}\n{"a":"', 80, '"}\n{"a":3}\n'));
    for (const bytes of Object.values(packed)) expect(bytes.length).toBeLessThan(MEGABYTE);
    const { summary, cells, found } = await looked(packed);
    expect(summary).toMatchObject({ samples: 3, read: 3, rejected: 1 });
    expect(codes(summary)).toEqual([['line-too-long', 1]]);
    expect(await cells(0, 2)).toEqual([{ a: 1 }, { a: 3 }]);
    expect(await found('3')).toEqual([2]);
  });

  it('is read line by line where it is the log of a session', async () => {
    const header = '{"type":"session","id":"s"}\n{"type":"message","message":{"role":"user","content":"x"}}\n';
    const { summary } = await looked({ 'x.jsonl.gz': gzipSync(around(`${header}{"type":"message","x":"`, 70, '"}\n'), { level: 1 }) });
    expect(summary).toMatchObject({ format: 'jsonl', samples: 3, rejected: 1 });
    expect(codes(summary)).toEqual([['line-too-long', 1]]);
  });
});

describe('ten thousand columns', () => {
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]));

  it.each([
    ['JSONL', { 'x.jsonl': Array.from({ length: 12 }, () => JSON.stringify(many)).join('\n') }],
    [
      'CSV',
      { 'x.csv': [Object.keys(many), ...Array.from({ length: 12 }, () => Object.values(many))].map((row) => row.join(',')).join('\n') },
    ],
  ])('are the first thousand of them in the table of %s, and all in the search', async (_, contents) => {
    const { summary, cells, found } = await looked(contents);
    expect(summary).toMatchObject({ samples: 12, rejected: 0 });
    expect(summary.columns).toHaveLength(1000);
    expect(codes(summary)).toEqual([['columns-many', 1]]);
    expect(await cells(11)).toEqual([{ k0: 0, k1: 1, k2: 2, k3: 3 }]);
    expect(await found('9999')).toHaveLength(12);
  });
});

describe('a thousand levels', () => {
  it('are told with their place, and what is around them is read', async () => {
    const lists = `{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`;
    const objects = `{"a":${'{"b":'.repeat(1000)}1${'}'.repeat(1000)}}`;
    const { summary, cells, found, problems } = await looked({
      'x.jsonl': ['{"a":1}', lists, objects, '['.repeat(1_000_000), '{"a":2}'].join('\n'),
    });
    expect(summary).toMatchObject({ samples: 5, rejected: 3 });
    expect(await problems('json-syntax')).toMatchObject([
      { at: { line: 2 }, values: { expected: 'depth' } },
      { at: { line: 3 }, values: { expected: 'depth' } },
      { at: { line: 4 }, values: { expected: 'depth' } },
    ]);
    expect(await cells(0, 4)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await found('2')).toEqual([4]);
  });
});

describe('a file that changes its shape midway', () => {
  it('shows each JSON record as it is, and lets the odd ones be found', async () => {
    const lines = [
      ...Array.from({ length: 300 }, (_, i) => `{"q":"text ${i}","n":${i}}`),
      ...Array.from({ length: 300 }, (_, i) => `{"messages":[{"role":"user","content":"turn ${i}"}]}`),
      ...Array.from({ length: 100 }, (_, i) => `[${i}]`),
      'no JSON at all',
    ];
    const { summary, found } = await looked({ 'x.jsonl': lines.join('\n') });
    expect(summary).toMatchObject({ samples: 701, rejected: 1 });
    expect(summary.columns.map(({ name }) => name)).toEqual(expect.arrayContaining(['q', 'n', 'messages', 'value']));
    expect(codes(summary)).toEqual(
      expect.arrayContaining([
        ['record-not-object', 100],
        ['json-syntax', 1],
      ]),
    );
    expect(await found('problem:record-not-object')).toHaveLength(100);
    expect(await found('problem:json-syntax')).toEqual([700]);
    expect(await found('n>=298')).toEqual([298, 299]);
    expect(await found('"turn 299"')).toEqual([599]);
  });

  it('shows rows of other widths, each with its problem', async () => {
    const lines = ['a,b', ...Array.from({ length: 300 }, (_, i) => `${i},x`), ...Array.from({ length: 200 }, (_, i) => `${i},x,y,z${i}`)];
    const { summary, found } = await looked({ 'x.csv': lines.join('\n') });
    expect(summary).toMatchObject({ samples: 500, rejected: 0 });
    expect(codes(summary)).toEqual([['csv-width', 200]]);
    expect(await found('problem:csv-width')).toHaveLength(200);
    expect(await found('z199')).toEqual([499]);
  });
});
