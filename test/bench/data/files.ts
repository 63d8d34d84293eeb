/** The files that the benchmark reads, by name: made by seed when they are not there, and kept. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../measure.ts';
import { writeCoco } from './coco.ts';
import { countChats, countCoco, countCsv, factsOf } from './facts.ts';
import { writeChats, writeCsv } from './text.ts';
import { writeYolo } from './yolo.ts';

interface DataFile {
  make(path: string): void;
  facts(path: string): Promise<Findings>;
  /** For folders: the file that is written last. */
  readonly last?: string;
}

const coco = (share: number): DataFile => ({
  make: (path) => writeCoco(path, { images: Math.round(118_287 * share), annotations: Math.round(860_001 * share), areas: true }),
  facts: (path) => factsOf(path, countCoco),
});
const boxes = (share: number): DataFile => ({
  make: (path) => writeCoco(path, { images: Math.round(1_182_870 * share), annotations: Math.round(8_600_010 * share), areas: false }),
  facts: (path) => factsOf(path, countCoco),
});
const chats = (bytes: number): DataFile => ({
  make: (path) => writeChats(path, bytes),
  facts: (path) => factsOf(path, countChats),
});
const csv = (bytes: number): DataFile => ({
  make: (path) => writeCsv(path, bytes),
  facts: (path) => factsOf(path, countCsv),
});
const yolo = (pairs: number): DataFile => ({
  make: (path) => writeYolo(path, pairs),
  facts: () => Promise.resolve({ images: pairs }),
  last: 'data.yaml',
});

const FILES = {
  'coco.json': coco(1),
  'coco-half.json': coco(1 / 2),
  'coco-quarter.json': coco(1 / 4),
  'o365.json': boxes(1),
  'o365-tenth.json': boxes(1 / 10),
  '5g.jsonl': chats(5e9),
  '1g.jsonl': chats(1e9),
  '500m.jsonl': chats(5e8),
  '250m.jsonl': chats(2.5e8),
  '100m.jsonl': chats(1e8),
  '500m.csv': csv(5e8),
  '50m.csv': csv(5e7),
  yolo100k: yolo(100_000),
  yolo5k: yolo(5000),
} as const satisfies Readonly<Record<string, DataFile>>;

export type DataName = keyof typeof FILES;

export interface Data {
  /** Absolute path; makes what is not there yet. */
  path(name: DataName): string;
  facts(name: DataName): Promise<Findings>;
}

/** The files of one folder. */
export function dataIn(folder: string, say: (line: string) => void): Data {
  mkdirSync(folder, { recursive: true });
  const path = (name: DataName): string => {
    const file: DataFile = FILES[name];
    const at = join(folder, name);
    if (!existsSync(file.last === undefined ? at : join(at, file.last))) {
      say(`making ${at}`);
      file.make(at);
    }
    return at;
  };
  return { path, facts: (name) => FILES[name].facts(path(name)) };
}
