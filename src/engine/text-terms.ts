/** The words that stand in most records. */
import { TextMeter } from '../base/text-meter.ts';
import { STOP_WORDS } from './stop-words.ts';

export interface Term {
  readonly term: string;
  /** Records that it stands in. */
  readonly records: number;
}

/** Terms that are counted at once; those of one record go first, then those of two. */
const MOST_COUNTED = 300_000;
/** UTF-16 units of what may be a term: longer ones are addresses and data. */
const LONGEST = 32;

/** Counts in how many records each word stands, without regard to case; numbers and what is left of them, single letters and stop words are none. */
export class TermCounter {
  readonly #records = new Map<string, number>();
  /** Words of the record as written, that are seen for the first time in it. */
  readonly #own = new Set<string>();
  readonly #meter = new TextMeter((word) => this.#own.add(word));

  /** @param eachText calls its argument with each text of the record */
  add(eachText: (each: (text: string) => void) => void): void {
    this.#own.clear();
    this.#meter.reset();
    eachText((text) => this.#meter.add(text));
    this.#meter.end();
    const terms = new Set<string>();
    for (const word of this.#own) {
      const term = termOf(word);
      if (term !== undefined) terms.add(term);
    }
    for (const term of terms) this.#records.set(term, (this.#records.get(term) ?? 0) + 1);
    if (this.#records.size > MOST_COUNTED) this.#forgetRare();
  }

  /** Those that most records have, most first; equals by their letters. */
  top(most: number): readonly Term[] {
    const terms = Array.from(this.#records, ([term, records]) => ({ term, records }));
    terms.sort((a, b) => b.records - a.records || (a.term < b.term ? -1 : 1));
    return terms.slice(0, most);
  }

  #forgetRare(): void {
    for (let rare = 1; this.#records.size > MOST_COUNTED / 2; rare++) {
      for (const [term, records] of this.#records) if (records <= rare) this.#records.delete(term);
    }
  }
}

function termOf(word: string): string | undefined {
  if (word.length > LONGEST) return undefined;
  const term = word.toLowerCase().replaceAll('’', "'").replace(/'s$/, '');
  if (STOP_WORDS.has(term) || !/\p{L}/u.test(term)) return undefined;
  // One letter is no term, one Chinese character hardly one.
  const [, second] = term;
  if (second === undefined) return undefined;
  return isDebris(term) ? undefined : term;
}

/** What is left of dates, sizes and ids when they are taken apart into words: `15t10`, `3rd`, `640px`, `a81c`, `v2`; but not `gpt4`. */
function isDebris(term: string): boolean {
  const digits = term.replaceAll(/[^\p{Nd}]/gu, '').length;
  return digits > 0 && (digits * 2 >= term.length || /^\p{Nd}/u.test(term));
}
