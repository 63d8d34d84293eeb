import { describe, expect, it } from 'vitest';
import { formAs, schemaOf, script } from './read.ts';

/** Prompt and answers of a preference in short. */
function judged(record: unknown): readonly [prompt: string[], ...answers: string[]] {
  const { prompt, answers } = formAs(record, 'preference');
  return [
    script({ turns: prompt }),
    ...answers.map(
      ({ verdict, score, turns }) => `${verdict ?? ''}${score === undefined ? '' : ` ${score}`}: ${script({ turns }).join('; ')}`,
    ),
  ];
}

const user = (content: string): unknown => ({ role: 'user', content });
const assistant = (content: string): unknown => ({ role: 'assistant', content });
const EXPECTED = [['user: q'], 'chosen: assistant: good', 'rejected: assistant: bad'];

describe('a chosen and a rejected answer', () => {
  it.each([
    ['texts with a prompt', { prompt: 'q', chosen: 'good', rejected: 'bad' }],
    ['lists with a prompt', { prompt: [user('q')], chosen: [assistant('good')], rejected: [assistant('bad')] }],
    ['whole conversations with the same beginning', { chosen: [user('q'), assistant('good')], rejected: [user('q'), assistant('bad')] }],
    ['a prompt that both repeat', { prompt: 'q', chosen: [user('q'), assistant('good')], rejected: [user('q'), assistant('bad')] }],
    [
      'conversations and objects (LLaMA-Factory)',
      { conversations: [{ from: 'human', value: 'q' }], chosen: { from: 'gpt', value: 'good' }, rejected: { from: 'gpt', value: 'bad' } },
    ],
    ['instructions (LLaMA-Factory)', { instruction: 'q', input: '', chosen: 'good', rejected: 'bad' }],
    [
      'messages of parts (LLaMA-Factory v1)',
      {
        chosen_messages: [
          { role: 'user', content: [{ type: 'text', value: 'q' }] },
          { role: 'assistant', content: [{ type: 'text', value: 'good' }] },
        ],
        rejected_messages: [
          { role: 'user', content: [{ type: 'text', value: 'q' }] },
          { role: 'assistant', content: [{ type: 'text', value: 'bad' }] },
        ],
      },
    ],
    ['the end of messages (ms-swift)', { messages: [user('q'), assistant('good')], rejected_response: 'bad' }],
    ['messages twice (ms-swift)', { messages: [user('q'), assistant('good')], rejected_messages: [user('q'), assistant('bad')] }],
    [
      "OpenAI's outputs",
      { input: { messages: [user('q')] }, preferred_output: [assistant('good')], non_preferred_output: [assistant('bad')] },
    ],
  ])('%s', (_name, record) => {
    expect(judged(record)).toEqual(EXPECTED);
  });

  it('are transcripts in HH-RLHF, parted where they differ', () => {
    const record = {
      chosen: '\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant: good',
      rejected: '\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant: bad',
    };
    expect(schemaOf(record)).toBe('hh-rlhf');
    expect(judged(record)).toEqual([['user: a', 'assistant: b', 'user: c'], 'chosen: assistant: good', 'rejected: assistant: bad']);
  });

  it('carry their scores, and keep their last turn where they are the same', () => {
    const turns = [user('q'), assistant('x')];
    expect(judged({ prompt: 'q', chosen: turns, rejected: turns, score_chosen: 2, score_rejected: 1.5 })).toEqual([
      ['user: q'],
      'chosen 2: assistant: x',
      'rejected 1.5: assistant: x',
    ]);
  });
});

describe('other judgements', () => {
  it('are one answer with a verdict (KTO)', () => {
    for (const label of [true, 1, 'true'])
      expect(judged({ prompt: 'q', completion: 'good', label })).toEqual([['user: q'], 'chosen: assistant: good']);
    expect(schemaOf({ messages: [user('q'), assistant('bad')], label: false })).toBe('kto');
    expect(judged({ messages: [user('q'), assistant('bad')], label: false })).toEqual([['user: q'], 'rejected: assistant: bad']);
    expect(
      judged({
        conversations: [
          { from: 'human', value: 'q' },
          { from: 'gpt', value: 'a' },
        ],
        kto_tag: true,
      }),
    ).toEqual([['user: q'], 'chosen: assistant: a']);
  });

  it('are scores of several models, verdicts of steps, or a winner of two', () => {
    const ranked = {
      instruction: 'q',
      completions: [
        { model: 'm', response: 'a', overall_score: 7 },
        { model: 'n', response: 'b' },
      ],
    };
    expect(schemaOf(ranked)).toBe('preference-ranked');
    expect(judged(ranked)).toEqual([['user: q'], ' 7: assistant: a', ': assistant: b']);
    const steps = { prompt: 'q', completions: ['one', 'two'], labels: [true, -1] };
    expect(schemaOf(steps)).toBe('stepwise');
    expect(judged(steps)).toEqual([['user: q'], 'chosen: assistant: one', 'rejected: assistant: two']);
    const arena = {
      model_a: 'm',
      model_b: 'n',
      winner: 'model_b',
      conversation_a: [user('q'), assistant('a')],
      conversation_b: [user('q'), assistant('b')],
    };
    expect(schemaOf(arena)).toBe('preference-pair');
    expect(judged(arena)).toEqual([['user: q'], 'rejected: assistant: a', 'chosen: assistant: b']);
    expect(judged({ ...arena, winner: 'tie (bothbad)' })[1]).toBe('tie: assistant: a');
    expect(judged({ prompt: 'q', response_0: 'a', response_1: 'b', better_response_id: 1 })[2]).toBe('chosen: assistant: b');
    expect(judged({ prompt: 'q', response_a: 'a', response_b: 'b', winner_model_a: 1 })[1]).toBe('chosen: assistant: a');
    expect(judged({ prompt: 'q', response_a: 'a', response_b: 'b' })[1]).toBe(': assistant: a');
  });

  it('are answers that a program checks', () => {
    const record = { prompt: [user('2 + 2?')], reward_model: { style: 'rule', ground_truth: '4' } };
    expect(schemaOf(record)).toBe('rlvr');
    expect(script(formAs(record, 'chat'))).toEqual(['user: 2 + 2?', 'other: json "4"']);
  });
});
