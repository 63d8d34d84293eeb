/** A COCO file read fast (by compiled code) and plain, down to columns, ranges, problems and accounts, to be compared. */
import { expect } from 'vitest';
import { FileAccounts } from '../../../src/engine/accounts.ts';
import { ProblemStore } from '../../../src/engine/problem-store.ts';
import { tableSink } from '../../../src/engine/sink.ts';
import type { ByteSource } from '../../../src/files/byte-source.ts';
import { Files } from '../../../src/files/file-set-of.ts';
import { memorySource } from '../../../src/files/memory-source.ts';
import { checkCoco } from '../../../src/formats/coco/check.ts';
import { indexCoco } from '../../../src/formats/coco/index-pass.ts';
import { scanCoco, scanPlainly, type CocoScan } from '../../../src/formats/coco/scan.ts';
import type { CocoPlan } from '../../../src/formats/coco/plan.ts';
import type { Match, Sink } from '../../../src/formats/format.ts';
import type { Problem } from '../../../src/model/problem.ts';
import { Builder } from '../../../src/table/builder.ts';

const SIGNAL = new AbortController().signal;

/** How the bytes come: at most so many at once, the first time perhaps fewer. */
export interface Pieces {
  readonly first?: number;
  readonly size: number;
}

function inPieces(bytes: Uint8Array, { first, size }: Pieces): ByteSource {
  return {
    ...memorySource(bytes),
    async *stream(start = 0, end = bytes.length) {
      // One buffer, used again: whoever keeps a piece shows.
      const buffer = new Uint8Array(Math.max(1, size, first ?? 0));
      for (let at = start; at < end;) {
        const length = Math.min(end - at, at === start ? (first ?? size) : size);
        buffer.set(bytes.subarray(at, at + length));
        yield buffer.subarray(0, length);
        buffer.fill(0x39);
        at += length;
      }
    },
  };
}

/** Results instead of a truth, beside a truth of their own or not. */
export type Kind = 'sections' | 'results';

/** Everything that reading a file leaves. */
export function readBytes(bytes: Uint8Array, scan: CocoScan, pieces: Pieces, kind: Kind = 'sections'): Promise<unknown> {
  return readSource(inPieces(bytes, pieces), scan, kind);
}

export async function readSource(source: ByteSource, scan: CocoScan, kind: Kind = 'sections', signal = SIGNAL): Promise<unknown> {
  const files = new Files();
  files.append([
    { path: 'set/labels.json', source },
    { path: 'set/images/b.jpg', source: memorySource('') },
  ]);
  const role = kind === 'results' ? 'prediction' : 'truth';
  const file = { file: 0, encoding: 'utf-8', kind, role, labelSet: 'set', alone: true, categoriesFirst: false } as const;
  const plan: CocoPlan = { parts: [{ prefix: '', files: [file] }], imagesByFolder: false };
  const match: Match = { confidence: 1, why: { code: 'coco-sections' } as never, claims: [0], name: 'set', plan };
  const builder = new Builder(files.paths);
  const accounts = new FileAccounts();
  const told: Problem[] = [];
  const facts = { frame: undefined, unreferencedImages: undefined };
  const table = tableSink({ builder, accounts, problems: new ProblemStore(), facts, paths: files.paths, onProgress: () => undefined });
  const sink: Sink = {
    ...table,
    problem: (problem) => told.push(problem),
    reject(of, at, problem) {
      told.push({ ...problem, at, file: files.paths[of] ?? '' });
      table.reject(of, at, problem);
    },
  };
  await indexCoco(files, match, sink, signal, scan);
  const { annotations } = builder.table;
  const rows = {
    count: annotations.length,
    file: () => 0,
    start: (row: number) => annotations.place.startOf(row),
    size: (row: number) => annotations.place.sizeOf(row),
    sample: (row: number) => annotations.sample.at(row),
  };
  const looking: Sink = {
    ...sink,
    reject(of, at, problem) {
      accounts.takeBackAnnotation(of);
      sink.reject(of, at, problem);
    },
  };
  await checkCoco(files, match, rows, looking, signal, () => undefined);
  return snapshot(builder, told, accounts.list(files.paths, true));
}

function snapshot({ table }: Builder, problems: readonly Problem[], accounts: unknown): unknown {
  const { samples, annotations } = table;
  const each = <T>(count: number, of: (row: number) => T): T[] => Array.from({ length: count }, (_, row) => of(row));
  return {
    samples: each(table.sampleCount, (row) => [
      table.key(row),
      table.name(row),
      samples.split.get(row),
      samples.image.at(row),
      samples.width.at(row),
      samples.height.at(row),
      table.range(row),
      ...Array.from(table.extra.values(), (column) => column.text(row)),
    ]),
    columns: table.columns,
    annotations: each(table.annotationCount, (row) => [
      annotations.sample.at(row),
      annotations.category.at(row),
      annotations.labelSet.at(row),
      ...each(4, (part) => annotations.box.at(row, part)),
      annotations.area.at(row),
      annotations.score.at(row),
      annotations.kinds.at(row),
      annotations.flags.at(row),
      annotations.range(row),
    ]),
    categories: table.categories,
    problems: byCode(problems),
    accounts,
  };
}

/** Those of one kind come in the order of the file; which kind comes first is told nowhere. */
function byCode(problems: readonly Problem[]): Readonly<Record<string, readonly Problem[]>> {
  return Object.fromEntries(problems.map(({ code }) => [code, problems.filter((other) => other.code === code)]));
}

/** Both ways leave the same. @returns what they leave */
export async function expectSame(bytes: Uint8Array, pieces: Pieces = { size: 1 << 20 }, kind: Kind = 'sections'): Promise<unknown> {
  const plain = await readBytes(bytes, scanPlainly, pieces, kind);
  const fast = await readBytes(bytes, scanCoco, pieces, kind);
  expect(fast).toEqual(plain);
  return plain;
}
