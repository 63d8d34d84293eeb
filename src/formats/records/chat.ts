/** Conversations: a list of messages under one key, in the dialects of those who train and serve models. */
import type { FieldValue } from '../../model/annotation.ts';
import type { ChatForm, Turn } from '../../model/record-form.ts';
import { asksItself } from './instruction.ts';
import { MediaList } from './media.ts';
import { callsOf } from './parts.ts';
import { listedRegions } from './regions.ts';
import { lacks, type Fields, type Fit, type RecordSchema } from './schema.ts';
import { chatTranscript } from './transcripts.ts';
import { chatForm, roleOf, spoken, toolsOf, turnsOf } from './turns.ts';
import { agentSteps } from './trajectory.ts';
import { isList, isObject, keyOf, listOf, look, parsed, textOf } from './values.ts';
import { MESSAGES, isMessage, roleWord } from './messages.ts';

const TOOLS = ['tools', 'functions', 'function'] as const;

/** Messages under a key whose every element says who speaks; else what is wrong. */
function fitsMessages(value: FieldValue, key: string, confidence: number): Fit {
  const messages = listOf(value);
  if (!messages || messages.length === 0) return lacks(key);
  const wrong = messages.findIndex((message) => !isMessage(message));
  return wrong < 0 ? confidence : lacks(`${key}[${wrong}].role`);
}

/** A conversation from its messages, with the system prompt and the tools that stand beside them. */
export function conversation(record: Fields, messages: readonly FieldValue[], media = new MediaList(record)): ChatForm {
  const turns = turnsOf(messages, media);
  const system = look(record, ['system', 'system_prompt', 'systemInstruction', 'system_instruction', 'systemPrompt']);
  const first: Turn[] = system === undefined || system === '' ? [] : [spoken('system', 'system', systemText(system), media)];
  const form = chatForm([...first, ...turns], media, toolsOf(look(record, TOOLS)));
  const listed = form.media.length === 0 ? [] : listedRegions(record['objects']);
  return listed.length === 0 ? form : { ...form, regions: [...form.regions, ...listed] };
}

/** Blocks and Gemini's `{ parts }` are read like any content. */
function systemText(system: FieldValue): FieldValue {
  return isObject(system) && system['parts'] !== undefined ? system['parts'] : system;
}

const usesFrom = (messages: readonly FieldValue[] | undefined): boolean => isObject(messages?.[0]) && messages[0]['from'] !== undefined;

/** https://platform.openai.com/docs/api-reference/chat */
const chatMessages: RecordSchema = {
  id: 'chat-messages',
  fits(record) {
    const key = keyOf(record, MESSAGES);
    if (key === undefined || (key === 'history' && asksItself(record))) return lacks('messages');
    const fit = fitsMessages(record[key], key, 0.9);
    return typeof fit === 'number' && usesFrom(listOf(record[key])) ? lacks(`${key}[0].role`) : fit;
  },
  read(record) {
    return conversation(record, listOf(look(record, MESSAGES)) ?? []);
  },
};

/** Blocks that only Anthropic's messages have. https://docs.anthropic.com/en/api/messages */
const BLOCK = /^(tool_use|tool_result|thinking|redacted_thinking|docum\w+)$/;

const anthropicMessages: RecordSchema = {
  id: 'anthropic-messages',
  fits(record) {
    const fit = fitsMessages(record['messages'], 'messages', 0.95);
    if (typeof fit !== 'number') return fit;
    const messages = listOf(record['messages']) ?? [];
    const blocks = messages.flatMap((message) => (isObject(message) && isList(message['content']) ? message['content'] : []));
    const own = blocks.some((block) => isObject(block) && BLOCK.test(textOf(block['type']) ?? ''));
    const sources = blocks.some((block) => isObject(block) && isObject(block['source']));
    return own || sources ? fit : lacks('messages[].content[].type');
  },
  read(record) {
    return conversation(record, listOf(record['messages']) ?? []);
  },
};

