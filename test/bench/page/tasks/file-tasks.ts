/** What can be done with one file in a worker, by name. */
import type { Measure, TaskOptions } from '../../measure.ts';
import { parseCoco, streamParseCoco } from './coco.ts';
import { papaParse } from './csv.ts';
import { parseLines } from './jsonl.ts';
import { readParquet } from './parquet.ts';
import { pureRead } from './read.ts';
import { soak } from './soak.ts';

export type FileTask = (file: File, options: TaskOptions) => Promise<Measure>;

export const FILE_TASKS: Readonly<Record<string, FileTask>> = {
  pureRead,
  parseCoco,
  streamParseCoco,
  parseLines,
  papaParse,
  readParquet,
  soak,
};
