import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countingSource, memorySource } from '../../src/files/memory-source.ts';
import { Files } from '../../src/files/file-set-of.ts';
import { jsonl } from '../../src/formats/jsonl.ts';
import { opened } from '../engine/drop.ts';
import { utf16 } from '../syntax/record-bytes.ts';
import { only, shown } from './records.ts';

describe('JSONL', () => {
  it('makes a row of each line, with its top-level keys as columns', async () => {
    const { summary, names, cells, details } = await only({
      'd/x.jsonl': '{"id":"a","n":1.5,"ok":true,"tags":["x","y"],"meta":{"k":[1,2]},"none":null}\n{"id":"b","n":2,"extra":"é"}\n',
    });
    expect(summary).toMatchObject({ format: 'jsonl', name: 'x.jsonl', visual: false, samples: 2, annotations: 0, read: 2, rejected: 0 });
    expect(summary.files).toEqual([{ path: 'd/x.jsonl', unit: 'lines', read: 2, shown: 2, rejected: 0 }]);
    expect(names).toEqual(['a', 'b']);
    expect(Object.fromEntries(summary.columns.map(({ name, kind }) => [name, kind]))).toMatchObject({
      n: 'number',
      ok: 'boolean',
      tags: 'list',
      meta: 'json',
    });
    expect(cells[0]).toMatchObject({ n: 1.5, ok: true, tags: '["x","y"]', meta: '{"k":[1,2]}' });
    expect(details[0]?.fields).toEqual({ id: 'a', n: 1.5, ok: true, tags: ['x', 'y'], meta: { k: [1, 2] }, none: undefined });
  });

  it('names a record by what is most of an id, however its key is written', async () => {
    const lines = ['{"name":"n","Question_ID":7}', '{"title":"A title","id":null}', '{"ID":"x","name":"n"}', '{"_id":{"$oid":1}}'];
    expect((await only({ 'x.jsonl': lines.join('\n') })).names).toEqual(['7', 'A title', 'x', '#4']);
    expect((await only({ 'x.csv': 'Title,n\nA title,1\n,2\n' })).names).toEqual(['A title', '#3']);
  });

  it('names a record by its line where no key does', async () => {
    expect((await only({ 'x.ndjson': '{"a":1}\n\n{"id":"","a":2}' })).names).toEqual(['#1', '#3']);
  });

  it('names a record by its number in its file where several may share a line', async () => {
    const questions = { data: [{ paragraphs: [{ context: 'c', qas: [{ question: 'a?' }, { question: 'b?' }] }] }, { paragraphs: [] }] };
    const one = '[{"a":1},{"id":"x"},{"a":2}]';
    const contents = {
      'x.json': one,
      'y.json': '\n\n[\n{"a":1},\n\n{"id":"x"},\n{"a":\n2}]',
      'z.json': `{"data":${one}}`,
      's.jsonl': '{"a":1}{"id":"x"} {"a":2}',
    };
    for (const [path, content] of Object.entries(contents)) {
      const { names, details } = await only({ [path]: content });
      expect([path, names]).toEqual([path, ['#1', 'x', '#3']]);
      expect(details.map(({ key, name }) => [key, name])).toEqual([
        [`${path}#1`, '#1'],
        [`${path}#2`, 'x'],
        [`${path}#3`, '#3'],
      ]);
    }
    expect((await only({ 'q.json': JSON.stringify(questions) })).names).toEqual(['#1', '#2']);
    const { names } = await only({ 'd/train.json': '[{"a":1},{"a":2}]', 'd/test.json': '[{"a":3},{"a":4}]' });
    expect(names).toEqual(['#1', '#2', '#1', '#2']);
  });

  it('says on which line a record is wrong, whatever its number', async () => {
    const { problems, names } = await only({ 'x.json': '[\n{"a":1},{"a":2},\n{"a":}, {"a":4}\n]' });
    expect(problems).toMatchObject([{ code: 'json-syntax', at: { line: 3 }, sample: 2 }]);
    expect(names).toEqual(['#1', '#2', '#3', '#4']);
  });

  it('rejects a broken line with line and column, shows it as it stands, and keeps what is around it', async () => {
    const { summary, problems, details, names } = await only({ 'x.jsonl': '{"a":1}\n{"é":1,}\n{"a":2}\n' });
    expect(summary.files[0]).toMatchObject({ read: 3, shown: 2, rejected: 1 });
    expect(problems).toMatchObject([{ code: 'json-syntax', file: 'x.jsonl', sample: 1, at: { line: 2 }, values: { column: 8 } }]);
    expect(details.map(({ fields }) => fields)).toEqual([{ a: 1 }, { value: '{"é":1,}' }, { a: 2 }]);
    expect(names).toEqual(['#1', '#2', '#3']);
    expect(summary.columns.map(({ name }) => name)).toEqual(['a']);
  });

  it('says that the last record was cut off', async () => {
    const { summary, problems } = await only({ 'x.jsonl': '{"a":1}\n{"a":"b' });
    expect(problems).toMatchObject([{ code: 'json-truncated', at: { line: 2 } }]);
    expect(summary.files[0]).toMatchObject({ read: 2, shown: 1, rejected: 1 });
  });

  it('shows a record that is no object as it is', async () => {
    const { details, problems, cells } = await only({ 'x.jsonl': '{"a":1}\n[1,"two"]\n"three"\n4\nnull\n' });
    expect(details.map(({ fields }) => fields)).toEqual([
      { a: 1 },
      { value: [1, 'two'] },
      { value: 'three' },
      { value: 4 },
      { value: undefined },
    ]);
    expect(cells[1]).toMatchObject({ value: '[1,"two"]' });
    expect(problems.map(({ code, sample, values }) => [code, sample, values?.['kind']])).toEqual([
      ['record-not-object', 1, 'list'],
      ['record-not-object', 2, 'string'],
      ['record-not-object', 3, 'number'],
      ['record-not-object', 4, 'null'],
    ]);
  });

  it('tells nothing of a list of messages, or of conversations', async () => {
    const messages = '[{"from":"user","value":"q"},{"from":"assistant","value":"a"}]';
    const { problems, summary } = await only({ 'x.jsonl': `${messages}\n[{"conversations":${messages}}]\n[]\n` });
    expect(problems.map(({ code, sample }) => [code, sample])).toEqual([['record-not-object', 2]]);
    expect(summary.record?.schema).toBe('packed-chat');
  });

  it('tells nothing of a list that is a pair of spaCy, and of those that only look like one', async () => {
    const { problems, details } = await only({
      'x.jsonl': ['["I am Ann",{"entities":[[5,8,"PERSON"]]}]', '["Nobody",{"entities":[]}]', '["a",{"entities":[[0]]}]', '["a",{}]'].join(
        '\n',
      ),
    });
    expect(problems.map(({ code, sample }) => [code, sample])).toEqual([
      ['record-not-object', 2],
      ['record-not-object', 3],
    ]);
    expect(details[0]?.fields).toEqual({ value: ['I am Ann', { entities: [[5, 8, 'PERSON']] }] });
  });

  it('keeps integers past 2^53 exact and reads NaN', async () => {
    const { details, cells, problems } = await only({ 'x.jsonl': '{"big":9007199254740993,"loss":NaN}\n' });
    expect(details[0]?.fields).toEqual({ big: 9007199254740993n, loss: NaN });
    expect(cells[0]).toMatchObject({ big: '9007199254740993' });
    expect(problems).toMatchObject([{ code: 'json-not-finite', sample: 0 }]);
  });

  it('keeps a key __proto__ as a key', async () => {
    const { details, summary } = await only({ 'x.jsonl': '{"__proto__":{"polluted":1},"a":2}\n' });
    expect(Object.keys(details[0]?.fields ?? {})).toEqual(['__proto__', 'a']);
    expect(summary.columns.map(({ name }) => name)).toEqual(['__proto__', 'a']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('shortens long lists and objects so that they still look like them', async () => {
    const { cells } = await only({
      'x.jsonl': `${JSON.stringify({ l: Array.from({ length: 999 }, (_, i) => i), o: { k: 'y'.repeat(999) } })}\n`,
    });
    expect(String(cells[0]?.['l'])).toMatch(/^\[0,1,2,/);
    expect(String(cells[0]?.['o'])).toMatch(/^\{"k":"yyy/);
  });

  it('recognises one record a line in a .json file, and leaves JSON documents alone', async () => {
    expect((await shown({ 'a.json': '{"a":1}\n{"a":2}\n' })).map(({ summary }) => summary.format)).toEqual(['jsonl']);
    for (const text of ['{"a":1}', '{"a":1}\n', '[\n{"a":1},\n{"a":2}\n]\n', '{\n"images":[],\n"annotations":[]}\n', '[1]\n[2]\n']) {
      expect((await shown({ 'a.json': text })).filter(({ summary }) => summary.format === 'jsonl')).toEqual([]);
    }
  });

  it('joins the splits of a folder and the shards of a split', async () => {
    const line = '{"q":1,"a":2}\n';
    const { summary, details } = await only({
      'd/train-00000-of-00002.jsonl': line,
      'd/train-00001-of-00002.jsonl': line + line,
      'd/test-00000-of-00001.jsonl': line,
    });
    expect(summary).toMatchObject({ name: 'd', samples: 4, splits: { train: 3, test: 1 } });
    expect(details.map(({ split }) => split)).toEqual(['test', 'train', 'train', 'train']);
  });

  it('keeps files with other keys, names or folders apart', async () => {
    const datasets = await shown({
      'd/train.jsonl': '{"q":1,"a":2}\n',
      'd/test.jsonl': '{"x":1,"y":2,"z":3}\n',
      'e/train.jsonl': '{"q":1,"a":2}\n',
      'd/qa_train.jsonl': '{"q":1,"a":2}\n',
      'd/qa_test.jsonl': '{"q":1,"a":2,"id":3}\n',
    });
    expect(new Set(datasets.map(({ summary }) => `${summary.name}: ${summary.samples}`))).toEqual(
      new Set(['qa: 2', 'test.jsonl: 1', 'train.jsonl: 1']),
    );
    expect(datasets).toHaveLength(4);
  });

  it('reads GB18030 and UTF-16 and says so', async () => {
    // 名 is C3FB, 字 is D7D6 in GB18030.
    const gb = Uint8Array.from(
      [...'{"a":"', 0xc3, 0xfb, 0xd7, 0xd6, ...'"}\n{"a":1}\n{"a":'].map((c) => (typeof c === 'string' ? c.charCodeAt(0) : c)),
    );
    for (const bytes of [
      gb,
      utf16('\ufeff{"a":"名字"}\n{"a":1}\n{"a":', 'utf-16le'),
      utf16('\ufeff{"a":"名字"}\n{"a":1}\n{"a":', 'utf-16be'),
    ]) {
      const { details, problems, summary } = await only({ 'x.jsonl': bytes });
      expect(details.map(({ fields }) => fields)).toEqual([{ a: '名字' }, { a: 1 }, { value: '{"a":' }]);
      expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['file-encoding', 'json-truncated']));
      expect(summary.files[0]).toMatchObject({ read: 3, shown: 2, rejected: 1 });
    }
  });

  it('limits the columns, not the fields', async () => {
    const record = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`k${i}`, i]));
    const { summary, details, problems } = await only({ 'x.jsonl': `${JSON.stringify(record)}\n` });
    expect(summary.columns).toHaveLength(1000);
    expect(Object.keys(details[0]?.fields ?? {})).toHaveLength(1500);
    expect(problems.map(({ code }) => code)).toEqual(['columns-many']);
  });

  it('does not take Git LFS pointers, empty and binary files', async () => {
    const pointer =
      'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n';
    const { result } = await opened({ 'a.jsonl': pointer, 'b.jsonl': '', 'c.jsonl': Uint8Array.of(0, 1, 0, 0, 2, 0, 0, 0, 3) });
    expect(result.datasets).toEqual([]);
    expect(result.problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['lfs-pointer', 'file-empty', 'file-binary']));
  });

  it('reads no more than the line of the record that is looked at', async () => {
    const source = countingSource(memorySource('{"a":1}\n{"a":22}\n{"a":3}\n'));
    const files = new Files();
    files.append([{ path: 'x.jsonl', source }]);
    const { signal } = new AbortController();
    const [match] = await jsonl.match(files, signal);
    if (!match) throw new Error('no match');
    source.forget();
    const at = { file: 0, start: 8, end: 16, line: 2 };
    const sample = { row: 1, key: 'x.jsonl#2', name: '#2', image: undefined, width: 0, height: 0, at, annotations: [], categories: [] };
    expect((await jsonl.detail(files, match, sample, signal)).fields).toEqual({ a: 22 });
    expect(source.ranges).toEqual([[8, 16]]);
  });

  it('accounts for every line wherever the file is cut', async () => {
    const text = new TextEncoder().encode('\ufeff{"id":1,"名":"é"}\r\n\r\n{"id":2,"x":[1,{"y":"\\"z"}]}\n7\n');
    for (let cut = 4; cut <= text.length; cut += 1) {
      const { summary } = await only({ 'x.jsonl': text.slice(0, cut) });
      const lines = new TextDecoder()
        .decode(text.slice(0, cut))
        .split('\n')
        .filter((line) => line.trim() !== '').length;
      const [account] = summary.files;
      expect([account?.read, (account?.shown ?? 0) + (account?.rejected ?? 0)]).toEqual([lines, lines]);
    }
  });

  it('shows our sample as the script that wrote it says', async () => {
    const folder = new URL('../../samples/jsonl/support-chats/', import.meta.url);
    const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as { readonly samples: number };
    const { summary, raw } = await only({ 'support-chats.jsonl': readFileSync(new URL('support-chats.jsonl', folder)) });
    expect(summary).toMatchObject({ samples: expected.samples, rejected: 0, problems: [] });
    expect(raw.every((text) => text.startsWith('{"id":"chat-'))).toBe(true);
  });
});
