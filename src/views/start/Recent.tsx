import { Folder, X } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { forgetFolder, recentFolders, type RecentFolder } from '../../state/recent.ts';
import { useApp } from '../../state/use-app.ts';
import { PlainText } from '../shared/PlainText.tsx';
import { formatName } from '../shared/words.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { visibleText } from '../shared/visible-text.ts';
import styles from './Start.module.css';

/** Folders opened before, one click away where the browser keeps handles. */
export function Recent(): ReactNode {
  const app = useApp();
  const t = useT();
  const [folders, setFolders] = useState<readonly RecentFolder[]>();
  useEffect(() => {
    let stopped = false;
    void recentFolders().then((found) => {
      if (!stopped) setFolders(found);
    });
    return () => {
      stopped = true;
    };
  }, []);
  const forget = async (id: number): Promise<void> => {
    await forgetFolder(id);
    setFolders(await recentFolders());
  };
  const supported = 'FileSystemHandle' in globalThis;
  return (
    <section className={styles.section}>
      <h2>
        {t('start.recent')} <span>{t('start.recentHint')}</span>
      </h2>
      {folders?.length === 0 && <p className={styles.hint}>{t(supported ? 'start.recentNone' : 'start.recentUnsupported')}</p>}
      {folders?.map((folder) => (
        <div key={folder.id} className={styles.recent}>
          <button type="button" className={styles.open} onClick={() => void app.open({ kind: 'handles', handles: folder.handles })}>
            <Folder size={16} strokeWidth={1.4} aria-hidden="true" />
            <span style={{ minWidth: 0 }}>
              <span className={styles.title} title={visibleText(folder.name)}>
                <PlainText text={folder.name} />
              </span>
              <span className={styles.small}>
                {t('sample.summary', { format: t.list(folder.formats.map((format) => formatName(t, format))), n: folder.samples })}
              </span>
            </span>
            <span className={styles.when}>{t.date(folder.openedAt)}</span>
          </button>
          <button
            type="button"
            className={`${ui.button} ${ui.square} ${styles.forget}`}
            aria-label={t('start.recentForget', { name: folder.name })}
            onClick={() => void forget(folder.id)}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </div>
      ))}
    </section>
  );
}
