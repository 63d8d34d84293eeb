/** Our engine, driven as the page of the app drives it: its client, its worker, its questions. */
import { createClient, type EngineClient } from '../../../../src/engine/client.ts';
import { listInput } from '../../../../src/files/drop.ts';
import type { RowCells, SampleDetail } from '../../../../src/engine/protocol.ts';
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

/** Each is opened so often: what runs once is interpreted, and compiled for speed only when it runs on. */
const WARM_TURNS = 2;

/** As `startedEngine`; the first `before` files are opened and closed by then, so that what is timed is compiled. The other files are left. */
async function engineFor(files: readonly File[], { before = 0 }: TaskOptions): Promise<{ engine: EngineClient; left: readonly File[] }> {
  const engine = await startedEngine();
  for (const file of files.slice(0, Number(before))) {
    for (let turn = 0; turn < WARM_TURNS; turn += 1) {
      await opened(engine, [file]);
      await engine.close({});
    }
  }
  return { engine, left: files.slice(Number(before)) };
}

/** Opens the files as one dataset, until all of it is read. */
export async function opened(engine: EngineClient, files: readonly File[]): Promise<DatasetSummary> {
  for await (const batch of listInput(files)) await engine.add(batch);
  const { datasets } = await engine.open({});
  const [dataset] = datasets;
  if (!dataset) throw new Error('nothing was recognised');
  return dataset;
}

/** All records have their places; the check of each of them goes on in the background. */
interface Indexed {
  readonly indexed: DatasetSummary;
  /** When that, too, is done. */
  readonly checked: Promise<DatasetSummary>;
}

async function openedRecords(engine: EngineClient, files: readonly File[]): Promise<Indexed> {
  for await (const batch of listInput(files)) await engine.add(batch);
  return new Promise((resolve, reject) => {
    const checked = engine
      .open(
        {},
        {
          onProgress: ({ phase, datasets: [dataset] }) => {
            if (phase === 'checking' && dataset) resolve({ indexed: dataset, checked });
          },
        },
      )
      .then(({ datasets: [dataset] }) => {
        if (!dataset) throw new Error('nothing was recognised');
        // A small file is checked while it is indexed.
        resolve({ indexed: dataset, checked: Promise.resolve(dataset) });
        return dataset;
      });
    checked.catch(reject);
  });
}

const TILES = 5000;
const WINDOW = 50;

/** The order of all, and the cells of the first window: it can be asked by then. */
async function firstRows(engine: EngineClient, dataset: number): Promise<void> {
  const { rows } = await engine.select({ dataset, query: EMPTY_QUERY, sort: undefined });
  const cells = await engine.rows({ dataset, query: EMPTY_QUERY, rows: rows.slice(0, WINDOW), columns: [] });
  if (cells.some(({ name }) => name === '')) throw new Error('a row has no name');
}

/** Until it can be asked, and has answered with the first rows. `boxes` 1: also sums all boxes, after the clock has stopped. */
export async function engineCoco(files: readonly File[], options: TaskOptions): Promise<Measure> {
  const { engine, left } = await engineFor(files, options);
  const started = performance.now();
  const { id: dataset, samples, annotations, categories, columnBytes } = await opened(engine, left);
  await firstRows(engine, dataset);
  const ms = performance.now() - started;
  const used = categories.filter((category) => category.annotations > 0);
  const classes = classSum(used.map((category) => [category.name, category.annotations]));
  const findings = { images: samples, annotations, classes };
  const values = { columnBytes };
  if (options['boxes'] !== 1) return { ms, findings, values };
  let sum = 0;
  for (let first = 0; first < samples; first += TILES) {
    const rows = Uint32Array.from({ length: Math.min(TILES, samples - first) }, (_, at) => first + at);
    for (const { box } of await engine.tiles({ dataset, query: EMPTY_QUERY, rows })) for (const value of box) sum += value;
  }
  return { ms, findings: { ...findings, boxes: rounded(sum) }, values };
}

/** Opens records until each has its place, no more. `as`: what the others call them. */
export async function engineIndex(files: readonly File[], options: TaskOptions): Promise<Measure> {
  const { engine, left } = await engineFor(files, options);
  const started = performance.now();
  const { indexed } = await openedRecords(engine, left);
  return { ms: performance.now() - started, findings: { [String(options['as'])]: indexed.samples } };
}

/** So many rows and so many windows are looked at. */
const ASKED = 100;

/** Index, search, one key as a column, then single rows and windows of 50 rows at random places. */
export async function engineLines(files: readonly File[], options: TaskOptions): Promise<Measure> {
  const { engine, left } = await engineFor(files, options);
  const started = performance.now();
  const opening = await openedRecords(engine, left);
  const ms = performance.now() - started;
  const summary = await opening.checked;
  const { id: dataset, samples: lines } = summary;
  // Of records of a middle size this is left for when nobody waits.
  await engine.check(undefined);
  const checked = performance.now() - started;

  const searchStarted = performance.now();
  const query = { clauses: [{ kind: 'text', text: String(options['needle']), negated: false }] } as const;
  const { rows: found } = await engine.select({ dataset, query, sort: undefined });
  const search = performance.now() - searchStarted;

  const columnStarted = performance.now();
  const histogram = await engine.histogram({ dataset, query: EMPTY_QUERY, field: 'tokens' });
  const column = performance.now() - columnStarted;

  const looked: SampleDetail[] = [];
  const rowTimes = await timesOf(ASKED, async () => {
    looked.push(await engine.detail({ dataset, query: EMPTY_QUERY, row: Math.floor(Math.random() * lines) }));
  });
  for (const { row, fields } of looked) mustBe(row, fields['id']);
  const windowTimes = await windowsOf(engine, summary, ASKED);
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
export async function engineWindows(files: readonly File[], { windows = ASKED }: TaskOptions): Promise<Measure> {
  const engine = await startedEngine();
  const started = performance.now();
  const dataset = await opened(engine, files);
  const ms = performance.now() - started;
  return {
    ms,
    findings: { records: dataset.samples },
    values: { window: percentile(await windowsOf(engine, dataset, Number(windows)), 0.95) },
  };
}

/** Milliseconds for each of so many windows, all columns of their rows. */
async function windowsOf(
  engine: EngineClient,
  { id: dataset, samples: records, columns }: DatasetSummary,
  turns: number,
): Promise<number[]> {
  const names = columns.map(({ name }) => name);
  const looked: RowCells[] = [];
  const times = await timesOf(turns, async () => {
    const first = Math.floor(Math.random() * Math.max(1, records - WINDOW));
    const rows = Uint32Array.from({ length: Math.min(WINDOW, records) }, (_, at) => first + at);
    looked.push(...(await engine.rows({ dataset, query: EMPTY_QUERY, rows, columns: names })));
  });
  for (const { row, extra } of looked) mustBe(row, extra['id']);
  if (looked.length !== turns * Math.min(WINDOW, records)) throw new Error(`asked for ${turns} windows, got ${looked.length} rows`);
  return times;
}

/** In the made files the number in the id of a record is that of its row. */
function mustBe(row: number, id: unknown): void {
  if (Number(String(id).replace(/\D/g, '')) !== row || id === undefined) throw new Error(`row ${row} has the id ${String(id)}`);
}
