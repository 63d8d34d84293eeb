import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DictionaryColumn, TextColumn } from '../../src/table/column.ts';
import { dateOf } from '../../src/table/cell-value.ts';
import { ExtraColumn } from '../../src/table/extra-column.ts';
import { TEXT_PREFIX_BYTES } from '../../src/table/extra-store.ts';
import type { ExtraValue } from '../../src/table/extra-column.ts';
import { KeyIndex } from '../../src/table/key-index.ts';

/** What UTF-8 keeps of a text: lone surrogates become U+FFFD. */
const stored = (text: string | undefined): string | undefined => text?.replaceAll(/\p{Surrogate}/gu, '\uFFFD');

const anyText = fc.string({ unit: 'binary' });

describe('TextColumn', { timeout: 60_000 }, () => {
  it('gives back what was written, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 40 }), anyText)), (writes) => {
        const column = new TextColumn();
        const map = new Map<number, string>();
        for (const [row, text] of writes) {
          column.set(row, text);
          map.set(row, text);
        }
        for (let row = 0; row < 42; row++) expect(column.get(row)).toBe(stored(map.get(row)));
      }),
    );
  });

  it('keeps a byte order mark that belongs to the name', () => {
    const column = new TextColumn();
    column.set(0, '\uFEFFname');
    expect(column.get(0)).toBe('\uFEFFname');
  });

  it('holds more than one blob, and texts larger than a blob', () => {
    const column = new TextColumn();
    const long = '图'.repeat(500_000);
    column.set(0, 'a');
    column.set(1, long);
    column.set(2, '');
    for (let row = 3; row < 1500; row++) column.set(row, `${row} `.repeat(300));
    expect([column.get(0), column.get(1) === long, column.get(2), column.get(1499)?.slice(0, 6)]).toEqual(['a', true, '', '1499 1']);
    expect(column.bytes).toBeGreaterThan(3_000_000);
  });

  it('finds text without regard to case, like folding both would', () => {
    const word = fc.oneof(fc.constantFrom('IMG', 'img', 'Ä', 'ä', 'É', 'e\u0301', 'K', '图', '1'), fc.string({ maxLength: 2 }));
    const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(''));
    const fold = (value: string): string => value.normalize('NFC').toLowerCase();
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), text, (texts, wanted) => {
        const column = new TextColumn();
        texts.forEach((value, row) => column.set(row, value));
        const found = column.search(wanted);
        expect(texts.map((_, row) => found(row))).toEqual(texts.map((value) => fold(value).includes(fold(wanted))));
        expect(found(99)).toBe(false);
      }),
    );
  });

  it('cuts long texts between characters', () => {
    const column = new TextColumn(64);
    column.set(0, `${'a'.repeat(62)}图图`);
    expect(column.get(0)).toBe('a'.repeat(62));
  });
});

describe('TextColumn.setMany', () => {
  it('writes what setting one by one writes, over blobs and limits', () => {
    const texts = Array.from({ length: 3000 }, (_, i) => (i % 7 === 0 ? '' : 'né'.repeat(i % 500) + i));
    texts[1000] = 'long'.repeat(400_000);
    const parts = texts.map((text) => new TextEncoder().encode(text));
    const ends = new Uint32Array(parts.length);
    let end = 0;
    for (const [i, part] of parts.entries()) ends[i] = end += part.length;
    const bytes = new Uint8Array(end);
    for (const [i, part] of parts.entries()) bytes.set(part, (ends[i] ?? 0) - part.length);
    for (const limit of [Infinity, 5]) {
      const [many, single] = [new TextColumn(limit), new TextColumn(limit)];
      many.setMany(2, bytes, ends);
      for (const [i, text] of texts.entries()) single.set(2 + i, text);
      const rows = Array.from({ length: texts.length + 3 }, (_, row) => row);
      expect(rows.filter((row) => many.get(row) !== single.get(row))).toEqual([]);
      const [found, expected] = [many.search('é29'), single.search('é29')];
      expect(rows.filter(found)).toEqual(rows.filter(expected));
      expect(rows.some(found)).toBe(limit === Infinity);
    }
  });
});

describe('KeyIndex', { timeout: 60_000 }, () => {
  it('gives each key its row, also after the lookup was released', () => {
    const keys = new KeyIndex();
    const rows = new Map<string, number>();
    for (let i = 0; i < 5000; i++) {
      const key = `${(i * 7919) % 3001}/图`;
      if (i === 2500) keys.release();
      const row = keys.rowOf(key);
      expect(row).toBe(rows.get(key) ?? rows.size);
      rows.set(key, row);
    }
    keys.release();
    expect([keys.length, keys.find('7919/图'), keys.find('1/图'), keys.find('')]).toEqual([3001, undefined, rows.get('1/图'), undefined]);
    expect(keys.text(rows.get('12/图') ?? -1)).toBe('12/图');
    expect(keys.bytes).toBeGreaterThan(3001 * 4);
  });
});

describe('DictionaryColumn', { timeout: 60_000 }, () => {
  it('says when it is full', () => {
    const column = new DictionaryColumn();
    for (let i = 0; i < 65535; i++) column.set(i, String(i));
    expect([column.distinct, column.set(65535, 'one more'), column.set(65536, '7'), column.get(65535), column.get(65536)]).toEqual([
      65535,
      false,
      true,
      undefined,
      '7',
    ]);
    expect(column.bytes).toBeGreaterThan(65535 * 2);
  });
});

function columnOf(values: readonly (ExtraValue | undefined)[]): ExtraColumn {
  const column = new ExtraColumn('c');
  values.forEach((value, row) => value !== undefined && column.add(row, value));
  return column;
}

