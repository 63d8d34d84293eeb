import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/files/memory-source.ts';
import { openAligned } from '../../src/syntax/aligned-lines.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { opened } from '../engine/drop.ts';
import { inPieces, utf16 } from '../syntax/record-bytes.ts';
import { only, shown } from './records.ts';

const FILES = {
  'd/val.en': 'dog\n\ncat\r\n',
  'd/val.ar.gz': gzipSync('كلب\nلا شيء\nقطة'),
  'd/test.ar': 'نعم\n',
  'd/test.en': utf16('\ufeffyes\n', 'utf-16le'),
};

describe('files of a text in several languages', () => {
  it('are one dataset, a line of each a record, with their splits', async () => {
    const { summary, details, raw, cells, problems } = await only(FILES);
    expect(summary).toMatchObject({
      format: 'parallel',
      name: 'd',
      samples: 4,
      splits: { val: 3, test: 1 },
      record: { schema: 'translation', fits: 1 },
      why: { code: 'parallel', values: { languages: 'en, ar', count: 2 } },
    });
    expect(details.map(({ fields }) => fields)).toEqual([
      { en: 'yes', ar: 'نعم' },
      { en: 'dog', ar: 'كلب' },
      { en: '', ar: 'لا شيء' },
      { en: 'cat', ar: 'قطة' },
    ]);
    expect(details[3]?.record?.form).toMatchObject({ kind: 'translation', texts: [{ language: 'en' }, { language: 'ar' }] });
    expect(raw[1]).toContain('كلب');
    expect(cells[3]).toEqual({ en: 'cat', ar: 'قطة' });
    expect(problems.map(({ code, file }) => [code, file])).toEqual([['file-encoding', 'd/test.en']]);
  });

  it('tell where one has fewer lines, and show what there is', async () => {
    const { summary, details, problems } = await only({ 'd/a.de': 'eins\nzwei\ndrei\n', 'd/a.fr': 'un\n', 'd/a.he': 'א\nב\nג\n' });
    expect(summary).toMatchObject({ format: 'parallel', samples: 3, rejected: 0 });
    expect(problems).toMatchObject([{ code: 'lines-differ', file: 'd/a.fr', at: { line: 2 }, values: { found: 1, declared: 3 } }]);
    expect(details[2]?.fields).toEqual({ de: 'drei', he: 'ג' });
  });

  it('may be read each by itself', async () => {
    const { engine, result } = await opened(FILES);
    const [dataset] = result.datasets;
    expect(dataset?.alternatives.map(({ format }) => format)).toContain('text');
    const { datasets } = await engine.openAs({ dataset: dataset?.id ?? -1, format: 'text' });
    expect(datasets.map(({ name, samples }) => [name, samples])).toEqual([
      ['d.ar', 4],
      ['d.en', 3],
    ]);
    const back = await engine.openAs({ dataset: datasets[0]?.id ?? -1, format: 'parallel' });
    expect(back.datasets.map(({ format, samples }) => [format, samples])).toContainEqual(['parallel', 4]);
  });

  it('are searched and filtered in every language', async () => {
    const { engine, result } = await opened(FILES);
    const dataset = result.datasets[0]?.id ?? -1;
    const rowsOf = async (query: string): Promise<number[]> => [
      ...(await engine.select({ dataset, query: parseQuery(query).query, sort: undefined })).rows,
    ];
    expect(await rowsOf('قطة')).toEqual([3]);
    expect(await rowsOf('dog')).toEqual([1]);
    expect(await rowsOf('en:cat')).toEqual([3]);
  });

  it('are known by folders only where each holds the same', async () => {
    const same = { 'x/en/a.txt': 'one\n', 'x/fr/a.txt': 'un\n', 'x/en/b.txt': 'two\n', 'x/fr/b.txt': 'deux\n' };
    expect((await shown(same)).map(({ summary }) => [summary.format, summary.samples])).toEqual([
      ['parallel', 1],
      ['parallel', 1],
    ]);
    const other = { 'x/it/a.txt': 'one\n', 'x/no/b.txt': 'un\n' };
    expect((await shown(other)).map(({ summary }) => summary.format)).not.toContain('parallel');
    expect((await shown({ 'x/a.en.txt': 'one\n', 'x/a.fr.txt': 'un\n' })).map(({ summary }) => summary.format)).toEqual(['parallel']);
    expect(await shown({ 'x/lone.en': 'one\n', 'x/lone.py': 'un\n' })).toEqual([]);
  });

  it('give any lines, wherever pieces end', async () => {
    const line = fc.array(fc.constantFrom('a', 'é', '字', ' ', '\r'), { maxLength: 5 }).map((all) => all.join(''));
    const file = fc.array(line, { maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(file, file, fc.integer({ min: 1, max: 9 }), fc.nat(300), fc.nat(100), async (a, b, piece, from, length) => {
        const bytes = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(lines.map((each) => `${each}\n`).join(''));
        const table = await openAligned([
          { name: 'a', source: inPieces(bytes(a), piece) },
          { name: 'b', source: memorySource(bytes(b)) },
        ]);
        expect(table.lines).toEqual([a.length, b.length]);
        const { rows } = await table.read(from, from + length);
        const expected = Array.from({ length: Math.max(0, Math.min(from + length, table.rows) - from) }, (_, i) => from + i);
        const bare = (text: string | undefined): string | undefined => text?.replace(/\r$/, '');
        expect(rows.map((row) => [row['a'], row['b']])).toEqual(expected.map((row) => [bare(a[row]), bare(b[row])]));
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('end with a problem where one cannot be read to its end', async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `Satz ${(at * 7919) % 104_729}\n`).join('');
    const cut = gzipSync(lines).subarray(0, 30_000);
    const { result } = await opened({ 'd/a.en': 'one\ntwo\n', 'd/a.de.gz': cut });
    expect(result.datasets).toMatchObject([{ format: 'parallel' }]);
    const [dataset] = result.datasets;
    expect(dataset?.problems.filter(({ severity }) => severity === 'error')).toHaveLength(1);
    // What stands before the cut is there.
    expect(dataset?.samples).toBeGreaterThan(2);
  });
});
