import { useMemo, useRef, type ReactNode } from 'react';
import type { Highlighter } from '../../table/query-highlight.ts';
import { useUndrawn } from '../matches/match-scope.ts';
import matchStyles from '../matches/Matches.module.css';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { useCut } from './use-cut.ts';
import styles from './Text.module.css';

interface CutTextProps {
  readonly text: string;
  /** UTF-16 units shown at once; more at each request. */
  readonly step: number;
  /** Draws a part of the text that begins at `start`. */
  readonly children: (part: string, start: number) => ReactNode;
}

/** A text of any length: what is drawn, and buttons for what is not. */
export function CutText({ text, step, children }: CutTextProps): ReactNode {
  const cut = useCut(text, step);
  return (
    <>
      {cut.start > 0 && <Rest text={text} start={0} end={cut.start} onShow={cut.earlier} onMatch={cut.toEarlier} />}
      {children(cut.part, cut.start)}
      {cut.end < text.length && <Rest text={text} start={cut.end} end={text.length} onShow={cut.later} onMatch={cut.toLater} />}
    </>
  );
}

interface RestProps {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  onShow(): void;
  onMatch(nth: number, highlight: Highlighter): void;
}

function Rest({ text, start, end, onShow, onMatch }: RestProps): ReactNode {
  const t = useT();
  const element = useRef<HTMLButtonElement>(null);
  const texts = useMemo(() => [text.slice(start, end)], [text, start, end]);
  const matches = useUndrawn(element, texts, onMatch);
  return (
    <button ref={element} type="button" className={`${ui.link} ${styles.rest}`} onClick={onShow}>
      {t(start === 0 ? 'text.earlier' : 'text.more', { n: end - start })}
      {matches > 0 && <span className={matchStyles.inside}>{t('match.inside', { n: matches })}</span>}
    </button>
  );
}
