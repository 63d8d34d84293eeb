/**
 * Splits as folder and file names tell them: `train`, `valid/images`, `images/val2017`, `instances_val2017.json`.
 */
const SPLIT_WORDS: Readonly<Record<string, string>> = {
  train: 'train',
  training: 'train',
  val: 'val',
  valid: 'val',
  validate: 'val',
  validation: 'val',
  eval: 'val',
  dev: 'val',
  test: 'test',
  testing: 'test',
  minival: 'minival',
  trainval: 'trainval',
};

/**
 * The split that one name stands for, in one spelling for all (`valid`, `validation` and `val2017` are `val`); undefined
 * where the name is no split. A year and a tail may follow: `train2017`, `test-dev2017`.
 */
export function splitOfName(name: string): string | undefined {
  const word = /^([a-z]+)(?:[-_ ]?dev)?[-_ ]?(?:\d{4})?$/.exec(name.toLowerCase());
  const split = word?.[1];
  return split !== undefined && Object.hasOwn(SPLIT_WORDS, split) ? SPLIT_WORDS[split] : undefined;
}
