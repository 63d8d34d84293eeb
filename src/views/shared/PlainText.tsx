import { Fragment, useMemo, type ReactNode } from 'react';
import ui from './ui.module.css';
import { isOdd, visiblePieces } from './visible-text.ts';

/** A text of a dataset as text: line ends are kept, nothing is interpreted, what would be invisible is named. */
export function PlainText({ text }: { readonly text: string }): ReactNode {
  return isOdd(text) ? <Pieces text={text} /> : text;
}

function Pieces({ text }: { readonly text: string }): ReactNode {
  const pieces = useMemo(() => visiblePieces(text), [text]);
  return pieces.map(({ text: piece, odd, at }) =>
    odd === undefined ? (
      <Fragment key={at}>{piece}</Fragment>
    ) : (
      <span key={at} className={ui.odd} data-written={odd}>
        {piece}
      </span>
    ),
  );
}
