import { costOf, isQuickOn, type ExpressionCost } from './expression-cost.ts';

/**
 * What is looked for in a text, and where it is found: the one meaning that search, filters and highlights share.
 *
 * - `part`: anywhere, without regard to case or to how accents are composed (`É`, `é` and `e` + U+0301 with each other).
 * - `exact`: anywhere, in this very case.
 * - `word`: as `part`, but not inside a longer word. In scripts written without spaces between words (Chinese, Japanese, Thai, …) words are
 *   those that the browser's dictionaries tell apart.
 * - `regex`: a regular expression of JavaScript with Unicode rules; `flags` may hold `i`, `m` and `s`.
 */
export interface TextPattern {
  readonly how: 'part' | 'exact' | 'word' | 'regex';
  readonly text: string;
  readonly flags?: string;
}

/** Where a match stands: UTF-16 units, `end` exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface TextMatcher {
  test(text: string): boolean;
  /** Matches that do not overlap. */
  count(text: string): number;
  /** Where they stand in the text as it is, at most `most` of them. None of an expression that may take long: marks are not worth a wait. */
  ranges(text: string, most?: number): TextRange[];
}

/**
 * How texts are compared when case does not matter: composed, and by Unicode's simple case folding, character by character. So `ß` is `ẞ` but not
 * `ss`, the Greek sigmas are one, `İ` is an i with a dot above and `ı` a letter of its own. Alone U+0345, a mark, stays what it is.
 * https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt
 */
export function foldCase(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(VARIANT, (letter) => FOLDED[letter] ?? letter);
}

/** Small letters that are another one in other places: at the end of a word, in old prints, as signs. */
const FOLDED: Readonly<Record<string, string>> = {
  µ: 'μ',
  ſ: 's',
  ς: 'σ',
  ϐ: 'β',
  ϑ: 'θ',
  ϕ: 'φ',
  ϖ: 'π',
  ϰ: 'κ',
  ϱ: 'ρ',
  ϵ: 'ε',
  ẛ: 'ṡ',
  ᲀ: 'в',
  ᲁ: 'д',
  ᲂ: 'о',
  ᲃ: 'с',
  ᲄ: 'т',
  ᲅ: 'т',
  ᲆ: 'ъ',
  ᲇ: 'ѣ',
  ᲈ: 'ꙋ',
};
const VARIANT = /[µſςϐϑϕϖϰϱϵẛ\u1c80-\u1c88]/g;

/** Never matches. */
const NOTHING: TextMatcher = { test: () => false, count: () => 0, ranges: () => [] };

/** A pattern that is no regular expression, or is empty, matches nothing. */
export function textMatcher(pattern: TextPattern): TextMatcher {
  if (pattern.text === '') return NOTHING;
  switch (pattern.how) {
    case 'regex': {
      const regex = regexOf(pattern);
      return regex ? regexMatcher(regex, costOf(pattern.text)) : NOTHING;
    }
    case 'exact':
      return partMatcher(pattern.text.normalize('NFC'), (text) => text.normalize('NFC'), undefined);
    case 'word':
      return partMatcher(foldCase(pattern.text), foldCase, isWholeWord);
    case 'part':
      return partMatcher(foldCase(pattern.text), foldCase, undefined);
  }
}

/** The pattern's expression; undefined where it is none. */
export function regexOf({ text, flags = '' }: TextPattern): RegExp | undefined {
  try {
    return new RegExp(text, `gu${flags.replaceAll(/[^ims]/g, '')}`);
  } catch {
    return undefined;
  }
}

function regexMatcher(regex: RegExp, cost: ExpressionCost): TextMatcher {
  return {
    test(text) {
      regex.lastIndex = 0;
      return regex.test(text);
    },
    count: (text) => {
      let matches = 0;
      for (const match of text.matchAll(regex)) if (match[0] !== '') matches += 1;
      // An expression that matches nothing at all (`x*`) is there once.
      return matches > 0 ? matches : Number(new RegExp(regex).test(text));
    },
    ranges(text, most = Infinity) {
      const ranges: TextRange[] = [];
      if (!isQuickOn(cost, text)) return ranges;
      for (const match of text.matchAll(regex)) {
        if (ranges.length >= most) break;
        if (match[0] !== '') ranges.push({ start: match.index, end: match.index + match[0].length });
      }
      return ranges;
    },
  };
}

