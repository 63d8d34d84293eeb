/** What several subjects have in common. */
import type { Lab } from '../lab.ts';
import type { Contender } from '../rounds.ts';
import type { Row } from '../subject.ts';

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

export const FIRST_ROWS_MS = 300;
export const LONGEST_TASK_MS = 50;

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

/** What is compiled at its first use is compiled: the engine has opened and closed another, smaller file of the same kind. */
export const WARM = 'warm (has opened another file)';
