/** Messages of any dialect as turns. */
import type { FieldValue } from '../../model/annotation.ts';
import type { CallPart, ChatForm, Part, ResultPart, Tool, Turn, TurnRole } from '../../model/record-form.ts';
import type { Region } from '../../model/region.ts';
import type { MediaList } from './media.ts';
import { pythonCalls } from './python-calls.ts';
import { callsOf, costOf, partsOf, reasoningOf, resultOf, textParts } from './parts.ts';
import { regionsOf } from './regions.ts';
import type { Fields } from './schema.ts';
import { isList, isObject, look, numberOf, parsed, textOf } from './values.ts';
import { CONTENT_KEYS, roleWord } from './messages.ts';

const ROLES: ReadonlyMap<string, TurnRole> = new Map(
  (
    [
      ['system', ['system', '系统', 'developer', 'meta_instruction', 'system_prompt']],
      [
        'user',
        [
          'user',
          '用户',
          'human',
          'prompter',
          'customer',
          'client',
          'instruction',
          'input',
          'question',
          'query',
          'prompt',
          'usr',
          'message_1',
          'problem',
        ],
      ],
      [
        'assistant',
        [
          'assistant',
          '助手',
          'gpt',
          'chatgpt',
          'bing',
          'bard',
          'claude',
          'gemini',
          'model',
          'chatbot',
          'ai',
          'bot',
          'moss',
          'answer',
          'output',
          'response',
          'completion',
          'message_2',
          'function_call',
          'tool_call',
          'solution',
          'sys',
        ],
      ],
      [
        'tool',
        [
          'tool',
          '工具',
          'function',
          'observation',
          'tool_response',
          'function_response',
          'tool_result',
          'toolresult',
          'ipython',
          'environment',
          'tool responses',
        ],
      ],
    ] as const
  ).flatMap(([role, words]) => words.map((word) => [word, role] as const)),
);
export function roleOf(word: string): TurnRole {
  return ROLES.get(word.trim().toLowerCase()) ?? 'other';
}

/** Messages in order, in turns. */
export function turnsOf(messages: readonly FieldValue[], media: MediaList): Turn[] {
  return messages.map((message) => (isObject(message) ? turnOf(message, media) : strange(message)));
}

function strange(value: FieldValue): Turn {
  return { role: 'other', as: '', parts: value === undefined ? [] : [{ kind: 'json', value }] };
}

function turnOf(message: Fields, media: MediaList): Turn {
  const as = roleWord(message) ?? '';
  const role = roleOf(as);
  const inner = message['data'];
  const content = isObject(inner) ? inner['content'] : look(message, CONTENT_KEYS);
  const name = textOf(message['name']);
  const event = message['message'];
  // Logs of sessions put the message into an event with its time.
  const cost = isObject(event) ? { ...costOf(event), ...costOf(message) } : costOf(message);
  const weight = message['weight'] ?? message['loss_weight'] ?? message['loss'] ?? message['train'];
  return {
    role,
    as,
    ...(name === undefined || role === 'tool' ? {} : { name }),
    parts: role === 'tool' ? toolParts(message, content, media) : spokenParts(as, message, content, media),
    ...(numberOf(weight) === 0 || weight === false ? { trained: false } : {}),
    ...(Object.keys(cost).length === 0 || role === 'tool' ? {} : { cost }),
  };
}

const RESULT = /tool.(result|response)|_output$/;
const RESPONSE = ['function_response', 'functionResponse'] as const;

/** A tool answers: the message itself is the result, or holds results. */
function toolParts(message: Fields, content: FieldValue, media: MediaList): Part[] {
  const holds =
    isList(content) &&
    content.some((part) => isObject(part) && (RESULT.test(textOf(part['type']) ?? '') || RESPONSE.some((key) => isObject(part[key]))));
  if (holds) return partsOf(content, media);
  // Hermes marks what the tool said within the text.
  if (typeof content === 'string' && /^\s*<tool_response>/.test(content)) return partsOf(content.trim(), media);
  const result = resultOf({ ...message, content }, media);
  // Answers to several calls in one message.
  const together = isList(result.value) ? result.value : [];
  return together.length > 0 && together.every((answer) => isObject(answer) && answer['tool_call_id'] !== undefined)
    ? together.map((answer) => resultOf(isObject(answer) ? answer : {}, media))
    : [result];
}

