import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../src/engine/engine.ts';
import { memorySource } from '../../../src/files/memory-source.ts';
import { expectTold, opened, wrapped } from './wrapped-json.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const VALID = ['1', '-0.5e+3', '"\\u00e9\\ud83d\\ude00"', '[[], {}, [1, "a]"]]', '{"a": {"b": [true, false, null]}}', '"}]"', ' 7 '];
const INVALID = [
  ...['nope', 'tru', '01', '1.', '.5', '+1', '1e', '--1', '0x1', 'NaN', '-Infinity', 'True', "'a'"],
  ...['[1,]', '[1 2]', '[,]', '[1,,2]', '{"a" 1}', '{"a":}', '{a:1}', '{"a":1,}', '{"a":1 "b":2}', '{1:1}', '[1}', '["a" "b"]', '[tru]'],
  ...['"\\x"', '"\\u12g4"', '"a\u0001b"', '"a\nb"', '{"a": "\\"}', '', '"', '[', '}'],
];

describe('what stands in a field that nobody reads', () => {
  it.each(VALID)('is nothing to tell of where it is JSON: %s', async (value) => {
    expect(await expectTold(bytesOf(value))).toBe('valid');
  });

  it.each(INVALID)('is a problem with its place where it is none: %s', async (value) => {
    expect(await expectTold(bytesOf(value))).toBe('invalid');
  });

  it('makes the annotation a rejected one, which stays in the table', async () => {
    const bytes = wrapped(bytesOf('[1, nope]'));
    const { annotations, rejected, read, files, problems } = await opened(bytes);
    expect([annotations, rejected, read]).toEqual([3, 1, 4]);
    expect(files.map((file) => file.shown)).toEqual([3]);
    expect(problems.filter(({ code }) => code === 'json-syntax')).toMatchObject([{ count: 1, samples: 1 }]);
  });

  it('is looked at later where there is much of it, and told then, once', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => ({ id: i + 1, image_id: 1, category_id: 1, bbox: [1, 2, 3, 4], area: 12, x: i }));
    const text = JSON.stringify({
      images: [{ id: 1, file_name: 'a.jpg', width: 100, height: 80 }],
      annotations: rows,
      categories: [{ id: 1, name: 'a' }],
    });
    const broken = text.replace('"x":77}', '"x":7.}').replace('"x":29998}', '"x":29z98}');
    const engine = createEngine();
    engine.addEntries([{ path: 'labels.json', source: memorySource(broken) }]);
    const { datasets } = await engine.open({});
    expect(datasets).toMatchObject([{ complete: true, rejected: 0, annotations: 30_000 }]);
    const stopped = new AbortController();
    const stopping = engine.check(undefined, { signal: stopped.signal });
    stopped.abort();
    await expect(stopping).rejects.toThrow('abort');
    const [checked] = (await engine.check(undefined)).datasets;
    expect(checked).toMatchObject({ rejected: 2, read: 30_001, annotations: 30_000, files: [{ shown: 29_999, rejected: 2 }] });
    const { problems } = await engine.problems({ dataset: datasets[0]?.id ?? 0, code: 'json-syntax', from: 0, to: 10 });
    expect(problems.map(({ values }) => values?.['offset'])).toEqual([broken.indexOf('.}'), broken.indexOf('z98')]);
    expect((await engine.check(undefined)).datasets).toEqual([]);
  });
});
