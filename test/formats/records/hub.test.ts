import { describe, expect, it } from 'vitest';
import { chatOf, fields, formAs, formOf, schemaOf, script, shareOf } from './read.ts';
import { recognise } from '../../../src/formats/records/index.ts';
import { HUB } from './hub.ts';
import { DESCRIBED } from './reference.ts';

const recordOf = (dataset: string): object => HUB.find(([name]) => name === dataset)?.[2] ?? {};

describe('a published dataset', () => {
  it.each(HUB)('is what its owner calls it: %s', (_, schema, record) => {
    expect(recognise([fields(record)]).schema).toBe(schema);
    expect(() => formOf(record)).not.toThrow();
  });
});

describe('a shape that is described', () => {
  it.each(DESCRIBED)('is known: %s', (_, schema, kind, record) => {
    expect([schemaOf(record), formOf(record).kind]).toEqual([schema, kind]);
  });
});

describe('calls', () => {
  it('that answer a query are read from JSON in a text (xLAM)', () => {
    const form = chatOf(recordOf('xlam-function-calling-60k'));
    expect(script(form)).toEqual(['user: Weather in Oslo?', 'assistant: weather({"city":"Oslo"})']);
    expect(form.tools?.map(({ name }) => name)).toEqual(['weather']);
    // That nothing fits is an answer.
    expect(schemaOf({ query: 'q', answers: '[]', tools: '[{"name": "f"}]' })).toBe('instruction-calls');
    expect(schemaOf({ query: 'q', answers: '[]', tools: '[]' })).toBeUndefined();
  });

  it('are read as lines of Python, and a text that only looks like one is a text', () => {
    const says = (value: string): string[] =>
      script(
        chatOf({
          conversations: [
            { from: 'user', value: 'q' },
            { from: 'assistant', value },
          ],
        }),
      ).slice(1);
    expect(says('[Market Trends(n=3, of=["a, b", "c"], deep={\'k\': (1, None)}), stop()]')).toEqual([
      'assistant: Market Trends({"n":3,"of":["a, b","c"],"deep":{"k":[1,null]}}) | stop({})',
    ]);
    expect(says('[see (above)]')).toEqual(['assistant: [see (above)]']);
    expect(says('[f(a=1, and so on)]')).toEqual(['assistant: [f(a=1, and so on)]']);
  });

  it('have what the tool said without the marks around it (Hermes)', () => {
    expect(script(chatOf(recordOf('hermes-function-calling-v1')))[2]).toBe('assistant: weather({"city":"Oslo"}) → {"sky":"clear"}');
  });
});

describe('a conversation in one text', () => {
  it.each([
    ['Guanaco', '### Human: Hi### Assistant: Hello.### Human: And?'],
    ['Glaive', 'USER: Hi\n\n\nASSISTANT: Hello. <|endoftext|>\n\n\nUSER: And?'],
    ['ChatML', '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello.<|im_end|>\n<|im_start|>user\nAnd?<|im_end|>'],
    [
      'Llama 3',
      '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nAnd?<|eot_id|>',
    ],
  ])('is cut at its marks: %s', (_, text) => {
    expect(schemaOf({ text })).toBe('chat-transcript');
    expect(script(chatOf({ text })).map((turn) => turn.trim())).toEqual(['user: Hi', 'assistant: Hello.', 'user: And?']);
  });

  it('is a text where it has a class, or marks within a sentence', () => {
    expect(schemaOf({ text: '### Human: Hi### Assistant: Hello.', label: 1 })).toBe('classification');
    expect(schemaOf({ text: 'They write ### Human: Hi### Assistant: Hello.' })).toBe('text');
  });
});

describe('choices', () => {
  const correct = (dataset: string): unknown => {
    const { choices, correct: right } = formAs(recordOf(dataset), 'choices');
    return right.map((at) => choices[at]?.text);
  };
  it.each([
    ['Social IQa', 'glad'],
    ['COPA', 'It rained.'],
    ['SciQ', 'Jupiter'],
    ['MedMCQA', 'Three'],
    ['GPQA', 'Two'],
    ['BIG-bench', 'Two'],
    ['LogiQA', 'Rowers'],
    ['ScienceQA', 'Jupiter'],
    ['WinoGrande', 'Eve'],
    ['HellaSwag', 'rises.'],
    ['TruthfulQA choices', 'Jupiter'],
    ['CMMLU', '木星'],
    ['MMMU', 'A bus'],
  ])('have their key: %s', (dataset, text) => {
    expect(correct(dataset)).toEqual([text]);
  });
});

describe('answers', () => {
  const verdicts = (dataset: string): unknown => formAs(recordOf(dataset), 'preference').answers.map(({ verdict }) => verdict);
  it.each([
    ['HelpSteer3', ['chosen', 'rejected']],
    ['SHP', ['chosen', 'rejected']],
    ['webgpt_comparisons', ['chosen', 'rejected']],
    ['summarize_from_feedback', ['rejected', 'chosen']],
    ['lmsys arena 55k', ['chosen', 'rejected']],
    ['PKU-SafeRLHF', ['chosen', 'rejected']],
    ['kto-mix-14k', ['chosen']],
    ['PRM800K', ['chosen', 'rejected', 'chosen']],
  ])('are judged: %s', (dataset, expected) => {
    expect(verdicts(dataset)).toEqual(expected);
  });

  it('have a rank in their name, which is no score, and no turn for who is to speak', () => {
    const { prompt, answers } = formAs(recordOf('Nectar'), 'preference');
    expect(answers.map(({ name, score }) => [name, score])).toEqual([
      ['a · #1', undefined],
      ['b · #2', undefined],
    ]);
    expect(prompt.map(({ role }) => role)).toEqual(['user']);
  });
});

it('shows what came before a question, and the question itself', () => {
  expect(script(chatOf({ query: 'Hi', response: 'x', history: "[['a', 'b']]" }))).toEqual([
    'user: a',
    'assistant: b',
    'user: Hi',
    'assistant: x',
  ]);
  const history = [
    { role: 'user', content: 'a' },
    { role: 'assistant', content: 'b' },
  ];
  expect(script(chatOf({ query: 'Hi', response: 'x', history }))).toHaveLength(4);
  expect(script(chatOf({ history }))).toHaveLength(2);
});

it('does not take the sentences of a story for a pair', () => {
  expect(schemaOf({ sentence1: 'Ann rowed.', sentence2: 'It rained.', sentence3: 'She left.' })).toBeUndefined();
  expect(shareOf([{ sentence1: 'Ann rowed.', sentence2: 'It rained.' }])).toEqual(['text-pair', 1]);
});
