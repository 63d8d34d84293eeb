/** As much of a JSON value as the beginning of its text holds. */
import { parseJson, type JsonValue } from './json-value.ts';

type Frame = 'list' | 'key' | 'value';

/**
 * The value that a text begins with, where the text may be cut anywhere: what was open is closed, a member that is not whole is left out.
 * Undefined where it is no JSON.
 */
export function parseJsonHead(text: string): JsonValue {
  /** What is open, innermost last: a list, or an object before or behind a key. */
  const open: Frame[] = [];
  /** Up to here the text is JSON once what is open is closed. */
  let whole = 0;
  const ended = (end: number): void => {
    if (open.at(-1) !== 'key') whole = end;
  };
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at] ?? '';
    if (c === '"') {
      at = closingQuote(text, at);
      if (at < 0) break;
      ended(at + 1);
    } else if (c === '{' || c === '[') {
      open.push(c === '{' ? 'key' : 'list');
      whole = at + 1;
    } else if (c === '}' || c === ']') {
      open.pop();
      whole = at + 1;
      if (open.length === 0) break;
    } else if (c === ':' || c === ',') {
      if (open.at(-1) !== 'list' && open.length > 0) open[open.length - 1] = c === ':' ? 'value' : 'key';
    } else if (/[^\s\ufeff]/.test(c)) {
      const end = at + (/^[^\s,:{}[\]"]+/.exec(text.slice(at, at + 64))?.[0].length ?? 1);
      // A number or word at the end of the text may go on.
      if (end >= text.length) break;
      ended(end);
      at = end - 1;
    }
  }
  const closers = open.toReversed().map((frame) => (frame === 'list' ? ']' : '}'));
  const result = parseJson(text.slice(0, whole) + closers.join(''));
  return result.ok ? result.value : undefined;
}

function closingQuote(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === '\\') end += 1;
    else if (text[end] === '"') return end;
  }
  return -1;
}
