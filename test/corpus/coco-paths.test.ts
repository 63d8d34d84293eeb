/** Real COCO files, read by compiled code and without it: the same rows, ranges, problems and accounts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listNodeFiles } from '../../src/files/node-source.ts';
import { expectSame, type Kind } from '../formats/coco/both-ways.ts';
import { absent, SHARED } from './corpus.ts';

const MOST_BYTES = 12e6;
const OPEN_ARRAY = 0x5b;
/** Every truth and every result names its images so; that other files do, too, does no harm. */
const IMAGE_ID = Buffer.from('"image_id"');

/** Small enough that most files come in several pieces, whose ends lie elsewhere in each. */
function pieceOf(bytes: Uint8Array): number {
  return 1000 + (bytes.length % 50_000);
}

describe('COCO files of the shared data', () => {
  if (SHARED === undefined) return absent();
  const folder = join(SHARED, 'datasets');
  it('are the same read fast and plain', async () => {
    const files = await listNodeFiles([folder]);
    const found = { truths: 0, results: 0, annotations: 0 };
    for (const { path, source } of files) {
      if (!path.endsWith('.json') || (await source.size()) > MOST_BYTES) continue;
      const bytes = readFileSync(join(SHARED ?? '', path));
      if (!bytes.includes(IMAGE_ID)) continue;
      const kinds: Kind[] = bytes[0] === OPEN_ARRAY ? ['results', 'sections'] : ['sections'];
      for (const kind of kinds) {
        const read = await expectSame(new Uint8Array(bytes), { size: pieceOf(bytes) }, kind).catch((error: unknown) => {
          throw new Error(`${path} as ${kind}`, { cause: error });
        });
        const { annotations } = read as { annotations: unknown[] };
        if (annotations.length === 0) continue;
        found.annotations += annotations.length;
        found[kind === 'results' ? 'results' : 'truths'] += 1;
      }
    }
    expect(found.truths).toBeGreaterThan(30);
    expect(found.results).toBeGreaterThan(3);
    expect(found.annotations).toBeGreaterThan(3000);
  });
});
