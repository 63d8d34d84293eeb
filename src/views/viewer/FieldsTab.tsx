import type { ReactNode } from 'react';
import type { FieldValue } from '../../model/annotation.ts';
import { useT } from '../shared/use-t.ts';
import styles from './Inspector.module.css';

/** The record's fields as written; nested values as indented JSON. */
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
            <dd data-kind={Array.isArray(value) || typeof value === 'object' ? 'json' : typeof value}>{textOf(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function textOf(value: FieldValue): string {
  if (value === undefined) return 'null';
  if (typeof value !== 'object') return String(value);
  // Integers beyond 2^53 arrive as BigInt, which JSON cannot say; they are shown with all their digits.
  return JSON.stringify(
    value,
    (_, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner === undefined ? null : inner),
    2,
  );
}
