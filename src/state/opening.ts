/** From a drop to open datasets: listing, adding, opening, closing. One opening at a time; a second drop waits for the first. */
import type { EngineClient } from '../engine/client.ts';
import type { OpenProgress, OpenResult } from '../engine/protocol.ts';
import type { DropBatch } from '../files/drop-batch.ts';
import { FIRST_BATCH, listDrop, listHandles, listInput, takeDrop, type DropRoots } from '../files/drop.ts';
import type { DatasetSummary } from '../model/dataset.ts';
import { EMPTY_QUERY } from '../table/query.ts';
import { isAbort } from '../base/abort.ts';
import { messageOf, type Asking } from './asking.ts';
import { mayRead, rememberFolder } from './recent.ts';
import { fileOrder } from './row-order.ts';
import { currentDataset, type AppState, type AppStore } from './store.ts';

/** Where files come from. */
export type Origin =
  | { readonly kind: 'drop'; readonly roots: DropRoots }
  | { readonly kind: 'input'; readonly files: FileList | readonly File[] }
  | { readonly kind: 'handles'; readonly handles: readonly FileSystemHandle[] }
  | { readonly kind: 'sample'; readonly name: string; list(signal: AbortSignal): AsyncIterable<DropBatch> };

export interface Opening {
  open(origin: Origin): Promise<void>;
  /** Must be called within the drop event: everything is taken before the first await. */
  openDrop(transfer: DataTransfer): Promise<void>;
  /** As another format or, with `variant`, otherwise by the same. */
  openAs(dataset: number, format: string, variant?: string): Promise<void>;
  /** One dataset, or all. */
  close(dataset?: number): Promise<void>;
  /** Takes the last drop back. */
  undo(): Promise<void>;
  choose(dataset: number): void;
  /** Reads what was cancelled. */
  readAgain(): Promise<void>;
}

export interface OpeningHooks {
  /** Something is to be opened, read again, or closed. */
  begins(): void;
  /** A drop is open, whole. */
  opened(): Promise<void>;
  /** A drop on top of others: it added a dataset, or extended one. */
  grew(how: 'added' | 'extended', dataset: DatasetSummary): void;
  /** A dataset that was shown from the last time turned out to be another by now. */
  changed(dataset: DatasetSummary): void;
  /** A person stopped an opening; what was read so far stays. */
  cancelled(): void;
  /** Resolves when the first row of what is open has been drawn; at once where nothing is. */
  rowsShown(): Promise<void>;
  /** Numbers of files may stand for other files now, or for other contents. */
  filesChanged(): void;
}

/** Listing goes on after so long, whether the first rows are there or not. */
const FIRST_ROWS_MS = 400;

