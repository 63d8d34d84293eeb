import { describe, expect, it } from 'vitest';
import { png } from '../engine/drop.ts';
import { only, shown } from './records.ts';

const pretty = (...values: readonly unknown[]): string => values.map((value) => JSON.stringify(value, undefined, 2)).join('\n');

describe('JSON values one after another', () => {
  it.each(['a.json', 'a.jsonl', 'a.ndjson'])('open over many lines as %s', async (name) => {
    const { summary, details } = await only({ [name]: pretty({ id: 1, list: [{ a: 1 }] }, { id: 2 }) });
    expect(summary).toMatchObject({ format: 'json-seq', samples: 2, problems: [] });
    expect(details.map(({ fields }) => fields)).toEqual([{ id: 1, list: [{ a: 1 }] }, { id: 2 }]);
  });

  it('open on one line, and behind record separators', async () => {
    expect((await only({ 'a.jsonl': '{"a":1}{"a":2} {"a":3}' })).summary).toMatchObject({ format: 'json-seq', samples: 3 });
    expect((await only({ 'a.json': '\u001e{"a":1}\n\u001e{"a":2}\n' })).summary).toMatchObject({ format: 'json-seq', samples: 2 });
    expect((await only({ 'a.jsonl': pretty({ a: 1 }) })).summary).toMatchObject({ format: 'json-seq', samples: 1 });
  });

  it('are told from lists, one value and lines', async () => {
    const formats = async (contents: Record<string, string>): Promise<string[]> =>
      (await shown(contents)).map(({ summary }) => summary.format);
    expect(await formats({ 'a.json': pretty([{ text: 'a' }, { text: 'b' }]) })).toEqual(['json']);
    expect(await formats({ 'a.json': '{"messages": [\n{"role":"user","content":"x"}\n]}' })).toEqual(['json']);
    expect(await formats({ 'a.json': pretty({ messages: [] }, { messages: [] }) })).toEqual(['json-seq']);
    expect(await formats({ 'a.jsonl': '{"a":\n{"a":1}\n{"a":2}\n' })).toEqual(['jsonl']);
    expect(await formats({ 'a.jsonl': '{"a":1}\n{\n' })).toEqual(['jsonl']);
  });

  it('are refused with their place where a comma is too many, and say what they would be without', async () => {
    const box = '{\n  "filename": "cat.png",\n  "bbox": [\n    {"x": 11, "y": 12, "width": 64, "height": 66, "label": "a,]"},\n  ],\n\n}\n';
    const { summary, problems, details } = await only({ 'a.jsonl': box, 'cat.png': png(100, 100) });
    expect(summary).toMatchObject({ format: 'json-seq', samples: 1, read: 1, rejected: 1, record: { schema: 'picture-labels', fits: 1 } });
    expect(problems).toMatchObject([{ code: 'json-syntax', at: { line: 5 }, values: { column: 3 }, sample: 0 }]);
    expect(details[0]?.record?.form).toMatchObject({
      media: [{ state: 'file', name: 'cat.png' }],
      regions: [{ shape: 'box', numbers: [11, 12, 75, 78], label: 'a,]', coordinates: 'pixels', media: 0 }],
    });
  });

  it('keep one that is broken as it stands, with its place', async () => {
    const { summary, problems, details } = await only({ 'a.json': `${pretty({ a: 1 }, { a: 2 })}\n{\n  "b": ]\n}\n${pretty({ a: 3 })}` });
    expect(summary).toMatchObject({ samples: 4, read: 4, rejected: 1 });
    expect(problems).toMatchObject([{ code: 'json-syntax', at: { line: 8 }, values: { column: 8 }, sample: 2 }]);
    expect(details[2]?.fields).toEqual({ value: '{\n  "b": ]\n}' });
  });
});

