/** Search by who speaks: the rows that a plain look at `JSON.parse` of every line finds, and no others, in every dialect of conversations. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../src/table/query-text.ts';
import { opened } from './drop.ts';

async function asked(path: string, content: string) {
  const { engine, result } = await opened({ [path]: content });
  const dataset = result.datasets[0]?.id ?? -1;
  const select = (query: string) => engine.select({ dataset, query: parseQuery(query).query, sort: undefined });
  return {
    engine,
    dataset,
    rows: async (query: string): Promise<number[]> => [...(await select(query)).rows],
    matches: async (query: string): Promise<number | undefined> => (await select(query)).searched?.matches,
  };
}

const ROLES = ['system', 'user', 'assistant', 'tool', 'reasoning'] as const;
type Role = (typeof ROLES)[number];
type Said = readonly (readonly [role: Role, text: string])[];

interface Dialect {
  readonly roles: readonly Role[];
  write(said: Said): string;
  /** Who says what in a line, by somebody who knows nothing but the keys. */
  read(line: string): Said;
}

function dialect<T extends object>(roles: readonly Role[], write: (said: Said) => T, read: (record: T) => Said): Dialect {
  return {
    roles,
    write: (said) => JSON.stringify(write(said)),
    read(line) {
      const record: T = JSON.parse(line);
      return read(record);
    },
  };
}

const NAMES = new Map<string, Role>([
  ['human', 'user'],
  ['gpt', 'assistant'],
  ['model', 'assistant'],
  ['observation', 'tool'],
]);
const roleOf = (word: string): Role => NAMES.get(word) ?? ROLES.find((role) => role === word) ?? 'user';
const wordOf = (role: Role): string => [...NAMES].find(([, known]) => known === role)?.[0] ?? role;

interface OpenAi {
  readonly messages: readonly {
    readonly role: string;
    readonly content: string | null;
    readonly reasoning_content?: string;
    readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: string } }[];
  }[];
}
interface Anthropic {
  readonly system?: string;
  readonly messages: readonly {
    readonly role: string;
    readonly content: readonly { readonly type: string; readonly text?: string; readonly thinking?: string; readonly content?: string }[];
  }[];
}

