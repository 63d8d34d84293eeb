import { useEffect, useState, type ReactNode } from 'react';
import { rangeClauseOf, setRange } from '../../table/query-edit.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import styles from './Facets.module.css';

/** Time without a move after which the query follows, milliseconds. */
const SETTLE = 120;

/** Predictions below this score do not exist, for any count; truth stays. */
export function Threshold(): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const asked = rangeClauseOf(query, 'threshold')?.min ?? 0;
  const [value, setValue] = useState(asked);
  useEffect(() => setValue(asked), [asked]);
  useEffect(() => {
    if (value === asked) return undefined;
    const timer = setTimeout(
      () => app.setQuery(setRange(app.store.getState().query, 'threshold', value === 0 ? undefined : { min: value })),
      SETTLE,
    );
    return () => clearTimeout(timer);
  }, [app, value, asked]);
  const text = t.number(value, { minimumFractionDigits: 2 });
  return (
    <div className={styles.slider}>
      <input
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={value}
        aria-label={t('facet.thresholdName')}
        aria-valuetext={t('facet.threshold', { value: text })}
        title={t('facet.threshold', { value: text })}
        onChange={(event) => setValue(Number(event.currentTarget.value))}
      />
      <span className={ui.count}>≥ {text}</span>
    </div>
  );
}
