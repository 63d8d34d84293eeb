/** The session in the URL hash: view, query, order, sample. Never data of the dataset itself beyond a name. */
import type { Sort } from '../table/query.ts';

export type View = 'table' | 'gallery' | 'profile';

const VIEWS: readonly View[] = ['gallery', 'profile'];

export interface UrlState {
  readonly dataset?: string;
  /** Query in its text form. */
  readonly query?: string;
  readonly sort?: Sort;
  readonly view?: View;
  readonly problems?: boolean;
  /** Name of the selected sample. */
  readonly sample?: string;
}

export function parseHash(hash: string): UrlState {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const text = (key: string): string | undefined => params.get(key) ?? undefined;
  const dataset = text('d');
  const query = text('q');
  const sort = text('sort');
  const sample = text('s');
  const view = VIEWS.find((known) => known === text('view'));
  return {
    ...(dataset ? { dataset } : {}),
    ...(query ? { query } : {}),
    ...(sort ? { sort: { column: sort.replace(/^[-+]/, ''), descending: sort.startsWith('-') } } : {}),
    ...(view ? { view } : {}),
    ...(text('problems') === '1' ? { problems: true } : {}),
    ...(sample ? { sample } : {}),
  };
}

export function printHash(state: UrlState): string {
  const params = new URLSearchParams();
  if (state.dataset) params.set('d', state.dataset);
  if (state.query) params.set('q', state.query);
  if (state.sort) params.set('sort', signOf(state.sort) + state.sort.column);
  if (state.view && VIEWS.includes(state.view)) params.set('view', state.view);
  if (state.problems) params.set('problems', '1');
  if (state.sample) params.set('s', state.sample);
  const text = params.toString();
  return text ? `#${text}` : '';
}

/** Ascending needs no sign, unless the column's own name begins with one. */
function signOf({ column, descending }: Sort): string {
  if (descending) return '-';
  return /^[-+]/.test(column) ? '+' : '';
}
