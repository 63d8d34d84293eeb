import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countingSource, memorySource } from '../../src/files/memory-source.ts';
import { decodeText, invalidUtf8At, lfsPointerOf, sniffEncoding, Utf8Check, type TextEncodingName } from '../../src/files/text.ts';
import { utf8Source } from '../../src/files/utf8-source.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, littleEndian: boolean): Uint8Array =>
  Uint8Array.from(
    Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)).flatMap((unit) =>
      littleEndian ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255],
    ),
  );
/** 中文标注 and 鍵 (the last outside GB 2312) in GB18030, with ASCII around. */
const gb = Uint8Array.from([0x69, 0x64, 0x2c, 0xd6, 0xd0, 0xce, 0xc4, 0xb1, 0xea, 0xd7, 0xa2, 0x2c, 0xe6, 0x49, 0x0a]);
const gbText = 'id,中文标注,鍵\n';

describe('sniffEncoding', () => {
  it.each<[string, Uint8Array, ReturnType<typeof sniffEncoding>]>([
    ['nothing', new Uint8Array(0), 'utf-8'],
    ['ASCII', utf8('a b c\t\r\n'), 'utf-8'],
    ['UTF-8', utf8('ünïcode 中文 🙂'), 'utf-8'],
    ['UTF-8 cut within a character', utf8('ünïcode 🙂').subarray(0, -2), 'utf-8'],
    ['a UTF-8 mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0x41), 'utf-8'],
    ['a UTF-16 mark', Uint8Array.of(0xff, 0xfe, 0x41, 0), 'utf-16le'],
    ['a UTF-16 mark, big-endian', Uint8Array.of(0xfe, 0xff, 0, 0x41), 'utf-16be'],
    ['UTF-16 without mark', utf16('id,name\r\n1,größe\r\n', true), 'utf-16le'],
    ['UTF-16 without mark, big-endian', utf16('id,name\r\n1,größe\r\n', false), 'utf-16be'],
    ['Chinese UTF-16 with line ends', utf16('标注文件的名字,类别\r\n第一张图片,猫\r\n', true), 'utf-16le'],
    ['GB18030', gb, 'gb18030'],
    ['Latin-1 accents', Uint8Array.from('Größe: 3, déjà vu, señor', (char) => char.charCodeAt(0)), 'windows-1252'],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52), 'binary'],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1), 'binary'],
    ['zeros', new Uint8Array(100), 'binary'],
    ['control characters', Uint8Array.from({ length: 100 }, (_, at) => at % 32 || 1), 'binary'],
    ['one stray zero in a text', utf8(`${'some text '.repeat(20)}\0${'more text '.repeat(20)}`), 'utf-8'],
    ['one stray zero in a label file', utf8('0 0.5 0.5 0.2 0.4\n1 0.5\0 0.5 0.2 0.4\n'), 'utf-8'],
    ['one stray zero in short records', utf8('{"a":"\0x"}\n{"a":2}\n'), 'utf-8'],
    [
      'one stray zero in Latin-1',
      Uint8Array.from(`${'Größe: 3, déjà vu, señor\n'.repeat(9)}\0`, (char) => char.charCodeAt(0)),
      'windows-1252',
    ],
    ['a wrong byte in Chinese UTF-8', Uint8Array.from([...utf8('{"问":"第一张图片里有什么"}\n'), 0xff, ...utf8('{"答":"猫"}\n')]), 'utf-8'],
    ['a wrong byte in long GB18030', Uint8Array.from([...Array.from({ length: 20 }, () => [...gb]).flat(), 0xff, 0x0a, ...gb]), 'gb18030'],
  ])('says of %s', (_, bytes, encoding) => {
    expect(sniffEncoding(bytes)).toBe(encoding);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof sniffEncoding(bytes) === 'string'));
  });
});

describe('decodeText', () => {
  it('takes the mark away and names the encoding', () => {
    expect(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toEqual({ text: 'A', encoding: 'utf-8' });
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0x41, 0))).toEqual({ text: 'A', encoding: 'utf-16le' });
    expect(decodeText(gb)).toEqual({ text: gbText, encoding: 'gb18030' });
  });
});

