import { ChevronDown, ChevronRight, type LucideIcon } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { PlainText } from './PlainText.tsx';
import styles from './Text.module.css';

/** UTF-16 units of the first words in a folded line. */
const FIRST_WORDS = 160;

interface FoldProps {
  readonly title?: string;
  readonly icon?: LucideIcon;
  /** Its first words stand in the folded line. */
  readonly text: string;
  readonly children: ReactNode;
}

/** One line that opens: chevron, what it is, the first words. "Unfold all" opens every one; each can still be closed by itself. */
export function Fold({ title, icon: Icon, text, children }: FoldProps): ReactNode {
  const t = useT();
  const all = useAppState((state) => state.settings.textUnfolded);
  const [own, setOwn] = useState<{ readonly all: boolean; readonly open: boolean }>();
  const id = useId();
  const open = own && own.all === all ? own.open : all;
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
          <span className={ui.ellipsis} dir="auto">
            <PlainText text={text.slice(0, FIRST_WORDS)} />
          </span>
        )}
      </button>
      <div id={id} hidden={!open}>
        {open && children}
      </div>
    </div>
  );
}
