/** A subject: contenders on the same data, and the rows of the report that follow from their samples. */
import type { Data } from './data/files.ts';
import type { Lab } from './lab.ts';
import type { Findings } from './measure.ts';
import type { Contender } from './rounds.ts';

/** What holds of everything that is dropped. */
export const FIRST_ROWS_MS = 300;
export const LONGEST_TASK_MS = 50;

export interface Bench {
  readonly lab: Lab;
  readonly data: Data;
  /** Smaller data, fewer rounds: to see that all works and where it roughly stands. */
  readonly quick: boolean;
}

export interface Subject {
  /** What `--only` takes. */
  readonly id: string;
  readonly title: string;
  /** Only at full size: `--quick` leaves it out unless it is asked for. */
  readonly slow?: true;
  prepare(bench: Bench): Promise<Contest>;
}

export interface Contest {
  readonly contenders: readonly Contender[];
  /** What all of them must find. */
  readonly facts: Findings;
  readonly rows: readonly Row[];
  /** In place of the run's own. */
  readonly budget?: number;
}

/** Which figure of a contender: `ms`, `megabytes`, `longest`, or one of its further values. */
export interface Pick {
  readonly of: string;
  readonly value?: string;
}

/** One line of the report. */
export interface Row extends Pick {
  readonly work: string;
  readonly unit: '×' | 'ms' | 'MB' | 'GB' | 'GB/s' | '';
  /** The figure is the ratio to this, round by round. */
  readonly over?: Pick;
  /** What is taken from the figure, round by round. */
  readonly less?: Pick;
  readonly atMost?: number;
  readonly atLeast?: number;
  /** The worst round counts, not the middle one. */
  readonly worst?: boolean;
}