describe('invalidUtf8At', () => {
  it.each<[string, Uint8Array, number | undefined]>([
    ['nothing', new Uint8Array(0), undefined],
    ['ASCII and longer characters', utf8('a é 中 🙂'), undefined],
    ['a byte of another encoding', Uint8Array.of(0x61, 0xff, 0x61), 1],
    ['an overlong form', Uint8Array.of(0x61, 0x62, 0xe0, 0x80, 0x80), 2],
    ['half a surrogate pair', Uint8Array.of(0xed, 0xa0, 0x80), 0],
    ['a character cut at the end', utf8('a中').subarray(0, 3), 1],
    ['GB18030', gb, 3],
  ])('says of %s', (_, bytes, at) => {
    expect(invalidUtf8At(bytes)).toBe(at);
  });

  it('counts what a decoder replaces, wherever the stream is cut into pieces', () => {
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(0x61, 0x80, 0xbf, 0xc3, 0xe4, 0xb8, 0xad, 0xf0, 0x9f, 0x99, 0x82, 0xed, 0xa0));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (values, length) => {
        const bytes = Uint8Array.from(values);
        const check = new Utf8Check();
        for (let at = 0; at < bytes.length; at += length) check.add(bytes.slice(at, at + length));
        check.end();
        expect(check.count).toBe(
          [...new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)].filter((char) => char === '\ufffd').length,
        );
        expect(check.first).toBe(invalidUtf8At(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('lfsPointerOf', () => {
  it('reads hash and size', () => {
    expect(lfsPointerOf(utf8('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a21\nsize 12345\n'))).toEqual({
      oid: 'sha256:4d7a21',
      size: 12345,
    });
    expect(lfsPointerOf(utf8('version https://git-lfs.github.com/spec/v1\r\noid sha256:4d7a21\r\nsize 12345\r\n'))).toEqual({
      oid: 'sha256:4d7a21',
      size: 12345,
    });
  });

  it('is not misled by other files', () => {
    expect(lfsPointerOf(utf8('version 2\n'))).toBeUndefined();
    expect(lfsPointerOf(new Uint8Array(0))).toBeUndefined();
  });
});

describe('utf8Source', () => {
  const text = `id,名字\n${Array.from({ length: 60_000 }, (_, at) => `${at},größe 🙂 ${at * 7}\n`).join('')}`;
  const cases: [string, Uint8Array, TextEncodingName, string][] = [
    ['UTF-16', utf16(`\ufeff${text}`, true), 'utf-16le', text],
    ['UTF-16, big-endian, without mark', utf16(text, false), 'utf-16be', text],
    ['GB18030', Uint8Array.from({ length: gb.length * 40_000 }, (_, at) => gb[at % gb.length] ?? 0), 'gb18030', gbText.repeat(40_000)],
    [
      'windows-1252',
      Uint8Array.from({ length: 600_000 }, (_, at) => (at % 50 === 49 ? 10 : 0xe4)),
      'windows-1252',
      `${'ä'.repeat(49)}\n`.repeat(12_000),
    ],
  ];

  it.each(cases)('gives %s as UTF-8, by any range', async (_, bytes, encoding, expectedText) => {
    const expected = Buffer.from(expectedText);
    const source = utf8Source(memorySource(bytes), encoding);
    const pieces: Uint8Array[] = [];
    for await (const piece of source.stream()) pieces.push(piece.slice());
    expect(Buffer.concat(pieces).equals(expected)).toBe(true);
    expect(await source.size()).toBe(expected.length);
    const range = fc.tuple(fc.nat(expected.length + 5), fc.nat(300_000));
    await fc.assert(
      fc.asyncProperty(range, async ([start, length]) => {
        const fresh = utf8Source(memorySource(bytes), encoding);
        for (const reader of [source, fresh])
          expect(expected.subarray(start, start + length).equals(await reader.read(start, start + length))).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it('reads one block for a range that it has passed before', async () => {
    const counting = countingSource(memorySource(utf16(text, true)));
    const source = utf8Source(counting, 'utf-16le');
    const size = await source.size();
    counting.forget();
    await source.read(size - 700_000, size - 699_990);
    expect(counting.bytesRead).toBeLessThanOrEqual(512 * 1024);
  });

  it('serves many readers at once', async () => {
    const source = utf8Source(memorySource(utf16(text, true)), 'utf-16le');
    const expected = Buffer.from(text);
    const starts = Array.from({ length: 20 }, (_, at) => (at * 7919 * 13) % (expected.length - 10));
    const read = await Promise.all(starts.map((start) => source.read(start, start + 10)));
    expect(read.map((bytes) => Buffer.from(bytes))).toEqual(starts.map((start) => expected.subarray(start, start + 10)));
  });

  it('passes UTF-8 through as it is', () => {
    const source = memorySource('a');
    expect(utf8Source(source, 'utf-8')).toBe(source);
  });
});
