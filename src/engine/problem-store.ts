/** The problems of one dataset: counts are exact, positions are kept for all, values for the first ten thousand of each code. */
import { Bitset } from '../base/bitset.ts';
import type { GrowableState } from '../base/growable.ts';
import type { Position, Problem, ProblemCode } from '../model/problem.ts';
import { PROBLEM_SEVERITY, severityOf } from '../model/problem.ts';
import { f64, u16, u32 } from '../table/column.ts';
import type { ProblemGroup, ProblemPage } from './protocol.ts';
import { SortedRows, type ListedRows } from './sorted-rows.ts';

const VALUES_KEPT = 10_000;
const PER_SAMPLE = 1_000;
const NONE = 0xffff_ffff;
const SEVERITY_ORDER = { error: 0, warning: 1, note: 2 } as const;

export type ProblemState = {
  readonly codes: readonly {
    readonly code: ProblemCode;
    readonly file: GrowableState<Uint32Array>;
    readonly sample: GrowableState<Uint32Array>;
    readonly place: GrowableState<Float64Array>;
    readonly length: GrowableState<Uint32Array>;
    /** Of the first problems, in order; an empty list for none. */
    readonly values: readonly (readonly [NonNullable<Problem['values']>] | readonly [])[];
    readonly samples: Bitset['state'];
    readonly sets: readonly (readonly [number, Uint32Array])[];
  }[];
  readonly files: readonly string[];
  readonly perSample: GrowableState<Uint16Array>;
};

/** All problems of one code, column by column. */
class ProblemColumns {
  readonly file = u32();
  readonly sample = u32();
  /** Line, or byte where `length` says so. */
  readonly place = f64();
  /** 0: `place` is a line; else bytes + 1; NONE: nowhere. */
  readonly length = u32();
  readonly values: (Problem['values'] | undefined)[] = [];
  /** Samples that this code concerns. */
  samples = new Bitset();
  /** Problems that concern many samples, by their place. */
  readonly sets = new Map<number, ListedRows>();

  get count(): number {
    return this.file.length;
  }

  push(file: number, at: Position | undefined, sample: number | undefined, values: Problem['values']): void {
    if (this.count < VALUES_KEPT) this.values.push(values);
    this.file.push(file);
    this.sample.push(sample ?? NONE);
    this.place.push(at?.line ?? at?.byte ?? 0);
    if (at?.line !== undefined) this.length.push(0);
    else if (at?.byte !== undefined) this.length.push(Math.min(NONE - 1, Math.max(0, (at.end ?? at.byte) - at.byte) + 1));
    else this.length.push(NONE);
    if (sample !== undefined) this.samples.add(sample);
  }

  position(i: number): Position | undefined {
    const place = this.place.at(i);
    const length = this.length.at(i);
    if (length === NONE) return undefined;
    if (length === 0) return { line: place };
    return length === 1 ? { byte: place } : { byte: place, end: place + length - 1 };
  }
}

export class ProblemStore {
  readonly #codes = new Map<ProblemCode, ProblemColumns>();
  readonly #files: string[] = [];
  readonly #fileIds = new Map<string, number>();
  readonly #perSample = u16();
  /** Grows with every problem: whoever caches by it notices news. */
  version = 0;

