/** The tokens of an encoding as `vite.ranks.ts` packs them: for each the ranks of the two tokens it is joined of. */

/** Bytes of a token: three of the rank of its left part, three of its right one, low first, each in a plane of its own. */
export const PLANES = 6;
/** In place of the left part: the token is one byte, which stands in place of the right. */
export const SINGLE = 0xffffff;

/**
 * By rank, a UTF-16 unit for each byte of a token.
 * @param packed the planes, gzip in base64
 */
export async function unpackTokens(packed: string): Promise<string[]> {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const planes = new Uint8Array(await new Response(inflated).arrayBuffer());
  const count = planes.length / PLANES;
  const rankAt = (first: number, rank: number): number =>
    (planes[first * count + rank] ?? 0) |
    ((planes[(first + 1) * count + rank] ?? 0) << 8) |
    ((planes[(first + 2) * count + rank] ?? 0) << 16);
  const tokens: string[] = [];
  for (let rank = 0; rank < count; rank++) {
    const left = rankAt(0, rank);
    const right = rankAt(3, rank);
    tokens.push(left === SINGLE ? String.fromCharCode(right) : (tokens[left] ?? '') + (tokens[right] ?? ''));
  }
  return tokens;
}
