/** Images that label files name and the drop does not have: one problem each or, where not one of a file's is there, one for the file. */
import type { SampleRow } from '../model/dataset.ts';
import type { Sink } from './format.ts';

export class MissingImages {
  readonly #sink: Sink;
  readonly #file: string;
  readonly #mayBeThere: boolean;
  #anyThere = false;
  #count = 0;
  // Columns: there may be a million of them until the first that is there, or the end of the file.
  readonly #names: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #samples: SampleRow[] = [];

  /**
   * @param file path of the label file
   * @param mayBeThere false: there is not one image file, so that names need not be kept
   */
  constructor(sink: Sink, file: string, mayBeThere = true) {
    this.#sink = sink;
    this.#file = file;
    this.#mayBeThere = mayBeThere;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Other ones, where none is and none can be there. */
  addMore(images: number): void {
    this.#count += images;
  }

  /** An image of this name, of the record at these bytes, is not in the drop. */
  add(name: string, sample: SampleRow, start: number, end: number): void {
    if (this.#anyThere) {
      this.#tell(name, sample, start, end);
      return;
    }
    this.#count += 1;
    if (!this.#mayBeThere && this.#count > 1) return;
    this.#names.push(name);
    this.#samples.push(sample);
    this.#starts.push(start);
    this.#ends.push(end);
  }

  /** Another one is: those that are missing are told one by one. */
  seeOne(): void {
    if (this.#anyThere) return;
    this.#anyThere = true;
    this.#tellAll();
  }

  /** After the file's last image. */
  finish(): void {
    const images = this.#count;
    if (images === 1) this.#tellAll();
    else if (images > 1 && !this.#anyThere) this.#sink.problem({ code: 'images-absent', file: this.#file, values: { images } });
  }

  #tellAll(): void {
    for (const [i, name] of this.#names.entries()) {
      this.#tell(name, this.#samples[i] ?? 0, this.#starts[i] ?? 0, this.#ends[i] ?? 0);
    }
    for (const column of [this.#names, this.#starts, this.#ends, this.#samples]) column.length = 0;
  }

  #tell(name: string, sample: SampleRow, start: number, end: number): void {
    this.#sink.problem({ code: 'image-missing', file: this.#file, at: { byte: start, end }, sample, values: { name } });
  }
}
