/** Our engine, driven as the page of the app drives it: its client, its worker, its questions. */
import { createClient, type EngineClient } from '../../../../src/engine/client.ts';
import { listInput } from '../../../../src/files/drop.ts';
import type { DatasetSummary } from '../../../../src/model/dataset.ts';
import { EMPTY_QUERY } from '../../../../src/table/query.ts';
import type { Measure, TaskOptions } from '../../measure.ts';
import { classSum, rounded } from './coco.ts';
import { percentile, timesOf } from './times.ts';

/** An engine that has started already, as the app's has when files are dropped. */
export async function startedEngine(): Promise<EngineClient> {
  const engine = createClient();
  await engine.discard(undefined);
  return engine;
}

/** Opens the files as one dataset, until all of it is read. */
export async function opened(engine: EngineClient, files: readonly File[]): Promise<DatasetSummary> {
  for await (const batch of listInput(files)) await engine.add(batch);
  const { datasets } = await engine.open({});
  const [dataset] = datasets;
  if (!dataset) throw new Error('nothing was recognised');
  return dataset;
}

/** As `opened`, and when all records had their places: the check of each of them, in the background, comes after that. */
async function openedRecords(
  engine: EngineClient,
  files: readonly File[],
): Promise<{ readonly dataset: DatasetSummary; readonly indexed: number }> {
  for await (const batch of listInput(files)) await engine.add(batch);
  let indexed: number | undefined;
  const { datasets } = await engine.open(
    {},
    {
      onProgress: ({ phase }) => {
        if (phase === 'checking' || phase === 'done') indexed ??= performance.now();
      },
    },
  );
  const [dataset] = datasets;
  if (!dataset) throw new Error('nothing was recognised');
  return { dataset, indexed: indexed ?? performance.now() };
}

const TILES = 5000;

/** `boxes` 1: also sums all boxes, after the clock has stopped. */
export async function engineCoco(files: readonly File[], { boxes }: TaskOptions): Promise<Measure> {
  const engine = await startedEngine();
  const started = performance.now();
  const { id: dataset, samples, annotations, categories, columnBytes } = await opened(engine, files);
  const ms = performance.now() - started;
  const used = categories.filter((category) => category.annotations > 0);
  const classes = classSum(used.map((category) => [category.name, category.annotations]));
  const findings = { images: samples, annotations, classes };
  const values = { columnBytes };
  if (boxes !== 1) return { ms, findings, values };
  let sum = 0;
  for (let first = 0; first < samples; first += TILES) {
    const rows = Uint32Array.from({ length: Math.min(TILES, samples - first) }, (_, at) => first + at);
    for (const { box } of await engine.tiles({ dataset, query: EMPTY_QUERY, rows })) for (const value of box) sum += value;
  }
  return { ms, findings: { ...findings, boxes: rounded(sum) }, values };
}

/** Opens CSV or boxes, no more. */
export async function engineOpen(files: readonly File[], { as }: TaskOptions): Promise<Measure> {
  const engine = await startedEngine();
  const started = performance.now();
  const { dataset, indexed } = await openedRecords(engine, files);
  const { samples, annotations } = dataset;
  return {
    ms: (as === 'records' ? indexed : performance.now()) - started,
    findings: { [String(as)]: samples, ...(annotations > 0 ? { annotations } : {}) },
  };
}

const ASKED = 100;
const WINDOW = 50;

/** Index, search, one key as a column, then single rows and windows of 50 rows at random places. */
export async function engineLines(files: readonly File[], { needle }: TaskOptions): Promise<Measure> {
  const engine = await startedEngine();
  const started = performance.now();
  const {
    dataset: { id: dataset, samples: lines, columns },
    indexed,
  } = await openedRecords(engine, files);
  const ms = indexed - started;
  const checked = performance.now() - started;

  const searchStarted = performance.now();
  const query = { clauses: [{ kind: 'text', text: String(needle), negated: false }] } as const;
  const { rows: found } = await engine.select({ dataset, query, sort: undefined });
  const search = performance.now() - searchStarted;

  const columnStarted = performance.now();
  const histogram = await engine.histogram({ dataset, query: EMPTY_QUERY, field: 'tokens' });
  const column = performance.now() - columnStarted;

  const rowTimes = await timesOf(ASKED, () => engine.detail({ dataset, query: EMPTY_QUERY, row: Math.floor(Math.random() * lines) }));
  const windowTimes = await windowsOf(engine, dataset, lines, columns);
  return {
    ms,
    findings: {
      lines,
      found: found.length,
      counted: histogram.all.reduce((sum, count) => sum + count, 0),
      least: histogram.min,
      most: histogram.max,
    },
    values: { checked, search, column, row: percentile(rowTimes, 0.95), window: percentile(windowTimes, 0.95) },
  };
}

/** Opens a table, then windows of 50 rows at random places; `window` is their 95th percentile. */
export async function engineWindows(files: readonly File[]): Promise<Measure> {
  const engine = await startedEngine();
  const started = performance.now();
  const { id, samples: records, columns } = await opened(engine, files);
  const ms = performance.now() - started;
  return { ms, findings: { records }, values: { window: percentile(await windowsOf(engine, id, records, columns), 0.95) } };
}

/** Milliseconds for each of a hundred windows, all columns of their rows. */
function windowsOf(engine: EngineClient, dataset: number, records: number, columns: DatasetSummary['columns']): Promise<number[]> {
  const names = columns.map(({ name }) => name);
  return timesOf(ASKED, () => {
    const first = Math.floor(Math.random() * Math.max(1, records - WINDOW));
    const rows = Uint32Array.from({ length: Math.min(WINDOW, records) }, (_, at) => first + at);
    return engine.rows({ dataset, query: EMPTY_QUERY, rows, columns: names });
  });
}
