/** Figures from samples, and the tables that people read. */
import type { Sample } from './lab.ts';
import { short, type Course } from './rounds.ts';
import type { Pick, Row } from './subject.ts';

export interface Figure {
  readonly work: string;
  readonly unit: Row['unit'];
  readonly target: string;
  /** One for each round in which it could be had. */
  readonly rounds: readonly number[];
  /** The middle one, or the worst where that is asked for. */
  readonly figure: number | undefined;
  readonly met: boolean | undefined;
  /** Why there is none. */
  readonly missing: string | undefined;
}

export function figureOf(row: Row, courses: readonly Course[]): Figure {
  const course = (pick: Pick): Course | undefined => courses.find(({ contender }) => contender.id === pick.of);
  const own = course(row);
  const reference = row.over ?? row.less;
  const other = reference && course(reference);
  const rounds = (own?.samples ?? []).flatMap((sample, round) => {
    const value = valueOf(sample, row.value);
    if (!reference) return value ?? [];
    const base = valueOf(other?.samples[round], reference.value);
    if (value === undefined || base === undefined) return [];
    return row.less ? value - base : value / base;
  });
  const figure = rounds.length === 0 ? undefined : row.worst ? worst(row, rounds) : median(rounds);
  return {
    work: row.work,
    unit: row.unit,
    target: row.atMost !== undefined ? `≤ ${row.atMost}` : row.atLeast !== undefined ? `≥ ${row.atLeast}` : '',
    rounds,
    figure,
    met: figure === undefined ? undefined : isMet(row, figure),
    missing: figure === undefined ? (own?.failed ?? other?.failed ?? 'not measured') : undefined,
  };
}

/** The longest task of the page in all that was done, as a line of its own; none where the app's page had no part. */
export function longestOf(courses: readonly Course[]): Figure[] {
  const rounds = courses.flatMap(({ samples }) => samples.flatMap((sample) => sample?.longest ?? []));
  if (rounds.length === 0) return [];
  const figure = Math.max(...rounds);
  const work = "the page's own thread without a pause, in all of these";
  return [{ work, unit: 'ms', target: '≤ 50', rounds, figure, met: figure <= 50, missing: undefined }];
}

function isMet({ atMost, atLeast }: Row, figure: number): boolean | undefined {
  if (atMost !== undefined) return figure <= atMost;
  return atLeast === undefined ? undefined : figure >= atLeast;
}

function worst({ atLeast }: Row, values: readonly number[]): number {
  return atLeast === undefined ? Math.max(...values) : Math.min(...values);
}

function valueOf(sample: Sample | undefined, name = 'ms'): number | undefined {
  if (!sample) return undefined;
  if (name === 'ms') return sample.ms;
  if (name === 'megabytes') return sample.megabytes;
  if (name === 'longest') return sample.longest;
  return sample.values?.[name];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** `0.18 (0.17–0.21)` */
function spread(values: readonly number[], figure: number): string {
  return values.length < 2 ? short(figure) : `${short(figure)} (${short(Math.min(...values))}–${short(Math.max(...values))})`;
}

export function figureTable(figures: readonly Figure[]): string {
  const lines = figures.map(({ work, unit, target, rounds, figure, met, missing }) => {
    const value = figure === undefined ? `— ${missing}` : `${spread(rounds, figure)}${unit === '' || unit === '×' ? unit : ` ${unit}`}`;
    return `| ${work} | ${value} | ${target} | ${met === undefined ? '' : met ? 'yes' : '**no**'} | ${rounds.length} |`;
  });
  return ['| work | median (least–most) | target | met | rounds |', '|---|---|---|---|---|', ...lines].join('\n');
}

export function contenderTable(courses: readonly Course[]): string {
  const lines = courses.map(({ contender, samples, failed }) => {
    const counted = samples.flatMap((sample) => sample ?? []);
    const times = counted.map(({ ms }) => ms);
    const peaks = counted.flatMap(({ megabytes }) => megabytes ?? []);
    const time = times.length === 0 ? `— ${failed ?? ''}` : spread(times, median(times));
    return `| ${contender.name} | ${time} | ${peaks.length === 0 ? '' : short(Math.max(...peaks))} | ${short(Math.max(0, ...counted.map(({ longest }) => longest)))} | ${counted.length} |`;
  });
  return ['| contender | ms | peak MB | longest task, ms | rounds |', '|---|---|---|---|---|', ...lines].join('\n');
}
