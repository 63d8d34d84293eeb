/** Which words of two texts differ. */
import { diffArrays } from 'diff';

/** A run of words; `differs`: the other text does not have it there. */
export interface DiffPiece {
  readonly text: string;
  readonly differs: boolean;
  /** UTF-16 units from the start. */
  readonly at: number;
}

export interface WordDiff {
  readonly a: readonly DiffPiece[];
  readonly b: readonly DiffPiece[];
  /** 0 to 1: letters that both have, of the longer one's. */
  readonly common: number;
}

/** Past so many words, or steps, a comparison says little and takes long. */
const MOST_WORDS = 20_000;
const MOST_EDITS = 4_000;
/** Milliseconds after which a comparison is given up: the page answers nobody meanwhile. */
const LONGEST = 30;
const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Less than this in common, and all is mark. */
const LEAST_COMMON = 0.15;

/** Whether marks of these comparisons, one a turn, would say nothing: hardly a word is the same. */
export function isUnlike(diffs: readonly (WordDiff | undefined)[]): boolean {
  return diffs.some((diff) => diff !== undefined && diff.common < LEAST_COMMON);
}

/** Both texts in pieces; undefined where they are too long or have nothing in common. */
export function wordDiff(a: string, b: string): WordDiff | undefined {
  const [left, right] = [segments(a), segments(b)];
  if (left.length + right.length > MOST_WORDS) return undefined;
  const changes = diffArrays(left, right, { maxEditLength: MOST_EDITS, timeout: LONGEST });
  if (!changes?.some(({ added, removed, value }) => !added && !removed && value.some((word) => word.trim() !== ''))) return undefined;
  const letters = (run: readonly string[]): number => run.reduce((sum, word) => sum + (/[\p{L}\p{N}]/u.test(word) ? word.length : 0), 0);
  const same = changes.reduce((sum, { added, removed, value }) => sum + (added || removed ? 0 : letters(value)), 0);
  return {
    common: same / Math.max(1, letters(left), letters(right)),
    a: pieces(changes.filter(({ added }) => !added).map(({ value, removed }) => ({ text: value.join(''), differs: removed }))),
    b: pieces(changes.filter(({ removed }) => !removed).map(({ value, added }) => ({ text: value.join(''), differs: added }))),
  };
}

function segments(text: string): string[] {
  return Array.from(words.segment(text), ({ segment }) => segment);
}

function pieces(runs: readonly { readonly text: string; readonly differs: boolean }[]): DiffPiece[] {
  let at = 0;
  return runs.map((run) => {
    const piece = { ...run, at };
    at += run.text.length;
    return piece;
  });
}
