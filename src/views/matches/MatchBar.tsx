import { ChevronDown, ChevronUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAppState } from '../../state/use-app.ts';
import { tellMatches } from '../app/commands.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { useMatchPlace } from './Matches.tsx';
import styles from './Matches.module.css';

/** At which match of the record a person is, and the way to the others; absent where the query looks for no text. */
export function MatchBar(): ReactNode {
  const t = useT();
  const place = useMatchPlace();
  const isFirst = useAppState((state) => state.at <= 0);
  const isLast = useAppState((state) => state.at >= state.rows.length - 1);
  if (!place) return null;
  const { at, of } = place;
  const words = of === 0 ? t('match.none') : at < 0 ? t('match.count', { n: of }) : t('match.place', { at: t.number(at + 1), n: of });
  return (
    <div className={styles.bar} role="group" aria-label={t('match.name')}>
      <span className={styles.place} aria-live="polite" {...(of === 0 ? { title: t('match.noneHint') } : {})}>
        {words}
      </span>
      <button
        type="button"
        className={`${ui.button} ${ui.square}`}
        aria-label={t('match.previous')}
        title={`${t('match.previous')} (⇧N)`}
        disabled={at <= 0 && isFirst}
        onClick={() => tellMatches('previous')}
      >
        <ChevronUp size={15} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={`${ui.button} ${ui.square}`}
        aria-label={t('match.next')}
        title={`${t('match.next')} (N)`}
        disabled={at >= of - 1 && isLast}
        onClick={() => tellMatches('next')}
      >
        <ChevronDown size={15} aria-hidden="true" />
      </button>
    </div>
  );
}
