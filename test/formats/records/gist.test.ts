import { describe, expect, it } from 'vitest';
import { gistOf, jsonGist } from '../../../src/formats/records/gist.ts';
import { readRecord } from '../../../src/formats/records/index.ts';
import type { Fields } from '../../../src/formats/records/schema.ts';

function gist(record: Fields): readonly string[] {
  const read = readRecord(record, undefined);
  return read ? gistOf(read.form).map(({ text }) => text) : ['no schema fits'];
}

describe('what a record is about', () => {
  it('is what the user says first, then the answers, and the instructions of the system last', () => {
    const messages = [
      { role: 'system', content: 'You help.' },
      { role: 'user', content: 'Where is my parcel?' },
      { role: 'assistant', content: 'On its way.' },
    ];
    expect(gist({ messages })).toEqual(['Where is my parcel?', 'On its way.', 'You help.']);
  });

  it('is the last question of a prompt that answers are judged for', () => {
    const prompt = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'Name a city.' },
    ];
    const answer = (content: string) => [{ role: 'assistant', content }];
    expect(gist({ prompt, chosen: answer('Rome'), rejected: answer('No') })).toEqual(['Name a city.', 'Hi', 'Hello', 'Rome', 'No']);
  });

  it('is the question before its passage, and the choices after it', () => {
    expect(gist({ context: 'Rome is old.', question: 'What is old?', answers: { text: ['Rome'], answer_start: [0] } })).toEqual([
      'What is old?',
      'Rome',
      'Rome is old.',
    ]);
    expect(gist({ question: '2 + 2?', choices: ['3', '4'], answer: 1 })).toEqual(['2 + 2?', 'A 3 · B 4']);
  });

  it('names calls with what they are given and what they gave', () => {
    const messages = [
      { role: 'user', content: 'Look it up' },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":"oats"}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'none' },
    ];
    expect(gist({ messages })).toEqual(['Look it up', 'find {"q":"oats"}', 'none']);
  });

  it('is what is on a picture that has no text', () => {
    const bbox = ['cat', 'dog'].map((label, x) => ({ x, y: 1, width: 2, height: 3, label }));
    expect(gist({ filename: 'a.png', bbox })).toEqual(['cat, dog']);
  });

  it('is its JSON where it follows no schema, and what it is where it is no object', () => {
    expect(jsonGist({ a: 1, b: [true, undefined] })).toBe('{"a":1,"b":[true,null]}');
    expect([[1, 2, 3], 42, undefined, 'cut {"a":'].map((value) => jsonGist({ value }))).toEqual(['[1,2,3]', '42', 'null', 'cut {"a":']);
  });
});
