import type { CSSProperties, ReactNode } from 'react';
import type { DatasetSummary } from '../../model/dataset.ts';
import type { Severity } from '../../model/problem.ts';
import { countRows } from '../../state/selected-rows.ts';
import { currentDataset, isReading, type Activity } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { countProblems } from '../shared/problem-counts.ts';
import { readingState } from '../shared/reading-state.ts';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT, type T } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { copySelectedPaths } from './copy-paths.ts';
import styles from './StatusBar.module.css';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

export function StatusBar(): ReactNode {
  return (
    <footer className={styles.bar}>
      <Counts />
      <SearchedTexts />
      <Chosen />
      <Progress />
      <Unread />
      <Unreviewed />
      <span className={styles.end}>
        <OpenedIn />
        <Unclaimed />
        <Severities />
      </span>
    </footer>
  );
}

function Counts(): ReactNode {
  const t = useT();
  const dataset = useAppState(currentDataset);
  const n = useAppState((state) => state.rows.length);
  const m = useAppState((state) => state.passingAnnotations);
  const isBusy = useAppState(isReading);
  if (!dataset) return <span role="status" />;
  // While it is read again, the answer may still be that of before.
  const values = { n, total: Math.max(n, dataset.samples), m, all: Math.max(m, dataset.annotations) };
  return (
    <span role="status">
      {t(dataset.visual ? 'status.images' : 'status.records', values)}
      {!dataset.complete && <span className={ui.quiet}> · {t(readingState(dataset, isBusy))}</span>}
    </span>
  );
}

/** What a search in texts found in all, and what it left out. */
function SearchedTexts(): ReactNode {
  const t = useT();
  const searched = useAppState((state) => (state.asking ? undefined : state.searched));
  return (
    <span className={styles.searched} aria-live="polite">
      {searched && searched.matches > 0 && <span className={ui.quiet}>{t('search.matches', { n: searched.matches })}</span>}
      {searched && searched.slow > 0 && (
        <span className={styles.slow}>
          <SeverityIcon severity="warning" />
          {searched.gaveUp ? t('search.gaveUp') : t('search.slow', { n: searched.slow })}
        </span>
      )}
      {searched && searched.tooLong > 0 && (
        <span className={styles.slow}>
          <SeverityIcon severity="warning" />
          {t('search.tooLong', { n: searched.tooLong })}
        </span>
      )}
    </span>
  );
}

/** Several rows selected: how many, and what can be done with them. */
function Chosen(): ReactNode {
  const app = useApp();
  const t = useT();
  const n = useAppState((state) => countRows(state.selected, state.rows.length));
  if (n === 0) return null;
  return (
    <span className={styles.chosen}>
      {t('table.selected', { n })}
      <button type="button" className={ui.link} onClick={() => void copySelectedPaths(app)}>
        {t('table.copyPaths')}
      </button>
      <button type="button" className={ui.link} onClick={() => app.clearSelection()}>
        {t('table.clearSelection')}
      </button>
    </span>
  );
}

/** The long action that is under way: a bar, a sentence with its numbers, Cancel. */
export function Progress(): ReactNode {
  const t = useT();
  const activity = useAppState(({ activity: first, review }) => first ?? (review === 'stopped' ? undefined : review));
  if (!activity) return null;
  const known = activity.total > 0;
  const percent = known ? Math.min(100, Math.round((100 * activity.done) / activity.total)) : undefined;
  return (
    <span className={styles.progress}>
      <span
        role="progressbar"
        aria-label={t('status.progress')}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent === undefined ? {} : { 'aria-valuenow': percent })}
        className={`${ui.bar} ${styles.track} ${known ? '' : styles.indeterminate}`}
        style={{ '--v': `${percent ?? 30}%` } as CSSProperties}
      >
        <i />
      </span>
      <span className={ui.ellipsis}>{activityText(t, activity)}</span>
      <button type="button" className={ui.link} onClick={() => activity.cancel()}>
        {t('status.cancel')}
      </button>
    </span>
  );
}

