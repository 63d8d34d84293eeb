/**
 * Search by who speaks: `assistant:"I cannot"`, `user:word:refund`, `tool:/timed? out/i`. A field of the query that no column has the name
 * of and that is the word for a speaker is about what that speaker says in a conversation; `@user` says so where there is a column `user`.
 */
import { SPEAKERS, type Speaker } from '../model/turn-texts.ts';
import { columnOfField } from './query-normal.ts';
import type { Clause, Query } from './query.ts';

/** What speakers are called in queries, in the languages of the page. */
const WORDS: ReadonlyMap<string, Speaker> = new Map<string, Speaker>([
  ...SPEAKERS.map((speaker) => [speaker, speaker] as const),
  ['系统', 'system'],
  ['用户', 'user'],
  ['助手', 'assistant'],
  ['工具', 'tool'],
  ['推理', 'reasoning'],
]);

/** The speaker that a field is about, whatever columns there are: of `@user`. */
export function speakerOf(field: string | undefined): Speaker | undefined {
  if (field === undefined || field.length < 2 || !field.startsWith('@')) return undefined;
  const name = field.slice(1);
  return WORDS.get(name) ?? name;
}

/** What the query bar calls a speaker. */
export function fieldOfSpeaker(speaker: Speaker, isColumn: (name: string) => boolean): string {
  return isColumn(speaker) || columnOfField(speaker) === undefined ? `@${speaker}` : speaker;
}

/**
 * The query with every speaker called by its own name (`@user`): what a word means depends on the columns.
 * @param own speakers of the records by the words that these have for them
 */
export function withSpeakers(query: Query, isColumn: (name: string) => boolean, own: readonly Speaker[] = []): Query {
  const clauses = query.clauses.map((clause) => named(clause, isColumn, own));
  return clauses.every((clause, i) => clause === query.clauses[i]) ? query : { clauses };
}

function named(clause: Clause, isColumn: (name: string) => boolean, own: readonly Speaker[]): Clause {
  if ((clause.kind !== 'text' && clause.kind !== 'value') || clause.field === undefined) return clause;
  const { field } = clause;
  // A column may be called `@type`.
  if (isColumn(field) && field.startsWith('@') && !WORDS.has(field.slice(1))) return { ...clause, field: `.${field}` };
  const speaker = speakerOf(field) ?? (isColumn(field) ? undefined : (WORDS.get(field) ?? ownName(field, own)));
  return speaker === undefined || field === `@${speaker}` ? clause : { ...clause, field: `@${speaker}` };
}

function ownName(field: string, own: readonly Speaker[]): Speaker | undefined {
  return own.includes(field) && columnOfField(field) !== undefined ? field : undefined;
}
