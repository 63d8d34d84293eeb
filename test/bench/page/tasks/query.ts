/** Questions about ten million boxes, as the page asks the engine. */
import { EMPTY_QUERY, type Query } from '../../../../src/table/query.ts';
import type { Measure, TaskOptions } from '../../measure.ts';
import { opened, startedEngine } from './engine-tasks.ts';
import { percentile, timesOf } from './times.ts';

const ASKED = 15;
const MIDDLE = 0.5;

/** Class filters, ranges of a side, an order: each as the page would toggle, brush and sort. Times are the middle ones. */
export async function engineQueries(files: readonly File[], { class: name, least, most }: TaskOptions): Promise<Measure> {
  const engine = await startedEngine();
  const { id: dataset, samples: images, annotations, categories } = await opened(engine, files);
  const select = async (query: Query, sort?: string): Promise<number> => {
    const { rows } = await engine.select({ dataset, query, sort: sort === undefined ? undefined : { column: sort, descending: false } });
    return rows.length;
  };
  const classes = categories.map((category) => category.name);
  const filter = (turn: number): Query => ({ clauses: [{ kind: 'class', mode: 'any', names: [classes[turn % classes.length] ?? ''] }] });
  const range = (min: number, max: number): Query => ({ clauses: [{ kind: 'range', field: 'side', min, max, maxOpen: true }] });

  const withClass = await select({ clauses: [{ kind: 'class', mode: 'any', names: [String(name)] }] });
  const filterTimes = await timesOf(ASKED, (turn) => select(filter(turn)));
  const inRange = await select(range(Number(least), Number(most)));
  // A brush is drawn on its histogram, which is there before.
  await engine.histogram({ dataset, query: EMPTY_QUERY, field: 'side' });
  const brushTimes = await timesOf(ASKED, (turn) => select(range(20 + turn * 3, 60 + turn * 5)));
  const plotTimes = await timesOf(ASKED, (turn) => engine.histogram({ dataset, query: filter(turn), field: 'side' }));
  const facetTimes = await timesOf(5, (turn) => engine.facets({ dataset, query: filter(turn) }));
  const sortTimes = await timesOf(5, (turn) => select(EMPTY_QUERY, turn % 2 === 0 ? 'smallest' : 'labels'));
  return {
    ms: percentile(filterTimes, MIDDLE),
    findings: { images, annotations, withClass, inRange },
    values: {
      brush: percentile(brushTimes, MIDDLE),
      plot: percentile(plotTimes, MIDDLE),
      facets: percentile(facetTimes, MIDDLE),
      sort: percentile(sortTimes, MIDDLE),
    },
  };
}

/** Records by one of their numbers, after its column has been read once. */
export async function engineSort(files: readonly File[]): Promise<Measure> {
  const engine = await startedEngine();
  const { id: dataset, samples: records } = await opened(engine, files);
  const sorted = (column: string): Promise<unknown> => engine.select({ dataset, query: EMPTY_QUERY, sort: { column, descending: false } });
  const [first = 0] = await timesOf(1, () => sorted('c1'));
  const times = await timesOf(3, () => sorted('c1'));
  return { ms: percentile(times, MIDDLE), findings: { records }, values: { first } };
}

/** A million objects by one of their numbers, as a page without an engine would. */
export async function sortObjects(_files: readonly File[], { rows = 1_000_000 }: TaskOptions): Promise<Measure> {
  const records = Array.from({ length: Number(rows) }, (_, id) => ({ id, value: Math.imul(id, 0x9e3779b1) >>> 8 }));
  const started = performance.now();
  records.sort((a, b) => a.value - b.value);
  return { ms: performance.now() - started, findings: {} };
}
