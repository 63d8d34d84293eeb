import { describe, expect, it } from 'vitest';
import { only } from './records.ts';

const bytesOf = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));

/** More than is looked at to tell the encoding. */
const LONG = 'x'.repeat(70_000);

describe('records whose bytes are not those of their encoding', () => {
  it.each([
    ['x.jsonl', `{"id":1,"t":"${LONG}"}\n`, '{"id":2,"t":"', '"}\n{"id":3,"t":"é\ufffd"}\n'],
    ['x.csv', `id,t\n1,${LONG}\n`, '2,', '\n3,é\ufffd\n'],
  ])('are shown and told with their line (%s)', async (path, before, open, behind) => {
    // Not UTF-8; GB18030 for 甲.
    const { summary, details, problems } = await only({ [path]: bytesOf(before, open, [0xbc, 0xd7], behind) });
    expect(summary).toMatchObject({ samples: 3, rejected: 0 });
    expect(details[1]?.fields['t']).toBe('\ufffd\ufffd');
    expect(details[2]?.fields['t']).toBe('é\ufffd');
    const line = path === 'x.csv' ? 3 : 2;
    expect(problems).toMatchObject([{ code: 'text-invalid', file: path, sample: 1, at: { line } }]);
    expect(problems).toHaveLength(1);
  });

  it('cost a line of JSON its own record at most where a zero byte stands in it', async () => {
    const { summary, names, details } = await only({ 'x.jsonl': '{"id":"a"}\n{"id":"b\0"}\n{"id":\0}\n{"id":"c"}\n' });
    expect(summary.files).toMatchObject([{ read: 4, shown: 3, rejected: 1 }]);
    expect(names).toEqual(['a', 'b\0', '#3', 'c']);
    expect(details.slice(2).map(({ fields }) => fields)).toEqual([{ value: '{"id":\0}' }, { id: 'c' }]);
  });

  it('cost a table nothing where a zero byte stands in a cell', async () => {
    const { details } = await only({ 'x.csv': 'id,t\n1,a\0b\n2,c\n' });
    expect(details.map(({ fields }) => fields['t'])).toEqual(['a\0b', 'c']);
  });
});
