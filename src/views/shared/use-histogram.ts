import { useEffect, useState } from 'react';
import type { Histogram } from '../../engine/protocol.ts';
import { useApp, useAppState } from '../../state/use-app.ts';

/** The histogram of a field under the other clauses; follows the question, keeps the last one until the next is there. */
export function useHistogram(field: string): Histogram | undefined {
  const app = useApp();
  const dataset = useAppState((state) => state.current);
  const counted = useAppState((state) => state.counted);
  // A newer question is on its way: what is still counted for the last one would only keep it waiting.
  const asking = useAppState((state) => state.asking);
  // Of a dataset that is only beginning to be read nothing is counted yet.
  const isCounted = useAppState((state) => state.facets !== undefined);
  const [histogram, setHistogram] = useState<Histogram>();
  useEffect(() => {
    if (dataset === undefined || asking || !isCounted) return undefined;
    // Asked once per answer, not also when the query changes: the rows would be counted twice, and wait for it.
    const { query } = app.store.getState();
    const controller = new AbortController();
    app.engine.histogram({ dataset, query, field }, { signal: controller.signal }).then(
      (next) => {
        if (!controller.signal.aborted) setHistogram(next);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) app.set({ broken: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => controller.abort();
  }, [app, dataset, counted, field, asking, isCounted]);
  return histogram;
}