const DIALECTS: Readonly<Record<string, Dialect>> = {
  'messages, calls as JSON in a text': dialect<OpenAi>(
    ['system', 'user', 'assistant', 'tool', 'reasoning'],
    (said) => ({
      messages: said.map(([role, text], i) =>
        role === 'reasoning'
          ? { role: 'assistant', content: null, reasoning_content: text }
          : role === 'assistant' && i % 2 === 0
            ? { role, content: null, tool_calls: [{ function: { name: 'find', arguments: JSON.stringify({ q: text }) } }] }
            : { role, content: text },
      ),
    }),
    ({ messages }) =>
      messages.flatMap(({ role, content, reasoning_content: thought, tool_calls: calls = [] }): Said => {
        const given = calls.flatMap((call): Said => {
          const { q }: { q: string } = JSON.parse(call.function.arguments);
          return [
            ['assistant', call.function.name],
            ['assistant', q],
          ];
        });
        return [[roleOf(role), content ?? ''], ...(thought === undefined ? [] : [['reasoning', thought] as const]), ...given];
      }),
  ),
  'messages as JSON in a text': dialect<{ readonly messages: string }>(
    ['system', 'user', 'assistant'],
    (said) => ({
      // As Python writes it.
      messages: JSON.stringify(said.map(([role, content]) => ({ role, content }))).replaceAll(
        /[^ -~]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    }),
    ({ messages }) => {
      const list: { role: string; content: string }[] = JSON.parse(messages);
      return list.map(({ role, content }) => [roleOf(role), content]);
    },
  ),
  ShareGPT: dialect<{ readonly conversations: readonly { readonly from: string; readonly value: string }[] }>(
    ['system', 'user', 'assistant', 'tool'],
    (said) => ({ conversations: said.map(([role, value]) => ({ from: wordOf(role), value })) }),
    ({ conversations }) => conversations.map(({ from, value }) => [roleOf(from), value]),
  ),
  Anthropic: dialect<Anthropic>(
    ['user', 'assistant', 'tool', 'reasoning'],
    (said) => ({
      messages: said.map(([role, text]) =>
        role === 'tool'
          ? { role: 'user', content: [{ type: 'tool_result', content: text }] }
          : role === 'reasoning'
            ? { role: 'assistant', content: [{ type: 'thinking', thinking: text }] }
            : { role, content: [{ type: 'text', text }] },
      ),
    }),
    ({ messages }) =>
      messages.flatMap(({ role, content }) =>
        content.map(({ text, thinking, content: answer }): Said[number] => {
          if (thinking !== undefined) return ['reasoning', thinking];
          return answer === undefined ? [roleOf(role), text ?? ''] : ['tool', answer];
        }),
      ),
  ),
  Gemini: dialect<{ readonly contents: readonly { readonly role: string; readonly parts: readonly { readonly text: string }[] }[] }>(
    ['user', 'assistant'],
    (said) => ({ contents: said.map(([role, text]) => ({ role: role === 'assistant' ? 'model' : role, parts: [{ text }] })) }),
    ({ contents }) => contents.flatMap(({ role, parts }) => parts.map(({ text }): Said[number] => [roleOf(role), text])),
  ),
  Alpaca: dialect<{ readonly instruction: string; readonly output: string; readonly history: readonly (readonly [string, string])[] }>(
    ['user', 'assistant'],
    (said) => ({
      instruction: said[0]?.[1] ?? '',
      output: said[1]?.[1] ?? '',
      history: said.slice(2).map(([role, text]) => (role === 'user' ? [text, 'b'] : ['a', text])),
    }),
    ({ instruction, output, history }) => [
      ['user', instruction],
      ['assistant', output],
      ...history.flatMap(([question, answer]): Said => [
        ['user', question],
        ['assistant', answer],
      ]),
    ],
  ),
  'text of both sides': dialect<{ readonly chosen: string; readonly rejected: string }>(
    ['user', 'assistant'],
    // A turn of blanks alone is none to a reader of such texts.
    (said) => ({
      chosen: said.map(([role, text]) => `\n\n${role === 'user' ? 'Human' : 'Assistant'}: ${text.trim() || 'a'}`).join(''),
      rejected: said
        .map(([role, text], i) => `\n\n${role === 'user' ? 'Human' : 'Assistant'}: ${i === 1 ? 'b' : text.trim() || 'a'}`)
        .join(''),
    }),
    (record) =>
      [record.chosen, record.rejected].flatMap((text) =>
        text
          .split('\n\n')
          .slice(1)
          .map((turn): Said[number] => {
            const [who = '', ...words] = turn.split(': ');
            return [who === 'Human' ? 'user' : 'assistant', words.join(': ').trim()];
          }),
      ),
  ),
};

const folded = (text: string): string => text.normalize('NFC').toLowerCase();

const letter = fc.constantFrom('a', 'A', 'b', 'é', 'E\u0301', 'É', 'k', '\u212a', '中', '文', 'п', 'П', '\\', '/', "'", ' ', '1', '😀');
const words = fc.array(letter, { minLength: 1, maxLength: 6 }).map((letters) => letters.join(''));

describe('search by who speaks', () => {
  it.each(Object.entries(DIALECTS))('finds what a plain look at every line finds: %s', async (_name, { roles, write, read }) => {
    const turn = fc.tuple(fc.constantFrom(...roles), words);
    const said = fc
      .tuple(words, words, fc.array(turn, { maxLength: 4 }))
      .map(([first, second, rest]): Said => [['user', first], ['assistant', second], ...rest]);
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 2, maxLength: 10 }), words, async (records, text) => {
        const wanted = Array.from(text).slice(0, 3).join('');
        const lines = records.map(write);
        const { rows } = await asked('x.jsonl', lines.join('\n'));
        const sayIt = (role: Role, holds: (text: string) => boolean): number[] =>
          lines.flatMap((line, row) => (read(line).some(([by, spoken]) => by === role && holds(spoken)) ? [row] : []));
        for (const role of ROLES) {
          expect(await rows(`${role}:${JSON.stringify(wanted)}`)).toEqual(sayIt(role, (spoken) => folded(spoken).includes(folded(wanted))));
          expect(await rows(`${role}:case:${JSON.stringify(wanted)}`)).toEqual(
            sayIt(role, (spoken) => spoken.normalize('NFC').includes(wanted.normalize('NFC'))),
          );
        }
      }),
      { numRuns: 10 },
    );
  });

  const LINES = [
    { messages: [{ role: 'user', content: 'A refund?' }, { role: 'assistant', content: '<think>They want a refund</think>I cannot.' }] },
    { messages: [{ role: 'user', content: 'Can I?' }, { role: 'assistant', content: 'I cannotread that. No refund, no refund.' }] },
    { messages: [{ role: 'system', content: 'Say: I cannot' }, { role: 'user', content: '退款' }, { role: 'assistant', content: '好的' }] },
  ]; // prettier-ignore
  const CONTENT = LINES.map((line) => JSON.stringify(line)).join('\n');

  it('knows words, cases and expressions, counts matches, and tells thoughts from answers', async () => {
    const { rows, matches } = await asked('x.jsonl', CONTENT);
    expect(await rows('assistant:"i cannot"')).toEqual([0, 1]);
    expect(await rows('assistant:word:"i cannot"')).toEqual([0]);
    expect(await rows('assistant:case:"i cannot"')).toEqual([]);
    expect(await rows('assistant:/^I cannot/')).toEqual([0, 1]);
    expect(await rows('assistant:refund')).toEqual([1]);
    expect(await matches('assistant:refund')).toBe(2);
    expect(await rows('reasoning:refund')).toEqual([0]);
    expect(await rows('-assistant:refund')).toEqual([0, 2]);
    expect(await rows('system:""')).toEqual([0, 1]);
    expect(await rows('-system:""')).toEqual([2]);
    expect(await rows('user:refund assistant:"I cannot"')).toEqual([0]);
    expect(await rows('user:refund,退款')).toEqual([0, 2]);
  });

  it('understands Chinese words for who speaks', async () => {
    const { rows } = await asked('x.jsonl', CONTENT);
    expect(await rows('用户:退款')).toEqual([2]);
    expect(await rows('助手:好')).toEqual([2]);
    expect(await rows('@用户:退款')).toEqual([2]);
  });

  it('means the column where a column has that name, and who speaks behind an @', async () => {
    const lines = LINES.map((line, i) => JSON.stringify({ ...line, user: i === 0 ? 'ann' : 'bob' }));
    const { rows } = await asked('x.jsonl', lines.join('\n'));
    expect(await rows('user:ann')).toEqual([0]);
    expect(await rows('user:退款')).toEqual([]);
    expect(await rows('@user:退款')).toEqual([2]);
    expect(await rows('@user:ann')).toEqual([]);
  });

  it('reads conversations in tables', async () => {
    const cell = (line: object): string => `"${JSON.stringify(line).replaceAll('"', '""')}"`;
    const { rows } = await asked('x.csv', `id,messages\n${LINES.map(({ messages }, i) => `${i},${cell(messages)}`).join('\n')}\n`);
    expect(await rows('assistant:"I cannot"')).toEqual([0, 1]);
    expect(await rows('user:退款')).toEqual([2]);
  });

  it('finds what is called where the name of a field says so', async () => {
    const lines = ['find_flight', 'find_train'].map((name, i) =>
      JSON.stringify({ id: `q_${i}`, ground_truth: [{ [name]: { to: ['Oslo'] } }] }),
    );
    const { rows } = await asked('x.jsonl', lines.join('\n'));
    expect(await rows('assistant:find_flight')).toEqual([0]);
    expect(await rows('assistant:oslo')).toEqual([0, 1]);
  });

  it('follows the schema that a person chooses', async () => {
    const lines = [1, 2, 3].map((n) => JSON.stringify({ prompt: `ask ${n}`, response: `tell ${n}`, chosen: `yes ${n}`, rejected: 'no' }));
    const { engine, dataset, rows } = await asked('x.jsonl', lines.join('\n'));
    const both = async (): Promise<number[][]> => [await rows('assistant:yes'), await rows('assistant:tell')];
    expect(await both()).toEqual([[0, 1, 2], []]);
    await engine.setSchema({ dataset, schema: 'instruction' });
    expect(await both()).toEqual([[], [0, 1, 2]]);
  });
});

