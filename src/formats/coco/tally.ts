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

  add(code: ProblemCode, start: number, end: number, values: Problem['values'] = {}, of = ''): void {
    const key = of === '' ? code : `${code} ${of}`;
    const known = this.#counts.get(key);
    if (known) known.count += 1;
    else this.#counts.set(key, { code, first: { byte: start, end }, values, count: 1 });
  }

  tell(sink: Sink, file: string): void {
    for (const { code, first, values, count } of this.#counts.values()) {
      sink.problem({ code, file, at: first, values: { ...values, count } });
    }
    this.#counts.clear();
  }
}
