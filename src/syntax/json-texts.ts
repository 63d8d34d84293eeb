/** The values of one JSON record of any length, without holding it: what a search in records does that are too long to be parsed. */
import { parseJson } from './json-value.ts';

/** A piece of a value; `isLast`: the value ends with it. */
export interface TextPiece {
  readonly text: string;
  readonly isLast: boolean;
}

/** Units of a number or a word; what is longer is neither. */
const LONGEST_WORD = 4096;
/** Units of a name of a field that is asked for: a longer one is another. */
const LONGEST_KEY = 4096;
/** Objects and lists inside one another whose kind is kept. Deeper ones are walked over as lists are. */
const DEEPEST = 4096;
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const SPECIAL = /["\\]/g;
const WORD_END = /[\s,:[\]{}"]/g;

/**
 * Each text, number and word at any depth, as the text of the record comes. Names of fields are none. What is no JSON is not told: it is looked through
 * for values as well as can be.
 */
export class JsonTexts {
  readonly #field: string | undefined;
  /** Of each object or list around: whether it is an object. */
  readonly #objects: boolean[] = [];
  /** Levels that are not kept. */
  #deeper = 0;
  #state: 'between' | 'string' | 'word' = 'between';
  /** The next string of an object is a name. */
  #expectsKey = false;
  #isKey = false;
  #key = '';
  /** Whether values are asked for here. */
  #isWanted: boolean;
  #word = '';
  /** The beginning of an escape at the end of a piece. */
  #cut = '';

  /** @param field only in the value of this field of the record */
  constructor(field: string | undefined) {
    this.#field = field;
    this.#isWanted = field === undefined;
  }

  *pieces(piece: string): Generator<TextPiece> {
    const text = this.#cut + piece;
    this.#cut = '';
    for (let at = 0; at < text.length;) {
      if (this.#state === 'string') at = yield* this.#inString(text, at);
      else if (this.#state === 'word') {
        WORD_END.lastIndex = at;
        const end = WORD_END.exec(text)?.index ?? text.length;
        if (this.#word.length < LONGEST_WORD) this.#word += text.slice(at, Math.min(end, at + LONGEST_WORD));
        if (end < text.length) yield* this.#endWord();
        at = end;
      } else {
        if (this.#begun(text.charAt(at))) this.#state = 'word';
        else at += 1;
      }
    }
  }

  *end(): Generator<TextPiece> {
    if (this.#state === 'word') yield* this.#endWord();
    else if (this.#state === 'string' && !this.#isKey && this.#isWanted) yield { text: '', isLast: true };
  }

  /** Takes a character between values; true where a number or a word begins with it. */
  #begun(character: string): boolean {
    // What is no object is the one field `value`.
    if (this.#field === 'value' && this.#objects.length === 0 && character.trim() !== '') this.#isWanted = character !== '{';
    switch (character) {
      case '{':
      case '[':
        if (this.#objects.length < DEEPEST) this.#objects.push(character === '{');
        else this.#deeper += 1;
        this.#expectsKey = character === '{' && this.#deeper === 0;
        return false;
      case '}':
      case ']':
        if (this.#deeper > 0) this.#deeper -= 1;
        else this.#objects.pop();
        this.#expectsKey = false;
        return false;
      case ',':
        this.#expectsKey = this.#deeper === 0 && (this.#objects.at(-1) ?? false);
        return false;
      case ':':
        this.#expectsKey = false;
        return false;
      case '"':
        this.#state = 'string';
        this.#isKey = this.#expectsKey;
        this.#key = '';
        return false;
      default:
        return character.trim() !== '';
    }
  }

  *#inString(text: string, from: number): Generator<TextPiece, number> {
    let at = from;
    let plain = '';
    for (;;) {
      SPECIAL.lastIndex = at;
      const special = SPECIAL.exec(text)?.index ?? text.length;
      plain += text.slice(at, special);
      if (text[special] !== '\\') {
        const isLast = special < text.length;
        if (isLast) {
          this.#state = 'between';
          this.#expectsKey = false;
        }
        yield* this.#told(plain, isLast);
        return special + 1;
      }
      const length = text[special + 1] === 'u' ? 6 : 2;
      if (special + length > text.length) {
        this.#cut = text.slice(special);
        yield* this.#told(plain, false);
        return text.length;
      }
      const letter = text.charAt(special + 1);
      const hex = text.slice(special + 2, special + 6);
      const isCode = letter === 'u' && /^[\da-f]{4}$/i.test(hex);
      plain += isCode ? String.fromCharCode(Number.parseInt(hex, 16)) : (ESCAPES[letter] ?? letter);
      at = special + (isCode ? 6 : 2);
    }
  }

  *#told(text: string, isLast: boolean): Generator<TextPiece> {
    if (!this.#isKey) {
      if (this.#isWanted && (text !== '' || isLast)) yield { text, isLast };
      return;
    }
    if (this.#key.length <= LONGEST_KEY) this.#key += text.slice(0, LONGEST_KEY + 1);
    if (isLast && this.#field !== undefined && this.#objects.length === 1) this.#isWanted = this.#key === this.#field;
  }

  *#endWord(): Generator<TextPiece> {
    const word = this.#word;
    this.#word = '';
    this.#state = 'between';
    if (!this.#isWanted || word.length >= LONGEST_WORD) return;
    // A number is looked for as it is shown.
    const parsed = parseJson(word);
    const value = parsed.ok ? parsed.value : word;
    if (value !== undefined && typeof value !== 'object') yield { text: String(value), isLast: true };
  }
}
