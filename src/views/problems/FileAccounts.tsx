import { useState, type ReactNode } from 'react';
import type { FileAccount } from '../../model/dataset.ts';
import { PathText } from '../shared/PathText.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import styles from './Problems.module.css';

const STEP = 200;

/** Read, shown and rejected, file by file; the ones with rejected records first. */
export function FileAccounts({ files }: { readonly files: readonly FileAccount[] }): ReactNode {
  const t = useT();
  const [wanted, setWanted] = useState(STEP);
  const ordered = files.toSorted((a, b) => b.rejected - a.rejected);
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t('problems.file')}</th>
            <th>{t('problems.unit')}</th>
            <th>{t('problems.read')}</th>
            <th>{t('problems.shown')}</th>
            <th>{t('problems.rejected')}</th>
          </tr>
        </thead>
        <tbody>
          {ordered.slice(0, wanted).map((file) => (
            <tr key={file.path}>
              <td>
                <span style={{ display: 'flex' }}>
                  <PathText path={file.path} />
                </span>
              </td>
              <td>{t(`unit.${file.unit}`)}</td>
              <td>{t.number(file.read)}</td>
              <td>{t.number(file.shown)}</td>
              <td>{t.number(file.rejected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {files.length > wanted && (
        <p className={styles.more}>
          <button type="button" className={ui.link} onClick={() => setWanted(wanted + STEP)}>
            {t('problems.more', { n: files.length - wanted })}
          </button>
        </p>
      )}
    </>
  );
}
