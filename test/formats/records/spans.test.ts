import { describe, expect, it } from 'vitest';
import { codePointOffsets } from '../../../src/formats/records/offsets.ts';
import { fields, formAs, schemaOf } from './read.ts';
import { readRecord } from '../../../src/formats/records/index.ts';

/** Spans as `label text`, a `!` where they are misplaced; then relations. */
function spans(record: unknown): string[] {
  const { text, spans: found, relations } = formAs(record, 'spans');
  const words = (at: number): string => (found[at]?.fragments ?? []).map(([start, end]) => text.slice(start, end)).join('…');
  return [
    ...found.map(({ label, misplaced }, at) => `${label} ${words(at)}${misplaced ? '!' : ''}`),
    ...relations.map(({ from, to, label }) => `${words(from)} ${label} ${words(to)}`),
  ];
}

it('turns code points into UTF-16 units', () => {
  const text = 'a😀b😀😀c';
  const toUnits = codePointOffsets(text);
  for (const [at, character] of [...text].entries()) expect(text.startsWith(character, toUnits(at))).toBe(true);
  expect(toUnits([...text].length)).toBe(text.length);
});

describe('spans of a text', () => {
  it.each([
    ['ner-spans', { text: 'EU rejects', span: [{ start: 0, end: 2, label: 'ORG' }] }, ['ORG EU']],
    ['ner-spans', { text: 'EU rejects', 'q.suggestion': [{ start: 0, end: 2, label: 'ORG' }] }, ['ORG EU']],
    ['ner-spans', { text: 'EU rejects', 'q.responses': [[{ start: 0, end: 2, label: 'ORG' }]], 'q.responses.users': ['a'] }, ['ORG EU']],
    ['doccano', { text: '😀 EU rejects', label: [[2, 4, 'ORG']] }, ['ORG EU']],
    ['doccano', { column_data: 'EU rejects', column_label: [[0, 2, 'ORG']] }, ['ORG EU']],
    ['doccano', { text: 'EU', entities: [[0, 9, 'ORG']], cats: ['x'] }, ['ORG EU!']],
    [
      'ner-spans',
      {
        text: 'Ann in Oslo',
        entities: [
          { start: 0, end: 3, label: 'PER' },
          { begin: 7, length: 4, type: 'LOC', text: 'Oslo' },
        ],
      },
      ['PER Ann', 'LOC Oslo'],
    ],
    ['ner-spans', { text: 'Ann in Oslo', spans: [{ start: 7, end: 10, label: 'LOC', text: 'Oslo' }] }, ['LOC Oslo']],
    ['ner-spans', { text: 'Ann', entities: [{ start: 0, end: 3, label: 'PER', text: 'Bob' }] }, ['PER Ann!']],
    ['spacy', { value: ['Where is Berlin?', { entities: [[9, 15, 'LOC']], cats: { q: 1 } }] }, ['LOC Berlin']],
    ['cluener', { text: '叶老桂说', label: { name: { 叶老桂: [[0, 2]] } } }, ['name 叶老桂']],
    ['uie', { content: 'Ann', prompt: 'person', result_list: [{ text: 'Ann', start: 0, end: 3 }] }, ['person Ann']],
    ['gliner', { tokenized_text: ['Ann', 'Lee', 'runs'], ner: [[0, 1, 'person']] }, ['person Ann Lee']],
    ['label-studio-min', { text: '😀 Ann', label: [{ start: 3, end: 6, text: 'Ann', labels: ['PER'] }] }, ['PER Ann']],
    [
      'brat',
      {
        text: 'Ann met Bob',
        ann: 'T1\tPER 0 3\tAnn\nT2\tPER 8 11\tBob\nT3\tMet 4 7\tmet\nE1\tMet:T3 Who:T1 Whom:T2\nR1\tKnows Arg1:T1 Arg2:T2\nT4\tGap 0 3;8 11\tAnn Bob',
      },
      ['PER Ann', 'PER Bob', 'Met met', 'Gap Ann…Bob', 'Ann Knows Bob', 'met Who Ann', 'met Whom Bob'],
    ],
  ])('of %s', (schema, record, expected) => {
    expect(schemaOf(record)).toBe(schema);
    expect(spans(record)).toEqual(expected);
  });

  it('are joined by relations, by id', () => {
    const record = {
      text: 'Ann in Oslo',
      entities: [
        { id: 7, start_offset: 0, end_offset: 3, label: 'P' },
        { id: 9, start_offset: 7, end_offset: 11, label: 'L' },
      ],
      relations: [{ from_id: 7, to_id: 9, type: 'in' }],
    };
    expect(spans(record)).toEqual(['P Ann', 'L Oslo', 'Ann in Oslo']);
  });

  it('stand beside tokens, the answer and relations of Prodigy', () => {
    const tokens = [
      { text: 'Ann', start: 0, end: 3, id: 0 },
      { text: 'runs', start: 4, end: 8, id: 1 },
    ];
    const record = {
      text: 'Ann runs',
      tokens,
      answer: 'accept',
      spans: [{ start: 0, end: 3, label: 'PER' }],
      relations: [
        {
          head: 0,
          child: 1,
          label: 'does',
          head_span: { start: 0, end: 3, label: 'PER' },
          child_span: { start: 4, end: 8, label: undefined },
        },
      ],
    };
    expect(schemaOf(record)).toBe('prodigy');
    expect(spans(record)).toEqual(['PER Ann', ' runs', 'Ann does runs']);
    expect(formAs(record, 'spans').verdict).toBe('accept');
  });

  it('come from results of Label Studio, whose offsets are those of a browser', () => {
    const record = {
      data: { text: '😀 Ann in Oslo' },
      annotations: [
        {
          result: [
            { id: 'a', type: 'labels', value: { start: 3, end: 6, text: 'Ann', labels: ['PER'] } },
            { id: 'b', type: 'labels', value: { start: 10, end: 14, text: 'Oslo', labels: ['LOC'] } },
            { type: 'relation', from_id: 'a', to_id: 'b', labels: ['in'] },
            { type: 'choices', value: { choices: ['news'] } },
          ],
        },
      ],
    };
    expect(schemaOf(record)).toBe('label-studio');
    expect(spans(record)).toEqual(['PER Ann', 'LOC Oslo', 'Ann in Oslo']);
    expect(formAs(record, 'spans').classes).toEqual(['news']);
  });
});

