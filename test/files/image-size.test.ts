import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageHeaderOf, readImageHeader, type ImageHeader } from '../../src/files/image-size.ts';
import { countingSource, memorySource } from '../../src/files/memory-source.ts';

type Part = string | number | number[] | Uint8Array;

const codesOf = (text: string): number[] => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));

/** Bytes from text (one byte per character), single bytes and lists. */
function bytesOf(...parts: Part[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...codesOf(part)] : typeof part === 'number' ? [part] : [...part])),
  );
}
const be = (bytes: number, value: number): number[] =>
  Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** (bytes - 1 - at)) & 0xff);
const le = (bytes: number, value: number): number[] => be(bytes, value).reverse();
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

function tiff(order: 'II' | 'MM', fields: [tag: number, type: number, value: number][], gap = 0): Uint8Array {
  const int = order === 'II' ? le : be;
  const directory = fields.flatMap(([tag, type, value]) => [
    ...int(2, tag),
    ...int(2, type),
    ...int(4, 1),
    ...(type === 3 ? [...int(2, value), 0, 0] : int(4, value)),
  ]);
  return bytesOf(order, int(2, 42), int(4, 8 + gap), zeros(gap), int(2, fields.length), directory, int(4, 0));
}

function bigTiff(order: 'II' | 'MM', fields: [tag: number, value: number][]): Uint8Array {
  const int = order === 'II' ? le : be;
  const directory = fields.flatMap(([tag, value]) => [...int(2, tag), ...int(2, 16), ...int(8, 1), ...int(8, value)]);
  return bytesOf(order, int(2, 43), int(2, 8), int(2, 0), int(8, 16), int(8, fields.length), directory, int(8, 0));
}

const segment = (code: number, contents: Uint8Array): Uint8Array => bytesOf(0xff, code, be(2, contents.length + 2), contents);
const exif = (order: 'II' | 'MM', orientation: number): Uint8Array =>
  segment(0xe1, bytesOf('Exif\0\0', tiff(order, [[274, 3, orientation]])));
function jpeg(width: number, height: number, frame: number, ...before: Uint8Array[]): Uint8Array {
  const sof = segment(frame, bytesOf(8, be(2, height), be(2, width), 3, zeros(9)));
  return bytesOf(0xff, 0xd8, ...before, sof, 0xff, 0xda, 0, 2, zeros(20), 0xff, 0xd9);
}

function riff(...chunks: [name: string, contents: Uint8Array][]): Uint8Array {
  const body = bytesOf(
    'WEBP',
    ...chunks.map(([name, contents]) => bytesOf(name, le(4, contents.length), contents, zeros(contents.length % 2))),
  );
  return bytesOf('RIFF', le(4, body.length), body);
}
const vp8x = (width: number, height: number, flags: number): Uint8Array => bytesOf(flags, 0, 0, 0, le(3, width - 1), le(3, height - 1));

const box = (type: string, ...contents: Part[]): Uint8Array => {
  const body = bytesOf(...contents);
  return bytesOf(be(4, body.length + 8), type, body);
};
const ispe = (width: number, height: number): Uint8Array => box('ispe', zeros(4), be(4, width), be(4, height));
/** Item 2 is the picture; item 1 a thumbnail or tile. */
function heif(brand: string, properties: Uint8Array[], ofPrimary: number[]): Uint8Array {
  const ipma = box('ipma', zeros(4), be(4, 2), be(2, 1), 1, 1, be(2, 2), ofPrimary.length, ofPrimary);
  const meta = box(
    'meta',
    zeros(4),
    box('hdlr', zeros(25)),
    box('pitm', zeros(4), be(2, 2)),
    box('iprp', box('ipco', ...properties), ipma),
  );
  return bytesOf(box('ftyp', brand, zeros(4), 'mif1', brand), meta, box('mdat', zeros(50)));
}

