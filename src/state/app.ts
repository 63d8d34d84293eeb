/** Puts the page's parts together: engine, store, questions, opening, address. Made once, in `main.tsx`. */
import type { EngineClient } from '../engine/client.ts';
import type { CheckProgress } from '../engine/protocol.ts';
import { createPictures, type Pictures } from '../engine/pictures.ts';
import { RowPages } from '../engine/pages.ts';
import type { Frame } from '../model/dataset.ts';
import { EMPTY_QUERY, type Query, type Sort } from '../table/query.ts';
import { parseQuery, printQuery } from '../table/query-text.ts';
import { isAbort } from '../base/abort.ts';
import { createAsking, messageOf, type Asking } from './asking.ts';
import { datasetAddress, datasetAt } from './dataset-address.ts';
import { decodeSvg } from './decode-svg.ts';
import { createOpening, isCrash, type Opening } from './opening.ts';
import { createProfiling } from './profiling.ts';
import { PictureWindow } from './picture-window.ts';
import { ALL_ROWS, NO_ROWS } from './selected-rows.ts';
import { loadSettings, saveSettings, type Display, type Settings } from './settings.ts';
import { createAppStore, currentDataset, type AppState, type AppStore, type Toast } from './store.ts';
import { releaseThumb } from './thumb-canvas.ts';
import { parseHash, printHash, type UrlState, type View } from './url.ts';

/** How somebody arranged the columns of a table; by their ids. */
export interface TableLayout {
  /** CSS pixels, of those that were given another width. */
  readonly widths: Readonly<Record<string, number>>;
  /** Empty: as they come. */
  readonly order: readonly string[];
  readonly pinned: readonly string[];
  /** Of those that are shown or hidden against what is usual. */
  readonly shown: Readonly<Record<string, boolean>>;
}

export interface App extends Opening, Pick<Asking, 'selectAt' | 'count' | 'look' | 'notice'> {
  readonly engine: EngineClient;
  readonly store: AppStore;
  readonly pages: RowPages;
  readonly pictures: Pictures;
  /** Whole pictures of the looked-at sample and its neighbours. */
  readonly window: PictureWindow;
  /** By dataset. */
  readonly tableLayouts: Map<number, Partial<TableLayout>>;
  setQuery(query: Query): void;
  setSort(sort: Sort | undefined): void;
  setView(view: View): void;
  toggleProblems(open?: boolean): void;
  /** Makes the profile of the texts under the query; the answer ends it. */
  profile(): () => void;
  /** Next or previous sample. */
  move(by: number): void;
  selectAll(): void;
  clearSelection(): void;
  selectAnnotation(row: number | undefined): void;
  hoverAnnotation(row: number | undefined): void;
  toggleClassOnCanvas(name: string): void;
  set(change: Partial<Pick<AppState, 'dialog' | 'inspectorTab' | 'broken' | 'selected' | 'unclaimedAsked'>>): void;
  setting(change: Partial<Settings>): void;
  /** Forgets what was kept of datasets that were opened before. */
  forgetKept(): Promise<void>;
  display(change: Partial<Display>): void;
  toast(toast: Omit<Toast, 'id'>): void;
  dismiss(id: number): void;
  /** Which pixels the coordinates of the current dataset mean. */
  setFrame(frame: Frame): Promise<void>;
  /** Goes on looking at every record in full, where that was cancelled. */
  reviewRecords(): Promise<void>;
  /** Reads the values of columns from all records, so that they can be counted. */
  countColumns(columns: readonly string[]): Promise<void>;
  /** Counts the tokens of the current dataset by this tokenizer from now on; where they are counted already, at once. */
  setTokenizer(tokenizer: string): Promise<void>;
  /** Reads the records of a dataset by this schema; without one, by that which suits them best. */
  setSchema(dataset: number, schema: string | undefined): Promise<void>;
  /** Paths of media begin in this folder; undefined: they are looked for everywhere. */
  setMediaRoot(dataset: number, folder: string | undefined): Promise<void>;
  /** Shows a sample that the query hides, by taking the query away. */
  showSample(row: number): Promise<void>;
  /** Selects the sample of this name or row number; false where there is none under the query. */
  goTo(text: string): Promise<boolean>;
}

/** How a dataset was left when another was chosen. */
type LeftDataset = Pick<AppState, 'query' | 'sort' | 'view' | 'detail'>;

