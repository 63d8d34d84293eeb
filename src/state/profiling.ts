/** Keeps the profile of the texts in step with the question while somebody looks at it. */
import type { EngineClient } from '../engine/client.ts';
import type { ProfileProgress, TextProfile } from '../engine/protocol.ts';
import { isAbort } from '../base/abort.ts';
import { wrongWith } from './asking.ts';
import { currentDataset, isReading, type AppStore } from './store.ts';

export interface ProfileState {
  readonly dataset: number;
  /** Of the answer that it is the profile of. */
  readonly generation: number;
  /** As far as it is known. */
  readonly profile: TextProfile | undefined;
  /** `stopped`: somebody cancelled. */
  readonly state: 'running' | 'whole' | 'stopped';
}

/** What is done sooner than this shows no bar: milliseconds. */
const QUICK_MS = 300;

/** @param measured called when columns have got their values, with which the facets can count */
export function createProfiling(engine: EngineClient, store: AppStore, measured: () => Promise<void>): { profile(): () => void } {
  async function run(dataset: number, mine: AbortController): Promise<void> {
    const { query, generation } = store.getState();
    const started = performance.now();
    let isMeasured = false;
    const cancel = (): void => {
      mine.abort();
      store.setState((state) => ({
        activity: undefined,
        ...(state.profile ? { profile: { ...state.profile, state: 'stopped' as const } } : {}),
      }));
    };
    const onProgress = ({ phase, done, total, profile }: ProfileProgress): void => {
      if (mine.signal.aborted) return;
      const { activity } = store.getState();
      if ((!activity || activity.kind === 'profiling' || activity.kind === 'terms') && performance.now() - started > QUICK_MS) {
        store.setState({ activity: { kind: phase === 'texts' ? 'profiling' : 'terms', done, total, cancel } });
      }
      if (profile) store.setState({ profile: { dataset, generation, profile, state: 'running' } });
      if (phase === 'terms' && !isMeasured) {
        isMeasured = true;
        void tellMeasured(dataset);
      }
    };
    store.setState((state) => ({
      profile: { dataset, generation, profile: state.profile?.dataset === dataset ? state.profile.profile : undefined, state: 'running' },
    }));
    try {
      const profile = await engine.profile({ dataset, query }, { signal: mine.signal, onProgress });
      if (!mine.signal.aborted) store.setState({ profile: { dataset, generation, profile, state: 'whole' } });
    } catch (error) {
      if (mine.signal.aborted || isAbort(error)) return;
      const wrong = wrongWith(error);
      store.setState((state) => ({
        ...(state.profile ? { profile: { ...state.profile, state: 'stopped' as const } } : {}),
        // A file that cannot be read is among the problems already.
        ...(typeof wrong === 'string' ? { broken: wrong } : {}),
      }));
    } finally {
      store.setState(({ activity }) => (activity?.kind === 'profiling' || activity?.kind === 'terms' ? { activity: undefined } : {}));
    }
  }

  /** Columns that were lazy have their values now. */
  async function tellMeasured(dataset: number): Promise<void> {
    const before = store.getState().datasets.find(({ id }) => id === dataset);
    const summary = await engine.ready({ dataset, columns: [] });
    const lazy = (measures: typeof summary.measures): number => measures.filter((column) => column.lazy === true).length;
    if (!before || lazy(before.measures) === lazy(summary.measures)) return;
    store.setState((state) => ({ datasets: state.datasets.map((other) => (other.id === dataset ? summary : other)) }));
    await measured();
  }

  return {
    profile() {
      const mine = new AbortController();
      const dataset = currentDataset(store.getState());
      if (dataset && (dataset.complete || !isReading(store.getState()))) void run(dataset.id, mine);
      return () => mine.abort();
    },
  };
}
