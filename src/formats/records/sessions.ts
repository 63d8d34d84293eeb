/**
 * The log of a whole session with an agent: events in a row, as Claude Code, Codex and their kin write them a line each. Shapes as the
 * readers of such logs tell them apart: https://huggingface.co/docs/hub/agent-traces
 */
import type { FieldValue } from '../../model/annotation.ts';
import { messagesOfItems } from './chat.ts';
import { MediaList } from './media.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { sessionDialect, typeOf } from './session-events.ts';
import { chatForm, spoken, turnsOf } from './turns.ts';
import { isList, isObject, listOf, textOf } from './values.ts';
import { roleWord } from './messages.ts';

export const sessionLog: RecordSchema = {
  id: 'session-log',
  fits(record) {
    const events = listOf(record['events']);
    if (!events || events.length === 0) return lacks('events');
    return sessionDialect(events.filter(isObject)) === undefined ? lacks('events[].message') : 0.95;
  },
  read(record) {
    const events = (listOf(record['events']) ?? []).filter(isObject);
    const media = new MediaList({});
    if (sessionDialect(events) === 'codex') {
      const { messages, instructions } = codexMessages(events);
      const system = instructions === undefined ? [] : [spoken('system', 'instructions', instructions, media)];
      return chatForm([...system, ...turnsOf(messages, media)], media);
    }
    return chatForm(turnsOf(spokenEvents(events), media), media);
  },
};

/** Events that say something, as messages. One answer is written a block a line: those of one id are one message. */
function spokenEvents(events: readonly Fields[]): FieldValue[] {
  const messages: Fields[] = [];
  let last: { readonly id: string; readonly content: readonly FieldValue[] } | undefined;
  for (const event of events) {
    const message = isObject(event['message']) ? event['message'] : undefined;
    if (!message) {
      if (event['type'] === 'system' && textOf(event['content']) !== undefined) messages.push({ ...event, role: 'system' });
      continue;
    }
    const id = textOf(message['id']);
    const content = isList(message['content']) ? message['content'] : undefined;
    const outer = event['timestamp'] === undefined ? {} : { timestamp: event['timestamp'] };
    const aside = event['isSidechain'] === true ? { name: 'sidechain' } : {};
    if (id !== undefined && content && last?.id === id) {
      last = { id, content: [...last.content, ...content] };
      messages[messages.length - 1] = { ...outer, ...message, ...aside, content: last.content };
      continue;
    }
    last = id !== undefined && content ? { id, content } : undefined;
    messages.push({ ...outer, ...(roleWord(message) === undefined ? { role: typeOf(event) } : {}), ...message, ...aside });
  }
  return messages;
}

/** Items of Codex. What the user wrote is told by an event; other messages of the user are context that was put in. */
function codexMessages(events: readonly Fields[]): { readonly messages: readonly FieldValue[]; readonly instructions: FieldValue } {
  const payloads = events.flatMap((event) =>
    isObject(event['payload']) ? [{ type: typeOf(event), payload: event['payload'], event }] : [],
  );
  const prompts = new Set(
    payloads.flatMap(({ type, payload }) =>
      type === 'event_msg' && payload['type'] === 'user_message' ? (textOf(payload['message']) ?? '').trim() : [],
    ),
  );
  const items = payloads.flatMap(({ type, payload, event }): Fields[] => {
    if (type !== 'response_item') return [];
    // What is thought is kept from us, but for a summary.
    if (payload['type'] === 'reasoning' && textIn(payload['summary']) === '' && textIn(payload['content']) === '') return [];
    const item = { ...payload, ...(event['timestamp'] === undefined ? {} : { timestamp: event['timestamp'] }) };
    const isContext = payload['role'] === 'user' && prompts.size > 0 && !prompts.has(textIn(payload['content']).trim());
    return [isContext ? { ...item, name: 'context' } : item];
  });
  const meta = payloads.find(({ type }) => type === 'session_meta')?.payload ?? {};
  const base = meta['base_instructions'];
  const instructions = textOf(meta['instructions']) ?? (isObject(base) ? textOf(base['text']) : textOf(base));
  if (items.length > 0) return { messages: messagesOfItems(items), instructions };
  const said = payloads.flatMap(({ payload }): Fields[] => {
    const role = /^(user|agent)_message$/.exec(typeOf(payload))?.[1];
    return role === undefined ? [] : [{ role: role === 'agent' ? 'assistant' : role, content: payload['message'] }];
  });
  return { messages: said, instructions };
}

function textIn(content: FieldValue): string {
  if (!isList(content)) return textOf(content) ?? '';
  return content.map((part) => (isObject(part) ? (textOf(part['text']) ?? '') : (textOf(part) ?? ''))).join('\n');
}
