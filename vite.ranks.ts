/**
 * The tokens of the encodings that we bring along, small. As JavaScript they are most of the single file; here each token is the two
 * earlier ones that it is joined of, compressed, as text inside whatever imports them: nothing is fetched, so that it works offline,
 * from the single file and in workers. `src/engine/tokens/packed-ranks.ts` is the other half. Plain Node knows nothing of this plugin:
 * package.json resolves `#ranks/…` to modules that make the same tokens of the package's own lists.
 */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { PLANES, SINGLE } from './src/engine/tokens/packed-ranks.ts';

const UNPACK = join(import.meta.dirname, 'src/engine/tokens/packed-ranks.ts');
// Their lists are large: only where somebody builds with them.
const ENCODINGS: ReadonlyMap<string, { readonly name: string; readonly tokens: () => Promise<readonly string[]> }> = new Map([
  ['#ranks/o200k', { name: 'o200kTokens', tokens: async () => (await import('./src/engine/tokens/ranks-o200k.ts')).o200kTokens() }],
  ['#ranks/cl100k', { name: 'cl100kTokens', tokens: async () => (await import('./src/engine/tokens/ranks-cl100k.ts')).cl100kTokens() }],
]);

/** Gives `#ranks/…` the packed tokens. Needed once for the app and once for its workers (`worker.plugins`). */
export function ranks(): Plugin {
  return {
    name: 'token-ranks',
    enforce: 'pre',
    resolveId: (id) => (ENCODINGS.has(id) ? `\0${id}` : undefined),
    async load(id) {
      const encoding = ENCODINGS.get(id.slice(1));
      if (!encoding || !id.startsWith('\0')) return undefined;
      const packed = packTokens(await encoding.tokens()).toString('base64');
      return `import { unpackTokens } from ${JSON.stringify(UNPACK)};
export const ${encoding.name} = () => unpackTokens(${JSON.stringify(packed)});`;
    },
  };
}

/** @param tokens by rank, a UTF-16 unit for each of their bytes */
export function packTokens(tokens: readonly string[]): Buffer {
  const rankOf = new Map(tokens.map((token, rank) => [token, rank]));
  const planes = Buffer.alloc(tokens.length * PLANES);
  for (const [rank, token] of tokens.entries()) {
    const [left, right] = token.length === 1 ? [SINGLE, token.charCodeAt(0)] : partsOf(token, rank, rankOf);
    for (let plane = 0; plane < 3; plane++) {
      planes[plane * tokens.length + rank] = (left >> (8 * plane)) & 255;
      planes[(plane + 3) * tokens.length + rank] = (right >> (8 * plane)) & 255;
    }
  }
  return gzipSync(planes, { level: 9 });
}

/** Ranks of two earlier tokens, as low as may be: they compress best. */
function partsOf(token: string, rank: number, rankOf: ReadonlyMap<string, number>): readonly [number, number] {
  let best: readonly [number, number] | undefined;
  for (let cut = 1; cut < token.length; cut++) {
    const left = rankOf.get(token.slice(0, cut)) ?? rank;
    const right = rankOf.get(token.slice(cut)) ?? rank;
    if (Math.max(left, right) < (best ? Math.max(...best) : rank)) best = [left, right];
  }
  if (!best) throw new Error(`The token of rank ${rank} is not joined of earlier ones`);
  return best;
}
