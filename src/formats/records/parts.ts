/** What one message says, in any of the dialects: text, parts, reasoning, calls and their results. */
import type { FieldValue } from '../../model/annotation.ts';
import type { CallPart, MediaKind, Part, ResultPart } from '../../model/record-form.ts';
import { mediumOf, type MediaList } from './media.ts';
import type { Fields } from './schema.ts';
import { isList, isObject, look, parsed, textOf } from './values.ts';

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
      parts.push(...piece);
      continue;
    }
    for (const inner of pieces(piece, TOOL_TEXT, writtenTool)) {
      if (typeof inner !== 'string') parts.push(...inner);
      else if (inner.trim() !== '' || piece === text) parts.push(...media.split(inner));
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
  if (/^(tool_use|tool_call|function_call|tool-call)$/.test(type)) {
    const calls = callsOf(type === 'tool_call' && part['value'] !== undefined ? part['value'] : part);
    return calls.length > 0 ? calls : [{ kind: 'json', value: part }];
  }
  if (/^(tool_result|tool_response|function_call_output|tool-result)$/.test(type)) return [resultOf(part)];
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
  const response = part['function_response'] ?? part['functionResponse'];
  if (!isObject(response)) return undefined;
  const name = textOf(response['name']);
  return [{ kind: 'result', ...(name === undefined ? {} : { name }), value: response['response'] }];
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

/** The answer of a tool, from a message of role `tool` or from a block. */
export function resultOf(message: Fields): ResultPart {
  const id = textOf(message['tool_call_id'] ?? message['tool_use_id'] ?? message['call_id'] ?? message['toolCallId']);
  const name = textOf(message['name'] ?? message['tool_name']);
  return {
    kind: 'result',
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    value: resultValue(message['content'] ?? message['output'] ?? message['value'] ?? message['text']),
    ...(message['is_error'] === true ? { failed: true } : {}),
  };
}

/** What a tool said: blocks of text are one text, and a text that is JSON is its value. */
function resultValue(content: FieldValue): FieldValue {
  if (!isList(content)) return parsed(content);
  const texts = content.map((part) => (isObject(part) ? textOf(part['text'] ?? part['value']) : textOf(part)));
  return texts.length > 0 && texts.every((text) => text !== undefined) ? parsed(texts.join('\n')) : content;
}
