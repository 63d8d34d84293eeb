import type { ReactNode } from 'react';
import type { Severity } from '../../model/problem.ts';
import { SeverityIcon } from './SeverityIcon.tsx';
import ui from './ui.module.css';
import { useT } from './use-t.ts';

/** How many problems of a severity there are: its shape, its name for who does not see it, and the number. Nothing where there are none. */
export function SeverityCount({ severity, n }: { readonly severity: Severity; readonly n: number }): ReactNode {
  const t = useT();
  if (n === 0) return null;
  return (
    <span className={ui.severity} title={t(`severity.${severity}`, { n })}>
      <SeverityIcon severity={severity} />
      <span className="visually-hidden">{t(`severityWord.${severity}`)} </span>
      {t.number(n)}
    </span>
  );
}
