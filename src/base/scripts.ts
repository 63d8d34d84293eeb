/** Which script a letter belongs to, by a table of the Basic Multilingual Plane that is made when first asked for. https://unicode.org/reports/tr24/ */

/** Scripts by Unicode's names; letters of all others are `Other`. */
export const SCRIPTS = [
  'Latin',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Arabic',
  'Hebrew',
  'Cyrillic',
  'Greek',
  'Devanagari',
  'Bengali',
  'Tamil',
  'Telugu',
  'Gujarati',
  'Kannada',
  'Malayalam',
  'Gurmukhi',
  'Sinhala',
  'Thai',
  'Lao',
  'Khmer',
  'Myanmar',
  'Tibetan',
  'Georgian',
  'Armenian',
  'Ethiopic',
  'Other',
] as const;

/** Written without blanks between words: where words are is a question for a dictionary. */
const UNSPACED: ReadonlySet<string> = new Set(['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']);

/**
 * What a code unit is to the words of a text. Letters are `LETTER` + index in `SCRIPTS`, with `UNSPACED_BIT` where their script has no
 * blanks; the rest by the rules of https://unicode.org/reports/tr29/#Word_Boundaries.
 */
export const UNIT = {
  none: 0,
  digit: 1,
  /** Marks and joiners: part of what they stand behind. */
  extend: 2,
  /** `_`: holds words together. */
  join: 3,
  /** Between two letters it is part of the word: `·`. */
  midLetter: 4,
  /** Between two digits: `,`. */
  midDigit: 5,
  /** Between two of either: `.` `'` `’`. */
  mid: 6,
  letter: 8,
  unspaced: 64,
} as const;

let table: Uint8Array | undefined;

/** Class of each code unit but surrogates. */
export function unitClasses(): Uint8Array {
  table ??= makeTable();
  return table;
}

function makeTable(): Uint8Array {
  const classes = new Uint8Array(0x10000);
  const units = new Uint16Array(0x10000).map((_, unit) => (unit >= 0xd800 && unit <= 0xdfff ? 0x20 : unit));
  let all = '';
  for (let from = 0; from < units.length; from += 0x1000) all += String.fromCharCode(...units.subarray(from, from + 0x1000));
  const fill = (pattern: string, value: number): void => {
    for (const { index, 0: run } of all.matchAll(new RegExp(`${pattern}+`, 'gu'))) classes.fill(value, index, index + run.length);
  };
  fill(String.raw`\p{Alphabetic}`, UNIT.letter + SCRIPTS.indexOf('Other'));
  for (const [i, script] of SCRIPTS.entries()) {
    if (script === 'Other') continue;
    fill(String.raw`(?:(?=\p{Alphabetic})\p{Script=${script}})`, (UNIT.letter + i) | (UNSPACED.has(script) ? UNIT.unspaced : 0));
  }
  // The mark of long vowels is of no one script, but of Katakana to a dictionary.
  fill('\u30fc', (UNIT.letter + SCRIPTS.indexOf('Katakana')) | UNIT.unspaced);
  fill(String.raw`\p{Nd}`, UNIT.digit);
  fill(String.raw`[\p{M}\u200c\u200d\u00ad]`, UNIT.extend);
  fill('[_\u203f\u2040\u2054]', UNIT.join);
  fill('[\u00b7\u0387\u2027]', UNIT.midLetter);
  fill('[,;]', UNIT.midDigit);
  fill("[.'\u2018\u2019\u2024]", UNIT.mid);
  return classes;
}

/** Class of a code point above the Basic Multilingual Plane. */
export function classOfLarge(codePoint: number): number {
  // Further Chinese characters; letters of other scripts up there are historic, or of mathematics.
  if (codePoint >= 0x20000 && codePoint < 0x323b0) return (UNIT.letter + SCRIPTS.indexOf('Han')) | UNIT.unspaced;
  const text = String.fromCodePoint(codePoint);
  if (/\p{Alphabetic}/u.test(text)) return UNIT.letter + SCRIPTS.indexOf('Other');
  return /\p{M}|\p{Emoji_Modifier}/u.test(text) ? UNIT.extend : UNIT.none;
}
