import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { MessageKey } from '../../i18n/en.ts';
import type { Histogram } from '../../engine/protocol.ts';
import { rangeClauseOf, setRange, type Range } from '../../table/query-edit.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { Axis } from '../shared/Axis.tsx';
import { shortNumber } from '../shared/axis.ts';
import { Bars, LEAST_BARS } from '../shared/Bars.tsx';
import { useT } from '../shared/use-t.ts';
import styles from './Profile.module.css';

const HEIGHT = 72;

interface NumberChartProps {
  readonly title: string;
  /** What the title means. */
  readonly hint?: string;
  /** What stands at the right of the title. */
  readonly aside?: string | undefined;
  /** As the query calls it. */
  readonly field: string;
  readonly histogram: Histogram;
  /** What a bar says: of records, images or labels. */
  readonly bin?: Extract<MessageKey, `profile.bin${'' | 'Images' | 'Labels'}`>;
}

/** How a number is spread: a click on a bar asks for its records, a second one for all again. */
export function NumberChart({ title, hint, aside, field, histogram, bin: binWords = 'profile.bin' }: NumberChartProps): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const group = useRef<HTMLDivElement>(null);
  // One stop for the Tab key, arrows from bar to bar.
  const [stop, setStop] = useState(0);
  const { edges, passing } = histogram;
  const clause = rangeClauseOf(query, field);
  const rangeOf = (bin: number): Range => {
    const [min = 0, max = 0] = [edges[bin], edges[bin + 1]];
    return bin < passing.length - 1 ? { min, max, maxOpen: true } : { min, max };
  };
  const isOn = (bin: number): boolean => clause !== undefined && clause.min === edges[bin] && clause.max === edges[bin + 1];
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.min(passing.length - 1, Math.max(0, stop + step));
    setStop(next);
    group.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <section className={styles.cell} aria-label={title}>
      <h3 className={styles.title} title={hint}>
        {title}
        {aside !== undefined && <span>{aside}</span>}
      </h3>
      <div className={styles.plot} style={{ height: HEIGHT }}>
        <Bars
          histogram={histogram}
          height={HEIGHT}
          {...(clause
            ? {
                range: {
                  ...(clause.min === undefined ? {} : { min: clause.min }),
                  ...(clause.max === undefined ? {} : { max: clause.max }),
                },
              }
            : {})}
        />
        <div ref={group} className={styles.hits} role="toolbar" aria-label={title} onKeyDown={onKeyDown}>
          {Array.from(passing, (n, bin) => {
            const [min = 0, max = 0] = [edges[bin], edges[bin + 1]];
            const words = { measure: title, range: t('profile.binRange', { min: t.number(min), max: t.number(max) }), n };
            return (
              <button
                key={min}
                type="button"
                style={{ width: `${100 / Math.max(LEAST_BARS, passing.length)}%` }}
                tabIndex={bin === Math.min(stop, passing.length - 1) ? 0 : -1}
                aria-pressed={isOn(bin)}
                aria-label={t(binWords, words)}
                title={t(binWords, words)}
                onFocus={() => setStop(bin)}
                onClick={() => app.setQuery(setRange(query, field, isOn(bin) ? undefined : rangeOf(bin)))}
              />
            );
          })}
        </div>
      </div>
      <Axis edges={edges} share={passing.length / Math.max(LEAST_BARS, passing.length)} word={(edge) => shortNumber(t, edge)} />
    </section>
  );
}
