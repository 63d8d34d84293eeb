import { ChevronRight } from 'lucide-react';
import { useEffect, useRef, type ReactNode, type Ref } from 'react';
import { problemTitle } from '../../i18n/problems.ts';
import { severityOf, type Problem, type ProblemCode, type Severity } from '../../model/problem.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { withKeys } from '../shared/problem-keys.ts';
import { PlainText } from '../shared/PlainText.tsx';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import { ProblemLine } from './Group.tsx';
import styles from './Problems.module.css';

/** More problems of one code than this are folded into one line. */
const FEW = 5;

/** What belongs to no dataset: problems of the drop, files that nothing claimed, class lists without data. */
export function DropProblems(): ReactNode {
  const t = useT();
  const problems = useAppState((state) => state.dropProblems);
  const unclaimed = useAppState((state) => state.unclaimed);
  const classLists = useAppState((state) => state.classLists);
  return (
    <>
      {problems.length > 0 && (
        <div className={styles.group}>
          <h3 className={styles.dropHead}>{t('problems.drop')}</h3>
          {byCode(problems).map(({ code, own }) =>
            own.length <= FEW ? (
              <ProblemLines key={code} problems={own} signed />
            ) : (
              <Folded key={code} sign={severityOf(code)} words={`${problemTitle(t, code)} (${t.number(own.length)})`}>
                <ProblemLines problems={own} />
              </Folded>
            ),
          )}
        </div>
      )}
      {unclaimed.count > 0 && <Unclaimed count={unclaimed.count} paths={unclaimed.paths} />}
      {classLists.length > 0 && (
        <Folded words={t('open.classLists', { n: classLists.length })}>
          <ul>
            {classLists.map(({ file, classes }) => (
              <li key={file}>{t('open.classList', { file, n: classes.length })}</li>
            ))}
          </ul>
        </Folded>
      )}
    </>
  );
}

/** Unfolded, and moved into view, for who asked for them. */
function Unclaimed({ count, paths }: { readonly count: number; readonly paths: readonly string[] }): ReactNode {
  const app = useApp();
  const t = useT();
  const isAsked = useAppState((state) => state.unclaimedAsked);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (!isAsked || !details.current) return;
    details.current.open = true;
    details.current.scrollIntoView({ block: 'start' });
    details.current.querySelector('summary')?.focus({ preventScroll: true });
    app.set({ unclaimedAsked: false });
  }, [app, isAsked]);
  return (
    <Folded ref={details} words={t('problems.unclaimed', { n: count })}>
      <ul>
        {paths.map((path) => (
          <li key={path}>
            <PlainText text={path} />
          </li>
        ))}
      </ul>
    </Folded>
  );
}

interface FoldedProps {
  readonly words: string;
  readonly sign?: Severity;
  readonly ref?: Ref<HTMLDetailsElement>;
  readonly children: ReactNode;
}

function Folded({ words, sign, ref, children }: FoldedProps): ReactNode {
  return (
    <details className={styles.files} ref={ref}>
      <summary>
        <ChevronRight size={12} aria-hidden="true" />
        {sign && <SeverityIcon severity={sign} />}
        {words}
      </summary>
      {children}
    </details>
  );
}

/** @param props.signed each with the sign of its severity: nothing above them has it */
function ProblemLines({ problems, signed = false }: { readonly problems: readonly Problem[]; readonly signed?: boolean }): ReactNode {
  return withKeys(problems).map(({ key, problem }) => <ProblemLine key={key} problem={problem} signed={signed} />);
}

/** In the order of the first of each code. */
function byCode(problems: readonly Problem[]): readonly { readonly code: ProblemCode; readonly own: readonly Problem[] }[] {
  const codes = new Map<ProblemCode, Problem[]>();
  for (const problem of problems) {
    const own = codes.get(problem.code);
    if (own) own.push(problem);
    else codes.set(problem.code, [problem]);
  }
  return Array.from(codes, ([code, own]) => ({ code, own }));
}
