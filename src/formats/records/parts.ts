/** What one message says, in any of the dialects: text, parts, reasoning, calls and their results. */
import { addAll } from '../../base/add-all.ts';
import type { FieldValue } from '../../model/annotation.ts';
import type { CallPart, MediaKind, Part, ResultPart, TurnCost } from '../../model/record-form.ts';
import { mediumOf, type MediaList } from './media.ts';
import type { Fields } from './schema.ts';
import { isList, isObject, look, numberOf, parsed, textOf } from './values.ts';

const THINKING = /<(think|thinking|reasoning)>([\s\S]*?)(?:<\/\1>|$)/g;
const TOOL_TEXT = /<(tool_call|tool_response)>\s*([\s\S]*?)\s*<\/\1>/g;
const REASONING = ['reasoning_content', 'reasoning', 'thinking', 'reasoningContent', 'thought'] as const;

/** Parts of a content: a text, a list of parts, or an object around one. */
export function partsOf(content: FieldValue, media: MediaList): Part[] {
  if (content === undefined || content === '') return [];
  if (typeof content === 'string') return textParts(content, media);
  if (isList(content)) return content.flatMap((part) => (typeof part === 'string' ? textParts(part, media) : partOf(part, media)));
  if (isObject(content)) {
    const inner = content['parts'] ?? content['content'];
    if (isList(inner)) return partsOf(inner, media);
    return partOf(content, media);
  }
  return [{ kind: 'json', value: content }];
}

/** A text with media, reasoning, and calls that are written in it. */
export function textParts(text: string, media: MediaList): Part[] {
  const parts: Part[] = [];
  for (const piece of pieces(text, THINKING, ([, , inner = '']): Part[] => [{ kind: 'reasoning', text: inner.trim() }])) {
    if (typeof piece !== 'string') {
      addAll(parts, piece);
      continue;
    }
    for (const inner of pieces(piece, TOOL_TEXT, writtenTool)) {
      if (typeof inner !== 'string') addAll(parts, inner);
      else if (inner.trim() !== '' || piece === text) addAll(parts, media.split(inner));
    }
  }
  return parts.filter((part) => part.kind !== 'reasoning' || part.text !== '');
}

/** `<tool_call>` and `<tool_response>` as Hermes and Qwen write them; undefined where what is inside is something else. */
function writtenTool([, tag, inner = '']: RegExpMatchArray): Part[] | undefined {
  const value = parsed(inner);
  if (tag === 'tool_response') return [{ kind: 'result', value }];
  const calls = callsOf(value);
  return calls.length === 0 ? undefined : calls;
}

/** A text cut at the matches that `read` takes. */
function pieces(text: string, pattern: RegExp, read: (match: RegExpMatchArray) => Part[] | undefined): (string | Part[])[] {
  const found: (string | Part[])[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const parts = read(match);
    if (!parts) continue;
    if (match.index > from) found.push(text.slice(from, match.index));
    found.push(parts);
    from = match.index + match[0].length;
  }
  if (from < text.length || found.length === 0) found.push(text.slice(from));
  return found;
}

const MEDIA_TYPES: readonly (readonly [RegExp, MediaKind])[] = [
  [/image|img/, 'image'],
  [/video/, 'video'],
  [/audio/, 'audio'],
  [/file|docum/, 'file'],
];

