import { CircleHelp, Grid2x2, Table2, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { QueryBar } from '../query/QueryBar.tsx';
import { Logo } from '../shared/Logo.tsx';
import { countProblems } from '../shared/problem-counts.ts';
import { Segmented } from '../shared/Segmented.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { DatasetMenu } from './DatasetMenu.tsx';
import { SettingsMenu } from './SettingsMenu.tsx';
import styles from './TopBar.module.css';

export function TopBar(): ReactNode {
  const app = useApp();
  const t = useT();
  const view = useAppState((state) => state.view);
  const visual = useAppState((state) => currentDataset(state)?.visual ?? false);
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
      {visual && (
        <Segmented
          label={t('top.view')}
          value={view}
          onChange={(next) => app.setView(next)}
          segments={[
            {
              value: 'table',
              label: t('top.table'),
              content: (
                <>
                  <Table2 size={15} aria-hidden="true" />
                  <span className={styles.word}>{t('top.table')}</span>
                </>
              ),
            },
            {
              value: 'gallery',
              label: t('top.gallery'),
              content: (
                <>
                  <Grid2x2 size={15} aria-hidden="true" />
                  <span className={styles.word}>{t('top.gallery')}</span>
                </>
              ),
            },
          ]}
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

function ProblemsButton(): ReactNode {
  const app = useApp();
  const t = useT();
  const open = useAppState((state) => state.problemsOpen);
  const count = useAppState((state) => countProblems(state));
  const errors = useAppState((state) => countProblems(state, 'error'));
  return (
    <button
      type="button"
      className={ui.button}
      aria-pressed={open}
      aria-label={t('top.problems', { n: count })}
      title={`${t('top.problemsWord')} (P)`}
      onClick={() => app.toggleProblems()}
    >
      <TriangleAlert size={15} strokeWidth={1.6} aria-hidden="true" />
      <span className={styles.word}>{t('top.problemsWord')}</span>
      <span className={`${ui.count} ${errors > 0 ? styles.error : ''}`}>{t.number(count)}</span>
    </button>
  );
}
