/** Reads files in memory as COCO into plain rows, and checks on the way what must hold for any input. */
import { oneByOne } from '../one-by-one.ts';
import { expect } from 'vitest';
import { Files } from '../../../src/files/file-set-of.ts';
import { countingSource, memorySource, type CountingSource } from '../../../src/files/memory-source.ts';
import { coco } from '../../../src/formats/coco.ts';
import type { Detail, Match, SampleCells, Sink } from '../../../src/formats/format.ts';
import { FLAG, kindBit, SHAPE_KINDS, type Category, type Flag, type LabelSet, type ShapeKind } from '../../../src/model/annotation.ts';
import type { Problem } from '../../../src/model/problem.ts';

export interface ReadSample extends SampleCells {
  readonly key: string;
}

export interface ReadAnnotation {
  readonly row: number;
  readonly sample: string;
  readonly category: string | undefined;
  readonly set: string;
  readonly box: readonly number[] | undefined;
  readonly area: number | undefined;
  readonly score: number | undefined;
  readonly kinds: readonly ShapeKind[];
  readonly flags: readonly Flag[];
  readonly file: number;
  readonly start: number;
  readonly end: number;
}

export interface Reading {
  readonly files: Files;
  readonly match: Match;
  readonly samples: readonly ReadSample[];
  readonly annotations: readonly ReadAnnotation[];
  readonly categories: readonly Category[];
  readonly labelSets: readonly LabelSet[];
  readonly problems: readonly Problem[];
  readonly codes: readonly string[];
  /** By path. */
  readonly accounts: Readonly<
    Record<string, { readonly unit: string; readonly read: number; readonly shown: number; readonly rejected: number }>
  >;
  readonly sources: ReadonlyMap<string, CountingSource>;
  readonly facts: Parameters<Sink['set']>[0];
  detail(sample: string): Promise<Detail>;
  problem(code: string): Problem;
}

/** What is dropped: text or bytes as they are, everything else as JSON. Images may be empty. */
export type Drop = Readonly<Record<string, unknown>>;

const encoder = new TextEncoder();
const signal = new AbortController().signal;

export function filesOf(drop: Drop): { files: Files; sources: Map<string, CountingSource> } {
  const files = new Files();
  const sources = new Map<string, CountingSource>();
  for (const [path, content] of Object.entries(drop)) {
    const bytes = content instanceof Uint8Array ? content : encoder.encode(typeof content === 'string' ? content : JSON.stringify(content));
    sources.set(path, countingSource(memorySource(bytes)));
  }
  files.append([...sources].map(([path, source]) => ({ path, source })));
  return { files, sources };
}

export async function matchAll(drop: Drop): Promise<readonly Match[]> {
  return coco.match(filesOf(drop).files, signal);
}

/** The only dataset in the drop. */
export async function read(drop: Drop): Promise<Reading> {
  const readings = await readAll(drop);
  expect(readings.map(({ match }) => match.name)).toHaveLength(1);
  return readings[0] as Reading;
}

export async function readAll(drop: Drop): Promise<Reading[]> {
  const { files, sources } = filesOf(drop);
  const readings: Reading[] = [];
  for (const match of await coco.match(files, signal)) readings.push(await readMatch(files, sources, match));
  return readings;
}

