import type { Position, Problem, ProblemCode } from '../../model/problem.ts';
import type { Sink } from '../format.ts';

interface Count {
  readonly code: ProblemCode;
  readonly first: Position;
  readonly values: Readonly<Record<string, string | number>>;
  count: number;
}

/** Problems that would come with every row: each kind is told once for a file, with its number and its first place. */
export class Tally {
  readonly #counts = new Map<string, Count>();

  /** @param times how often; the place is that of the first */
  add(code: ProblemCode, start: number, end: number, values: Problem['values'] = {}, of = '', times = 1): void {
    const key = of === '' ? code : `${code} ${of}`;
    const known = this.#counts.get(key);
    if (known) known.count += times;
    else this.#counts.set(key, { code, first: { byte: start, end }, values, count: times });
  }

  tell(sink: Sink, file: string): void {
    for (const { code, first, values, count } of this.#counts.values()) {
      sink.problem({ code, file, at: first, values: { ...values, count } });
    }
    this.#counts.clear();
  }
}
