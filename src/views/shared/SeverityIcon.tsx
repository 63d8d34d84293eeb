import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Severity } from '../../model/problem.ts';

const ICONS = { error: CircleAlert, warning: TriangleAlert, note: Info } as const;

/** A severity has a shape besides its colour. */
export function SeverityIcon({ severity, size = 14 }: { readonly severity: Severity; readonly size?: number }): ReactNode {
  const Icon = ICONS[severity];
  return <Icon size={size} strokeWidth={1.6} color={`var(--${severity})`} aria-hidden="true" />;
}