describe('a JSON file that nothing else knows', () => {
  it('is one record, with the others of its folder', async () => {
    const { summary, names, details } = await only({
      'd/a.json': '{"x": {"y": 9007199254740993}}',
      'd/b.json': '[1, "\\ud800", "\\u0000"]',
    });
    expect(summary).toMatchObject({ format: 'json-value', name: 'd', samples: 2, why: { values: { count: 2 } }, problems: [] });
    expect(names).toEqual(['a.json', 'b.json']);
    expect(details.map(({ fields }) => fields)).toEqual([{ x: { y: 9_007_199_254_740_993n } }, { value: [1, '\ud800', '\0'] }]);
  });

  it('is a dataset of its own beside other records, unless its name says what else it is', async () => {
    const lines = { 'd/b.jsonl': '{"a":1}\n{"a":2}\n' };
    const formats = async (files: Readonly<Record<string, string>>): Promise<unknown[]> =>
      (await shown({ ...files, ...lines })).map(({ summary: { format, name, samples } }) => [format, name, samples].join(' ')).toSorted();
    expect(await formats({ 'd/c/x.json': '["a", "b"]', 'd/c/y.json': '{"x":', 'd/z.json': '"z"' })).toEqual([
      'json-value c 2',
      'json-value z.json 1',
      'jsonl b.jsonl 2',
    ]);
    const sides = [
      'package',
      'dataset_info',
      'tokenizer',
      'tokenizer_config',
      'config',
      'expected',
      'model.safetensors.index',
      '.vscode/launch',
    ];
    expect(await formats(Object.fromEntries(sides.map((name) => [`d/${name}.json`, '{"x": 1}'])))).toEqual(['jsonl b.jsonl 2']);
  });

  it('is one dataset for each drop where every record has a folder', async () => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`d/${at}/x.json`, '{"x": 1}']));
    const { summary, names } = await only(files);
    expect(summary).toMatchObject({ format: 'json-value', name: 'd', samples: 20 });
    expect(names[0]).toBe('0/x.json');
  });

  it('is left alone beside pictures', async () => {
    const drop = await shown({
      'd/cats/a.png': png(8, 8),
      'd/dogs/b.png': png(8, 8),
      'd/notes.json': '{"x": 1}',
      'e/notes.json': '{"x": 1}',
    });
    expect(
      drop.map(({ summary: { format, files } }) => [format, files.map(({ path }) => path)]).filter(([format]) => format === 'json-value'),
    ).toEqual([['json-value', ['e/notes.json']]]);
  });

  it('is told to be broken with line and byte', async () => {
    const { problems, summary } = await only({ 'a.json': '{\n "a": NaN,\n "b": nope}' });
    expect(summary).toMatchObject({ samples: 1, rejected: 1 });
    expect(problems).toMatchObject([{ code: 'json-syntax', at: { line: 3 }, values: { expected: 'value' } }]);
  });
});

it('is no sequence where each line is a value that is nested too deep', async () => {
  const deep = `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}\n`;
  const { summary, problems } = await only({ 'a.jsonl': deep.repeat(3) });
  expect(summary).toMatchObject({ format: 'jsonl', samples: 3, rejected: 3 });
  expect(problems.map(({ code, at }) => [code, at?.line])).toEqual([1, 2, 3].map((line) => ['json-syntax', line]));
});

describe('what JSON does not have', () => {
  it('is shown as it is, and told', async () => {
    const { details, problems } = await only({
      'a.jsonl': '{"n":NaN,"big":1e400,"tab":"a\tb","id":1,"id":2,"id":3}\n{"id":12345678901234567890}\n',
    });
    expect(details[0]?.fields).toEqual({ n: NaN, big: Infinity, tab: 'a\tb', id: 3, 'id#1': 1, 'id#2': 2 });
    expect(Object.keys(details[0]?.fields ?? {})).toEqual(['n', 'big', 'tab', 'id#1', 'id#2', 'id']);
    expect(details[1]?.fields).toEqual({ id: 12_345_678_901_234_567_890n });
    expect(problems.map(({ code, at, values }) => [code, at?.line, values])).toEqual([
      ['json-control', 1, { count: 1 }],
      ['json-not-finite', 1, { count: 2 }],
    ]);
  });
});
