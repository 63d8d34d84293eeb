/** Who waits for an answer goes before what is done for nobody in particular. */
import { pause } from '../base/pause.ts';

export class Attention {
  #asked = 0;
  #waiting: (() => void)[] = [];

  /** Somebody waits for this. */
  async during<T>(answer: Promise<T>): Promise<T> {
    this.#asked += 1;
    try {
      return await answer;
    } finally {
      this.#asked -= 1;
      if (this.#asked === 0) for (const go of this.#waiting.splice(0)) go();
    }
  }

  /** A turn for others, and as long as somebody waits. Not for work that an answer may wait for. */
  readonly leisure = async (): Promise<void> => {
    await pause();
    while (this.#asked > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  };
}
