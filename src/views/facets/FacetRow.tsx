import { Check } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { NameText } from '../shared/PlainText.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { nameInWords } from '../shared/words.ts';
import styles from './Facets.module.css';

interface FacetRowProps {
  /** Accessible name of the checkbox: the value itself. */
  readonly name: string;
  readonly label?: ReactNode;
  readonly checked: boolean;
  /** Counts under the other clauses: samples, and annotations where they matter. */
  readonly counts: readonly number[];
  /** 0 to 1: length of the bar. */
  readonly share: number;
  readonly filtered: boolean;
  readonly action?: ReactNode;
  onToggle(): void;
  onOnly(): void;
}

/** One value: a click toggles it, an alt-click leaves only it. */
export function FacetRow({ name, label, checked, counts, share, filtered, action, onToggle, onOnly }: FacetRowProps): ReactNode {
  const t = useT();
  const visible = nameInWords(t, name);
  const onClick = (event: MouseEvent): void => (event.altKey ? onOnly() : onToggle());
  return (
    <div className={`${styles.row} ${counts.length > 1 ? '' : styles.one} ${counts[0] === 0 ? styles.zero : ''}`}>
      <button type="button" role="checkbox" aria-checked={checked} aria-label={visible} className={styles.box} onClick={onClick}>
        <Check size={11} strokeWidth={2.6} aria-hidden="true" />
      </button>
      {/* The label is a second, larger target for the mouse; the checkbox speaks for it. */}
      <span className={styles.name} title={`${visible}\n${t('facet.onlyHint')}`} onClick={onClick} role="presentation">
        {label ?? (
          <span className={ui.ellipsis}>
            <NameText name={name} />
          </span>
        )}
      </span>
      <span className={ui.share} aria-hidden="true">
        <i style={{ width: `${Math.round(share * 100)}%` }} {...(checked || filtered ? { 'data-in': '' } : {})} />
      </span>
      {counts.map((count, at) => (
        <span key={at === 0 ? 'samples' : 'annotations'} className={styles.count}>
          {t.number(count)}
        </span>
      ))}
      {action}
    </div>
  );
}
