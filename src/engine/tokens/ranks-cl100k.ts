/** What `#ranks/cl100k` is where nothing was built (plain Node): the package's own list. See `vite.ranks.ts`. */
import ranks from 'gpt-tokenizer/bpeRanks/cl100k_base';
import { tokenBytes } from './byte-pairs.ts';

/** By rank, a UTF-16 unit for each byte of a token. */
export const cl100kTokens = (): Promise<readonly string[]> => Promise.resolve(ranks.map(tokenBytes));
