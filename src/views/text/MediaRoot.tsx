import { useEffect, useState, type ReactNode } from 'react';
import type { MediaFolder } from '../../engine/protocol.ts';
import type { RecordForm } from '../../model/record-form.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { currentDataset } from '../../state/store.ts';
import { MEDIA_ROOT } from '../app/media-root.ts';
import { pickFolder } from '../app/pick.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import styles from './Text.module.css';

const ADD = '+';

/** Where paths of media begin: shown where some are missing, or where a folder was chosen. */
export function MediaRoot({ form }: { readonly form: RecordForm }): ReactNode {
  const app = useApp();
  const t = useT();
  const id = useAppState((state) => state.current);
  const root = useAppState((state) => currentDataset(state)?.media?.root);
  const claimed = useAppState((state) => state.datasets.length);
  const isWanted = root !== undefined || form.media.some(({ state }) => state === 'missing');
  const [folders, setFolders] = useState<readonly MediaFolder[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    if (isWanted && id !== undefined) {
      app.engine.mediaFolders({ dataset: id }, { signal: controller.signal }).then(
        (found) => !controller.signal.aborted && setFolders(found),
        // Without the list there is still the picker.
        () => undefined,
      );
    }
    return () => controller.abort();
  }, [app, id, isWanted, claimed]);
  if (!isWanted || id === undefined) return null;
  return (
    <label className={styles.choice} title={t('media.root')}>
      <span aria-hidden="true">{t('media.in')}</span>
      <select
        id={MEDIA_ROOT}
        aria-label={t('media.root')}
        className={ui.input}
        value={root ?? ''}
        onChange={({ currentTarget: { value } }) => {
          if (value === ADD) void pickFolder(app);
          else void app.setMediaRoot(id, value === '' ? undefined : value);
        }}
      >
        <option value="">{t('media.anywhere')}</option>
        {folders.map(({ folder, files }) => (
          <option key={folder} value={folder}>
            {t('media.folder', { folder, files })}
          </option>
        ))}
        <option value={ADD}>{t('media.addFolder')}</option>
      </select>
    </label>
  );
}
