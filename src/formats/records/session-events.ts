/** What the lines of a log say of themselves: apart from the schema, so that looking at a drop loads none of the schemas. */
import type { FieldValue } from '../../model/annotation.ts';
import type { Fields } from './schema.ts';
import { isObject, textOf } from './values.ts';

/** Kinds of logs by what their events say. */
export type SessionDialect = 'claude' | 'codex' | 'events';

const CODEX_TYPES = new Set(['session_meta', 'turn_context', 'response_item', 'event_msg', 'compacted']);
const SPEAKS = new Set(['user', 'assistant', 'system']);
const HEADERS = new Set(['session', 'session_start']);

export const typeOf = (event: FieldValue): string => (isObject(event) ? (textOf(event['type']) ?? '') : '');
const isCodex = (event: Fields): boolean => CODEX_TYPES.has(typeOf(event)) && isObject(event['payload']);
const isClaude = (event: Fields): boolean =>
  SPEAKS.has(typeOf(event)) && isObject(event['message']) && (event['sessionId'] !== undefined || event['uuid'] !== undefined);

/**
 * Whether values in a row are events of one session: each says its type, and some are what only such a log has. Lines that are
 * conversations themselves are not.
 */
export function sessionDialect(values: readonly FieldValue[]): SessionDialect | undefined {
  const events = values.filter(isObject);
  if (events.length === 0 || events.length < values.length || events.some((event) => typeOf(event) === '')) return undefined;
  if (events.every(isCodex)) return 'codex';
  if (HEADERS.has(typeOf(events[0])) && events.length > 1) return events.some(({ message }) => isObject(message)) ? 'events' : undefined;
  const saying = events.filter(isClaude);
  if (saying.length === 0) return undefined;
  const sessions = new Set(events.flatMap(({ sessionId }) => textOf(sessionId) ?? []));
  return sessions.size <= 1 ? 'claude' : undefined;
}

/** What a log says of itself, for columns. */
export function sessionFacts(events: readonly FieldValue[]): Fields {
  const found = new Map<string, FieldValue>();
  const learn = (name: string, value: FieldValue): void => {
    const text = textOf(value);
    if (text !== undefined && text !== '' && !found.has(name)) found.set(name, text);
  };
  for (const event of events) {
    if (!isObject(event)) continue;
    const inner = isObject(event['payload']) ? event['payload'] : event;
    const message = isObject(event['message']) ? event['message'] : {};
    learn('session', event['sessionId'] ?? (isHeader(event) ? inner['id'] : undefined));
    learn('harness', event['harness'] ?? inner['originator']);
    learn('cwd', inner['cwd']);
    learn('branch', event['gitBranch'] ?? (isObject(inner['git']) ? inner['git']['branch'] : undefined));
    learn('model', message['model'] ?? inner['model']);
    learn('started', event['timestamp']);
    if (event['type'] === 'summary') learn('title', event['summary']);
  }
  return Object.fromEntries(found);
}

const isHeader = (event: Fields): boolean => HEADERS.has(typeOf(event)) || event['type'] === 'session_meta';
