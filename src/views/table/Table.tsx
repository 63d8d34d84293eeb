import {
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useEffect, useMemo, useSyncExternalStore, type CSSProperties, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { addRows, hasRow, toggleRow } from '../../state/row-set.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { columnName } from '../shared/words.ts';
import { useScaledScroll } from '../shared/use-scaled-scroll.ts';
import { useT } from '../shared/use-t.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { columnsOf, type TableColumn, type TableShape, type WindowRow } from './columns.tsx';
import { Empty } from './Empty.tsx';
import { HeaderCell, MAX_WIDTH, MIN_WIDTH } from './HeaderCell.tsx';
import { sortName } from './sort-name.ts';
import { thumbRequest } from './thumb-request.ts';
import styles from './Table.module.css';

const ROW = 40;
const HEAD = 60;
const CELL_PADDING = 16;

const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnPinningFeature,
  columnVisibilityFeature,
  columnOrderingFeature,
});
const helper = createColumnHelper<typeof features, WindowRow>();

/** Every sample as a row. TanStack Table keeps the columns; rows are only ever those of the window. */
export function Table(): ReactNode {
  const app = useApp();
  const t = useT();
  const frame = useAppState((state) => currentDataset(state)?.frame ?? 'upright');
  const rows = useAppState((state) => state.rows);
  const at = useAppState((state) => state.at);
  const sort = useAppState((state) => state.sort);
  const asking = useAppState((state) => state.asking);
  const generation = useAppState((state) => state.generation);
  const selected = useAppState((state) => state.selected);
  const version = useSyncExternalStore(app.pages.subscribe, () => app.pages.version);
  const { first, height: fullHeight, last, offset, page, reveal, setScroller, width: viewWidth } = useScaledScroll(rows.length, ROW, HEAD);

  const known = useColumns();
  const byId = useMemo(() => new Map(known.map((column) => [column.id, column])), [known]);
  const columns = useMemo(
    () =>
      helper.columns(known.map((column) => helper.display({ id: column.id, size: column.size, minSize: MIN_WIDTH, maxSize: MAX_WIDTH }))),
    [known],
  );
  const data = useMemo(
    () => Array.from({ length: Math.max(0, last - first) }, (_, k): WindowRow => ({ at: first + k, row: rows[first + k] ?? 0 })),
    [first, last, rows],
  );
  const table = useTable({
    features,
    columns,
    data,
    getRowId: (row) => String(row.at),
    columnResizeMode: 'onChange',
    initialState: {
      columnPinning: { start: known.filter((column) => column.pinned).map((column) => column.id), end: [] },
      columnVisibility: Object.fromEntries(known.filter((column) => column.hidden).map((column) => [column.id, false])),
    },
  });

  const extras = known.filter((column) => column.extra && table.getColumn(column.id)?.getIsVisible()).map((column) => column.label ?? '');
  const extraKey = extras.join('\0');
  useEffect(() => {
    app.pages.show(rows.subarray(first, last), extraKey === '' ? [] : extraKey.split('\0'));
  }, [app, rows, first, last, extraKey, generation]);

  const shown = byId.has('thumbnail');
  useEffect(() => {
    if (!shown) return;
    const cells = data.flatMap(({ row }) => app.pages.get(row) ?? []);
    app.pictures.want(cells.flatMap((cell) => thumbRequest(cell, frame) ?? []));
  }, [app, data, frame, version, shown]);

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
      const pair = [rows[at], rows[next]].filter((row) => row !== undefined);
      app.set({ selected: addRows(selected, pair) });
      app.selectAt(next);
    } else if (event.key === ' ' && rows[at] !== undefined) {
      event.preventDefault();
      app.set({ selected: toggleRow(selected, rows[at]) });
    }
  };
  const onRowClick = (event: MouseEvent, row: WindowRow): void => {
    if (event.shiftKey && at >= 0) app.set({ selected: addRows(selected, rows.subarray(Math.min(at, row.at), Math.max(at, row.at) + 1)) });
    else if (event.ctrlKey || event.metaKey) app.set({ selected: toggleRow(selected, row.row) });
    app.selectAt(row.at);
  };

  const leaves = table.getVisibleLeafColumns();
  const ordered = [
    ...leaves.filter((column) => column.getIsPinned() === 'start'),
    ...leaves.filter((column) => column.getIsPinned() !== 'start'),
  ];
  const lastPinned = ordered.findLast((column) => column.getIsPinned() === 'start')?.id;
  const grower = ordered.findLast((column) => byId.get(column.id)?.grows)?.id ?? ordered.at(-1)?.id;
  const total = ordered.reduce((sum, column) => sum + column.getSize(), 0);
  const style = (id: string, size: number, start: number | undefined): CSSProperties => ({
    width: size,
    ...(id === grower ? { flexGrow: 1 } : {}),
    ...(start === undefined ? {} : { insetInlineStart: start }),
  });
  const pool = Math.max(1, last - first);
  const className = (base: string | undefined, column: TableColumn, pinned: boolean): string =>
    [
      base,
      pinned ? styles.pinned : '',
      column.id === lastPinned ? styles.pinEdge : '',
      column.numeric ? (base === styles.cell ? styles.right : styles.numeric) : '',
      base === styles.headCell && sort?.column === sortName(column) ? styles.sorted : '',
    ].join(' ');
  const label = (column: TableColumn): string =>
    (column.label === '' ? t('column.noName') : column.label) ?? (column.id === 'width' ? t('column.size') : columnName(t, column.id));

  return (
    <>
      <div
        ref={setScroller}
        className={styles.scroller}
        role="grid"
        aria-label={t('table.name')}
        aria-rowcount={rows.length + 1}
        aria-colcount={ordered.length}
        aria-busy={asking || app.pages.busy}
        aria-multiselectable="true"
        tabIndex={0}
        {...(at >= first && at < last ? { 'aria-activedescendant': `row-${at}` } : {})}
        onKeyDown={onKeyDown}
      >
        <div className={styles.content} style={{ height: fullHeight + HEAD, minWidth: total }}>
          <div role="rowgroup" className={styles.head}>
            <div role="row" aria-rowindex={1} style={{ display: 'flex', flex: 1, minWidth: 0 }}>
              {ordered.map((leaf, k) => {
                const column = byId.get(leaf.id);
                if (!column) return null;
                const pinned = leaf.getIsPinned() === 'start';
                const header = table.getFlatHeaders().find((candidate) => candidate.column.id === leaf.id);
                const mine = sort?.column === sortName(column) ? sort : undefined;
                return (
                  <div
                    key={leaf.id}
                    role="columnheader"
                    aria-colindex={k + 1}
                    aria-sort={mine ? (mine.descending ? 'descending' : 'ascending') : 'none'}
                    className={className(styles.headCell, column, pinned)}
                    style={style(leaf.id, leaf.getSize(), pinned ? leaf.getStart('start') : undefined)}
                  >
                    {column.id === 'index' ? (
                      <ColumnsMenu
                        columns={known
                          .filter(({ id }) => id !== 'index')
                          .map((entry) => ({
                            id: entry.id,
                            label: label(entry),
                            visible: table.getColumn(entry.id)?.getIsVisible() ?? false,
                          }))}
                        onToggle={(id) => table.getColumn(id)?.toggleVisibility()}
                        onReset={() => {
                          table.resetColumnSizing();
                          table.resetColumnVisibility();
                          table.resetColumnOrder();
                          table.resetColumnPinning();
                        }}
                      />
                    ) : column.id === 'thumbnail' ? (
                      <span className="visually-hidden">{label(column)}</span>
                    ) : (
                      <HeaderCell
                        column={column}
                        label={label(column)}
                        actions={{
                          pinned,
                          resizing: leaf.getIsResizing(),
                          width: leaf.getSize(),
                          resize: (by) =>
                            table.setColumnSizing((sizes) => ({
                              ...sizes,
                              [leaf.id]: Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, leaf.getSize() + by)),
                            })),
                          togglePin: () => leaf.pin(pinned ? false : 'start'),
                          hide: () => leaf.toggleVisibility(false),
                          move: (by) =>
                            table.setColumnOrder(
                              moved(
                                ordered.map(({ id }) => id),
                                leaf.id,
                                by,
                              ),
                            ),
                          startResize: (event) => header?.getResizeHandler()(event),
                          resetSize: () => leaf.resetSize(),
                        }}
                      />
                    )}
                  </div>
                );
              })}
            </div>
          </div>
          <div role="rowgroup" className={styles.rows} style={{ top: HEAD + offset }}>
            {table.getRowModel().rows.map(({ original: row }) => {
              const cells = app.pages.get(row.row);
              return (
                <div
                  key={row.at % pool}
                  id={`row-${row.at}`}
                  role="row"
                  aria-rowindex={row.at + 2}
                  aria-selected={row.at === at || hasRow(selected, row.row)}
                  className={styles.row}
                  {...(row.at === at ? { 'data-current': '', 'aria-current': true } : {})}
                  onClick={(event) => onRowClick(event, row)}
                >
                  {ordered.map((leaf, k) => {
                    const column = byId.get(leaf.id);
                    if (!column) return null;
                    const pinned = leaf.getIsPinned() === 'start';
                    return (
                      <div
                        key={leaf.id}
                        role="gridcell"
                        aria-colindex={k + 1}
                        className={className(styles.cell, column, pinned)}
                        style={style(leaf.id, leaf.getSize(), pinned ? leaf.getStart('start') : undefined)}
                      >
                        {column.render(
                          row,
                          cells,
                          t,
                          leaf.getSize() - CELL_PADDING + (leaf.id === grower ? Math.max(0, viewWidth - total) : 0),
                        )}
                      </div>
                    );
                  })}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {rows.length === 0 && !asking && <Empty />}
    </>
  );
}

/** The columns of the current dataset; new only when its fields are, though the counts of its summary grow. */
function useColumns(): readonly TableColumn[] {
  const shape = useAppState((state) => {
    const dataset = currentDataset(state);
    if (!dataset) return '';
    const { format, visual, columns, splits } = dataset;
    return JSON.stringify({ format, visual, columns, split: Object.keys(splits).some((name) => name !== '') } satisfies TableShape);
  });
  return useMemo(() => (shape === '' ? [] : columnsOf(JSON.parse(shape) as TableShape)), [shape]);
}

function moved(order: readonly string[], id: string, by: -1 | 1): string[] {
  const next = [...order];
  const from = next.indexOf(id);
  const to = Math.min(next.length - 1, Math.max(0, from + by));
  next.splice(from, 1);
  next.splice(to, 0, id);
  return next;
}
