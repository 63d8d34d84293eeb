/** How somebody arranged the columns of a dataset: kept while the page is open, since the table goes away whenever another view is shown. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { TableState, Updater } from '@tanstack/react-table';
import type { TableLayout } from '../../state/app.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { usualVisibility, type TableColumn } from './columns.tsx';
import type { features } from './features.ts';

type Shown = Readonly<Record<string, boolean>>;
type Arranged = Pick<TableState<typeof features>, 'columnSizing' | 'columnOrder' | 'columnPinning'>;

interface KeptLayout {
  /** What the table starts with. */
  readonly initial: Arranged;
  readonly visibility: Shown;
  setVisibility(next: Updater<Shown>): void;
}

export function useKeptLayout(known: readonly TableColumn[]): KeptLayout {
  const app = useApp();
  const dataset = useAppState((state) => state.current);
  const [kept] = useState(() => app.tableLayouts.get(dataset ?? -1));
  const [chosen, setChosen] = useState<Shown>(kept?.shown ?? {});
  useEffect(() => keep(app.tableLayouts, dataset, { shown: chosen }), [app, dataset, chosen]);
  const visibility = useMemo(() => ({ ...usualVisibility(known), ...chosen }), [known, chosen]);
  const setVisibility = useCallback(
    (next: Updater<Shown>) => {
      const shown = typeof next === 'function' ? next(visibility) : next;
      const isShown = (id: string): boolean => shown[id] ?? true;
      setChosen(Object.fromEntries(known.filter(({ id, hidden }) => isShown(id) === hidden).map(({ id }) => [id, isShown(id)])));
    },
    [known, visibility],
  );
  const initial: Arranged = {
    columnSizing: { ...kept?.widths },
    columnOrder: [...(kept?.order ?? [])],
    columnPinning: { start: [...(kept?.pinned ?? known.filter(({ pinned }) => pinned).map(({ id }) => id))], end: [] },
  };
  return { initial, visibility, setVisibility };
}

/** Keeps how the columns of the current dataset stand now. */
export function useKeepLayout({ columnSizing, columnOrder, columnPinning }: Arranged): void {
  const app = useApp();
  const dataset = useAppState((state) => state.current);
  useEffect(
    () => keep(app.tableLayouts, dataset, { widths: columnSizing, order: columnOrder, pinned: columnPinning.start }),
    [app, dataset, columnSizing, columnOrder, columnPinning],
  );
}

function keep(layouts: Map<number, Partial<TableLayout>>, dataset: number | undefined, change: Partial<TableLayout>): void {
  if (dataset !== undefined) layouts.set(dataset, { ...layouts.get(dataset), ...change });
}
