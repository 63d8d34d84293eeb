/** Work on several parts of something at a time, in one thread: while one waits, another has work. What they give comes in order. */

/** Values of one part that are kept before its turn comes; then it waits. */
const MOST_KEPT = 256;

interface Course<T> {
  readonly values: T[];
  ended: boolean;
  failure?: { readonly error: unknown };
}

/**
 * What the parts give, one part after the other, while `lanes` of them are at work. The first begins alone, until it gives something: what
 * somebody waits for is at the beginning. Where a part fails, so does the whole, after all that stands before.
 */
export async function* sideBySide<T>(parts: readonly (() => AsyncIterable<T>)[], lanes: number, mostKept = MOST_KEPT): AsyncGenerator<T> {
  const courses: Course<T>[] = [];
  /** The part whose values are handed out. */
  let turn = 0;
  let isStopped = false;
  let wakeReader = (): void => undefined;
  let waiting: (() => void)[] = [];

  const wakeAll = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  /** Begins parts, as many as there are lanes for, and none that is far ahead. */
  const begin = (): void => {
    const most = Math.min(parts.length, turn + lanes + 1);
    while (!isStopped && courses.length < most && courses.filter(({ ended }) => !ended).length < lanes) void run(courses.length);
  };
  const run = async (at: number): Promise<void> => {
    const course: Course<T> = { values: [], ended: false };
    courses.push(course);
    try {
      for await (const value of parts[at]?.() ?? []) {
        if (isStopped) return;
        course.values.push(value);
        wakeReader();
        begin();
        while (!isStopped && course.values.length >= mostKept) await new Promise<void>((wake) => waiting.push(wake));
      }
    } catch (error) {
      course.failure = { error };
    } finally {
      course.ended = true;
      wakeReader();
    }
    if (!course.failure) begin();
  };

  try {
    for (; turn < parts.length; turn += 1) {
      if (courses.length <= turn) void run(turn);
      const course = courses[turn];
      if (!course) return;
      for (;;) {
        const values = course.values.splice(0);
        if (values.length > 0) wakeAll();
        else if (course.ended) break;
        else await new Promise<void>((wake) => (wakeReader = wake));
        yield* values;
      }
      if (course.failure) throw course.failure.error;
    }
  } finally {
    isStopped = true;
    wakeAll();
  }
}
