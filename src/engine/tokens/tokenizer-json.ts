/** A `tokenizer.json` as the library of its authors reads it: https://github.com/huggingface/tokenizers.js */
import { Tokenizer } from '@huggingface/tokenizers';

/** Counts the tokens of a text. Throws where the bytes say no tokenizer, or one that the library does not know. */
export function tokenizerOf(bytes: Uint8Array): (text: string) => number {
  const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, 'model')) throw new Error('it has no model');
  const tokenizer = new Tokenizer(json, {});
  const count = (text: string): number => tokenizer.encode(text, { add_special_tokens: false }).ids.length;
  // Some of its parts are only looked at when there is a text.
  count('a');
  return count;
}
