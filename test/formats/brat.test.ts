import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/formats/brat/config.ts';
import { parseStandoff } from '../../src/formats/brat/standoff.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { opened } from '../engine/drop.ts';
import { only, shown } from './records.ts';

const TEXT = '🩺 Pain in the left and right knee\ngot worse.';
const ANN = `T1\tSymptom 2 6\tPain
T2\tPart 14 18;29 33\tleft knee
T3\tChange 34 43\tgot worse
R1\tLocated Arg1:T1 Arg2:T2\t
E1\tChange:T3 Theme:T1
A1\tSure E1 high
N1\tReference T1 Terms:22253000\tpain (finding)
#1\tAnnotatorNotes T2\tor both?
*\tSame T1 T3
`;

const DOCUMENT = { 'd/a.txt': TEXT, 'd/a.ann': ANN };

describe('brat', () => {
  it('reads every kind of line, and tells those that are none', () => {
    const { invalid, lines, ...kinds } = parseStandoff(`${ANN}T4 Symptom 1 2\tx\nQ\n\n`);
    expect(invalid).toEqual([10, 11]);
    expect(lines.get('E1')).toBe(5);
    expect(kinds).toEqual({
      entities: [
        { id: 'T1', type: 'Symptom', spans: [[2, 6]], text: 'Pain' },
        {
          id: 'T2',
          type: 'Part',
          spans: [
            [14, 18],
            [29, 33],
          ],
          text: 'left knee',
        },
        { id: 'T3', type: 'Change', spans: [[34, 43]], text: 'got worse' },
      ],
      relations: [
        {
          id: 'R1',
          type: 'Located',
          arguments: [
            { role: 'Arg1', target: 'T1' },
            { role: 'Arg2', target: 'T2' },
          ],
        },
      ],
      events: [{ id: 'E1', type: 'Change', trigger: 'T3', arguments: [{ role: 'Theme', target: 'T1' }] }],
      equivalences: [{ type: 'Same', members: ['T1', 'T3'] }],
      attributes: [{ id: 'A1', type: 'Sure', target: 'E1', value: 'high' }],
      normalizations: [{ id: 'N1', type: 'Reference', target: 'T1', reference: 'Terms:22253000', text: 'pain (finding)' }],
      notes: [{ id: '#1', type: 'AnnotatorNotes', target: 'T2', text: 'or both?' }],
    });
  });

  it('reads the types of annotation.conf, whatever their level', () => {
    const types = parseConfig(
      '# x\n[entities]\n!Any\n\tPart\n  Symptom\n-----\n[relations]\n<OVERLAP>\tArg1:A\nLocated\tArg1:A, Arg2:B\n[spans]\nz\n',
    );
    expect(types).toEqual({ entities: ['Any', 'Part', 'Symptom'], relations: ['Located'], events: [], attributes: [] });
  });

  it('opens a text a record, drawn with its spans, relations and what is said of them', async () => {
    const { summary, names, details, raw } = await only({ ...DOCUMENT, 'd/b.txt': 'No one looked at this.', 'd/README.txt': 'Read me.' });
    expect(summary).toMatchObject({ format: 'brat', name: 'd', samples: 2, why: { values: { pairs: 1 } }, problems: [] });
    expect(names).toEqual(['a', 'b']);
    expect(details[0]?.record?.form).toMatchObject({
      kind: 'spans',
      text: TEXT,
      spans: [
        { label: 'Symptom', fragments: [[3, 7]], details: ['Terms:22253000 pain (finding)'] },
        {
          label: 'Part',
          fragments: [
            [15, 19],
            [30, 34],
          ],
          details: ['or both?'],
        },
        { label: 'Change', fragments: [[35, 44]], details: ['Sure: high'] },
      ],
      relations: [
        { from: 0, to: 1, label: 'Located' },
        { from: 2, to: 0, label: 'Theme' },
        { from: 0, to: 2, label: 'Same' },
      ],
    });
    expect(raw[0]).toBe(TEXT + ANN);
    expect(details[1]?.fields).toEqual({ text: 'No one looked at this.', entities: [] });
  });

  it('tells offsets that are wrong, references to nothing and undeclared types, each with its line', async () => {
    const ann = 'T1\tSymptom 3 7\tPain\nT2\tPart 40 99\tknee\nR1\tLocated Arg1:T1 Arg2:T9\nwhat\nT3\tSymptom 2 6\tPain\n';
    const { problems, summary } = await only({ 'd/a.txt': TEXT, 'd/a.ann': ann, 'd/annotation.conf': '[entities]\nSymptom\n' });
    expect(summary.files).toEqual([{ path: 'd/a.txt', unit: 'records', read: 1, shown: 1, rejected: 0 }]);
    expect(problems.map(({ code, file, at, values }) => [code, file, at?.line, values])).toEqual([
      ['standoff-invalid', 'd/a.ann', 4, undefined],
      ['span-misplaced', 'd/a.ann', 1, { id: 'T1', label: 'Symptom', start: 3, end: 7, quoted: 'Pain' }],
      ['span-misplaced', 'd/a.ann', 2, { id: 'T2', label: 'Part', start: 40, end: 99, quoted: 'knee' }],
      ['reference-unknown', 'd/a.ann', 3, { id: 'R1', reference: 'T9' }],
      ['type-undeclared', 'd/a.ann', 2, { id: 'T2', type: 'Part' }],
    ]);
  });

  it('has a dataset for each configuration, with splits by folder, and is searched', async () => {
    const conf = '[entities]\nSymptom\nPart\n[events]\nChange\n';
    const contents = {
      'd/one/annotation.conf': conf,
      'd/one/train/a.txt': TEXT,
      'd/one/train/a.ann': ANN,
      'd/one/dev/b.txt': 'x',
      'd/one/dev/b.ann': '',
      'd/two/annotation.conf': conf,
      'd/two/visual.conf': '[labels]\n',
      'd/two/a.txt': TEXT,
      'd/two/a.ann': ANN,
    };
    const datasets = await shown(contents);
    expect(datasets.map(({ summary, names }) => [summary.name, names, summary.splits])).toMatchObject([
      ['one', ['dev/b', 'train/a'], { train: 1, val: 1 }],
      ['two', ['a'], {}],
    ]);
    const { engine, result } = await opened(contents);
    expect(result.unclaimed.count).toBe(0);
    const rows = async (query: string): Promise<number[]> => [
      ...(await engine.select({ dataset: result.datasets[0]?.id ?? -1, query: parseQuery(query).query, sort: undefined })).rows,
    ];
    expect(await rows('knee')).toEqual([1]);
    expect(await rows('relations:Located')).toEqual([1]);
  });
});
