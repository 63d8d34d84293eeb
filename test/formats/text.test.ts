import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../src/table/query-text.ts';
import { opened, png, YOLO } from '../engine/drop.ts';
import { utf16 } from '../syntax/record-bytes.ts';
import { only } from './records.ts';

const letters = (folder: string): Record<string, string> =>
  Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`${folder}/${name}.txt`, `\ufeffDear ${name},\n\nhow are you?\n`]));

describe('plain text', () => {
  it('opens a file with a record a line, and may be read as one', async () => {
    const { summary, details, raw } = await only({ 'd/wiki.txt': 'Moss is a plant.\r\n\r\n  Ferns, "too".\n苔藓' });
    expect(summary).toMatchObject({ format: 'text', name: 'wiki.txt', samples: 3, why: { code: 'text-lines' }, problems: [] });
    expect(details.map(({ fields }) => fields)).toEqual([{ text: 'Moss is a plant.' }, { text: '  Ferns, "too".' }, { text: '苔藓' }]);
    expect(raw[1]).toBe('  Ferns, "too".');
    const { engine, result } = await opened({ 'd/wiki.txt': 'a\nb\n' });
    const { datasets } = await engine.openAs({ dataset: result.datasets[0]?.id ?? -1, format: 'text', variant: 'files' });
    expect(datasets).toMatchObject([{ samples: 1, alternatives: [{ variant: 'lines' }] }]);
  });

  it('opens many files of a folder each as a record, with its folder and split', async () => {
    const { summary, names, details } = await only({ ...letters('d/train/pos'), ...letters('d/test/neg') });
    expect(summary).toMatchObject({ format: 'text', samples: 10, splits: { train: 5, test: 5 }, why: { values: { count: 10 } } });
    expect(names[0]).toBe('test/neg/a.txt');
    expect(details[9]?.fields).toEqual({ text: 'Dear e,\n\nhow are you?\n', folder: 'train/pos' });
  });

  it('searches lines and files', async () => {
    for (const contents of [{ 'a.txt': 'x\nHow are you?\n\u00dcber "how"\n' }, letters('d')]) {
      const { engine, result } = await opened(contents);
      const { rows } = await engine.select({ dataset: result.datasets[0]?.id ?? -1, query: parseQuery('how').query, sort: undefined });
      expect([...rows]).toEqual('a.txt' in contents ? [1, 2] : [0, 1, 2, 3, 4]);
    }
  });

  it('reads other encodings, and tells bytes that are no UTF-8', async () => {
    expect((await only({ 'a.txt': utf16('\ufeff苔藓\n蕨\n', 'utf-16le') })).details.map(({ fields }) => fields['text'])).toEqual([
      '苔藓',
      '蕨',
    ]);
    const broken = new Uint8Array([...new TextEncoder().encode(`${'Moos wächst überall. '.repeat(9)}\nx`), 0xff, 0x0a]);
    const { problems } = await only({ 'a.txt': broken });
    expect(problems).toMatchObject([{ code: 'text-invalid', at: { line: 2 }, sample: 1 }]);
  });

  it('leaves what others want, what is about data, and what is numbers', async () => {
    const { result } = await opened({
      ...YOLO,
      'set/notes.txt': 'Taken in May.\n',
      'other/README.md': '# Read me\n',
      'other/data.jsonl': '{"a":1}\n{"a":2}\n',
      'other/page.md': '# About the data\n',
      'other/numbers.txt': '1 0.5 0.5\n',
      'other/LICENSE.txt': 'Do what you like.\n',
      'other/names.conll': 'a\tO\nb\tB-PER\n',
      'other/words.txt': 'Only these words.\n',
    });
    expect(result.datasets.map(({ format, name }) => `${format} ${name}`).toSorted()).toEqual([
      'conll names.conll',
      'jsonl data.jsonl',
      'text words.txt',
      'yolo set',
    ]);
    expect(result.unclaimed.paths).toEqual(['other/LICENSE.txt', 'other/README.md', 'other/numbers.txt', 'other/page.md', 'set/notes.txt']);
    const lists = await opened({ 'd/classes.txt': 'cat\ndog\n', 'd/a.png': png(2, 2) });
    expect(lists.result.datasets.map(({ format }) => format)).toEqual(['images']);
  });

  it('opens pages that nothing else is beside', async () => {
    const { summary } = await only({ 'd/a.md': '# One\n', 'd/b.md': '# Two\n' });
    expect(summary).toMatchObject({ format: 'text', samples: 2 });
  });
});

describe('fastText', () => {
  it('reads labels before and behind the text', async () => {
    const { summary, details } = await only({
      'train.txt':
        '__label__a  one\n__label__b __label__c two __label__d \n__label__e\nno label\n__label__a it says __label__ here\n__label__a x\n',
    });
    expect(summary).toMatchObject({ format: 'fasttext', samples: 6, record: { schema: 'classification' } });
    expect(details.map(({ fields }) => fields)).toEqual([
      { label: 'a', text: 'one' },
      { label: ['b', 'c', 'd'], text: 'two' },
      { label: 'e', text: '' },
      { text: 'no label' },
      { label: 'a', text: 'it says __label__ here' },
      { label: 'a', text: 'x' },
    ]);
  });

  it('needs labels on half of the lines, two at least', async () => {
    const { summary, details } = await only({ 'a.txt': '__label__a one\n__label__a __label__b two\nthree\n__label__b\n' });
    expect([summary.format, details.map(({ fields }) => fields['label'])]).toEqual(['fasttext', ['a', ['a', 'b'], undefined, 'b']]);
    expect((await only({ 'a.txt': '__label__a one\ntwo\n__label__b three\nfour\n' })).summary.format).toBe('fasttext');
    expect((await only({ 'a.txt': '__label__a one\ntwo\n__label__b three\nfour\nfive\n' })).summary.format).toBe('text');
    expect((await only({ 'a.txt': '__label__a one\ntwo\n' })).summary.format).toBe('text');
  });
});
