import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown, FilePlus, FolderPlus, RefreshCw, Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DatasetSummary } from '../../model/dataset.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { formatName, whyText } from '../shared/words.ts';
import { OVERLAYS } from '../shared/overlays.ts';
import { countIn } from '../shared/problem-counts.ts';
import { SeverityCount } from '../shared/SeverityCount.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { pickFiles, pickFolder } from './pick.ts';
import { PlainText } from '../shared/PlainText.tsx';
import { folderAmongSameNames } from '../shared/same-names.ts';
import { visibleText } from '../shared/visible-text.ts';
import styles from './TopBar.module.css';

/** The dataset's name: switches, adds, reads again as another format, closes. */
export function DatasetMenu(): ReactNode {
  const app = useApp();
  const t = useT();
  const datasets = useAppState((state) => state.datasets);
  const current = useAppState(currentDataset);
  if (!current) return null;
  const folder = folderAmongSameNames(datasets, current);
  const whole = folder === undefined ? current.name : `${folder}/${current.name}`;
  const formatWord = formatName(t, current.format);
  const nth = datasets.length > 1 ? `${t.number(datasets.indexOf(current) + 1)}/${t.number(datasets.length)}` : '';
  return (
    <Menu.Root>
      <Menu.Trigger
        className={styles.dataset}
        aria-label={`${t('top.switch', { name: visibleText(current.name) })} ${formatWord} ${nth}`.trim()}
      >
        <span className={`${styles.name} ${ui.ellipsis}`} title={visibleText(whole)}>
          <PlainText text={current.name} />
        </span>{' '}
        <span className={styles.format}>{formatWord}</span>{' '}
        {nth !== '' && (
          <span className={styles.nth} title={t('top.ofDatasets', { at: datasets.indexOf(current) + 1, of: datasets.length })}>
            {nth}
          </span>
        )}
        <ChevronDown size={14} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal container={OVERLAYS}>
        <Menu.Positioner className={ui.positioner} positionMethod="fixed" sideOffset={4} align="start">
          <Menu.Popup className={ui.popup}>
            <Menu.Group>
              <Menu.GroupLabel className={ui.groupLabel}>{t('top.datasets')}</Menu.GroupLabel>
              {datasets.map((dataset) => (
                <Menu.Item
                  key={dataset.id}
                  className={ui.item}
                  aria-current={dataset.id === current.id}
                  onClick={() => app.choose(dataset.id)}
                >
                  <span className={ui.check}>{dataset.id === current.id && <Check size={14} aria-hidden="true" />}</span>
                  <DatasetLines dataset={dataset} folder={folderAmongSameNames(datasets, dataset)} />
                  <span className={`${ui.end} ${styles.wrong}`}>
                    <SeverityCount severity="error" n={countIn(dataset, 'error')} />
                    <SeverityCount severity="warning" n={countIn(dataset, 'warning')} />
                  </span>
                </Menu.Item>
              ))}
            </Menu.Group>
            <Menu.Separator className={ui.separator} />
            <Menu.Item className={ui.item} onClick={() => app.set({ dialog: 'found' })}>
              <Search size={14} aria-hidden="true" />
              {t('open.what')}
            </Menu.Item>
            {current.alternatives.map(({ format, variant, why }) => (
              <Menu.Item key={`${format} ${variant}`} className={ui.item} onClick={() => void app.openAs(current.id, format, variant)}>
                <RefreshCw size={14} aria-hidden="true" />
                {variant === undefined ? t('top.openAs', { name: current.name, format: formatName(t, format) }) : whyText(t, why)}
              </Menu.Item>
            ))}
            <Menu.Item className={ui.item} onClick={() => void pickFolder(app)}>
              <FolderPlus size={14} aria-hidden="true" />
              {t('top.add')}
            </Menu.Item>
            <Menu.Item className={ui.item} onClick={() => pickFiles(app)}>
              <FilePlus size={14} aria-hidden="true" />
              {t('top.addFiles')}
            </Menu.Item>
            <Menu.Separator className={ui.separator} />
            <Menu.Item className={ui.item} onClick={() => void app.close(current.id)}>
              <X size={14} aria-hidden="true" />
              {t('top.close', { name: current.name })}
            </Menu.Item>
            <Menu.Item className={ui.item} onClick={() => void app.close()}>
              <X size={14} aria-hidden="true" />
              {t('top.closeAll')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** @param props.folder where its name does not tell it from the others */
function DatasetLines({ dataset, folder }: { readonly dataset: DatasetSummary; readonly folder: string | undefined }): ReactNode {
  const t = useT();
  return (
    <span style={{ minWidth: 0 }}>
      <span className={ui.strong}>
        <PlainText text={dataset.name} />
      </span>
      <br />
      <span className={ui.count}>
        {folder !== undefined && (
          <>
            <PlainText text={folder} /> ·{' '}
          </>
        )}
        {t('sample.summary', { format: formatName(t, dataset.format), n: dataset.samples })} · {whyText(t, dataset.why)}
      </span>
    </span>
  );
}
