/** What several subjects have in common. */
import type { Lab } from '../lab.ts';
import type { TaskOptions } from '../measure.ts';
import type { Contender } from '../rounds.ts';
import { FIRST_ROWS_MS, LONGEST_TASK_MS, type Row } from '../subject.ts';

/** The yardstick. All of the file must come through. */
export const pureRead = (lab: Lab, path: string): Contender => ({
  id: 'read',
  name: 'pure read',
  sample: async () => {
    const sample = await lab.task('pureRead', [path]);
    const { bytes } = sample.findings;
    if (bytes !== lab.sizeOf(path)) throw new Error(`read ${bytes} of ${lab.sizeOf(path)} bytes`);
    return sample;
  },
});

/** The built app, from the drop until all is read; `use` goes on with its page. */
export const byDrop = (
  lab: Lab,
  path: string,
  findings: Parameters<Lab['dropOnApp']>[1],
  use?: Parameters<Lab['dropOnApp']>[2],
): Contender => ({
  id: 'app',
  isApp: true,
  name: 'the app, by drop',
  sample: () => lab.dropOnApp([path], findings, use),
});

/** What is compiled at its first use is compiled: the engine has opened and closed another, smaller file of the same kind. */
export const WARM = 'warm (has opened another file)';

/** A task of the engine without the page: by a new one, and by one that has opened `before`. `does`: what the task is, if it is more than loading. */
export const engineAlone = (lab: Lab, task: string, path: string, before: string, options: TaskOptions = {}, does = ''): Contender[] => [
  { id: 'engine', name: `the app's engine alone, cold${does}`, sample: () => lab.task(task, [path], options) },
  { id: 'warm', name: `the app's engine alone, ${WARM}${does}`, sample: () => lab.task(task, [before, path], { ...options, before: 1 }) },
];

/** What everybody who drops something on the app is promised. `when`: said after the work, where one thing is dropped in two ways. */
export const dropRows = (work: string, of = 'app', when = ''): Row[] => [
  { work: `${work}: first rows on screen${when}`, of, value: 'rows', unit: 'ms', atMost: FIRST_ROWS_MS },
  longestRow(`${work}: longest task of the page${when}`, of),
];

export const longestRow = (work: string, of: string): Row => ({
  work,
  of,
  value: 'longest',
  unit: 'ms',
  atMost: LONGEST_TASK_MS,
  worst: true,
});
