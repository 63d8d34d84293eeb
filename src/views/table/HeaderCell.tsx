import { Menu } from '@base-ui/react/menu';
import { ArrowDown, ArrowUp, ChevronDown, Pin } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Sort } from '../../table/query.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import type { ColumnMenuHandle } from './ColumnMenu.tsx';
import type { TableColumn } from './columns.tsx';
import { HeaderPlot } from './HeaderPlot.tsx';
import { KindIcon } from './KindIcon.tsx';
import { sortName } from './sort-name.ts';
import { PlainText } from '../shared/PlainText.tsx';
import styles from './Table.module.css';

/** CSS pixels of a column. */
export const MIN_WIDTH = 40;
export const MAX_WIDTH = 1200;

export interface HeaderActions {
  readonly pinned: boolean;
  /** CSS pixels. */
  resize(by: number): void;
  togglePin(): void;
  hide(): void;
  move(by: -1 | 1): void;
  startResize(event: unknown): void;
  resetSize(): void;
}

/** A column's head: sorts by click, resizes by its edge, and a menu with all of it for the keyboard. */
export function HeaderCell({
  column,
  label,
  actions,
  resizing,
  width,
  menu,
}: {
  readonly column: TableColumn;
  readonly label: string;
  readonly actions: HeaderActions;
  readonly resizing: boolean;
  /** CSS pixels. */
  readonly width: number;
  readonly menu: ColumnMenuHandle;
}): ReactNode {
  const app = useApp();
  const t = useT();
  const sort = useAppState((state) => state.sort);
  const name = sortName(column);
  const mine = sort?.column === name ? sort : undefined;
  const onResizeKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    actions.resize(step);
  };
  return (
    <>
      <button
        type="button"
        className={styles.label}
        disabled={!column.sortable}
        title={column.kind === undefined ? label : t('table.headOfKind', { name: label, kind: t(`kind.${column.kind}`) })}
        onClick={() => app.setSort(nextSort(name, mine, column.numeric))}
      >
        {column.kind !== undefined && <KindIcon kind={column.kind} />}
        {actions.pinned && column.id === 'name' && <Pin size={12} aria-hidden="true" />}
        {mine && (mine.descending ? <ArrowDown size={12} aria-hidden="true" /> : <ArrowUp size={12} aria-hidden="true" />)}
        <span className={ui.ellipsis}>
          <PlainText text={label} />
        </span>
      </button>
      <HeaderPlot column={column} />
      {column.sortable && (
        <Menu.Trigger
          handle={menu}
          payload={{ sort: name, actions, field: column.kind === undefined ? undefined : name }}
          className={styles.menu}
          aria-label={t('table.columnMenu', { name: label })}
        >
          <ChevronDown size={13} aria-hidden="true" />
        </Menu.Trigger>
      )}
      <div
        className={styles.resizer}
        role="separator"
        aria-orientation="vertical"
        aria-label={t('table.resize', { name: label })}
        aria-valuenow={width}
        aria-valuemin={MIN_WIDTH}
        aria-valuemax={MAX_WIDTH}
        tabIndex={0}
        {...(resizing ? { 'data-resizing': '' } : {})}
        onMouseDown={actions.startResize}
        onTouchStart={actions.startResize}
        onDoubleClick={actions.resetSize}
        onKeyDown={onResizeKey}
      />
    </>
  );
}

/** Numbers show their large end first: descending, ascending, file order; text the other way round. */
function nextSort(column: string, mine: Sort | undefined, numeric: boolean): Sort | undefined {
  if (!mine) return { column, descending: numeric };
  return mine.descending === numeric ? { column, descending: !numeric } : undefined;
}
