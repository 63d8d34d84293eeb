import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { hasRow } from '../../state/selected-rows.ts';
import { useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import type { WindowRow } from './columns.tsx';
import styles from './Table.module.css';

/** The row's number, or a tick where the row is one of several selected. */
export function IndexCell({ row }: { readonly row: WindowRow }): ReactNode {
  const t = useT();
  const selected = useAppState((state) => hasRow(state.selected, row.row));
  return (
    <span className={styles.index}>
      {selected ? <Check size={13} strokeWidth={2.4} className={styles.tick} aria-hidden="true" /> : t.number(row.at + 1)}
    </span>
  );
}
