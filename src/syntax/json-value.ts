/**
 * One JSON value from its text, exact and forgiving. https://www.rfc-editor.org/rfc/rfc8259
 * Beyond the standard: `NaN`, `Infinity` and `-Infinity` (Python's json.dump writes them), integers past 2^53 stay exact as
 * BigInt, a key `__proto__` is a key like any other, lone surrogates are kept, and so are control characters that stand bare in a string.
 * Of equal keys of an object the last one counts and the key is noted; who asks gets the earlier ones too, as `name#1`, `name#2`, …, each
 * where it is written.
 */

export type JsonValue = undefined | boolean | number | bigint | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** What was accepted although the standard, or most readers, would not. */
export interface JsonNotes {
  /** NaN and the infinities, and where the first stands: UTF-16 code units from the start of the text. */
  readonly notFinite: number;
  readonly notFiniteAt?: number;
  /** Control characters that stand bare in strings, and where the first stands. */
  readonly controls: number;
  readonly controlAt?: number;
  /** Keys that an object has again. */
  readonly duplicateKeys: readonly string[];
}

export type JsonResult =
  | { readonly ok: true; readonly value: JsonValue; readonly notes: JsonNotes }
  /** `offset`: UTF-16 code units from the start of the text. */
  | { readonly ok: false; readonly offset: number; readonly expected: JsonExpectation };
export type JsonExpectation = 'value' | 'string' | 'key' | 'colon' | 'comma' | 'end' | 'depth';

/** Objects and arrays inside one another. Deeper input is an error: what shows and copies values later may recurse. */
export const MAX_DEPTH = 512;

const NO_NOTES: JsonNotes = { notFinite: 0, controls: 0, duplicateKeys: [] };

/**
 * Parses a whole text as one value; `null` becomes `undefined`. Never throws.
 * @param keepsDuplicates what stands under a key that comes again is kept, numbered
 */
export function parseJson(text: string, keepsDuplicates = false): JsonResult {
  const keys = plainKeys(text);
  const plain = keys === undefined ? undefined : parseNatively(text, keys);
  return plain === undefined ? new Parser(text, keepsDuplicates).parse() : { ok: true, value: plain.native, notes: NO_NOTES };
}

/**
 * How many keys a text has (colons outside strings), if `JSON.parse` understands the text exactly as we do or not at all;
 * undefined where it would lose something.
 */
function plainKeys(text: string): number | undefined {
  let keys = 0;
  let digits = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c >= 0x30 && c <= 0x39) {
      digits += 1;
      if (digits > 15) return undefined;
      continue;
    }
    digits = 0;
    if (c === 0x22) {
      i = closingQuote(text, i);
      if (i < 0) return undefined;
    } else if (c === 0x2e) {
      // Digits after the point may be many: they make no integer.
      while (isDigit(text.charCodeAt(i + 1))) i += 1;
    } else if (c === 0x3a) keys += 1;
    else if (c === 0x7b || c === 0x5b) {
      depth += 1;
      if (depth > MAX_DEPTH) return undefined;
    } else if (c === 0x7d || c === 0x5d) depth -= 1;
    else if (c === 0x4e || c === 0x49) return undefined;
  }
  // An exponent of three digits may be past what a number holds.
  return /\d[eE]\+?\d{3}/.test(text) ? undefined : keys;
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39;
}

/** Where the string that opens at `at` closes; -1 where it does not. */
function closingQuote(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return -1;
}

/** The native parser's value where it took the text and no key came twice. */
function parseNatively(text: string, keys: number): { readonly native: JsonValue } | undefined {
  let found = 0;
  try {
    const native = withoutNull(JSON.parse(text), text.includes('null'), (count) => {
      found += count;
    });
    return found === keys ? { native } : undefined;
  } catch {
    // Our own parser says where and what.
    return undefined;
  }
}

/**
 * Replaces null by undefined in place (the value is ours) and counts keys.
 * @param hasNull false: lists that begin with a number are not looked through; keys in one are missed, so that the text is parsed by ours
 */
function withoutNull(value: unknown, hasNull: boolean, addKeys: (count: number) => void): JsonValue {
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    const list = value as unknown[];
    if (!hasNull && typeof list[0] === 'number') return value as JsonValue;
    for (let i = 0; i < list.length; i += 1) {
      const element = list[i];
      if (typeof element === 'object') list[i] = withoutNull(element, hasNull, addKeys);
    }
  } else if (typeof value === 'object') {
    const record = value as Record<string, unknown>;
    const keys = Object.keys(record);
    addKeys(keys.length);
    for (const key of keys) {
      const element = record[key];
      if (typeof element === 'object') record[key] = withoutNull(element, hasNull, addKeys);
    }
  }
  return value as JsonValue;
}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORDS: readonly (readonly [word: string, value: boolean | number | undefined])[] = [
  ['true', true],
  ['false', false],
  ['null', undefined],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
];
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Unlike plain assignment, which would set the prototype, this keeps a key `__proto__`. */
function setOwn(record: Record<string, JsonValue>, key: string, value: JsonValue): void {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}