export async function readMatch(files: Files, sources: ReadonlyMap<string, CountingSource>, given: Match): Promise<Reading> {
  // Plans travel between threads.
  const match = structuredClone(given);
  const samples: (SampleCells & { key: string })[] = [];
  const annotations: ReadAnnotation[] = [];
  const categories: Category[] = [];
  const labelSets: LabelSet[] = [];
  const problems: Problem[] = [];
  const accounts: Record<string, { unit: string; read: number; shown: number; rejected: number }> = {};
  const categoryRows: number[] = [];
  let facts: Parameters<Sink['set']>[0] = {};
  const account = (file: number): { unit: string; read: number; shown: number; rejected: number } =>
    (accounts[files.paths[file] ?? ''] ??= { unit: '', read: 0, shown: 0, rejected: 0 });
  const sink: Sink = {
    samples: (block) => oneByOne((key, cells) => sink.sample(key, cells), files.paths)(block),
    sample(key, cells) {
      let row = samples.findIndex((sample) => sample.key === key);
      if (row < 0) row = samples.push({ key }) - 1;
      if (cells) samples[row] = { key, ...cells, ...samples[row] };
      if (cells?.at) account(cells.at.file).shown += 1;
      return row;
    },
    category(key, declared) {
      let row = categories.findIndex((category) => category.key === key);
      if (row < 0) row = categories.push({ name: key, key }) - 1;
      if (declared) categories[row] = { ...(categories[row] as Category), ...declared };
      return row;
    },
    labelSet: (set) => labelSets.push(set) - 1,
    annotation() {
      throw new Error('COCO hands on blocks');
    },
    annotations(block) {
      const { sample, category, area, score = area, kinds: shapes, flags: bits = shapes, start: starts, size } = block;
      for (const column of [sample, category, area, score, shapes, bits, starts, size]) expect(column).toHaveLength(block.length);
      expect(block.box).toHaveLength(block.length * 4);
      account(block.file).shown += block.length;
      for (let i = 0; i < block.length; i += 1) {
        const sides = [...block.box.subarray(i * 4, i * 4 + 4)];
        const kinds = block.kinds[i] ?? 0;
        const flags = block.flags?.[i] ?? 0;
        expect(samples[block.sample[i] ?? -1]).toBeDefined();
        categoryRows.push(block.category[i] ?? -1);
        annotations.push({
          row: annotations.length,
          sample: samples[block.sample[i] ?? -1]?.key ?? '',
          category: (block.category[i] ?? -1) < 0 ? undefined : String(block.category[i]),
          set: labelSets[block.labelSet]?.name ?? '',
          box: sides.some((side) => Number.isNaN(side)) ? undefined : sides,
          area: Number.isNaN(block.area[i]) ? undefined : block.area[i],
          score: Number.isNaN(block.score?.[i]) ? undefined : block.score?.[i],
          kinds: SHAPE_KINDS.filter((kind) => (kinds & kindBit(kind)) !== 0),
          flags: (Object.keys(FLAG) as Flag[]).filter((flag) => (flags & FLAG[flag]) !== 0),
          file: block.file,
          start: block.base + (block.start[i] ?? NaN),
          end: block.base + (block.start[i] ?? NaN) + (block.size[i] ?? NaN),
        });
      }
    },
    read(file, unit, records) {
      account(file).unit = unit;
      account(file).read += records;
    },
    reject(file, at, problem) {
      account(file).rejected += 1;
      problems.push({ ...problem, at, file: files.paths[file] ?? '' });
    },
    problem: (problem) => problems.push(problem),
    column: () => undefined,
    sampled: () => undefined,
    set(more) {
      facts = { ...facts, ...more };
    },
    progress: (done, total) => expect(done).toBeLessThanOrEqual(total),
  };
  await coco.index(files, match, sink, signal);

  for (const { read: count, shown, rejected } of Object.values(accounts)) expect(shown + rejected).toBe(count);
  const detail = (key: string): Promise<Detail> => {
    const row = samples.findIndex((sample) => sample.key === key);
    const cells = samples[row];
    const refs = annotations
      .filter(({ sample }) => sample === key)
      .map(({ row: at, set, file, start, end }) => {
        const labelSet = labelSets.findIndex(({ name }) => name === set);
        return { row: at, file, start, end, labelSet, category: categoryRows[at] ?? -1 };
      });
    const { name = '', image, width = 0, height = 0, at } = cells ?? {};
    return coco.detail(files, match, { row, key, name, image, width, height, at, annotations: refs, categories }, signal);
  };
  // What is counted is what is there to see.
  for (const { key } of samples) {
    const own = annotations.filter(({ sample }) => sample === key);
    const full = (await detail(key)).annotations;
    expect(full.map(({ row }) => row)).toEqual(own.map(({ row }) => row));
    expect(full.map(({ shapes }) => [...new Set(shapes.map(({ kind }) => kind))])).toEqual(own.map(({ kinds }) => kinds));
    expect(full.map(({ flags }) => [...flags].sort())).toEqual(own.map(({ flags }) => [...flags].sort()));
  }
  return {
    files,
    match,
    samples,
    annotations: annotations.map((annotation, i) => ({ ...annotation, category: categories[categoryRows[i] ?? -1]?.name })),
    categories,
    labelSets,
    problems,
    codes: [...new Set(problems.map(({ code }) => code))].sort(),
    accounts,
    sources,
    facts,
    detail,
    problem(code) {
      const problem = problems.find((one) => one.code === code);
      if (!problem) throw new Error(`no ${code} among ${problems.map((one) => one.code).join(', ')}`);
      return problem;
    },
  };
}

/** A small truth: two images, two classes, whatever annotations are given. */
export function truth(annotations: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    images: [
      { id: 1, file_name: 'a.jpg', width: 100, height: 80 },
      { id: 2, file_name: 'b.jpg', width: 100, height: 80 },
    ],
    annotations,
    categories: [
      { id: 1, name: 'cat' },
      { id: 7, name: 'dog' },
    ],
    ...more,
  };
}

/** An annotation with a box; `more` replaces or adds fields, undefined takes them away. */
export function box(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { id: 11, image_id: 1, category_id: 1, bbox: [10, 20, 30, 40], area: 1200, iscrowd: 0, ...more };
}

/** Images that are there. */
export const IMAGES: Drop = { 'set/a.jpg': '', 'set/b.jpg': '' };
