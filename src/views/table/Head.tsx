import type { ReactTable } from '@tanstack/react-table';
import { memo, type ReactNode } from 'react';
import { useAppState } from '../../state/use-app.ts';
import { columnName, nameInWords } from '../shared/words.ts';
import { useT, type T } from '../shared/use-t.ts';
import type { ColumnMenuHandle } from './ColumnMenu.tsx';
import { usualVisibility, type TableColumn } from './columns.tsx';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import type { features } from './features.ts';
import { HeaderCell, MAX_WIDTH, MIN_WIDTH, type HeaderActions } from './HeaderCell.tsx';
import type { Place } from './layout.ts';
import { sortName } from './sort-name.ts';
import styles from './Table.module.css';

interface HeadProps {
  /** For its columns' actions; what is drawn follows from `places`. */
  readonly table: ReactTable<typeof features, never>;
  readonly known: readonly TableColumn[];
  readonly places: readonly Place[];
  readonly menu: ColumnMenuHandle;
}

/** The heads of the columns; scrolling does not draw them anew. */
export const Head = memo(
  function Head({ table, known, places, menu }: HeadProps): ReactNode {
    const t = useT();
    const sort = useAppState((state) => state.sort);
    return (
      <div role="rowgroup" className={styles.head}>
        <div role="row" aria-rowindex={1} style={{ display: 'flex', flex: 1, minWidth: 0 }}>
          {places.map(({ column, headClass, headStyle, pinned, resizing, size }, k) => {
            const mine = sort?.column === sortName(column) ? sort : undefined;
            return (
              <div
                key={column.id}
                role="columnheader"
                aria-colindex={k + 1}
                aria-sort={mine ? (mine.descending ? 'descending' : 'ascending') : 'none'}
                className={`${headClass} ${mine ? styles.sorted : ''}`}
                style={headStyle}
              >
                {column.id === 'index' ? (
                  <ColumnsMenu
                    columns={known
                      .filter(({ id }) => id !== 'index')
                      .map((entry) => ({
                        id: entry.id,
                        label: labelOf(t, entry),
                        measured: entry.measure !== undefined,
                        visible: table.getColumn(entry.id)?.getIsVisible() ?? false,
                      }))}
                    onToggle={(id) => table.getColumn(id)?.toggleVisibility()}
                    onReset={() => {
                      table.resetColumnSizing();
                      table.setColumnVisibility(usualVisibility(known));
                      table.resetColumnOrder();
                      table.resetColumnPinning();
                    }}
                  />
                ) : column.id === 'thumbnail' ? (
                  <span className="visually-hidden">{labelOf(t, column)}</span>
                ) : (
                  <HeaderCell
                    column={column}
                    label={labelOf(t, column)}
                    actions={actionsOf(table, places, column.id, pinned)}
                    resizing={resizing}
                    width={size}
                    menu={menu}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
    );
  },
  (before, after) => before.places === after.places && before.known === after.known,
);

function actionsOf(table: HeadProps['table'], places: readonly Place[], id: string, pinned: boolean): HeaderActions {
  return {
    pinned,
    resize: (by) =>
      table.setColumnSizing((sizes) => ({
        ...sizes,
        [id]: Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, (table.getColumn(id)?.getSize() ?? MIN_WIDTH) + by)),
      })),
    togglePin: () => table.getColumn(id)?.pin(pinned ? false : 'start'),
    hide: () => table.getColumn(id)?.toggleVisibility(false),
    move: (by) =>
      table.setColumnOrder(
        moved(
          places.map(({ column }) => column.id),
          id,
          by,
        ),
      ),
    startResize: (event) =>
      table
        .getFlatHeaders()
        .find((header) => header.column.id === id)
        ?.getResizeHandler()(event),
    resetSize: () => table.getColumn(id)?.resetSize(),
  };
}

function labelOf(t: T, column: TableColumn): string {
  if (column.schema) return t('column.schema');
  if (column.measure !== undefined) return t(`measure.${column.measure}`);
  return (
    (column.label === undefined ? undefined : nameInWords(t, column.label)) ??
    (column.id === 'width' ? t('column.size') : columnName(t, column.id))
  );
}

function moved(order: readonly string[], id: string, by: -1 | 1): string[] {
  const next = [...order];
  const from = next.indexOf(id);
  const to = Math.min(next.length - 1, Math.max(0, from + by));
  next.splice(from, 1);
  next.splice(to, 0, id);
  return next;
}
