import type { ReactNode } from 'react';
import { PathText } from '../shared/PathText.tsx';
import styles from './Table.module.css';

const NUMBER = /^#\d+$/;

/** A name, cut at its start. Of records that nothing names, it is their number in the file: as quiet as that of the row. */
export function nameText(name: string): ReactNode {
  return NUMBER.test(name) ? <span className={styles.index}>{name}</span> : <PathText path={name} />;
}
