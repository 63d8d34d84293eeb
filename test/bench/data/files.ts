/** The files that the benchmark reads, by name: made by seed when they are not there, and kept. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../lab.ts';
import type { Findings } from '../measure.ts';
import { writeCoco, writeManyBoxes } from './coco.ts';
import { countBoxes, countChats, countCoco, countCocoStart, countCsv, countYolo, factsOf, type CocoStart } from './facts.ts';
import { writeParquet } from './parquet.ts';
import { writeChats, writeCsv, writeNumbers } from './text.ts';
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
  facts: (path) => factsOf(path, countCsv('records')),
});
const manyBoxes = (images: number, annotations: number): DataFile => ({
  make: (path) => writeManyBoxes(path, images, annotations),
  facts: (path) => factsOf(path, countBoxes),
});
/** The smallest table is another one than the large, for the eyes of those who compare findings. */
const numbers = (records: number, name = 'records'): DataFile => ({
  make: (path) => writeNumbers(path, records),
  facts: (path) => factsOf(path, countCsv(name)),
});
const parquet = (rows: number): DataFile => ({
  make: (path) => writeParquet(path, rows),
  facts: () => Promise.resolve({ records: rows }),
});
const yolo = (pairs: number): DataFile => ({
  make: (path) => writeYolo(path, pairs),
  facts: (path) => factsOf(path, countYolo),
  last: 'data.yaml',
});

const FILES = {
  'coco.json': coco(1),
  'coco-half.json': coco(1 / 2),
  'coco-quarter.json': coco(1 / 4),
  'coco-sixteenth.json': coco(1 / 16),
  'o365.json': boxes(1),
  'o365-tenth.json': boxes(1 / 10),
  '5g.jsonl': chats(5e9),
  '1g.jsonl': chats(1e9),
  '500m.jsonl': chats(5e8),
  '250m.jsonl': chats(2.5e8),
  '100m.jsonl': chats(1e8),
  '10m.jsonl': chats(1e7),
  '500m.csv': csv(5e8),
  '50m.csv': csv(5e7),
  '5m.csv': csv(5e6),
  'boxes10m.json': manyBoxes(1_000_000, 10_000_000),
  'boxes1m.json': manyBoxes(100_000, 1_000_000),
  '10m.csv': numbers(10_000_000),
  '1m.csv': numbers(1_000_000),
  '10k.csv': numbers(10_000, 'few'),
  '1m.parquet': parquet(1_000_000),
  '100k.parquet': parquet(100_000),
  yolo100k: yolo(100_000),
  yolo5k: yolo(5000),
} as const satisfies Readonly<Record<string, DataFile>>;

export type DataName = keyof typeof FILES;

export interface Data {
  /** Absolute path; makes what is not there yet. */
  path(name: DataName): string;
  facts(name: DataName): Promise<Findings>;
  /** What is in the first part of a COCO file. */
  startOf(name: DataName, bytes: number): CocoStart;
  /** Milliseconds that making and counting took so far. */
  spent(): number;
  /** Paths of the photographs; the browser makes them, since Node has no encoder. */
  photographs(lab: Pick<Lab, 'task'>): Promise<readonly string[]>;
}

const PHOTOGRAPHS = 240;
/** So many at a time, as text from the page. */
const BATCH = 24;

/** The files of one folder. */
export function dataIn(folder: string, say: (line: string) => void): Data {
  let spent = 0;
  const path = (name: DataName): string => {
    const file: DataFile = FILES[name];
    const at = join(folder, name);
    if (existsSync(file.last === undefined ? at : join(at, file.last))) return at;
    say(`  making ${at}`);
    mkdirSync(folder, { recursive: true });
    const started = performance.now();
    file.make(at);
    spent += performance.now() - started;
    return at;
  };
  return {
    path,
    async facts(name) {
      const at = path(name);
      const started = performance.now();
      const facts = await FILES[name].facts(at);
      spent += performance.now() - started;
      return facts;
    },
    startOf: (name, bytes) => countCocoStart(path(name), bytes),
    spent: () => spent,
    async photographs(lab) {
      const home = join(folder, 'photographs');
      const paths = Array.from({ length: PHOTOGRAPHS }, (_, at) => join(home, `${String(at).padStart(3, '0')}.jpg`));
      if (existsSync(paths.at(-1) ?? '')) return paths;
      say(`  making ${home}`);
      mkdirSync(home, { recursive: true });
      const started = performance.now();
      for (let from = 0; from < PHOTOGRAPHS; from += BATCH) {
        const { findings } = await lab.task('makePhotographs', [], { from, to: from + BATCH });
        const made = String(findings['photographs']).split('\n');
        for (const [at, text] of made.entries()) writeFileSync(paths[from + at] ?? '', Buffer.from(text, 'base64'));
      }
      spent += performance.now() - started;
      return paths;
    },
  };
}