/** An object in the order in which it is written; what stands under a key that comes again is numbered. */
function numbered(entries: readonly (readonly [key: string, value: JsonValue])[]): JsonObject {
  const last = new Map(entries.map(([key], at) => [key, at]));
  const counts = new Map<string, number>();
  const record: Record<string, JsonValue> = {};
  for (const [at, [key, value]] of entries.entries()) {
    let name = key;
    if (last.get(key) !== at) {
      let count = counts.get(key) ?? 0;
      do name = `${key}#${++count}`;
      while (last.has(name));
      counts.set(key, count);
    }
    setOwn(record, name, value);
  }
  return record;
}

class SyntaxProblem extends Error {
  readonly offset: number;
  readonly expected: JsonExpectation;

  constructor(offset: number, expected: JsonExpectation) {
    super(`${expected} expected at ${offset}`);
    this.offset = offset;
    this.expected = expected;
  }
}

class Parser {
  private readonly text: string;
  private at = 0;
  private depth = 0;
  private notFinite = 0;
  private notFiniteAt: number | undefined;
  private controls = 0;
  private controlAt: number | undefined;
  private readonly duplicateKeys: string[] = [];

  private readonly keepsDuplicates: boolean;

  constructor(text: string, keepsDuplicates: boolean) {
    this.text = text;
    this.keepsDuplicates = keepsDuplicates;
  }

  parse(): JsonResult {
    try {
      if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
      const value = this.value();
      this.space();
      if (this.at < this.text.length) throw new SyntaxProblem(this.at, 'end');
      const { notFinite, notFiniteAt, controls, controlAt, duplicateKeys } = this;
      const at = {
        ...(notFiniteAt === undefined ? {} : { notFiniteAt }),
        ...(controlAt === undefined ? {} : { controlAt }),
      };
      return { ok: true, value, notes: { notFinite, controls, duplicateKeys, ...at } };
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      return { ok: false, offset: error.offset, expected: error.expected };
    }
  }

  private value(): JsonValue {
    this.space();
    const c = this.text[this.at];
    if (c === '"') return this.string('string');
    if (c === '[') return this.nested(() => this.array());
    if (c === '{') return this.nested(() => this.object());
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.at)) continue;
      if (typeof value === 'number') this.noteNotFinite();
      this.at += word.length;
      return value;
    }
    return this.number();
  }

  private nested(read: () => JsonValue): JsonValue {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new SyntaxProblem(this.at, 'depth');
    this.at += 1;
    const value = read();
    this.depth -= 1;
    return value;
  }

  private array(): JsonValue {
    const list: JsonValue[] = [];
    this.space();
    if (this.take(']')) return list;
    for (;;) {
      list.push(this.value());
      this.space();
      if (this.take(']')) return list;
      if (!this.take(',')) throw new SyntaxProblem(this.at, 'comma');
    }
  }

  private object(): JsonValue {
    const record: Record<string, JsonValue> = {};
    /** All that was written so far; there from the first key on that comes again. */
    let entries: [key: string, value: JsonValue][] | undefined;
    this.space();
    if (this.take('}')) return record;
    for (;;) {
      this.space();
      const key = this.string('key');
      this.space();
      if (!this.take(':')) throw new SyntaxProblem(this.at, 'colon');
      const value = this.value();
      if (Object.hasOwn(record, key)) {
        this.duplicateKeys.push(key);
        if (this.keepsDuplicates) entries ??= Object.entries(record);
      }
      entries?.push([key, value]);
      setOwn(record, key, value);
      this.space();
      if (this.take('}')) return entries ? numbered(entries) : record;
      if (!this.take(',')) throw new SyntaxProblem(this.at, 'comma');
    }
  }

  private number(): number | bigint {
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (!match) throw new SyntaxProblem(this.at, 'value');
    const [word, fraction, exponent] = match;
    const value = Number(word);
    const isInteger = fraction === undefined && exponent === undefined;
    if (!isInteger && !Number.isFinite(value)) this.noteNotFinite();
    this.at += word.length;
    return isInteger && !Number.isSafeInteger(value) ? BigInt(word) : value;
  }

  private noteNotFinite(): void {
    this.notFinite += 1;
    this.notFiniteAt ??= this.at;
  }

  private string(expected: 'string' | 'key'): string {
    if (!this.take('"')) throw new SyntaxProblem(this.at, expected);
    const { text } = this;
    let value = '';
    let from = this.at;
    for (;;) {
      const c = text.charCodeAt(this.at);
      if (c === 0x22) {
        value += text.slice(from, this.at);
        this.at += 1;
        return value;
      }
      // Past the end. Control characters are no JSON, but their meaning is plain; a cut string's is not.
      if (Number.isNaN(c)) throw new SyntaxProblem(this.at, 'string');
      if (c !== 0x5c) {
        if (c < 0x20) {
          this.controls += 1;
          this.controlAt ??= this.at;
        }
        this.at += 1;
        continue;
      }
      value += text.slice(from, this.at) + this.escape();
      from = this.at;
    }
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? '';
    if (letter === 'u') {
      const hex = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw new SyntaxProblem(this.at, 'string');
      this.at += 6;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const meaning = ESCAPES[letter];
    if (meaning === undefined) throw new SyntaxProblem(this.at, 'string');
    this.at += 2;
    return meaning;
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private space(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
      this.at += 1;
    }
  }
}
