import { describe, expect, it, vi } from 'vitest';
import { coco } from '../../../src/formats/coco.ts';
import { ReadError, type ByteSource } from '../../../src/files/byte-source.ts';
import { memorySource } from '../../../src/files/memory-source.ts';
import { box, filesOf, IMAGES, matchAll, read, readMatch, truth } from './reading.ts';

// Hundreds of readings in one test.
vi.setConfig({ testTimeout: 60_000 });

const encoder = new TextEncoder();
const LABELS = 'set/labels.json';
const FULL = JSON.stringify(
  truth([
    box({ segmentation: [[1, 2, 3, 4, 5, 6]] }),
    box({ id: 12, image_id: '2', segmentation: { size: [80, 100], counts: [8000] } }),
    box({ id: 13, keypoints: [1, 2, 2] }),
  ]),
);

describe('COCO that is not as it should be', () => {
  it('is read up to where it was cut, at any byte, and every record is accounted for', async () => {
    const bytes = encoder.encode(FULL);
    const [match] = await matchAll({ ...IMAGES, [LABELS]: FULL });
    if (!match) throw new Error('no match');
    for (let end = 0; end < bytes.length; end += 1) {
      const { files, sources } = filesOf({ ...IMAGES, [LABELS]: bytes.subarray(0, end) });
      const reading = await readMatch(files, sources, match);
      expect(reading.problems.length).toBeGreaterThan(0);
      expect(reading.problems.every(({ code }) => code !== 'json-syntax')).toBe(true);
    }
  });

  it('is read up to where it was cut also where annotations come first', async () => {
    const { images, annotations, categories } = JSON.parse(FULL) as Record<string, unknown>;
    const text = JSON.stringify({ annotations, categories, images });
    const [match] = await matchAll({ ...IMAGES, [LABELS]: text });
    if (!match) throw new Error('no match');
    for (let end = 0; end < text.length; end += 3) {
      const { files, sources } = filesOf({ ...IMAGES, [LABELS]: text.slice(0, end) });
      const reading = await readMatch(files, sources, match);
      expect(reading.problems.length).toBeGreaterThan(0);
    }
  });

  it('is recognised when it is cut behind its first image', async () => {
    for (const end of [FULL.indexOf('"annotations"') + 30, FULL.length - 5]) {
      const reading = await read({ ...IMAGES, [LABELS]: FULL.slice(0, end) });
      expect(reading.codes).toContain('json-truncated');
      expect(reading.samples).toHaveLength(2);
    }
  });

  it('loses one record for one that is broken', async () => {
    const reading = await read({ ...IMAGES, [LABELS]: FULL.replace('"id":12,', '"id":12 oops,') });
    expect(reading.annotations.map(({ sample }) => sample)).toEqual(['1', '1']);
    expect(reading.accounts[LABELS]).toEqual({ unit: 'items', read: 5, shown: 4, rejected: 1 });
    const at = FULL.indexOf('{"id":12');
    expect(reading.problem('json-syntax')).toMatchObject({ file: LABELS, at: { byte: at } });
  });

  it('loses one record for one whose values are broken', async () => {
    const reading = await read({ ...IMAGES, [LABELS]: FULL.replace('"image_id":"2"', '"image_id":2x') });
    expect(reading.accounts[LABELS]).toEqual({ unit: 'items', read: 5, shown: 4, rejected: 1 });
    expect(reading.codes).toEqual(['json-syntax']);
  });

  it('may have records that are none', async () => {
    const images = [{ id: 1, file_name: 'a.jpg' }, 5, null, 'x'];
    const reading = await read({ ...IMAGES, [LABELS]: truth([box(), 7, [1], null], { images }) });
    expect(reading.accounts[LABELS]).toEqual({ unit: 'items', read: 8, shown: 2, rejected: 6 });
    expect(reading.codes).toEqual(['json-shape']);
  });

  it('may have sections that are no lists', async () => {
    const [match] = await matchAll({ ...IMAGES, [LABELS]: FULL });
    if (!match) throw new Error('no match');
    const { files, sources } = filesOf({ ...IMAGES, [LABELS]: { images: {}, annotations: 'x', categories: null } });
    const reading = await readMatch(files, sources, match);
    expect(reading.problems.map(({ code, values }) => [code, values?.['section']])).toEqual([
      ['json-shape', 'images'],
      ['json-shape', 'annotations'],
      ['json-shape', 'categories'],
    ]);
  });

  it('may be UTF-16 or begin with a byte order mark', async () => {
    const text = FULL.replaceAll('"a.jpg"', '"ä.jpg"');
    const utf16 = new Uint8Array([0xff, 0xfe, ...new Uint8Array(Uint16Array.from(text, (c) => c.charCodeAt(0)).buffer)]);
    for (const [bytes, codes] of [
      [encoder.encode(`\ufeff${text}`), ['id-mixed-types']],
      [utf16, ['file-encoding', 'id-mixed-types']],
    ] as const) {
      const reading = await read({ 'set/ä.jpg': '', 'set/b.jpg': '', [LABELS]: bytes });
      expect(reading.annotations).toHaveLength(3);
      expect(reading.samples.map(({ image }) => image)).toEqual([0, 1]);
      expect(reading.codes).toEqual(codes);
    }
  });

  it('may hold NaN, duplicate keys and hostile names', async () => {
    const text = FULL.replace('"area":1200', '"area":NaN').replace(
      '"name":"cat"',
      '"name":"<img src=x onerror=alert(1)>","__proto__":{"x":1},"name":"tom"',
    );
    const reading = await read({ ...IMAGES, [LABELS]: text });
    expect(reading.categories[0]?.name).toBe('tom');
    expect(reading.codes).toEqual(['area-missing', 'id-mixed-types', 'json-not-finite']);
    expect(Object.getPrototypeOf(reading.categories[0])).toBe(Object.prototype);
  });

  it('may vanish while it is read: what was read stays', async () => {
    const [match] = await matchAll({ ...IMAGES, [LABELS]: FULL });
    if (!match) throw new Error('no match');
    const { files, sources } = filesOf({ ...IMAGES, [LABELS]: FULL });
    const cut: ByteSource = {
      ...memorySource(FULL),
      async *stream() {
        yield encoder.encode(FULL).subarray(0, FULL.indexOf('{"id":12'));
        throw new ReadError('file-changed', 'gone');
      },
    };
    files.append([{ path: LABELS, source: cut }]);
    const reading = await readMatch(files, sources, match);
    expect(reading.annotations).toHaveLength(1);
    expect(reading.problem('file-changed')).toMatchObject({ file: LABELS, values: { reason: 'gone' } });
  });

  it('is not read on when nobody wants it any more', async () => {
    const { files } = filesOf({ ...IMAGES, [LABELS]: FULL });
    const controller = new AbortController();
    controller.abort(new Error('stop'));
    await expect(coco.match(files, controller.signal)).rejects.toThrow('stop');
  });

  it('is not trusted in detail when it changed', async () => {
    const reading = await read({ ...IMAGES, [LABELS]: FULL });
    reading.files.append([{ path: LABELS, source: memorySource(FULL.replaceAll('{', '[')) }]);
    await expect(reading.detail('1')).rejects.toThrow('set/labels.json no longer has the record at bytes');
  });
});

describe('one sample of COCO', () => {
  it('is read by its ranges only, those close together at once', async () => {
    const filler = { ...box({ image_id: 2 }), note: 'x'.repeat(50_000) };
    const reading = await read({ ...IMAGES, [LABELS]: truth([box(), box({ id: 12 }), filler, box({ id: 13 })]) });
    const source = reading.sources.get(LABELS);
    source?.forget();
    const { annotations } = await reading.detail('1');
    expect(annotations).toHaveLength(3);
    expect(source?.ranges).toHaveLength(2);
    expect(source?.bytesRead).toBeLessThan(600);
  });

  it('has as many annotations as rows of its record, in the order that was asked for', async () => {
    const reading = await read({ ...IMAGES, [LABELS]: truth([box({ id: 5, note: 'first' }), box({ id: 6, note: 'second' })]) });
    const { annotations } = await reading.detail('1');
    expect(annotations.map(({ row, fields }) => [row, fields['note']])).toEqual([
      [0, 'first'],
      [1, 'second'],
    ]);
  });
});