function partOf(part: FieldValue, media: MediaList): Part[] {
  if (!isObject(part)) return part === undefined ? [] : [{ kind: 'json', value: part }];
  const type = textOf(part['type'])?.toLowerCase() ?? '';
  const text = textOf(part['text'] ?? part['value'] ?? part['content']);
  if (/thinking|reasoning/.test(type) || part['thought'] === true) {
    const summary = isList(part['summary'])
      ? part['summary'].map((item) => (isObject(item) ? textOf(item['text']) : textOf(item)) ?? '')
      : [];
    const reasoning = textOf(part['thinking']) ?? text ?? summary.join('\n');
    return reasoning === '' ? [{ kind: 'json', value: part }] : [{ kind: 'reasoning', text: reasoning }];
  }
  if (type === 'redacted_thinking') return [{ kind: 'json', value: part }];
  if (/^(tool_use|server_tool_use|mcp_tool_use|tool_call|function_call|custom_tool_call|mcp_call|tool-?call)$/.test(type)) {
    const calls = callsOf(type === 'tool_call' && part['value'] !== undefined ? part['value'] : part);
    return calls.length > 0 ? calls : [{ kind: 'json', value: part }];
  }
  if (/^(\w*tool_result|tool_response|\w+_call_output|tool-result)$/.test(type)) return [resultOf(part, media)];
  if (type === 'refusal') return [{ kind: 'refusal', text: textOf(part['refusal']) ?? text ?? '' }];
  const gemini = geminiPart(part, media);
  if (gemini) return gemini;
  const kind = MEDIA_TYPES.find(([pattern]) => pattern.test(type))?.[1];
  if (kind) {
    const medium = mediumOf(kind, part[type] ?? part[`${kind}_url`] ?? part[`input_${kind}`] ?? part);
    const row = medium ? media.add(medium) : media.take(kind);
    return row === undefined ? [{ kind: 'json', value: part }] : [{ kind: 'media', media: row }];
  }
  return text === undefined ? [{ kind: 'json', value: part }] : textParts(text, media);
}

/** Gemini's parts have no type: the key says it. */
function geminiPart(part: Fields, media: MediaList): Part[] | undefined {
  const data = part['inline_data'] ?? part['inlineData'] ?? part['file_data'] ?? part['fileData'];
  if (isObject(data)) {
    const type = textOf(data['mime_type'] ?? data['mimeType']) ?? '';
    const kind = MEDIA_TYPES.find(([pattern]) => pattern.test(type))?.[1] ?? 'file';
    const medium = mediumOf(kind, data);
    return medium ? [{ kind: 'media', media: media.add(medium) }] : undefined;
  }
  const call = part['function_call'] ?? part['functionCall'];
  if (isObject(call)) return callsOf(call);
  const code = part['executable_code'] ?? part['executableCode'];
  if (isObject(code)) return [{ kind: 'call', name: textOf(code['language'])?.toLowerCase() ?? 'code', arguments: code['code'] }];
  const ran = part['code_execution_result'] ?? part['codeExecutionResult'];
  if (isObject(ran)) return [{ kind: 'result', value: ran['output'], ...(ran['outcome'] === 'OUTCOME_OK' ? {} : { failed: true }) }];
  const response = part['function_response'] ?? part['functionResponse'];
  if (!isObject(response)) return undefined;
  const name = textOf(response['name']);
  const id = textOf(response['id']);
  return [{ kind: 'result', ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }), value: response['response'] }];
}

/** Everything beside the content that a message of an assistant may say. */
export function reasoningOf(message: Fields): Part[] {
  const text = textOf(look(message, REASONING));
  return text === undefined || text === '' ? [] : [{ kind: 'reasoning', text }];
}

/** Calls in whatever wrapping: one, a list, `function` around name and arguments, JSON as text. */
export function callsOf(value: FieldValue): CallPart[] {
  const found = parsed(value);
  if (isList(found)) return found.flatMap((call) => callsOf(call));
  if (!isObject(found)) return [];
  const inner = isObject(found['function']) ? found['function'] : found;
  const name = textOf(inner['name']);
  if (name === undefined) return [];
  const id = textOf(found['id'] ?? found['call_id'] ?? found['toolCallId']);
  const given = inner['arguments'] ?? inner['input'] ?? inner['args'] ?? inner['parameters'];
  return [{ kind: 'call', ...(id === undefined ? {} : { id }), name, arguments: parsed(given) }];
}

/** The answer of a tool, from a message of role `tool` or from a block. Pictures in it are drawn with it. */
export function resultOf(message: Fields, media: MediaList): ResultPart {
  const id = textOf(message['tool_call_id'] ?? message['tool_use_id'] ?? message['call_id'] ?? message['toolCallId']);
  const name = textOf(message['name'] ?? message['tool_name']);
  const { seconds } = costOf(message);
  const { value, pictures } = resultValue(message['content'] ?? message['output'] ?? message['value'] ?? message['text'], media);
  return {
    kind: 'result',
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    value,
    ...(message['is_error'] === true || message['status'] === 'error' || message['status'] === 'failed' ? { failed: true } : {}),
    ...(seconds === undefined ? {} : { seconds }),
    ...(pictures.length === 0 ? {} : { media: pictures }),
  };
}