describe('a role that we do not know', () => {
  const say = (role: string, content: string): string =>
    JSON.stringify({
      messages: [
        { role: 'user', content: 'ask' },
        { role, content },
      ],
    });
  const lines = [say('critic:v2', 'reply'), say('assistant', 'reply'), say('critic', 'reply'), say('a', 'reply'), say('助手', 'reply')];

  it('is asked for by its own name as it is written', async () => {
    const { rows, engine, dataset } = await asked('chats.jsonl', lines.join('\n'));
    expect(await rows('"critic:v2":reply')).toEqual([0]);
    expect(await rows('critic:reply')).toEqual([2]);
    expect(await rows('critic:word:rep')).toEqual([]);
    expect(await rows('@critic:/re.ly/')).toEqual([2]);
    expect(await rows('critic:ask')).toEqual([]);
    expect(await rows('assistant:reply')).toEqual([1, 4]);
    expect(await rows('@nobody:reply')).toEqual([]);
    const summary = await engine.ready({ dataset, columns: ['roles'] });
    expect(summary.record?.speakers).toEqual(['critic:v2', 'critic', 'a']);
    const { facets } = await engine.facets({ dataset, query: { clauses: [] } }).then(({ columns }) => ({ facets: columns['roles'] ?? [] }));
    expect(new Map(facets.map(({ value, samples }) => [value, samples]))).toEqual(
      new Map([
        ['u a', 2],
        ['u critic:v2', 1],
        ['u critic', 1],
        ['u (a)', 1],
      ]),
    );
  });

  it('gives way to a column of its name, and to one called with an @', async () => {
    const record = (critic: string, type: string): string =>
      JSON.stringify({
        messages: [
          { role: 'user', content: 'ask' },
          { role: 'critic', content: 'reply' },
        ],
        critic,
        '@type': type,
      });
    const { rows } = await asked('chats.jsonl', [record('mild', 'first kind'), record('reply', 'second kind')].join('\n'));
    expect(await rows('critic:reply')).toEqual([1]);
    expect(await rows('@critic:reply')).toEqual([0, 1]);
    expect(await rows('@type:"second kind"')).toEqual([1]);
  });
});
