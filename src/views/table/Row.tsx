import { memo, type MouseEvent, type ReactNode } from 'react';
import type { RowCells } from '../../engine/protocol.ts';
import { useT } from '../shared/use-t.ts';
import type { Place } from './layout.ts';
import styles from './Table.module.css';

interface RowProps {
  /** Place in the order, and sample row. */
  readonly at: number;
  readonly row: number;
  /** `undefined`: on their way. */
  readonly cells: RowCells | undefined;
  readonly places: readonly Place[];
  readonly current: boolean;
  readonly selected: boolean;
  onClick(event: MouseEvent, at: number, row: number): void;
}

/** A row of the window. Drawn again only when something of it changes: a scrolled line costs one row, not all. */
export const Row = memo(function Row({ at, row, cells, places, current, selected, onClick }: RowProps): ReactNode {
  const t = useT();
  return (
    <div
      id={`row-${at}`}
      role="row"
      aria-rowindex={at + 2}
      aria-selected={current || selected}
      className={styles.row}
      {...(current ? { 'data-current': '', 'aria-current': true } : {})}
      onClick={(event) => onClick(event, at, row)}
    >
      {places.map(({ column, cellClass, style, inner }, k) => (
        <div key={column.id} role="gridcell" aria-colindex={k + 1} className={cellClass} style={style}>
          {column.render({ at, row }, cells, t, inner)}
        </div>
      ))}
    </div>
  );
});
