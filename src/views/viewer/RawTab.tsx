import { useEffect, useState, type ReactNode } from 'react';
import type { RawRecord } from '../../engine/protocol.ts';
import type { Problem } from '../../model/problem.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { wrongWith } from '../../state/asking.ts';
import { PathText } from '../shared/PathText.tsx';
import { problemText } from '../shared/problem-text.ts';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import { CopyPath } from './CopyPath.tsx';
import { LongRecord } from './LongRecord.tsx';
import { RawText } from './RawText.tsx';
import { rawGroups } from './raw-groups.ts';
import ui from '../shared/ui.module.css';
import styles from './Inspector.module.css';

/** Records drawn at first, and more at each request. */
const STEP = 400;

/** The sample's records exactly as they stand in the file, with the place. */
export function RawTab({ row }: { readonly row: number }): ReactNode {
  const app = useApp();
  const t = useT();
  const dataset = useAppState((state) => state.current);
  const selected = useAppState((state) => state.selectedAnnotation);
  const [records, setRecords] = useState<readonly RawRecord[]>();
  const [shown, setShown] = useState(STEP);
  const [error, setError] = useState<Problem | string>();
  useEffect(() => {
    if (dataset === undefined) return undefined;
    const controller = new AbortController();
    setError(undefined);
    app.engine.raw({ dataset, row }, { signal: controller.signal }).then(
      (next) => !controller.signal.aborted && setRecords(next),
      (reason: unknown) => !controller.signal.aborted && setError(wrongWith(reason)),
    );
    return () => controller.abort();
  }, [app, dataset, row]);
  if (error !== undefined) {
    return (
      <p className={styles.notice} role="alert">
        <SeverityIcon severity="error" />
        {typeof error === 'string' ? error : problemText(t, error)}
      </p>
    );
  }
  if (!records) return <p className={styles.empty}>{t('inspector.loading')}</p>;
  if (records.length === 0) return <p className={styles.empty}>{t('inspector.noRaw')}</p>;
  const more = Math.max(0, records.length - shown) + (records.at(-1)?.more ?? 0);
  return (
    <div className={styles.raw} tabIndex={0} role="group" aria-label={t('inspector.raw')}>
      {rawGroups(records.slice(0, shown)).map(({ first, records: together, text }) => (
        <section key={`${first.path}:${first.start}`}>
          <header className={styles.rawHead}>
            <PathText
              path={
                first.line === undefined
                  ? t('inspector.rawWhere', { path: first.path, start: first.start, end: first.end })
                  : t('inspector.rawLines', { path: first.path, line: String(first.line) })
              }
            />
            <CopyPath text={text} label={t('inspector.copy')} />
          </header>
          {together.map((record) => (
            <div key={record.start} {...(record.annotation !== undefined && record.annotation === selected ? { 'data-selected': '' } : {})}>
              {record.next === undefined ? (
                <>
                  <RawText text={record.text} line={record.line} />
                  {record.cut && <p className={styles.n}>{t('inspector.rawCut')}</p>}
                </>
              ) : (
                <LongRecord key={row} row={row} first={record} />
              )}
            </div>
          ))}
        </section>
      ))}
      {more > 0 && (
        <p className={styles.empty}>
          {t('inspector.rawMore', { n: more })}{' '}
          {records.length > shown && (
            <button type="button" className={ui.link} onClick={() => setShown(shown + STEP)}>
              {t('inspector.rawShowMore')}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
