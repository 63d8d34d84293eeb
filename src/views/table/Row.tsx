import { memo, type MouseEvent, type ReactNode } from 'react';
import type { RowCells } from '../../engine/protocol.ts';
import type { Cells, Place } from './layout.ts';
import type { Look } from './use-look.ts';
import styles from './Table.module.css';

interface RowProps {
  /** Place in the order, and sample row. */
  readonly at: number;
  readonly row: number;
  /** `undefined`: on their way. */
  readonly cells: RowCells | undefined;
  readonly drawn: Cells;
  readonly look: Look;
  readonly current: boolean;
  readonly selected: boolean;
  onClick(event: MouseEvent, at: number, row: number): void;
}

/** A row of the window. Drawn again only when something of it changes: a scrolled line costs one row, not all. */
export const Row = memo(function Row({ at, row, cells, drawn, look, current, selected, onClick }: RowProps): ReactNode {
  const of = { at, row, selected };
  const cell = ({ column, cellClass, style, inner, index }: Place): ReactNode => (
    <div key={column.id} role="gridcell" aria-colindex={index} className={cellClass} style={style}>
      {column.render(of, cells, look, inner)}
    </div>
  );
  return (
    <div
      role="row"
      aria-rowindex={at + 2}
      aria-selected={current || selected}
      className={styles.row}
      {...(current ? { id: rowId(at), 'data-current': '', 'aria-current': true } : {})}
      onClick={(event) => onClick(event, at, row)}
    >
      {drawn.pins.length > 0 && (
        <div role="presentation" className={drawn.pinsClass}>
          {drawn.pins.map(cell)}
        </div>
      )}
      {drawn.loose.map(cell)}
    </div>
  );
});

/** Of the element of the current row. */
export const rowId = (at: number): string => `row-${at}`;
