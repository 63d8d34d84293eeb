import { describe, expect, it } from 'vitest';
import { chatOf, schemaOf, script, shareOf } from './read.ts';

describe('messages of OpenAI and those who follow it', () => {
  it('pairs calls with their results by id, also out of order, and drops the turns that are empty then', () => {
    const form = chatOf({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Two cities?' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
            { id: 'b', type: 'function', function: { name: 'weather', arguments: '"{\\"city\\":\\"Rome\\"}"' } },
          ],
        },
        { role: 'tool', tool_call_id: 'b', content: '{"sky":"clear"}' },
        { role: 'tool', tool_call_id: 'a', content: 'rain' },
        { role: 'assistant', content: 'Rain and sun.', weight: 0 },
      ],
      tools: [{ type: 'function', function: { name: 'weather', description: 'Of a city', parameters: { type: 'object' } } }],
    });
    expect(script(form)).toEqual([
      'system: Be brief.',
      'user: Two cities?',
      'assistant: weather({"city":"Oslo"}) → "rain" | weather({"city":"Rome"}) → {"sky":"clear"}',
      'assistant: Rain and sun.',
    ]);
    expect(form.messages).toBe(6);
    expect(form.turns.at(-1)?.trained).toBe(false);
    expect(form.tools).toEqual([{ name: 'weather', description: 'Of a city', schema: { type: 'object' } }]);
  });

  it('keeps arguments that are no JSON as text, and results without a call', () => {
    const form = chatOf({
      messages: [
        { role: 'user', content: '' },
        { role: 'assistant', function_call: { name: 'f', arguments: '{"a":' } },
        { role: 'function', name: 'g', content: 'x' },
        { role: 'tool', content: 'y' },
      ],
    });
    expect(script(form)).toEqual(['user: ', 'assistant: f("{\\"a\\":") → "x"', 'tool: → "y"']);
  });

  it('finds reasoning beside the content, in parts, and in marks within the text', () => {
    const messages = [
      { role: 'user', content: 'Hm?' },
      { role: 'assistant', reasoning_content: 'one', content: '<think>two\n</think>\n\nDone' },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', value: 'three' },
          { type: 'text', value: 'So.' },
          { type: 'refusal', refusal: 'No' },
        ],
      },
    ];
    expect(script(chatOf({ messages }))).toEqual([
      'user: Hm?',
      'assistant: reasoning one | reasoning two | \n\nDone',
      'assistant: reasoning three | So. | refusal No',
    ]);
  });

  it('reads calls that are written as text, and messages that are a text of JSON or Python', () => {
    const written = 'Sure.\n<tool_call>\n{"name": "f", "arguments": {"x": 1}}\n</tool_call>';
    expect(script(chatOf({ messages: [{ role: 'assistant', content: written }] }))).toEqual(['assistant: Sure.\n | f({"x":1})']);
    const python = "[{'role': 'user', 'content': \"It's\"}, {'role': 'assistant', 'content': 'a \\'b\\'\\n', 'weight': None}]";
    expect(script(chatOf({ messages: python }))).toEqual(["user: It's", "assistant: a 'b'\n"]);
  });

  it('puts pictures where the text names them, else first, and keeps a tag without a picture', () => {
    const two = chatOf({ messages: [{ role: 'user', content: 'Is <image> like <image>?<image>' }], images: ['a.jpg', 'b.jpg'] });
    expect(script(two)).toEqual(['user: Is  | #0 |  like  | #1 | ?<image>']);
    expect(two.media.map(({ name, state }) => `${name} ${state}`)).toEqual(['a.jpg missing', 'b.jpg missing']);
    const none = chatOf({
      messages: [
        { role: 'system', content: 's' },
        { role: 'user', content: 'What?' },
      ],
      image: 'x/y.png',
    });
    expect(script(none)).toEqual(['system: s', 'user: #0 | What?']);
    const parts = chatOf({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
            { type: 'input_audio', input_audio: { data: 'QUJD', format: 'wav' } },
            { type: 'image', image: 'https://example.org/z.jpg' },
            { type: 'text', text: 'Look' },
          ],
        },
      ],
    });
    expect(parts.media.map(({ kind, state, data, name }) => [kind, state, data ?? name])).toEqual([
      ['image', 'inside', 'data:image/png;base64,AAAA'],
      ['audio', 'inside', 'data:audio/wav;base64,QUJD'],
      ['image', 'remote', 'https://example.org/z.jpg'],
    ]);
  });
});

