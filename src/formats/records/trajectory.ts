/**
 * What an agent did, step by step: SWE-agent's steps (https://swe-agent.com, `.traj`), OpenHands' stream of events
 * (https://docs.all-hands.dev), and the Agent Trajectory Interchange Format (https://harborframework.com/docs/trajectory-format).
 */
import type { FieldValue } from '../../model/annotation.ts';
import type { Part, ResultPart, Turn, TurnRole } from '../../model/record-form.ts';
import { MediaList, mediumOf } from './media.ts';
import { callsOf, costOf, partsOf, resultOf } from './parts.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { chatForm, roleOf, toolsOf, turnsOf } from './turns.ts';
import { isList, isObject, keyOf, listOf, look, numberOf, parsed, textOf } from './values.ts';
import { isMessage, roleWord } from './messages.ts';

const KEYS = ['trajectory', 'steps', 'history', 'events', 'traj'] as const;
/** What a step holds; one of them alone may be anything. */
const SIGNS = ['action', 'observation', 'thought', 'tool_calls'] as const;

const isStep = (value: FieldValue): value is Fields =>
  isObject(value) && SIGNS.some((key) => value[key] !== undefined) && (value['action'] !== undefined || !isMessage(value));
/** A step whose words alone are there: who speaks, and a message. */
const isSaid = (value: FieldValue): value is Fields => isObject(value) && value['source'] !== undefined && value['message'] !== undefined;

export const agentSteps: RecordSchema = {
  id: 'agent-steps',
  fits(record) {
    const key = keyOf(record, KEYS);
    const steps = key === undefined ? undefined : listOf(record[key]);
    if (steps && steps.length > 0) {
      const wrong = steps.findIndex((step) => !isStep(step) && !isSaid(step));
      if (wrong < 0 && steps.some((step) => isStep(step))) return taskOf(record).length > 0 ? 0.92 : 0.9;
      return lacks(`${key}[${Math.max(0, wrong)}].action`);
    }
    // Where the list itself was opened each of its steps is a record.
    const own = ['action', 'observation', 'thought', 'response'].filter((name) => textOf(record[name]) !== undefined).length;
    return own >= 3 ? 0.85 : lacks('trajectory');
  },
  read(record) {
    const media = new MediaList({});
    const steps = listOf(look(record, KEYS)) ?? [record];
    const system = textOf(record['system_prompt']);
    const first: Turn[] =
      system === undefined
        ? turnsOf(taskOf(record), media)
        : [{ role: 'system', as: 'system_prompt', parts: [{ kind: 'text', text: system }] }];
    return chatForm(
      [...first, ...steps.flatMap((step) => (isObject(step) ? turnsOfStep(step, media) : []))],
      media,
      toolsOf(record['tools']),
    );
  },
};

/** SWE-agent's steps do not say what the task was: the messages that it keeps beside them do, before the first answer. */
function taskOf({ trajectory, history }: Fields): readonly FieldValue[] {
  const messages = trajectory === undefined ? undefined : listOf(history);
  if (!messages?.every(isMessage)) return [];
  const answer = messages.findIndex((message) => roleOf(roleWord(message) ?? '') === 'assistant');
  return answer < 0 ? [] : messages.slice(0, answer);
}

function turnsOfStep(step: Fields, media: MediaList): Turn[] {
  if (step['source'] === undefined) return sweTurns(step, media);
  return isObject(step['args']) || typeof step['action'] === 'string' || typeof step['observation'] === 'string'
    ? eventTurns(step, media)
    : atifTurns(step, media);
}

/** `{ thought, action, observation, execution_time }`. */
function sweTurns(step: Fields, media: MediaList): Turn[] {
  const thought = textOf(step['thought']) ?? '';
  const said = thought === '' ? (textOf(step['response']) ?? '') : thought;
  const calls = callsOf(step['tool_calls'] ?? []);
  const action = step['action'];
  const parts: Part[] = said.trim() === '' ? [] : [{ kind: 'text', text: said.trim() }];
  if (calls.length > 0) parts.push(...calls);
  else if (action !== undefined && action !== '')
    parts.push({ kind: 'call', name: 'action', arguments: typeof action === 'string' ? action.trim() : action });
  const turns: Turn[] = parts.length === 0 ? [] : [{ role: 'assistant', as: 'assistant', parts }];
  const observation = step['observation'];
  const id = calls[0]?.id;
  if (observation !== undefined) {
    const seconds = numberOf(step['execution_time']);
    const result: ResultPart = { ...resultOf({ content: observation }, media), ...(id === undefined ? {} : { id }) };
    turns.push({ role: 'tool', as: 'observation', parts: [seconds === undefined ? result : { ...result, seconds }] });
  }
  return turns;
}