/** https://ai.google.dev/api/generate-content */
const geminiContents: RecordSchema = {
  id: 'gemini-contents',
  fits(record) {
    const contents = listOf(record['contents']);
    if (!contents || contents.length === 0) return lacks('contents');
    const wrong = contents.findIndex((content) => !isObject(content) || !isList(content['parts']));
    return wrong < 0 ? 0.95 : lacks(`contents[${wrong}].parts`);
  },
  read(record) {
    // Without a role it is the user's.
    const contents = (listOf(record['contents']) ?? []).map((content) => (isObject(content) ? { role: 'user', ...content } : content));
    return conversation(record, contents);
  },
};

const isItem = (value: FieldValue): boolean => isObject(value) && (isMessage(value) || textOf(value['type']) !== undefined);

/** https://platform.openai.com/docs/api-reference/responses: messages, calls, outputs and reasoning are items of one list. */
const openaiResponses: RecordSchema = {
  id: 'openai-responses',
  fits(record) {
    const items = isList(record['input']) ? record['input'] : undefined;
    if (!items || items.length === 0) return lacks('input');
    const wrong = items.findIndex((item) => !isItem(item));
    return wrong < 0 ? 0.9 : lacks(`input[${wrong}].type`);
  },
  read(record) {
    const media = new MediaList({});
    const items = [...(listOf(record['input']) ?? []), ...(listOf(record['output']) ?? [])];
    const messages = messagesOfItems(items);
    const { instructions, ...others } = record;
    return conversation(instructions === undefined ? others : { ...others, system: instructions }, messages, media);
  },
};

const OUTPUT = /_output$/;
const CALL = /_call$/;

/** Items as messages: reasoning belongs to what follows it, calls that follow one another were made at once. */
export function messagesOfItems(items: readonly FieldValue[]): FieldValue[] {
  const messages: FieldValue[] = [];
  let reasoning: FieldValue[] = [];
  let calls: FieldValue[] = [];
  const close = (): void => {
    if (reasoning.length > 0 || calls.length > 0) messages.push({ role: 'assistant', content: reasoning, tool_calls: calls });
    [reasoning, calls] = [[], []];
  };
  for (const item of items) {
    const type = isObject(item) ? (textOf(item['type']) ?? '') : '';
    if (!isObject(item)) {
      close();
      messages.push(item);
    } else if (OUTPUT.test(type)) {
      close();
      messages.push({ ...item, role: 'tool', tool_call_id: item['call_id'], content: item['output'] });
    } else if (CALL.test(type)) {
      calls = [...calls, callOfItem(item, type)];
      const output = item['output'] ?? item['outputs'] ?? item['results'] ?? imageOfItem(item);
      if (output === undefined) continue;
      close();
      messages.push({ role: 'tool', tool_call_id: item['call_id'] ?? item['id'], content: output, is_error: item['error'] !== undefined });
    } else if (type === 'reasoning') {
      if (calls.length > 0) close();
      reasoning = [...reasoning, item];
    } else if (reasoning.length > 0 && calls.length === 0 && item['role'] === 'assistant') {
      const said = item['content'];
      messages.push({ ...item, content: [...reasoning, ...(isList(said) ? said : [said])] });
      reasoning = [];
    } else {
      close();
      messages.push(roleWord(item) === undefined || item['role'] === undefined ? { role: 'assistant', content: [item] } : item);
    }
  }
  close();
  return messages;
}

/** Functions have a name and arguments; the other tools are named by the type of their calls. */
function callOfItem(item: Fields, type: string): FieldValue {
  const name = textOf(item['name']) ?? type.replace(CALL, '');
  const given = item['arguments'] ?? item['input'] ?? item['action'] ?? item['code'] ?? item['queries'];
  return { id: item['call_id'] ?? item['id'], name, arguments: given };
}

/** A picture that was made is the answer to its call. */
function imageOfItem({ type, result }: Fields): FieldValue {
  return type === 'image_generation_call' && typeof result === 'string'
    ? [{ type: 'image', data: result, media_type: 'image/png' }]
    : undefined;
}

