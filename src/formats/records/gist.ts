/** The texts of a record in the order in which one would say what it is about: for a table, where a line or two must do. */
import type { ChatForm, PreferenceForm, RecordForm, Turn } from '../../model/record-form.ts';
import { speakerOfPart, type SpokenText } from '../../model/turn-texts.ts';
import { isBare, shortJson } from '../record-cells.ts';
import type { Fields } from './schema.ts';

/** UTF-16 units of a value that is no text. */
const VALUE_LENGTH = 200;
/** Of a record that is shown as JSON: a match may stand in it. */
const RECORD_LENGTH = 4000;

/**
 * Texts of a record, that which says most first: of a conversation what the user says, then what is answered; of a passage its question.
 * Whole texts, as they stand in the record; empty ones are left out.
 */
export function gistOf(form: RecordForm): readonly SpokenText[] {
  const spoken = form.kind === 'chat' || form.kind === 'preference' ? spokenIn(form) : textsOf(form).map(unspoken);
  return spoken.filter(({ text }) => /\S/.test(text));
}

/** A text that nobody says. */
export const unspoken = (text: string): SpokenText => ({ text, by: undefined });

function spokenIn(form: ChatForm | PreferenceForm): readonly SpokenText[] {
  if (form.kind === 'chat') return fromUser(form.turns);
  return [...fromUser(lastQuestionFirst(form.prompt)), ...form.answers.flatMap(({ turns }) => turns.flatMap(textsOfTurn))];
}

/** What a record is that follows no schema: its JSON, cut; what is no object as it stands there. */
export function jsonGist(fields: Fields): string {
  const value = isBare(fields) ? fields['value'] : fields;
  return typeof value === 'string' ? value : shortJson(value, RECORD_LENGTH);
}

function textsOf(form: Exclude<RecordForm, ChatForm | PreferenceForm>): readonly string[] {
  switch (form.kind) {
    case 'qa':
      return [
        ...form.passages.flatMap(({ questions }) =>
          questions.flatMap(({ question, answers }) => [question, ...answers.map(({ text }) => text)]),
        ),
        ...form.passages.map(({ context }) => context ?? ''),
      ];
    case 'choices':
      return [
        form.question,
        form.choices.map(({ label, text }) => (label === '' ? text : `${label} ${text}`)).join(' · '),
        form.context ?? '',
      ];
    case 'classification':
      return form.texts.map(({ text }) => text);
    case 'translation':
      return form.texts.map(({ text }) => text);
    case 'spans':
      return [form.text];
    case 'code':
      return form.sections.map(({ text }) => text);
    case 'text':
      // Of a picture without a text, what is on it.
      return [form.title ?? '', form.text === '' ? form.regions.map(({ label }) => label).join(', ') : form.text];
    case 'embedding':
      return form.texts.map(({ text }) => text);
  }
}

/** What comes before the first word of the user (instructions of the system) goes to the end. */
function fromUser(turns: readonly Turn[]): readonly SpokenText[] {
  const first = turns.findIndex(({ role }) => role === 'user');
  const ordered = first <= 0 ? turns : [...turns.slice(first), ...turns.slice(0, first)];
  return ordered.flatMap(textsOfTurn);
}

/** Of a long prompt the last question is what the answers differ about. */
function lastQuestionFirst(turns: readonly Turn[]): readonly Turn[] {
  const last = turns.findLastIndex(({ role }) => role === 'user');
  return last <= 0 ? turns : [...turns.slice(last), ...turns.slice(0, last)];
}

function textsOfTurn(turn: Turn): readonly SpokenText[] {
  return turn.parts.flatMap((part): SpokenText[] => {
    const by = speakerOfPart(part, turn);
    switch (part.kind) {
      case 'text':
      case 'refusal':
      case 'reasoning':
        return [{ text: part.text, by }];
      case 'call':
        return [
          { text: `${part.name} ${valueText(part.arguments)}`, by },
          ...(part.result ? [{ text: valueText(part.result.value), by: 'tool' as const }] : []),
        ];
      case 'result':
      case 'json':
        return [{ text: valueText(part.value), by }];
      case 'media':
        return [];
    }
  });
}

function valueText(value: Parameters<typeof shortJson>[0]): string {
  return typeof value === 'string' ? value : shortJson(value, VALUE_LENGTH);
}
