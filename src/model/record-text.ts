/** The texts of a record: what is counted, searched for terms and handed to tokenizers. */
import type { FieldValue } from './annotation.ts';
import type { Part, RecordForm, Turn, TurnRole } from './record-form.ts';

/** A text that is no text: pictures and sounds written as letters. */
const DATA = /^data:[\w/+.-]*[;,]/;
/** UTF-16 units without any blank from which a text may be such data. */
const LONG = 1024;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** Calls `each` with every text that a person reads in the record, in the order of its form. */
export function eachText(form: RecordForm, each: (text: string) => void): void {
  switch (form.kind) {
    case 'chat':
      for (const turn of form.turns) eachOfTurn(turn, each);
      return;
    case 'preference':
      for (const turn of form.prompt) eachOfTurn(turn, each);
      for (const answer of form.answers) for (const turn of answer.turns) eachOfTurn(turn, each);
      return;
    case 'qa':
      if (form.title !== undefined) each(form.title);
      for (const { context, questions } of form.passages) {
        if (context !== undefined) each(context);
        for (const { question, answers, final } of questions) {
          each(question);
          for (const { text, written = text } of answers) each(written);
          if (final !== undefined && !answers.some(({ written }) => written !== undefined)) each(final);
        }
      }
      return;
    case 'choices':
      if (form.context !== undefined) each(form.context);
      each(form.question);
      for (const { text } of form.choices) each(text);
      return;
    case 'classification':
    case 'translation':
    case 'embedding':
      for (const { text } of form.texts) each(text);
      return;
    case 'spans':
      each(form.text);
      return;
    case 'code':
      for (const { text } of form.sections) each(text);
      return;
    case 'text':
      if (form.title !== undefined) each(form.title);
      each(form.text);
  }
}

function eachOfTurn({ parts }: Turn, each: (text: string) => void): void {
  for (const part of parts) eachOfPart(part, each);
}

function eachOfPart(part: Part, each: (text: string) => void): void {
  switch (part.kind) {
    case 'text':
    case 'reasoning':
    case 'refusal':
      each(part.text);
      return;
    case 'call':
      each(part.name);
      each(asText(part.arguments));
      if (part.result) eachOfPart(part.result, each);
      return;
    case 'result':
      each(asText(part.value));
      return;
    case 'json':
      each(asText(part.value));
      return;
    case 'media':
  }
}

function asText(value: FieldValue): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? '';
}

/** Calls `each` with every text value of a record that follows no schema, nested ones too; data of pictures and sounds is none. */
export function eachString(value: FieldValue, each: (text: string) => void): void {
  if (typeof value === 'string') {
    if (!isData(value)) each(value);
  } else if (Array.isArray(value)) {
    for (const part of value as readonly FieldValue[]) eachString(part, each);
  } else if (typeof value === 'object') {
    for (const part of Object.values(value)) eachString(part, each);
  }
}

function isData(text: string): boolean {
  return DATA.test(text.slice(0, 64)) || (text.length >= LONG && BASE64.test(text));
}

/** Each text, number and word (`true`) at any depth by itself: what a search looks at. */
export function eachValue(value: FieldValue, each: (text: string) => void): void {
  if (value === undefined) return;
  if (typeof value === 'string') each(value);
  else if (typeof value !== 'object') each(String(value));
  else for (const inner of Array.isArray(value) ? (value as readonly FieldValue[]) : Object.values(value)) eachValue(inner, each);
}

/** The turns that a record reads as: a conversation, or a prompt with the first of its answers; undefined where it is neither. */
export function turnsOf(form: RecordForm): readonly Turn[] | undefined {
  if (form.kind === 'chat') return form.turns;
  if (form.kind !== 'preference') return undefined;
  const chosen = form.answers.find(({ verdict }) => verdict === 'chosen') ?? form.answers[0];
  return [...form.prompt, ...(chosen?.turns ?? [])];
}

const LETTERS: Readonly<Record<Exclude<TurnRole, 'other'>, string>> = { system: 's', user: 'u', assistant: 'a', tool: 't' };
/** UTF-16 units of the name of a speaker in a pattern. */
const NAME_LENGTH = 20;

/** Roles that we know have a letter, others their own name: never the letter of another, nor two words. */
function spelled({ role, as }: Turn): string {
  if (role !== 'other') return LETTERS[role];
  const name = as.trim().replaceAll(/\s+/g, '_').slice(0, NAME_LENGTH);
  return name.length > 1 ? name : `(${name})`;
}
/** Letters of a pattern. */
const SPELLED = 12;

/** Who speaks after whom, results of tools as `t`, roles that we do not know by name: `s u a t critic`; of long conversations the first twelve and `…`. */
export function rolePattern(turns: readonly Turn[]): string {
  const letters: string[] = [];
  for (const turn of turns) {
    letters.push(spelled(turn));
    for (const part of turn.parts) if (part.kind === 'call' && part.result) letters.push(LETTERS.tool);
    if (letters.length > SPELLED) return [...letters.slice(0, SPELLED), '…'].join(' ');
  }
  return letters.join(' ');
}

/** Whether a turn calls a tool or holds what one answered. */
export function hasTool(turns: readonly Turn[]): boolean {
  return turns.some(({ role, parts }) => role === 'tool' || parts.some(({ kind }) => kind === 'call' || kind === 'result'));
}

export function hasReasoning(turns: readonly Turn[]): boolean {
  return turns.some(({ parts }) => parts.some(({ kind }) => kind === 'reasoning'));
}
