import type { KeyboardEvent, ReactNode } from 'react';
import type { AppState } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import { MatchBar } from '../matches/MatchBar.tsx';
import styles from './Inspector.module.css';

type Tab = AppState['inspectorTab'];

/** Labels, Raw, Fields. Records have no labels; where they are known as what they are, that is their first tab. */
export function Tabs({ tab, visual }: { readonly tab: Tab; readonly visual: boolean }): ReactNode {
  const app = useApp();
  const t = useT();
  const detail = useAppState((state) => state.detail);
  const form = detail?.record?.form;
  const tabs: readonly Tab[] = visual || form ? ['labels', 'raw', 'fields'] : ['fields', 'raw'];
  const counts: Partial<Record<Tab, number>> = {
    ...(form ? (form.kind === 'chat' ? { labels: form.messages } : {}) : { labels: detail?.annotations.length ?? 0 }),
    fields: Object.keys(detail?.fields ?? {}).length,
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    app.set({ inspectorTab: next });
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div className={styles.tabs}>
      <div role="tablist" aria-label={t('inspector.name')} className={styles.tablist} onKeyDown={onKeyDown}>
        {tabs.map((name) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            aria-selected={name === tab}
            aria-controls="inspector-panel"
            tabIndex={name === tab ? 0 : -1}
            className={styles.tab}
            onClick={() => app.set({ inspectorTab: name })}
          >
            {name === 'labels' && form ? t(`text.form.${form.kind}`) : t(`inspector.${name}`)}
            {counts[name] !== undefined && <span className={styles.n}>{t.number(counts[name])}</span>}
          </button>
        ))}
      </div>
      {!visual && <MatchBar />}
      {visual && detail && detail.width > 0 && <span className={styles.size}>{`${detail.width}×${detail.height}`}</span>}
    </div>
  );
}
