/** What of a text a query is about: for marking it where the text is shown. */
import { textMatcher, type TextMatcher, type TextPattern, type TextRange } from '../base/text-pattern.ts';
import type { Speaker } from '../model/turn-texts.ts';
import { columnOfField } from './query-normal.ts';
import { speakerOf } from './query-speaker.ts';
import type { Query, TextClause } from './query.ts';

/** Whose a text is: of a column, said by somebody; of nobody and no column in particular. */
export interface TextOf {
  readonly column?: string | undefined;
  readonly by?: Speaker | undefined;
}

/** Where matches stand in a text: ascending, without overlap, at most `most` a clause. */
export type Highlighter = (text: string, of?: TextOf, most?: number) => readonly TextRange[];

/** How a clause's text is looked for. */
export function patternOf({ text, how, flags }: Pick<TextClause, 'text' | 'how' | 'flags'>): TextPattern {
  return { how: how === 'case' ? 'exact' : (how ?? 'part'), text, ...(flags === undefined ? {} : { flags }) };
}

interface Wanted {
  /** Column that alone counts. */
  readonly column: string | undefined;
  /** Who alone counts. */
  readonly by: Speaker | undefined;
  readonly matcher: TextMatcher;
}

const MOST = 1_000;
const NOTHING: readonly TextRange[] = [];

/**
 * Marks what a query looks for in texts; what it excludes is nowhere to be marked. `undefined`: it looks for no text.
 * @param query with speakers by their own names (`withSpeakers`)
 * @param isColumnUnknown a text of no column in particular may be of any: what is looked for in one column counts there too
 */
export function highlighterOf(query: Query, isColumnUnknown = false): Highlighter | undefined {
  const wanted = query.clauses.flatMap((clause): Wanted[] => {
    if ((clause.kind !== 'text' && clause.kind !== 'value') || clause.negated) return [];
    const by = speakerOf(clause.field);
    const column = clause.field === undefined ? undefined : columnOfField(clause.field);
    if (clause.kind === 'text') return [{ column, by, matcher: textMatcher(patternOf(clause)) }];
    if (column === undefined && by === undefined) return [];
    return clause.values.map((text) => ({ column, by, matcher: textMatcher({ how: 'part', text }) }));
  });
  if (wanted.length === 0) return undefined;
  return (text, of = {}, most = MOST) => {
    const found = wanted.flatMap(({ column, by, matcher }) => {
      const counts =
        by === undefined ? column === undefined || column === of.column || (isColumnUnknown && of.column === undefined) : by === of.by;
      return counts ? matcher.ranges(text, most) : [];
    });
    return found.length === 0 ? NOTHING : merged(found);
  };
}

/** Ranges that touch are one. */
function merged(ranges: TextRange[]): TextRange[] {
  ranges.sort((a, b) => a.start - b.start || a.end - b.end);
  const apart: { start: number; end: number }[] = [];
  for (const { start, end } of ranges) {
    const last = apart.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else apart.push({ start, end });
  }
  return apart;
}
