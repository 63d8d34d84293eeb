/** Questions about ten million boxes, as the page asks the engine. Nothing that is timed was asked before. */
import type { EngineClient } from '../../../../src/engine/client.ts';
import type { RowCells } from '../../../../src/engine/protocol.ts';
import { EMPTY_QUERY, type Query, type Sort } from '../../../../src/table/query.ts';
import type { Measure, TaskOptions } from '../../measure.ts';
import { opened, startedEngine } from './engine-tasks.ts';
import { percentile, timesOf } from './times.ts';

const ASKED = 15;
const MIDDLE = 0.5;

/** Each once: what was sorted is remembered. */
const ORDERS: readonly Sort[] = [
  { column: 'smallest', descending: false },
  { column: 'labels', descending: true },
  { column: 'smallest', descending: true },
  { column: 'labels', descending: false },
];

/** Class filters, ranges of a side, orders: each as the page would toggle, brush and sort. Times are the middle ones, of orders the longest. */
export async function engineQueries(files: readonly File[], { class: name, least, most }: TaskOptions): Promise<Measure> {
  const engine = await startedEngine();
  const { id: dataset, samples: images, annotations, categories } = await opened(engine, files);
  const select = async (query: Query): Promise<number> => (await engine.select({ dataset, query, sort: undefined })).rows.length;
  const classes = categories.map((category) => category.name).filter((other) => other !== name);
  const filter = (turn: number): Query => ({ clauses: [{ kind: 'class', mode: 'any', names: [classes[turn] ?? ''] }] });
  const range = (min: number, max: number): Query => ({ clauses: [{ kind: 'range', field: 'side', min, max, maxOpen: true }] });

  // As the page does, which counts all that there is as soon as it is open.
  await engine.facets({ dataset, query: EMPTY_QUERY });
  const withClass = await select({ clauses: [{ kind: 'class', mode: 'any', names: [String(name)] }] });
  const filterTimes = await timesOf(ASKED, (turn) => select(filter(turn)));
  const inRange = await select(range(Number(least), Number(most)));
  // A brush is drawn on its histogram, which is there before.
  await engine.histogram({ dataset, query: EMPTY_QUERY, field: 'side' });
  const brushTimes = await timesOf(ASKED, (turn) => select(range(20 + turn * 3, 60 + turn * 5)));
  // As after a click on a class: its filter is known, what hangs on it is not.
  const plotTimes = await timesOf(ASKED, (turn) => engine.histogram({ dataset, query: filter(turn), field: 'side' }));
  const facetTimes = await timesOf(5, (turn) => engine.facets({ dataset, query: filter(turn) }));
  const sortTimes: number[] = [];
  for (const order of ORDERS) {
    const value = (row: RowCells): number => (order.column === 'labels' ? row.annotations : (row.smallest ?? Number.NaN));
    sortTimes.push(await sorted(engine, dataset, images, order, [], value));
  }
  return {
    ms: percentile(filterTimes, MIDDLE),
    findings: { images, annotations, withClass, inRange },
    values: {
      brush: percentile(brushTimes, MIDDLE),
      plot: percentile(plotTimes, MIDDLE),
      facets: percentile(facetTimes, MIDDLE),
      sort: Math.max(...sortTimes),
    },
  };
}

/** Records by one of their numbers, whose column has been read before: up and down, the longer of the two. */
export async function engineSort(files: readonly File[]): Promise<Measure> {
  const engine = await startedEngine();
  const { id: dataset, samples: records } = await opened(engine, files);
  const started = performance.now();
  await engine.histogram({ dataset, query: EMPTY_QUERY, field: 'c1' });
  const first = performance.now() - started;
  const times: number[] = [];
  for (const descending of [false, true]) {
    times.push(await sorted(engine, dataset, records, { column: 'c1', descending }, ['c1'], ({ extra }) => Number(extra['c1'])));
  }
  return { ms: Math.max(...times), findings: { records }, values: { first } };
}

const WINDOWS = 40;
const WINDOW = 50;

/** Milliseconds of one order. @throws where a row is missing, or one of many in it does not follow on the one before */
async function sorted(
  engine: EngineClient,
  dataset: number,
  total: number,
  sort: Sort,
  columns: readonly string[],
  value: (row: RowCells) => number,
): Promise<number> {
  const started = performance.now();
  const { rows: order } = await engine.select({ dataset, query: EMPTY_QUERY, sort });
  const ms = performance.now() - started;
  const seen = new Uint8Array(total);
  for (const row of order) seen[row] = 1;
  if (order.length !== total || seen.includes(0)) throw new Error(`not every row is in the order by ${sort.column}`);
  let before: RowCells | undefined;
  for (let turn = 0; turn < WINDOWS; turn += 1) {
    const from = Math.floor((turn * Math.max(0, total - WINDOW)) / (WINDOWS - 1));
    for (const row of await engine.rows({ dataset, query: EMPTY_QUERY, rows: order.slice(from, from + WINDOW), columns })) {
      const rise = before && (value(row) - value(before)) * (sort.descending ? -1 : 1);
      // Those without a value come last.
      const follows = rise === undefined || rise >= 0 || Number.isNaN(value(row));
      if (!follows) throw new Error(`row ${row.row} is in the wrong place by ${sort.column}`);
      before = row;
    }
  }
  return ms;
}

/** A million objects by one of their numbers, as a page without an engine would. */
export async function sortObjects(_files: readonly File[], { rows = 1_000_000 }: TaskOptions): Promise<Measure> {
  const records = Array.from({ length: Number(rows) }, (_, id) => ({ id, value: Math.imul(id, 0x9e3779b1) >>> 8 }));
  const started = performance.now();
  records.sort((a, b) => a.value - b.value);
  const ms = performance.now() - started;
  if (records.some(({ value }, at) => value < (records[at - 1]?.value ?? 0))) throw new Error('not in order');
  return { ms, findings: {} };
}
