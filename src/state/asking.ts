/** Keeps the answer (rows, facets, detail) in step with the question. The newest question aborts the older. */
import { isAbort } from '../base/abort.ts';
import { RemoteError } from '../base/rpc.ts';
import type { RowPages } from '../engine/pages.ts';
import type { EngineApi, EngineErrorName, Selection, SelectProgress } from '../engine/protocol.ts';
import type { DatasetSummary } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import { EMPTY_QUERY, type Query, type Sort } from '../table/query.ts';
import { fileOrder, orderOf, type RowOrder } from './row-order.ts';
import { NO_ROWS } from './selected-rows.ts';
import { currentDataset, currentRow, type AppState, type AppStore } from './store.ts';

export interface Asking {
  /** Asks again because query, order or dataset changed, or more of the dataset has been read. */
  ask(reason: Reason): Promise<void>;
  /**
   * More of the dataset has been read. The first rows are asked for at once, those in sight again about every second. All else is counted
   * only where that takes a small part of the time: what is counted of a part costs as much time as reading more of it.
   */
  grow(): void;
  /** Reads the selected sample in full. */
  look(): Promise<void>;
  /** Selects a position of the order and reads it; clamps. */
  selectAt(at: number): void;
  /** Counts again what is wrong, after something turned out so while a sample was looked at. */
  notice(): Promise<void>;
  /** How many samples and annotations pass another question. Undefined: nobody waits any more, or it failed, which the page tells. */
  count(query: Query, signal: AbortSignal): Promise<Counts | undefined>;
}

export interface Counts {
  readonly samples: number;
  readonly annotations: number;
}

type Reason = 'question' | 'growth';

/** By how much a dataset must have grown before more of it is shown, and how long ago that must have been. */
const GROWTH = 1.5;
const REST_MS = 1_000;
/** Facets are counted after so many times what that takes. Plots take about as much: both together a tenth of the time. */
const PATIENCE = 20;
/** What counting a row takes before it was measured. Files whose rows are read nearly as fast are there before they are counted. */
const COUNTED_MS = 0.000_25;

type Asked = Pick<EngineApi, 'select' | 'facets' | 'detail' | 'problemGroups'>;

