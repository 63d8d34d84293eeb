import { Menu } from '@base-ui/react/menu';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import {
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import type { RowsRequest } from '../../engine/protocol.ts';
import type { DatasetSummary } from '../../model/dataset.ts';
import { NO_OBJECT } from '../../model/problem.ts';
import { addRows, hasRow, toggleRow } from '../../state/selected-rows.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { usePieces } from '../shared/use-pieces.ts';
import { useScaledScroll } from '../shared/use-scaled-scroll.ts';
import { useT } from '../shared/use-t.ts';
import { useTellDrawn } from '../shared/use-tell-drawn.ts';
import { ColumnMenu, type MenuOf } from './ColumnMenu.tsx';
import { columnsOf, type TableColumn, type TableShape } from './columns.tsx';
import { Empty } from './Empty.tsx';
import { features } from './features.ts';
import { foreseen } from './foreseen.ts';
import { Head } from './Head.tsx';
import { MAX_WIDTH, MIN_WIDTH } from './HeaderCell.tsx';
import { cellsOf, inOrder, rememberPlaces } from './layout.ts';
import { Row, rowId } from './Row.tsx';
import { mediaThumbs, thumbRequest } from './thumb-request.ts';
import { useKeepLayout, useKeptLayout } from './use-kept-layout.ts';
import { useLook } from './use-look.ts';
import { useNameWidth } from './use-name-width.ts';
import styles from './Table.module.css';

const ROW = 40;
const HEAD = 60;
/** How far the table is scrolled sideways is told in steps of so many CSS pixels. */
const SIDE = 20;
/** A new table is drawn in pieces: its frame, which is measured, its head, then so many rows at a time. */
const ROWS_A_PIECE = 8;

const helper = createColumnHelper<typeof features, never>();
const NO_ROWS: readonly never[] = [];

/** Every sample as a row. TanStack Table keeps the columns; rows are drawn from what the engine answers, only ever those of the window. */
export function Table(): ReactNode {
  const app = useApp();
  const t = useT();
  const frame = useAppState((state) => currentDataset(state)?.frame ?? 'upright');
  const complete = useAppState((state) => currentDataset(state)?.complete === true);
  // Names of a preview come in the order of the listing; the dataset has others first.
  const isKnown = useAppState((state) => currentDataset(state)?.standIn !== 'preview');
  const rows = useAppState((state) => state.rows);
  const at = useAppState((state) => state.at);
  const asking = useAppState((state) => state.asking);
  const generation = useAppState((state) => state.generation);
  const selected = useAppState((state) => state.selected);
  const fetchRows = useCallback((from: number, to: number) => app.pages.approach(rows.slice(from, to)), [app, rows]);
  const version = useSyncExternalStore(app.pages.subscribe, () => app.pages.version);
  const {
    far,
    first,
    height: fullHeight,
    last,
    offset,
    page,
    pool,
    reveal,
    setScroller,
    slot,
    width: viewWidth,
  } = useScaledScroll(rows.length, ROW, HEAD, { fetch: fetchRows });

  const pieces = usePieces(viewWidth > 0 ? 2 + Math.ceil(pool / ROWS_A_PIECE) : 1);
  const isWhole = pieces >= 2 + Math.ceil(pool / ROWS_A_PIECE);
  const drawn = isWhole ? last : Math.min(last, first + Math.max(0, pieces - 2) * ROWS_A_PIECE);

  // Not only of those that are drawn already: the first eight say little of the width that the others need.
  const sized = useNameWidth(
    () => (isKnown && (complete || last < rows.length) ? Array.from(rows.slice(first, last), (row) => app.pages.get(row)) : undefined),
    viewWidth,
  );
  const columnsNow = useColumns(sized);
  // Another width of one column draws every row anew: no hurry, while a dataset grows.
  const known = useDeferredValue(columnsNow);
  const byId = useMemo(() => new Map(known.map((column) => [column.id, column])), [known]);
  const columns = useMemo(
    () =>
      helper.columns(known.map((column) => helper.display({ id: column.id, size: column.size, minSize: MIN_WIDTH, maxSize: MAX_WIDTH }))),
    [known],
  );
  const shown = useMemo(() => rows.slice(first, drawn), [first, drawn, rows]);
  const layout = useKeptLayout(known);
  const table = useTable({
    features,
    columns,
    data: NO_ROWS,
    columnResizeMode: 'onChange',
    initialState: layout.initial,
    state: { columnVisibility: layout.visibility },
    onColumnVisibilityChange: layout.setVisibility,
  });
  useKeepLayout(table.state);

  const extras = known.filter((column) => column.extra && table.getColumn(column.id)?.getIsVisible()).map((column) => column.label ?? '');
  const extraKey = extras.join('\0');
  const gist = byId.has('gist') && table.getColumn('gist')?.getIsVisible() === true;
  const firstBefore = useRef(first);
  useEffect(() => {
    const step = first - firstBefore.current;
    firstBefore.current = first;
    app.pages.show(rows.slice(first, last), wantedOf(extraKey, gist), foreseen(rows, first, last, step));
  }, [app, rows, first, last, extraKey, gist, generation]);

  useTellDrawn(shown[0]);

  const isPictured = byId.has('thumbnail');
  const pictured = known
    .filter(({ kind, label }) => kind === 'image' && label !== undefined && extras.includes(label))
    .map(({ label }) => label)
    .join('\0');
  useEffect(() => {
    if (!isPictured && pictured === '') return;
    const cells = Array.from(shown).flatMap((row) => app.pages.get(row) ?? []);
    const fields = pictured.split('\0');
    app.pictures.want(
      cells.flatMap((cell) => {
        const own = isPictured ? thumbRequest(cell, frame) : undefined;
        return [...(own ? [own] : []), ...mediaThumbs(cell, fields)];
      }),
    );
  }, [app, shown, frame, version, isPictured, pictured]);

  useEffect(() => {
    if (at >= 0) reveal(at);
  }, [at, generation, reveal]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'PageDown' ? page : event.key === 'PageUp' ? -page : 0;
    if (step !== 0) {
      event.preventDefault();
      app.move(step);
    } else if (event.shiftKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const next = at + (event.key === 'ArrowDown' ? 1 : -1);
      const pair = [rows.at(at), rows.at(next)].filter((row) => row !== undefined);
      app.set({ selected: addRows(selected, pair) });
      app.selectAt(next);
    } else if (event.key === ' ') {
      event.preventDefault();
      const row = rows.at(at);
      if (row !== undefined) app.set({ selected: toggleRow(selected, row) });
    }
  };
  const onRowClick = useCallback(
    (event: MouseEvent, place: number, row: number): void => {
      const state = app.store.getState();
      if (event.shiftKey && state.at >= 0)
        app.set({ selected: addRows(state.selected, state.rows.slice(Math.min(state.at, place), Math.max(state.at, place) + 1)) });
      else if (event.ctrlKey || event.metaKey) app.set({ selected: toggleRow(state.selected, row) });
      app.selectAt(place);
    },
    [app],
  );

  const look = useLook();
  const [menu] = useState(() => Menu.createHandle<MenuOf>());
  const [placesFor] = useState(rememberPlaces);
  const ordered = inOrder(table.getVisibleLeafColumns());
  const total = ordered.reduce((sum, leaf) => sum + leaf.getSize(), 0);
  const places = placesFor(ordered, byId, viewWidth - total);
  const [left, setLeft] = useState(0);
  // Who goes far sees little of each row: what is out of sight is drawn when the table is at rest.
  const from = far ? left : undefined;
  const sticks = total > viewWidth && from !== 0;
  const cells = useMemo(
    () => cellsOf(places, sticks, from === undefined ? undefined : { left: from, right: from + viewWidth + SIDE }),
    [places, sticks, viewWidth, from],
  );

  return (
    <>
      <div
        ref={setScroller}
        className={styles.scroller}
        role="grid"
        aria-label={t('table.name')}
        aria-rowcount={rows.length + 1}
        aria-colcount={ordered.length}
        aria-busy={asking || far || !isWhole || known !== columnsNow || !app.pages.has(rows.slice(first, last), wantedOf(extraKey, gist))}
        aria-multiselectable="true"
        tabIndex={0}
        {...(at >= first && at < drawn ? { 'aria-activedescendant': rowId(at) } : {})}
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget }) => setLeft(Math.floor(currentTarget.scrollLeft / SIDE) * SIDE)}
      >
        <div className={styles.content} style={{ height: fullHeight + HEAD, minWidth: total }}>
          {pieces > 1 && <Head table={table} known={known} places={places} menu={menu} />}
          <div role="rowgroup" className={styles.rows} style={{ top: HEAD + offset, height: shown.length * ROW }}>
            {Array.from(shown, (row, k) => (
              <Row
                key={slot(first + k)}
                at={first + k}
                row={row}
                cells={app.pages.get(row)}
                drawn={cells}
                look={look}
                current={first + k === at}
                selected={hasRow(selected, row)}
                onClick={onRowClick}
              />
            ))}
          </div>
        </div>
      </div>
      <ColumnMenu handle={menu} />
      {rows.length === 0 && !asking && <Empty />}
    </>
  );
}