type Fits = (text: string, start: number, end: number) => boolean;

function partMatcher(wanted: string, fold: (text: string) => string, fits: Fits | undefined): TextMatcher {
  function next(folded: string, from: number): number {
    let at = folded.indexOf(wanted, from);
    while (at >= 0 && fits && !fits(folded, at, at + wanted.length)) at = folded.indexOf(wanted, at + 1);
    return at;
  }
  return {
    test: (text) => next(fold(text), 0) >= 0,
    count(text) {
      const folded = fold(text);
      let matches = 0;
      for (let at = next(folded, 0); at >= 0; at = next(folded, at + wanted.length)) matches += 1;
      return matches;
    },
    ranges(text, most = Infinity) {
      const folded = fold(text);
      const places: TextRange[] = [];
      for (let at = next(folded, 0); at >= 0 && places.length < most; at = next(folded, at + wanted.length)) {
        places.push({ start: at, end: at + wanted.length });
      }
      return places.length === 0 || folded.length === text.length ? places : inSource(text, folded, fold, places);
    },
  };
}

/** Ranges of a folded text as ranges of the text: folding may have made it shorter or longer. */
function inSource(text: string, folded: string, fold: (text: string) => string, places: readonly TextRange[]): TextRange[] {
  /** Place in the text of each unit of the folded one; the end too. */
  const origin = new Uint32Array(folded.length + 1).fill(text.length);
  let at = 0;
  for (const cluster of clustersOf(text)) {
    const length = fold(cluster.text).length;
    origin.fill(cluster.start, at, at + length);
    at += length;
  }
  return places.map(({ start, end }) => {
    const from = origin[start] ?? 0;
    let to = origin[end] ?? text.length;
    // A match that ends within what one character became covers that character.
    if (to <= from || (end > 0 && origin[end - 1] === to)) {
      let behind = end;
      while (behind < folded.length && origin[behind] === to) behind += 1;
      to = origin[behind] ?? text.length;
    }
    return { start: from, end: to };
  });
}

/** Pieces that normalising does not join across: a character with the marks behind it, Hangul letters of one syllable. */
function* clustersOf(text: string): Generator<{ readonly text: string; readonly start: number }> {
  for (const match of text.matchAll(CLUSTER)) yield { text: match[0], start: match.index };
}

const CLUSTER =
  /(?:[\u1100-\u115f\ua960-\ua97f]+[\u1160-\u11a7\ud7b0-\ud7c6]*[\u11a8-\u11ff\ud7cb-\ud7fb]*|[\uac00-\ud7a3][\u1160-\u11ff\ud7b0-\ud7fb]*|[\s\S])\p{M}*/gu;

const WORD = /[\p{L}\p{N}\p{M}_]/u;
/** Scripts whose words stand together. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether no word goes on beyond either end of a part of a text. */
export function isWholeWord(text: string, start: number, end: number): boolean {
  return isBorder(text, start) && isBorder(text, end);
}

/** Whether a word may end at a place. */
function isBorder(text: string, at: number): boolean {
  const before = characterBefore(text, at);
  const after = characterAt(text, at);
  if (!WORD.test(before) || !WORD.test(after)) return true;
  if (/\p{M}/u.test(after)) return false;
  const isUnspaced = UNSPACED.test(after);
  return UNSPACED.test(before) === isUnspaced ? isUnspaced && isBetweenWords(text, at) : true;
}

/** Units of text around a place by which words are told apart. */
export const AROUND = 64;
let segmenter: Intl.Segmenter | undefined;

/** Between two characters of scripts without spaces. */
function isBetweenWords(text: string, at: number): boolean {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  let from = at;
  while (from > 0 && at - from < AROUND && UNSPACED.test(characterBefore(text, from))) from -= characterBefore(text, from).length;
  return segmenter.segment(text.slice(from, at + AROUND)).containing(at - from)?.index === at - from;
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function characterBefore(text: string, at: number): string {
  if (at <= 0) return '';
  const low = text.charCodeAt(at - 1);
  return low >= 0xdc00 && low <= 0xdfff && at > 1 ? characterAt(text, at - 2) : text.charAt(at - 1);
}
