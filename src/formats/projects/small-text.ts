/** Descriptions are small: their whole text, parsed. */
import { ReadError } from '../../files/byte-source.ts';
import type { FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';

/** More bytes than this are data. */
const MAX_BYTES = 4 << 20;

/** A small file's text; undefined where it is not small, or cannot be read: whoever claims it says so. */
export async function smallText(files: FileSet, file: FileIndex): Promise<string | undefined> {
  try {
    const source = files.source(file);
    const size = await source.size();
    if (size === 0 || size > MAX_BYTES) return undefined;
    return new TextDecoder().decode(await source.read(0, size));
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}