/** Words of what is under way. */
const WORDS = {
  matching: 'status.matching',
  indexing: 'status.indexing',
  checking: 'status.checking',
  images: 'status.headers',
  media: 'status.media',
  counting: 'status.counting',
  profiling: 'status.profiling',
  terms: 'status.terms',
  searching: 'status.searching',
} as const;

function activityText(t: T, { kind, done, total }: Activity): string {
  if (kind === 'listing') return t('status.listing', { n: done });
  const what = t(WORDS[kind]);
  // How much there is to do may not be known yet.
  if (kind === 'matching' || total === 0) return what;
  if (kind === 'images') return t('status.amount', { what, done: Math.floor(done), total });
  if (kind === 'terms') return t('status.amountOfRecords', { what, done: t.number(done), total: t.number(total) });
  return t('status.amount', { what, ...amounts(t, done, total) });
}

/** Bytes read better as megabytes; small totals are counts of files. */
function amounts(t: T, done: number, total: number): { done: string; total: string } {
  const mega = (bytes: number): string => `${t.number(bytes / 1e6, { maximumFractionDigits: 1 })} MB`;
  return total > 1_000_000 ? { done: mega(done), total: mega(total) } : { done: t.number(Math.floor(done)), total: t.number(total) };
}

/** Somebody stopped the reading: more than what is shown may be there. */
function Unread(): ReactNode {
  const app = useApp();
  const t = useT();
  const isStopped = useAppState((state) => !isReading(state) && currentDataset(state)?.complete === false);
  if (!isStopped) return null;
  return (
    <button type="button" className={ui.link} onClick={() => void app.readAgain()}>
      {t('status.readAgain')}
    </button>
  );
}

/** Somebody stopped the look at every record: what it would have found is missing. */
function Unreviewed(): ReactNode {
  const app = useApp();
  const t = useT();
  const isStopped = useAppState((state) => state.activity === undefined && state.review === 'stopped');
  const dataset = useAppState(currentDataset);
  if (!isStopped || dataset?.unreviewed !== true) return null;
  return (
    <span className={styles.progress}>
      <span className={ui.quiet}>{t('status.unreviewed')}</span>
      <button type="button" className={ui.link} onClick={() => void app.reviewRecords()}>
        {t('status.review')}
      </button>
    </span>
  );
}

function OpenedIn(): ReactNode {
  const t = useT();
  const seconds = useAppState((state) => (state.activity ? undefined : state.openedIn));
  return seconds === undefined ? null : <span>{t('status.ready', { time: t.number(seconds, { maximumSignificantDigits: 2 }) })}</span>;
}

/** Whether its records, when all have been looked at, may name what nothing claims yet. */
const mayClaim = ({ unreviewed }: DatasetSummary): boolean => unreviewed === true;

/** Files of the drop that nothing claimed: what is missing may well be among them. */
function Unclaimed(): ReactNode {
  const app = useApp();
  const t = useT();
  const n = useAppState((state) => (state.activity || state.datasets.some(mayClaim) ? 0 : state.unclaimed.count));
  if (n === 0) return null;
  const show = (): void => {
    app.set({ unclaimedAsked: true });
    app.toggleProblems(true);
  };
  return (
    <button type="button" className={styles.severity} title={t('status.unclaimedHint')} onClick={show}>
      {t('status.unclaimed', { n })}
    </button>
  );
}

function Severities(): ReactNode {
  return SEVERITIES.map((severity) => <SeverityButton key={severity} severity={severity} />);
}

function SeverityButton({ severity }: { readonly severity: Severity }): ReactNode {
  const app = useApp();
  const t = useT();
  const n = useAppState((state) => countProblems(state, severity));
  if (n === 0) return null;
  return (
    <button type="button" className={`${styles.severity} ${styles[severity]}`} onClick={() => app.toggleProblems(true)}>
      <SeverityIcon severity={severity} size={13} />
      {t(`severity.${severity}`, { n })}
    </button>
  );
}
