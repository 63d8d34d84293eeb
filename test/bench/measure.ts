/** What the pages of the benchmark tell its runner: plain data, the same on both sides. */

/** What was found, for comparison with the others: counts and sums. */
export type Findings = Readonly<Record<string, number | string>>;

export interface Measure {
  /** What the work took, milliseconds. */
  readonly ms: number;
  readonly findings: Findings;
  /** Further figures by name, milliseconds unless the row says otherwise. */
  readonly values?: Readonly<Record<string, number>>;
}

export type TaskOptions = Readonly<Record<string, number | string>>;
