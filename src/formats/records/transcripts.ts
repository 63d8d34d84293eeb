/** Conversations that are one text: marks in it say who speaks. */
import type { Turn, TurnRole } from '../../model/record-form.ts';
import { MediaList } from './media.ts';
import { callsOf, textParts } from './parts.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { chatForm, roleOf, spoken } from './turns.ts';
import { keyOf, look, parsed, textOf } from './values.ts';

/** Each with the word of the speaker in its first group. */
const MARKS: readonly RegExp[] = [
  // HH-RLHF
  /(?:^|\n\n)(Human|Assistant|H|A|User|System|问|答): ?/g,
  // Glaive
  /(?:^|\n+)(SYSTEM|USER|ASSISTANT|FUNCTION RESPONSE): ?/g,
  // Guanaco, and the prompts that Alpaca's records are rendered to
  /(?:^|\n*)### ?(Human|Assistant|System|User|Instruction|Input|Response): ?\n?/g,
  // ChatML, Llama 3
  /<\|im_start\|>([\w ]{1,40})\n/g,
  /(?:<\|begin_of_text\|>)?<\|start_header_id\|>([\w ]{1,40})<\|end_header_id\|>\n*/g,
];
/** What ends a turn in some of them. */
const ENDS = /\s*(?:<\|(?:im_end|eot_id|endoftext|end_of_text)\|>\s*)+$/;
const SHORT: Readonly<Record<string, TurnRole>> = { H: 'user', 问: 'user', A: 'assistant', 答: 'assistant', 'FUNCTION RESPONSE': 'tool' };
/** What Alpaca's prompts begin with. */
const HEAD = /^Below is an instruction[^#]*/;

/** A text as the turns that its marks cut it into; undefined where it is just a text. */
export function transcript(text: string, media: MediaList): Turn[] | undefined {
  const head = HEAD.exec(text)?.[0] ?? /^\s*(?:SYSTEM: ?)?/.exec(text)?.[0] ?? '';
  for (const pattern of MARKS) {
    const marks = [...text.matchAll(pattern)];
    if (marks.length < 2 || (marks[0]?.index ?? 1) > head.length) continue;
    return marks.map((mark, at) => said(mark[1] ?? '', text.slice(mark.index + mark[0].length, marks[at + 1]?.index), media));
  }
  return undefined;
}

/** As `transcript`, for a prompt: it may end with the mark of who is to answer. */
export function promptTranscript(text: string, media: MediaList): Turn[] | undefined {
  const turns = transcript(text, media);
  const last = turns?.at(-1);
  return turns && last && last.role === 'assistant' && isSilent(last) ? turns.slice(0, -1) : turns;
}

const isSilent = ({ parts }: Turn): boolean => parts.every((part) => part.kind === 'text' && part.text.trim() === '');

function said(who: string, written: string, media: MediaList): Turn {
  const role = SHORT[who] ?? roleOf(who);
  const text = written.replace(ENDS, '');
  if (role === 'tool') return { role, as: who, parts: [{ kind: 'result', value: parsed(text.trim()) }] };
  const call = /^([\s\S]*?)<functioncall>\s*(\{[\s\S]*\})\s*$/.exec(text);
  const calls = call ? callsOf(call[2]) : [];
  if (calls.length === 0) return spoken(role, who, text, media);
  const before = call?.[1]?.trim() ?? '';
  return { role, as: who, parts: [...(before === '' ? [] : textParts(before, media)), ...calls] };
}

const KEYS = ['chat', 'transcript', 'conversation', 'dialogue', 'text'] as const;

function turnsIn(record: Fields, media: MediaList): { readonly key: string; readonly turns: readonly Turn[] } | undefined {
  const key = keyOf(record, KEYS);
  const text = key === undefined ? undefined : record[key];
  const turns = typeof text === 'string' ? transcript(text, media) : undefined;
  return key === undefined || !turns || turns.length < 2 ? undefined : { key, turns };
}

/** A text that a template was filled with: Guanaco, Glaive, ChatML, Llama 3. */
export const chatTranscript: RecordSchema = {
  id: 'chat-transcript',
  fits(record) {
    const found = turnsIn(record, new MediaList({}));
    if (!found) return lacks('text: Human:');
    // A text with a class is read for its class.
    return found.key === 'text' ? 0.65 : 0.8;
  },
  read(record) {
    const media = new MediaList(record);
    const system = (textOf(look(record, ['system'])) ?? '').replace(/^SYSTEM:\s*/, '');
    const first = system === '' ? [] : [spoken('system', 'system', system, media)];
    return chatForm([...first, ...(turnsIn(record, media)?.turns ?? [])], media);
  },
};
