/** What must hold of a look at JSON records, whatever the records: it agrees with parsing them. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { parseJsonRecord } from '../../../src/formats/jsonl.ts';
import { jsonCheck, jsonValues } from '../../../src/formats/json-values.ts';
import type { Cell } from '../../../src/formats/format.ts';
import { cellOf } from '../../../src/formats/record-cells.ts';
import type { ColumnCells } from '../../../src/formats/record-container.ts';

const PART = { file: 0, split: undefined, encoding: 'utf-8' } as const;
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const one = (size: number): { first: number; end: number; start: () => number; size: () => number } => ({
  first: 0,
  end: 1,
  start: () => 0,
  size: () => size,
});

export function isDoubtful(record: Uint8Array): boolean {
  let doubtful = false;
  jsonCheck()?.look(record, 0, one(record.length), () => (doubtful = true));
  return doubtful;
}

/** A column of which one looks at every cell. */
export function cellsTo(add: (row: number, cell: Cell) => void): ColumnCells {
  return { add, addNumbers: (first, numbers) => numbers.forEach((number, i) => Number.isNaN(number) || add(first + i, number)) };
}

export function valueOf(record: Uint8Array, key: string): unknown {
  let value: unknown = 'none';
  jsonValues(key, (bytes) => parseJsonRecord(bytes, PART), undefined)?.look(
    record,
    0,
    one(record.length),
    cellsTo((_, cell) => (value = cell)),
  );
  return value;
}

/** Values of a key of many records in one window, as after a check of them; `none` where there is none. */
export function knownValuesOf(records: readonly Uint8Array[], key: string): unknown[] {
  const starts: number[] = [];
  const bytes: number[] = [];
  for (const record of records) {
    starts.push(bytes.length);
    for (const byte of record) bytes.push(byte);
    bytes.push(0x0a);
  }
  const window = Uint8Array.from(bytes);
  const rows = {
    first: 0,
    end: records.length,
    start: (row: number) => starts[row] ?? 0,
    size: (row: number) => records[row]?.length ?? 0,
  };
  const doubted = new Set<number>();
  jsonCheck()?.look(window, 0, rows, (row) => doubted.add(row));
  const values: unknown[] = records.map(() => 'none');
  jsonValues(key, (record) => parseJsonRecord(record, PART), doubted)?.look(
    window,
    0,
    rows,
    cellsTo((row, cell) => (values[row] = cell)),
  );
  return values;
}

function carefully(record: Uint8Array, key: string): unknown {
  const { fields, rejected } = parseJsonRecord(record, PART);
  return !rejected && Object.hasOwn(fields, key) ? cellOf(fields[key]) : 'none';
}

const key = fc.constantFrom('a', 'b', 'ab', 'é', 'a"', 'long key of more than sixteen bytes');
const object = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
})).object;
const json = fc.tuple(object, fc.boolean()).map(([value, spaced]) => JSON.stringify(value, undefined, spaced ? 1 : undefined));

/** The value of a field is the one that parsing finds. */
export function valuesAgree(): fc.IProperty<unknown> {
  return fc.property(json, key, (text, wanted) => {
    const bytes = bytesOf(text);
    expect(valueOf(bytes, wanted)).toEqual(carefully(bytes, wanted));
  });
}

/** … also of records that were checked before, whatever stands between and in them. */
export function knownValuesAgree(): fc.IProperty<unknown> {
  const twice = fc
    .tuple(json, json)
    .map(([first, second]) => (first === '{}' || second === '{}' ? first : `${first.slice(0, -1)},${second.slice(1)}`));
  const broken = json.map((text) => text.slice(0, -2));
  const long = fc.tuple(json, json).map(([first, second]) => `{"k":"${'x'.repeat(300)}","in":${first},"ab":${second}, "z" : [${first}] }`);
  const record = fc.oneof(json, twice, long, { arbitrary: broken, weight: 1 }, fc.constantFrom('[1]', '3', '{"\\u0061":1}', '"ab"'));
  return fc.property(fc.array(record, { maxLength: 8 }), key, (texts, wanted) => {
    const records = texts.map(bytesOf);
    expect(knownValuesOf(records, wanted)).toEqual(records.map((bytes) => carefully(bytes, wanted)));
  });
}

/** Nothing is called clean that has a problem, however a record is changed, cut or filled. */
export function checkAgrees(): fc.IProperty<unknown> {
  const change = fc.tuple(
    fc.double({ min: 0, max: 0.999, noNaN: true }),
    fc.integer({ min: 0, max: 2 }),
    fc.constantFrom(...bytesOf('{}[]":,\\ 0e-.tn\x01'), 0x80, 0xc3, 0xff),
  );
  return fc.property(json, fc.array(change, { maxLength: 3 }), (text, changes) => {
    const bytes = Array.from(bytesOf(text));
    for (const [place, how, byte] of changes)
      bytes.splice(Math.floor(place * bytes.length), how === 0 ? 0 : 1, ...(how === 2 ? [] : [byte]));
    const changed = Uint8Array.from(bytes);
    if (isDoubtful(changed)) return;
    expect(parseJsonRecord(changed, PART)).toMatchObject({ rejected: false, problems: [] });
  });
}