/** Requests and results of OpenAI's batch files. */
const openaiBatch: RecordSchema = {
  id: 'openai-batch',
  fits(record) {
    if (record['custom_id'] === undefined) return lacks('custom_id');
    return batchMessages(record).length > 0 ? 0.95 : lacks('body.messages');
  },
  read(record) {
    const body = isObject(record['body']) ? record['body'] : {};
    return conversation(body, batchMessages(record), new MediaList({}));
  },
};

function batchMessages(record: Fields): FieldValue[] {
  const { body, response } = record;
  const asked = isObject(body) ? (listOf(body['messages']) ?? []) : [];
  const answer = isObject(response) && isObject(response['body']) ? listOf(response['body']['choices']) : undefined;
  return [...asked, ...(answer ?? []).map((choice) => (isObject(choice) ? choice['message'] : undefined))].filter(isMessage);
}

const CONVERSATIONS = ['conversations', 'conversation', 'items', 'messages'] as const;

/** https://github.com/lm-sys/FastChat and what followed it: `from` and `value`. */
function fitsShareGpt(record: Fields): Fit {
  const key = keyOf(record, CONVERSATIONS);
  if (key === undefined) return lacks('conversations');
  const fit = fitsMessages(record[key], key, 0.9);
  return typeof fit !== 'number' || usesFrom(listOf(record[key])) ? fit : lacks(`${key}[0].from`);
}

const sharegpt: RecordSchema = {
  id: 'sharegpt',
  fits: fitsShareGpt,
  read(record) {
    return conversation(record, listOf(look(record, CONVERSATIONS)) ?? []);
  },
};

/** https://github.com/haotian-liu/LLaVA: ShareGPT with pictures; also Qwen-VL's and InternVL's. */
const llava: RecordSchema = {
  id: 'llava',
  fits(record) {
    const fit = fitsShareGpt(record);
    if (typeof fit !== 'number') return fit;
    return new MediaList(record).isEmpty ? lacks('image') : 0.95;
  },
  read: sharegpt.read,
};

/** Open Assistant's flat files: a message a row, which names the message that it answers. https://huggingface.co/datasets/OpenAssistant/oasst1 */
const chatMessage: RecordSchema = {
  id: 'chat-message',
  fits(record) {
    if (typeof record['role'] !== 'string' || roleOf(record['role']) === 'other') return lacks('role');
    if (typeof look(record, ['text', 'content']) !== 'string') return lacks('text');
    return record['message_id'] === undefined ? 0.6 : 0.9;
  },
  read(record) {
    const media = new MediaList(record);
    return chatForm(turnsOf([record], media), media);
  },
};

/** One object or list a pair of turns, or plain texts in turn (UltraChat). */
const chatPairs: RecordSchema = {
  id: 'chat-pairs',
  fits(record) {
    const key = keyOf(record, PAIRS);
    const list = key === undefined ? undefined : listOf(record[key]);
    if (key === undefined || !list || list.length === 0 || (key === 'history' && asksItself(record))) return lacks('conversation');
    const turns = pairTurns(list);
    // Texts alone may be a list of anything: they are the weakest sign.
    return turns ? (typeof list[0] === 'string' ? 0.5 : 0.85) : lacks(`${key}[0]`);
  },
  read(record) {
    return conversation(record, pairTurns(listOf(look(record, PAIRS)) ?? []) ?? []);
  },
};

const PAIRS = ['conversation', 'conversations', 'data', 'dialog', 'dialogue', 'history', 'rounds', 'texts'] as const;
const ASKED = ['human', 'user', 'input', 'question', 'query', 'prompt', 'instruction'] as const;
const ANSWERED = ['assistant', 'gpt', 'bot', 'output', 'answer', 'response'] as const;

/** Messages of pairs; undefined where the list holds something else. */
function pairTurns(list: readonly FieldValue[]): FieldValue[] | undefined {
  const messages = list.map((item, at): readonly FieldValue[] | undefined => {
    if (typeof item === 'string') return [{ role: at % 2 === 0 ? 'user' : 'assistant', content: item }];
    if (isList(item)) {
      const [question, answer] = item;
      return item.length === 2 && typeof question === 'string' && typeof answer === 'string'
        ? [
            { role: 'user', content: question },
            { role: 'assistant', content: answer },
          ]
        : undefined;
    }
    if (!isObject(item)) return undefined;
    const [asked, answered] = [keyOf(item, ASKED), keyOf(item, ANSWERED)];
    if (asked === undefined || answered === undefined) return undefined;
    return [
      { role: asked, content: item[asked] },
      { role: answered, content: item[answered] },
    ];
  });
  return messages.every((pair) => pair !== undefined) ? messages.flat() : undefined;
}

