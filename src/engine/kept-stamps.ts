/** What the label files of a dataset were when it was read: size and time of each, to tell whether one is another now. */
import { slices } from '../base/pause.ts';
import { stampOf } from '../files/blob-source.ts';
import type { FileSet } from '../files/file-set.ts';
import type { FileIndex } from '../model/dataset.ts';

/** By place; a size of -1: not known. */
export type StampState = {
  /** File indices, ascending. */
  readonly files: Uint32Array;
  /** Bytes. */
  readonly sizes: Float64Array;
  /** Milliseconds since 1970. */
  readonly times: Float64Array;
};

/** Of these files, as they were when they were opened: none is opened for it. */
export async function stampsOf(set: FileSet, files: readonly FileIndex[]): Promise<StampState> {
  const stamped = Uint32Array.from(files).sort();
  const sizes = new Float64Array(stamped.length).fill(-1);
  const times = new Float64Array(stamped.length);
  await slices()(stamped, (file, place) => {
    const stamp = set.source(file).stamp;
    if (!stamp) return;
    sizes[place] = stamp.size;
    times[place] = stamp.modified;
  });
  return { files: stamped, sizes, times };
}

/** What is known of files by their indices now. */
export class KeptStamps {
  readonly #state: StampState;
  /** Place by file index, -1: none. */
  readonly #places: Int32Array;

  /** @param count files of now · @param fileOf the index now of a file of then, -1 where it is gone */
  constructor(state: StampState, count: number, fileOf: (file: FileIndex) => FileIndex) {
    this.#state = state;
    this.#places = new Int32Array(count).fill(-1);
    for (const [place, file] of state.files.entries()) this.#places[fileOf(file)] = place;
  }

  /** Whether the file was another one when the dataset was read; undefined where nobody knows what it was. */
  differs(file: FileIndex, blob: Blob): boolean | undefined {
    const { sizes, times } = this.#state;
    const place = this.#places[file] ?? -1;
    const size = sizes[place] ?? -1;
    if (size < 0) return undefined;
    const now = stampOf(blob);
    return now.size !== size || now.modified !== times[place];
  }
}