describe('the kind of an extra column', { timeout: 60_000 }, () => {
  const texts = Array.from({ length: 3000 }, (_, i) => `text ${i}`);
  it.each<[string, (ExtraValue | undefined)[], string]>([
    ['numbers', [1, undefined, 2.5], 'number'],
    ['numbers as text', ['1', '2.50', '-3e2', ''], 'number'],
    ['numbers with leading zeros', ['007', '008', '1'], 'text'],
    ['ids beyond 2^53', ['12345678901234567890', '1'], 'text'],
    ['truth values', [true, false], 'boolean'],
    ['truth values as text', ['true', 'false', 'true', 'true'], 'boolean'],
    ['dates', ['2013-11-14 17:02:52', '2024-01-01'], 'date'],
    ['dates that are none', ['2013-02-30', '2013-02-31'], 'text'],
    ['few texts, repeated', ['a', 'b', 'a', 'b'], 'category'],
    ['few texts, not repeated', ['a', 'b', 'c'], 'text'],
    ['many texts', texts, 'text'],
    ['long texts', ['x'.repeat(300), 'y', 'y', 'y'], 'text'],
    ['lists', ['[1,2]', '[]'], 'list'],
    ['lists and objects', ['[1,2]', '{"a":1}'], 'json'],
    ['a mixture', [1, 'a', true, 1, 'a', true], 'category'],
    ['nothing', [undefined, ''], 'text'],
  ])('follows from the values: %s', (_, values, kind) => {
    expect(columnOf(values).kind).toBe(kind);
  });

  it('is what the format said', () => {
    expect(new ExtraColumn('c', 'json').kind).toBe('json');
  });

  it('loses no value when a later one does not fit', () => {
    const value = fc.oneof(fc.integer(), fc.boolean(), fc.constantFrom('a', '007', '1.50', ''), fc.string({ maxLength: 8 }));
    fc.assert(
      fc.property(fc.array(fc.option(value, { nil: undefined })), (values) => {
        const column = columnOf(values);
        values.forEach((one, row) => expect(column.text(row)).toBe(one === undefined || one === '' ? undefined : stored(String(one))));
        expect(column.filled).toBe(values.filter((one) => one !== undefined && one !== '').length);
      }),
    );
  });

  it('loses none either when numbers turn out to be texts, or a dictionary overflows', () => {
    const values = [...Array.from({ length: 2000 }, (_, i) => i), 'end', ...texts];
    const column = columnOf(values);
    expect(values.every((value, row) => column.text(row) === String(value))).toBe(true);
    expect(column.kind).toBe('text');
    const dictionary = columnOf([...texts.slice(0, 900), ...texts]);
    expect([dictionary.text(0), dictionary.text(899), dictionary.text(900), dictionary.text(3899)]).toEqual([
      'text 0',
      'text 899',
      'text 0',
      'text 2999',
    ]);
  });

  it('keeps the first value of a row, and of long texts the beginning', () => {
    const column = new ExtraColumn('c');
    column.add(0, 'x'.repeat(500));
    column.add(0, 'later');
    expect(column.text(0)).toBe('x'.repeat(TEXT_PREFIX_BYTES));
    expect(column.search('XX')(0)).toBe(true);
    expect(column.bytes).toBeGreaterThan(0);
  });

  it('has numbers for text that reads as numbers, few or many', () => {
    expect([0, 1, 2].map(columnOf(['1.50', '', '2024']).numbers())).toEqual([1.5, Number.NaN, 2024]);
    const many = columnOf(Array.from({ length: 3000 }, (_, i) => String(i / 2)));
    expect([many.kind, many.numbers()(2999), many.numbers()(3000)]).toEqual(['number', 1499.5, Number.NaN]);
    expect([0, 1, 2].map(columnOf([true, false]).numbers())).toEqual([1, 0, Number.NaN]);
    expect(new ExtraColumn('c').numbers()(0)).toBeNaN();
  });

  it('keeps many numbers written as text as numbers, until one comes that would be spelled otherwise', () => {
    const numbers = Array.from({ length: 3000 }, (_, i) => String(i / 4 - 100));
    const bytesOf = (column: ExtraColumn): number => column.bytes;
    const plain = columnOf(numbers);
    expect(plain.state.store.mode).toBe('number');
    expect(numbers.every((text, row) => plain.text(row) === text)).toBe(true);
    for (const last of ['1.50', '007', '-0', 'end', '1e5', '12345678901234567890']) {
      const column = columnOf([...numbers.slice(0, 2000), '', last, ...numbers.slice(2000)]);
      expect(column.state.store.mode).toBe('text');
      expect([column.text(0), column.text(1999), column.has(2000), column.text(2001), column.text(3001)]).toEqual([
        numbers[0],
        numbers[1999],
        false,
        last,
        numbers[2999],
      ]);
      expect(bytesOf(column)).toBeGreaterThan(bytesOf(plain));
    }
  });

  it('reads dates with and without a zone', () => {
    expect(dateOf('2024-05-01')).toBe(Date.UTC(2024, 4, 1));
    expect(dateOf('2024/5/1 13:02:52.5')).toBe(Date.UTC(2024, 4, 1, 13, 2, 52, 500));
    expect(dateOf('2024-05-01T00:00:00+02:00')).toBe(Date.UTC(2024, 3, 30, 22));
    expect(dateOf('2024-05-01T00:00:00Z')).toBe(Date.UTC(2024, 4, 1));
    for (const text of ['2024-13-01', '2024-05-01 99:00', 'May 2024', '']) expect(dateOf(text)).toBeNaN();
  });
});
