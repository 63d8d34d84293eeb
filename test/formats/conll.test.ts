import { describe, expect, it } from 'vitest';
import { filesOf, match, read, SIGNAL } from './conformance.ts';

async function open(contents: Record<string, string>): Promise<{
  formats: string[];
  samples: number;
  problems: string[];
  record(row: number): Promise<Readonly<Record<string, unknown>>>;
}> {
  const { files } = filesOf(new Map(Object.entries(contents).map(([path, text]) => [path, new TextEncoder().encode(text)])));
  const { readings } = await match(files);
  const [reading] = readings;
  if (!reading) return { formats: [], samples: 0, problems: [], record: () => Promise.resolve({}) };
  const dataset = await read(files, reading);
  return {
    formats: readings.map(({ format }) => format.id),
    samples: dataset.summary().samples,
    problems: dataset.summary().problems.map(({ code, count }) => `${code} ${count}`),
    record: async (row) => (await dataset.detail(dataset.ref(row), SIGNAL)).fields,
  };
}

const UD = `# sent_id = s1
# text = Don't go.
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

# sent_id = s2
1\t#\t#\tSYM\tNN\t_\t0\troot\t_\t_
`;

describe('CoNLL', () => {
  it('reads a sentence a record, without document starts, whatever ends the lines', async () => {
    const text =
      '-DOCSTART- -X- O O\r\n\r\nEU NNP I-NP B-ORG\r\nrejects VBZ I-VP O\r\n \r\n\r\n-DOCSTART- -X- O O\r\nPeter NNP I-NP B-PER\r\n';
    const file = await open({ 'd/eng.testa.conll': text });
    expect([file.formats, file.samples, file.problems]).toEqual([['conll'], 2, []]);
    expect(await file.record(0)).toEqual({
      tokens: ['EU', 'rejects'],
      pos_tags: ['NNP', 'VBZ'],
      chunk_tags: ['I-NP', 'I-VP'],
      ner_tags: ['B-ORG', 'O'],
    });
    expect(await file.record(1)).toMatchObject({ tokens: ['Peter'] });
  });

  it('reads the ten columns of CoNLL-U with their comments', async () => {
    const file = await open({ 'd/en.conllu': UD });
    expect([file.formats, file.samples]).toEqual([['conll'], 2]);
    expect(await file.record(0)).toMatchObject({
      sent_id: 's1',
      text: "Don't go.",
      id: ['1', '2', '3', '4'],
      tokens: ['Do', "n't", 'go', '.'],
      head: ['3', '3', '0', '3'],
      ranges: [{ id: '1-2', tokens: "Don't" }],
    });
    expect(await file.record(1)).toMatchObject({ tokens: ['#'] });
  });

  it('keeps the nodes of CoNLL-U that are not written apart from its words', async () => {
    const cells = (...given: string[]): string => [...given, ...Array<string>(10).fill('_')].slice(0, 10).join('\t');
    const file = await open({ 'd/en.conllu': [cells('1', 'Sue'), cells('1.1', 'won', 'win', 'VERB'), cells('2', '2-1'), ''].join('\n') });
    const record = await file.record(0);
    expect(record).toMatchObject({ tokens: ['Sue', '2-1'], empty_nodes: [{ id: '1.1', tokens: 'won', lemmas: 'win', upos: 'VERB' }] });
    expect(record).not.toHaveProperty('ranges');
    const other = await open({ 'd/a.conll': `${cells('1-2', 'x')}\n${cells('a', 'y')}\n` });
    expect(await other.record(0)).toMatchObject({ tokens: ['1-2', 'a'] });
  });

  it('tells of a line with too few columns, and keeps its sentence', async () => {
    const file = await open({ 'd/a.conll': 'a\tO\nb\nc\tB-x\n\n' + 'd\tO\n'.repeat(20) });
    expect([file.samples, file.problems]).toEqual([2, ['csv-width 1']]);
    expect(await file.record(0)).toEqual({ tokens: ['a', 'b', 'c'], ner_tags: ['O', '', 'B-x'] });
  });

  it('takes a .txt for one only by its tags', async () => {
    expect((await open({ 'd/a.txt': 'Ann\tB-PER\ncame\tO\n' })).formats).toEqual(['conll']);
    expect((await open({ 'd/a.txt': 'Ann came\nto town\n' })).formats).toEqual(['text']);
    expect((await open({ 'd/a.txt': '0 0.5 0.5 0.1 0.1\n1 0.5 0.5 0.1 0.1\n' })).formats).not.toContain('conll');
    // Boxes of DOTA: ten columns, but no numbered words.
    expect((await open({ 'd/a.txt': '398.0 716.0 398.0 694.0 464.0 698.0 465.0 718.0 plane 0\n' })).formats).not.toContain('conll');
  });
});
