import { ownValue } from '../../base/own-value.ts';
import type { ReactNode } from 'react';
import { Bars } from '../shared/Bars.tsx';
import { useHistogram } from '../shared/use-histogram.ts';
import { useAppState } from '../../state/use-app.ts';
import type { TableColumn } from './columns.tsx';
import { sortName } from './sort-name.ts';
import styles from './Table.module.css';

const PARTS = 8;

/** The small plot in a column's head: how its values are spread, all in grey, passing in the accent. */
export function HeaderPlot({ column }: { readonly column: TableColumn }): ReactNode {
  if (column.plot === 'histogram') return <HistogramPlot field={sortName(column)} atEnd={column.numeric} />;
  if (column.plot === 'shares') return <SharesPlot column={column} />;
  return <div className={styles.plot} />;
}

function HistogramPlot({ field, atEnd }: { readonly field: string; readonly atEnd: boolean }): ReactNode {
  const histogram = useHistogram(field);
  return <div className={styles.plot}>{histogram && <Bars histogram={histogram} height={20} atEnd={atEnd} />}</div>;
}

/** Shares of the values: passing ones in the accent colour, the rest grey. */
function SharesPlot({ column }: { readonly column: TableColumn }): ReactNode {
  const values = useAppState((state) => {
    const { facets } = state;
    if (column.extra) return ownValue(facets?.columns, column.label ?? '');
    return column.id === 'classes' ? facets?.facets.class : facets?.facets.split;
  });
  const first = (values ?? []).toSorted((a, b) => b.allSamples - a.allSamples).slice(0, PARTS);
  return (
    <div className={styles.plot}>
      <div className={styles.shares}>
        {first.map((value) => (
          <i key={value.value} style={{ flex: Math.max(1, value.allSamples) }} {...(value.samples > 0 ? { 'data-in': '' } : {})} />
        ))}
      </div>
    </div>
  );
}
