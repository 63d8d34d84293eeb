import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { problemTitle } from '../../i18n/problems.ts';
import type { Problem, ProblemCode } from '../../model/problem.ts';
import { useAppState } from '../../state/use-app.ts';
import { withKeys } from '../shared/problem-keys.ts';
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
              <ProblemLines key={code} problems={own} />
            ) : (
              <Folded key={code} words={`${problemTitle(t, code)} (${t.number(own.length)})`}>
                <ProblemLines problems={own} />
              </Folded>
            ),
          )}
        </div>
      )}
      {unclaimed.count > 0 && (
        <Folded words={t('problems.unclaimed', { n: unclaimed.count })}>
          <ul>
            {unclaimed.paths.map((path) => (
              <li key={path}>{path}</li>
            ))}
          </ul>
        </Folded>
      )}
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

function Folded({ words, children }: { readonly words: string; readonly children: ReactNode }): ReactNode {
  return (
    <details className={styles.files}>
      <summary>
        <ChevronRight size={12} aria-hidden="true" />
        {words}
      </summary>
      {children}
    </details>
  );
}

function ProblemLines({ problems }: { readonly problems: readonly Problem[] }): ReactNode {
  return withKeys(problems).map(({ key, problem }) => <ProblemLine key={key} problem={problem} />);
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
