/** A look into some label files of a folder: are these rows of YOLO, and what kind? */
import type { FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import { linesOf } from '../../syntax/text-lines.ts';
import { unreadableAs } from './read-labels.ts';
import { tokensOf } from './row.ts';
import { looksLikeDota, looksLikeRow } from './rules.ts';

/** Polygons make lines of several kilobytes. */
const SNIFF_BYTES = 16 * 1024;
/** Of one file. */
const MAX_ROWS = 200;

export interface Sniffed {
  /** Tokens of the rows that look like YOLO. */
  readonly rows: readonly (readonly string[])[];
  /** Lines of DOTA among the others: corners and a name. */
  readonly dota: number;
  /** Lines that do not look like YOLO. */
  readonly others: number;
  /** Files looked into that hold no row at all, blank ones. */
  readonly empty: number;
  /** Files that hold rows. */
  readonly good: number;
  /** Files that are no text at all. */
  readonly unreadable: number;
  /** Files that hold lines and no row, and those that are no text. */
  readonly strangers: readonly FileIndex[];
}

/** Looks into as many as `limit` files, spread evenly. */
export async function sniff(files: FileSet, labels: readonly FileIndex[], limit: number, signal: AbortSignal): Promise<Sniffed> {
  const chosen = spread(labels, limit);
  const rows: string[][] = [];
  const strangers: FileIndex[] = [];
  let others = 0;
  let dota = 0;
  let empty = 0;
  let good = 0;
  let unreadable = 0;
  for await (const { file, bytes } of files.firstBytes(chosen, SNIFF_BYTES, signal)) {
    if (bytes instanceof Error) continue;
    if (unreadableAs(bytes) !== undefined) {
      unreadable += 1;
      strangers.push(file);
      continue;
    }
    let lines = 0;
    const before = rows.length;
    let isGood = false;
    for (const { text, end } of linesOf(bytes)) {
      // The last line of a file that goes on is cut.
      if (bytes.length === SNIFF_BYTES && end === bytes.length) {
        if (lines === 0) isGood = looksLikeRow(tokensOf(text).tokens);
        lines += 1;
        break;
      }
      const { tokens } = tokensOf(text);
      if (tokens.length === 0) continue;
      lines += 1;
      if (looksLikeRow(tokens)) {
        isGood = true;
        if (rows.length - before < MAX_ROWS) rows.push(tokens);
      } else {
        others += 1;
        if (looksLikeDota(tokens)) dota += 1;
      }
    }
    if (lines === 0) empty += 1;
    else if (isGood) good += 1;
    else strangers.push(file);
  }
  return { rows, dota, others, empty, good, unreadable, strangers };
}

/** As many as `limit`, evenly from first to last. */
export function spread(files: readonly FileIndex[], limit: number): readonly FileIndex[] {
  if (files.length <= limit) return files;
  return Array.from({ length: limit }, (_, i) => files[Math.floor((i * files.length) / limit)] ?? 0);
}
