/** Calls as a line of Python: `[weather(city="Oslo"), Market Trends(n=3)]`, as ToolACE and BFCL have models write them. */
import type { FieldValue } from '../../model/annotation.ts';
import type { CallPart } from '../../model/record-form.ts';
import { listOf } from './values.ts';

/** A name may have spaces; what is longer is a sentence. */
const CALL = /^\s*([\p{L}_][\p{L}\p{N}_ .:/&-]{0,99}?)\s*\(/u;
const ARGUMENT = /^\s*([\p{L}_][\p{L}\p{N}_-]*)\s*=\s*([\s\S]*)$/u;
/** Longer texts are no such line. */
const MOST = 100_000;

/** The calls of a text that is nothing else; undefined for any other text. */
export function pythonCalls(text: string): CallPart[] | undefined {
  const line = text.trim();
  if (!line.startsWith('[') || !line.endsWith(')]') || line.length > MOST) return undefined;
  const calls = cut(line.slice(1, -1)).map(callOf);
  return calls.length > 0 && calls.every((call) => call !== undefined) ? calls : undefined;
}

function callOf(written: string): CallPart | undefined {
  const found = CALL.exec(written);
  const name = found?.[1];
  const end = written.trimEnd();
  if (!found || name === undefined || !end.endsWith(')')) return undefined;
  const inner = end.slice(found[0].length, -1);
  if (inner.trim() === '') return { kind: 'call', name, arguments: {} };
  const given = cut(inner).map((each): readonly [string, FieldValue] | undefined => {
    const [, key, value] = ARGUMENT.exec(each) ?? [];
    return key === undefined || value === undefined ? undefined : [key, literal(value.trim())];
  });
  return given.every((each) => each !== undefined) ? { kind: 'call', name, arguments: Object.fromEntries(given) } : undefined;
}

/** What Python would read; the text itself where it is no literal. */
function literal(text: string): FieldValue {
  const list = listOf(`[${text}]`);
  return list?.length === 1 ? list[0] : text;
}

/** A text at the commas that stand in no bracket and no quotes. */
function cut(text: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (quote !== '') {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth -= 1;
    else if (sign === ',' && depth === 0) {
      pieces.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...pieces, text.slice(from)];
}
