/** Samples of the repository in memory, and the pieces that every conformance test needs. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Dataset } from '../../src/engine/dataset.ts';
import { matchFiles, type Matching, type Reading } from '../../src/engine/match.ts';
import { Files } from '../../src/files/file-set-of.ts';
import { isImagePath } from '../../src/files/file-set.ts';
import { countingSource, memorySource, type CountingSource } from '../../src/files/memory-source.ts';
import type { Match } from '../../src/formats/format.ts';
import { FORMATS } from '../../src/formats/index.ts';

const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));

export type Contents = ReadonlyMap<string, Uint8Array>;

/** One folder `samples/<format>/<name>`. */
export interface Sample {
  readonly format: string;
  readonly name: string;
  /** By path as dropped: it starts with the folder's name. */
  readonly contents: Contents;
  readonly expected: Expected;
}

/** What `expected.json` says; paths are relative to the sample. */
export interface Expected {
  readonly format: string;
  readonly categories: readonly { readonly name: string }[];
  readonly labelSets: readonly object[];
  readonly files: readonly { readonly path: string }[];
  readonly problems: readonly { readonly code: string; readonly count: number }[];
}

export const SIGNAL = new AbortController().signal;

export function allSamples(): Sample[] {
  const folders = (path: string): string[] =>
    readdirSync(path).filter((name) => !name.startsWith('_') && statSync(join(path, name)).isDirectory());
  return folders(SAMPLES).flatMap((format) =>
    folders(join(SAMPLES, format)).map((name) => {
      const root = join(SAMPLES, format, name);
      const contents = new Map<string, Uint8Array>();
      for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || entry.name === 'expected.json') continue;
        const path = join(entry.parentPath, entry.name);
        contents.set(`${name}/${relative(root, path).replaceAll('\\', '/')}`, new Uint8Array(readFileSync(path)));
      }
      const expected: Expected = JSON.parse(readFileSync(join(root, 'expected.json'), 'utf8'));
      return { format, name, contents, expected };
    }),
  );
}

/** Files of a drop, each with an account of what was read of it. */
export function filesOf(contents: Contents): { readonly files: Files; readonly sources: readonly CountingSource[] } {
  const files = new Files();
  const sources = [...contents.values()].map((bytes) => countingSource(memorySource(bytes)));
  files.append([...contents.keys()].map((path, i) => ({ path, source: sources[i] ?? memorySource('') })));
  return { files, sources };
}

export function match(files: Files): Promise<Matching> {
  return matchFiles(files, FORMATS, new Map(), SIGNAL, () => undefined);
}

/** Reads a whole reading, images too. */
export async function read(files: Files, reading: Reading): Promise<Dataset> {
  const dataset = new Dataset(1, files, reading);
  await dataset.index(SIGNAL, () => undefined);
  await dataset.check(SIGNAL, () => undefined);
  await dataset.readImages(SIGNAL, () => undefined);
  return dataset;
}

/** The one reading that a sample is. */
export async function readSample({ contents }: Pick<Sample, 'contents'>): Promise<{
  readonly dataset: Dataset;
  readonly files: Files;
  readonly sources: readonly CountingSource[];
  readonly matching: Matching;
}> {
  const { files, sources } = filesOf(contents);
  const matching = await match(files);
  const [reading] = matching.readings;
  if (!reading) throw new Error('No format recognised the sample');
  return { dataset: await read(files, reading), files, sources, matching };
}

/** How much the winner's confidence exceeds that of the best other format that claims one of its deciding files. */
export async function marginOf(files: Files, winner: Reading): Promise<number> {
  const deciding = (claims: readonly number[]): readonly number[] => {
    const labels = claims.filter((file) => !isImagePath(files.paths[file] ?? ''));
    return labels.length > 0 ? labels : claims;
  };
  const own = new Set(deciding(winner.match.claims));
  let best = 0;
  for (const format of FORMATS) {
    if (format.id === winner.format.id) continue;
    const others: readonly Match[] = await format.match(files, SIGNAL);
    for (const { confidence, claims } of others) if (deciding(claims).some((file) => own.has(file))) best = Math.max(best, confidence);
  }
  return winner.match.confidence - best;
}

/** The sample under other names: as far as its format does not go by them. */
export function renamed({ format, contents, name }: Sample): Contents {
  const rename = (path: string, at: number): string => {
    const inside = path.slice(name.length + 1);
    // Files that differ in the split only are one dataset.
    if (format === 'coco')
      return `other/${inside.replace(/[^/]*?(train|val)?\.json$/, (_, split?: string) => (split ? `labels_${split}.json` : `f${at}.json`))}`;
    if (format === 'yolo') return `other/${inside.replace(/^[^/]*\.ya?ml$/, 'any.yaml')}`;
    if (format === 'imagefolder') return `other/${inside.replace(/[^/]*(?=\.[a-z]+$)/, `picture ${at}`)}`;
    // The table names the pictures.
    if (format === 'image-metadata' || format.startsWith('webdataset')) return `other/${inside}`;
    if (format === 'brat' || format === 'parallel') return `other/${inside.replace(/visit|weather/, 'x')}`;
    // One file says it all: only its extension matters.
    return `other/${inside.replace(/[^/]*(?=\.[^./]+$)/, `x${at}`)}`;
  };
  return new Map([...contents].map(([path, bytes], at) => [rename(path, at), bytes]));
}

/** A repeatable stream of numbers from 0 (inclusive) to 1: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
