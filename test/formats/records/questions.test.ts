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

describe('several questions in a row', () => {
  const answersOf = (record: unknown): unknown[] =>
    formAs(record, 'qa').passages.flatMap(({ questions }) =>
      questions.map(({ question, answers, unanswerable }) => [
        question,
        ...answers.map(({ text, start, misplaced }) => [text, start, ...(misplaced ? ['!'] : [])]),
        ...(unanswerable ? ['none'] : []),
      ]),
    );

  it('have places only where the words of the answer stand (CoQA)', () => {
    const story = '😀 Ann has a red cat. Ben has none.';
    const flat = {
      story,
      questions: ['What colour?', 'Does Ben?', 'Why?'],
      answers: { input_text: ['red', 'No', 'unknown'], answer_start: [2, 21, -1], answer_end: [20, 35, -1] },
    };
    expect(schemaOf(flat)).toBe('qa-dialog');
    const expected = [
      ['What colour?', ['red', 13]],
      ['Does Ben?', ['No', undefined]],
      ['Why?', ['unknown', undefined]],
    ];
    expect(answersOf(flat)).toEqual(expected);
    const own = {
      story,
      questions: flat.questions.map((text, at) => ({ input_text: text, turn_id: at + 1 })),
      answers: flat.answers.input_text.map((text, at) => ({
        input_text: text,
        span_start: flat.answers.answer_start[at],
        span_end: flat.answers.answer_end[at],
      })),
    };
    expect(schemaOf(own)).toBe('qa-dialog');
    expect(answersOf(own)).toEqual(expected);
  });

  it('say that there is no answer, and have wrong places told (QuAC)', () => {
    const record = {
      context: 'abc def CANNOTANSWER',
      questions: ['q1', 'q2', 'q3'],
      answers: { texts: [['def', 'abc'], ['CANNOTANSWER'], ['abc']], answer_starts: [[4, 0], [8], [2]] },
    };
    expect(schemaOf(record)).toBe('qa-dialog');
    expect(answersOf(record)).toEqual([
      ['q1', ['def', 4], ['abc', 0]],
      ['q2', 'none'],
      ['q3', ['abc', 2, '!']],
    ]);
  });

  it('have words, numbers and dates for answers (DROP)', () => {
    const flat = { passage: 'p', question: 'q', answers_spans: { spans: ['x', 'y'], types: ['span', 'span'] } };
    expect(schemaOf(flat)).toBe('drop');
    expect(answersOf(flat)).toEqual([['q', ['x', undefined], ['y', undefined]]]);
    const date = { day: '3', month: 'May', year: '1900' };
    const none = { day: '', month: '', year: '' };
    const pairs = [
      { question: 'q1', answer: { number: '4', date: none, spans: [] } },
      { question: 'q2', answer: { number: '', date, spans: [] } },
    ];
    expect(schemaOf({ passage: 'p', qa_pairs: pairs })).toBe('drop');
    expect(answersOf({ passage: 'p', qa_pairs: pairs })).toEqual([
      ['q1', ['4', undefined]],
      ['q2', ['3 May 1900', undefined]],
    ]);
  });

  it('count tokens of a page, of which some are tags (Natural Questions)', () => {
    const flat = {
      question: { text: 'who', tokens: ['who'] },
      document: {
        title: 'T',
        html: '<p>',
        tokens: { token: ['<P>', 'Ann', 'Lee', 'sang', '</P>'], is_html: [true, false, false, false, true] },
      },
      annotations: {
        id: ['1', '2'],
        long_answer: [{ start_token: 0, end_token: 5 }],
        short_answers: [
          { start_token: [1], end_token: [3], text: ['Ann Lee'] },
          { start_token: [], end_token: [], text: [] },
        ],
        yes_no_answer: [-1, -1],
      },
    };
    expect(schemaOf(flat)).toBe('natural-questions');
    expect(formAs(flat, 'qa')).toMatchObject({ title: 'T', passages: [{ context: 'Ann Lee sang' }] });
    expect(answersOf(flat)).toEqual([['who', ['Ann Lee', 0]]]);
    const simple = (annotation: object): unknown => ({
      question_text: 'who',
      document_text: '<P> Ann Lee sang </P>',
      annotations: [{ yes_no_answer: 'NONE', long_answer: { start_token: 0, end_token: 5 }, short_answers: [], ...annotation }],
    });
    expect(schemaOf(simple({}))).toBe('natural-questions');
    expect(answersOf(simple({ short_answers: [{ start_token: 2, end_token: 3 }] }))).toEqual([['who', ['Lee', 4]]]);
    expect(answersOf(simple({ yes_no_answer: 'YES' }))).toEqual([['who', ['yes', undefined]]]);
    expect(answersOf(simple({}))).toEqual([['who', ['Ann Lee sang', 0]]]);
    expect(answersOf(simple({ long_answer: { start_token: -1, end_token: -1 } }))).toEqual([['who', 'none']]);
  });
});
