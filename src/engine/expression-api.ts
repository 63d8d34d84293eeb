/** What the worker does that looks for regular expressions. */
import { textMatcher, type TextPattern } from '../base/text-pattern.ts';

export interface ExpressionApi {
  /** Answers when the worker has started: how long that takes says nothing about an expression. */
  start(input: object): Promise<void>;
  /** Matches in the texts of each record. */
  count(
    input: { readonly pattern: TextPattern; readonly records: readonly (readonly string[])[] },
    call?: { readonly signal?: AbortSignal },
  ): Promise<readonly number[]>;
}

export function createExpression(): ExpressionApi {
  return {
    start: () => Promise.resolve(),
    count({ pattern, records }) {
      const { count } = textMatcher(pattern);
      return Promise.resolve(records.map((texts) => texts.reduce((sum, text) => sum + count(text), 0)));
    },
  };
}
