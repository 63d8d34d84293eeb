import type { ReactNode } from 'react';
import type { RowCells } from '../../engine/protocol.ts';
import type { Highlighter } from '../../table/query-highlight.ts';
import { markedText } from './marked-text.tsx';
import styles from './Table.module.css';

interface GistCellProps {
  readonly cells: RowCells | undefined;
  readonly highlight: Highlighter | undefined;
}

/** What a text record is about, in two lines: what it says first, and what comes next or where a match stands. */
export function GistCell({ cells, highlight }: GistCellProps): ReactNode {
  if (!cells?.gist) return null;
  const [first, next] = cells.gist;
  return (
    // Both lines run as the first does: an answer that is a number stands under its Arabic question.
    <span className={styles.gist} dir="auto">
      <span className={styles.cut}>{markedText(highlight, first.text, { by: first.by })}</span>
      {next.text !== '' && <span className={`${styles.cut} ${styles.next}`}>{markedText(highlight, next.text, { by: next.by })}</span>}
    </span>
  );
}
