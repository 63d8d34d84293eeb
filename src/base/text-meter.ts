/** Counts what a text is made of, in one walk over it: characters, words, scripts, and a fingerprint. */
import { mixed } from './mixed.ts';
import { classOfLarge, SCRIPTS, UNIT, unitClasses } from './scripts.ts';

/** Share of the letters that one script must have for the text to be called so. */
const DOMINANT = 0.7;
/** What a letter of these weighs: a syllable or a word says as much as some letters of an alphabet. */
const SYLLABIC: ReadonlySet<string> = new Set(['Han', 'Hiragana', 'Katakana', 'Hangul']);
const WEIGHTS = Uint8Array.from(SCRIPTS, (script) => (SYLLABIC.has(script) ? 2 : 1));
/** Share of kana among Japanese and Chinese letters from which they are Japanese. */
const KANA = 0.05;
/**
 * UTF-16 units of scripts without blanks that are handed to the segmenter at once: each call has its price, and so has the copy of all of
 * them that V8 makes for each word.
 */
const SEGMENTED_AT_ONCE = 256;

const HAN = SCRIPTS.indexOf('Han');
const HIRAGANA = SCRIPTS.indexOf('Hiragana');
const KATAKANA = SCRIPTS.indexOf('Katakana');

let segmenter: Intl.Segmenter | undefined;

/** Words of a text in a script without blanks, by the dictionary of the runtime. */
function segmentsOf(text: string): Iterable<Intl.SegmentData> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  return segmenter.segment(text);
}

/**
 * Adds up the texts of one record after the other (`reset` between them).
 *
 * Words are those of Unicode's word boundaries (https://unicode.org/reports/tr29/) that hold a letter or a digit: by its rules where words have blanks
 * between them, by the segmenter of the runtime in Chinese, Japanese, Thai, Lao, Khmer and Burmese.
 */
export class TextMeter {
  /** Unicode code points. */
  characters = 0;
  words = 0;
  readonly #letters = new Uint32Array(SCRIPTS.length);
  #high = 0;
  #low = 0;
  /** Runs without blanks that wait for the segmenter. */
  #unspaced = '';
  readonly #onWord: ((word: string) => void) | undefined;

  /** @param onWord hears of each word as it is written; those of scripts without blanks come late */
  constructor(onWord?: (word: string) => void) {
    this.#onWord = onWord;
  }

  reset(): void {
    this.characters = 0;
    this.words = 0;
    this.#letters.fill(0);
    this.#high = 0x9e3779b9;
    this.#low = 0x85ebca6b;
    this.#unspaced = '';
  }

  add(text: string): void {
    const classes = unitClasses();
    const onWord = this.#onWord;
    const letters = this.#letters;
    let high = this.#high;
    let low = this.#low;
    let characters = text.length;
    let words = 0;
    /** The class that goes on: 0 outside of a word, else `UNIT.letter` or `UNIT.digit`. */
    let inside = 0;
    /** What stood before one sign in the middle, and that sign's class. */
    let before = 0;
    let middle = 0;
    let start = -1;
    let end = -1;
    let runStart = -1;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      high = Math.imul(high ^ unit, 0x85ebca77);
      low = Math.imul(low ^ unit, 0xc2b2ae3d);
      let kind = classes[unit] ?? 0;
      if (unit >= 0xd800 && unit <= 0xdbff) {
        const next = text.charCodeAt(i + 1);
        if (next >= 0xdc00 && next <= 0xdfff) {
          kind = classOfLarge((unit - 0xd800) * 0x400 + next - 0xdc00 + 0x10000);
          high = Math.imul(high ^ next, 0x85ebca77);
          low = Math.imul(low ^ next, 0xc2b2ae3d);
          characters--;
          i++;
        }
      }
      if (kind === UNIT.extend) {
        if (inside !== 0) end = i + 1;
        continue;
      }
      if (kind >= UNIT.unspaced) {
        letters[kind - UNIT.unspaced - UNIT.letter] = (letters[kind - UNIT.unspaced - UNIT.letter] ?? 0) + 1;
        if (runStart < 0) runStart = i;
        if (start >= 0) onWord?.(text.slice(start, end));
        start = -1;
        inside = 0;
        middle = 0;
        continue;
      }
      if (runStart >= 0) {
        this.#wait(text, runStart, i);
        runStart = -1;
      }
      if (kind >= UNIT.letter || kind === UNIT.digit) {
        const own = kind >= UNIT.letter ? UNIT.letter : UNIT.digit;
        if (own === UNIT.letter) letters[kind - UNIT.letter] = (letters[kind - UNIT.letter] ?? 0) + 1;
        const holds = inside !== 0 || (middle !== 0 && before === own && mayStandIn(middle, own));
        if (!holds) {
          if (start >= 0) onWord?.(text.slice(start, end));
          words++;
          start = i;
        }
        inside = own;
        middle = 0;
        end = i + 1;
      } else if (kind === UNIT.join) {
        if (inside === 0) middle = 0;
        else end = i + 1;
      } else if (kind >= UNIT.midLetter && inside !== 0) {
        before = inside;
        middle = kind;
        inside = 0;
      } else {
        inside = 0;
        middle = 0;
      }
    }
    if (runStart >= 0) this.#wait(text, runStart, text.length);
    if (start >= 0) onWord?.(text.slice(start, end));
    this.characters += characters;
    this.words += words;
    // A border between texts, which no text has.
    this.#high = Math.imul(high ^ 0x10000, 0x85ebca77);
    this.#low = Math.imul(low ^ 0x10000, 0xc2b2ae3d);
  }

  /** Ends a record: its last words are counted, and told. */
  end(): void {
    this.#segment();
  }

  /** The script that most letters are of, `mixed` where none has most of them, `Japanese` for kana with Chinese letters; undefined without letters. */
  get script(): string | undefined {
    const letters = this.#letters;
    const weigh = (script: number): number => (letters[script] ?? 0) * (WEIGHTS[script] ?? 1);
    const kana = weigh(HIRAGANA) + weigh(KATAKANA);
    const han = weigh(HAN);
    let all = 0;
    let most = 0;
    let name: string | undefined;
    for (const [i, script] of SCRIPTS.entries()) {
      const own = weigh(i);
      all += own;
      if (own <= most || i === HAN || i === HIRAGANA || i === KATAKANA) continue;
      most = own;
      name = script;
    }
    if (han + kana > most) {
      most = han + kana;
      name = kana >= most * KANA ? 'Japanese' : 'Han';
    }
    return all === 0 ? undefined : most >= all * DOMINANT ? name : 'mixed';
  }

  /** 53 bits of what the texts were: equal texts have equal ones. */
  get fingerprint(): number {
    const high = mixed(this.#high);
    const low = mixed(this.#low ^ Math.imul(high, 0x27d4eb2f));
    return (high >>> 0) * 0x200000 + (low >>> 11);
  }

  #wait(text: string, start: number, end: number): void {
    // A blank between the runs: no word reaches over it.
    this.#unspaced += `${text.slice(start, end)} `;
    if (this.#unspaced.length >= SEGMENTED_AT_ONCE) this.#segment();
  }

  #segment(): void {
    if (this.#unspaced === '') return;
    for (const { segment, isWordLike } of segmentsOf(this.#unspaced)) {
      if (!isWordLike) continue;
      this.words++;
      this.#onWord?.(segment);
    }
    this.#unspaced = '';
  }
}

function mayStandIn(middle: number, kind: number): boolean {
  return middle === UNIT.mid || middle === (kind === UNIT.letter ? UNIT.midLetter : UNIT.midDigit);
}
