/** What stands beside the arrays of a COCO file (`info`, `licenses`): nothing is read of it, but it is to be JSON. */
import type { ByteSource } from '../../files/byte-source.ts';
import type { Problem } from '../../model/problem.ts';
import { parseJson } from '../../syntax/json-value.ts';

/** Longer ones, and whatever stands behind so many bytes of others, are only walked over by their brackets and quotes. */
const MOST_BYTES = 4 << 20;

/** Values at the top of one file, as a scan walks over them. */
export class Rest {
  readonly #ranges: { readonly name: string; readonly start: number; readonly end: number }[] = [];
  #bytes = 0;
  #start = -1;

  begin(start: number): void {
    this.#start = start;
  }

  end(name: string, end: number): void {
    const start = this.#start;
    this.#start = -1;
    if (start < 0 || this.#bytes + end - start > MOST_BYTES) return;
    this.#bytes += end - start;
    this.#ranges.push({ name, start, end });
  }

  /** Those that are no JSON, or not quite, with the first place of it. Rejects with a `ReadError`. */
  async problems(source: ByteSource): Promise<Pick<Problem, 'code' | 'at' | 'values'>[]> {
    const found: Pick<Problem, 'code' | 'at' | 'values'>[] = [];
    for (const { name, start, end } of this.#ranges) {
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await source.read(start, end));
      const parsed = parseJson(text);
      const wrong = parsed.ok ? parsed.notes.controlAt : parsed.offset;
      if (wrong !== undefined) {
        const offset = start + new TextEncoder().encode(text.slice(0, wrong)).length;
        found.push({ code: 'json-syntax', at: { byte: start, end }, values: { section: name, offset } });
      }
      if (parsed.ok && parsed.notes.notFinite > 0)
        found.push({ code: 'json-not-finite', at: { byte: start, end }, values: { count: parsed.notes.notFinite } });
    }
    return found;
  }
}
