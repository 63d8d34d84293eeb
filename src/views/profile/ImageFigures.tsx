import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Query } from '../../table/query.ts';
import { classClauseOf, rangeClauseOf, setRange, toggleValue, valueClauseOf, withoutField } from '../../table/query-edit.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { countProblems } from '../shared/problem-counts.ts';
import { useT } from '../shared/use-t.ts';
import { hasBoxes as hasBoxesIn, isLabelled as isLabelledIn } from './label-shape.ts';
import styles from './Profile.module.css';

/** A class with fewer labels is hardly learned. */
const FEW = 10;
/** Boxes below this side, in pixels of the image, are lost by most detectors. */
const TINY = 8;
/** More names than this make no query that a person reads. */
const NAMES = 500;

/** Sums, and what is odd about the labels: each number asks for its images. */
export function ImageFigures(): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const images = useAppState((state) => state.rows.length);
  const labels = useAppState((state) => state.passingAnnotations);
  const classes = useAppState((state) => state.facets?.facets.class) ?? [];
  const bare = useAppState((state) => state.facets?.facets.labels?.find(({ value }) => value === 'none'));
  const problems = useAppState((state) => countProblems(state));
  const isLabelled = useAppState(isLabelledIn);
  const hasBoxes = useAppState(hasBoxesIn);
  const used = classes.filter(({ allAnnotations }) => allAnnotations > 0);
  const rare = used.filter(({ allAnnotations }) => allAnnotations < FEW);
  const chosen = classClauseOf(query)?.names ?? [];
  const isRare = rare.length > 0 && chosen.length === rare.length && rare.every(({ value }) => chosen.includes(value));
  return (
    <dl className={styles.figures}>
      <Figure name={t('profile.images')} value={t.number(images)} />
      {isLabelled && (
        <Figure
          name={t('profile.labels')}
          value={t.number(labels)}
          note={t('profile.each', { mean: t.number(images === 0 ? 0 : labels / images, { maximumFractionDigits: 1 }) })}
        />
      )}
      {classes.length > 0 && (
        <Figure name={t('profile.classes')} value={t.number(used.length)} note={t('profile.declared', { of: classes.length })} />
      )}
      {classes.length > 1 && (
        <Figure
          name={t('profile.rare')}
          value={t.number(rare.length)}
          note={t('profile.rareNote', { few: FEW })}
          isOn={isRare}
          {...(rare.length > 0 && rare.length <= NAMES
            ? {
                onClick: () => {
                  const others = withoutField(query, 'class');
                  const names = rare.map(({ value }) => value);
                  app.setQuery(isRare ? others : { clauses: [...others.clauses, { kind: 'class', mode: 'any', names }] });
                },
              }
            : {})}
        />
      )}
      {hasBoxes && <Tiny />}
      {isLabelled && bare && (
        <Figure
          name={t('profile.bare')}
          value={t.number(bare.samples)}
          note={t.number(images === 0 ? 0 : bare.samples / images, { style: 'percent', maximumFractionDigits: 1 })}
          isOn={valueClauseOf(query, 'labels')?.values.includes('none') ?? false}
          onClick={() => app.setQuery(toggleValue(query, 'labels', 'none'))}
        />
      )}
      <Figure
        name={t('top.problemsWord')}
        value={t.number(problems)}
        {...(problems > 0 ? { onClick: () => app.toggleProblems(true) } : {})}
      />
    </dl>
  );
}

/** Boxes too small to be found. */
function Tiny(): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const clause = rangeClauseOf(query, 'side');
  const tiny = useMemo(() => setRange(query, 'side', { max: TINY, maxOpen: true }), [query]);
  const n = useCount(tiny);
  const isOn = clause !== undefined && clause.min === undefined && clause.max === TINY;
  return (
    <Figure
      name={t('profile.tiny')}
      value={n === undefined ? '…' : t.number(n)}
      note={t('profile.tinyNote', { side: TINY })}
      isOn={isOn}
      {...((n ?? 0) > 0 || isOn ? { onClick: () => app.setQuery(isOn ? setRange(query, 'side', undefined) : tiny) } : {})}
    />
  );
}

/** How many labels pass another question about the current dataset; counted anew with every answer. */
function useCount(query: Query): number | undefined {
  const app = useApp();
  const dataset = useAppState((state) => state.current);
  const counted = useAppState((state) => state.counted);
  const isBusy = useAppState((state) => state.asking || state.facets === undefined);
  const [count, setCount] = useState<number>();
  useEffect(() => {
    if (dataset === undefined || isBusy) return undefined;
    const controller = new AbortController();
    void app.count(query, controller.signal).then((found) => found && setCount(found.annotations));
    return () => controller.abort();
  }, [app, dataset, query, counted, isBusy]);
  return count;
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
  readonly isOn?: boolean;
  onClick?(): void;
}

function Figure({ name, value, note, isOn, onClick }: FigureProps): ReactNode {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd>
        {onClick ? (
          <button
            type="button"
            className={styles.finding}
            aria-label={`${name}: ${value}`}
            {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
            onClick={onClick}
          >
            {value}
          </button>
        ) : (
          <strong>{value}</strong>
        )}
        <span>{note ?? ''}</span>
      </dd>
    </div>
  );
}
