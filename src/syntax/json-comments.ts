/** Comments, which JSON does not have and people write: `// …`, `# …` and between a slash with a star and a star with a slash. */
import { MORE } from './json-bytes.ts';
import type { JsonWindow } from './json-window.ts';

export const SLASH = 0x2f;
export const HASH = 0x23;
const STAR = 0x2a;
const LINE_FEED = 0x0a;

export class Comments {
  #isBlock = false;

  /** Steps into the comment at hand. False: there is none; `MORE`: the next byte decides. */
  begin(view: JsonWindow): boolean | typeof MORE {
    const { bytes, limit } = view.cursor;
    const { at } = view;
    const isHash = bytes[at] === HASH;
    if (!isHash && at + 1 >= limit && !view.isEnd) return MORE;
    const next = bytes[at + 1];
    if (!isHash && next !== SLASH && next !== STAR) return false;
    this.#isBlock = !isHash && next === STAR;
    view.at += isHash ? 1 : 2;
    return true;
  }

  /** Walks on in the comment. Whether its end was found, behind which the window then stands. */
  walk(view: JsonWindow): boolean {
    const { bytes, limit } = view.cursor;
    for (let p = view.at; p < limit; p += 1) {
      if (this.#isBlock ? bytes[p] !== STAR : bytes[p] !== LINE_FEED) continue;
      if (this.#isBlock && p + 1 >= limit) {
        view.at = p;
        return false;
      }
      if (this.#isBlock && bytes[p + 1] !== SLASH) continue;
      view.at = p + (this.#isBlock ? 2 : 1);
      return true;
    }
    view.at = limit;
    return false;
  }
}
