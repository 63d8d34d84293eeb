/**
 * What the page remembers. The dataset itself lives in the worker; here is only the window on it: summaries, the question,
 * its answer (row numbers), and what is selected. Derived values are functions, never stored.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ClassList, Facets, SampleDetail, Searched, Unclaimed } from '../engine/protocol.ts';
import type { DatasetSummary } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import { EMPTY_QUERY, type Query, type Sort } from '../table/query.ts';
import type { ProfileState } from './profiling.ts';
import { fileOrder, type RowOrder } from './row-order.ts';
import { NO_ROWS, type SelectedRows } from './selected-rows.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';
import type { View } from './url.ts';

/** A long action that is under way; shown with a bar and Cancel. */
export interface Activity {
  readonly kind: 'listing' | 'matching' | 'indexing' | 'checking' | 'images' | 'media' | 'searching' | 'counting' | 'profiling' | 'terms';
  readonly done: number;
  readonly total: number;
  cancel(): void;
}

export interface Toast {
  readonly id: number;
  readonly tone: 'plain' | 'error';
  /** Key of a sentence and its values: words are the views' business. */
  readonly message: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** What its button does, with the key of the button's words. */
  readonly action?: { readonly message: string; run(): void };
}

export interface AppState {
  readonly settings: Settings;
  /** start: nothing open · opening: a first drop is being listed · open: datasets are there · nothing: a drop with nothing recognised. */
  readonly phase: 'start' | 'opening' | 'open' | 'nothing';
  readonly activity: Activity | undefined;
  /** What goes on beside all else once everything has been read: every record is looked at in full, unless somebody stopped it. */
  readonly review: Activity | 'stopped' | undefined;
  /** Seconds that the last opening took. */
  readonly openedIn: number | undefined;
  readonly datasets: readonly DatasetSummary[];
  readonly unclaimed: Unclaimed;
  readonly classLists: readonly ClassList[];
  readonly extensions: readonly { readonly extension: string; readonly files: number }[];
  readonly dropProblems: readonly Problem[];
  readonly current: number | undefined;

  readonly view: View;
  readonly problemsOpen: boolean;
  /** Somebody asked which files nothing could read: among the problems they are to be unfolded. */
  readonly unclaimedAsked: boolean;
  readonly query: Query;
  readonly sort: Sort | undefined;

  /** The answer: sample rows in order. */
  readonly rows: RowOrder;
  /** m of the status line. */
  readonly passingAnnotations: number;
  /** What searches for texts found in the rows of the whole answer. */
  readonly searched: Searched | undefined;
  /** Grows with every answer, so that windows know when to ask again. */
  readonly generation: number;
  /** Grows with those answers that are counted, too: while a dataset is read, most are not. */
  readonly counted: number;
  readonly asking: boolean;
  /** The facets do not count the newest question yet: they come after the rows. */
  readonly counting: boolean;
  readonly facets: Facets | undefined;
  /** What the texts are like, as far as it is known; of the last question that was looked at so. */
  readonly profile: ProfileState | undefined;

  /** Position of the selected sample in `rows`; -1: none. */
  readonly at: number;
  readonly detail: SampleDetail | undefined;
  readonly detailError: Problem | string | undefined;
  readonly selected: SelectedRows;
  /** Annotation rows. */
  readonly hoveredAnnotation: number | undefined;
  readonly selectedAnnotation: number | undefined;
  /** Names of classes that are not drawn; it filters nothing. */
  readonly hiddenClasses: ReadonlySet<string>;
  /** `labels`: the first tab, which is the text of a record as what it is, where it has one. */
  readonly inspectorTab: 'labels' | 'raw' | 'fields';

  readonly dialog: 'palette' | 'shortcuts' | 'goTo' | 'found' | undefined;
  readonly toasts: readonly Toast[];
  /** Our own mistake, shown as a card. */
  readonly broken: string | undefined;
}

export type AppStore = StoreApi<AppState>;

export function createAppStore(settings: Settings = DEFAULT_SETTINGS): AppStore {
  return createStore<AppState>(() => ({ ...INITIAL, settings }));
}

const INITIAL: AppState = {
  settings: DEFAULT_SETTINGS,
  phase: 'start',
  activity: undefined,
  review: undefined,
  openedIn: undefined,
  datasets: [],
  unclaimed: { count: 0, paths: [] },
  classLists: [],
  extensions: [],
  dropProblems: [],
  current: undefined,
  view: 'table',
  problemsOpen: false,
  unclaimedAsked: false,
  query: EMPTY_QUERY,
  sort: undefined,
  rows: fileOrder(0),
  passingAnnotations: 0,
  searched: undefined,
  generation: 0,
  counted: 0,
  asking: false,
  counting: false,
  facets: undefined,
  profile: undefined,
  at: -1,
  detail: undefined,
  detailError: undefined,
  selected: NO_ROWS,
  hoveredAnnotation: undefined,
  selectedAnnotation: undefined,
  hiddenClasses: new Set(),
  inspectorTab: 'labels',
  dialog: undefined,
  toasts: [],
  broken: undefined,
};

/** The dataset that is looked at. */
export function currentDataset(state: Pick<AppState, 'datasets' | 'current'>): DatasetSummary | undefined {
  return state.datasets.find((dataset) => dataset.id === state.current);
}

const READING: ReadonlySet<Activity['kind']> = new Set(['listing', 'matching', 'indexing', 'checking', 'images']);

/** Files are being read; a dataset that is not complete while none are was cancelled. */
export function isReading({ activity }: Pick<AppState, 'activity'>): boolean {
  return activity !== undefined && READING.has(activity.kind);
}

/** The selected sample's row. */
export function currentRow(state: AppState): number | undefined {
  return state.at >= 0 ? state.rows.at(state.at) : undefined;
}
