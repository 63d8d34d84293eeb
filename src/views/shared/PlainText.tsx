import { Fragment, useMemo, type ReactNode } from 'react';
import ui from './ui.module.css';
import { useT } from './use-t.ts';
import { isOdd, isOddName, namePieces, visiblePieces, type VisiblePiece } from './visible-text.ts';

/** A text of a dataset as text: line ends are kept, nothing is interpreted, what would be invisible is named. */
export function PlainText({ text }: { readonly text: string }): ReactNode {
  return isOdd(text) ? <Pieces text={text} split={visiblePieces} /> : text;
}

/** A name of a dataset (a class, a value) as text: also blanks that nobody would see are named, and that it is empty. */
export function NameText({ name }: { readonly name: string }): ReactNode {
  const t = useT();
  if (name === '') return <span className={ui.quiet}>{t('column.noName')}</span>;
  return isOddName(name) ? <Pieces text={name} split={namePieces} /> : name;
}

interface PiecesProps {
  readonly text: string;
  split(text: string): readonly VisiblePiece[];
}

function Pieces({ text, split }: PiecesProps): ReactNode {
  const pieces = useMemo(() => split(text), [text, split]);
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