/** @param restored the question before is asked again, because the search for the newest was cancelled */
export function createAsking(engine: Asked, store: AppStore, pages: RowPages, restored: () => void): Asking {
  /** The last question that was answered in full. */
  let answered: { readonly dataset: number; readonly query: Query; readonly sort: Sort | undefined } | undefined;
  /** When facets were counted last, of how much of a dataset, and how long that took. */
  let counted = { dataset: -1, size: 1, at: 0, ms: 0 };
  let asking = new AbortController();
  let looking = new AbortController();

  async function ask(reason: Reason): Promise<void> {
    asking.abort();
    const mine = (asking = new AbortController());
    const { current: dataset, query, sort } = store.getState();
    if (dataset === undefined) return;
    store.setState({ asking: true, counting: true });
    try {
      const onProgress = (progress: SelectProgress): void => {
        showSearch(mine, progress);
        if (progress.found && !mine.signal.aborted) show(dataset, query, answerOf(progress.found, sort));
      };
      const slow = { signal: mine.signal, onProgress };
      const started = performance.now();
      const size = sizeOf(currentDataset(store.getState()));
      const known = unasked(store.getState());
      const selection = known ? undefined : await engine.select({ dataset, query, sort }, slow);
      if (mine.signal.aborted) return;
      const answer = known ?? (selection && answerOf(selection, sort));
      if (answer) show(dataset, query, answer);
      answered = { dataset, query, sort };
      store.setState((state) => ({
        asking: false,
        counted: state.counted + 1,
        searched: selection?.searched,
        ...(reason === 'question' ? { selected: NO_ROWS } : {}),
        ...searchDone(state),
      }));
      // The sample may take a while to read: the counts do not wait for it.
      const looked = look();
      const facets = await engine.facets({ dataset, query }, { signal: mine.signal });
      if (!mine.signal.aborted) {
        store.setState({ facets, counting: false });
        const at = performance.now();
        counted = { dataset, size, at, ms: at - started };
      }
      await looked;
    } catch (error) {
      if (mine.signal.aborted || isAbort(error)) return;
      store.setState((state) => ({ asking: false, counting: false, broken: messageOf(error), ...searchDone(state) }));
    }
  }

  function showSearch(mine: AbortController, { done, total }: SelectProgress): void {
    const { activity } = store.getState();
    if (mine.signal.aborted || (activity && activity.kind !== 'searching')) return;
    const cancel = (): void => {
      mine.abort();
      takeBack();
    };
    store.setState({ activity: { kind: 'searching', done, total, cancel } });
  }

  /** Rows that were found so far answer no question: the one before is asked again. */
  function takeBack(): void {
    const { current, query, sort } = store.getState();
    const before = answered?.dataset === current ? answered : undefined;
    // Where that very question was answered before the dataset grew, its answer stays.
    if (before?.query === query && before.sort === sort) {
      store.setState({ activity: undefined, asking: false, counting: false });
      return;
    }
    store.setState({ activity: undefined, query: before?.query ?? EMPTY_QUERY, sort: before?.sort });
    restored();
    void ask('question');
  }

  /** Rows of an answer, or of what is known of it so far. The selected sample stays so. */
  function show(dataset: number, query: Query, { rows, annotations }: Answer): void {
    const before = currentRow(store.getState());
    pages.reset({ dataset, query });
    pages.foresee(rows.slice(0, FIRST_ROWS));
    store.setState((state) => ({
      rows,
      passingAnnotations: annotations,
      generation: state.generation + 1,
      at: positionOf(rows, before, state.at),
    }));
  }

  async function look(): Promise<void> {
    looking.abort();
    const mine = (looking = new AbortController());
    const { current: dataset, query } = store.getState();
    const row = currentRow(store.getState());
    if (dataset === undefined || row === undefined) {
      store.setState({ detail: undefined, detailError: undefined });
      return;
    }
    try {
      const detail = await engine.detail({ dataset, query, row }, { signal: mine.signal });
      if (mine.signal.aborted) return;
      store.setState((state) => ({
        detail,
        detailError: undefined,
        // A selected annotation stays selected only while its sample does.
        ...(detail.annotations.some((annotation) => annotation.row === state.selectedAnnotation) ? {} : { selectedAnnotation: undefined }),
        hoveredAnnotation: undefined,
      }));
    } catch (error) {
      if (mine.signal.aborted || isAbort(error)) return;
      store.setState({ detail: undefined, detailError: wrongWith(error) });
      await notice();
    }
  }

  async function notice(): Promise<void> {
    const dataset = currentDataset(store.getState());
    if (!dataset) return;
    const problems = await engine.problemGroups({ dataset: dataset.id }).catch(() => dataset.problems);
    const count = (groups: typeof dataset.problems): number => groups.reduce((sum, group) => sum + group.count, 0);
    if (count(problems) === count(dataset.problems)) return;
    store.setState((state) => ({ datasets: state.datasets.map((other) => (other.id === dataset.id ? { ...other, problems } : other)) }));
    await ask('growth');
  }

  let growing = false;
  /** When the first rows of the dataset were there. */
  let begun = 0;
  let grownTo = { dataset: -1, size: 0, at: 0 };
  function grow(): void {
    const dataset = currentDataset(store.getState());
    // A question that somebody has asked is answered first.
    if (!dataset || growing || store.getState().asking) return;
    const size = sizeOf(dataset);
    const now = performance.now();
    const isFirst = grownTo.dataset !== dataset.id || grownTo.size === 0;
    if (size === 0 || (!isFirst && (size < grownTo.size * GROWTH || now - grownTo.at < REST_MS))) return;
    const wasCounted = counted.dataset === dataset.id;
    const expected = size * (wasCounted ? counted.ms / Math.max(1, counted.size) : COUNTED_MS);
    const isCounted = !isFirst && now - (wasCounted ? counted.at : begun) >= expected * PATIENCE;
    if (isFirst) begun = now;
    growing = true;
    void (isCounted ? ask('growth') : showMore(isFirst)).finally(() => {
      growing = false;
      grownTo = { dataset: dataset.id, size, at: performance.now() };
    });
  }

  /** The rows that there are by now, and the sample in sight as it is by now. */
  async function showMore(isFirst: boolean): Promise<void> {
    const { current, query } = store.getState();
    const answer = unasked(store.getState());
    // What passes a query is not known without asking.
    if (current === undefined || !answer) return isFirst ? ask('growth') : undefined;
    show(current, query, answer);
    await look();
  }

  return {
    ask,
    grow,
    look,
    notice,
    selectAt(at) {
      const { rows } = store.getState();
      const next = rows.length === 0 ? -1 : Math.min(rows.length - 1, Math.max(0, at));
      if (next === store.getState().at) return;
      store.setState({ at: next });
      void look();
    },
    async count(query, signal) {
      const { current: dataset } = store.getState();
      if (dataset === undefined) return undefined;
      try {
        const { rows, annotations } = await engine.select({ dataset, query, sort: undefined }, { signal });
        return signal.aborted ? undefined : { samples: rows.length, annotations };
      } catch (error) {
        if (!signal.aborted && !isAbort(error)) store.setState({ broken: messageOf(error) });
        return undefined;
      }
    },
  };
}

interface Answer {
  readonly rows: RowOrder;
  readonly annotations: number;
}

function answerOf({ rows, annotations }: Pick<Selection, 'rows' | 'annotations'>, sort: Sort | undefined): Answer {
  return { rows: orderOf(rows, sort !== undefined), annotations };
}

function sizeOf(dataset: DatasetSummary | undefined): number {
  return dataset ? dataset.samples + dataset.annotations : 0;
}

/** The engine's answer where nothing is asked for: all rows as they come. The engine, which may be reading, need not be waited for. */
export function unasked(state: Pick<AppState, 'datasets' | 'current' | 'query' | 'sort'>): Answer | undefined {
  const dataset = currentDataset(state);
  if (!dataset || state.query.clauses.length > 0 || state.sort) return undefined;
  return { rows: fileOrder(dataset.samples), annotations: dataset.annotations };
}

/** About as many as a screen shows. */
const FIRST_ROWS = 30;

/** Where the sample that was selected is now; else the first. */
function positionOf(rows: RowOrder, row: number | undefined, before: number): number {
  if (rows.length === 0) return -1;
  if (row === undefined) return 0;
  if (rows.at(before) === row) return before;
  const at = rows.indexOf(row);
  return at < 0 ? 0 : at;
}

function searchDone(state: AppState): Partial<AppState> {
  return state.activity?.kind === 'searching' ? { activity: undefined } : {};
}

/** What a question was rejected with: the problem, where a file of the data is the reason; else our own mistake in its words. */
export function wrongWith(error: unknown): Problem | string {
  return error instanceof RemoteError && error.name === ('FileProblem' satisfies EngineErrorName)
    ? (error.data as Problem)
    : messageOf(error);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
