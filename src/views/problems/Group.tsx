import { ChevronDown, ChevronRight } from 'lucide-react';
import { PlainText } from '../shared/PlainText.tsx';
import { useEffect, useState, type ReactNode } from 'react';
import type { ProblemGroup } from '../../engine/protocol.ts';
import { severityOf, type Problem } from '../../model/problem.ts';
import { onlyValue, valueClauseOf } from '../../table/query-edit.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { PathText } from '../shared/PathText.tsx';
import { withKeys } from '../shared/problem-keys.ts';
import { problemText } from '../shared/problem-text.ts';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { problemTitle } from '../../i18n/problems.ts';
import styles from './Problems.module.css';

const STEP = 50;

/** Problems of one code: how often, on how many samples, and each with its place. */
export function Group({ dataset, group }: { readonly dataset: number; readonly group: ProblemGroup }): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const [open, setOpen] = useState(false);
  const filtered = valueClauseOf(query, 'problem')?.values.includes(group.code) ?? false;
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <div className={styles.group}>
      <div className={styles.head2}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          aria-label={`${group.code}: ${problemTitle(t, group.code)}`}
          onClick={() => setOpen(!open)}
        />
        <div className={styles.groupHead}>
          <Chevron size={12} aria-hidden="true" />
          <SeverityIcon severity={group.severity} />
          <span className={styles.code}>{group.code}</span>
          <span className={styles.title}>{problemTitle(t, group.code)}</span>
          <span className={`${styles.number} ${ui.strong}`}>{t.number(group.count)}</span>
          <span className={`${styles.number} ${styles.soft}`}>{group.samples === 0 ? '–' : t.number(group.samples)}</span>
          <span className={styles.show}>
            {group.samples > 0 && (
              <button type="button" className={ui.link} onClick={() => app.setQuery(onlyValue(query, 'problem', group.code))}>
                {t(filtered ? 'problems.filtered' : 'problems.showImages')}
              </button>
            )}
          </span>
        </div>
      </div>
      {open && <Lines dataset={dataset} group={group} />}
    </div>
  );
}

function Lines({ dataset, group }: { readonly dataset: number; readonly group: ProblemGroup }): ReactNode {
  const app = useApp();
  const t = useT();
  const [wanted, setWanted] = useState(STEP);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    app.engine.problems({ dataset, code: group.code, from: 0, to: wanted }, { signal: controller.signal }).then(
      (page) => !controller.signal.aborted && setProblems(page.problems),
      () => undefined,
    );
    return () => controller.abort();
  }, [app, dataset, group.code, group.count, wanted]);
  const more = group.count - problems.length;
  return (
    <>
      {withKeys(problems).map(({ key, problem }) => (
        <ProblemLine key={key} problem={problem} />
      ))}
      {more > 0 && problems.length > 0 && (
        <p className={styles.more}>
          <button type="button" className={ui.link} onClick={() => setWanted(wanted + STEP * 4)}>
            {t('problems.more', { n: more })}
          </button>
        </p>
      )}
    </>
  );
}

/** One problem; a click selects its sample. */
export function ProblemLine({ problem, signed = false }: { readonly problem: Problem; readonly signed?: boolean }): ReactNode {
  const app = useApp();
  const t = useT();
  const { sample } = problem;
  const current = useAppState((state) => sample !== undefined && state.detail?.row === sample);
  const show = (): void => {
    if (sample === undefined) return;
    const at = app.store.getState().rows.indexOf(sample);
    if (at >= 0) app.selectAt(at);
    else void app.showSample(sample);
  };
  return (
    <button
      type="button"
      className={styles.line}
      disabled={sample === undefined}
      onClick={show}
      {...(current ? { 'data-selected': '' } : {})}
    >
      {signed && (
        <span className={styles.sign}>
          <SeverityIcon severity={severityOf(problem.code)} />
        </span>
      )}
      <span className={styles.place}>
        {problem.file !== undefined && <PathText path={problem.file} />}
        {problem.at?.line !== undefined && <b>:{problem.at.line}</b>}
        {problem.at?.line === undefined && problem.at?.byte !== undefined && <b>@{problem.at.byte}</b>}
      </span>
      <span className={styles.sentence}>
        <PlainText text={problemText(t, problem)} />
      </span>
      {sample === undefined ? <span /> : <ChevronRight size={13} aria-hidden="true" />}
    </button>
  );
}
