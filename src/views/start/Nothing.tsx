import type { ReactNode } from 'react';
import { PlainText } from '../shared/PlainText.tsx';
import type { MessageKey } from '../../i18n/en.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { severityOf } from '../../model/problem.ts';
import { pickFiles, pickFolder } from '../app/pick.ts';
import { withKeys } from '../shared/problem-keys.ts';
import { problemText } from '../shared/problem-text.ts';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { formatName } from '../shared/words.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { Frame } from './Start.tsx';
import styles from './Start.module.css';

const FORMATS = [
  'coco',
  'yolo',
  'imagefolder',
  'images',
  'jsonl',
  'json',
  'csv',
  'parquet',
  'arrow',
  'conll',
  'brat',
  'webdataset',
] as const;
const SHOWN = 100;

/** A drop in which nothing was recognised: what was found, what was looked for, what is wrong with the files. */
export function Nothing(): ReactNode {
  const app = useApp();
  const t = useT();
  const extensions = useAppState((state) => state.extensions);
  const told = useAppState((state) => state.dropProblems);
  // Of an empty folder it is said that it is empty; that none of its 0 files is known says nothing more.
  const problems = extensions.length > 0 ? told : told.filter(({ code }) => code !== 'nothing-recognised');
  return (
    <Frame>
      <section className={styles.nothing} aria-label={t('open.nothing')}>
        <h2>{t('open.nothing')}</h2>
        {problems.length > 0 && (
          <ul aria-label={t('problems.name')}>
            {withKeys(problems.slice(0, SHOWN)).map(({ key, problem }) => (
              <li key={key}>
                <SeverityIcon severity={severityOf(problem.code)} />
                <span>
                  {problem.file !== undefined && <span className={ui.mono}>{problem.file}: </span>}
                  <PlainText text={problemText(t, problem)} />
                </span>
              </li>
            ))}
          </ul>
        )}
        <div className={styles.two}>
          <div>
            <h3>{t('open.nothingFound')}</h3>
            <ul>
              {extensions.length === 0 && <li>{t('open.emptyDrop')}</li>}
              {extensions.map(({ extension, files }) => (
                <li key={extension}>
                  {extension === '' ? t('open.extensionNone', { n: files }) : t('open.extension', { n: files, extension })}
                </li>
              ))}
            </ul>
          </div>
          <div>
            <h3>{t('open.nothingLooked')}</h3>
            <ul>
              {FORMATS.map((format) => (
                <li key={format}>
                  <span className={ui.strong}>{formatName(t, format)}</span>
                  <span className={ui.quiet}>{t(`looked.${format}` as MessageKey)}</span>
                </li>
              ))}
            </ul>
          </div>
        </div>
        <div className={styles.do}>
          <button type="button" className={`${ui.button} ${ui.primary} ${ui.big}`} onClick={() => void pickFolder(app)}>
            {t('start.openFolder')}
          </button>
          <button type="button" className={`${ui.button} ${ui.outline} ${ui.big}`} onClick={() => pickFiles(app)}>
            {t('start.openFiles')}
          </button>
          <button type="button" className={`${ui.button} ${ui.big}`} onClick={() => void app.close()}>
            {t('open.back')}
          </button>
        </div>
      </section>
    </Frame>
  );
}
