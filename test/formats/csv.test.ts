import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { utf16 } from '../syntax/record-bytes.ts';
import { opened } from '../engine/drop.ts';
import { only, shown } from './records.ts';

describe('CSV', () => {
  it('makes a row of each record, with the header as columns', async () => {
    const { summary, names, details, raw } = await only({ 'd/t.csv': 'id,名,note\r\n7,"a, b",1.5\r\n8,"x\r\ny",\r\n' });
    expect(summary).toMatchObject({
      format: 'csv',
      name: 't.csv',
      visual: false,
      samples: 2,
      why: { code: 'csv', values: { columns: 3, delimiter: ',' } },
    });
    expect(summary.files).toEqual([{ path: 'd/t.csv', unit: 'records', read: 2, shown: 2, rejected: 0 }]);
    expect(summary.columns).toMatchObject([{ name: 'id', kind: 'number' }, { name: '名' }, { name: 'note', kind: 'number' }]);
    expect(names).toEqual(['7', '8']);
    expect(details.map(({ fields }) => fields)).toEqual([
      { id: '7', 名: 'a, b', note: '1.5' },
      { id: '8', 名: 'x\r\ny', note: '' },
    ]);
    expect(raw).toEqual(['7,"a, b",1.5', '8,"x\r\ny",']);
  });

  it.each([
    [';', 'a;b\n1,5;2\n'],
    ['tab', 'a\tb\n1\t2\n'],
    ['|', 'a|b\n1|2\n'],
  ])('guesses the delimiter %s', async (delimiter, text) => {
    expect((await only({ 't.csv': text })).summary.why).toMatchObject({ values: { columns: 2, delimiter } });
  });

  it('takes runs of white space for delimiters where numbers stand in columns', async () => {
    const good = ' 0.1  18.00\t 2\r\n 3   4.5 -1e3 \r\n\r\n10  0 .5\n';
    const { summary, details, problems } = await only({ 'd/t.data': `${good.repeat(10)}1 2\n` });
    expect(summary).toMatchObject({ format: 'csv', samples: 31, why: { values: { columns: 3, delimiter: 'spaces' } } });
    expect(details.slice(0, 3).map(({ fields }) => Object.values(fields))).toEqual([
      ['0.1', '18.00', '2'],
      ['3', '4.5', '-1e3'],
      ['10', '0', '.5'],
    ]);
    expect(problems).toMatchObject([{ code: 'csv-width', values: { cells: 2, columns: 3 } }]);
    const named = await only({ 't.csv': 'a b c\n1 2 3\n4 5 6\n' });
    expect(named.details.map(({ fields }) => fields)).toEqual([
      { a: '1', b: '2', c: '3' },
      { a: '4', b: '5', c: '6' },
    ]);
  });

  it.each([
    ['sentences', 'This is it\nThat was all\nWe are 2\n'],
    ['two columns', '1 2\n3 4\n5 6\n'],
    ['lines of other lengths', '1 2 3\n4 5\n6 7 8\n'],
    ['another delimiter', '1, 2, 3\n4, 5, 6\n7, 8, 9\n'],
  ])('takes white space for no delimiter of %s', async (_, text) => {
    expect((await only({ 't.csv': text })).summary.why).toMatchObject({ values: { delimiter: ',' } });
  });

  it('keeps tabs as delimiters where all lines have them', async () => {
    expect((await only({ 't.csv': '1\t2 3\n4\t5 6\n' })).summary.why).toMatchObject({ values: { columns: 2, delimiter: 'tab' } });
  });

  it('leaves .data files alone that are no tables', async () => {
    expect(await shown({ 'obj.data': 'classes = 2\ntrain = data/train.txt\nnames = data/obj.names\n' })).toEqual([]);
  });

  it('takes tabs for granted in a .tsv file', async () => {
    expect((await only({ 't.tsv': 'a, b\tc\n1, 2, 3\t4\n' })).details[0]?.fields).toEqual({ 'a, b': '1, 2, 3', c: '4' });
  });

  it('numbers the columns where the first record holds numbers or is met again below', async () => {
    expect((await only({ 't.csv': 'M,0.45,x\nF,0.3,y\n' })).details.map(({ fields }) => fields)).toEqual([
      { column_1: 'M', column_2: '0.45', column_3: 'x' },
      { column_1: 'F', column_2: '0.3', column_3: 'y' },
    ]);
    expect((await only({ 't.csv': 'good,fine\nbad,poor\ngood,well\n' })).summary.samples).toBe(3);
  });

  it('takes names that occur twice, and years, for a header', async () => {
    const first = async (text: string): Promise<unknown> => (await only({ 't.csv': text })).details.map(({ fields }) => fields);
    expect(await first('id,name,name\n1,x,y\n')).toEqual([{ id: '1', name: 'x', name_2: 'y' }]);
    expect(await first('city,2019,2020\nParis,105,120')).toEqual([{ city: 'Paris', 2019: '105', 2020: '120' }]);
  });

  it('offers the other reading of the first record where it is not sure', async () => {
    const { engine, result } = await opened({ 't.csv': 'Paris,France\nRome,Italy\n' });
    expect(result.datasets).toMatchObject([{ samples: 1, alternatives: [{ variant: 'no-header', why: { code: 'csv-no-header' } }] }]);
    const { datasets } = await engine.openAs({ dataset: result.datasets[0]?.id ?? -1, format: 'csv', variant: 'no-header' });
    expect(datasets).toMatchObject([{ samples: 2, alternatives: [{ variant: 'header' }] }]);
    expect((await only({ 't.csv': 'id,n\n1,2\n' })).summary.alternatives).toEqual([]);
  });

  it('lists the columns of a table without records, and those without values', async () => {
    expect((await only({ 't.csv': 'id,name\n' })).summary).toMatchObject({ samples: 0, columns: [{ name: 'id' }, { name: 'name' }] });
    expect((await only({ 't.csv': 'id,name\n1,\n' })).summary.columns).toMatchObject([{ name: 'id' }, { name: 'name' }]);
  });

  it('keeps columns of equal or empty names apart', async () => {
    const { details } = await only({ 't.csv': ',a,b\n0,1,2\n' });
    expect(details[0]?.fields).toEqual({ column_1: '0', a: '1', b: '2' });
  });

  it('flags records that are wider or narrower than the header and shows all their cells', async () => {
    const { details, problems, summary } = await only({ 't.csv': 'a,b\n1\n1,2\n1,2,3\n' });
    expect(details.map(({ fields }) => fields)).toEqual([{ a: '1' }, { a: '1', b: '2' }, { a: '1', b: '2', column_3: '3' }]);
    expect(problems).toMatchObject([
      { code: 'csv-width', at: { line: 2 }, sample: 0, values: { cells: 1, columns: 2 } },
      { code: 'csv-width', at: { line: 4 }, sample: 2, values: { cells: 3, columns: 2 } },
    ]);
    expect(summary.files[0]).toMatchObject({ read: 3, shown: 3, rejected: 0 });
  });

  it('shows the line of a quote that is never closed as it is, and all others', async () => {
    const { details, problems } = await only({ 't.csv': 'a,b\n1,"oops\n2,x\n3,"y\nz"\n' });
    expect(details.map(({ fields }) => fields)).toEqual([
      { a: '1', b: '"oops' },
      { a: '2', b: 'x' },
      { a: '3', b: 'y\nz' },
    ]);
    expect(problems).toMatchObject([{ code: 'csv-syntax', at: { line: 2 }, sample: 0 }]);
  });

  it('reads other encodings and byte order marks', async () => {
    const text = '\ufeff名,b\r\n"甲\n乙",2\r\n';
    // 甲 is BCD7, 乙 is D2D2, 名 is C3FB in GB18030.
    const gb = Uint8Array.from(
      [0xc3, 0xfb, ...',b\r\n"', 0xbc, 0xd7, '\n', 0xd2, 0xd2, ...'",2\r\n'].map((c) => (typeof c === 'string' ? c.charCodeAt(0) : c)),
    );
    for (const bytes of [new TextEncoder().encode(text), utf16(text, 'utf-16le'), utf16(text, 'utf-16be'), gb]) {
      expect((await only({ 't.csv': bytes })).details.map(({ fields }) => fields)).toEqual([{ 名: '甲\n乙', b: '2' }]);
    }
  });

  it('joins train.csv and test.csv of one folder', async () => {
    const { summary } = await only({ 'd/train.csv': 'a,b\n1,2\n3,4\n', 'd/test.csv': 'a,b\n5,6\n' });
    expect(summary).toMatchObject({ name: 'd', splits: { train: 2, test: 1 } });
  });

  it('does not take text files of other kinds', async () => {
    expect(await shown({ 'a.txt': '1,2\n3,4\n', 'b.csv': '' })).toEqual([]);
  });

  it('accounts for every record wherever the file is cut', async () => {
    const text = 'id,b\r\n1,"x\r\n""y"""\r\n\r\n2,z\r\n3,"last"\r\n';
    for (let cut = 5; cut <= text.length; cut += 1) {
      const { summary } = await only({ 't.csv': text.slice(0, cut) });
      const [account] = summary.files;
      expect((account?.shown ?? 0) + (account?.rejected ?? 0)).toBe(account?.read ?? 0);
    }
  });

  it('shows our sample as Papa Parse reads it', async () => {
    const text = readFileSync(new URL('../../samples/csv/plants/plants.csv', import.meta.url), 'utf8');
    const rows = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
    const { summary, details } = await only({ 'plants.csv': text });
    expect(summary).toMatchObject({ samples: rows.length, rejected: 0, problems: [] });
    expect(details.map(({ fields }) => fields)).toEqual(rows);
  });
});
