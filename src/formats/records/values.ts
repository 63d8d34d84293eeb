/** Narrowing of what a record holds. Records come from strangers: every value may be of any kind. */
import type { FieldValue } from '../../model/annotation.ts';
import { parseJson } from '../../syntax/json-value.ts';
import type { Fields } from './schema.ts';

export function isObject(value: FieldValue): value is Fields {
  return typeof value === 'object' && !Array.isArray(value);
}

export function isList(value: FieldValue): value is readonly FieldValue[] {
  return Array.isArray(value);
}

/** The value as text where it is one, or a number or a truth value that stands for one. */
export function textOf(value: FieldValue): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : undefined;
}

export function numberOf(value: FieldValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  // A table has texts only.
  return typeof value === 'string' && /^\s*-?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

/** Texts of a list, where it is a list of nothing else. */
export function textsOf(value: FieldValue): readonly string[] | undefined {
  if (!isList(value)) return undefined;
  const texts = value.map((item) => textOf(item));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** The value of the first of these keys that is there and not null; also as `Key` and `KEY`. */
export function look(record: Fields, keys: readonly string[]): FieldValue {
  const key = keyOf(record, keys);
  return key === undefined ? undefined : record[key];
}

/** Which of the keys is there, as the record spells it. */
export function keyOf(record: Fields, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    for (const spelled of spellingsOf(key)) {
      if (record[spelled] !== undefined && Object.hasOwn(record, spelled)) return spelled;
    }
  }
  return undefined;
}

/** By key; there are as many as the schemas name. Every record is asked for dozens of them: spelling them anew took longer than all else. */
const SPELLINGS = new Map<string, readonly string[]>();

function spellingsOf(key: string): readonly string[] {
  let spellings = SPELLINGS.get(key);
  if (!spellings) {
    spellings = [...new Set([key, key.toUpperCase(), key.slice(0, 1).toUpperCase() + key.slice(1)])];
    SPELLINGS.set(key, spellings);
  }
  return spellings;
}

const DEEPEST_TEXT = 3;

const SPACE = 0x20;
/** Blanks that are no ASCII come from here on. */
const FIRST_OTHER = 0x80;
/** `"`, `[` and `{`. */
const OPENING: ReadonlySet<number> = new Set([0x22, 0x5b, 0x7b]);

/** What a text says as JSON or as Python writes lists, also where it was encoded twice; the text itself where it is neither. */
export function parsed(value: FieldValue): FieldValue {
  let found = value;
  for (let depth = 0; depth < DEEPEST_TEXT && typeof found === 'string'; depth++) {
    // Most texts begin with a letter or a digit: they are not looked at any further.
    const first = found.charCodeAt(0);
    if (first > SPACE && first < FIRST_OTHER && !OPENING.has(first)) return found;
    const text = found.trim();
    if (!/^["[{]/.test(text)) return found;
    const result = parseJson(text);
    if (result.ok) found = result.value;
    else return parsedPython(text) ?? found;
  }
  return found;
}

/** As `parsed`, for what should be a list. */
export function listOf(value: FieldValue): readonly FieldValue[] | undefined {
  const found = typeof value === 'string' ? parsed(value) : value;
  return isList(found) ? found : undefined;
}

const PYTHON_WORDS: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' };
const PYTHON_TOKEN = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|\b(?:True|False|None)\b|\(|\)|,(?=\s*[\])}])/g;

/** A list or dictionary as Python's `repr` writes it: single quotes, `True`, `None`, tuples. Undefined where it is something else. */
function parsedPython(text: string): FieldValue {
  const json = text.replaceAll(PYTHON_TOKEN, (token) => {
    if (token === '(') return '[';
    if (token === ')') return ']';
    if (token === ',') return '';
    if (token.startsWith('"')) return token;
    if (!token.startsWith("'")) return PYTHON_WORDS[token] ?? token;
    return JSON.stringify(token.slice(1, -1)).replaceAll(/\\\\(['nrt"\\]|u[0-9a-f]{4}|x[0-9a-f]{2})/gi, (_, escape: string) => {
      if (escape === "'") return "'";
      return escape.startsWith('x') ? `\\u00${escape.slice(1)}` : `\\${escape}`;
    });
  });
  const result = parseJson(json);
  return result.ok ? result.value : undefined;
}
