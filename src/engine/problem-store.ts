/** The problems of one dataset: counts are exact, positions are kept for all, values for the first ten thousand of each code. */
import type { Position, Problem, ProblemCode } from '../model/problem.ts';
import { PROBLEM_SEVERITY, severityOf } from '../model/problem.ts';
import type { ProblemSummary } from '../model/dataset.ts';
import type { ProblemPage } from './protocol.ts';

const VALUES_KEPT = 10_000;
const NONE = 0xffff_ffff;
const SEVERITY_ORDER = { error: 0, warning: 1, note: 2 } as const;

/** All problems of one code, column by column. */
class ProblemColumns {
  count = 0;
  /** Samples that this code concerns. */
  samples = 0;
  file = new Uint32Array(16);
  sample = new Uint32Array(16);
  /** Line, or byte where `length` says so. */
  place = new Float64Array(16);
  /** 0: `place` is a line; else bytes + 1; NONE: nowhere. */
  length = new Uint32Array(16);
  readonly values: (Problem['values'] | undefined)[] = [];
  /** One bit for each sample row. */
  bits = new Uint32Array(8);

  push(file: number, at: Position | undefined, sample: number | undefined, values: Problem['values']): void {
    if (this.count === this.file.length) this.grow();
    const i = this.count++;
    this.file[i] = file;
    this.sample[i] = sample ?? NONE;
    this.place[i] = at?.line ?? at?.byte ?? 0;
    if (at?.line !== undefined) this.length[i] = 0;
    else if (at?.byte !== undefined) this.length[i] = Math.min(NONE - 1, Math.max(0, (at.end ?? at.byte) - at.byte) + 1);
    else this.length[i] = NONE;
    if (i < VALUES_KEPT) this.values.push(values);
    if (sample !== undefined && this.mark(sample)) this.samples++;
  }

  has(sample: number): boolean {
    return (((this.bits[sample >>> 5] ?? 0) >>> (sample & 31)) & 1) === 1;
  }

  position(i: number): Position | undefined {
    const place = this.place[i] ?? 0;
    const length = this.length[i] ?? NONE;
    if (length === NONE) return undefined;
    if (length === 0) return { line: place };
    return length === 1 ? { byte: place } : { byte: place, end: place + length - 1 };
  }

  private mark(sample: number): boolean {
    const word = sample >>> 5;
    if (word >= this.bits.length) {
      const bits = new Uint32Array(Math.max(word + 1, this.bits.length * 2));
      bits.set(this.bits);
      this.bits = bits;
    }
    const before = this.bits[word] ?? 0;
    this.bits[word] = before | (1 << (sample & 31));
    return this.bits[word] !== before;
  }

  private grow(): void {
    const length = this.file.length * 2;
    const file = new Uint32Array(length);
    file.set(this.file);
    this.file = file;
    const sample = new Uint32Array(length);
    sample.set(this.sample);
    this.sample = sample;
    const place = new Float64Array(length);
    place.set(this.place);
    this.place = place;
    const bytes = new Uint32Array(length);
    bytes.set(this.length);
    this.length = bytes;
  }
}

export class ProblemStore {
  private readonly codes = new Map<ProblemCode, ProblemColumns>();
  private readonly files: string[] = [];
  private readonly fileIds = new Map<string, number>();
  private perSample = new Uint16Array(64);
  /** Grows with every problem: whoever caches by it notices news. */
  version = 0;

  add(problem: Problem): void {
    this.version++;
    let columns = this.codes.get(problem.code);
    if (!columns) this.codes.set(problem.code, (columns = new ProblemColumns()));
    columns.push(this.fileId(problem.file), problem.at, problem.sample, problem.values);
    if (problem.sample !== undefined) this.countSample(problem.sample);
  }

  /** Counts by code, errors first, then by number. */
  summaries(): ProblemSummary[] {
    return [...this.codes]
      .map(([code, { count, samples }]) => ({ code, severity: severityOf(code), count, samples }))
      .sort((a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] || b.count - a.count || (a.code < b.code ? -1 : 1));
  }

  /** Problems `from` (inclusive) to `to` (exclusive) of one code in the order they were found. */
  page(code: ProblemCode, from: number, to: number): ProblemPage {
    const columns = this.codes.get(code);
    const problems: Problem[] = [];
    const total = columns?.count ?? 0;
    for (let i = Math.max(0, from); i < Math.min(to, total); i++) if (columns) problems.push(this.problemAt(code, columns, i));
    return { problems, total };
  }

  /** How many problems name this sample; 65,535 stands for that many or more. */
  countOf(sample: number): number {
    return this.perSample[sample] ?? 0;
  }

  /** The problems that name this sample, a thousand at most. */
  ofSample(sample: number): Problem[] {
    const problems: Problem[] = [];
    if (this.countOf(sample) === 0) return problems;
    for (const [code, columns] of this.codes) {
      if (!columns.has(sample)) continue;
      for (let i = columns.sample.indexOf(sample); i >= 0 && i < columns.count; i = columns.sample.indexOf(sample, i + 1)) {
        problems.push(this.problemAt(code, columns, i));
        if (problems.length === 1000) return problems;
      }
    }
    return problems;
  }

  has(code: string, sample: number): boolean {
    return isProblemCode(code) && (this.codes.get(code)?.has(sample) ?? false);
  }

  /** Bits of the samples that a code concerns, for `problem:` clauses: bit `row & 31` of word `row >>> 5`; may be short. */
  bits(code: string): Uint32Array {
    return (isProblemCode(code) ? this.codes.get(code)?.bits : undefined) ?? new Uint32Array(0);
  }

  /** Codes found so far, in the order of their first problem. */
  get found(): ProblemCode[] {
    return [...this.codes.keys()];
  }

  count(code: ProblemCode): number {
    return this.codes.get(code)?.count ?? 0;
  }

  private problemAt(code: ProblemCode, columns: ProblemColumns, i: number): Problem {
    const file = this.files[columns.file[i] ?? NONE];
    const at = columns.position(i);
    const values = columns.values[i];
    const sample = columns.sample[i];
    return {
      code,
      ...(file === undefined ? {} : { file }),
      ...(at === undefined ? {} : { at }),
      ...(values === undefined ? {} : { values }),
      ...(sample === undefined || sample === NONE ? {} : { sample }),
    };
  }

  private fileId(file: string | undefined): number {
    if (file === undefined) return NONE;
    let id = this.fileIds.get(file);
    if (id === undefined) {
      id = this.files.push(file) - 1;
      this.fileIds.set(file, id);
    }
    return id;
  }

  private countSample(sample: number): void {
    if (sample >= this.perSample.length) {
      const counts = new Uint16Array(Math.max(sample + 1, this.perSample.length * 2));
      counts.set(this.perSample);
      this.perSample = counts;
    }
    const before = this.perSample[sample] ?? 0;
    if (before < 0xffff) this.perSample[sample] = before + 1;
  }
}

/** Whether a text, from a query for instance, is a code of ours. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEM_SEVERITY, code);
}
