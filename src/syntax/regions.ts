/**
 * A large file is read at two places at a time, in one thread: its bytes come through a pipe of the browser's, and while one place waits
 * for it the other has work ([decision 25](../decisions/0025-two-places-of-a-file.md)).
 */
import type { ByteSource } from '../files/byte-source.ts';

/** Places that are read at a time. More of them gain nothing. */
export const LANES = 2;
/** Bytes of a region. Opening a stream costs over a millisecond: with 32 MB all that was gained was lost again. */
const REGION_BYTES = 128 << 20;
/** A line feed is looked for in so many bytes behind the place where a file is to be cut. */
const CUT_BYTES = 64 * 1024;

const LF = 0x0a;

/** How large regions are, where a test wants small ones. */
export interface RegionSizes {
  readonly region: number;
  readonly cut: number;
}

const SIZES: RegionSizes = { region: REGION_BYTES, cut: CUT_BYTES };

/** Where a file is to be cut into regions, after `from`; nowhere where reading at two places would gain nothing. */
export function cutsOf({ isBlob }: ByteSource, from: number, to: number, { region } = SIZES): number[] {
  // What is unpacked on the way is unpacked from its beginning.
  if (isBlob !== true || to - from < LANES * region) return [];
  return Array.from({ length: Math.ceil((to - from) / region) - 1 }, (_, i) => from + (i + 1) * region);
}

/** The same places, moved behind the next line feed; those without one near by are left out. */
export async function lineCuts(source: ByteSource, to: number, sizes = SIZES): Promise<number[]> {
  const found = await Promise.all(
    cutsOf(source, 0, to, sizes).map(async (cut) => {
      const at = (await source.read(cut, cut + sizes.cut)).indexOf(LF);
      return at < 0 ? [] : [cut + at + 1];
    }),
  );
  return [...new Set(found.flat())].filter((cut) => cut < to);
}
