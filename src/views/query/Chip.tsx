import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Clause } from '../../table/query.ts';
import { printClause } from '../../table/query-text.ts';
import { currentDataset } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';
import { NameText } from '../shared/PlainText.tsx';
import { Swatch } from '../shared/Swatch.tsx';
import { useT } from '../shared/use-t.ts';
import { visibleText } from '../shared/visible-text.ts';
import styles from './QueryBar.module.css';

interface ChipProps {
  readonly clause: Clause;
  onEdit(): void;
  onRemove(): void;
}

/** One clause. Its text is what retyping it would take; clicking it edits that text. */
export function Chip({ clause, onEdit, onRemove }: ChipProps): ReactNode {
  const t = useT();
  const text = printClause(clause);
  const { key, value, negated } = parts(clause, text);
  return (
    <span className={`${styles.chip} ${negated ? styles.not : ''}`}>
      <button type="button" className={styles.body} title={visibleText(text)} aria-label={text} onClick={onEdit}>
        {key !== '' && <span className={styles.key}>{key}</span>}
        {clause.kind === 'class' && <Swatches names={clause.names} />}
        <span className={styles.value}>{value === '' && clause.kind !== 'class' ? t('facet.noValue') : <NameText name={value} />}</span>
      </button>
      <button type="button" className={styles.remove} aria-label={t('query.remove', { clause: text })} onClick={onRemove}>
        <X size={11} aria-hidden="true" />
      </button>
    </span>
  );
}

/** `class:` and `person`; ranges read as written: `side` and `≥32`. */
function parts(clause: Clause, text: string): { key: string; value: string; negated: boolean } {
  if (clause.kind === 'text' && clause.how === undefined)
    return { key: clause.negated ? '−' : '', value: clause.text, negated: clause.negated };
  const negated = text.startsWith('-');
  const bare = negated ? text.slice(1) : text;
  const sign = negated ? '−' : '';
  if (clause.kind === 'range' || clause.kind === 'count') {
    return { key: sign, value: bare.replaceAll('>=', ' ≥ ').replaceAll('<=', ' ≤ '), negated };
  }
  if (bare.startsWith('/')) return { key: sign, value: bare, negated };
  const colon = bare.indexOf(':');
  return { key: `${sign}${bare.slice(0, colon + 1)}`, value: bare.slice(colon + 1).replaceAll('"', ''), negated };
}

const MOST = 4;

function Swatches({ names }: { readonly names: readonly string[] }): ReactNode {
  const categories = useAppState((state) => currentDataset(state)?.categories);
  const rows = names.slice(0, MOST).map((name) => (categories ?? []).findIndex((category) => category.name === name));
  return <span className={styles.swatches}>{rows.map((row, at) => row >= 0 && <Swatch key={names[at]} category={row} />)}</span>;
}
