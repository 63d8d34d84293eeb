import type { ReactNode } from 'react';
import type { DatasetSummary } from '../../model/dataset.ts';
import { isReading } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { DropProblems } from '../problems/DropProblems.tsx';
import { readingState } from '../shared/reading-state.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { formatName, whyText } from '../shared/words.ts';
import { fieldOfColumn } from '../../table/query-normal.ts';
import { HeadedDialog } from './HeadedDialog.tsx';
import { PlainText } from '../shared/PlainText.tsx';
import styles from './Dialogs.module.css';

/** Readings whose confidence is this near are a question for the person. */
export const UNSURE = 0.1;

/** A card for each dataset of the drop: format, why we think so, files, counts; and what nothing claimed. */
export function Found(): ReactNode {
  const t = useT();
  const datasets = useAppState((state) => state.datasets);
  return (
    <HeadedDialog name="found" title={t('open.found')}>
      <div className={styles.cards} tabIndex={0} role="group" aria-label={t('open.found')}>
        {datasets.map((dataset) => (
          <Card key={dataset.id} dataset={dataset} />
        ))}
        <DropProblems />
      </div>
    </HeadedDialog>
  );
}

function Card({ dataset }: { readonly dataset: DatasetSummary }): ReactNode {
  const app = useApp();
  const t = useT();
  const current = useAppState((state) => state.current === dataset.id);
  const isBusy = useAppState(isReading);
  const unsure = isUnsure(dataset);
  const done = (run: () => void): void => {
    app.set({ dialog: undefined });
    run();
  };
  return (
    <section className={styles.card} aria-label={dataset.name}>
      <h3 className={ui.strong}>
        <PlainText text={dataset.name} />
      </h3>
      <span className={styles.cardEnd}>
        {current ? (
          <span className={ui.quiet}>{t('open.current')}</span>
        ) : (
          <button
            type="button"
            className={ui.link}
            aria-label={t('open.show', { name: dataset.name })}
            onClick={() => done(() => app.choose(dataset.id))}
          >
            {t('open.show', { name: '' }).trim()}
          </button>
        )}
      </span>
      <p className={styles.cardLine}>
        {formatName(t, dataset.format)}: {whyText(t, dataset.why)}
      </p>
      <p className={styles.cardLine}>
        {t('open.claims', { n: dataset.claimed })} · {t(dataset.visual ? 'query.total' : 'query.totalRecords', { n: dataset.samples })}
        {dataset.visual && <> · {t('open.annotations', { n: dataset.annotations })}</>}
        {!dataset.complete && <span className={ui.quiet}> · {t(readingState(dataset, isBusy))}</span>}
      </p>
      <Records dataset={dataset} done={done} />
      <MissingMedia dataset={dataset} done={done} />
      {unsure && <p className={styles.cardLine}>{t('open.unsure')}</p>}
      {dataset.alternatives.map(({ format, variant, why }) => (
        <p key={`${format} ${variant}`} className={styles.cardLine}>
          <button type="button" className={ui.link} onClick={() => done(() => void app.openAs(dataset.id, format, variant))}>
            {variant === undefined ? t('top.openAs', { name: dataset.name, format: formatName(t, format) }) : whyText(t, why)}
          </button>
          {variant === undefined && <span className={ui.quiet}> · {whyText(t, why)}</span>}
        </p>
      ))}
    </section>
  );
}

/** What text records are, with the share that fits, the others by a click, and another schema to read them by. */
function Records({ dataset, done }: { readonly dataset: DatasetSummary; readonly done: (run: () => void) => void }): ReactNode {
  const app = useApp();
  const t = useT();
  const { id, record, samples } = dataset;
  if (!record || (record.schema === undefined && record.fitting.length === 0)) return null;
  const { schema, fits, sampled, column, fitting, chosen, lacks } = record;
  const showOthers = async (field: string, value: string): Promise<void> => {
    app.choose(id);
    app.setQuery({ clauses: [{ kind: 'value', field, negated: true, values: [value] }] });
  };
  return (
    <>
      <p className={styles.cardLine}>
        {schema === undefined
          ? t('open.noSchema', { n: sampled })
          : t(sampled < samples ? 'open.schema' : 'open.schemaOfAll', {
              schema,
              share: t.number(fits, { style: 'percent', maximumFractionDigits: 1 }),
              n: sampled,
            })}
        {lacks !== undefined && fits < 1 && <span className={ui.quiet}> · {t('open.lacks', { key: lacks })}</span>}
        {column !== undefined && schema !== undefined && (
          <>
            {' '}
            <button type="button" className={ui.link} onClick={() => done(() => void showOthers(fieldOfColumn(column), schema))}>
              {t('open.showOthers')}
            </button>
          </>
        )}
      </p>
      <label className={styles.cardLine}>
        {t('open.readAs')}{' '}
        <select
          className={ui.input}
          value={chosen ? (schema ?? '') : ''}
          onChange={({ currentTarget: { value } }) => void app.setSchema(id, value === '' ? undefined : value)}
        >
          <option value="">{t('open.asRecognised')}</option>
          {fitting.map((each) => (
            <option key={each.schema} value={each.schema}>
              {`${each.schema} · ${t.number(each.share, { style: 'percent' })}`}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

/** How many files that records name are not there, and those records by a click. */
function MissingMedia({ dataset, done }: { readonly dataset: DatasetSummary; readonly done: (run: () => void) => void }): ReactNode {
  const app = useApp();
  const t = useT();
  const missing = dataset.media?.missing ?? 0;
  if (missing === 0) return null;
  const show = (): void => {
    app.choose(dataset.id);
    app.setQuery({ clauses: [{ kind: 'value', field: 'problem', negated: false, values: ['media-missing'] }] });
  };
  return (
    <p className={styles.cardLine}>
      {t('media.summary', { missing })}{' '}
      <button type="button" className={ui.link} onClick={() => done(show)}>
        {t('media.show')}
      </button>
    </p>
  );
}

/** Whether another reading of the same files is about as likely. */
export function isUnsure({ confidence, alternatives }: Pick<DatasetSummary, 'confidence' | 'alternatives'>): boolean {
  return alternatives.some((other) => confidence - other.confidence < UNSURE);
}
