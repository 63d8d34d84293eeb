import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonRecord } from '../../../src/formats/jsonl.ts';
import { jsonCheck, jsonValues } from '../../../src/formats/json-values.ts';
import { cellOf } from '../../../src/formats/record-cells.ts';

const PART = { file: 0, split: undefined, encoding: 'utf-8' } as const;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const one = (size: number): { first: number; end: number; start: () => number; size: () => number } => ({
  first: 0,
  end: 1,
  start: () => 0,
  size: () => size,
});

function isDoubtful(record: Uint8Array): boolean {
  let doubtful = false;
  jsonCheck()?.look(record, 0, one(record.length), () => (doubtful = true));
  return doubtful;
}

function valueOf(record: Uint8Array, key: string): unknown {
  let value: unknown = 'none';
  jsonValues(key, (bytes) => parseJsonRecord(bytes, PART))?.look(record, 0, one(record.length), (_, cell) => (value = cell));
  return value;
}

function carefully(record: Uint8Array, key: string): unknown {
  const { fields, rejected } = parseJsonRecord(record, PART);
  return !rejected && Object.hasOwn(fields, key) ? cellOf(fields[key]) : 'none';
}

const key = fc.constantFrom('a', 'b', 'ab', 'é', 'a"', 'long key of more than sixteen bytes');
const json = fc.letrec((tie) => ({
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

describe('a look at a JSON record', () => {
  it('is there where tests and the app run', () => {
    expect(jsonCheck()).toBeDefined();
  });

  it('takes plain records for clean, spaces and all', () => {
    for (const text of ['{}', '{"a":1}', ' {"a" : [ 1.5e3 , -0.1, true, false, null, "é\\u00e9\\n", {"b":{}} ] } ', '{"a":"\\"\\\\"}'])
      expect([text, isDoubtful(bytesOf(text))]).toEqual([text, false]);
  });

  it.each([
    '',
    '{',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":tru}',
    '{"a":"x}',
    '{"a":"\\x"}',
    '{"a":"\\u12g4"}',
    '[1]',
    '1',
    '{"a":1}}',
    '{"a":NaN}',
    '{"a":1e400}',
    '{"a":[1}',
    '{a:1}',
    "{'a':1}",
  ])('doubts %s', (text) => {
    expect(isDoubtful(bytesOf(text))).toBe(true);
  });

  it('doubts bytes that are no UTF-8', () => {
    for (const bad of [
      [0xff],
      [0xc0, 0x80],
      [0xe4, 0xb8],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xf0, 0x80, 0x80, 0x80],
      [0x80],
    ]) {
      expect(isDoubtful(Uint8Array.from([...bytesOf('{"a":"'), ...bad, ...bytesOf('"}')]))).toBe(true);
    }
    expect(isDoubtful(bytesOf('{"a":"é中😀\uffff"}'))).toBe(false);
  });

  it('finds the value that parsing finds, in any record', () => {
    fc.assert(
      fc.property(json, key, fc.boolean(), (record, wanted, spaced) => {
        const bytes = bytesOf(JSON.stringify(record, undefined, spaced ? 1 : undefined));
        expect(valueOf(bytes, wanted)).toEqual(carefully(bytes, wanted));
      }),
      { numRuns: 400, seed: 12 },
    );
    expect(valueOf(bytesOf('{"a":12345678901234567890,"b":"x"}'), 'a')).toBe('12345678901234567890');
    expect(valueOf(bytesOf('{"a":1,"a":2}'), 'a')).toBe(2);
    expect(valueOf(bytesOf('{"\\u0061":7}'), 'a')).toBe(7);
    expect(valueOf(bytesOf(`{"a":"${'é'.repeat(5000)}"}`), 'a')).toBe('é'.repeat(1000));
    expect(valueOf(bytesOf(`{"a":"${'x"'.replace('"', '\\"').repeat(4000)}"}`), 'a')).toBe('x"'.repeat(500));
    expect(valueOf(bytesOf('{"a":-5}'), 'a')).toBe(-5);
  });

  it('calls nothing clean that has a problem, whatever is changed, cut or put in', () => {
    const change = fc.tuple(
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.integer({ min: 0, max: 2 }),
      fc.constantFrom(...bytesOf('{}[]":,\\ 0e-.tn\x01'), 0x80, 0xc3, 0xff),
    );
    fc.assert(
      fc.property(json, fc.array(change, { maxLength: 3 }), (record, changes) => {
        const bytes = Array.from(bytesOf(JSON.stringify(record)));
        for (const [place, how, byte] of changes)
          bytes.splice(Math.floor(place * bytes.length), how === 0 ? 0 : 1, ...(how === 2 ? [] : [byte]));
        const changed = Uint8Array.from(bytes);
        if (isDoubtful(changed)) return;
        expect(parseJsonRecord(changed, PART)).toMatchObject({ rejected: false, problems: [] });
      }),
      { numRuns: 1500, seed: 13 },
    );
  });
});
