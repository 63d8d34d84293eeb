/**
 * The `categories` of a file before it is read. Most writers put them last: without this, classes would be listed, coloured and
 * asked for by number in the order of their first use until the end of the file came.
 */
import { ReadError, type ByteSource } from '../../files/byte-source.ts';
import { parseJson, type JsonObject } from '../../syntax/json-value.ts';
import { objectOf } from './record.ts';

/** LVIS has 1,230 classes with definitions in 270 KB. */
const TAIL_BYTES = 1 << 20;

/** The items of a `categories` section near the end of the file; none where there is no whole one. The pass itself reads them again. */
export async function foretellCategories(source: Pick<ByteSource, 'size' | 'read'>): Promise<readonly JsonObject[]> {
  try {
    const size = await source.size();
    const tail = new TextDecoder().decode(await source.read(Math.max(0, size - TAIL_BYTES), size));
    return categoriesIn(tail);
  } catch (error) {
    // Whoever reads the file itself tells of it.
    if (error instanceof ReadError) return [];
    throw error;
  }
}

function categoriesIn(tail: string): readonly JsonObject[] {
  const key = tail.lastIndexOf('"categories"');
  const opening = key < 0 ? undefined : /^"categories"\s*:\s*\[/.exec(tail.slice(key, key + 100));
  if (!opening) return [];
  const start = key + opening[0].length - 1;
  const end = closingOf(tail, start);
  const parsed = end < 0 ? undefined : parseJson(tail.slice(start, end));
  if (!parsed?.ok || !Array.isArray(parsed.value)) return [];
  const records = parsed.value.map((item) => objectOf(item));
  return records.every((record): record is JsonObject => record !== undefined) ? records : [];
}

/** Behind the bracket that closes the one at `start`; -1 where the text ends before. */
function closingOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
    } else if (sign === '[' || sign === '{') depth++;
    else if (sign === ']' || sign === '}') {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}