describe('other dialects', () => {
  it("reads Anthropic's blocks, whose results stand in turns of the user", () => {
    const record = {
      system: 'Help.',
      messages: [
        { role: 'user', content: 'Weather?' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Look it up', signature: 's' },
            { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Oslo' } },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'rain' }], is_error: true }] },
      ],
    };
    expect(schemaOf(record)).toBe('anthropic-messages');
    const form = chatOf(record);
    expect(script(form)).toEqual([
      'system: Help.',
      'user: Weather?',
      'assistant: reasoning Look it up | weather({"city":"Oslo"}) → "rain"',
    ]);
    const call = form.turns[2]?.parts[1];
    expect(call?.kind === 'call' && call.result?.failed).toBe(true);
  });

  it("reads Gemini's contents", () => {
    const record = {
      systemInstruction: { parts: [{ text: 'Short.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'See' }, { inlineData: { mimeType: 'image/png', data: 'AAAA' } }] },
        { role: 'model', parts: [{ functionCall: { name: 'f', args: { a: 1 } } }] },
        { role: 'function', parts: [{ functionResponse: { name: 'f', response: { ok: true } } }] },
      ],
    };
    expect(schemaOf(record)).toBe('gemini-contents');
    expect(script(chatOf(record))).toEqual(['system: Short.', 'user: See | #0', 'assistant: f({"a":1}) → {"ok":true}']);
  });

  it("reads OpenAI's responses and batches", () => {
    const responses = {
      instructions: 'I',
      input: [
        { role: 'user', content: [{ type: 'input_text', text: 'q' }] },
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] },
        { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c', output: 'o' },
      ],
    };
    expect(schemaOf(responses)).toBe('openai-responses');
    expect(script(chatOf(responses))).toEqual(['system: I', 'user: q', 'assistant: reasoning hm | f({}) → "o"']);
    const batch = { custom_id: '1', method: 'POST', url: '/v1', body: { messages: [{ role: 'user', content: 'q' }] } };
    expect(schemaOf(batch)).toBe('openai-batch');
    const answer = { custom_id: '1', response: { body: { choices: [{ message: { role: 'assistant', content: 'a' } }] } } };
    expect(script(chatOf(answer))).toEqual(['assistant: a']);
  });

  it('reads ShareGPT, its calls and its tools', () => {
    const record = {
      conversations: [
        { from: 'human', value: 'q' },
        { from: 'function_call', value: '{"name": "f", "arguments": {"a": 1}}' },
        { from: 'observation', value: '{"b": 2}' },
        { from: 'gpt', value: 'a' },
      ],
      system: 's',
      tools: '[{"name": "f", "description": "d"}]',
    };
    expect(schemaOf(record)).toBe('sharegpt');
    const form = chatOf(record);
    expect(script(form)).toEqual(['system: s', 'user: q', 'assistant: f({"a":1}) → {"b":2}', 'assistant: a']);
    expect(form.tools).toEqual([{ name: 'f', description: 'd' }]);
    expect(schemaOf({ ...record, image: 'x.jpg' })).toBe('llava');
  });

  it('reads pairs as objects, as lists, and texts in turn', () => {
    const expected = ['user: q', 'assistant: a'];
    for (const conversation of [[{ human: 'q', assistant: 'a' }], [['q', 'a']], ['q', 'a']]) {
      expect(schemaOf({ conversation })).toBe('chat-pairs');
      expect(script(chatOf({ conversation }))).toEqual(expected);
    }
    const moss = {
      meta_instruction: 'm',
      chat: { turn_1: { Human: '<|Human|>: q<eoh>', 'Inner Thoughts': '<|Inner Thoughts|>: None<eot>', MOSS: '<|MOSS|>: a<eom>' } },
    };
    expect(schemaOf(moss)).toBe('moss');
    expect(script(chatOf(moss))).toEqual(['system: m', ...expected]);
  });
});

describe('instruction data', () => {
  it('is a question with its answer', () => {
    const alpaca = { instruction: 'Translate', input: 'cat', output: 'Katze', system: 's', history: [['q', 'a']] };
    expect(schemaOf(alpaca)).toBe('alpaca');
    expect(script(chatOf(alpaca))).toEqual(['system: s', 'user: q', 'assistant: a', 'user: Translate', 'user: cat', 'assistant: Katze']);
    expect(script(chatOf({ INSTRUCTION: 'i', RESPONSE: 'r' }))).toEqual(['user: i', 'assistant: r']);
    expect(script(chatOf({ instruction: 'i', input: '<noinput>', output: 'o' }))).toEqual(['user: i', 'assistant: o']);
    expect(schemaOf({ prompt: 'p', completion: ' c' })).toBe('prompt-completion');
    expect(script(chatOf({ prompt: [{ role: 'user', content: 'p' }], completion: [{ role: 'assistant', content: 'c' }] }))).toEqual([
      'user: p',
      'assistant: c',
    ]);
    expect(schemaOf({ input: 'i', target: 't' })).toBe('instruction');
    const seed = {
      instruction: 'i',
      instances: [
        { input: 'x', output: 'y' },
        { input: '', output: 'z' },
      ],
    };
    expect(schemaOf(seed)).toBe('self-instruct');
    expect(script(chatOf(seed))).toEqual(['user: i', 'user: x', 'assistant: y', 'assistant: z']);
  });
});

describe('a sample of rows', () => {
  it('is told by the schema that most rows follow, with their share', () => {
    const good = { conversations: [{ from: 'human', value: 'q' }] };
    expect(shareOf([good, good, good, { conversations: [{ from: 'human' }] }])).toEqual(['sharegpt', 0.75]);
    expect(shareOf([{ a: 1 }, { b: 2 }, good])).toEqual([undefined, 0]);
    expect(shareOf([])).toEqual([undefined, 0]);
  });
});
