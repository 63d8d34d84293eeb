/** What a message is, and where records keep them: apart from what reads them, so that looking at a drop loads none of it. */
import type { FieldValue } from '../../model/annotation.ts';
import type { Fields } from './schema.ts';
import { isList, isObject, listOf, look, textOf } from './values.ts';

const ROLE_KEYS = ['role', 'from', 'speaker', 'sender', 'type'] as const;
export const CONTENT_KEYS = ['content', 'value', 'text', 'message', 'parts', 'data', 'system_prompt'] as const;

/** The word that says who speaks in a message. */
export function roleWord(message: Fields): string | undefined {
  const author = message['author'];
  return textOf(look(message, ROLE_KEYS)) ?? (isObject(author) ? textOf(author['role']) : undefined);
}

/** Whether a value is a message: it says who speaks, and something. */
export function isMessage(value: FieldValue): value is Fields {
  if (!isObject(value) || roleWord(value) === undefined) return false;
  return [...CONTENT_KEYS, 'tool_calls', 'function_call', 'reasoning_content', 'refusal'].some((key) => Object.hasOwn(value, key));
}

/** Keys of a list of messages. */
export const MESSAGES = [
  'messages',
  'conversation',
  'conversations',
  'thread',
  'dialog',
  'dialogue',
  'history',
  'chat',
  'trajectory',
] as const;

/** The list of messages of a record and its key, where it has one. */
export function messagesIn(record: Fields): { readonly key: string; readonly messages: readonly FieldValue[] } | undefined {
  for (const key of MESSAGES) {
    const messages = Object.hasOwn(record, key) ? listOf(record[key]) : undefined;
    if (messages && messages.length > 0 && messages.every(isMessage)) return { key, messages };
  }
  return undefined;
}

/** A record that is a list because conversations are packed so. */
export function isPacked(value: FieldValue): boolean {
  if (!isList(value) || value.length === 0) return false;
  return value.every(isMessage) || value.every((sample) => isObject(sample) && messagesIn(sample) !== undefined);
}
