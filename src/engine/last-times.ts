/** Datasets that are shown as they were the last time, while they are being read. */
import { ignoreAbort } from '../base/abort.ts';
import { ReadError } from '../files/byte-source.ts';
import type { SampleRow } from '../model/dataset.ts';
import { Dataset } from './dataset.ts';
import type { KeptColumns, LastTime } from './kept-columns.ts';
import type { KeptStamps } from './kept-stamps.ts';

/** How a dataset that was read compares with what was shown of it. */
export type Outcome = 'new' | 'same' | 'changed';

export class LastTimes {
  /** What is read behind each that is shown, by id. */
  readonly #behind = new Map<number, Dataset>();
  readonly #lastTimes = new Map<Dataset, LastTime>();
  /** What the files of those that are shown were; also when nothing is read behind them any more. */
  readonly #stamps = new WeakMap<Dataset, KeptStamps>();
  /** What has been read whole: it is not hidden any more. */
  readonly #settled = new Set<Dataset>();
  readonly #show: (dataset: Dataset) => void;
  #finding = new AbortController();

  constructor(show: (dataset: Dataset) => void) {
    this.#show = show;
  }

  /**
   * Shows what these were, where that is known and as soon as it is; `onShown` hears of each. They may be read meanwhile: what is read
   * first is shown until then. What was read behind others is no longer.
   */
  begin(datasets: readonly Dataset[], store: Promise<KeptColumns | undefined>, signal: AbortSignal, onShown: () => void): void {
    this.end();
    this.#finding = new AbortController();
    this.#find(datasets, store, AbortSignal.any([signal, this.#finding.signal]), onShown).catch(ignoreAbort);
  }

  async #find(
    datasets: readonly Dataset[],
    store: Promise<KeptColumns | undefined>,
    signal: AbortSignal,
    onShown: () => void,
  ): Promise<void> {
    const kept = await store;
    for (const dataset of datasets) {
      signal.throwIfAborted();
      if (!kept || this.#settled.has(dataset)) continue;
      const shown = new Dataset(dataset.id, dataset.files, dataset.reading, 'kept');
      const last = await kept.find(shown, signal);
      if (!last || this.#settled.has(dataset)) continue;
      this.#behind.set(dataset.id, dataset);
      this.#lastTimes.set(dataset, last);
      this.#stamps.set(shown, last.stamps);
      this.#show(shown);
      onShown();
    }
  }

  /** Shows a dataset that is being read, unless what it was is shown. */
  showRead(dataset: Dataset): void {
    if (this.#behind.get(dataset.id) !== dataset) this.#show(dataset);
  }

  /** Where a sample's file was written or replaced since, shows what is being read in the place of what was; whether it was so. */
  async dropIfStale(dataset: Dataset, row: SampleRow | undefined): Promise<boolean> {
    if (dataset.standIn !== 'kept' || row === undefined || !(await isStale(dataset, row, this.#stamps.get(dataset)))) return false;
    const read = this.#behind.get(dataset.id);
    this.#behind.delete(dataset.id);
    if (read) this.#show(read);
    return true;
  }

  /** As `dropIfStale`; throws what the page can show. */
  async refuseStale(dataset: Dataset, row: SampleRow): Promise<void> {
    if (await this.dropIfStale(dataset, row))
      throw new ReadError('file-changed', 'The file is not what it was when it was read the last time');
  }

  /** Shows a dataset that has been read whole. Says how it compares with what was shown. */
  async settle(dataset: Dataset): Promise<Outcome> {
    this.#settled.add(dataset);
    const last = this.#lastTimes.get(dataset);
    const isSame = last !== undefined && this.#behind.get(dataset.id) === dataset && (await last.isSame(dataset));
    this.#behind.delete(dataset.id);
    this.#show(dataset);
    return last === undefined ? 'new' : isSame ? 'same' : 'changed';
  }

  /** Nothing is being read any more. What was not read to its end stays as it was, and is not called complete. */
  end(): void {
    this.#finding.abort();
    this.#behind.clear();
    this.#lastTimes.clear();
    this.#settled.clear();
  }
}

/** Whether a file of a sample is another one than when the dataset was read: what is shown of it may be what it was. */
async function isStale(dataset: Dataset, row: SampleRow, stamps: KeptStamps | undefined): Promise<boolean> {
  const { at, annotations } = dataset.ref(row, 1);
  const stale = await Promise.all(
    [at?.file, annotations[0]?.file].map(async (file) => {
      const source = file === undefined ? undefined : dataset.files.source(file);
      if (file === undefined || !source?.isBlob) return false;
      const blob = await source.wholeBlob();
      // It may be an older one: then only what it was tells.
      return stamps?.differs(file, blob) ?? ('lastModified' in blob && Number(blob.lastModified) > dataset.readAt);
    }),
  );
  return stale.includes(true);
}
