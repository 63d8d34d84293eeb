import { describe, expect, it } from 'vitest';
import { formAs, schemaOf } from './read.ts';

describe('questions about a passage', () => {
  it('have answers at code points, which are UTF-16 units here', () => {
    const record = { context: '😀😀 Oslo is a city', question: 'What?', answers: { text: ['Oslo', 'city'], answer_start: [3, 99] } };
    expect(schemaOf(record)).toBe('qa-spans');
    const [passage] = formAs(record, 'qa').passages;
    expect(passage?.questions[0]?.answers).toEqual([
      { text: 'Oslo', start: 5 },
      { text: 'city', start: 101, misplaced: true, actual: '' },
    ]);
  });

  it('have no place where it says -1, and a wrong one at any other below 0', () => {
    const answers = { text: ['b', 'b', 'b'], answer_start: [-1, -4, 1] };
    expect(formAs({ context: 'abc', question: 'q', answers }, 'qa').passages[0]?.questions[0]?.answers).toEqual([
      { text: 'b' },
      { text: 'b', start: -4, misplaced: true, actual: '' },
      { text: 'b', start: 1 },
    ]);
  });

  it('may have none, or one that only seems right', () => {
    const of = (record: object): unknown => formAs({ context: 'c', question: 'q', ...record }, 'qa').passages[0]?.questions[0];
    expect(of({ answers: { text: [], answer_start: [] } })).toEqual({ question: 'q', answers: [], unanswerable: true });
    expect(of({ answers: [], is_impossible: true, plausible_answers: [{ text: 'c', answer_start: 0 }] })).toMatchObject({
      unanswerable: true,
    });
    expect(of({ answer: true })).toMatchObject({ answers: [{ text: 'true' }], unanswerable: false });
    expect(of({ answers: '{"text": ["c"], "answer_start": [0]}' })).toMatchObject({ answers: [{ text: 'c', start: 0 }] });
  });

  it('stand nested in articles of SQuAD, and in passages of sentences', () => {
    const article = {
      title: 'T',
      paragraphs: [
        {
          context: 'abc',
          qas: [
            { id: '1', question: 'q', answers: [{ text: 'b', answer_start: 1 }] },
            { id: '2', question: 'r', answers: [] },
          ],
        },
      ],
    };
    expect(schemaOf(article)).toBe('squad');
    expect(formAs(article, 'qa')).toMatchObject({
      title: 'T',
      passages: [
        {
          context: 'abc',
          questions: [
            { id: '1', answers: [{ text: 'b', start: 1 }] },
            { id: '2', unanswerable: true },
          ],
        },
      ],
    });
    const hotpot = { question: 'q', answer: 'yes', context: { title: ['A'], sentences: [['one.', ' two.']] } };
    expect(schemaOf(hotpot)).toBe('qa-passages');
    expect(formAs(hotpot, 'qa').passages[0]?.context).toBe('A\none.  two.');
    expect(schemaOf({ question: 'q', answer: 'a', context: [['A', ['one.']]] })).toBe('qa-passages');
  });

  it('are worked out, with the result apart', () => {
    const record = { question: 'q', answer: '2+3=<<2+3=5>>5\n#### 5' };
    expect(schemaOf(record)).toBe('gsm8k');
    expect(formAs(record, 'qa').passages[0]?.questions[0]).toEqual({
      question: 'q',
      answers: [{ text: '2+3=<<2+3=5>>5', written: '2+3=<<2+3=5>>5\n#### 5' }],
      unanswerable: false,
      final: '5',
    });
    expect(formAs({ problem: 'p', solution: 's', answer: '1' }, 'qa').passages[0]?.questions[0]).toMatchObject({
      answers: [{ text: 's' }],
      final: '1',
    });
    expect(schemaOf({ question: 'q', answers: ['a', 'b'] })).toBe('qa');
  });
});

describe('a question with choices', () => {
  /** Labels of the choices, then those of the right ones. */
  const key = (record: unknown): string => {
    const { choices, correct, key: strange = '' } = formAs(record, 'choices');
    return `${choices.map(({ label }) => label).join('')} ${correct.map((at) => choices[at]?.text).join('+')}${strange}`;
  };

  it.each([
    ['an index (MMLU)', { question: 'q', choices: ['w', 'x', 'y', 'z'], answer: 2 }, 'ABCD y'],
    ['a letter', { question: 'q', options: ['w', 'x'], answer: 'B' }, 'AB x'],
    ['an index beside the letter (MMLU-Pro)', { question: 'q', options: ['w', 'x'], answer: 'B', answer_index: 1 }, 'AB x'],
    ['labels of their own (ARC)', { question: 'q', choices: { text: ['w', 'x'], label: ['1', '2'] }, answerKey: '2' }, '12 x'],
    [
      'a stem (raw ARC)',
      {
        question: {
          stem: 'q',
          choices: [
            { label: 'A', text: 'w' },
            { label: 'B', text: 'x' },
          ],
        },
        answerKey: 'A',
      },
      'AB w',
    ],
    ['endings (HellaSwag)', { ctx: 'q', endings: ['w', 'x'], label: '1' }, 'AB x'],
    ['no key (its test part)', { ctx: 'q', endings: ['w', 'x'], label: '' }, 'AB '],
    ['columns (C-Eval)', { question: 'q', A: 'w', B: 'x', C: 'y', D: 'z', answer: 'D' }, 'ABCD z'],
    ['two solutions (PIQA)', { goal: 'q', sol1: 'w', sol2: 'x', label: 0 }, '01 w'],
    ['two options (WinoGrande)', { sentence: 'q _', option1: 'w', option2: 'x', answer: '2' }, '12 x'],
    ['marks (TruthfulQA)', { question: 'q', mc1_targets: { choices: ['w', 'x'], labels: [0, 1] } }, 'AB x'],
    ['an object (MedQA)', { question: 'q', options: { A: 'w', B: 'x' }, answer: 'x' }, 'AB x'],
    ['a list as Python writes it (MMMU)', { question: 'q', options: "['w', 'it\\'s']", answer: 'B' }, "AB it's"],
    ['an article (RACE)', { article: 'c', question: 'q', options: ['w', 'x'], answer: 'A' }, 'AB w'],
    ['several keys', { question: 'q', choices: ['w', 'x', 'y'], answer: ['A', 'C'] }, 'ABC w+y'],
    ['a key that is none of them', { question: 'q', choices: ['w', 'x'], answer: 'nothing' }, 'AB nothing'],
    ['options in the question (BIG-bench)', { input: 'q\nOptions:\n(A) w\n(B) x', target: '(B)' }, 'AB x'],
    ['options without letters', { input: 'q\nOptions:\n- Yes\n- No', target: 'No' }, 'AB No'],
  ])('has %s', (_name, record, expected) => {
    expect(schemaOf(record)).toBe('multiple-choice');
    expect(key(record)).toBe(expected);
  });
});
