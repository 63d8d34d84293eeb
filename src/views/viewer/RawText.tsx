import { lazy, Suspense, type ReactNode } from 'react';
import { useT } from '../shared/use-t.ts';
import styles from './Inspector.module.css';

const SourceText = lazy(() => import('../text/SourceText.tsx').then(({ SourceText: component }) => ({ default: component })));

/** Text of a file as it stands there, as soon as what draws it is here. */
export function RawText({ text, line }: { readonly text: string; readonly line: number | undefined }): ReactNode {
  const t = useT();
  return (
    <Suspense fallback={<p className={styles.empty}>{t('inspector.loading')}</p>}>
      <SourceText text={text} line={line} />
    </Suspense>
  );
}
