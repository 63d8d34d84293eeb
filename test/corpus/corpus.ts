/** The shared datasets: where they are, what their manifest says, and what an independent reading of their files counts. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createEngine, type LocalEngine } from '../../src/engine/engine.ts';
import type { OpenResult } from '../../src/engine/protocol.ts';
import { listNodeFiles } from '../../src/files/node-source.ts';
import type { DatasetSummary } from '../../src/model/dataset.ts';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The folder that holds `datasets/MANIFEST.json`; `undefined`: the data is not on this machine. */
export const SHARED = [process.env['DATASETS_SHARED'], join(ROOT, '../shared')].find(
  (folder) => folder !== undefined && existsSync(join(folder, 'datasets/MANIFEST.json')),
);

/** Where the data is not there, a test without a dataset's name says so; nothing counts as opened or as skipped. */
export function absent(): void {
  it('is not on this machine', () => {
    expect(SHARED).toBeUndefined();
  });
}

/** Facts as scripts counted them, by the path of the dataset; `part`: of one of its parts. */
export function factsOf(path: string, part?: string): unknown {
  const manifest: { path: string; facts: Record<string, unknown> }[] = JSON.parse(
    readFileSync(join(SHARED ?? '', 'datasets/MANIFEST.json'), 'utf8'),
  );
  const entry = manifest.find((dataset) => dataset.path === path);
  const facts = part === undefined ? entry?.facts : entry?.facts[part];
  if (facts === undefined) throw new Error(`The manifest has no ${path} ${part ?? ''}`);
  return facts;
}

/** What the manifest says of one COCO truth. */
export interface CocoFacts {
  readonly images: number;
  readonly annotations: number;
  readonly categories: number;
  readonly annotations_per_class: Readonly<Record<string, number>>;
  readonly segmentation_kinds: Readonly<Record<string, number>>;
  readonly iscrowd: number;
  readonly annotations_with_keypoints?: number;
  readonly images_present_on_disk?: number;
  readonly images_missing_on_disk?: number;
}

/** What the manifest says of one YOLO folder. */
export interface YoloFacts {
  readonly label_files: number;
  readonly objects: number;
  readonly objects_per_class: Readonly<Record<string, number>>;
  readonly empty_label_files: number;
  readonly images: number;
  readonly images_without_label_file: number;
  readonly label_files_without_image: number;
}

export function cocoFacts(path: string, part?: string): CocoFacts {
  return factsOf(path, part) as CocoFacts;
}

export function yoloFacts(path: string, part?: string): YoloFacts {
  return factsOf(path, part) as YoloFacts;
}

export interface Opened {
  readonly engine: LocalEngine;
  readonly result: OpenResult;
  /** Folder on the disk that the paths of the drop start in. */
  readonly parent: string;
}

export async function open(...paths: readonly string[]): Promise<Opened> {
  const folders = paths.map((path) => join(SHARED ?? '', 'datasets', path));
  const engine = createEngine();
  engine.addEntries(await listNodeFiles(folders));
  return { engine, result: await engine.open({}), parent: dirname(folders[0] ?? '') };
}

/** The dataset that has a label set of this file. */
export function withFile({ result }: Opened, file: string): DatasetSummary {
  const found = result.datasets.find(({ labelSets }) => labelSets.some((set) => set.file?.endsWith(file)));
  if (!found)
    throw new Error(`No dataset has a label set of ${file}: ${JSON.stringify(result.datasets.map(({ labelSets }) => labelSets))}`);
  return found;
}

/** Classes that have annotations, as the manifest lists them. */
export function perClass({ categories }: DatasetSummary): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name, annotations } of categories) if (annotations > 0) counts[name] = (counts[name] ?? 0) + annotations;
  return counts;
}

/** Annotations of a facet's value, whatever the query. */
export async function facetCount(
  { engine }: Opened,
  { id }: DatasetSummary,
  facet: 'flag' | 'labels' | 'image',
  value: string,
): Promise<number> {
  const { facets } = await engine.facets({ dataset: id, query: { clauses: [] } });
  const found = facets[facet]?.find((entry) => entry.value === value);
  return (facet === 'flag' ? found?.allAnnotations : found?.allSamples) ?? 0;
}

/** Records of one file as counted here, by JSON.parse or by lines: never by the code under test. */
export function countRecords({ parent }: Opened, path: string, unit: string): number {
  const disk = join(parent, path);
  if (unit === 'images') return statSync(disk).isFile() ? 1 : 0;
  const text = readFileSync(disk, 'utf8').replace(/^\uFEFF/, '');
  if (unit === 'lines') return text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '').length;
  const json: unknown = JSON.parse(text.replace(/\bNaN\b/g, 'null'));
  if (Array.isArray(json)) return json.length;
  const { images = [], annotations = [] } = json as { images?: unknown[]; annotations?: unknown[] };
  return images.length + annotations.length;
}