const png = (width: number, height: number): Uint8Array =>
  bytesOf(0x89, 'PNG\r\n', 0x1a, '\n', be(4, 13), 'IHDR', be(4, width), be(4, height), 8, 6, 0, 0, 0, be(4, 0), zeros(20));
const bmp = (width: number, height: number): Uint8Array =>
  bytesOf('BM', zeros(12), le(4, 40), le(4, width >>> 0), le(4, height >>> 0), zeros(28));

const icc = segment(0xe2, new Uint8Array(60_000));
const images: [string, Uint8Array, ImageHeader][] = [
  ['a PNG', png(640, 480), { format: 'png', width: 640, height: 480, orientation: 1 }],
  ['a GIF', bytesOf('GIF89a', le(2, 300), le(2, 200), zeros(9)), { format: 'gif', width: 300, height: 200, orientation: 1 }],
  ['a baseline JPEG', jpeg(800, 600, 0xc0), { format: 'jpeg', width: 800, height: 600, orientation: 1 }],
  [
    'a progressive JPEG with tables before its frame',
    jpeg(8, 6, 0xc2, segment(0xc4, new Uint8Array(30)), segment(0xdb, new Uint8Array(65))),
    { format: 'jpeg', width: 8, height: 6, orientation: 1 },
  ],
  [
    'a JPEG turned, little-endian',
    jpeg(800, 600, 0xc0, segment(0xe0, bytesOf('JFIF\0', zeros(9))), exif('II', 6)),
    { format: 'jpeg', width: 800, height: 600, orientation: 6 },
  ],
  ['a JPEG turned, big-endian', jpeg(800, 600, 0xc1, exif('MM', 8)), { format: 'jpeg', width: 800, height: 600, orientation: 8 }],
  [
    'a JPEG with an orientation that there is not',
    jpeg(800, 600, 0xc1, exif('MM', 9)),
    { format: 'jpeg', width: 800, height: 600, orientation: 1 },
  ],
  [
    'a JPEG with XMP before EXIF',
    jpeg(4, 3, 0xc0, segment(0xe1, bytesOf('http://ns.adobe.com/xap/1.0/\0', zeros(40))), exif('II', 3)),
    { format: 'jpeg', width: 4, height: 3, orientation: 3 },
  ],
  [
    'a JPEG with padding between segments',
    jpeg(4, 3, 0xc0, bytesOf(0xff, 0xff, 0xff), segment(0xfe, bytesOf('note'))),
    { format: 'jpeg', width: 4, height: 3, orientation: 1 },
  ],
  [
    'a JPEG whose frame lies beyond 64 KiB',
    jpeg(1000, 700, 0xc0, icc, icc, icc, exif('II', 5)),
    { format: 'jpeg', width: 1000, height: 700, orientation: 5 },
  ],
  [
    'a lossy WebP',
    riff(['VP8 ', bytesOf(0, 0, 0, 0x9d, 0x01, 0x2a, le(2, 0x4000 | 100), le(2, 50), zeros(20))]),
    { format: 'webp', width: 100, height: 50, orientation: 1 },
  ],
  [
    'a lossless WebP',
    riff(['VP8L', bytesOf(0x2f, le(4, 99 + 49 * 0x4000), zeros(20))]),
    { format: 'webp', width: 100, height: 50, orientation: 1 },
  ],
  [
    'an extended WebP',
    riff(['VP8X', vp8x(70_000, 3, 0)], ['VP8 ', new Uint8Array(11)]),
    { format: 'webp', width: 70_000, height: 3, orientation: 1 },
  ],
  [
    'a WebP turned',
    riff(['VP8X', vp8x(100, 50, 8)], ['VP8 ', new Uint8Array(70_001)], ['EXIF', tiff('II', [[274, 3, 6]])]),
    { format: 'webp', width: 100, height: 50, orientation: 6 },
  ],
  [
    'a WebP that promises EXIF and has none',
    riff(['VP8X', vp8x(100, 50, 8)], ['VP8 ', new Uint8Array(11)]),
    { format: 'webp', width: 100, height: 50, orientation: 1 },
  ],
  ['a BMP', bmp(33, 44), { format: 'bmp', width: 33, height: 44, orientation: 1 }],
  ['a BMP whose rows run from the top', bmp(33, -44), { format: 'bmp', width: 33, height: 44, orientation: 1 }],
  [
    'an OS/2 BMP',
    bytesOf('BM', zeros(12), le(4, 12), le(2, 33), le(2, 44), zeros(20)),
    { format: 'bmp', width: 33, height: 44, orientation: 1 },
  ],
  [
    'a TIFF, little-endian',
    tiff('II', [
      [256, 3, 20],
      [257, 4, 30],
      [274, 3, 6],
    ]),
    { format: 'tiff', width: 20, height: 30, orientation: 6 },
  ],
  [
    'a TIFF, big-endian',
    tiff('MM', [
      [256, 4, 20],
      [257, 3, 30],
    ]),
    { format: 'tiff', width: 20, height: 30, orientation: 1 },
  ],
  [
    'a TIFF whose directory is at its end',
    tiff(
      'II',
      [
        [256, 3, 20],
        [257, 3, 30],
      ],
      200_000,
    ),
    { format: 'tiff', width: 20, height: 30, orientation: 1 },
  ],
  [
    'a BigTIFF',
    bigTiff('II', [
      [256, 20],
      [257, 30],
    ]),
    { format: 'tiff', width: 20, height: 30, orientation: 1 },
  ],
  [
    'a BigTIFF, big-endian',
    bigTiff('MM', [
      [256, 20],
      [257, 30],
    ]),
    { format: 'tiff', width: 20, height: 30, orientation: 1 },
  ],
  ['an AVIF', heif('avif', [ispe(64, 48), ispe(640, 480)], [2]), { format: 'avif', width: 640, height: 480, orientation: 1 }],
  [
    'an AVIF turned',
    heif('avif', [ispe(9999, 9999), ispe(640, 480), box('irot', 3)], [2, 0x83]),
    { format: 'avif', width: 640, height: 480, orientation: 6 },
  ],
  [
    'a HEIC whose properties cannot be followed',
    heif('heic', [ispe(64, 48), ispe(640, 480)], []),
    { format: 'heic', width: 640, height: 480, orientation: 1 },
  ],
  [
    'an icon, by its largest picture',
    bytesOf(0, 0, 1, 0, le(2, 2), 16, 16, zeros(14), 0, 0, zeros(14), zeros(40)),
    { format: 'ico', width: 256, height: 256, orientation: 1 },
  ],
];

