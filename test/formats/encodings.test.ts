/** Records in encodings other than UTF-8, plain and in each packing: what is read is the same. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../src/table/query-text.ts';
import { opened } from '../engine/drop.ts';
import { tarOf, zipOf, zstdOf } from '../files/packed.ts';
import { utf16 } from '../syntax/record-bytes.ts';
import { only } from './records.ts';

/** What a text is in an encoding that Node only reads: by what each pair of bytes means. */
function encoder(encoding: string): (text: string) => Uint8Array {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const known = new Map<string, readonly number[]>();
  const learn = (...bytes: readonly number[]): void => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes));
      if ([...text].length === 1 && !known.has(text)) known.set(text, bytes);
    } catch {
      // No character.
    }
  };
  for (let byte = 0; byte < 256; byte += 1) learn(byte);
  for (let lead = 0x81; lead < 0xff; lead += 1) for (let trail = 0x40; trail < 0xff; trail += 1) learn(lead, trail);
  return (text) =>
    Uint8Array.from(
      [...text].flatMap((character) => {
        const bytes = known.get(character);
        if (!bytes) throw new Error(`${encoding} has no ${character}`);
        return bytes;
      }),
    );
}

const CHINESE = ['我们的猫在花园里睡觉，不想出来。', '今天天气很好，大家都去公园了。', '他说：“这是一个简单的问题。”'];
const TRADITIONAL = ['我們的貓在花園裡睡覺，不想出來。', '今天天氣很好，大家都去公園了。', '這是許功蓋的問題，不是他的。'];
const JAPANESE = ['猫は庭で寝ています。', '今日はとても天気がいいですね。', 'ソフトの表は能力ｱｲｳを示す。'];
const KOREAN = ['고양이가 정원에서 자고 있습니다.', '오늘은 날씨가 아주 좋네요.', '이것은 간단한 질문입니다.'];
const WESTERN = ['Größe und Maß sind schön.', 'Le café est fermé à midi.', 'El niño comió piñas «rápido».'];

const ENCODINGS: readonly (readonly [name: string, texts: readonly string[], encode: (text: string) => Uint8Array])[] = [
  ['utf-16le', CHINESE, (text) => utf16(`\ufeff${text}`, 'utf-16le')],
  ['utf-16be', WESTERN, (text) => utf16(`\ufeff${text}`, 'utf-16be')],
  ['gb18030', CHINESE, encoder('gb18030')],
  ['big5', TRADITIONAL, encoder('big5')],
  ['shift_jis', JAPANESE, encoder('shift_jis')],
  ['euc-jp', JAPANESE, encoder('euc-jp')],
  ['euc-kr', KOREAN, encoder('euc-kr')],
  ['windows-1252', WESTERN, encoder('windows-1252')],
];

/** The same records in each container. */
const CONTAINERS: Readonly<Record<string, (texts: readonly string[]) => string>> = {
  csv: (texts) => ['id|text', ...texts.map((text, at) => `${at}|"${text.replaceAll('"', '""')}\nx"`)].join('\n'),
  jsonl: (texts) => texts.map((text, at) => JSON.stringify({ id: at, text: `${text}\nx` })).join('\n'),
  json: (texts) => JSON.stringify(texts.map((text, at) => ({ id: at, text: `${text}\nx` }))),
  txt: (texts) => texts.join('\r\n'),
};

const PACKINGS: Readonly<Record<string, (name: string, bytes: Uint8Array) => Promise<Record<string, Uint8Array>>>> = {
  plain: async (name, bytes) => ({ [name]: bytes }),
  gz: async (name, bytes) => ({ [`${name}.gz`]: gzipSync(bytes) }),
  zst: async (name, bytes) => ({ [`${name}.zst`]: zstdOf(bytes) }),
  zip: async (name, bytes) => ({ 'a.zip': await zipOf({ [name]: bytes }) }),
  tar: async (name, bytes) => ({ 'a.tar': tarOf([{ name, content: bytes }]) }),
};