export function createOpening(engine: EngineClient, store: AppStore, asking: Asking, hooks: OpeningHooks): Opening {
  let queue: Promise<void> = Promise.resolve();
  /** The opening that is under way; `isClosed`: what it reads is being closed. */
  let running: { readonly controller: AbortController; isClosed: boolean } | undefined;

  // What fails must not keep what comes after it from its turn.
  const enqueue = (work: () => Promise<void>): Promise<void> =>
    (queue = queue.then(work).catch((error: unknown) => {
      if (!isAbort(error) && !isCrash(error)) store.setState({ broken: messageOf(error) });
    }));

  async function run(work: (signal: AbortSignal, cancel: () => void) => Promise<OpenResult | undefined>): Promise<OpenResult | undefined> {
    hooks.begins();
    const controller = new AbortController();
    const mine = { controller, isClosed: false };
    running = mine;
    const started = performance.now();
    const known = new Set(store.getState().datasets.map(({ id }) => id));
    const cancel = (): void => controller.abort();
    store.setState((state) => ({
      phase: state.datasets.length > 0 ? 'open' : 'opening',
      activity: { kind: 'listing', done: 0, total: 0, cancel },
      openedIn: undefined,
    }));
    try {
      const result = await work(controller.signal, cancel);
      if (result) settle(result, (performance.now() - started) / 1000, known);
      return result;
    } catch (error) {
      store.setState((state) => ({
        activity: undefined,
        phase: state.datasets.length > 0 ? 'open' : 'start',
        // A crash is told, and mended, by whoever hears of it.
        ...(isAbort(error) || isCrash(error) ? {} : { broken: messageOf(error) }),
      }));
      if (isAbort(error)) {
        await forgetUnread();
        if (!mine.isClosed) hooks.cancelled();
      }
      void asking.ask('growth');
      return undefined;
    } finally {
      if (running === mine) running = undefined;
    }
  }

  /** Stops reading what is to be closed: nobody waits for it. What else is being read goes on. */
  function stopReading(dataset: number | undefined): void {
    const unread = store.getState().datasets.filter(({ complete }) => !complete);
    if (!running || (dataset !== undefined && !(unread.length === 1 && unread[0]?.id === dataset))) return;
    running.isClosed = true;
    running.controller.abort();
  }

  /** Files whose listing was stopped must not come up with the next drop. A look at the beginning of a drop goes with it. */
  async function forgetUnread(): Promise<void> {
    const { datasets } = store.getState();
    if (datasets.some(({ standIn }) => standIn !== 'preview')) {
      // The last that was told of them is not the last that was read.
      const { datasets: asFarAsRead, unclaimed } = await engine.discard(undefined);
      if (asFarAsRead.length > 0) store.setState({ datasets: asFarAsRead, unclaimed });
      return;
    }
    if (datasets.length > 0) store.setState({ datasets: [], current: undefined, phase: 'start', ...NEW_DATASET });
    await engine.close({});
  }

  /** Counts grow while the engine reads; the table follows by steps. */
  function follow(progress: OpenProgress, cancel: () => void): void {
    const activity =
      progress.phase === 'done' ? undefined : ({ kind: progress.phase, done: progress.done, total: progress.total, cancel } as const);
    show(progress, { activity });
  }

  function show(progress: OpenProgress, change: Partial<AppState>): void {
    const before = store.getState();
    const isThere = progress.datasets.some(({ id }) => id === before.current);
    const current = isThere ? before.current : progress.datasets[0]?.id;
    store.setState({
      datasets: progress.datasets,
      unclaimed: progress.unclaimed,
      dropProblems: progress.problems,
      current,
      phase: progress.datasets.length > 0 ? 'open' : before.phase,
      ...change,
    });
    // The rows of what stands in are not the rows of what is read.
    if (before.current !== undefined && standInOf(before) !== standInOf(store.getState())) void asking.ask('growth');
    else asking.grow();
  }

  function settle(result: OpenResult, seconds: number, known: ReadonlySet<number>): void {
    const before = store.getState();
    const stillThere = result.datasets.some((dataset) => dataset.id === before.current);
    const nothing = result.datasets.length === 0;
    const added = known.size === 0 ? undefined : result.datasets.find(({ id }) => !known.has(id));
    const extended = known.size === 0 ? undefined : result.datasets.find(({ id }) => id === result.extended);
    // People want to see what they dropped.
    const changes = added && added.id !== before.current;
    store.setState({
      datasets: result.datasets,
      unclaimed: result.unclaimed,
      classLists: result.classLists,
      extensions: result.extensions,
      dropProblems: result.problems,
      activity: undefined,
      openedIn: seconds,
      phase: nothing ? (result.extensions.length > 0 || result.problems.length > 0 ? 'nothing' : 'start') : 'open',
      current: added ? added.id : stillThere ? before.current : result.datasets[0]?.id,
      ...(changes ? NEW_DATASET : {}),
    });
    if (known.size > 0) hooks.filesChanged();
    const grown = extended ?? added;
    if (grown) hooks.grew(extended ? 'extended' : 'added', grown);
    for (const dataset of result.datasets) if (result.changed?.includes(dataset.id)) hooks.changed(dataset);
    void asking.ask('growth').then(hooks.opened);
  }

  /** Sends the files to the engine as they are listed. Where nothing is open, the first of them are shown meanwhile. */
  async function list(origin: Origin, signal: AbortSignal, cancel: () => void): Promise<void> {
    const isFirst = store.getState().datasets.length === 0;
    const listed = new AbortController();
    let previewing: Promise<void> | undefined;
    let wanted = 1;
    let adding: Promise<{ readonly files: number }> | undefined;
    try {
      for await (const batch of listing(origin, signal)) {
        // The next batch is listed while this one is on its way. Of the first, where more is to come, there is something to see at once.
        const isLong = isFirst && batch.paths.length >= FIRST_BATCH;
        const files = (await adding)?.files ?? (isLong ? batch.paths.length : 0);
        adding = engine.add(batch, { signal });
        // Where listing is cancelled perhaps nobody waits for it any more.
        adding.catch(() => undefined);
        if (files === 0) continue;
        store.setState({ activity: { kind: 'listing', done: files, total: 0, cancel } });
        if (isFirst && files >= wanted) {
          await previewing;
          // What has been listed so far may have been labels only.
          if (store.getState().datasets.length === 0) {
            previewing = preview(listed.signal);
            // Their rows first: the files that follow would keep both threads from them.
            await Promise.race([previewing.then(hooks.rowsShown), pauseFor(FIRST_ROWS_MS)]);
          }
          wanted = files * 4;
        }
      }
      await adding;
    } finally {
      listed.abort();
      await previewing;
    }
  }

  /** Until the listing has ended. */
  async function preview(signal: AbortSignal): Promise<void> {
    try {
      await engine.preview(undefined, { signal, onProgress: (progress) => show(progress, {}) });
    } catch (error) {
      if (!isAbort(error)) throw error;
    }
  }

  function read(signal: AbortSignal, cancel: () => void): Promise<OpenResult> {
    const { current, settings } = store.getState();
    return engine.open(
      { ...(current === undefined ? {} : { current }), keep: settings.keepColumns },
      { signal, onProgress: (progress) => follow(progress, cancel) },
    );
  }

  async function openNow(origin: Origin): Promise<void> {
    const handles = handlesOf(origin);
    // A drop without them is read all the same.
    handles.catch(() => undefined);
    if (origin.kind === 'handles' && !(await mayRead(origin.handles))) return;
    const result = await run(async (signal, cancel) => {
      await list(origin, signal, cancel);
      return read(signal, cancel);
    });
    const roots = result ? await handles : [];
    if (result && roots.length > 0) await remember(result, roots);
  }

  return {
    open: (origin) => enqueue(() => openNow(origin)),
    openDrop(transfer) {
      const roots = takeDrop(transfer);
      return enqueue(() => openNow({ kind: 'drop', roots }));
    },
    openAs: (dataset, format, variant) =>
      enqueue(async () => {
        const chosen = { dataset, format, ...(variant === undefined ? {} : { variant }) };
        await run((signal, cancel) => engine.openAs(chosen, { signal, onProgress: (progress) => follow(progress, cancel) }));
      }),
    readAgain: () => enqueue(async () => void (await run(read))),
    close(dataset) {
      stopReading(dataset);
      return enqueue(async () => {
        // Asked for twice while something else was being read.
        if (dataset !== undefined && !store.getState().datasets.some(({ id }) => id === dataset)) return;
        hooks.begins();
        const result = await engine.close(dataset === undefined ? {} : { dataset });
        if (dataset === undefined) hooks.filesChanged();
        const next = result.datasets[0]?.id;
        store.setState((state) => ({
          datasets: result.datasets,
          unclaimed: result.unclaimed,
          classLists: result.classLists,
          current: result.datasets.some(({ id }) => id === state.current) ? state.current : next,
          ...NEW_DATASET,
          problemsOpen: false,
          phase: next === undefined ? 'start' : 'open',
        }));
        await asking.ask('question');
      });
    },
    undo: () =>
      enqueue(async () => {
        await run(async (signal) => (await engine.undoOpen({ signal })) ?? engine.close({}));
      }),
    choose(dataset) {
      store.setState({ current: dataset, ...NEW_DATASET });
      void asking.ask('question');
    },
  };
}

function pauseFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function standInOf(state: AppState): DatasetSummary['standIn'] {
  return currentDataset(state)?.standIn;
}

/** What another dataset starts with. */
const NEW_DATASET = {
  query: EMPTY_QUERY,
  sort: undefined,
  at: -1,
  detail: undefined,
  facets: undefined,
  rows: fileOrder(0),
} satisfies Partial<AppState>;

function listing(origin: Origin, signal: AbortSignal): AsyncIterable<DropBatch> {
  switch (origin.kind) {
    case 'drop':
      return listDrop(origin.roots, { signal });
    case 'input':
      return listInput(origin.files);
    case 'handles':
      return listHandles(origin.handles, { signal });
    case 'sample':
      return origin.list(signal);
  }
}

/** Handles to remember, where the browser gave them. */
async function handlesOf(origin: Origin): Promise<readonly FileSystemHandle[]> {
  if (origin.kind === 'handles') return origin.handles;
  if (origin.kind !== 'drop') return [];
  const handles = await Promise.all(origin.roots.map((root) => root.handle));
  return handles.filter((handle) => handle !== undefined && handle !== null);
}

async function remember(result: OpenResult, handles: readonly FileSystemHandle[]): Promise<void> {
  const [first] = handles;
  if (!first || result.datasets.length === 0) return;
  await rememberFolder({
    name: handles.length === 1 ? first.name : `${first.name} +${handles.length - 1}`,
    handles,
    formats: [...new Set(result.datasets.map(({ format }) => format))],
    samples: result.datasets.reduce((sum, { samples }) => sum + samples, 0),
    visual: result.datasets.some(({ visual }) => visual),
    openedAt: Date.now(),
  });
}

export function isCrash(error: unknown): boolean {
  return error instanceof Error && error.name === 'EngineCrashed';
}
