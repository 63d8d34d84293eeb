/** What a cell of the table says of texts that are longer than a cell: their beginning, or where they say what is looked for. */
import type { TextRange } from '../base/text-pattern.ts';
import type { SpokenText } from '../model/turn-texts.ts';
import { highlighterOf, type Highlighter } from '../table/query-highlight.ts';
import type { Query } from '../table/query.ts';

/** UTF-16 units of a text that are looked through for a match. */
const LOOKED_THROUGH = 1 << 16;
/** Units of all texts of a record. */
const LOOKED_THROUGH_IN_ALL = 1 << 18;
/** Units that a narrow cell surely shows: a match further on would not be seen. */
const SEEN = 40;
/** Units that stand before a match. */
const BEFORE = 24;
/** A first sentence that is no longer makes a line of its own. */
const SENTENCE = 90;

/**
 * Marks what the query looks for, without its regular expressions: one of those may take for ever, and where they match is for the
 * page to mark.
 */
export function plainHighlighter({ clauses }: Query): Highlighter | undefined {
  return highlighterOf({ clauses: clauses.filter((clause) => clause.kind !== 'text' || clause.how !== 'regex') });
}

/** At most `length` units of the text, from its beginning, or from shortly before the first match if that stands further on. */
export function excerpt(text: string, length: number, highlight: Highlighter | undefined, column?: string): string {
  const [first] = highlight?.(text.slice(0, LOOKED_THROUGH), { column }) ?? [];
  return first && first.end > SEEN ? around(text, first, length) : text.slice(0, length);
}

function around(text: string, { start }: TextRange, length: number): string {
  const from = Math.max(0, start - BEFORE);
  if (from === 0) return text.slice(0, length);
  const piece = text.slice(from, from + length);
  // Not in the middle of a word, where words have ends, nor of a pair of surrogates.
  return `…${piece.replace(/^\S{0,12}\s+|^[\uDC00-\uDFFF]/u, '')}`;
}

/**
 * Two lines about a record: what it says first, and what comes next; where something is looked for that the first line does not show,
 * the second says where it stands.
 * @param texts that which says most first
 */
export function linesOf(
  texts: readonly SpokenText[],
  length: number,
  highlight: Highlighter | undefined,
): readonly [first: SpokenText, next: SpokenText] {
  const [{ text, by } = NO_TEXT, ...others] = texts;
  const start = text.trimStart().slice(0, LOOKED_THROUGH);
  const sentence = /^[^\n]*?(?:[.!?…](?=\s)|[。！？]|(?=\n))/u.exec(start.slice(0, SENTENCE))?.[0] ?? '';
  const first: SpokenText = { text: sentence === '' ? start.slice(0, length) : sentence, by };
  const rest = sentence === '' ? others : [{ text: start.slice(sentence.length), by }, ...others];
  const isSeen = highlight?.(first.text.slice(0, SENTENCE), { by }).length;
  const next = rest.find((other) => /\S/.test(other.text)) ?? NO_TEXT;
  const following: SpokenText = { text: next.text.trimStart().slice(0, length), by: next.by };
  if (!highlight || isSeen) return [first, following];
  let room = LOOKED_THROUGH_IN_ALL;
  for (const other of sentence === '' ? texts : rest) {
    if (room <= 0) break;
    const looked = other.text.slice(0, Math.min(room, LOOKED_THROUGH));
    room -= looked.length;
    const [match] = highlight(looked, { by: other.by });
    if (match)
      return [
        first,
        { text: match.end > SEEN ? around(other.text, match, length) : other.text.trimStart().slice(0, length), by: other.by },
      ];
  }
  return [first, following];
}

const NO_TEXT: SpokenText = { text: '', by: undefined };
