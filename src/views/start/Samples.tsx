import { MessagesSquare, Table2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MessageKey } from '../../i18n/en.ts';
import { listSample, SAMPLES, type SampleInfo } from '../../state/samples.ts';
import { useApp } from '../../state/use-app.ts';
import { formatName } from '../shared/words.ts';
import { useT } from '../shared/use-t.ts';
import styles from './Start.module.css';

/** Our own small datasets: pictures by a picture, texts by their names. */
export function Samples(): ReactNode {
  const t = useT();
  return (
    <section className={styles.section}>
      <h2>
        {t('start.samples')} <span>{t('start.samplesHint')}</span>
      </h2>
      <div className={styles.samples}>
        {SAMPLES.flatMap((sample) =>
          sample.cover === undefined
            ? []
            : [
                <Sample key={sample.id} of={sample} className={styles.sample}>
                  <span className={styles.cover}>
                    <img src={sample.cover} alt="" />
                  </span>
                </Sample>,
              ],
        )}
      </div>
      <div className={styles.textSamples}>
        {SAMPLES.filter(({ cover }) => cover === undefined).map((sample) => (
          <Sample key={sample.id} of={sample} className={styles.textSample}>
            {sample.format === 'csv' ? (
              <Table2 size={16} strokeWidth={1.4} aria-hidden="true" />
            ) : (
              <MessagesSquare size={16} strokeWidth={1.4} aria-hidden="true" />
            )}
          </Sample>
        ))}
      </div>
    </section>
  );
}

interface SampleProps {
  readonly of: SampleInfo;
  readonly className: string | undefined;
  /** What stands before its name. */
  readonly children: ReactNode;
}

function Sample({ of: { id, format, samples }, className, children }: SampleProps): ReactNode {
  const app = useApp();
  const t = useT();
  return (
    <button
      type="button"
      className={className}
      onClick={() => void app.open({ kind: 'sample', name: id, list: (signal) => listSample(id, signal) })}
    >
      {children}
      <span style={{ minWidth: 0 }}>
        <span className={styles.title}>{t(`sample.${id}` as MessageKey)}</span>
        <span className={styles.small}>{t('sample.summary', { format: formatName(t, format), n: samples })}</span>
      </span>
    </button>
  );
}
