import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson, type JsonScanOptions } from '../../src/syntax/json-scan.ts';
import type { JsonVisitor } from '../../src/syntax/json-visitor.ts';

interface Told {
  readonly items: [section: string, text: string][];
  readonly fields: string[][];
  readonly sections: string[];
  readonly broken: [section: string, code: string, text: string][];
  readonly problems: [code: string, byte: number][];
  readonly others: string[];
}

interface How extends JsonScanOptions {
  readonly piece?: number;
  readonly only?: string;
}

/** Everything that a scan tells, with the ranges turned back into text: they must fit the file. */
async function scan(input: string | Uint8Array, { piece = 7, only, ...options }: How = {}): Promise<Told> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const offset = options.offset ?? 0;
  const text = (start: number, end: number): string => new TextDecoder().decode(bytes.subarray(start - offset, end - offset));
  const told: Told = { items: [], fields: [], sections: [], broken: [], problems: [], others: [] };
  const visitor: JsonVisitor = {
    section(name, start) {
      expect(text(start, start + 1)).toBe('[');
      told.sections.push(`${name}[`);
      return only === undefined || name === only;
    },
    sectionEnd(name) {
      told.sections.push(`${name}]`);
    },
    item(section, item) {
      const own = new TextDecoder().decode(item.bytes.subarray(item.from, item.to));
      expect(text(item.start, item.end)).toBe(own);
      told.items.push([section, own]);
      const part = (i: number): string => new TextDecoder().decode(item.bytes.subarray(item.fields[i], item.fields[i + 1]));
      told.fields.push(Array.from({ length: item.fieldCount }, (_, i) => `${part(4 * i)}=${part(4 * i + 2)}${item.plain ? '' : '?'}`));
    },
    broken(section, code, start, end, error) {
      expect(error).toBeGreaterThanOrEqual(start);
      expect(error).toBeLessThanOrEqual(end);
      told.broken.push([section, code, text(start, end)]);
    },
    other: (name) => told.others.push(name),
    problem: (code, byte) => told.problems.push([code, byte]),
  };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    const memory = new Uint8Array(piece);
    for (let at = 0; at < bytes.length; at += piece) {
      // The memory of a piece is reused: whoever keeps it sees garbage.
      memory.fill(0x21);
      const length = Math.min(piece, bytes.length - at);
      memory.set(bytes.subarray(at, at + length));
      yield memory.subarray(0, length);
    }
  }
  await scanJson(pieces(), visitor, options);
  return told;
}

const COCO = `\ufeff{ "info": {"a": [1, {"b": "]}"}]}, "year": 2017 , "images" :[ {"id":1,"file_name":"a\\"]}.jpg"} , {"id" : 2, "nested":{"x":[1,[2]]}}],
 "empty": [], "note": "ü ] } \\\\", "annotations":[{"id":7,"bbox":[1,2,3.5,4e1],"s":null},8,"nine",[10],{}], "flag": true}`;
const COCO_ITEMS = [
  ['images', '{"id":1,"file_name":"a\\"]}.jpg"}'],
  ['images', '{"id" : 2, "nested":{"x":[1,[2]]}}'],
  ['annotations', '{"id":7,"bbox":[1,2,3.5,4e1],"s":null}'],
  ['annotations', '8'],
  ['annotations', '"nine"'],
  ['annotations', '[10]'],
  ['annotations', '{}'],
];

