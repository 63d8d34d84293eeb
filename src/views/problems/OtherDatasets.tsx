import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useApp, useAppState } from '../../state/use-app.ts';
import { countIn, othersWithErrors } from '../shared/problem-counts.ts';
import { SeverityCount } from '../shared/SeverityCount.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { formatName } from '../shared/words.ts';
import { PlainText } from '../shared/PlainText.tsx';
import { visibleText } from '../shared/visible-text.ts';
import styles from './Problems.module.css';

/** Datasets that are listed before one asks for more. */
const STEP = 50;

/** Which of the other datasets have errors, and how many: each leads to its own problems. */
export function OtherDatasets(): ReactNode {
  const app = useApp();
  const t = useT();
  const datasets = useAppState((state) => state.datasets);
  const current = useAppState((state) => state.current);
  const [wanted, setWanted] = useState(STEP);
  const others = othersWithErrors(datasets, current);
  if (others.length === 0) return null;
  return (
    <div className={styles.group} role="group" aria-label={t('problems.elsewhere')}>
      <p className={ui.groupLabel} aria-hidden="true">
        {t('problems.elsewhere')}
      </p>
      {others.slice(0, wanted).map((dataset) => (
        <button key={dataset.id} type="button" className={styles.other} onClick={() => app.choose(dataset.id)}>
          <span className={ui.ellipsis} title={visibleText(dataset.name)}>
            <PlainText text={dataset.name} />
          </span>
          <span className={ui.count}>{formatName(t, dataset.format)}</span>
          <SeverityCount severity="error" n={countIn(dataset, 'error')} />
          <ChevronRight size={13} aria-hidden="true" />
        </button>
      ))}
      {others.length > wanted && (
        <p className={styles.more}>
          <button type="button" className={ui.link} onClick={() => setWanted(wanted + STEP * 4)}>
            {t('problems.more', { n: others.length - wanted })}
          </button>
        </p>
      )}
    </div>
  );
}
