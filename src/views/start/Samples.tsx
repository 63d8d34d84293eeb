import type { ReactNode } from 'react';
import type { MessageKey } from '../../i18n/en.ts';
import { listSample, SAMPLES } from '../../state/samples.ts';
import { useApp } from '../../state/use-app.ts';
import { formatName } from '../shared/words.ts';
import { useT } from '../shared/use-t.ts';
import styles from './Start.module.css';

/** Our own small datasets. */
export function Samples(): ReactNode {
  const app = useApp();
  const t = useT();
  return (
    <section className={styles.section}>
      <h2>
        {t('start.samples')} <span>{t('start.samplesHint')}</span>
      </h2>
      <div className={styles.samples}>
        {SAMPLES.map(({ id, format, samples, cover, text }) => (
          <button
            key={id}
            type="button"
            className={styles.sample}
            onClick={() => void app.open({ kind: 'sample', name: id, list: (signal) => listSample(id, signal) })}
          >
            <span className={styles.cover}>
              {cover === undefined ? <span className={styles.lines}>{text}</span> : <img src={cover} alt="" />}
            </span>
            <span className={styles.title}>{t(`sample.${id}` as MessageKey)}</span>
            <span className={styles.small}>{t('sample.summary', { format: formatName(t, format), n: samples })}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
