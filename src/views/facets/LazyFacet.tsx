import type { ReactNode } from 'react';
import { useApp, useAppState } from '../../state/use-app.ts';
import ui from '../shared/ui.module.css';
import { FacetSection } from './FacetSection.tsx';
import styles from './Facets.module.css';

interface LazyFacetProps {
  readonly id: string;
  readonly columns: readonly string[];
  readonly label: string;
  /** Of the button. */
  readonly words: string;
  /** What stands at the right of the head. */
  readonly end?: ReactNode;
}

/** Columns of a large file, whose values are counted only when somebody wants them to be: all records are read for it. */
export function LazyFacet({ id, columns, label, words, end }: LazyFacetProps): ReactNode {
  const app = useApp();
  const isBusy = useAppState((state) => state.activity !== undefined);
  return (
    <FacetSection id={id} label={label} end={end}>
      <div className={styles.lazy}>
        <button type="button" className={ui.link} disabled={isBusy} onClick={() => void app.countColumns(columns)}>
          {words}
        </button>
      </div>
    </FacetSection>
  );
}