const SOURCES: Readonly<Record<string, TurnRole>> = { agent: 'assistant', user: 'user', environment: 'tool', system: 'system' };

const roleOfSource = (source: FieldValue): TurnRole => SOURCES[textOf(source) ?? ''] ?? roleOf(textOf(source) ?? '');

/** What OpenHands says beside the arguments of an action. */
const ASIDE = new Set([
  'thought',
  'content',
  'hidden',
  'is_confirmed',
  'confirmation_state',
  'security_risk',
  'wait_for_response',
  'image_urls',
]);
/** Actions that only say something. */
const SAYS = new Set(['message', 'system', 'finish', 'think', 'recall']);

/** `{ id, source, action, args }`, answered by `{ cause, observation, content, extras }`. */
function eventTurns(event: Fields, media: MediaList): Turn[] {
  const as = textOf(event['source']) ?? '';
  const cost = costOf(event);
  const extra = Object.keys(cost).length === 0 ? {} : { cost };
  const call = isObject(event['tool_call_metadata']) ? textOf(event['tool_call_metadata']['tool_call_id']) : undefined;
  const observation = textOf(event['observation']);
  if (observation !== undefined) {
    const cause = call ?? textOf(event['cause']);
    const said = textOf(event['content']) ?? '';
    // The state of the agent changes all the time, and says nothing.
    if (said === '' && cause === undefined) return [];
    const extras = isObject(event['extras']) ? event['extras'] : {};
    const code = isObject(extras['metadata']) ? numberOf(extras['metadata']['exit_code']) : numberOf(extras['exit_code']);
    const shown = mediumOf('image', extras['screenshot']);
    const result: ResultPart = {
      kind: 'result',
      ...(cause === undefined ? {} : { id: cause }),
      name: observation,
      value: parsed(said),
      ...(observation === 'error' || (code !== undefined && code > 0) ? { failed: true } : {}),
      ...(shown ? { media: [media.add(shown)] } : {}),
    };
    return [{ role: 'tool', as, parts: [result] }];
  }
  const action = textOf(event['action']) ?? 'message';
  const args = isObject(event['args']) ? event['args'] : {};
  const thought = textOf(args['thought']) ?? '';
  const content = textOf(args['content']) ?? '';
  const parts: Part[] = [];
  if (thought !== '') parts.push(action === 'think' ? { kind: 'reasoning', text: thought } : { kind: 'text', text: thought });
  if (SAYS.has(action)) {
    const said = content === '' && thought === '' ? (textOf(args['final_thought']) ?? textOf(event['message']) ?? '') : content;
    if (said !== '') parts.push(...partsOf(said, media));
  } else {
    const given = Object.fromEntries(
      Object.entries(args).filter(([key, value]) => value !== undefined && (key === 'content' || !ASIDE.has(key))),
    );
    const id = call ?? textOf(event['id']);
    parts.push({ kind: 'call', ...(id === undefined ? {} : { id }), name: action, arguments: given });
  }
  const role = action === 'system' ? 'system' : roleOfSource(as);
  return parts.length === 0 ? [] : [{ role, as, parts, ...extra }];
}

/** `{ step_id, source, message, reasoning_content, tool_calls, observation: { results }, metrics }`. */
function atifTurns(step: Fields, media: MediaList): Turn[] {
  const as = textOf(step['source']) ?? '';
  const reasoning = textOf(step['reasoning_content']) ?? '';
  const parts: Part[] = reasoning === '' ? [] : [{ kind: 'reasoning', text: reasoning }];
  parts.push(...partsOf(step['message'], media));
  for (const call of listOf(step['tool_calls']) ?? []) {
    if (!isObject(call)) continue;
    const id = textOf(call['tool_call_id'] ?? call['id']);
    parts.push({
      kind: 'call',
      ...(id === undefined ? {} : { id }),
      name: textOf(call['function_name'] ?? call['name']) ?? '',
      arguments: parsed(call['arguments']),
    });
  }
  const { metrics, ...others } = step;
  const cost = costOf({ ...others, usage: metrics });
  const turns: Turn[] =
    parts.length === 0 ? [] : [{ role: roleOfSource(as), as, parts, ...(Object.keys(cost).length === 0 ? {} : { cost }) }];
  const observation = step['observation'];
  const results = isObject(observation) ? observation['results'] : undefined;
  if (!isList(results)) return turns;
  const answers = results.flatMap((result) =>
    isObject(result) ? [resultOf({ ...result, tool_call_id: result['source_call_id'] }, media)] : [],
  );
  return answers.length === 0 ? turns : [...turns, { role: 'tool', as: 'observation', parts: answers }];
}
