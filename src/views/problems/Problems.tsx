import { Check, Copy, TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ProblemGroup } from '../../engine/protocol.ts';
import type { DatasetSummary } from '../../model/dataset.ts';
import type { Severity } from '../../model/problem.ts';
import { isAbort } from '../../base/abort.ts';
import { messageOf } from '../../state/asking.ts';
import { currentDataset, isReading } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { countProblems } from '../shared/problem-counts.ts';
import { Segmented } from '../shared/Segmented.tsx';
import { SeverityCount } from '../shared/SeverityCount.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { DropProblems } from './DropProblems.tsx';
import { FileAccounts } from './FileAccounts.tsx';
import { Group } from './Group.tsx';
import { OtherDatasets } from './OtherDatasets.tsx';
import { reportOf } from './report.ts';
import styles from './Problems.module.css';

/** What is wrong, by code with counts, or file by file; and whether every record is accounted for. */
export function Problems(): ReactNode {
  const app = useApp();
  const t = useT();
  const dataset = useAppState(currentDataset);
  const [by, setBy] = useState<'code' | 'file'>('code');
  const groups = useGroups();
  const body = useRef<HTMLDivElement>(null);
  // Who was led here from another dataset's problems, or from a row of the table, stands on what is gone.
  useEffect(() => {
    if (document.activeElement === document.body) body.current?.focus();
  }, []);
  const unclaimedAsked = useAppState((state) => state.unclaimedAsked);
  useEffect(() => {
    if (unclaimedAsked) setBy('code');
  }, [unclaimedAsked]);
  if (!dataset) return null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(await reportOf(t, app.engine, app.store.getState()));
    app.toast({ tone: 'plain', message: 'problems.copied' });
  };
  return (
    <section aria-label={t('problems.name')} style={{ display: 'contents' }}>
      <header className={ui.paneHead}>
        <h2>{t('problems.name')}</h2>
        {(['error', 'warning', 'note'] as const).map((severity) => (
          <SeverityTotal key={severity} severity={severity} />
        ))}
        <span className={ui.paneEnd}>
          <Segmented
            small
            label={t('problems.name')}
            value={by}
            onChange={(next) => setBy(next)}
            segments={[
              { value: 'code', label: t('problems.byCode') },
              { value: 'file', label: t('problems.byFile') },
            ]}
          />
          <button type="button" className={ui.button} onClick={() => void copy()}>
            <Copy size={14} strokeWidth={1.6} aria-hidden="true" />
            {t('problems.copy')}
          </button>
          <button
            type="button"
            className={`${ui.button} ${ui.square}`}
            aria-label={t('problems.close')}
            title={`${t('problems.close')} (P)`}
            onClick={() => app.toggleProblems(false)}
          >
            <X size={16} aria-hidden="true" />
          </button>
        </span>
      </header>
      <Ledger dataset={dataset} />
      <div ref={body} className={styles.body} tabIndex={-1}>
        {by === 'file' ? (
          <>
            <FileAccounts files={dataset.files} />
            <OtherDatasets />
          </>
        ) : (
          <>
            {groups.length > 0 && (
              <div className={styles.columns} aria-hidden="true">
                <span />
                <span />
                <span>{t('problems.code')}</span>
                <span />
                <span>{t('problems.times')}</span>
                <span>{t('problems.images')}</span>
                <span />
              </div>
            )}
            {groups.map((group) => (
              <Group key={group.code} dataset={dataset.id} group={group} />
            ))}
            {groups.length === 0 && <p className={ui.paneNone}>{t('problems.none')}</p>}
            <OtherDatasets />
            <DropProblems />
          </>
        )}
      </div>
    </section>
  );
}

/** `shown + rejected = read`, said in numbers. */
function Ledger({ dataset }: { readonly dataset: DatasetSummary }): ReactNode {
  const t = useT();
  const shown = dataset.files.reduce((sum, file) => sum + file.shown, 0);
  const whole = shown + dataset.rejected === dataset.read;
  const isBusy = useAppState(isReading);
  return (
    <div className={styles.ledger}>
      <span className={styles.ok}>
        {!dataset.complete ? null : whole ? (
          <Check size={15} color="var(--ok)" aria-hidden="true" />
        ) : (
          <TriangleAlert size={15} color="var(--error)" aria-hidden="true" />
        )}
        {t(dataset.complete ? (whole ? 'problems.accounted' : 'problems.notAccounted') : isBusy ? 'problems.counting' : 'problems.unread')}
      </span>
      <span className={ui.quiet}>{t('problems.sum', { read: dataset.read, shown, rejected: dataset.rejected })}</span>
    </div>
  );
}

function SeverityTotal({ severity }: { readonly severity: Severity }): ReactNode {
  const n = useAppState((state) => countProblems(state, severity));
  return <SeverityCount severity={severity} n={n} />;
}

/** The groups of the current dataset; asked again whenever more has been read. */
function useGroups(): readonly ProblemGroup[] {
  const app = useApp();
  const dataset = useAppState((state) => state.current);
  const counts = useAppState((state) => JSON.stringify(currentDataset(state)?.problems ?? []));
  const [groups, setGroups] = useState<readonly ProblemGroup[]>([]);
  useEffect(() => {
    if (dataset === undefined) return undefined;
    const controller = new AbortController();
    app.engine.problemGroups({ dataset }, { signal: controller.signal }).then(
      (next) => !controller.signal.aborted && setGroups(next),
      (error: unknown) => !controller.signal.aborted && !isAbort(error) && app.set({ broken: messageOf(error) }),
    );
    return () => controller.abort();
  }, [app, dataset, counts]);
  return groups;
}
