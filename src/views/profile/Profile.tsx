import { useEffect, useMemo, type ReactNode } from 'react';
import type { NumberProfile, TextProfile, ValueProfile } from '../../engine/protocol.ts';
import type { TextMeasure } from '../../model/dataset.ts';
import { currentDataset, isReading } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { shortName, TokenizerMenu } from '../shared/TokenizerMenu.tsx';
import { useT } from '../shared/use-t.ts';
import { facetValueName } from '../shared/words.ts';
import ui from '../shared/ui.module.css';
import { Figures } from './Figures.tsx';
import { NumberChart } from './NumberChart.tsx';
import { Splits } from './Splits.tsx';
import { Terms } from './Terms.tsx';
import { ValueBars } from './ValueBars.tsx';
import styles from './Profile.module.css';

/** What the texts of the records that pass are like. Every bar filters. */
export function Profile(): ReactNode {
  const app = useApp();
  const t = useT();
  const dataset = useAppState((state) => state.current);
  // What was cancelled is not read on: of what is there, there is a profile.
  const complete = useAppState((state) => currentDataset(state)?.complete === true || !isReading(state));
  const generation = useAppState((state) => state.generation);
  const asking = useAppState((state) => state.asking);
  const made = useAppState((state) => (state.profile?.dataset === state.current ? state.profile : undefined));
  // Once for each answer: the question itself is asked first.
  useEffect(() => (asking || !complete ? undefined : app.profile()), [app, dataset, complete, generation, asking]);
  const profile = made?.profile;
  return (
    <section
      className={styles.profile}
      aria-label={t('profile.name')}
      aria-busy={asking || !complete || made?.state === 'running' || made?.generation !== generation}
    >
      <header className={ui.paneHead}>
        <h2>{t('profile.name')}</h2>
        {profile && (
          <span className={ui.quiet}>
            {profile.measured < profile.records
              ? t('profile.partly', { measured: profile.measured, records: profile.records })
              : t('profile.records', { n: profile.records })}
          </span>
        )}
        {made?.state === 'stopped' && (
          <button type="button" className={ui.link} onClick={() => app.profile()}>
            {t('profile.goOn')}
          </button>
        )}
        <span className={ui.paneEnd}>
          <span className={ui.quiet}>{t('tokens.choose')}</span>
          <TokenizerMenu />
        </span>
      </header>
      <div className={styles.body} tabIndex={-1}>
        {!complete && !profile && <p className={ui.paneNone}>{t('profile.reading')}</p>}
        {profile && (profile.records === 0 ? <p className={ui.paneNone}>{t('profile.none')}</p> : <Sections profile={profile} />)}
      </div>
    </section>
  );
}

function Sections({ profile }: { readonly profile: TextProfile }): ReactNode {
  const numbers = useMemo(() => new Map(profile.numbers.map((entry) => [entry.measure, entry])), [profile]);
  const values = useMemo(() => new Map(profile.values.map((entry) => [entry.measure, entry])), [profile]);
  return (
    <>
      <Figures profile={profile} />
      <div className={styles.grid}>
        <Chart of={numbers.get('characters')} />
        {numbers.has('tokens') ? <Chart of={numbers.get('tokens')} /> : <TokensOnDemand />}
        <Chart of={numbers.get('words')} />
        <Chart of={numbers.get('turns')} />
        <Values of={values.get('roles')} mono />
        <div className={styles.stack}>
          <Values of={values.get('script')} />
          <Contains values={values} />
        </div>
      </div>
      <Terms profile={profile} />
      {profile.splits.length > 0 && <Splits profile={profile} />}
    </>
  );
}

function Chart({ of }: { readonly of: NumberProfile | undefined }): ReactNode {
  const t = useT();
  if (!of || of.histogram.edges.length < 2) return null;
  const { measure, field, stats, histogram } = of;
  return (
    <NumberChart
      title={t(`measure.${measure}`)}
      hint={t(`measureHint.${measure}`, { name: field })}
      aside={
        stats &&
        `${t('profile.range', { min: t.number(stats.min), max: t.number(stats.max) })} · ${t('profile.p95', { value: t.number(stats.p95) })}`
      }
      field={field}
      histogram={histogram}
    />
  );
}

function Values({ of, mono }: { readonly of: ValueProfile | undefined; readonly mono?: true }): ReactNode {
  const t = useT();
  return of && of.values.length > 0 ? (
    <ValueBars
      title={t(`measure.${of.measure}`)}
      hint={t(`measureHint.${of.measure}`, { name: of.field })}
      rows={of.values.map((value) => ({
        ...value,
        field: of.field,
        ...(value.value === '' ? {} : { label: facetValueName(t, `measure:${of.measure}`, value.value) }),
      }))}
      {...(mono ? { mono } : {})}
    />
  ) : null;
}

const FLAGS = [
  ['has-tool', 'profile.tools'],
  ['has-reasoning', 'profile.reasoning'],
] as const;

/** How many call tools, and how many hold reasoning: the records of which it is true. */
function Contains({ values }: { readonly values: ReadonlyMap<TextMeasure, ValueProfile> }): ReactNode {
  const t = useT();
  const rows = FLAGS.flatMap(([measure, words]) => {
    const of = values.get(measure);
    const own = of?.values.find(({ value }) => value === 'true');
    return of && own ? [{ ...own, field: of.field, label: t(words) }] : [];
  });
  return rows.length > 0 ? <ValueBars title={t('profile.contains')} rows={rows} /> : null;
}

/** Counting tokens loads what they are counted by: for people to ask. */
function TokensOnDemand(): ReactNode {
  const app = useApp();
  const t = useT();
  const column = useAppState((state) => currentDataset(state)?.measures.find(({ measure }) => measure === 'tokens')?.name);
  const tokenizer = useAppState((state) => currentDataset(state)?.tokenizer?.current);
  const isBusy = useAppState((state) => state.activity !== undefined);
  if (column === undefined || tokenizer === undefined) return null;
  return (
    <section className={styles.cell} aria-label={t('measure.tokens')}>
      <h3 className={styles.title}>{t('measure.tokens')}</h3>
      <div className={styles.demand}>
        <button type="button" className={`${ui.button} ${ui.outline}`} disabled={isBusy} onClick={() => void app.countColumns([column])}>
          {t('tokens.by', { name: shortName(tokenizer) })}
        </button>
      </div>
    </section>
  );
}
