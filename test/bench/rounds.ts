/** Contenders one after the other, round after round, in the same browser: what disturbs the machine disturbs all of them. */
import type { Findings } from './measure.ts';
import type { Sample } from './lab.ts';
import { short } from './numbers.ts';

export interface Contender {
  readonly id: string;
  /** As the report calls it. */
  readonly name: string;
  /** It is the app's own page, or its stage: its longest task belongs to the one line about all of them. */
  readonly isApp?: true;
  /** An alternative: where it fails, that is a figure too, and no failure of the run. */
  readonly isPeer?: true;
  sample(round: number): Promise<Sample>;
}

/** All samples of one contender; a round that it did not run in is undefined. */
export interface Course {
  readonly contender: Contender;
  readonly samples: readonly (Sample | undefined)[];
  /** Why there are no more. */
  readonly failed: string | undefined;
  /** It found something else than what is in the file. */
  readonly isWrong: boolean;
}

export interface RoundRule {
  readonly rounds: number;
  /** A contender has as many rounds as fit into so many milliseconds by what its first cost, and at least one. */
  readonly budget: number;
}

/**
 * Runs them all. A sample counts only if what it found is what the file holds (`facts`) and what the others found; who finds anything
 * else, or fails, is out.
 */
export async function runRounds(
  contenders: readonly Contender[],
  facts: Findings,
  { rounds, budget }: RoundRule,
  say: (line: string) => void,
): Promise<Course[]> {
  const known = new Map(Object.entries(facts).map(([name, value]) => [name, { value, from: 'the file' }]));
  const courses = contenders.map((contender) => ({
    contender,
    samples: [] as (Sample | undefined)[],
    failed: undefined as string | undefined,
    isWrong: false,
    wanted: 1,
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const course of courses) {
      const { contender, samples } = course;
      if (course.failed !== undefined || round >= course.wanted) {
        samples.push(undefined);
        continue;
      }
      try {
        const sample = await contender.sample(round);
        if (round === 0) course.wanted = Math.floor(budget / sample.cost);
        agree(known, sample.findings, contender.name);
        samples.push(sample);
        say(`  round ${round + 1}  ${contender.name}: ${describe(sample)}`);
      } catch (error) {
        course.failed = firstLine(error);
        course.isWrong = error instanceof Disagreement;
        samples.push(undefined);
        say(`  round ${round + 1}  ${contender.name}: ${course.failed}`);
      }
    }
  }
  return courses;
}

export const firstLine = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));

class Disagreement extends Error {}

function agree(known: Map<string, { value: number | string; from: string }>, findings: Findings, from: string): void {
  for (const [name, value] of Object.entries(findings)) {
    const other = known.get(name);
    if (other && other.value !== value) throw new Disagreement(`found ${value} ${name}, where ${other.from} has ${other.value}`);
    known.set(name, other ?? { value, from });
  }
}

function describe({ ms, megabytes, longest, values = {} }: Sample): string {
  const further = Object.entries(values).map(([name, value]) => `${name} ${short(value)}`);
  return [`${short(ms)} ms`, megabytes === undefined ? '' : `${short(megabytes)} MB`, `longest task ${short(longest)} ms`, ...further]
    .filter((part) => part !== '')
    .join(' · ');
}
