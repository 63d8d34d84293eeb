import type { ReactNode } from 'react';
import type { FacetName, FacetValue } from '../../engine/protocol.ts';
import { toggleValue, valueClauseOf } from '../../table/query-edit.ts';
import { currentDataset, isReading } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { shortNumber } from '../shared/axis.ts';
import { useHistogram } from '../shared/use-histogram.ts';
import { useT, type T } from '../shared/use-t.ts';
import { facetValueName } from '../shared/words.ts';
import ui from '../shared/ui.module.css';
import { BarRow } from './BarRow.tsx';
import { ClassSlope } from './ClassSlope.tsx';
import { ImageFigures } from './ImageFigures.tsx';
import { hasBoxes, hasPredictions, isLabelled as isLabelledIn } from './label-shape.ts';
import { NumberChart } from './NumberChart.tsx';
import styles from './Profile.module.css';

/** What the labels of the images that pass are like: how classes, sizes and problems are spread. Every bar filters. */
export function ImageProfile(): ReactNode {
  const t = useT();
  const images = useAppState((state) => state.rows.length);
  const isBusy = useAppState((state) => state.asking || state.counting || (isReading(state) && currentDataset(state)?.complete !== true));
  const classes = useAppState((state) => state.facets?.facets.class);
  const isLabelled = useAppState(isLabelledIn);
  const boxes = useAppState(hasBoxes);
  const predictions = useAppState(hasPredictions);
  return (
    <section className={styles.profile} aria-label={t('profile.name')} aria-busy={isBusy}>
      <header className={ui.paneHead}>
        <h2>{t('profile.name')}</h2>
        <span className={ui.quiet}>{t('query.total', { n: images })}</span>
      </header>
      <div className={styles.body} tabIndex={-1}>
        <ImageFigures />
        {classes && classes.length > 1 && <ClassSlope values={classes} />}
        <div className={styles.grid}>
          {(boxes || predictions) && <Spread field="side" title={t('facet.side')} px of="Labels" />}
          {isLabelled && <Spread field="labels" title={t('facet.labelCount')} of="Images" />}
          {predictions && <Spread field="score" title={t('facet.score')} of="Labels" />}
          <Spread field="width" title={t('facet.width')} px of="Images" />
          <Spread field="height" title={t('facet.height')} px of="Images" />
          <Values facet="problem" title={t('facet.problem')} least={1} mono />
          <Values facet="split" title={t('facet.split')} />
          <Values facet="kind" title={t('facet.kind')} of="Labels" />
          <Values facet="flag" title={t('facet.flag')} of="Labels" least={1} />
          <Values facet="set" title={t('facet.set')} of="Labels" />
        </div>
      </div>
    </section>
  );
}

interface SpreadProps {
  readonly field: string;
  readonly title: string;
  readonly px?: true;
  readonly of: 'Images' | 'Labels';
}

function Spread({ field, title, px, of }: SpreadProps): ReactNode {
  const t = useT();
  const histogram = useHistogram(field);
  if (!histogram || histogram.edges.length < 2) return null;
  const { min, max } = histogram;
  const number = (value: number): string => (Math.abs(value) < 100 ? shortNumber(t, value) : t.number(Math.round(value)));
  const upTo = number(max) + (px ? ' px' : '');
  if (min === max)
    return (
      <section className={styles.cell} aria-label={title}>
        <h3 className={styles.title}>{title}</h3>
        <p className={styles.always}>{t('facet.always', { value: upTo })}</p>
      </section>
    );
  const aside = t('profile.range', { min: number(min), max: upTo });
  return <NumberChart title={title} aside={aside} field={field} histogram={histogram} bin={`profile.bin${of}`} />;
}

interface ValuesProps {
  readonly facet: FacetName;
  readonly title: string;
  readonly of?: 'Images' | 'Labels';
  /** Fewer values than this tell nothing. */
  readonly least?: number;
  readonly mono?: true;
}

const MOST = 8;

/** The values of a facet, most first; none where there is nothing to tell. */
function Values({ facet, title, of = 'Images', least = 2, mono }: ValuesProps): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const values = useAppState((state) => state.facets?.facets[facet]);
  if (!values || values.length < least) return null;
  const count = (value: FacetValue, all = false): number =>
    of === 'Labels' ? (all ? value.allAnnotations : value.annotations) : all ? value.allSamples : value.samples;
  const rows = values.toSorted((a, b) => count(b, true) - count(a, true)).slice(0, MOST);
  const most = Math.max(1, ...rows.map((value) => count(value, true)));
  return (
    <section className={styles.cell} aria-label={title}>
      <h3 className={styles.title}>
        {title}
        <span>{t(of === 'Labels' ? 'facet.annotations' : 'facet.images')}</span>
      </h3>
      <div className={styles.rows}>
        {rows.map((value) => (
          <BarRow
            key={value.value}
            label={nameOf(t, facet, value.value)}
            words={`profile.value${of}`}
            n={count(value)}
            share={count(value) / most}
            all={count(value, true) / most}
            isOn={valueClauseOf(query, facet)?.values.includes(value.value) ?? false}
            onClick={() => app.setQuery(toggleValue(query, facet, value.value))}
            {...(mono ? { mono } : {})}
          />
        ))}
      </div>
    </section>
  );
}

function nameOf(t: T, facet: FacetName, value: string): string {
  return value === '' ? t('facet.noValue') : facetValueName(t, facet, value);
}