describe('the JSON scanner', () => {
  it('finds the items of every array at the top, with their fields', async () => {
    const told = await scan(COCO);
    expect(told.items).toEqual(COCO_ITEMS);
    expect(told.fields[0]).toEqual(['id=1', 'file_name="a\\"]}.jpg"']);
    expect(told.fields[1]).toEqual(['id=2', 'nested={"x":[1,[2]]}']);
    expect(told.fields[2]).toEqual(['id=7', 'bbox=[1,2,3.5,4e1]', 's=null']);
    expect(told.sections).toEqual(['images[', 'images]', 'empty[', 'empty]', 'annotations[', 'annotations]']);
    expect(told.others).toEqual(['info', 'year', 'note', 'flag']);
    expect([told.broken, told.problems]).toEqual([[], []]);
  });

  it('finds the same wherever the pieces are cut', async () => {
    const whole = await scan(COCO, { piece: 10_000 });
    for (let piece = 1; piece < 60; piece += 1) expect(await scan(COCO, { piece })).toEqual(whole);
  });

  it('finds the items of a bare array', async () => {
    expect((await scan('[{"a":1},{"a":2}]\n')).items).toEqual([
      ['', '{"a":1}'],
      ['', '{"a":2}'],
    ]);
  });

  it('tells whether keys can be compared as bytes', async () => {
    expect((await scan(String.raw`[{"a":"\n"},{"\u0061":1}]`)).fields).toEqual([[String.raw`a="\n"`], [String.raw`\u0061=1?`]]);
  });

  it('skips arrays that are not wanted', async () => {
    const told = await scan(COCO, { only: 'annotations', piece: 1 });
    expect(told.items).toEqual(COCO_ITEMS.slice(2));
    expect(told.sections).toEqual(['images[', 'images]', 'empty[', 'empty]', 'annotations[', 'annotations]']);
  });

  it('begins inside a section where it is told to', async () => {
    const from = COCO.indexOf('8,"nine"');
    const bytes = new TextEncoder().encode(COCO.slice(from));
    const told = await scan(bytes, { inSection: 'annotations', offset: 1000 });
    expect(told.items.map(([, text]) => text)).toEqual(['8', '"nine"', '[10]', '{}']);
    expect(told.problems).toEqual([]);
  });

  it('finds the first whole item where it begins anywhere', async () => {
    const told = await scan('{"x":1}],"id":4}, {"id":5, "b":[{"id":6}]},{"id":7}', { inSection: 'annotations', anywhere: true });
    expect(told.items.map(([, text]) => text)).toEqual(['{"id":5, "b":[{"id":6}]}', '{"id":7}']);
    expect(told.broken).toEqual([]);
  });

  it('takes the same items as JSON.parse from any file', async () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }));
    const file = fc.record({ images: fc.array(record), info: fc.jsonValue(), annotations: fc.array(fc.jsonValue({ maxDepth: 2 })) });
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 40 }), fc.constantFrom(undefined, 2), async (value, piece, indent) => {
        const told = await scan(JSON.stringify(value, undefined, indent), { piece });
        const parsed = told.items.filter(([section]) => section !== 'info').map(([section, text]): unknown => [section, JSON.parse(text)]);
        const expected = [...value.images.map((item) => ['images', item]), ...value.annotations.map((item) => ['annotations', item])];
        expect(JSON.stringify(parsed)).toBe(JSON.stringify(expected));
        expect([told.broken, told.problems]).toEqual([[], []]);
      }),
    );
  });

  it('counts the item that was cut off as one, wherever the file ends', async () => {
    const bytes = new TextEncoder().encode(COCO);
    for (let end = 0; end < bytes.length; end += 1) {
      const told = await scan(bytes.subarray(0, end), { piece: 11 });
      const whole = COCO_ITEMS.slice(0, told.items.length);
      expect(told.items).toEqual(whole);
      expect(told.broken.length + told.problems.length).toBe(1);
      expect(told.broken.every(([, code]) => code === 'json-truncated')).toBe(true);
      expect([...told.broken, ...told.problems].flat()).not.toContain('json-syntax');
    }
  });

  it.each([1, 5, 1000])('goes on behind a broken item, with pieces of %i', async (piece) => {
    const told = await scan('{"images":[{"id":1},{"id":2,oops},{"id":3},{"id":4 "x":1}, {"id":5}],"categories":[{"id":6}]}', { piece });
    expect(told.items.map(([, text]) => text)).toEqual(['{"id":1}', '{"id":3}', '{"id":5}', '{"id":6}']);
    expect(told.broken).toEqual([
      ['images', 'json-syntax', '{"id":2,oops},'],
      ['images', 'json-syntax', '{"id":4 "x":1}, '],
    ]);
    expect(told.problems).toEqual([]);
  });

  it('goes on behind an item whose bracket, quote or comma is missing', async () => {
    for (const wrong of [
      '{"id":2,"bbox":[1,2,3,4}',
      '{"id":2,"text":"he said "hi""}',
      '{"id":2,"a":{"b":1}',
      '{"id":2,"a":]}',
      '{"id":2,"a":"b\\"}',
    ]) {
      const told = await scan(`[{"id":1,"c":0},${wrong},{"id":3,"c":0},{"id":4,"c":0}]`);
      expect(told.items.map(([, text]) => text)).toContain('{"id":4,"c":0}');
      expect(told.broken).toHaveLength(1);
    }
  });

  it('goes on at the next section where the last item of one is broken', async () => {
    const told = await scan('{"images":[{"id":1},{"id":2,"a":[}],"categories":[{"name":"a"}]}', { sections: ['categories'] });
    expect(told.items).toEqual([
      ['images', '{"id":1}'],
      ['categories', '{"name":"a"}'],
    ]);
    expect(told.broken).toHaveLength(1);
    expect(told.sections).toEqual(['images[', 'images]', 'categories[', 'categories]']);
  });

  it('reports what is wrong between items and reads on', async () => {
    const told = await scan('{"images":[{"id":1} {"id":2},,{"id":3},],"a":1 "b":2,,"c":3,} x');
    expect(told.items.map(([, text]) => text)).toEqual(['{"id":1}', '{"id":2}', '{"id":3}']);
    expect(told.problems).toEqual([20, 29, 39, 47, 53, 60, 62].map((byte) => ['json-syntax', byte]));
    expect(told.others).toEqual(['a', 'b', 'c']);
  });

  it('finds items again behind nonsense between them', async () => {
    const told = await scan('{"images":[{"id":1},} nonsense ,{"id":2}]: , "categories":[{"id":3}]}', { sections: ['categories'] });
    expect(told.items.map(([, text]) => text)).toEqual(['{"id":1}', '{"id":2}', '{"id":3}']);
    expect(told.problems.map(([code]) => code)).toEqual(['json-syntax', 'json-syntax']);
  });

  it('says where reading stopped when nothing follows to go on at', async () => {
    const told = await scan('{"images":[{"id":1}], oops');
    expect(told.problems).toEqual([['json-syntax', 22]]);
    expect((await scan('[{"id":1},{"id":2, oops')).broken).toEqual([['', 'json-syntax', '{"id":2, oops']]);
  });

  it('does not take text for JSON', async () => {
    expect((await scan('hello')).problems).toEqual([['json-shape', 0]]);
    expect((await scan('  ')).problems).toEqual([['file-empty', 0]]);
    expect((await scan('')).problems).toEqual([['file-empty', 0]]);
  });

  it('stands any depth without recursion', async () => {
    const deep = '['.repeat(100_000);
    expect((await scan(`[{"a":${deep}${deep.replaceAll('[', ']')}},1]`, { piece: 4096 })).items).toHaveLength(2);
    expect((await scan(deep, { piece: 4096 })).broken).toHaveLength(1);
    expect((await scan(`{"a":${'{"b":'.repeat(100_000)}`, { piece: 4096 })).problems).toEqual([['json-truncated', 500_005]]);
  });

  it('does not hold an item past the limit, and goes on behind it', async () => {
    const long = `{"id":2,"a":"${'x'.repeat(5000)}"}`;
    const told = await scan(`[{"id":1},${long},{"id":3}]`, { piece: 64, itemLimit: 1000 });
    expect(told.items.map(([, text]) => text)).toEqual(['{"id":1}', '{"id":3}']);
    expect(told.broken).toEqual([['', 'line-too-long', long]]);
  });

  it('counts an item past the limit that never ends as cut off', async () => {
    const told = await scan(`[{"id":1},{"id":2,"a":"${'x'.repeat(5000)}`, { piece: 64, itemLimit: 1000 });
    expect(told.broken.map(([, code]) => code)).toEqual(['json-truncated']);
  });

  it('reports progress and stops when aborted', async () => {
    const done: number[] = [];
    await scan('[1,2,3]', { piece: 2, onProgress: (bytes) => done.push(bytes) });
    expect(done).toEqual([2, 4, 6, 7]);
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(scan('[1,2,3]', { signal: controller.signal })).rejects.toThrow('enough');
  });

  it('lets the event loop take turns', async () => {
    const item = `{"id":1,"a":[${'1,'.repeat(500)}1]}`;
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await scan(`[${`${item},`.repeat(20_000)}1]`, { piece: 1 << 18 });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });
});

