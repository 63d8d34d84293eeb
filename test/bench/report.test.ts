import { expect, it } from 'vitest';
import type { Sample } from './lab.ts';
import { failuresOf, figureOf, reportText, type Report } from './report.ts';
import { runRounds, type Contender, type Course } from './rounds.ts';
import type { Row } from './subject.ts';

const sample = (ms: number, lines = 3, cost = 10): Sample => ({ ms, findings: { lines }, megabytes: 1, longest: 0, cost });
const contender = (id: string, make: (round: number) => Sample, more: Partial<Contender> = {}): Contender => ({
  id,
  name: `the ${id}`,
  sample: async (round) => make(round),
  ...more,
});
const broken = (): Sample => {
  throw new Error('it broke\nat length');
};
const run = (contenders: readonly Contender[], rounds = 2, budget = 1000): Promise<Course[]> =>
  runRounds(contenders, { lines: 3 }, { rounds, budget }, () => undefined);
const reportOf = (courses: readonly Course[], rows: readonly Row[] = []): Report => ({
  id: 'subject',
  title: 'A subject',
  courses,
  figures: rows.map((row) => figureOf(row, courses)),
});
const ratio: Row = { work: 'app ÷ read', of: 'app', over: { of: 'read' }, unit: '×', atMost: 1.5 };

it('compares within a round, and takes the middle of that', async () => {
  const courses = await run(
    [contender('read', (round) => sample([10, 100, 10][round] ?? 0)), contender('app', (round) => sample([20, 100, 90][round] ?? 0))],
    3,
  );
  expect(figureOf(ratio, courses)).toMatchObject({ rounds: [2, 1, 9], figure: 2, met: false, target: '≤ 1.5' });
});

it('goes on with the others where one fails, and says so in its row', async () => {
  const courses = await run([contender('read', broken), contender('app', () => sample(20)), contender('peer', broken, { isPeer: true })]);
  const report = reportOf(courses, [ratio, { work: 'app', of: 'app', unit: 'ms' }]);
  expect(courses.map(({ samples }) => samples.map((each) => each?.ms))).toEqual([
    [undefined, undefined],
    [20, 20],
    [undefined, undefined],
  ]);
  expect(report.figures.map(({ figure, missing }) => figure ?? missing)).toEqual(['it broke', 20]);
  expect(reportText([report])).toContain('| app ÷ read | — it broke | ≤ 1.5 |  | 0 |');
  // An alternative that cannot do something is a figure.
  expect(failuresOf([report])).toEqual(['A subject: the read: it broke']);
});

it('counts no time of who finds something else than what is in the file, and that fails the run for alternatives, too', async () => {
  const courses = await run([contender('app', () => sample(20)), contender('peer', () => sample(5, 4), { isPeer: true })]);
  expect(courses[1]?.samples).toEqual([undefined, undefined]);
  expect(failuresOf([reportOf(courses)])).toEqual(['A subject: the peer: found 4 lines, where the file has 3']);
});

it('has a subject that could not begin among the failures', () => {
  expect(failuresOf([{ ...reportOf([]), failed: 'no room on the disk' }])).toEqual(['A subject: no room on the disk']);
});

it('makes as many rounds as fit into the budget by what the first cost, and at least one', async () => {
  const courses = await run(
    [contender('quick', () => sample(1, 3, 10)), contender('slow', () => sample(1, 3, 600)), contender('slower', () => sample(1, 3, 5000))],
    3,
  );
  expect(courses.map(({ samples }) => samples.filter(Boolean).length)).toEqual([3, 1, 1]);
});

it('ends with every figure that has a target, those of all drops among them', async () => {
  const dropped = (rows: number, longest: number): Sample => ({ ...sample(20), longest, values: { rows } });
  const courses = await run([
    contender('app', () => dropped(350, 40), { isApp: true }),
    contender('other', () => dropped(90, 60), { isApp: true }),
  ]);
  const text = reportText([reportOf(courses, [{ work: 'app', of: 'app', unit: 'ms' }])]);
  expect(text.slice(text.indexOf('### Targets')).split('\n')).toEqual([
    '### Targets',
    '',
    '| work | median (least–most) | target | | rounds |',
    '|---|---|---|---|---|',
    '| first rows on screen after any drop: the slowest of them | 350 (90–350) ms | ≤ 300 | **missed** | 2 |',
    "| the page's own thread without a pause, in all of these | 60 (40–60) ms | ≤ 50 | **missed** | 4 |",
    '',
    '0 of 2 targets met.',
  ]);
});
