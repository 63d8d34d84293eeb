import { Fragment, useMemo, type ReactNode } from 'react';
import { visiblePieces } from './visible-text.ts';
import styles from './Text.module.css';

/** A text of a dataset as text: line ends are kept, nothing is interpreted, what would be invisible is named. */
export function PlainText({ text }: { readonly text: string }): ReactNode {
  const pieces = useMemo(() => visiblePieces(text), [text]);
  return pieces.map(({ text: piece, odd, at }) =>
    odd === undefined ? (
      <Fragment key={at}>{piece}</Fragment>
    ) : (
      <span key={at} className={styles.odd} data-written={odd}>
        {piece}
      </span>
    ),
  );
}
