import { CircleHelp, Download, File, Folder, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApp, useAppState } from '../../state/use-app.ts';
import { pickFiles, pickFolder } from '../app/pick.ts';
import { LanguageSwitch, SettingsMenu } from '../app/SettingsMenu.tsx';
import { Progress } from '../app/StatusBar.tsx';
import { Keys } from '../app/Keys.tsx';
import { Logo } from '../shared/Logo.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { Formats } from './Formats.tsx';
import { Recent } from './Recent.tsx';
import { Samples } from './Samples.tsx';
import styles from './Start.module.css';

/** Nothing is open: one large drop zone, recent folders, samples, formats, the promise. */
export function Start(): ReactNode {
  return (
    <Frame>
      <div className={styles.columns}>
        <DropZone />
        <Recent />
        <Samples />
        <Formats />
      </div>
    </Frame>
  );
}

/** The bars above and below every screen without a dataset. */
export function Frame({ children }: { readonly children: ReactNode }): ReactNode {
  const app = useApp();
  const t = useT();
  return (
    <div className={styles.start}>
      <header className={styles.bar}>
        <Logo />
        <h1 className={ui.strong}>{t('app.name')}</h1>
        <span className={styles.end}>
          <button type="button" className={ui.button} aria-label={t('top.shortcuts')} onClick={() => app.set({ dialog: 'shortcuts' })}>
            <CircleHelp size={16} strokeWidth={1.6} aria-hidden="true" />
            <span className={styles.word}>{t('top.shortcuts')}</span>
            <kbd className={`${ui.key} ${styles.word}`}>?</kbd>
          </button>
          <LanguageSwitch />
          <SettingsMenu />
        </span>
      </header>
      <main className={styles.page}>{children}</main>
      <footer className={styles.promise}>
        <ShieldCheck size={16} strokeWidth={1.6} aria-hidden="true" />
        {t('app.promise')}
      </footer>
    </div>
  );
}

function DropZone(): ReactNode {
  const app = useApp();
  const t = useT();
  const opening = useAppState((state) => state.phase === 'opening');
  return (
    <section className={styles.drop} aria-label={t('start.headline')}>
      <Download size={40} strokeWidth={1} className={styles.art} aria-hidden="true" />
      <h2>{t('start.headline')}</h2>
      <p className={ui.quiet}>{t('start.sub')}</p>
      {opening ? (
        <div className={styles.progress}>
          <Progress />
        </div>
      ) : (
        <>
          <div className={styles.do}>
            <button type="button" className={`${ui.button} ${ui.primary} ${ui.big}`} onClick={() => void pickFolder(app)}>
              <Folder size={16} strokeWidth={1.6} aria-hidden="true" />
              {t('start.openFolder')}
            </button>
            <button type="button" className={`${ui.button} ${ui.outline} ${ui.big}`} onClick={() => pickFiles(app)}>
              <File size={16} strokeWidth={1.6} aria-hidden="true" />
              {t('start.openFiles')}
            </button>
          </div>
          <p className={ui.quiet}>
            {t('start.paste')} <Keys keys={['mod+v']} />
          </p>
        </>
      )}
    </section>
  );
}
