/** The encodings of OpenAI's models, loaded when somebody counts by them. Patterns: https://github.com/openai/tiktoken/blob/main/tiktoken_ext/openai_public.py */
import { bytePairCounter } from './byte-pairs.ts';

// White space as Rust has it; JavaScript's `\s` has U+FEFF in place of U+0085.
const SPACE = String.raw`\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
// Without regard to case, by Unicode: U+017F is an s.
const ENDINGS = "'(?:[sS\u017fdDmMtT]|[lL]{2}|[vV][eE]|[rR][eE])";
const UPPER = String.raw`\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}`;
const LOWER = String.raw`\p{Ll}\p{Lm}\p{Lo}\p{M}`;
const START = String.raw`[^\r\n\p{L}\p{N}]?`;
const LAST_SPACE = `[${SPACE}]+(?![^${SPACE}])`;

const O200K = [
  `${START}[${UPPER}]*[${LOWER}]+(?:${ENDINGS})?`,
  `${START}[${UPPER}]+[${LOWER}]*(?:${ENDINGS})?`,
  String.raw`\p{N}{1,3}`,
  String.raw` ?[^${SPACE}\p{L}\p{N}]+[\r\n/]*`,
  String.raw`[${SPACE}]*[\r\n]+`,
  LAST_SPACE,
  `[${SPACE}]+`,
].join('|');

const CL100K = [
  ENDINGS,
  String.raw`${START}\p{L}+`,
  String.raw`\p{N}{1,3}`,
  String.raw` ?[^${SPACE}\p{L}\p{N}]+[\r\n]*`,
  `[${SPACE}]+$`,
  String.raw`[${SPACE}]*[\r\n]`,
  LAST_SPACE,
  `[${SPACE}]`,
].join('|');

export async function o200kBase(): Promise<(text: string) => number> {
  const { o200kTokens } = await import('#ranks/o200k');
  return bytePairCounter(await o200kTokens(), new RegExp(O200K, 'gu'));
}

export async function cl100kBase(): Promise<(text: string) => number> {
  const { cl100kTokens } = await import('#ranks/cl100k');
  return bytePairCounter(await cl100kTokens(), new RegExp(CL100K, 'gu'));
}