function spokenParts(as: string, message: Fields, content: FieldValue, media: MediaList): Part[] {
  const said = /^(function_call|tool_call)$/i.test(as) ? callsOf(content) : writtenCalls(as, content);
  const parts: Part[] = [...reasoningOf(message), ...(said.length > 0 ? said : partsOf(content, media))];
  for (const key of ['tool_calls', 'toolCalls', 'function_call'] as const) {
    const calls = message[key];
    if (calls !== undefined) parts.push(...callsOf(calls));
  }
  const refusal = textOf(message['refusal']);
  if (refusal !== undefined && refusal !== '') parts.push({ kind: 'refusal', text: refusal });
  return parts;
}

const writtenCalls = (as: string, content: FieldValue): readonly CallPart[] =>
  typeof content === 'string' && roleOf(as) === 'assistant' ? (pythonCalls(content) ?? []) : [];

/** One turn of text, for schemas that have a key for each speaker. */
export function spoken(role: TurnRole, as: string, text: FieldValue, media: MediaList): Turn {
  const found = typeof text === 'string' ? textParts(text, media) : partsOf(text, media);
  return { role, as, parts: found };
}

/** A conversation: calls have their results, media that no text names stand first, places in texts are found. */
export function chatForm(turns: readonly Turn[], media: MediaList, tools: readonly Tool[] = []): ChatForm {
  const rest = media.rest();
  const placed = rest.length === 0 ? turns : withMedia(turns, rest);
  return {
    kind: 'chat',
    turns: pairCalls(placed),
    messages: turns.length,
    ...(tools.length === 0 ? {} : { tools }),
    media: media.media,
    regions: regionsOfTurns(placed, media),
  };
}

function withMedia(turns: readonly Turn[], rest: readonly Part[]): Turn[] {
  const at = Math.max(
    0,
    turns.findIndex(({ role }) => role === 'user'),
  );
  if (turns.length === 0) return [{ role: 'user', as: '', parts: rest }];
  return turns.map((turn, i) => (i === at ? { ...turn, parts: [...rest, ...turn.parts] } : turn));
}

/** Results below their calls, by id where there is one, else in order. Turns that are empty then are gone. */
export function pairCalls(turns: readonly Turn[]): Turn[] {
  const waiting: { readonly call: CallPart; readonly answer: (result: ResultPart) => void }[] = [];
  const paired = turns.map((turn) => {
    const parts: Part[] = [];
    for (const part of turn.parts) {
      if (part.kind === 'result') {
        const byId = part.id === undefined ? -1 : waiting.findIndex(({ call }) => call.id === part.id);
        const at = byId >= 0 ? byId : waiting.findIndex(({ call }) => call.id === undefined || part.id === undefined);
        const [found] = at < 0 ? [] : waiting.splice(at, 1);
        if (found) found.answer(part);
        else parts.push(part);
        continue;
      }
      const place = parts.push(part) - 1;
      if (part.kind === 'call') waiting.push({ call: part, answer: (result) => (parts[place] = { ...part, result }) });
    }
    return { turn, parts };
  });
  return paired.filter(({ turn, parts }) => parts.length > 0 || turn.parts.length === 0).map(({ turn, parts }) => ({ ...turn, parts }));
}

function regionsOfTurns(turns: readonly Turn[], { media }: MediaList): Region[] {
  if (!media.some(({ kind }) => kind === 'image')) return [];
  const regions: Region[] = [];
  let seen: number | undefined;
  for (const { parts } of turns) {
    for (const part of parts) {
      if (part.kind === 'media' && media[part.media]?.kind === 'image') seen = part.media;
      if (part.kind === 'text') regions.push(...regionsOf(part.text, seen ?? 0));
    }
  }
  return regions;
}

/** Functions that a record offers: a list or its JSON as text, in OpenAI's, Anthropic's or Gemini's wrapping. */
export function toolsOf(value: FieldValue): Tool[] {
  const list = parsed(value);
  if (!isList(list)) return [];
  return list.flatMap((item): Tool[] => {
    if (!isObject(item)) return [];
    const declared = item['function_declarations'] ?? item['functionDeclarations'];
    if (declared !== undefined) return toolsOf(declared);
    const tool = isObject(item['function']) ? item['function'] : item;
    const name = textOf(tool['name']);
    if (name === undefined) return [];
    const description = textOf(tool['description']);
    const schema = tool['parameters'] ?? tool['input_schema'];
    return [{ name, ...(description === undefined ? {} : { description }), ...(schema === undefined ? {} : { schema }) }];
  });
}
