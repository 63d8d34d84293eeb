/** What `#ranks/o200k` is where nothing was built (plain Node): the package's own list. See `vite.ranks.ts`. */
import ranks from 'gpt-tokenizer/bpeRanks/o200k_base';
import { tokenBytes } from './byte-pairs.ts';

/** By rank, a UTF-16 unit for each byte of a token. */
export const o200kTokens = (): Promise<readonly string[]> => Promise.resolve(ranks.map(tokenBytes));
