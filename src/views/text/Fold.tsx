import { ChevronDown, ChevronRight, type LucideIcon } from 'lucide-react';
import { useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { useAppState } from '../../state/use-app.ts';
import { useUndrawn } from '../matches/match-scope.ts';
import matchStyles from '../matches/Matches.module.css';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { PlainText } from '../shared/PlainText.tsx';
import styles from './Text.module.css';

/** UTF-16 units of the first words in a folded line. */
const FIRST_WORDS = 160;

interface FoldProps {
  readonly title?: string;
  readonly icon?: LucideIcon;
  /** Its first words stand in the folded line. */
  readonly text: string;
  /** What is inside, for the search, where `text` is not all of it. One array as long as it stays the same. */
  readonly texts?: readonly string[];
  readonly children: ReactNode;
}

/** One line that opens: chevron, what it is, the first words. "Unfold all" opens every one; each can still be closed by itself. */
export function Fold({ title, icon: Icon, text, texts, children }: FoldProps): ReactNode {
  const t = useT();
  const all = useAppState((state) => state.settings.textUnfolded);
  const [own, setOwn] = useState<{ readonly all: boolean; readonly open: boolean }>();
  const id = useId();
  const open = own && own.all === all ? own.open : all;
  const box = useRef<HTMLDivElement>(null);
  const inside = useMemo(() => texts ?? [text], [texts, text]);
  const matches = useUndrawn(box, open ? undefined : inside, () => setOwn({ all, open: true }));
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <div className={styles.fold}>
      <button
        type="button"
        className={styles.foldHead}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOwn({ all, open: !open })}
      >
        <Chevron size={14} strokeWidth={1.6} aria-hidden="true" />
        {Icon && <Icon size={14} strokeWidth={1.6} aria-hidden="true" />}
        {title !== undefined && <span className={ui.strong}>{title}</span>}
        {open && title === undefined && <span className={ui.quiet}>{t('text.fold')}</span>}
        {!open && (
          <span className={`${ui.ellipsis} ${styles.foldWords}`} dir="auto">
            <PlainText text={text.slice(0, FIRST_WORDS)} />
          </span>
        )}
        {matches > 0 && <span className={`${matchStyles.inside} ${styles.foldMatches}`}>{t('match.inside', { n: matches })}</span>}
      </button>
      <div ref={box} id={id} hidden={!open}>
        {open && children}
      </div>
    </div>
  );
}
