import type { ReactNode } from 'react';
import { useAppState } from '../../state/use-app.ts';
import { withKeys } from '../shared/problem-keys.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { ProblemLine } from './Group.tsx';
import styles from './Problems.module.css';

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
          <p className={ui.groupLabel}>{t('problems.drop')}</p>
          {withKeys(problems).map(({ key, problem }) => (
            <ProblemLine key={key} problem={problem} />
          ))}
        </div>
      )}
      {unclaimed.count > 0 && (
        <details className={styles.files}>
          <summary>{t('problems.unclaimed', { n: unclaimed.count })}</summary>
          <ul>
            {unclaimed.paths.map((path) => (
              <li key={path}>{path}</li>
            ))}
          </ul>
        </details>
      )}
      {classLists.length > 0 && (
        <details className={styles.files}>
          <summary>{t('open.classLists', { n: classLists.length })}</summary>
          <ul>
            {classLists.map(({ file, classes }) => (
              <li key={file}>{t('open.classList', { file, n: classes.length })}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
