import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { T } from '../shared/use-t.ts';
import type { WindowRow } from './columns.tsx';
import styles from './Table.module.css';

/** The row's number, or a tick where the row is one of several selected. */
export function indexText({ at, selected }: WindowRow, t: T): ReactNode {
  return selected ? <Check size={13} strokeWidth={2.4} className={styles.tick} aria-hidden="true" /> : t.number(at + 1);
}
