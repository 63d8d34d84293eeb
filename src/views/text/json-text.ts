/** JSON for people: short values on one line, long ones indented; integers with all their digits. */
import { valueText } from '../../base/value-text.ts';
import type { FieldValue } from '../../model/annotation.ts';

/** Characters that still fit on one line. */
const LINE = 60;

export interface JsonToken {
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'mark';
  readonly text: string;
  readonly at: number;
}

/** The value of a key or an element as one line of JSON. */
export function jsonLine(value: FieldValue): string {
  if (value === undefined) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return valueText(value);
  if (Array.isArray(value)) return `[${(value as readonly FieldValue[]).map(jsonLine).join(', ')}]`;
  const entries = Object.entries(value as Readonly<Record<string, FieldValue>>);
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}: ${jsonLine(inner)}`).join(', ')}}`;
}

export function prettyJson(value: FieldValue, indent = ''): string {
  const line = jsonLine(value);
  if (typeof value !== 'object' || line.length + indent.length <= LINE) return line;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = (value as readonly FieldValue[]).map((item) => `${deeper}${prettyJson(item, deeper)}`);
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value as Readonly<Record<string, FieldValue>>).map(
    ([key, inner]) => `${deeper}${JSON.stringify(key)}: ${prettyJson(inner, deeper)}`,
  );
  return `{\n${entries.join(',\n')}\n${indent}}`;
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null|NaN|-?Infinity)\b/g;

/** Pieces of a JSON text by what they are, for colours. */
export function jsonTokens(json: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  let from = 0;
  const mark = (to: number): void => {
    if (to > from) tokens.push({ kind: 'mark', text: json.slice(from, to), at: from });
  };
  for (const match of json.matchAll(TOKEN)) {
    const [found, string, colon] = match;
    mark(match.index);
    from = match.index + (string === undefined ? found : string).length;
    const kind = string === undefined ? (/^[tfnNI]|-I/.test(found) ? 'word' : 'number') : colon === undefined ? 'string' : 'key';
    tokens.push({ kind, text: json.slice(match.index, from), at: match.index });
  }
  mark(json.length);
  return tokens;
}
