/** What counts the tokens of a text: an encoding that we bring along, or a `tokenizer.json` of the drop. Nothing is loaded before somebody counts. */
import type { FileSet } from '../../files/file-set.ts';
import type { SpawnExpression } from '../expressions.ts';
import { TokenizerError } from './tokenizer-error.ts';
import type { TokensElsewhere } from './tokenizer-elsewhere.ts';

type CountTokens = (text: string) => number;

/** In this thread, or in another that may be ended. */
export type Tokenizer = TokensElsewhere | { readonly isElsewhere: false; readonly count: CountTokens };

/** Starts a worker that is ended when it has not answered for so many milliseconds; without a number, for as long as tokenizers take. */
export interface Elsewhere {
  readonly spawn: SpawnExpression;
  readonly patience?: number | undefined;
}

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

/**
 * Throws a `TokenizerError` where the file is no tokenizer.
 * @param elsewhere a worker for expressions of a file; absent: they run here
 */
export async function loadTokenizer(name: string, files: FileSet, elsewhere?: Elsewhere): Promise<Tokenizer> {
  const encoding = ENCODINGS.get(name);
  if (encoding) return { isElsewhere: false, count: await encoding() };
  const file = files.indexOf(name);
  if (file === undefined) throw new TokenizerError('the file is gone');
  const source = files.source(file);
  const size = await source.size();
  if (size > MOST_BYTES) throw new TokenizerError(`${size} bytes are more than a tokenizer has`);
  const bytes = await source.read(0, size);
  if (elsewhere) return (await import('./tokenizer-elsewhere.ts')).tokenizerElsewhere(bytes, elsewhere);
  try {
    return { isElsewhere: false, count: (await import('./tokenizer-json.ts')).tokenizerOf(bytes) };
  } catch (error) {
    throw new TokenizerError(error instanceof Error ? error.message : String(error));
  }
}
