import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApp } from '../../state/use-app.ts';
import { useFolded } from './use-folded.ts';
import { PlainText } from '../shared/PlainText.tsx';
import styles from './Facets.module.css';

interface FacetSectionProps {
  /** Stable name, for remembering what is folded. */
  readonly id: string;
  readonly label: string;
  /** What stands at the right of the head. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** A facet with a head that folds. */
export function FacetSection({ id, label, end, children }: FacetSectionProps): ReactNode {
  const app = useApp();
  const folded = useFolded(id);
  const toggle = (): void => {
    const { refolded } = app.store.getState().settings;
    app.setting({ refolded: refolded.includes(id) ? refolded.filter((name) => name !== id) : [...refolded, id] });
  };
  const Chevron = folded ? ChevronRight : ChevronDown;
  return (
    <section className={styles.facet} role="group" aria-label={label} {...(folded ? { 'data-folded': '' } : {})}>
      <div className={styles.head}>
        <button type="button" className={styles.fold} aria-expanded={!folded} onClick={toggle}>
          <Chevron size={12} aria-hidden="true" />
          <h2>
            <PlainText text={label} />
          </h2>
        </button>
        {!folded && end !== undefined && <span className={styles.end}>{end}</span>}
      </div>
      {!folded && children}
    </section>
  );
}