describe('tags of tokens', () => {
  const tokens = ['Ann', 'Lee', 'met', 'Bob', 'Ray'];
  it.each([
    ['BIO', ['B-PER', 'I-PER', 'O', 'B-PER', 'B-PER'], ['PER Ann Lee', 'PER Bob', 'PER Ray']],
    ['IOB1', ['I-PER', 'I-PER', 'O', 'I-PER', 'I-ORG'], ['PER Ann Lee', 'PER Bob', 'ORG Ray']],
    ['BIOES', ['B-PER', 'E-PER', 'O', 'S-PER', 'S-PER'], ['PER Ann Lee', 'PER Bob', 'PER Ray']],
    ['BILOU', ['B-PER', 'L-PER', 'O', 'U-PER', 'U-PER'], ['PER Ann Lee', 'PER Bob', 'PER Ray']],
    ['numbers', [1, 1, 0, 3, 0], ['#1 Ann Lee', '#3 Bob']],
  ])('are read as %s', (_name, tags, expected) => {
    expect(schemaOf({ tokens, ner_tags: tags })).toBe('ner-tokens');
    expect(spans({ tokens, ner_tags: tags })).toEqual(expected);
  });

  it('join Chinese without spaces', () => {
    expect(formAs({ tokens: ['我', '在', 'Oslo', '了'], tags: ['O', 'O', 'B-LOC', 'O'] }, 'spans').text).toBe('我在 Oslo 了');
  });
});

it('reads what the dataset says, where the row alone would be something else', () => {
  const record = fields({ text: 'a', label: [] });
  expect(readRecord(record, 'doccano')?.form.kind).toBe('spans');
  expect(readRecord(record, undefined)?.form.kind).toBe('classification');
});

it("has displaCy's arrows from heads to what depends on them", () => {
  const words = ['She', 'ate', 'pizza'].map((text, at) => ({ text, tag: ['PRON', 'VERB', 'NOUN'][at] }));
  const arcs = [
    { start: 0, end: 1, label: 'nsubj', dir: 'left' },
    { start: 1, end: 2, label: 'dobj', dir: 'right' },
    { start: 1, end: 9, label: 'nowhere', dir: 'right' },
  ];
  expect(schemaOf({ words, arcs })).toBe('displacy');
  expect(spans({ words, arcs })).toEqual(['PRON She', 'VERB ate', 'NOUN pizza', 'ate nsubj She', 'ate dobj pizza']);
});

describe('words with heads', () => {
  const read = (record: unknown): { text: string; spans: string[]; relations: string[] } => {
    const { text, spans: all, relations } = formAs(record, 'spans');
    const said = all.map(({ label, fragments, misplaced, quoted }) =>
      [label, ...fragments.map(([start, end]) => text.slice(start, end)), ...(misplaced ? [`not ${quoted}`] : [])].join(' '),
    );
    return { text, spans: said, relations: relations.map(({ from, to, label }) => `${said[from]} ${label} ${said[to]}`) };
  };
  const words = {
    id: ['1', '2', '3', '4'],
    tokens: ['I', "'m", 'away', '.'],
    upos: ['PRON', 'AUX', 'ADV', 'PUNCT'],
    head: ['3', '3', '0', '3'],
    deprel: ['nsubj', 'cop', 'root', 'punct'],
    misc: ['_', '_', 'X=1|SpaceAfter=No', '_'],
    ranges: [{ id: '1-2', tokens: "I'm" }],
  };

  it('stand in the text of their sentence, with an arc from each head', () => {
    expect(schemaOf(words)).toBe('conll-u');
    expect(read({ ...words, text: "I'm  away." })).toEqual({
      text: "I'm  away.",
      spans: ['PRON I', "AUX 'm", 'ADV away', 'PUNCT .'],
      relations: ['ADV away nsubj PRON I', "ADV away cop AUX 'm", 'ADV away punct PUNCT .'],
    });
  });

  it('are joined where no text is written, as the file says where no space is', () => {
    expect(read(words).text).toBe("I'm away.");
    expect(read({ ...words, ranges: [{ id: '1-2', tokens: "I'm", misc: 'SpaceAfter=No' }] }).text).toBe("I'maway.");
    expect(read({ tokens: ['a', 'b'], head: [2, 0], deprel: ['det', 'root'] })).toEqual({
      text: 'a b',
      spans: [' a', ' b'],
      relations: [' b det  a'],
    });
  });

  it('have all of what is written where they are not cut from it, and are told where they are not in the text', () => {
    const french = { ...words, tokens: ['de', 'le', 'nord', '.'], ranges: [{ id: '1-2', tokens: 'du' }] };
    expect(read({ ...french, text: 'du sud.' }).spans).toEqual(['PRON du', 'AUX du', 'ADV  not nord', 'PUNCT .']);
  });

  it('need a head and a relation each', () => {
    const { deprel, ...rest } = words;
    expect(schemaOf(rest)).toBe('ner-tokens');
    expect(schemaOf({ ...rest, deprel: deprel.slice(1) })).toBe('ner-tokens');
  });
});