describe('the JSON scanner behind what is no JSON', () => {
  const good = (id: number): string => `{"id":${id},"image_id":1,"c":0}`;
  const ids = (told: Told): number[] =>
    told.items.filter(([section]) => section === '' || section === 'annotations').map(([, text]) => Number(/\d+/.exec(text)?.[0]));

  const BROKEN: readonly (readonly [what: string, record: string])[] = [
    ['an unclosed string at the end', '{"id":2,"t":"abc}'],
    ['an unclosed string', '{"id":2,"t":"abc,"c":0}'],
    ['an unclosed string further in', '{"id":2,"a":{"t":"abc}}'],
    ['an unclosed string in a list', '{"id":2,"a":["x","abc]}'],
    ['an unclosed key', '{"id":2,"c:0}'],
    ['an escaped closing quote', String.raw`{"id":2,"t":"abc\"}`],
    ['an unclosed list', '{"id":2,"bbox":[1,2,3,4}'],
    ['an unclosed object', '{"id":2,"a":{"b":1}'],
    ['no closing bracket', '{"id":2,"image_id":1'],
    ['a missing comma', '{"id":2 "image_id":1}'],
    ['other quotes', "{'id':2,'image_id':1}"],
    ['bare words', '{id:2}'],
    ['objects within', '{"id":2 oops,"parts":[{"id":7},{"id":8}],"c":0}'],
    ['brackets in a string', '{"id":2 oops,"t":"[{ x"}'],
    ['a bracket too many', '{"id":2,"a":[1]],"c":0}'],
  ];

  describe.each(['', '\n  '])('with %j between records', (space) => {
    it.each(BROKEN)('loses one record for one with %s', async (_, record) => {
      for (const piece of [1, 7, 1000]) {
        const list = [good(1), record, good(3), good(4)].join(`,${space}`);
        for (const text of [`[${list}]`, `{"annotations":[${list}],"categories":[{"name":"a"}]}`]) {
          const told = await scan(text, { piece, sections: ['annotations', 'categories'] });
          expect([text, ids(told)]).toEqual([text, [1, 3, 4]]);
          expect(told.broken.map(([, code]) => code)).toEqual(['json-syntax']);
          expect(told.problems).toEqual([]);
          expect(told.items.filter(([section]) => section === 'categories')).toHaveLength(text.startsWith('[') ? 0 : 1);
        }
      }
    });
  });

  it.each(BROKEN)('loses two records for two with %s', async (_, record) => {
    const told = await scan(`[${[good(1), record, record, good(4)].join(',')}]`);
    expect(ids(told)).toEqual([1, 4]);
    expect(told.broken).toHaveLength(2);
  });

  it.each(BROKEN.filter(([what]) => what !== 'no closing bracket'))(
    'finds the next section behind a last record with %s',
    async (_, record) => {
      const told = await scan(`{"annotations":[${good(1)},${record}],"categories":[{"name":"a"}]}`, {
        sections: ['annotations', 'categories'],
      });
      expect(told.items.map(([section]) => section)).toEqual(['annotations', 'categories']);
      expect(told.broken).toHaveLength(1);
      expect(told.sections).toEqual(['annotations[', 'annotations]', 'categories[', 'categories]']);
    },
  );

  it('counts two bad records of two kinds as two', async () => {
    const told = await scan(`[${good(1)},{"id":3 "image_id":1},{'id':4},${good(5)}]`);
    expect(ids(told)).toEqual([1, 5]);
    expect(told.broken.map(([, , text]) => text)).toEqual(['{"id":3 "image_id":1},', "{'id':4},"]);
  });

  it('goes on behind a stray bracket', async () => {
    for (const text of [
      `[${good(1)}],${good(2)},${good(3)}]`,
      `{"annotations":[${good(1)}],${good(2)},${good(3)}],"categories":[{"name":"a"}]}`,
    ]) {
      const told = await scan(text, { sections: ['annotations', 'categories'], piece: 5 });
      expect(ids(told)).toEqual([1, 2, 3]);
      expect(told.problems).toEqual([['json-syntax', text.indexOf(']')]]);
      expect(told.items.filter(([section]) => section === 'categories')).toHaveLength(text.startsWith('[') ? 0 : 1);
    }
  });

  it.each(['// a note', '/* a {"id":9} note */', '# a note', '//'])('goes on behind the comment %s', async (comment) => {
    for (const piece of [1, 100]) {
      const text = `{"annotations":[${good(1)}, ${comment}\n${good(2)} ${comment}\n,${good(3)}${comment}\n]${comment}\n,"categories":[{"name":"a"}]}`;
      const told = await scan(text, { sections: ['annotations', 'categories'], piece });
      expect(ids(told)).toEqual([1, 2, 3]);
      expect(told.items).toHaveLength(4);
      expect(told.problems).toEqual([['json-syntax', text.indexOf(comment)]]);
    }
  });

  it('finds a section that waits behind broken records of one that is skipped', async () => {
    for (const [, record] of BROKEN) {
      const text = `{"annotations":[${good(1)},${record},${good(3)}],"images":[{"id":1}]}`;
      const told = await scan(text, { sections: ['annotations', 'images'], only: 'images' });
      expect([text, told.items, told.broken, told.problems]).toEqual([text, [['images', '{"id":1}']], [], []]);
      expect(told.sections).toEqual(['annotations[', 'annotations]', 'images[', 'images]']);
    }
  });

  it('does not hold what a quote opened that never closes', async () => {
    const list = Array.from({ length: 20_000 }, (_, i) => (i === 5 ? '{"id":6,"a":{"t":"abc}}' : `{"id":${i + 1},"a":{"t":"b"}}`));
    const told = await scan(`[${list.join(',')}]`, { piece: 4096 });
    expect([told.items.length, told.broken.length, told.problems]).toEqual([19_999, 1, []]);
  });
});
