/** What the worker does that runs regular expressions which nobody vouches for: those of a search, and those of a dataset's tokenizer. */
import { textMatcher, type TextPattern } from '../base/text-pattern.ts';

export interface ExpressionApi {
  /** Answers when the worker has started: how long that takes says nothing about an expression. */
  start(input: object): Promise<void>;
  /** Matches in the texts of each record. */
  count(
    input: { readonly pattern: TextPattern; readonly records: readonly (readonly string[])[] },
    call?: { readonly signal?: AbortSignal },
  ): Promise<readonly number[]>;
  /** Makes a tokenizer of what a `tokenizer.json` says. Rejects where it says none. */
  tokenizer(input: { readonly json: Uint8Array }): Promise<void>;
  /** Tokens of the texts of each record, by that tokenizer. */
  tokens(input: { readonly records: readonly (readonly string[])[] }): Promise<readonly number[]>;
}

export function createExpression(): ExpressionApi {
  let countTokens: ((text: string) => number) | undefined;
  return {
    start: () => Promise.resolve(),
    count({ pattern, records }) {
      const { count } = textMatcher(pattern);
      return Promise.resolve(records.map((texts) => texts.reduce((sum, text) => sum + count(text), 0)));
    },
    async tokenizer({ json }) {
      countTokens = (await import('./tokens/tokenizer-json.ts')).tokenizerOf(json);
    },
    tokens({ records }) {
      const count = countTokens;
      if (!count) return Promise.reject(new Error('no tokenizer'));
      return Promise.resolve(records.map((texts) => texts.reduce((sum, text) => sum + count(text), 0)));
    },
  };
}
