/** Figures from samples, and the tables that people read. */
import type { Sample } from './lab.ts';
import { median, short } from './numbers.ts';
import type { Course } from './rounds.ts';
import { FIRST_ROWS_MS, LONGEST_TASK_MS, type Pick, type Row } from './subject.ts';

export interface Figure {
  readonly work: string;
  readonly unit: Row['unit'];
  /** Empty where there is none. */
  readonly target: string;
  /** One for each round in which it could be had. */
  readonly rounds: readonly number[];
  /** The middle one, or the worst where that is asked for. */
  readonly figure: number | undefined;
  readonly met: boolean | undefined;
  /** Why there is none. */
  readonly missing: string | undefined;
}

/** One subject, measured. */
export interface Report {
  readonly id: string;
  readonly title: string;
  readonly courses: readonly Course[];
  readonly figures: readonly Figure[];
  /** Why it could not even begin. */
  readonly failed?: string;
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

/** Of all drops on the app's page and all pages of its own: the kind of data whose first rows come last, and the longest task. */
export function overall(courses: readonly Course[]): Figure[] {
  const own = courses.filter(({ contender }) => contender.isApp);
  const firstRows = own.flatMap(({ samples }) => {
    const times = samples.flatMap((sample) => valueOf(sample, 'rows') ?? []);
    return times.length === 0 ? [] : median(times);
  });
  const longest = own.flatMap(({ samples }) => samples.flatMap((sample) => valueOf(sample, 'longest') ?? []));
  return [
    ...atMost('first rows on screen after any drop: the slowest of them', firstRows, FIRST_ROWS_MS),
    ...atMost("the page's own thread without a pause, in all of these", longest, LONGEST_TASK_MS),
  ];
}

/** The worst of them; no line where there is none. */
function atMost(work: string, rounds: readonly number[], most: number): Figure[] {
  if (rounds.length === 0) return [];
  const figure = Math.max(...rounds);
  return [{ work, unit: 'ms', target: `≤ ${most}`, rounds, figure, met: figure <= most, missing: undefined }];
}

function isMet({ atMost: most, atLeast: least }: Row, figure: number): boolean | undefined {
  if (most !== undefined) return figure <= most;
  return least === undefined ? undefined : figure >= least;
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

/** `0.18 (0.17–0.21)` */
function spread(values: readonly number[], figure: number): string {
  return values.length < 2 ? short(figure) : `${short(figure)} (${short(Math.min(...values))}–${short(Math.max(...values))})`;
}

/** All of them, as people read them: who took part, what there is to compare, and at the end every figure that has a target. */
export function reportText(reports: readonly Report[]): string {
  const figures = [...reports.flatMap((report) => report.figures), ...overall(reports.flatMap(({ courses }) => courses))];
  const parts = reports.flatMap(({ title, courses }) => (courses.length === 0 ? [] : `### ${title}\n\n${contenderTable(courses)}`));
  const compared = figures.filter(({ target }) => target === '');
  const aimed = figures.filter(({ target }) => target !== '');
  if (compared.length > 0) parts.push(`### For comparison\n\n${figureTable(compared)}`);
  if (aimed.length > 0) parts.push(`### Targets\n\n${figureTable(aimed)}`);
  const met = aimed.filter((figure) => figure.met).length;
  const missing = aimed.filter(({ figure }) => figure === undefined).length;
  const summary = `${met} of ${aimed.length} targets met${missing > 0 ? `, ${missing} not measured` : ''}.`;
  return [...parts, ...(aimed.length > 0 ? [summary] : [])].join('\n\n');
}

/** What makes the run fail: not a missed target, nor an alternative that cannot do something. */
export function failuresOf(reports: readonly Report[]): string[] {
  return reports.flatMap(({ title, courses, failed }) => [
    ...(failed === undefined ? [] : [`${title}: ${failed}`]),
    ...courses.flatMap(({ contender, failed: why, isWrong }) =>
      why !== undefined && (isWrong || !contender.isPeer) ? [`${title}: ${contender.name}: ${why}`] : [],
    ),
  ]);
}

function figureTable(figures: readonly Figure[]): string {
  const lines = figures.map(({ work, unit, target, rounds, figure, met, missing }) => {
    const value = figure === undefined ? `— ${missing}` : `${spread(rounds, figure)}${unit === '' || unit === '×' ? unit : ` ${unit}`}`;
    return `| ${work} | ${value} | ${target} | ${met === undefined ? '' : met ? 'met' : '**missed**'} | ${rounds.length} |`;
  });
  return ['| work | median (least–most) | target | | rounds |', '|---|---|---|---|---|', ...lines].join('\n');
}

function contenderTable(courses: readonly Course[]): string {
  const lines = courses.map(({ contender, samples, failed }) => {
    const counted = samples.flatMap((sample) => sample ?? []);
    const times = counted.map(({ ms }) => ms);
    const peaks = counted.flatMap(({ megabytes }) => megabytes ?? []);
    const time = times.length === 0 ? `— ${failed ?? ''}` : spread(times, median(times));
    return `| ${contender.name} | ${time} | ${peaks.length === 0 ? '' : short(Math.max(...peaks))} | ${short(Math.max(0, ...counted.map(({ longest }) => longest)))} | ${counted.length} |`;
  });
  return ['| contender | ms | peak MB | longest task, ms | rounds |', '|---|---|---|---|---|', ...lines].join('\n');
}
