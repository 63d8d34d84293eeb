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

/** A split under the name that it has here; one of a dataset's own keeps its name. */
export function splitNamed(name: string): string {
  return splitOfName(name) ?? name;
}

/** What the stem of a file's name says. */
export interface NameParts {
  /** What is left beside the split and the number of a part; '' where there is nothing else. */
  readonly base: string;
  readonly split: string | undefined;
  /** Whether it is a numbered part of more. */
  readonly shard: boolean;
  /** Which part of how many, where the name says so. */
  readonly part?: { readonly at: number; readonly of: number };
}

/** `name-00000-of-00003`, with or without what separates, and with the hash that older hubs put behind. */
const SHARD = /^(.*?)[-_.]?(\d+)-of-(\d+)(?:-[0-9a-f]{8,})?$/;
/** Parts without their number in all, as converters and Spark write them: `0000`, `part-00000-…`. */
const PART = /^(?:part[-_.]?)?\d{3,}(?:[-_.][\w.-]*)?$/;

export function partsOfName(stem: string): NameParts {
  const [, sharded, at, of] = SHARD.exec(stem) ?? [];
  if (sharded === undefined && PART.test(stem)) return { base: '', split: undefined, shard: true };
  const name = sharded ?? stem;
  const shard = sharded !== undefined;
  const part = shard ? { part: { at: Number(at), of: Number(of) } } : {};
  const whole = splitOfName(name);
  if (whole !== undefined) return { base: '', split: whole, shard, ...part };
  const words = name.split(/[-_.]/);
  const last = splitOfName(words.at(-1) ?? '');
  if (last !== undefined && words.length > 1) return { base: words.slice(0, -1).join('_'), split: last, shard, ...part };
  const first = splitOfName(words[0] ?? '');
  if (first !== undefined && words.length > 1) return { base: words.slice(1).join('_'), split: first, shard, ...part };
  return { base: name, split: undefined, shard, ...part };
}
