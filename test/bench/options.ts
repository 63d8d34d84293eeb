/** The command line of the benchmark. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export interface Options {
  /** Ids of subjects; empty: all. */
  readonly only: readonly string[];
  readonly quick: boolean;
  readonly help: boolean;
  readonly json: boolean;
  readonly rounds: number;
  /** Milliseconds that one contender may take in all its rounds, with what it takes to make them ready. */
  readonly budget: number;
  /** Folder that keeps what was measured, a file a subject; absent: it is printed and gone. */
  readonly into: string | undefined;
  /** Folder of the generated files. */
  readonly data: string;
}

const QUICK_BUDGET_MS = 10_000;

export const USAGE = `npm run bench -- [options]

  --only coco,jsonl   these subjects and no others
  --quick             small data, one round, under two minutes (without what is made and installed once)
  --rounds 5          rounds; every contender runs once in each
  --data FOLDER       where generated files are kept (10 GB; default: a folder of the system's for temporary files)
  --into FOLDER       keeps the figures of each subject there and prints those of earlier runs with them
  --json              figures and samples as JSON in place of tables
  --help              this

What each row means, and how it is measured: test/bench/README.md. The exit code is 1 where the app failed, or where somebody found anything else
than what is in the file; a missed target is no failure.`;

/** @throws TypeError for an option that there is not, or that is no number where it should be one */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      data: { type: 'string' },
      into: { type: 'string' },
    },
  });
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new TypeError(`${values.rounds} rounds cannot be made`);
  return {
    only: values.only?.split(',') ?? [],
    quick: values.quick,
    help: values.help,
    json: values.json,
    rounds,
    budget: values.quick ? QUICK_BUDGET_MS : Infinity,
    into: values.into,
    data: values.data ?? join(tmpdir(), 'datasets-viewer-bench'),
  };
}
