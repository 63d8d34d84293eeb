import type { ReactNode } from 'react';
import { useT } from '../shared/use-t.ts';
import styles from './Start.module.css';

export function Formats(): ReactNode {
  const t = useT();
  return (
    <section className={styles.section}>
      <h2>
        {t('start.formats')} <span>{t('start.formatsHint')}</span>
      </h2>
      <dl className={styles.formats}>
        <div>
          <dt>{t('start.formats.vision')}</dt>
          {/* Names of formats are the same in every language. */}
          <dd>COCO · LVIS · YOLO · Darknet</dd>
        </div>
        <div>
          <dt>{t('start.formats.classification')}</dt>
          <dd>{t('start.formats.classificationList')}</dd>
        </div>
        <div>
          <dt>{t('start.formats.text')}</dt>
          <dd>{t('start.formats.textList')}</dd>
        </div>
        <div>
          <dt>{t('start.formats.described')}</dt>
          <dd>Hugging Face · WebDataset · LLaMA-Factory · ms-swift</dd>
        </div>
        <div>
          <dt>{t('start.formats.containers')}</dt>
          <dd>{t('start.formats.containersList')}</dd>
        </div>
      </dl>
    </section>
  );
}
