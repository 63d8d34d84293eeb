import { Eye, EyeOff } from 'lucide-react';
import { useState, type MouseEvent, type ReactNode } from 'react';
import type { FacetValue } from '../../engine/protocol.ts';
import { onlyValue, toggleValue, valueClauseOf } from '../../table/query-edit.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { facetValueName } from '../shared/words.ts';
import { NameText } from '../shared/PlainText.tsx';
import ui from '../shared/ui.module.css';
import { useT } from '../shared/use-t.ts';
import { FacetRow } from './FacetRow.tsx';
import { FacetSection } from './FacetSection.tsx';
import styles from './Facets.module.css';

interface ValueFacetProps {
  readonly id: string;
  /** Field of the query. */
  readonly field: string;
  readonly label: string;
  readonly values: readonly FacetValue[];
  /** Count annotations rather than samples (kinds, flags, sets). */
  readonly counts: 'samples' | 'annotations';
  /** Shows an eye that takes the value out altogether (`-set:a`). */
  readonly canHide?: boolean;
  readonly children?: ReactNode;
}

const FIRST = 8;

/** A facet of few values. */
export function ValueFacet({ id, field, label, values, counts, canHide, children }: ValueFacetProps): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const [all, setAll] = useState(false);
  const chosen = valueClauseOf(query, field)?.values ?? [];
  const out = valueClauseOf(query, field, true)?.values ?? [];
  const most = Math.max(1, ...values.map((value) => (counts === 'samples' ? value.allSamples : value.allAnnotations)));
  const filtered = query.clauses.length > 0;
  const shown = all ? values : values.slice(0, FIRST);
  const name = (value: FacetValue): string => (value.value === '' ? t('facet.noValue') : facetValueName(t, id, value.value));
  return (
    <FacetSection id={id} label={label}>
      {shown.map((value) => {
        const count = counts === 'samples' ? value.samples : value.annotations;
        const hidden = out.includes(value.value);
        return (
          <FacetRow
            key={value.value}
            name={name(value)}
            {...(id === 'set' ? { label: <FileName name={name(value)} /> } : {})}
            checked={chosen.includes(value.value)}
            counts={[count]}
            share={count / most}
            filtered={filtered}
            onToggle={() => app.setQuery(toggleValue(query, field, value.value))}
            onOnly={() => app.setQuery(onlyValue(query, field, value.value))}
            action={
              canHide && (
                <HideButton
                  label={t(hidden ? 'facet.setShow' : 'facet.setHide', { name: name(value) })}
                  hidden={hidden}
                  onClick={() => app.setQuery(toggleValue(query, field, value.value, true))}
                />
              )
            }
          />
        );
      })}
      {values.length > FIRST && (
        <button type="button" className={styles.more} onClick={() => setAll(!all)}>
          {all ? t('facet.less') : t('facet.moreValues', { n: values.length - FIRST })}
        </button>
      )}
      {children}
    </FacetSection>
  );
}

/** Label sets are called after their files, which often begin alike: cut at the start. */
function FileName({ name }: { readonly name: string }): ReactNode {
  return (
    <span className={ui.path}>
      <bdi>
        <NameText name={name} />
      </bdi>
    </span>
  );
}

interface HideButtonProps {
  readonly label: string;
  readonly hidden: boolean;
  onClick(): void;
}

export function HideButton({ label, hidden, onClick }: HideButtonProps): ReactNode {
  const Icon = hidden ? EyeOff : Eye;
  const click = (event: MouseEvent): void => {
    event.stopPropagation();
    onClick();
  };
  return (
    <button type="button" className={styles.eye} aria-label={label} title={label} aria-pressed={hidden} onClick={click}>
      <Icon size={13} strokeWidth={1.6} aria-hidden="true" />
    </button>
  );
}
