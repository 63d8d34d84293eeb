import { describe, expect, it } from 'vitest';
import { FileAccounts } from '../../src/engine/accounts.ts';
import { readRanges } from '../../src/files/read-ranges.ts';
import { rawPart, rawRecords } from '../../src/engine/raw.ts';
import { Files } from '../../src/files/file-set-of.ts';
import { countingSource, memorySource } from '../../src/files/memory-source.ts';
import type { SampleRef } from '../../src/formats/format.ts';

const SIGNAL = new AbortController().signal;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function oneFile(content: string | Uint8Array) {
  const source = countingSource(memorySource(content));
  const files = new Files();
  files.append([{ path: 'd/a.txt', source }]);
  return { files, source };
}

describe('readRanges', () => {
  it('gives the bytes of each range in the order asked for, in one read where they are near', async () => {
    const { files, source } = oneFile('0123456789');
    const bytes = await readRanges(
      files,
      [
        { file: 0, start: 6, end: 8 },
        { file: 0, start: 0, end: 2 },
        { file: 0, start: 1, end: 3 },
      ],
      SIGNAL,
    );
    expect(bytes.map(text)).toEqual(['67', '01', '12']);
    expect(source.ranges).toEqual([[0, 8]]);
  });

  it('reads ranges that are far apart one by one', async () => {
    const { files, source } = oneFile('x'.repeat(200_000));
    await readRanges(
      files,
      [
        { file: 0, start: 0, end: 10 },
        { file: 0, start: 150_000, end: 150_010 },
      ],
      SIGNAL,
    );
    expect(source.bytesRead).toBe(20);
  });
});

describe('rawRecords', () => {
  const ref = (at: SampleRef['at'], ranges: readonly (readonly [number, number])[]): SampleRef => ({
    row: 0,
    key: 'a',
    name: 'a',
    image: undefined,
    width: 0,
    height: 0,
    at,
    annotations: ranges.map(([start, end], row) => ({ file: 0, start, end, row, category: 0, labelSet: 0 })),
    categories: [],
  });

  it('shows every line of a label file once, also those that are no annotation', async () => {
    const { files } = oneFile('0 1\noops\n\n1 2\n');
    const records = await rawRecords(
      files,
      ref({ file: 0, start: 0, end: 14 }, [
        [0, 3],
        [10, 13],
      ]),
      false,
      SIGNAL,
    );
    expect(records.map((record) => [record.text.trim(), record.annotation])).toEqual([
      ['0 1', 0],
      ['oops', undefined],
      ['1 2', 1],
    ]);
    expect(records.map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  it('cuts a record of more than a megabyte and says so', async () => {
    const { files } = oneFile('x'.repeat(1_500_000));
    const [record] = await rawRecords(files, ref({ file: 0, start: 0, end: 1_500_000, line: 1 }, []), false, SIGNAL);
    expect(record).toMatchObject({ cut: true, start: 0, end: 1_500_000, line: 1 });
    expect(record?.text).toHaveLength(1 << 20);
  });

  it('goes on behind the cut, part by part, with no character lost or halved, to the end', async () => {
    const whole = `{"text":"${'我们的模型和数据 '.repeat(130_000)}"}`;
    const { files } = oneFile(whole);
    const at = { file: 0, start: 0, end: new TextEncoder().encode(whole).length, line: 1 };
    const [first] = await rawRecords(files, ref(at, []), false, SIGNAL);
    const texts = [first?.text ?? ''];
    let next = first?.next;
    while (next !== undefined) {
      const [part] = await rawPart(files, at, next, false, SIGNAL);
      expect(part).toMatchObject({ start: next, end: at.end });
      texts.push(part?.text ?? '');
      next = part?.next;
    }
    expect(texts).toHaveLength(4);
    expect(texts.join('')).toBe(whole);
    const [last] = await rawPart(files, at, at.end - 1_000, false, SIGNAL);
    expect(whole.endsWith(last?.text ?? '-')).toBe(true);
    expect(last?.text).not.toContain('\ufffd');
    expect(last?.start).toBeGreaterThanOrEqual(at.end - 1_000);
  });

  it('gives a record that is one annotation as such', async () => {
    const { files } = oneFile('{"a":1}');
    expect(await rawRecords(files, ref({ file: 0, start: 0, end: 7 }, [[0, 7]]), false, SIGNAL)).toMatchObject([
      { text: '{"a":1}', annotation: 0 },
    ]);
  });
});

describe('FileAccounts', () => {
  it('sums up many files by folder and keeps those with rejected records', () => {
    const accounts = new FileAccounts();
    const paths = Array.from({ length: 3000 }, (_, file) => `d/labels/${file % 2 === 0 ? 'train' : 'val'}/${file}.txt`);
    for (const [file] of paths.entries()) {
      accounts.addRead(file, 'lines', 2);
      accounts.addAnnotations(file, file === 7 ? 1 : 2);
    }
    accounts.addRejected(7);
    expect(accounts.list(paths, true)).toEqual([
      { path: 'd/labels/val/7.txt', unit: 'lines', read: 2, shown: 1, rejected: 1 },
      { path: 'd/labels/train/', unit: 'lines', read: 3000, shown: 3000, rejected: 0 },
      { path: 'd/labels/val/', unit: 'lines', read: 2998, shown: 2998, rejected: 0 },
    ]);
    expect([accounts.read, accounts.rejected]).toEqual([6000, 1]);
  });

  it('can disagree: what is neither shown nor rejected is seen', () => {
    const accounts = new FileAccounts();
    accounts.addRead(0, 'items', 5);
    accounts.addSample(0);
    accounts.addAnnotations(0, 3);
    expect(accounts.list(['a.json'], true)).toEqual([{ path: 'a.json', unit: 'items', read: 5, shown: 4, rejected: 0 }]);
  });
});