const svgs: [string, string, [number, number]][] = [
  ['width and height', '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80px"/>', [120, 80]],
  [
    'a declaration, a comment and a doctype before',
    '<?xml version="1.0"?>\n<!-- <svg width="1" height="1"> -->\n<!DOCTYPE svg PUBLIC "a" "b">\n<svg\n width=\'2in\' height="2.54cm">',
    [192, 96],
  ],
  ['a viewBox only', '<svg viewBox="0 0 30,40"><rect/></svg>', [30, 40]],
  ['percentages and a viewBox', '<svg width="100%" height="100%" viewBox="0 0 30 40"/>', [30, 40]],
  ['a width and a viewBox', '<svg width="60" viewBox="0 0 30 40"/>', [60, 80]],
  ['attributes that only end so', '<svg stroke-width="3" data-height="4" viewBox="0 0 5 6"/>', [5, 6]],
];

describe('readImageHeader', () => {
  it.each(images)('reads %s', async (_, bytes, header) => {
    expect(await readImageHeader(memorySource(bytes))).toEqual(header);
  });

  it.each(svgs)('reads an SVG with %s', async (_, text, [width, height]) => {
    expect(await readImageHeader(memorySource(text))).toEqual({ format: 'svg', width, height, orientation: 1 });
  });

  it('reads an SVG in UTF-16', async () => {
    expect(
      await readImageHeader(
        memorySource(
          bytesOf(
            0xff,
            0xfe,
            codesOf('<svg width="7" height="8"/>').flatMap((code) => le(2, code)),
          ),
        ),
      ),
    ).toMatchObject({ width: 7, height: 8 });
  });

  it('reads only what it needs of a file', async () => {
    const source = countingSource(
      memorySource(
        bytesOf(
          tiff(
            'II',
            [
              [256, 3, 20],
              [257, 3, 30],
            ],
            300_000,
          ),
          zeros(50_000),
        ),
      ),
    );
    await readImageHeader(source);
    expect(source.bytesRead).toBeLessThan(100_000);
  });

  it.each([
    ['nothing', ''],
    ['text', 'hello, this is a text that is long enough to be looked at'],
    ['a web page', '<!doctype html><html><svg width="1" height="1"/></html>'],
    ['an SVG without size', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['an unclosed comment', '<!--'.padEnd(70_000, ' <svg width="1" height="2">')],
    ['a PNG of no width', png(0, 10)],
    ['a BMP of no height', bmp(10, 0)],
    ['an LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n'],
    ['a JPEG without frame', bytesOf(0xff, 0xd8, 0xff, 0xda, 0, 2, zeros(99))],
    ['a JPEG of one repeated byte', new Uint8Array(70_000).fill(0xff).with(1, 0xd8)],
    ['a TIFF that points past its end', bytesOf('II*\0', le(4, 0xfffffff0), zeros(40))],
    ['a WebP of an unknown kind', riff(['VP9 ', new Uint8Array(40)])],
    ['a video', bytesOf(box('ftyp', 'isom', zeros(4), 'mp42'), box('moov', zeros(50)))],
  ] as [string, string | Uint8Array][])('finds no size in %s', async (_, content) => {
    expect(await readImageHeader(memorySource(content))).toBeUndefined();
  });
});

describe('imageHeaderOf', () => {
  it.each(images)('cut at every byte, %s is unfinished, unknown or right', (_, bytes, header) => {
    const step = Math.max(1, Math.floor(bytes.length / 2000));
    for (let length = 0; length <= bytes.length; length += length < 2000 ? 1 : step) {
      const found = imageHeaderOf(bytes.subarray(0, length));
      expect([undefined, 'more', header]).toContainEqual(found);
    }
    expect([header, 'more']).toContainEqual(imageHeaderOf(bytes));
  });

  it('asks for more of a file that goes on', () => {
    expect(imageHeaderOf(png(640, 480).subarray(0, 20))).toBe('more');
    expect(imageHeaderOf(jpeg(1, 1, 0xc0, icc, icc).subarray(0, 64 * 1024))).toBe('more');
    expect(imageHeaderOf(bytesOf('<?xml version="1.0"?><!-- long'))).toBe('more');
  });

  it('never throws, whatever follows a signature', async () => {
    const starts = images.map(([, bytes]) => bytes.subarray(0, 12));
    const anything = fc.tuple(fc.constantFrom(...starts, new Uint8Array(0)), fc.uint8Array({ maxLength: 300 }));
    await fc.assert(
      fc.asyncProperty(anything, async ([start, rest]) => {
        const bytes = bytesOf(start, rest);
        const atOnce = imageHeaderOf(bytes);
        const read = await readImageHeader(memorySource(bytes));
        expect([read, 'more']).toContainEqual(atOnce);
      }),
      { numRuns: 3000 },
    );
  });

  it('never throws for a valid image with a changed byte', () => {
    const changed = fc.tuple(
      fc.constantFrom(...images.filter(([, bytes]) => bytes.length < 1000).map(([, bytes]) => bytes)),
      fc.nat(999),
      fc.nat(255),
    );
    fc.assert(
      fc.property(changed, ([bytes, at, value]) => {
        const found = imageHeaderOf(bytes.with(at % bytes.length, value));
        expect(found === undefined || found === 'more' || found.width * found.height > 0).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