/** https://gorilla.cs.berkeley.edu: questions as lists of messages, a list a turn of the test; possible answers in files of their own. */
const bfcl: RecordSchema = {
  id: 'bfcl',
  fits(record) {
    const question = listOf(record['question']);
    if (!question || question.length === 0) return lacks('question');
    return question.every((turn) => isList(turn) && turn.every(isMessage)) ? 0.95 : lacks('question[0]');
  },
  read(record) {
    const messages = (listOf(record['question']) ?? []).flatMap((turn) => listOf(turn) ?? []);
    return conversation(record, messages, new MediaList({}));
  },
};

/** BFCL's possible answers: calls as they may be written. */
const callAnswers: RecordSchema = {
  id: 'call-answers',
  fits(record) {
    return isList(record['ground_truth']) && typeof record['id'] === 'string' && record['question'] === undefined
      ? 0.6
      : lacks('ground_truth');
  },
  read(record) {
    const turns = (listOf(record['ground_truth']) ?? []).map((answer): Turn => {
      const named = isObject(answer) ? Object.entries(answer) : [];
      const calls = named.flatMap(([name, given]) => callsOf({ name, arguments: given }));
      const parts = calls.length > 0 ? calls : [{ kind: 'json', value: answer } as const];
      return { role: 'assistant', as: 'ground_truth', parts };
    });
    return chatForm(turns, new MediaList({}));
  },
};

/** MOSS: turns as keys of an object, each with texts by speaker. */
const moss: RecordSchema = {
  id: 'moss',
  fits(record) {
    const chat = parsed(record['chat']);
    if (!isObject(chat)) return lacks('chat');
    const turns = Object.values(chat);
    return turns.length > 0 && turns.every((turn) => isObject(turn) && turn['Human'] !== undefined) ? 0.95 : lacks('chat.turn_1.Human');
  },
  read(record) {
    const media = new MediaList({});
    const chat = parsed(record['chat']);
    const turns = Object.values(isObject(chat) ? chat : {}).flatMap((turn) => (isObject(turn) ? mossTurns(turn, media) : []));
    const meta = record['meta_instruction'];
    return chatForm(meta === undefined ? turns : [spoken('system', 'meta_instruction', meta, media), ...turns], media);
  },
};

function mossTurns(turn: Fields, media: MediaList): Turn[] {
  // `<|Human|>: text<eoh>`: the marks are the template's, not the text's.
  const clean = (value: FieldValue): string =>
    (textOf(value) ?? '')
      .replace(/^\s*<\|[^|>]*\|>:\s*/, '')
      .replace(/<eo[a-z]>\s*$/, '')
      .trim();
  return Object.entries(turn).flatMap(([who, value]): Turn[] => {
    const text = clean(value);
    if (text === '' || text === 'None') return [];
    if (who === 'Inner Thoughts') return [{ role: 'assistant', as: who, parts: [{ kind: 'reasoning', text }] }];
    if (who === 'Commands') return [{ role: 'assistant', as: who, parts: [{ kind: 'call', name: who, arguments: text }] }];
    if (who === 'Tool Responses') return [{ role: 'tool', as: who, parts: [{ kind: 'result', value: text }] }];
    return [spoken(who === 'Human' ? 'user' : 'assistant', who, text, media)];
  });
}

export const CHAT_SCHEMAS: readonly RecordSchema[] = [
  chatMessages,
  anthropicMessages,
  geminiContents,
  openaiResponses,
  openaiBatch,
  sharegpt,
  llava,
  chatPairs,
  chatMessage,
  chatTranscript,
  bfcl,
  callAnswers,
  moss,
  agentSteps,
];
