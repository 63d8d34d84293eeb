/**
 * A dataset's tokenizer in a worker of its own: its file says regular expressions, and one that never ends would take the engine with it
 * (decision 13).
 */
import { connect } from '../../base/rpc.ts';
import { answerWithin, NoAnswer } from '../../files/patience.ts';
import type { ExpressionApi } from '../expression-api.ts';
import { TokenizerError } from './tokenizer-error.ts';
import type { Elsewhere } from './tokenizers.ts';

/** Milliseconds for a window of records, which is a megabyte: the slowest tokenizers have taken two seconds for it. */
const PATIENCE_MS = 20_000;

/** Counts the tokens of all texts of each record; `close` it when done. */
export interface TokensElsewhere {
  readonly isElsewhere: true;
  /** Rejects with a `TokenizerError` where that takes too long; then it is closed. */
  readonly count: (records: readonly (readonly string[])[]) => Promise<readonly number[]>;
  readonly close: () => void;
}

/** Throws a `TokenizerError` where the file is no tokenizer, or where it takes too long for one letter. */
export async function tokenizerElsewhere(json: Uint8Array, { spawn, patience = PATIENCE_MS }: Elsewhere): Promise<TokensElsewhere> {
  const worker = spawn();
  const { api } = connect<ExpressionApi>(['start', 'tokenizer', 'tokens'], worker);
  const ask = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await answerWithin(patience, work);
    } catch (error) {
      worker.terminate();
      if (error instanceof NoAnswer) throw new TokenizerError(`it takes too long: ${error.message}`);
      throw new TokenizerError(error instanceof Error ? error.message : String(error));
    }
  };
  await api.start({});
  await ask(api.tokenizer({ json }));
  return { isElsewhere: true, count: (records) => ask(api.tokens({ records })), close: () => worker.terminate() };
}
