/** What counts the tokens of a text: an encoding that we bring along, or a `tokenizer.json` of the drop. Nothing is loaded before somebody counts. */
import { ReadError } from '../../files/byte-source.ts';
import type { FileSet } from '../../files/file-set.ts';

export type CountTokens = (text: string) => number;

const ENCODINGS: ReadonlyMap<string, () => Promise<CountTokens>> = new Map([
  ['o200k_base', async () => (await import('./openai.ts')).o200kBase()],
  ['cl100k_base', async () => (await import('./openai.ts')).cl100kBase()],
]);
export const FIRST_TOKENIZER = 'o200k_base';

/** Bytes of a tokenizer's file that are read at most: those of large vocabularies have some thirty million. */
const MOST_BYTES = 128 << 20;
/** Tokenizers of the drop that are offered. */
const OFFERED = 20;

/** Names of encodings, then paths of files. */
export function tokenizersFor(files: FileSet): readonly string[] {
  const own = files.paths.filter((path) => path === 'tokenizer.json' || path.endsWith('/tokenizer.json'));
  return [...ENCODINGS.keys(), ...own.slice(0, OFFERED)];
}

/** A file of the drop that is no tokenizer, or one that we do not know. */
export class TokenizerError extends Error {
  override readonly name = 'TokenizerError';
}

/** Throws a `TokenizerError` where the file is no tokenizer. */
export async function loadTokenizer(name: string, files: FileSet): Promise<CountTokens> {
  const encoding = ENCODINGS.get(name);
  if (encoding) return encoding();
  const file = files.indexOf(name);
  if (file === undefined) throw new TokenizerError('the file is gone');
  const source = files.source(file);
  const size = await source.size();
  if (size > MOST_BYTES) throw new TokenizerError(`${size} bytes are more than a tokenizer has`);
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(await source.read(0, size)));
    if (typeof json !== 'object' || json === null || !Object.hasOwn(json, 'model')) throw new TokenizerError('it has no model');
    const { Tokenizer } = await import('@huggingface/tokenizers');
    const tokenizer = new Tokenizer(json, {});
    // Some of its parts are only looked at when there is a text.
    tokenizer.encode('a', { add_special_tokens: false });
    return (text) => tokenizer.encode(text, { add_special_tokens: false }).ids.length;
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw error instanceof TokenizerError ? error : new TokenizerError(error instanceof Error ? error.message : String(error));
  }
}
