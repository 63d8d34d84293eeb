import { ChartColumn, CircleHelp, Grid2x2, Table2, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { currentDataset, type AppState } from '../../state/store.ts';
import type { View } from '../../state/url.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { QueryBar } from '../query/QueryBar.tsx';
import { Logo } from '../shared/Logo.tsx';
import { countErrorsElsewhere, countProblems } from '../shared/problem-counts.ts';
import { Segmented } from '../shared/Segmented.tsx';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { DatasetMenu } from './DatasetMenu.tsx';
import { SettingsMenu } from './SettingsMenu.tsx';
import styles from './TopBar.module.css';

export function TopBar(): ReactNode {
  const app = useApp();
  const t = useT();
  const view = useAppState((state) => state.view);
  const views = useAppState(viewsOf);
  const name = useAppState((state) => currentDataset(state)?.name);
  return (
    <header className={styles.bar}>
      <h1 className="visually-hidden">{name}</h1>
      <div className={styles.brand}>
        <Logo />
        <DatasetMenu />
      </div>
      <div className={styles.query}>
        <QueryBar />
      </div>
      {views.length > 1 && (
        <Segmented
          label={t('top.view')}
          value={views.includes(view) ? view : 'table'}
          onChange={(next) => app.setView(next)}
          segments={views.map((which) => ({
            value: which,
            label: t(`top.${which}`),
            content: <ViewName view={which} />,
          }))}
        />
      )}
      <div className={styles.end}>
        <ProblemsButton />
        <button
          type="button"
          className={`${ui.button} ${ui.square}`}
          aria-label={t('top.shortcuts')}
          title={`${t('top.shortcuts')} (?)`}
          onClick={() => app.set({ dialog: 'shortcuts' })}
        >
          <CircleHelp size={16} strokeWidth={1.6} aria-hidden="true" />
        </button>
        <SettingsMenu />
      </div>
    </header>
  );
}

const VIEW_ICONS = { table: Table2, gallery: Grid2x2, profile: ChartColumn } as const;

const OF_IMAGES: readonly View[] = ['table', 'gallery', 'profile'];
const OF_TEXTS: readonly View[] = ['table', 'profile'];
const OF_VALUES: readonly View[] = ['table'];

/** What a dataset can be looked at as: images also as a gallery, images and texts as their profile. */
function viewsOf(state: AppState): readonly View[] {
  const dataset = currentDataset(state);
  if (dataset?.visual) return OF_IMAGES;
  return dataset && dataset.measures.length > 0 ? OF_TEXTS : OF_VALUES;
}

function ViewName({ view }: { readonly view: keyof typeof VIEW_ICONS }): ReactNode {
  const t = useT();
  const Icon = VIEW_ICONS[view];
  return (
    <>
      <Icon size={15} aria-hidden="true" />
      <span className={styles.word}>{t(`top.${view}`)}</span>
    </>
  );
}

function ProblemsButton(): ReactNode {
  const app = useApp();
  const t = useT();
  const open = useAppState((state) => state.problemsOpen);
  const count = useAppState((state) => countProblems(state));
  const errors = useAppState((state) => countProblems(state, 'error'));
  const elsewhere = useAppState(countErrorsElsewhere);
  const others = elsewhere === 0 ? '' : ` · ${t('top.errorsElsewhere', { n: elsewhere })}`;
  return (
    <button
      type="button"
      className={ui.button}
      aria-pressed={open}
      aria-label={`${t('top.problems', { n: count })}${others}`}
      title={`${t('top.problemsWord')} (P)${others}`}
      onClick={() => app.toggleProblems()}
    >
      <TriangleAlert size={15} strokeWidth={1.6} aria-hidden="true" />
      <span className={styles.word}>{t('top.problemsWord')}</span>{' '}
      {/* The number stands in brackets, as in the name, which holds what is seen: they take no room. */}
      <span className={`${ui.count} ${errors > 0 ? styles.error : ''}`}>
        <span className={styles.bracket}>(</span>
        {t.number(count)}
        <span className={styles.bracket}>)</span>
      </span>
      {elsewhere > 0 && <SeverityIcon severity="error" size={12} />}
    </button>
  );
}
