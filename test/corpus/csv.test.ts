/** Real and nasty tables of text, compared with what their manifest counted and with the JSON that says what they hold. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { absent, factsOf, open, SHARED, type Opened } from './corpus.ts';

interface TableFacts {
  readonly rows: number;
  readonly n_columns: number;
  readonly columns?: readonly string[] | null;
  readonly delimiter?: string;
}

const of = (dataset: string): { readonly meta: { readonly dataset: string } } => ({ meta: { dataset } });

/** Rows and columns of every table that the manifest describes. */
function expectTables({ result }: Opened, facts: Readonly<Record<string, TableFacts>>): void {
  const described = Object.entries(facts).filter(([, { delimiter }]) => delimiter !== undefined);
  expect(described.length).toBeGreaterThan(0);
  for (const [path, { rows, n_columns: width, columns }] of described) {
    const dataset = result.datasets.find(({ name }) => name === path.replace(/^.*\//, ''));
    const names = dataset?.columns.map(({ name }) => name) ?? [];
    expect([path, dataset?.samples, dataset?.rejected, dataset?.format]).toEqual([path, rows, 0, 'csv']);
    // A row may go on beyond the last column; names that are empty or come twice are numbered.
    const isNamed = (at: number): boolean => columns?.[at] !== '' && columns?.indexOf(columns[at] ?? '') === at;
    expect([path, names.slice(0, width).map((name, at) => (columns && !isNamed(at) ? columns[at] : name))]).toEqual([
      path,
      columns ?? Array.from({ length: width }, (_, at) => `column_${at + 1}`),
    ]);
  }
}

describe('tables of text', () => {
  if (SHARED === undefined) return absent();
  const disk = join(SHARED, 'datasets');

  it('have their rows and columns, with a header or without', of('csv-jbrownlee'), async () => {
    const opened = await open('csv-jbrownlee');
    expectTables(opened, factsOf('csv-jbrownlee') as Record<string, TableFacts>);
    const spaced = factsOf('csv-jbrownlee', 'housing.data') as { readonly rows: number; readonly whitespace_separated_columns: number };
    const housing = opened.result.datasets.find(({ name }) => name === 'housing.data');
    expect(housing).toMatchObject({ format: 'csv', samples: spaced.rows, rejected: 0, problems: [] });
    expect(housing?.columns).toHaveLength(spaced.whitespace_separated_columns);
  });

  it('have rows that go over lines', of('banking77'), async () => {
    const opened = await open('banking77');
    expectTables(opened, factsOf('banking77') as Record<string, TableFacts>);
    expect(opened.result.datasets.find(({ name }) => name === 'categories.json')).toMatchObject({ format: 'json-value', samples: 1 });
  });

  it('have columns without a name', of('crows-pairs'), async () => {
    const file = readdirSync(join(disk, 'crows-pairs')).find((name) => name.endsWith('.csv')) ?? '';
    expectTables(await open('crows-pairs'), { [file]: factsOf('crows-pairs') as TableFacts });
  });

  it('are read in their encoding, with rows too wide told', of('nasty/messy-csv'), async () => {
    const opened = await open('nasty/messy-csv');
    const facts = factsOf('nasty/messy-csv') as Record<string, TableFacts & { row_widths: Record<string, number> }>;
    expectTables(opened, facts);
    for (const [path, { row_widths: widths, n_columns: width }] of Object.entries(facts)) {
      const uneven = Object.entries(widths).reduce((sum, [cells, rows]) => (Number(cells) === width ? sum : sum + rows), 0);
      const dataset = opened.result.datasets.find(({ name }) => name === path);
      expect([path, dataset?.problems.find(({ code }) => code === 'csv-width')?.count ?? 0]).toEqual([path, uneven]);
    }
  });

  it('hold what the JSON beside them says, quotes, line ends and all', of('nasty/csv-spectrum'), async () => {
    const opened = await open('nasty/csv-spectrum');
    const facts = factsOf('nasty/csv-spectrum') as Record<string, unknown>;
    let tables = 0;
    for (const [name, fact] of Object.entries(facts)) {
      const recordsOf = async (extension: string, format: string): Promise<Readonly<Record<string, unknown>>[]> => {
        const dataset = opened.result.datasets.find((found) => found.name === `${name}.${extension}`);
        expect([name, dataset?.format]).toEqual([name, format]);
        const read: Readonly<Record<string, unknown>>[] = [];
        for (let row = 0; row < (dataset?.samples ?? 0); row += 1)
          read.push((await opened.engine.detail({ dataset: dataset?.id ?? -1, query: EMPTY_QUERY, row })).fields);
        return read;
      };
      const records = await recordsOf('csv', 'csv');
      // Its phone number is another one in the manifest: what stands in the table counts.
      const phone = /^(\d+),/m.exec(readFileSync(join(disk, 'nasty/csv-spectrum/csvs/location_coordinates.csv'), 'latin1'))?.[1];
      const expected = (Array.isArray(fact) ? fact : [fact]) as Record<string, unknown>[];
      const known = name === 'location_coordinates' ? expected.map((record) => ({ ...record, 'Contact Phone Number': phone })) : expected;
      // Degrees are no UTF-8 there, and the copy of the table with CRLF has plain line feeds: what stands in the table counts.
      const marked = (list: readonly object[]): string =>
        JSON.stringify(list)
          .replaceAll(/[\u00b0\ufffd]/g, '?')
          .replaceAll(String.raw`\r\n`, String.raw`\n`);
      expect([name, marked(records)]).toEqual([name, marked(known)]);
      // The JSON is what the manifest was made of, the wrong number and all: a list, or the one record by itself.
      const written = await recordsOf('json', Array.isArray(fact) ? 'json' : 'json-value');
      expect([name, written]).toEqual([name, expected]);
      tables += 1;
    }
    expect(tables).toBe(12);
  });
});
