import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../src/files/byte-source.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { listRanges, type ListProblem } from '../../src/syntax/json-list.ts';

/** The source in pieces of a given size. */
function inPieces(text: string, size: number): ByteSource {
  const bytes = new TextEncoder().encode(text);
  return {
    ...memorySource(bytes),
    async *stream() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
    },
  };
}

async function itemsOf(
  text: string,
  section: string,
  piece = 1 << 20,
): Promise<{ items: [text: string, line: number][]; problems: ListProblem[] }> {
  const bytes = new TextEncoder().encode(text);
  const items: [string, number][] = [];
  const problems: ListProblem[] = [];
  for await (const { length, start, size, line } of listRanges(inPieces(text, piece), section, (problem) => problems.push(problem))) {
    for (let i = 0; i < length; i += 1) {
      const from = start[i] ?? 0;
      items.push([new TextDecoder().decode(bytes.subarray(from, from + (size[i] ?? 0))), line[i] ?? 0]);
    }
  }
  return { items, problems };
}

const NESTED =
  '{"canary": "x",\n "meta": [{"no": 1}],\n "examples": [\n  {"a": [1, {"b": "}"}]},\n  {"a": "图"}, 7,\n\n  ["t", {}]\n ], "after": [{}]}';

describe('listRanges', () => {
  it.each([1, 2, 3, 7, 1000])('finds the items of one list with their lines, in pieces of %i bytes', async (piece) => {
    const { items, problems } = await itemsOf(NESTED, 'examples', piece);
    expect(items).toEqual([
      ['{"a": [1, {"b": "}"}]}', 4],
      ['{"a": "图"}', 5],
      ['7', 5],
      ['["t", {}]', 7],
    ]);
    expect(problems).toEqual([]);
  });

  it('finds the items of a bare list, and tells of one that does not end', async () => {
    expect((await itemsOf('[{"a":1},{"a":2}]', '')).items).toHaveLength(2);
    const cut = await itemsOf('[{"a":1},', '');
    expect(cut.items).toEqual([['{"a":1}', 1]]);
    expect(cut.problems).toEqual([{ code: 'json-truncated', byte: 9 }]);
  });

  it('keeps a broken item among its neighbours', async () => {
    const { items } = await itemsOf('[{"a":1},\n{"a":},\n{"a":3}]', '');
    // What is broken reaches to where reading goes on.
    expect(items.map(([text]) => text)).toEqual(['{"a":1}', '{"a":},\n', '{"a":3}']);
  });

  it('stops when nobody asks for more, and passes on what the source throws', async () => {
    const many = `[${Array.from({ length: 50 }, (_, at) => `{"n":${at}}`).join(',')}]`;
    let pieces = 0;
    const source: ByteSource = {
      ...memorySource(many),
      async *stream() {
        for (let at = 0; at < many.length; at += 20) {
          pieces += 1;
          yield new TextEncoder().encode(many.slice(at, at + 20));
        }
      },
    };
    for await (const { length } of listRanges(source, '')) {
      expect(length).toBeGreaterThan(0);
      break;
    }
    expect(pieces).toBeLessThan(5);
    const failing: ByteSource = {
      ...memorySource(''),
      async *stream() {
        yield* [];
        throw new Error('gone');
      },
    };
    await expect(listRanges(failing, '').next()).rejects.toThrow('gone');
  });
});
