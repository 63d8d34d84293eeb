import { useState, type ReactNode } from 'react';
import { NameText } from '../shared/PlainText.tsx';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { nameInWords } from '../shared/words.ts';
import { FacetSection } from './FacetSection.tsx';
import styles from './Facets.module.css';

/** Fields shown before the rest is asked for. */
const FIRST = 12;

/** Fields of a large file whose values nobody has asked for yet: one line for each, and all of them at once. */
export function UncountedFacet({ columns }: { readonly columns: readonly string[] }): ReactNode {
  const app = useApp();
  const t = useT();
  const isBusy = useAppState((state) => state.activity !== undefined);
  const [all, setAll] = useState(false);
  return (
    <FacetSection
      id="uncounted"
      label={t('facet.uncounted')}
      end={
        <button type="button" className={ui.link} disabled={isBusy} onClick={() => void app.countColumns(columns)}>
          {t('facet.countEach')}
        </button>
      }
    >
      {(all ? columns : columns.slice(0, FIRST)).map((name) => (
        <div key={name} className={styles.uncounted}>
          <span className={ui.ellipsis} title={nameInWords(t, name)}>
            <NameText name={name} />
          </span>
          <button
            type="button"
            className={ui.link}
            disabled={isBusy}
            aria-label={t('facet.countField', { name: nameInWords(t, name) })}
            onClick={() => void app.countColumns([name])}
          >
            {t('facet.count')}
          </button>
        </div>
      ))}
      {columns.length > FIRST && (
        <button type="button" className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('facet.less') : t('facet.moreValues', { n: columns.length - FIRST })}
        </button>
      )}
    </FacetSection>
  );
}
