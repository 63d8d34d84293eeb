import { expect, it } from 'vitest';
import type { Part, Turn } from '../../../src/model/record-form.ts';
import { copyOf, firstWordsOf, guessedHeight, textsOfTurn } from '../../../src/views/text/turn-text.ts';

const turn = (...parts: readonly Part[]): Turn => ({ role: 'assistant', as: 'assistant', parts });

it('says of a folded turn what it says, else what it calls, else what it thinks', () => {
  const call: Part = { kind: 'call', name: 'run', arguments: { command: 'grep\n lamp' }, result: { kind: 'result', value: 'src' } };
  const reasoning: Part = { kind: 'reasoning', text: 'Hm.' };
  expect(firstWordsOf(turn(reasoning, { kind: 'text', text: 'I look.' }, call))).toBe('I look. · run(grep lamp)');
  expect(firstWordsOf(turn(reasoning, call))).toBe('run(grep lamp)');
  expect(firstWordsOf(turn(reasoning))).toBe('Hm.');
  expect(firstWordsOf(turn({ kind: 'json', value: { a: 1 } }))).toBe('{"a": 1}');
  expect(firstWordsOf(turn())).toBe('');
  expect(textsOfTurn(turn(call))).toEqual([
    { text: 'run', by: 'assistant' },
    { text: '', by: undefined },
    { text: '{"command": "grep\\n lamp"}', by: 'assistant' },
    { text: 'src', by: 'tool' },
  ]);
  expect(copyOf(turn(reasoning, call))).toBe('Hm.\n\n{"name": "run", "arguments": {"command": "grep\\n lamp"}}');
  expect(guessedHeight(turn(call))).toBeGreaterThan(guessedHeight(turn({ kind: 'text', text: 'short' })));
});
