import { describe, expect, it } from 'vitest';
import { arrowValue } from '../../src/syntax/arrow-value.ts';
import { dateText, decimalValue, timestampText, timeText, unscaledOf } from '../../src/syntax/exact-values.ts';
import { exactValue, takeExact } from '../../src/syntax/parquet-values.ts';
import { parquetSchema, type SchemaElement } from 'hyparquet';

describe('decimals', () => {
  it.each([
    [1_003_858n, 3, 1003.858],
    [-5n, 2, -0.05],
    [0n, 2, 0],
    [12_345_678_901_234_567_890n, 2, '123456789012345678.90'],
    [-1n * 10n ** 20n, 1, '-10000000000000000000.0'],
    [5n, -3, 5000],
    [10n ** 20n, 0, 10n ** 20n],
    [7, 1, 0.7],
  ])('%s with %s places is %s', (unscaled, scale, expected) => {
    expect(decimalValue(unscaled, scale)).toBe(expected);
  });

  it('are read from bytes, also below zero', () => {
    expect([[0x01, 0x00], [0xff], [0x80, 0x00], []].map((bytes) => unscaledOf(Uint8Array.from(bytes)))).toEqual([256n, -1n, -32768n, 0n]);
  });
});

describe('times', () => {
  it.each([
    [0n, 1, '1970-01-01T00:00:00.000Z'],
    [-1n, 1e3, '1969-12-31T23:59:59.999Z'],
    [1_704_141_296_123_456n, 1e6, '2024-01-01T20:34:56.123456Z'],
    [1_704_141_296_123_456_789n, 1e9, '2024-01-01T20:34:56.123456789Z'],
    [1_704_141_296_120_000_000n, 1e9, '2024-01-01T20:34:56.120Z'],
    [9_000_000_000_000n, 1, 9_000_000_000_000n],
  ])('%s of %s in a second is %s', (value, perSecond, expected) => {
    expect(timestampText(value, perSecond)).toBe(expected);
  });

  it('of a day are told to the unit that is there', () => {
    expect([timeText(0, 1e3), timeText(86_399_999, 1e3), timeText(1_000_001n, 1e6), timeText(86_400_000, 1e3), timeText(-1n, 1e9)]).toEqual(
      ['00:00:00', '23:59:59.999', '00:00:01.000001', 86_400_000, -1],
    );
  });

  it('that are dates have no hours', () => {
    expect([dateText(0), dateText(-719_162 * 86_400_000), dateText(1500), dateText(1e20)]).toEqual([
      '1970-01-01',
      '0001-01-01',
      '1970-01-01T00:00:01.500Z',
      1e20 / 86_400_000,
    ]);
  });
});

const leaf = (name: string, rest: Partial<SchemaElement>): SchemaElement => ({ name, type: 'INT32', repetition_type: 'OPTIONAL', ...rest });
const money: Partial<SchemaElement> = { converted_type: 'DECIMAL', scale: 2, precision: 9 };

it('finds decimals and times of Parquet within lists, maps and structs', () => {
  const schema: SchemaElement[] = [
    { name: 'root', num_children: 5 },
    leaf('plain', {}),
    leaf('price', money),
    { name: 'prices', num_children: 1, converted_type: 'LIST', repetition_type: 'OPTIONAL' },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    leaf('element', money),
    { name: 'by', num_children: 1, converted_type: 'MAP', repetition_type: 'OPTIONAL' },
    { name: 'key_value', num_children: 2, repetition_type: 'REPEATED' },
    leaf('key', { type: 'BYTE_ARRAY', converted_type: 'UTF8' }),
    leaf('value', money),
    { name: 'days', num_children: 1, converted_type: 'LIST', repetition_type: 'OPTIONAL' },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    { name: 'element', num_children: 2, repetition_type: 'OPTIONAL' },
    leaf('at', { converted_type: 'TIME_MILLIS' }),
    leaf('n', {}),
  ];
  const exact = takeExact(parquetSchema({ schema }));
  expect([...exact.keys()]).toEqual(['price', 'prices', 'by', 'days']);
  expect(schema[2]?.converted_type).toBeUndefined();
  const of = (column: string, value: unknown): unknown => {
    const node = exact.get(column);
    return node && exactValue(value, node);
  };
  expect(of('price', 1050)).toBe(10.5);
  expect(of('prices', [1, null, [200]])).toEqual([0.01, undefined, [2]]);
  expect(of('by', { value: 105, key: 100 })).toEqual({ value: 1.05, key: 1 });
  expect(of('days', [{ at: 1000, n: 1000 }, null])).toEqual([{ at: '00:00:01', n: 1000 }, undefined]);
});

it('reads what Arrow holds by its types, within lists, maps and structs', () => {
  type Type = Parameters<typeof arrowValue>[1];
  const decimal = { typeId: 7, scale: 2, precision: 9, bitWidth: 128 };
  const of = (typeId: number, ...types: readonly object[]): object => ({
    typeId,
    children: types.map((type, at) => ({ name: 'ab'.charAt(at), type })),
  });
  const read = (value: unknown, type: object): unknown => arrowValue(value, type as Type);
  expect(read(105n, decimal)).toBe(1.05);
  expect(read([105n, null], of(12, decimal))).toEqual([1.05, undefined]);
  expect(read(BigInt64Array.of(0n), of(12, { typeId: 10, unit: 2 }))).toEqual(['1970-01-01T00:00:00.000Z']);
  expect(read({ a: 0, b: 'x' }, of(13, { typeId: 8, unit: 0 }, { typeId: 5 }))).toEqual({ a: '1970-01-01', b: 'x' });
  expect(read(new Map([['k', 105n]]), of(17, of(13, { typeId: 5 }, decimal)))).toEqual({ k: 1.05 });
  expect(read(1000, { typeId: -1, dictionary: { typeId: 9, unit: 1 } })).toBe('00:00:01');
});
