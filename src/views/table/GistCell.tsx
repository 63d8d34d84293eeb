import type { ReactNode } from 'react';
import type { RowCells } from '../../engine/protocol.ts';
import { MarkedText } from './MarkedText.tsx';
import styles from './Table.module.css';

/** What a text record is about, in two lines: what it says first, and what comes next or where a match stands. */
export function GistCell({ cells }: { readonly cells: RowCells | undefined }): ReactNode {
  if (!cells?.gist) return null;
  const [first, next] = cells.gist;
  return (
    <span className={styles.gist}>
      <span className={styles.cut} dir="auto">
        <MarkedText text={first.text} by={first.by} />
      </span>
      {next.text !== '' && (
        <span className={`${styles.cut} ${styles.next}`} dir="auto">
          <MarkedText text={next.text} by={next.by} />
        </span>
      )}
    </span>
  );
}