  get state(): ProblemState {
    const codes = [...this.#codes].map(([code, columns]) => ({
      code,
      file: columns.file.state,
      sample: columns.sample.state,
      place: columns.place.state,
      length: columns.length.state,
      values: columns.values.map((values) => (values === undefined ? ([] as const) : ([values] as const))),
      samples: columns.samples.state,
      sets: [...columns.sets].map(([at, set]) => [at, set.rows()] as const),
    }));
    return { codes, files: this.#files, perSample: this.#perSample.state };
  }

  /** Becomes what the state says, whose arrays it takes over. The store must be empty. */
  restore({ codes, files, perSample }: ProblemState): void {
    for (const { code, ...state } of codes) {
      const columns = new ProblemColumns();
      columns.file.restore(state.file);
      columns.sample.restore(state.sample);
      columns.place.restore(state.place);
      columns.length.restore(state.length);
      columns.values.push(...state.values.map(([values]) => values));
      columns.samples = Bitset.restored(state.samples);
      for (const [at, rows] of state.sets) columns.sets.set(at, new SortedRows(rows));
      this.#codes.set(code, columns);
    }
    for (const file of files) this.#fileId(file);
    this.#perSample.restore(perSample);
    this.version++;
  }

  /** `among`: further samples that it concerns. */
  add(problem: Problem, among?: ListedRows): void {
    this.version++;
    let columns = this.#codes.get(problem.code);
    if (!columns) this.#codes.set(problem.code, (columns = new ProblemColumns()));
    columns.push(this.#fileId(problem.file), problem.at, problem.sample, problem.values);
    if (problem.sample !== undefined) this.#countSample(problem.sample);
    if (!among) return;
    columns.sets.set(columns.count - 1, among);
    for (const sample of among.rows()) {
      columns.samples.add(sample);
      if (sample !== problem.sample) this.#countSample(sample);
    }
  }

  /** Takes back all problems of a code: it is looked for anew. */
  forget(code: ProblemCode): void {
    const columns = this.#codes.get(code);
    if (!columns) return;
    this.version++;
    this.#codes.delete(code);
    for (let i = 0; i < columns.count; i++) {
      const sample = columns.sample.at(i);
      if (sample !== NONE) this.#uncountSample(sample);
      for (const row of columns.sets.get(i)?.rows() ?? []) if (row !== sample) this.#uncountSample(row);
    }
  }

  /** Counts by code, errors first, then by number. */
  /** Whether there is a problem of any of these codes. */
  hasAny(codes: ReadonlySet<string>): boolean {
    return [...this.#codes.keys()].some((code) => codes.has(code));
  }

  summaries(): ProblemGroup[] {
    return [...this.#codes]
      .map(([code, { count, samples }]) => ({ code, severity: severityOf(code), count, samples: samples.size }))
      .sort((a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] || b.count - a.count || (a.code < b.code ? -1 : 1));
  }

  /** Problems `from` (inclusive) to `to` (exclusive) of one code in the order they were found. */
  page(code: ProblemCode, from: number, to: number): ProblemPage {
    const columns = this.#codes.get(code);
    const problems: Problem[] = [];
    const total = columns?.count ?? 0;
    for (let i = Math.max(0, from); i < Math.min(to, total); i++) if (columns) problems.push(this.#problemAt(code, columns, i));
    return { problems, total };
  }

  /** How many problems name this sample; 65,535 stands for that many or more. */
  countOf(sample: number): number {
    return this.#perSample.at(sample);
  }

  /** The problems that name this sample, `PER_SAMPLE` at most. */
  ofSample(sample: number): Problem[] {
    const problems: Problem[] = [];
    if (this.countOf(sample) === 0) return problems;
    for (const [code, columns] of this.#codes) {
      if (!columns.samples.has(sample)) continue;
      for (let i = 0; i < columns.count; i++) {
        if (columns.sample.at(i) !== sample && columns.sets.get(i)?.has(sample) !== true) continue;
        problems.push(this.#problemAt(code, columns, i));
        if (problems.length === PER_SAMPLE) return problems;
      }
    }
    return problems;
  }

  /** The samples that a code concerns, for `problem:` clauses; grows on. */
  samplesWith(code: string): Bitset | undefined {
    return isProblemCode(code) ? this.#codes.get(code)?.samples : undefined;
  }

  /** Codes found so far, in the order of their first problem. */
  get found(): ProblemCode[] {
    return [...this.#codes.keys()];
  }

  count(code: ProblemCode): number {
    return this.#codes.get(code)?.count ?? 0;
  }

  #problemAt(code: ProblemCode, columns: ProblemColumns, i: number): Problem {
    const file = this.#files[columns.file.at(i)];
    const at = columns.position(i);
    const values = columns.values[i];
    const sample = columns.sample.at(i);
    return {
      code,
      ...(file === undefined ? {} : { file }),
      ...(at === undefined ? {} : { at }),
      ...(values === undefined ? {} : { values }),
      ...(sample === NONE ? {} : { sample }),
    };
  }

  #fileId(file: string | undefined): number {
    if (file === undefined) return NONE;
    let id = this.#fileIds.get(file);
    if (id === undefined) {
      id = this.#files.push(file) - 1;
      this.#fileIds.set(file, id);
    }
    return id;
  }

  #uncountSample(sample: number): void {
    const count = this.#perSample.at(sample);
    // The most that is counted stands for more.
    if (count < 0xffff) this.#perSample.set(sample, Math.max(0, count - 1));
  }

  #countSample(sample: number): void {
    this.#perSample.set(sample, Math.min(0xffff, this.#perSample.at(sample) + 1));
  }
}

/** Whether a text, from a query for instance, is a code of ours. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEM_SEVERITY, code);
}
