/** Drops with a description of several datasets: names, files and keys are what it says. */
import { describe, expect, it } from 'vitest';
import type { LocalEngine } from '../../src/engine/engine.ts';
import type { OpenResult } from '../../src/engine/protocol.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { script } from '../formats/records/read.ts';
import { opened } from './drop.ts';

const lines = (...records: readonly unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

function named({ datasets }: OpenResult, name: string): OpenResult['datasets'][number] {
  const found = datasets.find((dataset) => dataset.name === name);
  if (!found) throw new Error(`${name} is not among ${datasets.map((dataset) => dataset.name).join(', ')}`);
  return found;
}

/** A record of a dataset as its turns, with the schema that it was read by. */
async function turnsOf(engine: LocalEngine, dataset: number, row = 0): Promise<readonly unknown[]> {
  const { record } = await engine.detail({ dataset, query: EMPTY_QUERY, row });
  if (!record) return [undefined];
  const { form, schema } = record;
  if (form.kind === 'chat') return [schema, ...script(form)];
  if (form.kind === 'preference')
    return [schema, ...script({ turns: form.prompt }), ...form.answers.map((answer) => `${answer.verdict}: ${script(answer).join(' / ')}`)];
  return [schema, form.kind === 'text' ? form.text : form.kind];
}

const SPEAK = { who: 'customer', says: 'Is it open?' };
const ANSWER = { who: 'clerk', says: 'From nine.' };
const TAGS = { role_tag: 'who', content_tag: 'says', user_tag: 'customer', assistant_tag: 'clerk' };

describe('a dataset_info.json of LLaMA-Factory', () => {
  it('names datasets, whose records are read by its columns and tags', async () => {
    const { engine, result } = await opened({
      'set/dataset_info.json': JSON.stringify({
        plain: { file_name: 'a.json' },
        mapped: { file_name: 'sub/b.jsonl', columns: { prompt: 'ask', query: 'more', response: 'reply', system: 'rule' } },
        talk: { file_name: 'c.jsonl', formatting: 'sharegpt', columns: { messages: 'talk' }, tags: TAGS },
        ranked: {
          file_name: 'd.jsonl',
          ranking: true,
          formatting: 'sharegpt',
          columns: { messages: 'talk', chosen: 'good', rejected: 'bad' },
          tags: TAGS,
        },
        judged: { file_name: 'e.jsonl', columns: { prompt: 'ask', response: 'reply', kto_tag: 'fine' } },
        books: { file_name: 'f.jsonl', columns: { prompt: 'body' } },
      }),
      'set/a.json': JSON.stringify([{ instruction: 'Add', input: '1 1', output: '2' }]),
      'set/sub/b.jsonl': lines({ ask: 'Add', more: '1 1', reply: '2', rule: 'Be brief', instruction: 'not this' }),
      'set/c.jsonl': lines({ talk: [SPEAK, ANSWER] }),
      'set/d.jsonl': lines({ talk: [SPEAK], good: ANSWER, bad: { who: 'clerk', says: 'No idea.' } }),
      'set/e.jsonl': lines({ ask: 'Add 1 and 1', reply: '3', fine: false }),
      'set/f.jsonl': lines({ body: 'Once upon a time', title: 'A tale' }),
    });
    expect(result.datasets.map(({ name }) => name).toSorted()).toEqual(['books', 'judged', 'mapped', 'plain', 'ranked', 'talk']);
    expect(result.problems).toEqual([]);
    expect(result.unclaimed.count).toBe(0);
    const turns = (name: string): Promise<readonly unknown[]> => turnsOf(engine, named(result, name).id);
    expect(await turns('plain')).toEqual(['alpaca', 'user: Add', 'user: 1 1', 'assistant: 2']);
    expect(await turns('mapped')).toEqual(['alpaca', 'system: Be brief', 'user: Add', 'user: 1 1', 'assistant: 2']);
    expect(await turns('talk')).toEqual(['chat-messages', 'user: Is it open?', 'assistant: From nine.']);
    expect(await turns('ranked')).toEqual([
      'preference',
      'user: Is it open?',
      'chosen: assistant: From nine.',
      'rejected: assistant: No idea.',
    ]);
    expect(await turns('judged')).toEqual(['kto', 'user: Add 1 and 1', 'rejected: assistant: 3']);
    expect(await turns('books')).toEqual(['text', 'Once upon a time']);
    expect(named(result, 'talk').record).toMatchObject({ schema: 'chat-messages', fits: 1, chosen: false });
  });

  it('tells what is not here: each file once, and what is kept elsewhere', async () => {
    const { result } = await opened({
      'set/dataset_info.json': JSON.stringify({
        here: { file_name: 'a.jsonl' },
        gone: { file_name: 'b.jsonl' },
        'gone again': { file_name: 'b.jsonl' },
        hub: { hf_hub_url: 'someone/thing', file_name: 'a.jsonl' },
        cloud: { cloud_file_name: 's3://bucket/a.json' },
      }),
      'set/a.jsonl': lines({ instruction: 'a', output: 'b' }),
    });
    expect(result.datasets.map(({ name }) => name)).toEqual(['here']);
    expect(result.problems).toEqual([
      { code: 'dataset-file-missing', file: 'set/dataset_info.json', values: { entry: 'gone', name: 'b.jsonl' } },
      { code: 'dataset-remote', file: 'set/dataset_info.json', values: { entry: 'hub', place: 'someone/thing' } },
      { code: 'dataset-remote', file: 'set/dataset_info.json', values: { entry: 'cloud', place: 's3://bucket/a.json' } },
    ]);
  });

  it('may name a folder, and one file twice', async () => {
    const { engine, result } = await opened({
      'set/dataset_info.json': JSON.stringify({
        folder: { file_name: 'parts' },
        asked: { file_name: 'c.jsonl', columns: { prompt: 'q', response: 'a' } },
        turned: { file_name: 'c.jsonl', columns: { prompt: 'a', response: 'q' } },
      }),
      'set/parts/1.jsonl': lines({ instruction: 'a', output: 'b' }),
      'set/parts/2.jsonl': lines({ instruction: 'c', output: 'd' }, { instruction: 'e', output: 'f' }),
      'set/c.jsonl': lines({ q: 'ask', a: 'reply' }),
    });
    expect(named(result, 'folder').samples).toBe(3);
    expect(await turnsOf(engine, named(result, 'asked').id)).toEqual(['alpaca', 'user: ask', 'assistant: reply']);
    expect(await turnsOf(engine, named(result, 'turned').id)).toEqual(['alpaca', 'user: reply', 'assistant: ask']);
  });

  it('tells of columns that no record has, and of the share that does not fit', async () => {
    const { result } = await opened({
      'dataset_info.json': JSON.stringify({ set: { file_name: 'a.jsonl', columns: { prompt: 'ask', response: 'reply' } } }),
      'a.jsonl': lines({ ask: 'a', answer: 'b' }, { ask: 'c', answer: 'd' }),
    });
    const [dataset] = result.datasets;
    expect(dataset?.record).toMatchObject({ schema: 'alpaca', fits: 0, lacks: 'output' });
    expect(dataset?.problems).toMatchObject([{ code: 'dataset-column-missing', count: 1 }]);
  });

  it('is told to be broken where it is, and the files open by themselves', async () => {
    const { result } = await opened({ 'dataset_info.json': '{"a": {"file_name": }', 'a.jsonl': lines({ instruction: 'a', output: 'b' }) });
    expect(result.datasets.map(({ name }) => name)).toEqual(['a.jsonl']);
    expect(result.problems).toMatchObject([{ code: 'json-syntax', file: 'dataset_info.json', at: { byte: 20 } }]);
  });

  it('is no description where it describes nothing', async () => {
    const { result } = await opened({ 'dataset_info.json': JSON.stringify([{ instruction: 'a', output: 'b' }]) });
    expect(result.datasets).toMatchObject([{ name: 'dataset_info.json', record: { schema: 'alpaca' } }]);
  });
});

describe('other descriptions', () => {
  it('of LLaMA-Factory 1 are YAML files', async () => {
    const { result } = await opened({
      'set/demo.yaml':
        'mine:\n  path: data/a.jsonl\n  source: local\n  converter: alpaca\ntheirs:\n  path: someone/thing\n  split: train\n',
      'set/a.jsonl': lines({ instruction: 'a', output: 'b' }),
    });
    expect(result.datasets).toMatchObject([{ name: 'mine', record: { schema: 'alpaca' } }]);
    expect(result.problems).toMatchObject([{ code: 'dataset-remote', values: { entry: 'theirs' } }]);
  });

  it('of ms-swift are a list, whose columns name the new key', async () => {
    const { engine, result } = await opened({
      'set/dataset_info.json': JSON.stringify([
        { ms_dataset_id: 'someone/one', hf_dataset_id: 'someone/two' },
        { dataset_path: 'a.jsonl', columns: { ask: 'query', reply: 'response' } },
        {
          dataset_name: 'talks',
          dataset_path: 'b.jsonl',
          messages: { role_key: 'who', content_key: 'says', user_role: 'customer', assistant_role: 'clerk' },
        },
      ]),
      'set/a.jsonl': lines({ ask: 'a', reply: 'b' }),
      'set/b.jsonl': lines({ messages: [SPEAK, ANSWER] }),
    });
    expect(result.datasets.map(({ name }) => name)).toEqual(['a.jsonl', 'talks']);
    expect(await turnsOf(engine, named(result, 'a.jsonl').id)).toEqual(['instruction', 'user: a', 'assistant: b']);
    expect(await turnsOf(engine, named(result, 'talks').id)).toEqual(['chat-messages', 'user: Is it open?', 'assistant: From nine.']);
    expect(result.problems).toMatchObject([{ code: 'dataset-remote', values: { place: 'someone/one' } }]);
  });

  it('of InternVL say where media lie', async () => {
    const { result } = await opened({
      'set/meta.json': JSON.stringify({
        pets: { root: 'pictures/pets', annotation: 'pets.jsonl', data_augment: false, repeat_time: 1, length: 1 },
      }),
      'set/pets.jsonl': lines({
        image: 'a.jpg',
        conversations: [
          { from: 'human', value: '<image>\nWho?' },
          { from: 'gpt', value: 'A cat' },
        ],
      }),
    });
    expect(result.datasets).toMatchObject([{ name: 'pets', record: { schema: 'llava' } }]);
  });
});
