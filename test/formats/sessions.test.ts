import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RecordForm } from '../../src/model/record-form.ts';
import { opened } from '../engine/drop.ts';
import { only, shown } from './records.ts';
import { script } from './records/read.ts';

const lines = (...values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

const codexItem = (payload: object): object => ({ timestamp: '2026-01-01T08:00:00Z', type: 'response_item', payload });
const said = (role: string, text: string): object => ({
  type: 'message',
  role,
  content: [{ type: role === 'user' ? 'input_text' : 'output_text', text }],
});
const CODEX = lines(
  {
    timestamp: '2026-01-01T08:00:00Z',
    type: 'session_meta',
    payload: { id: 's', cwd: '/x', originator: 'codex_cli', instructions: 'Be brief.' },
  },
  codexItem(said('user', '<environment_context>/x</environment_context>')),
  { timestamp: '2026-01-01T08:00:01Z', type: 'event_msg', payload: { type: 'user_message', message: 'Fix it' } },
  codexItem(said('user', 'Fix it')),
  { timestamp: '2026-01-01T08:00:01Z', type: 'turn_context', payload: { cwd: '/x', model: 'm-1' } },
  codexItem({ type: 'reasoning', summary: [], encrypted_content: 'gAAA' }),
  codexItem({ type: 'reasoning', summary: [{ type: 'summary_text', text: 'Look first' }] }),
  codexItem({ type: 'function_call', name: 'shell', arguments: '{"command":["ls"]}', call_id: 'c' }),
  codexItem({ type: 'function_call_output', call_id: 'c', output: 'setup.py' }),
  { timestamp: '2026-01-01T08:00:02Z', type: 'event_msg', payload: { type: 'agent_message', message: 'Done.' } },
  codexItem(said('assistant', 'Done.')),
);
const CLAUDE = readFileSync(new URL('../../samples/sessions/garden/watering.jsonl', import.meta.url), 'utf8');
const EVENTS = lines(
  { type: 'session', id: 's', harness: 'pi', timestamp: '2026-01-01T08:00:00Z', cwd: '/x' },
  { type: 'message', id: 'a', message: { role: 'user', content: [{ type: 'text', text: 'hi' }] } },
  {
    type: 'message',
    id: 'b',
    message: { role: 'assistant', content: [{ type: 'toolCall', id: 'c', name: 'read', arguments: { path: 'a' } }], model: 'm' },
  },
  { type: 'message', id: 'd', message: { role: 'toolResult', toolCallId: 'c', content: [{ type: 'text', text: 'A' }] } },
);

function scriptOf(form: RecordForm | undefined): readonly string[] {
  if (form?.kind !== 'chat') throw new Error(`no conversation but ${form?.kind}`);
  return script(form);
}

describe('a file that is one session', () => {
  it('of Claude Code is one record with its turns', async () => {
    const { summary, details } = await only({ 'd/a.jsonl': CLAUDE });
    expect(summary).toMatchObject({
      format: 'sessions',
      name: 'a.jsonl',
      samples: 1,
      problems: [],
      record: { schema: 'session-log', fits: 1 },
    });
    expect(scriptOf(details[0]?.record?.form)).toEqual([
      'user: Which beds need water today?',
      'assistant: reasoning The plan is in a file. | I look at the plan. | Read({"file_path":"/home/anna/garden/plan.csv"}) → "bed,water\\nbeans,yes\\npeas,no"',
      'assistant: Only the beans do.',
      'user: Danke!',
    ]);
    expect(details[0]?.fields).toMatchObject({ title: 'Watering plan for the beans', session: 's1', model: 'maple-2', branch: 'main' });
    expect(details[0]?.fields['events']).toHaveLength(8);
  });

  it('of Codex has what the user wrote apart from what was put in', async () => {
    const { summary, details } = await only({ 'd/rollout.jsonl.gz': gzipSync(CODEX) });
    expect(summary).toMatchObject({ format: 'sessions', samples: 1, record: { schema: 'session-log' } });
    const form = details[0]?.record?.form;
    expect(scriptOf(form)).toEqual([
      'system: Be brief.',
      'user: <environment_context>/x</environment_context>',
      'user: Fix it',
      'assistant: reasoning Look first | shell({"command":["ls"]}) → "setup.py"',
      'assistant: Done.',
    ]);
    expect(form?.kind === 'chat' && form.turns.map(({ name }) => name)).toEqual([undefined, 'context', undefined, undefined, undefined]);
    expect(details[0]?.fields).toMatchObject({ session: 's', harness: 'codex_cli', cwd: '/x', model: 'm-1' });
  });

  it('of others begins with its header', async () => {
    const { details } = await only({ 'a.jsonl': EVENTS });
    expect(scriptOf(details[0]?.record?.form)).toEqual(['user: hi', 'assistant: read({"path":"a"}) → "A"']);
  });

  it('is a row of the table of its folder', async () => {
    const [claude, codex] = await shown({
      'logs/a/1.jsonl': CLAUDE,
      'logs/b/2.jsonl': CLAUDE.replaceAll('s1', 's3'),
      'logs/c.jsonl': CODEX,
    });
    expect(claude).toMatchObject({ summary: { format: 'sessions', samples: 2, name: 'logs' }, names: ['a/1.jsonl', 'b/2.jsonl'] });
    expect(codex).toMatchObject({ summary: { format: 'sessions', samples: 1, name: 'c.jsonl' } });
    expect(claude?.cells.map(({ session }) => session)).toEqual(['s1', 's3']);
  });

  it('may be read line by line, and back', async () => {
    const { engine, result } = await opened({ 'd/a.jsonl': CLAUDE });
    const [dataset] = result.datasets;
    expect(dataset?.alternatives.map(({ format }) => format)).toContain('jsonl');
    const byLine = await engine.openAs({ dataset: dataset?.id ?? -1, format: 'jsonl' });
    expect(byLine.datasets).toMatchObject([{ format: 'jsonl', samples: 8 }]);
    const back = await engine.openAs({ dataset: byLine.datasets[0]?.id ?? -1, format: 'sessions' });
    expect(back.datasets).toMatchObject([{ format: 'sessions', samples: 1 }]);
  });

  it('tells lines that are no JSON, and reads the others', async () => {
    const { summary, problems, details } = await only({ 'a.jsonl': `${CLAUDE}{"type":"user",\n` });
    expect(summary).toMatchObject({ samples: 1, rejected: 0 });
    expect(problems).toMatchObject([{ code: 'json-syntax', at: { line: 9 } }]);
    expect(details[0]?.fields['events']).toHaveLength(8);
  });

  it('is told from lines that are conversations, or events of several sessions', async () => {
    const chat = { type: 'chat', messages: [{ role: 'user', content: 'x' }] };
    const event = (sessionId: string): object => ({ type: 'user', sessionId, uuid: 'u', message: { role: 'user', content: 'x' } });
    const typed = { type: 'session', name: 'a', value: 1 };
    for (const content of [lines(chat, chat), lines(event('a'), event('b')), lines(typed, typed), lines({ a: 1 }, chat)])
      expect((await only({ 'a.jsonl': content })).summary.format).toBe('jsonl');
  });
});

describe('one JSON file', () => {
  const history = [
    { role: 'system', content: 'You are an agent.', agent: 'main' },
    { role: 'user', content: 'Fix it', agent: 'main' },
    { role: 'assistant', content: 'Look first.', agent: 'main' },
  ];
  const trajectory = [{ thought: 'Look first.', action: 'ls', observation: 'setup.py', response: 'r', execution_time: 0.4, state: {} }];
  const turns = ['system: You are an agent.', 'user: Fix it', 'assistant: Look first. | action("ls") → "setup.py"'];

  it('of SWE-agent has the task and the steps, by either extension', async () => {
    const run = JSON.stringify({ trajectory, history, info: { exit_status: 'submitted' } }, undefined, 2);
    for (const [name, format] of Object.entries({ 'd/a.traj': 'sessions', 'd/a.json': 'json' })) {
      const { summary, details } = await only({ [name]: run });
      expect(summary).toMatchObject({ format, samples: 1, problems: [], record: { schema: 'agent-steps', fits: 1 } });
      expect(scriptOf(details[0]?.record?.form)).toEqual(turns);
    }
    const { summary } = await only({ 'd/a/1.traj': run, 'd/b/2.traj': run, 'd/c/3.traj.gz': gzipSync(run) });
    expect(summary).toMatchObject({ format: 'sessions', samples: 3, name: 'd' });
  });

  it.each(['messages', 'history', 'trajectory', 'conversation'])('with %s is one conversation', async (key) => {
    const { summary, details } = await only({ 'd/a.json': JSON.stringify({ id: 1, [key]: history }, undefined, 1) });
    expect(summary).toMatchObject({ format: 'json', samples: 1, record: { schema: 'chat-messages', fits: 1 } });
    expect(scriptOf(details[0]?.record?.form)).toEqual(['system: You are an agent.', 'user: Fix it', 'assistant: Look first.']);
  });

  it('is a row of its folder, where that holds several', async () => {
    const run = (id: number): string => JSON.stringify({ id, messages: history });
    const { summary, names, details } = await only({ 'd/runs/a.json': run(1), 'd/runs/b.json': run(2), 'd/runs/c.json': run(3) });
    expect(summary).toMatchObject({ format: 'json-value', name: 'runs', samples: 3, record: { schema: 'chat-messages', fits: 1 } });
    expect(names).toEqual(['a.json', 'b.json', 'c.json']);
    expect(scriptOf(details[2]?.record?.form)).toHaveLength(3);
    expect((await shown({ 'd/a.json': run(1), 'd/b.json': run(2) })).map(({ summary: { format } }) => format)).toEqual(['json', 'json']);
  });

  it('that is broken says where', async () => {
    const { summary, problems } = await only({ 'd/a.traj': '{"trajectory": [\n{"action": }]}' });
    expect(summary).toMatchObject({ format: 'sessions', samples: 1, rejected: 1 });
    expect(problems).toMatchObject([{ code: 'json-syntax', file: 'd/a.traj' }]);
  });
});