/** What a tool said: blocks of text are one text, and a text that is JSON is its value; pictures stand apart. */
function resultValue(content: FieldValue, media: MediaList): { readonly value: FieldValue; readonly pictures: readonly number[] } {
  if (!isList(content)) return isObject(content) ? objectResult(content, media) : { value: parsed(content), pictures: [] };
  const texts: string[] = [];
  const pictures: number[] = [];
  const others: FieldValue[] = [];
  for (const block of content) {
    const text = isObject(block) ? textOf(block['text'] ?? block['value']) : textOf(block);
    const type = isObject(block) ? textOf(block['type']) : undefined;
    const kind = MEDIA_TYPES.find(([pattern]) => pattern.test(type?.toLowerCase() ?? ''))?.[1];
    const medium = kind && isObject(block) ? mediumOf(kind, block['source'] ?? block[type ?? ''] ?? block) : undefined;
    if (medium) pictures.push(media.add(medium));
    else if (text !== undefined) texts.push(text);
    else others.push(block);
  }
  if (others.length > 0) return { value: pictures.length === 0 ? content : [...texts, ...others], pictures };
  return { value: texts.length === 0 && pictures.length > 0 ? undefined : parsed(texts.join('\n')), pictures };
}

/** OpenAI's computer answers with a picture of its screen. */
function objectResult(content: Fields, media: MediaList): { readonly value: FieldValue; readonly pictures: readonly number[] } {
  const medium = /screenshot|image/.test(textOf(content['type']) ?? '') ? mediumOf('image', content) : undefined;
  return medium ? { value: undefined, pictures: [media.add(medium)] } : { value: content, pictures: [] };
}

const USAGE = ['usage', 'usage_metadata', 'usageMetadata', 'token_usage', 'llm_metrics'] as const;
const IN = ['input_tokens', 'prompt_tokens', 'promptTokenCount', 'inputTokens'] as const;
const OUT = ['output_tokens', 'completion_tokens', 'candidatesTokenCount', 'outputTokens'] as const;
const SECONDS = ['duration', 'execution_time', 'latency', 'elapsed', 'duration_seconds', 'latency_seconds'] as const;
const MILLISECONDS = ['duration_ms', 'durationMs', 'latency_ms', 'elapsed_ms', 'execution_time_ms', 'response_time_ms'] as const;
const TIME = ['timestamp', 'created_at', 'createdAt', 'time', 'date'] as const;

/** Keys of messages that say nothing of what they took: most have no others. */
const WITHOUT_COST: ReadonlySet<string> = new Set([
  'role',
  'content',
  'from',
  'value',
  'speaker',
  'text',
  'name',
  'weight',
  'tool_calls',
  'tool_call_id',
]);

/** What a message took, as far as it says. */
export function costOf(message: Fields): TurnCost {
  if (Object.keys(message).every((key) => WITHOUT_COST.has(key))) return {};
  const said = look(message, USAGE);
  const usage = isObject(said) ? said : {};
  const tokensIn = numberOf(look(usage, IN));
  const tokensOut = numberOf(look(usage, OUT));
  const milliseconds = numberOf(look(message, MILLISECONDS));
  const seconds = milliseconds === undefined ? numberOf(look(message, SECONDS)) : milliseconds / 1000;
  const model = textOf(message['model'] ?? message['model_name']);
  const at = textOf(look(message, TIME));
  return {
    ...(seconds === undefined ? {} : { seconds }),
    ...(tokensIn === undefined ? {} : { tokensIn }),
    ...(tokensOut === undefined ? {} : { tokensOut }),
    ...(model === undefined ? {} : { model }),
    ...(at === undefined ? {} : { at }),
  };
}
