/** Datasets that are shown as they were the last time, while they are being read. */
import { ignoreAbort } from '../base/abort.ts';
import { ReadError } from '../files/byte-source.ts';
import type { SampleRow } from '../model/dataset.ts';
import { Dataset } from './dataset.ts';
import type { KeptColumns, LastTime } from './kept-columns.ts';

/** How a dataset that was read compares with what was shown of it. */
export type Outcome = 'new' | 'same' | 'changed';

export class LastTimes {
  /** What is read behind each that is shown, by id. */
  readonly #behind = new Map<number, Dataset>();
  readonly #lastTimes = new Map<Dataset, LastTime>();
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
      this.#show(shown);
      onShown();
    }
  }

  /** Shows a dataset that is being read, unless what it was is shown. */
  showRead(dataset: Dataset): void {
    if (this.#behind.get(dataset.id) !== dataset) this.#show(dataset);
  }

  /** Where a sample's file was written since, shows what is being read in the place of what was; whether it was so. */
  async dropIfStale(dataset: Dataset, row: SampleRow | undefined): Promise<boolean> {
    if (dataset.standIn !== 'kept' || row === undefined || !(await isStale(dataset, row))) return false;
    const read = this.#behind.get(dataset.id);
    this.#behind.delete(dataset.id);
    if (read) this.#show(read);
    return true;
  }

  /** As `dropIfStale`; throws what the page can show. */
  async refuseStale(dataset: Dataset, row: SampleRow): Promise<void> {
    if (await this.dropIfStale(dataset, row)) throw new ReadError('file-changed', 'The file was written after it was read the last time');
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

/** Whether a file of a sample was written after the dataset was read: what is shown of it may be what it was. */
async function isStale(dataset: Dataset, row: SampleRow): Promise<boolean> {
  const { at, annotations } = dataset.ref(row, 1);
  const sources = [at?.file, annotations[0]?.file].flatMap((file) => (file === undefined ? [] : [dataset.files.source(file)]));
  const blobs = await Promise.all(sources.flatMap((source) => (source.isBlob ? [source.wholeBlob()] : [])));
  return blobs.some((blob) => 'lastModified' in blob && Number(blob.lastModified) > dataset.readAt);
}
