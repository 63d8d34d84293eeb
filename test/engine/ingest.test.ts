import { describe, expect, it } from 'vitest';
import { serve } from '../../src/base/rpc.ts';
import { scanElsewhere } from '../../src/engine/ingest.ts';
import { createIngest } from '../../src/engine/ingest-scan.ts';
import { blobSource } from '../../src/files/blob-source.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { scanCoco } from '../../src/formats/coco/scan.ts';
import { cocoFormat } from '../../src/formats/coco.ts';
import { readSource } from '../formats/coco/both-ways.ts';
import { mutantOf, randomOf, SMALL } from '../formats/coco/mutants.ts';
import { filesOf } from '../formats/conformance.ts';
import { Channel } from './channel.ts';

const ingest = (): Channel => new Channel((port) => serve(createIngest(), port));

function large(annotations: number): Uint8Array<ArrayBuffer> {
  const boxes = Array.from(
    { length: annotations },
    (_, i) => `{"id":${i},"image_id":${i % 3 === 0 ? 12 : 14},"category_id":1,"bbox":[1,2,3,4.25]}`,
  );
  return new TextEncoder().encode(SMALL.replace('"annotations": [', `"annotations": [${boxes.join(',')},`));
}

describe('a file that is read in another thread', () => {
  it('gives what it gives in this one', async () => {
    const channels: Channel[] = [];
    const scan = scanElsewhere(() => channels[channels.push(ingest()) - 1] as Channel, 0);
    const bytes = large(60_000);
    const read = (await readSource(blobSource(new Blob([bytes])), scan)) as { annotations: unknown[] };
    expect(read).toEqual(await readSource(memorySource(bytes), scanCoco));
    expect(read.annotations).toHaveLength(60_008);
    for (let seed = 1; seed <= 40; seed += 1) {
      const mutant = Uint8Array.from(mutantOf(new TextEncoder().encode(SMALL), randomOf(seed)));
      expect(await readSource(blobSource(new Blob([mutant])), scan)).toEqual(await readSource(memorySource(mutant), scanCoco));
    }
    expect(channels.every(({ ended }) => ended === 1)).toBe(true);
  });

  it('is one that a Blob holds and that is large', async () => {
    const scan = scanElsewhere(() => {
      throw new Error('no worker is needed');
    }, 10_000);
    const bytes = new TextEncoder().encode(SMALL);
    for (const source of [memorySource(large(1000)), blobSource(new Blob([bytes]))]) {
      expect(await readSource(source, scan)).toHaveProperty('samples.length', 4);
    }
  });

  it('ends with its thread when it is cancelled', async () => {
    const channel = ingest();
    const controller = new AbortController();
    const scan = scanElsewhere(() => channel, 0);
    const reading = readSource(blobSource(new Blob([large(60_000)])), scan, 'sections', controller.signal);
    await new Promise((resolve) => setTimeout(resolve, 2));
    controller.abort();
    await expect(reading).rejects.toThrow('abort');
    expect(channel.ended).toBe(1);
  });

  it('is told of where its thread dies, with what came before', async () => {
    const channel = ingest();
    const reading = readSource(
      blobSource(new Blob([large(60_000)])),
      scanElsewhere(() => channel, 0),
    );
    await new Promise((resolve) => setTimeout(resolve, 2));
    channel.die();
    const { problems } = (await reading) as { problems: Record<string, unknown[]> };
    expect(Object.keys(problems)).toContain('file-unreadable');
  });
});

describe('a thread that is made ready before its file', () => {
  it('reads the next large file, and no other', async () => {
    const channels: Channel[] = [];
    const scan = scanElsewhere(() => channels[channels.push(ingest()) - 1] as Channel, 1_000);
    scan.prepare?.(999);
    expect(channels).toHaveLength(0);
    scan.prepare?.(1_000_000);
    scan.prepare?.(1_000_000);
    expect(channels).toHaveLength(1);
    const source = blobSource(new Blob([large(1000)]));
    expect(await readSource(source, scan)).toHaveProperty('samples.length', 4);
    expect(channels.map(({ ended }) => ended)).toEqual([1]);
    expect(await readSource(source, scan)).toHaveProperty('samples.length', 4);
    expect(channels.map(({ ended }) => ended)).toEqual([1, 1]);
  });

  it('is asked for when the first bytes of a file are those of COCO', async () => {
    const sizes: number[] = [];
    const scan = Object.assign(scanCoco.bind(undefined), { prepare: (size: number) => sizes.push(size) });
    const big = large(3_000);
    const { files } = filesOf(
      new Map([
        ['a/big.json', big],
        ['a/small.json', new TextEncoder().encode(SMALL)],
        ['a/other.json', new TextEncoder().encode(`[${'{"text":"nothing"},'.repeat(9_000)}{}]`)],
      ]),
    );
    await cocoFormat(scan).match(files, new AbortController().signal);
    expect(sizes).toEqual([big.length]);
  });
});
