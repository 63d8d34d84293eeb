/** Matches in a text that comes in pieces and is never there as a whole. */
import { AROUND, foldCase, isWholeWord, type TextPattern } from './text-pattern.ts';

/** What goes with the character before it when a text is composed: marks, and letters within a Hangul syllable. */
const JOINS = /[\p{M}\u1160-\u11ff\ud7b0-\ud7fb\udc00-\udfff]/u;
/** Units that are looked at for a place between two characters that stay apart: nobody reads a longer one. */
const LONGEST_CHARACTER = 1024;

/** Counts as `textMatcher` does. Only of texts: what an expression matches has no bounds. */
export class TextStream {
  readonly #fold: (text: string) => string;
  readonly #wanted: string;
  readonly #isWord: boolean;
  /** The end of what came, where it may join with what comes. */
  #rest = '';
  /** Folded; what is before `#from` is there to tell words apart. */
  #folded = '';
  #from = 0;

  constructor({ how, text }: TextPattern & { readonly how: 'part' | 'exact' | 'word' }) {
    this.#fold = how === 'exact' ? (piece) => piece.normalize('NFC') : foldCase;
    this.#wanted = this.#fold(text);
    this.#isWord = how === 'word';
  }

  /** Matches that are certain by now and were not counted before. @param isLast the text ends with this piece; the next one begins another */
  add(piece: string, isLast: boolean): number {
    if (this.#wanted === '') return 0;
    const text = this.#rest + piece;
    const cut = isLast ? text.length : lastCut(text);
    this.#rest = text.slice(cut);
    this.#folded += this.#fold(text.slice(0, cut));
    // What begins later may go on, or be part of a word, in what comes.
    const until = isLast ? this.#folded.length : this.#folded.length - this.#wanted.length - AROUND;
    let matches = 0;
    for (let at = this.#next(); at >= 0 && at < until; at = this.#next()) {
      this.#from = at;
      if (this.#isWord && !isWholeWord(this.#folded, at, at + this.#wanted.length)) this.#from += 1;
      else {
        this.#from += this.#wanted.length;
        matches += 1;
      }
    }
    this.#from = Math.max(this.#from, until);
    const gone = isLast ? this.#folded.length : Math.max(0, this.#from - 2 * AROUND);
    this.#folded = this.#folded.slice(gone);
    this.#from = Math.max(0, this.#from - gone);
    return matches;
  }

  #next(): number {
    return this.#folded.indexOf(this.#wanted, this.#from);
  }
}

/** The last place between two characters that do not join. */
function lastCut(text: string): number {
  const least = Math.max(0, text.length - LONGEST_CHARACTER);
  for (let at = text.length - 1; at > least; at -= 1) if (!JOINS.test(text.charAt(at))) return at;
  return least;
}
