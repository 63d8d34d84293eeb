/** What agents did: calls with their answers, whatever their log is called. */
import { describe, expect, it } from 'vitest';
import { chatOf, schemaOf, script } from './read.ts';

const PNG = `data:image/png;base64,${'iVBORw0KGgo'.padEnd(80, 'A')}`;

describe('the items of OpenAI’s responses', () => {
  it('are turns: reasoning with what follows it, calls at once together, answers by their ids', () => {
    const record = {
      input: [
        { role: 'user', content: 'q' },
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] },
        { type: 'function_call', call_id: 'a', name: 'f', arguments: '{"n":1}' },
        { type: 'function_call', call_id: 'b', name: 'g', arguments: '{}' },
        { type: 'function_call_output', call_id: 'b', output: 'second' },
        { type: 'function_call_output', call_id: 'a', output: [{ type: 'input_text', text: 'first' }] },
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'done' }] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'a' }] },
      ],
      output: [
        { type: 'web_search_call', id: 'w', action: { type: 'search', query: 'q' } },
        { type: 'code_interpreter_call', id: 'c', code: '1 + 1', outputs: [{ type: 'logs', logs: '2' }] },
        { type: 'computer_call', call_id: 's', action: { type: 'click', x: 1, y: 2 } },
        { type: 'computer_call_output', call_id: 's', output: { type: 'computer_screenshot', image_url: PNG } },
        { type: 'image_generation_call', id: 'i', result: 'iVBORw0KGgo' },
      ],
    };
    const form = chatOf(record);
    expect(script(form)).toEqual([
      'user: q',
      'assistant: reasoning hm | f({"n":1}) → "first" | g({}) → "second"',
      'assistant: reasoning done | a',
      'assistant: web_search({"type":"search","query":"q"}) | code_interpreter("1 + 1") → [{"type":"logs","logs":"2"}]',
      'assistant: computer({"type":"click","x":1,"y":2}) → undefined',
      'assistant: image_generation(undefined) → undefined',
    ]);
    expect(form.media.map(({ kind, state }) => [kind, state])).toEqual([
      ['image', 'inside'],
      ['image', 'inside'],
    ]);
  });
});

describe('Anthropic’s blocks', () => {
  it('have pictures in results, tools of the server, errors and what they took', () => {
    const record = {
      messages: [
        { role: 'user', content: 'q' },
        {
          role: 'assistant',
          model: 'm-1',
          usage: { input_tokens: 1200, output_tokens: 31 },
          content: [
            { type: 'thinking', thinking: 'hm', signature: 's' },
            { type: 'tool_use', id: 't1', name: 'shot', input: {} },
            { type: 'server_tool_use', id: 't2', name: 'web_search', input: { query: 'q' } },
            { type: 'web_search_tool_result', tool_use_id: 't2', content: [{ type: 'web_search_result', url: 'u', title: 't' }] },
          ],
        },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 't1',
              is_error: true,
              content: [
                { type: 'text', text: 'late' },
                { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo' } },
              ],
            },
          ],
        },
      ],
    };
    expect(schemaOf(record)).toBe('anthropic-messages');
    const form = chatOf(record);
    expect(script(form)).toEqual([
      'user: q',
      'assistant: reasoning hm | shot({}) → "late" | web_search({"query":"q"}) → [{"type":"web_search_result","url":"u","title":"t"}]',
    ]);
    const [, turn] = form.turns;
    expect(turn?.cost).toEqual({ tokensIn: 1200, tokensOut: 31, model: 'm-1' });
    const [, call] = turn?.parts ?? [];
    expect(call?.kind === 'call' && call.result).toMatchObject({ failed: true, media: [0] });
  });
});

describe('Gemini’s parts', () => {
  it('have code that was run, and answers by name in order', () => {
    const record = {
      contents: [
        { role: 'user', parts: [{ text: 'q' }] },
        { role: 'model', parts: [{ functionCall: { name: 'f', args: { a: 1 } } }, { executableCode: { language: 'PYTHON', code: 'x' } }] },
        {
          role: 'user',
          parts: [
            { functionResponse: { name: 'f', response: { b: 2 } } },
            { codeExecutionResult: { outcome: 'OUTCOME_FAILED', output: 'no' } },
          ],
        },
      ],
    };
    expect(script(chatOf(record))).toEqual(['user: q', 'assistant: f({"a":1}) → {"b":2} | python("x") → "no"']);
  });
});

describe('the log of a tool', () => {
  it('says how long it took', () => {
    const record = {
      messages: [
        { role: 'assistant', content: null, duration_ms: 1500, tool_calls: [{ id: 'c', function: { name: 'f', arguments: '{}' } }] },
        { role: 'tool', tool_call_id: 'c', content: 'o', duration_ms: 250 },
      ],
    };
    const [turn] = chatOf(record).turns;
    expect(turn?.cost).toEqual({ seconds: 1.5 });
    expect(turn?.parts).toMatchObject([{ kind: 'call', result: { value: 'o', seconds: 0.25 } }]);
  });
});

