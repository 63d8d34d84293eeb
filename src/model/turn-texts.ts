/** The texts of conversations by who speaks them. */
import type { Part, RecordForm, Turn } from './record-form.ts';
import { eachValue } from './record-text.ts';

/**
 * Who may be asked for. What an assistant thinks (a part of its own, or `<think>` in its text) is `reasoning`, not what it says; what it
 * calls, by name and arguments, it says; what a tool answers is the tool's, also where a file puts it into a turn of the user.
 */
export const SPEAKERS = ['system', 'user', 'assistant', 'tool', 'reasoning'] as const;

/** One of `SPEAKERS`, or who speaks in a role that is none of these, by the word that its record has for it: `critic`. */
export type Speaker = string;

/** A text, and whose it is; `undefined`: nobody's that may be asked for. */
export interface SpokenText {
  readonly text: string;
  readonly by: Speaker | undefined;
}

/** Calls `each` with all that is said in a record, in its order: of preferences the prompt and every answer. Nothing where nobody speaks. */
export function eachSpoken(form: RecordForm, each: (text: string, by: Speaker) => void): void {
  if (form.kind === 'chat') for (const turn of form.turns) eachOfTurn(turn, each);
  if (form.kind !== 'preference') return;
  for (const turn of form.prompt) eachOfTurn(turn, each);
  for (const { turns } of form.answers) for (const turn of turns) eachOfTurn(turn, each);
}

/** Who says what a turn says, but for its thoughts and for what tools answer. */
export function speakerOfTurn({ role, as }: Turn): Speaker | undefined {
  return role === 'other' ? as.trim() || undefined : role;
}

/** Who speaks in a record that is none of `SPEAKERS`. */
export function ownSpeakers(form: RecordForm): Speaker[] {
  const turns =
    form.kind === 'chat'
      ? form.turns
      : form.kind === 'preference'
        ? [form.prompt, ...form.answers.map((answer) => answer.turns)].flat()
        : [];
  return turns.flatMap((turn) => (turn.role === 'other' ? (speakerOfTurn(turn) ?? []) : []));
}

/** Who says a part of a turn; of a call the call itself. */
export function speakerOfPart(part: Part, turn: Turn): Speaker | undefined {
  if (part.kind === 'reasoning') return 'reasoning';
  return part.kind === 'result' ? 'tool' : speakerOfTurn(turn);
}

function eachOfTurn(turn: Turn, each: (text: string, by: Speaker) => void): void {
  for (const part of turn.parts) {
    const by = speakerOfPart(part, turn);
    if (part.kind === 'call' && part.result) eachValue(part.result.value, (text) => each(text, 'tool'));
    if (by === undefined) continue;
    switch (part.kind) {
      case 'text':
      case 'reasoning':
      case 'refusal':
        each(part.text, by);
        break;
      case 'call':
        each(part.name, by);
        eachValue(part.arguments, (text) => each(text, by));
        break;
      case 'result':
      case 'json':
        eachValue(part.value, (text) => each(text, by));
        break;
      case 'media':
    }
  }
}
