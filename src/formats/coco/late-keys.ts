/** Whether a JSON file whose first bytes do not tell is COCO: by the keys at its top, whatever is as long in front of them. */
import type { FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import { scanJson } from '../../syntax/json-scan.ts';
import type { JsonItem, JsonVisitor } from '../../syntax/json-visitor.ts';
import { encodingOf, openText } from './source.ts';

/** Each file is followed so far, and so long. */
const BYTES = 64 * 2 ** 20;
const MS = 1000;
const SECTIONS = new Set(['images', 'annotations', 'categories']);
const IMAGE_ID = new TextEncoder().encode('image_id');

/** Skips what stands in front, holding at most the first item of a list. */
export async function hasLateKeys(files: FileSet, file: FileIndex, head: Uint8Array, signal: AbortSignal): Promise<boolean> {
  const encoding = encodingOf(head);
  if (encoding === undefined) return false;
  const look = new TopKeys(performance.now() + MS);
  await scanJson(openText(files, file, encoding).stream(0, BYTES), look, { signal, itemLimit: BYTES });
  return look.found;
}

class TopKeys implements JsonVisitor {
  found = false;
  readonly #until: number;
  #isDecided = false;

  constructor(until: number) {
    this.#until = until;
  }

  section(name: string): boolean {
    if (SECTIONS.has(name)) this.found = true;
    return name === '' && !this.#isDecided;
  }

  item(_: string, item: JsonItem): void {
    if (this.#isDecided) return;
    this.#isDecided = true;
    for (let i = 0; i < item.fieldCount; i += 1) {
      if (isImageId(item.bytes.subarray(item.fields[4 * i], item.fields[4 * i + 1]))) this.found = true;
    }
  }

  enough(): boolean {
    return this.found || this.#isDecided || performance.now() > this.#until;
  }

  broken(): void {
    // Not told while matching; a reading of the whole file says it.
    this.#isDecided = true;
  }

  problem(): void {
    // Likewise: the file is cut where the look ends.
  }
}

function isImageId(key: Uint8Array): boolean {
  return key.length === IMAGE_ID.length && key.every((byte, i) => byte === IMAGE_ID[i]);
}
