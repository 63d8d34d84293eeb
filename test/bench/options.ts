/** The command line of the benchmark. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export interface Options {
  /** Ids of subjects; empty: all. */
  readonly only: readonly string[];
  readonly quick: boolean;
  readonly json: boolean;
  readonly rounds: number;
  /** Milliseconds that one contender may take in all its rounds, with what it takes to make them ready. */
  readonly budget: number;
  /** Folder that keeps what was measured, a file a subject; absent: it is printed and gone. */
  readonly into: string | undefined;
  /** Folder of the generated files. */
  readonly data: string;
}

export const USAGE = `npm run bench -- [options]

  --only coco,jsonl   these subjects and no others
  --quick             small data, two rounds, about two minutes on an idle machine
  --rounds 5          rounds; every contender runs once in each
  --data FOLDER       where generated files are kept (10 GB; default: a folder of the system's for temporary files)
  --into FOLDER       keeps the figures of each subject there and prints those of earlier runs with them
  --json              figures and samples as JSON in place of tables`;

/** @throws TypeError for an option that there is not */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      data: { type: 'string' },
      into: { type: 'string' },
    },
  });
  return {
    only: values.only?.split(',') ?? [],
    quick: values.quick,
    json: values.json,
    rounds: Number(values.rounds ?? (values.quick ? 2 : 5)),
    budget: values.quick ? 4000 : 150_000,
    into: values.into,
    data: values.data ?? join(tmpdir(), 'datasets-viewer-bench'),
  };
}
