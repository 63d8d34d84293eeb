import { lazy, Suspense, type ReactNode } from 'react';
import type { FieldValue } from '../../model/annotation.ts';
import { useT } from '../shared/use-t.ts';
import styles from './Inspector.module.css';

const FieldText = lazy(() => import('../text/FieldText.tsx').then(({ FieldText: component }) => ({ default: component })));
const JsonTree = lazy(() => import('../text/JsonTree.tsx').then(({ JsonTree: component }) => ({ default: component })));

/** The record's fields as written; nested values as trees. */
export function FieldsTab({ fields }: { readonly fields: Readonly<Record<string, FieldValue>> }): ReactNode {
  const t = useT();
  const entries = Object.entries(fields);
  if (entries.length === 0) return <p className={styles.empty}>{t('inspector.noFields')}</p>;
  return (
    <div className={styles.fields} tabIndex={0} role="group" aria-label={t('inspector.fields')}>
      <dl>
        {entries.map(([key, value]) => (
          <div key={key} className={styles.field}>
            <dt>{key}</dt>
            <dd data-kind={Array.isArray(value) || typeof value === 'object' ? 'json' : typeof value}>
              <Value name={key} value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Value({ name, value }: { readonly name: string; readonly value: FieldValue }): ReactNode {
  return (
    <Suspense fallback="…">
      {typeof value === 'object' ? <JsonTree name={name} value={value} /> : <FieldText name={name} value={value} />}
    </Suspense>
  );
}