export function createApp(engine: EngineClient): App {
  const store = createAppStore(loadSettings());
  const pages = new RowPages(engine);
  const pictures = createPictures(engine, decodeSvg, releaseThumb);
  const window = new PictureWindow(pictures);
  const asking = createAsking(engine, store, pages, () => writeAddress(true));
  const profiling = createProfiling(engine, store, () => asking.ask('growth'));
  let nextToast = 1;
  let sampleAddress: string | undefined;
  let wanted = parseHash(location.hash);
  const left = new Map<number, LeftDataset>();
  const opening = createOpening(engine, store, asking, {
    begins: () => checking.abort(),
    opened: async () => {
      await restore();
      void check();
    },
    grew: (how, dataset) =>
      toast({
        tone: 'plain',
        message: `open.${how}`,
        values: { name: dataset.name },
        action: { message: 'open.undo', run: () => void opening.undo() },
      }),
    changed: ({ name }) => toast({ tone: 'plain', message: 'open.changed', values: { name } }),
    cancelled: () => toast({ tone: 'plain', message: 'status.cancelled' }),
    rowsShown,
    filesChanged() {
      pictures.clear();
      window.forget();
    },
  });

  function toast(message: Omit<Toast, 'id'>): void {
    store.setState((state) => ({ toasts: [...state.toasts.slice(-3), { ...message, id: nextToast++ }] }));
  }

  /** What facets and cells show of a dataset beside its rows: problems are counted there, and so are columns whose values are known. */
  const shownNow = (): string => {
    const { problems = [], columns = [], measures = [] } = currentDataset(store.getState()) ?? {};
    const known = [...columns, ...measures].filter(({ lazy }) => lazy !== true);
    return `${problems.reduce((sum, { count, samples }) => sum + count + samples, 0)} ${known.length}`;
  };
  let checking = new AbortController();
  /** What a large file was not looked at in full for while people waited. Every opening begins by stopping it. */
  async function check(): Promise<void> {
    checking.abort();
    const mine = (checking = new AbortController());
    const cancel = (): void => mine.abort();
    const onProgress = ({ done, total }: CheckProgress): void => {
      if (!mine.signal.aborted) store.setState({ review: { kind: 'checking', done, total, cancel } });
    };
    try {
      const { datasets, unclaimed } = await engine.check(undefined, { signal: mine.signal, onProgress });
      if (mine.signal.aborted || datasets.length === 0) return;
      const before = shownNow();
      store.setState((state) => ({
        datasets: state.datasets.map((other) => datasets.find(({ id }) => id === other.id) ?? other),
        unclaimed,
        review: undefined,
      }));
      if (shownNow() !== before) await asking.ask('growth');
    } catch (error) {
      // A crash is told, and mended, by whoever hears of it.
      if (!isAbort(error) && !isCrash(error)) store.setState({ broken: messageOf(error) });
    } finally {
      if (checking === mine) store.setState({ review: mine.signal.aborted ? 'stopped' : undefined });
    }
  }

  async function rowsShown(): Promise<void> {
    if (store.getState().datasets.length === 0) return;
    await pages.drawn();
    await new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }

  /** Applies what the address asks for, once the dataset that it is about is there; until then it waits. */
  async function restore(): Promise<void> {
    const state = wanted;
    const named = datasetAt(store.getState().datasets, state.dataset);
    if (state.dataset !== undefined && !named) return;
    wanted = {};
    if (named) opening.choose(named.id);
    if (state.query === undefined && !state.sort && !state.sample && !state.view && !state.problems) return;
    await apply(state);
  }

  /** Another dataset was looked at meanwhile: what was asked of this one, and what was chosen. */
  async function comeBack({ query, sort, view, detail }: LeftDataset): Promise<void> {
    store.setState({ query, sort, view });
    await asking.ask('question');
    const { rows, query: now } = store.getState();
    if (detail && now === query) asking.selectAt(Math.max(0, rows.indexOf(detail.row)));
  }

  async function apply(state: UrlState): Promise<void> {
    store.setState({
      query: state.query === undefined ? EMPTY_QUERY : parseQuery(state.query).query,
      sort: state.sort,
      view: state.view ?? 'table',
      problemsOpen: state.problems ?? false,
    });
    await asking.ask('question');
    if (state.sample !== undefined) await showNamed(state.sample);
  }

  function address(): string {
    const state = store.getState();
    const dataset = currentDataset(state);
    if (!dataset) return '';
    const text = printQuery(state.query);
    return printHash({
      dataset: datasetAddress(state.datasets, dataset),
      ...(text ? { query: text } : {}),
      ...(state.sort ? { sort: state.sort } : {}),
      view: state.view,
      problems: state.problemsOpen,
      ...(state.detail && sampleAddress !== undefined ? { sample: sampleAddress } : {}),
    });
  }

  /** The sample by its name, which people can read, where no other has it; else by its key. */
  async function addressSample(): Promise<void> {
    const { detail, current: dataset } = store.getState();
    sampleAddress = undefined;
    if (!detail || dataset === undefined) return;
    const row = await engine.find({ dataset, name: detail.name });
    if (store.getState().detail !== detail) return;
    sampleAddress = row === detail.row ? detail.name : detail.key;
    writeAddress(false);
  }

  /** A change of question or view is a step that Back undoes; a change of sample is not. */
  function writeAddress(step: boolean): void {
    const hash = address();
    if (hash === location.hash || store.getState().phase === 'opening') return;
    const url = hash === '' ? location.pathname + location.search : hash;
    if (step) history.pushState(undefined, '', url);
    else history.replaceState(undefined, '', url);
  }

  // Back, Forth, and an address that is typed or pasted into the open tab.
  addEventListener('popstate', () => {
    const state = parseHash(location.hash);
    const { datasets, current } = store.getState();
    const named = datasetAt(datasets, state.dataset);
    if (state.dataset !== undefined && !named) return;
    if (named && named.id !== current) opening.choose(named.id);
    void apply(state);
  });
  store.subscribe((state, before) => {
    if (state.current !== before.current && before.current !== undefined) {
      const { query, sort, view, detail } = before;
      left.set(before.current, { query, sort, view, detail });
    }
    if (state.datasets !== before.datasets) {
      for (const id of left.keys()) if (!state.datasets.some((dataset) => dataset.id === id)) left.delete(id);
    }
    if (state.settings !== before.settings) saveSettings(state.settings);
    if (state.detail !== before.detail) void addressSample();
  });

  engine.onCrash(() => {
    store.setState({ activity: undefined, review: undefined, asking: false, counting: false });
    toast({ tone: 'error', message: 'broken.worker' });
    engine.restart().then(
      (result) => {
        if (result) store.setState({ datasets: result.datasets, phase: result.datasets.length > 0 ? 'open' : 'start' });
        void asking.ask('growth');
      },
      (error: unknown) => store.setState({ broken: messageOf(error) }),
    );
  });

  /** Selects the sample of this name, of several the next behind the one that is selected; false where none passes the query. */
  async function showNamed(name: string): Promise<boolean> {
    const { current: dataset, detail } = store.getState();
    if (dataset === undefined) return false;
    const first = await engine.find({ dataset, name, ...(detail ? { after: detail.row } : {}) });
    for (let row = first; row !== undefined;) {
      const at = store.getState().rows.indexOf(row);
      if (at >= 0) asking.selectAt(at);
      if (at >= 0) return true;
      // A record of the same number in another file may pass.
      row = await engine.find({ dataset, name, after: row });
      if (row === first) return false;
    }
    return false;
  }

  async function countColumns(columns: readonly string[]): Promise<void> {
    const { current: dataset } = store.getState();
    if (dataset === undefined) return;
    const mine = new AbortController();
    const cancel = (): void => mine.abort();
    const onProgress = ({ done, total }: { done: number; total: number }): void =>
      store.setState({ activity: { kind: 'counting', done, total, cancel } });
    try {
      const summary = await engine.ready({ dataset, columns }, { signal: mine.signal, onProgress });
      store.setState((state) => ({ datasets: state.datasets.map((other) => (other.id === dataset ? summary : other)) }));
      await asking.ask('growth');
    } catch (error) {
      if (!isAbort(error)) store.setState({ broken: messageOf(error) });
    } finally {
      store.setState((state) => (state.activity?.kind === 'counting' ? { activity: undefined } : {}));
    }
  }

  async function goTo(text: string): Promise<boolean> {
    const target = text.trim();
    if (await showNamed(target)) return true;
    const line = /^\d+$/.test(target) ? Number(target) : 0;
    const { rows, current } = store.getState();
    // A name that the query hides is not taken for a row number.
    if (line < 1 || line > rows.length || current === undefined || (await engine.find({ dataset: current, name: target })) !== undefined)
      return false;
    asking.selectAt(line - 1);
    return true;
  }

  return {
    engine,
    store,
    pages,
    pictures,
    window,
    tableLayouts: new Map(),
    ...opening,
    choose(dataset) {
      opening.choose(dataset);
      const was = left.get(dataset);
      if (was) void comeBack(was);
      writeAddress(true);
    },
    async forgetKept() {
      await engine.forgetKept(undefined);
      toast({ tone: 'plain', message: 'settings.forgotten' });
    },
    profile: profiling.profile,
    selectAt: asking.selectAt,
    count: asking.count,
    look: asking.look,
    notice: asking.notice,
    setQuery(query) {
      store.setState({ query });
      writeAddress(true);
      void asking.ask('question');
    },
    setSort(sort) {
      store.setState({ sort });
      writeAddress(true);
      void asking.ask('question');
    },
    setView(view) {
      store.setState({ view, problemsOpen: false });
      writeAddress(true);
    },
    toggleProblems(open) {
      store.setState((state) => ({ problemsOpen: open ?? !state.problemsOpen }));
      writeAddress(true);
    },
    move: (by) => asking.selectAt(store.getState().at + by),
    selectAll: () => store.setState({ selected: ALL_ROWS }),
    clearSelection: () => store.setState({ selected: NO_ROWS }),
    selectAnnotation: (row) => store.setState({ selectedAnnotation: row }),
    hoverAnnotation(row) {
      if (store.getState().hoveredAnnotation !== row) store.setState({ hoveredAnnotation: row });
    },
    toggleClassOnCanvas: (name) =>
      store.setState((state) => {
        const hiddenClasses = new Set(state.hiddenClasses);
        if (!hiddenClasses.delete(name)) hiddenClasses.add(name);
        return { hiddenClasses };
      }),
    set: (change) => store.setState(change),
    setting: (change) => store.setState((state) => ({ settings: { ...state.settings, ...change } })),
    display: (change) =>
      store.setState((state) => ({ settings: { ...state.settings, display: { ...state.settings.display, ...change } } })),
    toast,
    dismiss: (id) => store.setState((state) => ({ toasts: state.toasts.filter((other) => other.id !== id) })),
    async showSample(row) {
      store.setState({ query: EMPTY_QUERY });
      writeAddress(true);
      await asking.ask('question');
      asking.selectAt(store.getState().rows.indexOf(row));
    },
    reviewRecords: check,
    countColumns,
    async setTokenizer(tokenizer) {
      const dataset = currentDataset(store.getState());
      if (!dataset) return;
      const summary = await engine.setTokenizer({ dataset: dataset.id, tokenizer });
      store.setState((state) => ({ datasets: state.datasets.map((other) => (other.id === summary.id ? summary : other)) }));
      if (summary.tokenizer?.current !== tokenizer) toast({ tone: 'error', message: 'tokens.failed', values: { name: tokenizer } });
      const tokens = dataset.measures.find(({ measure }) => measure === 'tokens');
      if (tokens && tokens.lazy !== true) await countColumns([tokens.name]);
      else await asking.ask('growth');
    },
    async setSchema(dataset, schema) {
      const summary = await engine.setSchema({ dataset, ...(schema === undefined ? {} : { schema }) });
      store.setState((state) => ({ datasets: state.datasets.map((other) => (other.id === summary.id ? summary : other)) }));
      await asking.ask('growth');
    },
    async setMediaRoot(dataset, folder) {
      const mine = new AbortController();
      const cancel = (): void => mine.abort();
      const onProgress = ({ done, total }: { done: number; total: number }): void =>
        store.setState({ activity: { kind: 'media', done, total, cancel } });
      try {
        const summary = await engine.setMediaRoot(
          { dataset, ...(folder === undefined ? {} : { folder }) },
          { signal: mine.signal, onProgress },
        );
        store.setState((state) => ({ datasets: state.datasets.map((other) => (other.id === dataset ? summary : other)) }));
      } catch (error) {
        if (!isAbort(error)) store.setState({ broken: messageOf(error) });
      } finally {
        store.setState((state) => (state.activity?.kind === 'media' ? { activity: undefined } : {}));
      }
      // Cancelled or not, what is looked at now is looked for there.
      await asking.ask('growth');
    },
    async setFrame(frame) {
      const { current: dataset } = store.getState();
      if (dataset === undefined) return;
      const summary = await engine.setFrame({ dataset, frame });
      store.setState((state) => ({ datasets: state.datasets.map((other) => (other.id === summary.id ? summary : other)) }));
      await asking.ask('growth');
    },
    goTo,
  };
}
