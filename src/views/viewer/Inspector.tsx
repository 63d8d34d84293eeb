import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { visibleText } from '../shared/visible-text.ts';
import { PlainText } from '../shared/PlainText.tsx';
import { lazy, Suspense, use, useDeferredValue, type ReactNode } from 'react';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { MatchScopeContext } from '../matches/match-scope.ts';
import { Matches } from '../matches/Matches.tsx';
import { PathText } from '../shared/PathText.tsx';
import { withKeys } from '../shared/problem-keys.ts';
import { problemText } from '../shared/problem-text.ts';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { severityOf } from '../../model/problem.ts';
import { CopyPath } from './CopyPath.tsx';
import { FieldsTab } from './FieldsTab.tsx';
import { LabelList } from './LabelList.tsx';
import { RawTab } from './RawTab.tsx';
import { Tabs } from './Tabs.tsx';
import { Viewer } from './Viewer.tsx';
import styles from './Inspector.module.css';

/** Markdown and what else text needs is loaded with the first text record. */
const RecordTab = lazy(() => import('../text/RecordTab.tsx').then(({ RecordTab: component }) => ({ default: component })));

/** One sample: its picture with labels, its source text, its fields. */
export function Inspector(): ReactNode {
  const t = useT();
  const detail = useAppState((state) => state.detail);
  const error = useAppState((state) => state.detailError);
  const at = useAppState((state) => state.at);
  const visual = useAppState((state) => currentDataset(state)?.visual ?? true);
  const tab = useAppState((state) => state.inspectorTab);
  // The first answer is drawn before the inspector's parts are.
  const some = useDeferredValue(at >= 0, false);
  if (!some) return <p className={styles.empty}>{t('inspector.none')}</p>;
  const record = detail?.record;
  const shown = !visual && !record && tab === 'labels' ? 'fields' : tab;
  return (
    <>
      <Head />
      <Notices />
      {error !== undefined && (
        <p className={styles.notice} role="alert">
          <SeverityIcon severity="error" />
          {typeof error === 'string' ? error : problemText(t, error)}
        </p>
      )}
      {visual && <Viewer />}
      {detail && (
        <Matches row={detail.row} fields={detail.fields} tab={shown}>
          <Tabs tab={shown} visual={visual} />
          <Panel tab={shown}>
            {shown === 'labels' && record ? (
              <Suspense fallback={<p className={styles.empty}>{t('inspector.loading')}</p>}>
                <RecordTab row={detail.row} schema={record.schema} form={record.form} />
              </Suspense>
            ) : shown === 'labels' ? (
              <LabelList detail={detail} />
            ) : shown === 'raw' ? (
              <RawTab row={detail.row} />
            ) : (
              <FieldsTab fields={detail.fields} />
            )}
          </Panel>
        </Matches>
      )}
    </>
  );
}

/** What the tabs change; matches of the query are marked in it. */
function Panel({ tab, children }: { readonly tab: string; readonly children: ReactNode }): ReactNode {
  const { setRoot } = use(MatchScopeContext);
  return (
    <div ref={setRoot} className={styles.panel} role="tabpanel" id="inspector-panel" aria-labelledby={`tab-${tab}`} tabIndex={-1}>
      {children}
    </div>
  );
}

function Head(): ReactNode {
  const app = useApp();
  const t = useT();
  const name = useAppState((state) => state.detail?.name);
  const path = useAppState((state) => state.detail?.path);
  const at = useAppState((state) => state.at);
  const of = useAppState((state) => state.rows.length);
  const visual = useAppState((state) => currentDataset(state)?.visual ?? true);
  return (
    <header className={styles.head}>
      <h2 className={styles.name}>{name !== undefined && <PathText path={name} />}</h2>
      {path !== undefined && <CopyPath text={path} label={t('inspector.copyPath')} />}
      <span className={styles.position}>{t(visual ? 'inspector.position' : 'inspector.positionRecord', { at: at + 1, of })}</span>
      <button
        type="button"
        className={`${ui.button} ${ui.square}`}
        aria-label={t('inspector.previous')}
        title={`${t('inspector.previous')} (↑)`}
        disabled={at <= 0}
        onClick={() => app.move(-1)}
      >
        <ChevronUp size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={`${ui.button} ${ui.square}`}
        aria-label={t('inspector.next')}
        title={`${t('inspector.next')} (↓)`}
        disabled={at >= of - 1}
        onClick={() => app.move(1)}
      >
        <ChevronDown size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={`${ui.button} ${ui.square}`}
        aria-label={t('inspector.close')}
        title={`${t('inspector.close')} (])`}
        onClick={() => app.setting({ inspectorOpen: false })}
      >
        <X size={15} aria-hidden="true" />
      </button>
    </header>
  );
}

const SHOWN = 2;

/** What is wrong with this sample, above its picture. */
function Notices(): ReactNode {
  const app = useApp();
  const t = useT();
  const problems = useAppState((state) => state.detail?.problems);
  if (!problems || problems.length === 0) return null;
  const worst = problems.toSorted((a, b) => rank(a.code) - rank(b.code));
  return (
    <ul className={styles.notices}>
      {withKeys(worst.slice(0, SHOWN)).map(({ key, problem }) => (
        <li key={key} className={styles.notice} data-severity={severityOf(problem.code)}>
          <SeverityIcon severity={severityOf(problem.code)} />
          <span className={ui.ellipsis} title={visibleText(problemText(t, problem))}>
            <PlainText text={problemText(t, problem)} />
          </span>
        </li>
      ))}
      {worst.length > SHOWN && (
        <li className={styles.notice}>
          <button type="button" className={ui.link} onClick={() => app.toggleProblems(true)}>
            {t('inspector.problems', { n: worst.length })}
          </button>
        </li>
      )}
    </ul>
  );
}

function rank(code: Parameters<typeof severityOf>[0]): number {
  return ['error', 'warning', 'note'].indexOf(severityOf(code));
}
