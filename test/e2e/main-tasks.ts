/** What the page's own thread was busy with, from a trace of Chromium (`startTracing` with the category `toplevel`). */

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** What each task of the page's own thread took of the processor, milliseconds: the same on a machine that is busy with other things. */
export function mainTasks(trace: Buffer): number[] {
  const { traceEvents: events } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const threads = new Set(
    events.flatMap(({ name, args, pid, tid }) => (name === 'thread_name' && args?.name === 'CrRendererMain' ? [`${pid} ${tid}`] : [])),
  );
  return (
    events
      .filter(({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && threads.has(`${pid} ${tid}`))
      // A task that ran when the tracing began is told to have taken all that its thread ever took.
      .map(({ dur = 0, tdur = 0 }) => Math.min(dur, tdur) / 1000)
  );
}