/** What the rows in sight need beyond the usual; `extraKey`: names of columns, joined by a zero. */
const wantedOf = (extraKey: string, gist: boolean): Pick<RowsRequest, 'columns' | 'gist'> => ({
  columns: extraKey === '' ? [] : extraKey.split('\0'),
  gist,
});

/** The columns of the current dataset; new only when its fields are, though the counts of its summary grow. */
function useColumns(nameWidth: number | undefined): readonly TableColumn[] {
  const shape = useAppState((state) => {
    const dataset = currentDataset(state);
    return dataset ? shapeOf(dataset) : '';
  });
  return useMemo(() => (shape === '' ? [] : columnsOf(JSON.parse(shape) as TableShape, nameWidth)), [shape, nameWidth]);
}

/** Asked for at every scrolled line, and no summary ever changes. */
const shapes = new WeakMap<DatasetSummary, string>();

function shapeOf(dataset: DatasetSummary): string {
  const known = shapes.get(dataset);
  if (known !== undefined) return known;
  const { format, visual, columns, measures, splits, samples, record, problems } = dataset;
  const shape: TableShape = {
    format,
    visual,
    columns,
    measures,
    split: Object.keys(splits).some((name) => name !== ''),
    digits: String(samples).length,
    schema: record?.schema !== undefined,
    schemaColumn: record?.column,
    loose: problems.some(({ code }) => NO_OBJECT.has(code)),
  };
  const text = JSON.stringify(shape);
  shapes.set(dataset, text);
  return text;
}
