/** What of a text a query is about: for marking it where the text is shown. */
import { textMatcher, type TextMatcher, type TextPattern, type TextRange } from '../base/text-pattern.ts';
import { columnOfField } from './query-normal.ts';
import type { Query, TextClause } from './query.ts';

/** Where matches stand in the text of a column (absent: of no column in particular): ascending, without overlap, at most `most` a clause. */
export type Highlighter = (text: string, column?: string, most?: number) => readonly TextRange[];

/** How a clause's text is looked for. */
export function patternOf({ text, how, flags }: Pick<TextClause, 'text' | 'how' | 'flags'>): TextPattern {
  return { how: how === 'case' ? 'exact' : (how ?? 'part'), text, ...(flags === undefined ? {} : { flags }) };
}

interface Wanted {
  /** Column that alone counts. */
  readonly column: string | undefined;
  readonly matcher: TextMatcher;
}

const MOST = 1_000;
const NOTHING: readonly TextRange[] = [];

/**
 * Marks what a query looks for in texts; what it excludes is nowhere to be marked. `undefined`: it looks for no text.
 * @param isColumnUnknown a text of no column in particular may be of any: what is looked for in one column counts there too
 */
export function highlighterOf(query: Query, isColumnUnknown = false): Highlighter | undefined {
  const wanted = query.clauses.flatMap((clause): Wanted[] => {
    if (clause.kind === 'text' && !clause.negated) {
      return [{ column: clause.field === undefined ? undefined : columnOfField(clause.field), matcher: textMatcher(patternOf(clause)) }];
    }
    const column = clause.kind === 'value' && !clause.negated ? columnOfField(clause.field) : undefined;
    if (column === undefined || clause.kind !== 'value') return [];
    return clause.values.map((text) => ({ column, matcher: textMatcher({ how: 'part', text }) }));
  });
  if (wanted.length === 0) return undefined;
  return (text, column, most = MOST) => {
    const found = wanted.flatMap(({ column: only, matcher }) =>
      only === undefined || only === column || (isColumnUnknown && column === undefined) ? matcher.ranges(text, most) : [],
    );
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
