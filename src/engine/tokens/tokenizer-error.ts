/** A file of the drop that is no tokenizer, one that we do not know, or one that does not come to an end. */
export class TokenizerError extends Error {
  override readonly name = 'TokenizerError';
}