describe.each(ENCODINGS)('%s', (encoding, texts, encode) => {
  it.each(Object.keys(CONTAINERS))('is read in %s, however packed', async (container) => {
    const make = CONTAINERS[container] ?? (() => '');
    const expected = texts.map((text) => (container === 'txt' ? text : `${text}\nx`));
    for (const [packing, pack] of Object.entries(PACKINGS)) {
      const { summary, details, raw, problems } = await only(await pack(`data.${container}`, encode(make(texts))));
      expect([packing, details.map(({ fields }) => fields['text'])]).toEqual([packing, expected]);
      expect([packing, problems.map(({ code, values }) => [code, values?.['encoding']])]).toEqual([packing, [['file-encoding', encoding]]]);
      expect(summary.rejected).toBe(0);
      // The source of a record is shown in its own letters.
      for (const [row, text] of texts.entries()) expect(raw[row]).toContain(text.slice(0, 6));
    }
  });

  it('is searched and filtered when compressed', async () => {
    const word = texts[1]?.slice(2, 5) ?? '';
    const rows = texts.flatMap((text, row) => (text.includes(word) ? [row] : []));
    for (const container of Object.keys(CONTAINERS)) {
      const make = CONTAINERS[container] ?? (() => '');
      const { engine, result } = await opened({ [`data.${container}.gz`]: gzipSync(encode(make(texts))) });
      const query = parseQuery(`"${word}"`).query;
      const found = await engine.select({ dataset: result.datasets[0]?.id ?? -1, query, sort: undefined });
      expect([container, [...found.rows]]).toEqual([container, rows]);
    }
  });

  it('goes on behind the first window, streamed', async () => {
    const many = Array.from({ length: 4000 }, (_, at) => texts[at % texts.length] ?? '');
    for (const container of Object.keys(CONTAINERS)) {
      const make = CONTAINERS[container] ?? (() => '');
      const { engine, result } = await opened({ [`data.${container}.gz`]: gzipSync(encode(make(many))) });
      const [dataset] = result.datasets;
      expect([container, dataset?.samples]).toEqual([container, many.length]);
      const last = await engine.detail({ dataset: dataset?.id ?? -1, query: parseQuery('').query, row: many.length - 1 });
      expect(last.fields['text']).toEqual(expect.stringContaining(many.at(-1) ?? '?'));
    }
  });
});

describe('records of different encodings in one file', () => {
  const before = Buffer.from('text,label\n' + 'ok,1\n'.repeat(300));
  const gbk = Buffer.concat([Buffer.from([0xd6, 0xd0, 0xce, 0xc4]), Buffer.from(',2\n')]);

  it('are told with the line of the one that is UTF-8', async () => {
    const { problems } = await only({ 'mixed.csv': Buffer.concat([before, gbk, Buffer.from('中文,3\n')]) });
    expect(problems).toMatchObject([
      { code: 'text-mixed', file: 'mixed.csv', at: { line: 303 }, values: { encoding: 'gb18030' } },
      { code: 'file-encoding', values: { encoding: 'gb18030' } },
    ]);
  });

  it('are told of lines of JSON and of text', async () => {
    const object = (text: Buffer): Buffer => Buffer.concat([Buffer.from('{"text":"'), text, Buffer.from('"}\n')]);
    const [chinese, utf8] = [gbk.subarray(0, 4), Buffer.from('中文')];
    const contents = {
      'a.jsonl': [object(chinese), object(utf8)],
      'a.txt': [chinese, utf8].map((text) => Buffer.concat([text, Buffer.from('\n')])),
    };
    for (const [name, [one = utf8, other = utf8]] of Object.entries(contents)) {
      const { problems } = await only({ [name]: Buffer.concat([...Array.from({ length: 9 }, () => one), other]) });
      expect([name, problems.map(({ code, at }) => [code, at?.line])]).toEqual([
        name,
        [
          ['text-mixed', 10],
          ['file-encoding', undefined],
        ],
      ]);
    }
  });
});