describe('one message of a tool', () => {
  it('may answer several calls', () => {
    const answers = [
      { tool_call_id: 'a', name: 'f', content: '1' },
      { tool_call_id: 'b', name: 'f', content: '2' },
    ];
    const call = (value: string): object => ({ type: 'tool_call', value });
    const record = {
      messages: [
        { role: 'assistant', content: [call('{"name":"f","arguments":{"n":1}}'), call('{"name":"f","arguments":{"n":2}}')] },
        { role: 'tool', content: [{ type: 'text', value: JSON.stringify(answers) }] },
      ],
    };
    expect(script(chatOf(record))).toEqual(['assistant: f({"n":1}) → "1" | f({"n":2}) → "2"']);
  });
});

describe('trajectories', () => {
  it('are read from SWE-agent’s steps, also one by one', () => {
    const step = { thought: 'Look first.', action: 'ls -a\n', observation: 'setup.py', response: 'r', execution_time: 0.4, state: {} };
    const record = { trajectory: [step, { ...step, action: '', observation: undefined }], info: { exit_status: 'submitted' } };
    expect(schemaOf(record)).toBe('agent-steps');
    expect(script(chatOf(record))).toEqual(['assistant: Look first. | action("ls -a") → "setup.py"', 'assistant: Look first.']);
    expect(schemaOf(step)).toBe('agent-steps');
    expect(script(chatOf(step))).toEqual(['assistant: Look first. | action("ls -a") → "setup.py"']);
  });

  it('are read from OpenHands’ events, with their pictures and what failed', () => {
    const history = [
      { id: 0, source: 'agent', action: 'system', message: 'You are', args: { content: 'You are an agent.' } },
      { id: 1, source: 'user', action: 'message', message: 'q', args: { content: 'Fix it', image_urls: null, wait_for_response: false } },
      { id: 2, source: 'agent', timestamp: '2026-01-01T08:00:00', action: 'run', args: { command: 'ls', thought: 'Look.', hidden: false } },
      { id: 3, source: 'agent', cause: 2, observation: 'run', content: 'no such', extras: { metadata: { exit_code: 2 } } },
      { id: 4, source: 'environment', observation: 'agent_state_changed', content: '', extras: { agent_state: 'running' } },
      { id: 5, source: 'agent', action: 'browse', args: { url: 'u' } },
      { id: 6, source: 'agent', cause: 5, observation: 'browse', content: 'page', extras: { screenshot: PNG } },
      { id: 7, source: 'agent', action: 'finish', args: { final_thought: 'Done.' } },
    ];
    const form = chatOf({ instance_id: 'i', history });
    expect(schemaOf({ instance_id: 'i', history })).toBe('agent-steps');
    expect(script(form)).toEqual([
      'system: You are an agent.',
      'user: Fix it',
      'assistant: Look. | run({"command":"ls"}) → "no such"',
      'assistant: browse({"url":"u"}) → "page"',
      'assistant: Done.',
    ]);
    expect(form.turns[2]?.cost).toEqual({ at: '2026-01-01T08:00:00' });
    expect(form.turns[2]?.parts[1]).toMatchObject({ result: { failed: true } });
    expect(form.turns[3]?.parts[0]).toMatchObject({ result: { media: [0] } });
  });

  it('are read from the interchange format', () => {
    const record = {
      schema_version: 'ATIF-v1.4',
      session_id: 's',
      agent: { name: 'a', version: '1' },
      steps: [
        { step_id: 1, source: 'user', message: 'q' },
        {
          step_id: 2,
          source: 'agent',
          model_name: 'm',
          message: 'I look.',
          reasoning_content: 'hm',
          tool_calls: [{ tool_call_id: 'c', function_name: 'run', arguments: { command: 'ls' } }],
          observation: { results: [{ source_call_id: 'c', content: 'setup.py' }] },
          metrics: { prompt_tokens: 10, completion_tokens: 3 },
        },
      ],
    };
    expect(schemaOf(record)).toBe('agent-steps');
    const form = chatOf(record);
    expect(script(form)).toEqual(['user: q', 'assistant: reasoning hm | I look. | run({"command":"ls"}) → "setup.py"']);
    expect(form.turns[1]?.cost).toEqual({ tokensIn: 10, tokensOut: 3, model: 'm' });
  });

  it('are conversations where their steps are messages', () => {
    const trajectory = [
      { role: 'system', system_prompt: 's', text: null },
      { role: 'user', text: 'q' },
      { role: 'ai', text: 'a', mask: true },
    ];
    expect(schemaOf({ instance_id: 'i', trajectory })).toBe('chat-messages');
    expect(script(chatOf({ trajectory }))).toEqual(['system: s', 'user: q', 'assistant: a']);
  });
});
