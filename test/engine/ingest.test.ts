import { describe, expect, it, vi } from 'vitest';
import { serve } from '../../src/base/rpc.ts';
import { scanElsewhere } from '../../src/engine/ingest.ts';
import { createIngest } from '../../src/engine/ingest-scan.ts';
import { blobSource } from '../../src/files/blob-source.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import type { ByteSource } from '../../src/files/byte-source.ts';
import { scanCoco, type CocoScan } from '../../src/formats/coco/scan.ts';
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
    // The first has read them all, and is kept.
    expect(channels.map(({ ended }) => ended)).toEqual([0]);
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

describe('a file that is begun before it is asked for', () => {
  const JOB = { wantsImages: true, categoriesFirst: false };
  const counted = (largeBytes = 1_000): { channels: Channel[]; scan: CocoScan & Required<Pick<CocoScan, 'prepare'>> } => {
    const channels: Channel[] = [];
    const scan = scanElsewhere(() => channels[channels.push(ingest()) - 1] as Channel, largeBytes);
    return { channels, scan: scan as ReturnType<typeof counted>['scan'] };
  };
  const big = (): ByteSource => blobSource(new Blob([large(10_000)]));

  it('is told from its beginning when it is asked for, and is read once', async () => {
    const { channels, scan } = counted();
    const { signal } = new AbortController();
    const source = big();
    scan.prepare(source, JOB, signal);
    // More of it than may wait to be taken has been read, or all of it: which of both makes no difference.
    await vi.waitFor(() => expect(channels).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await readSource(source, scan)).toEqual(await readSource(memorySource(large(10_000)), scanCoco));
    expect(channels.map(({ ended }) => ended)).toEqual([0]);
    // Who looks at all files again does not want this one again.
    scan.prepare(source, JOB, new AbortController().signal);
    const other = big();
    expect(await readSource(other, scan)).toHaveProperty('samples.length', 4);
    expect(channels.map(({ ended }) => ended)).toEqual([0]);
  });

  it('is begun anew where it turns out to be of another kind, and leaves another file alone', async () => {
    const { channels, scan } = counted();
    const { signal } = new AbortController();
    const source = big();
    scan.prepare(source, { ...JOB, wantsImages: false }, signal);
    await vi.waitFor(() => expect(channels).toHaveLength(1));
    const expected = await readSource(memorySource(large(10_000)), scanCoco);
    expect(await readSource(big(), scan)).toEqual(expected);
    expect(channels.map(({ ended }) => ended)).toEqual([0, 0]);
    expect(await readSource(source, scan)).toEqual(expected);
    expect(channels.map(({ ended }) => ended)).toEqual([1, 0]);
  });

  it('is left when it is taken back, when its drop is over, and when another drop comes', async () => {
    const { channels, scan } = counted();
    const drop = new AbortController();
    const takeBack = scan.prepare(big(), JOB, drop.signal);
    await vi.waitFor(() => expect(channels).toHaveLength(1));
    takeBack();
    await vi.waitFor(() => expect(channels[0]?.ended).toBe(1));
    scan.prepare(big(), JOB, drop.signal);
    // One file of a drop is enough.
    scan.prepare(big(), JOB, drop.signal);
    await vi.waitFor(() => expect(channels).toHaveLength(2));
    drop.abort();
    await vi.waitFor(() => expect(channels[1]?.ended).toBe(1));
    scan.prepare(big(), JOB, new AbortController().signal);
    await vi.waitFor(() => expect(channels).toHaveLength(3));
    scan.prepare(big(), JOB, new AbortController().signal);
    await vi.waitFor(() => expect(channels.map(({ ended }) => ended)).toEqual([1, 1, 1, 0]));
  });

  it('is told of where its thread dies before it is asked for; a thread that dies later is not kept', async () => {
    const channels: Channel[] = [];
    let dies = true;
    const scan = scanElsewhere(() => {
      const channel = ingest();
      channels.push(channel);
      if (dies) queueMicrotask(() => channel.die());
      return channel;
    }, 1_000);
    const source = big();
    scan.prepare?.(source, JOB, new AbortController().signal);
    await vi.waitFor(() => expect(channels).toHaveLength(1));
    const { problems } = (await readSource(source, scan)) as { problems: Record<string, unknown[]> };
    expect(Object.keys(problems)).toContain('file-unreadable');
    expect(channels[0]?.ended).toBe(1);
    dies = false;
    for (const kept of [2, 3]) {
      expect(await readSource(big(), scan)).toHaveProperty('samples.length', 4);
      expect(channels).toHaveLength(kept);
      channels.at(-1)?.die();
    }
  });

  it('is not begun where it is small', async () => {
    const { channels, scan } = counted(1 << 30);
    const source = big();
    scan.prepare(source, JOB, new AbortController().signal);
    expect(await readSource(source, scan)).toHaveProperty('samples.length', 4);
    expect(channels).toHaveLength(0);
  });

  it('is one of which the first bytes are those of COCO, and is taken back where the rest is not', async () => {
    const begun: { bytes: number; wantsImages: boolean; takenBack: boolean }[] = [];
    const prepare: CocoScan['prepare'] = (source, { wantsImages }) => {
      const one = { bytes: NaN, wantsImages, takenBack: false };
      begun.push(one);
      void source.size().then((bytes) => {
        one.bytes = bytes;
      });
      return () => {
        one.takenBack = true;
      };
    };
    const scan = Object.assign(scanCoco.bind(undefined), { prepare });
    const coco = large(3_000);
    const panoptic = new TextEncoder().encode(
      `{"images":[{"id":1,"file_name":"a.jpg"}],"annotations":[${Array.from({ length: 4_000 }, () => '{"image_id":1,"segments_info":[{"id":1}]}').join(',')}]}`,
    );
    const { files } = filesOf(
      new Map([
        ['a/big.json', coco],
        ['a/panoptic.json', panoptic],
        ['a/small.json', new TextEncoder().encode(SMALL)],
        ['a/other.json', new TextEncoder().encode(`[${'{"text":"nothing"},'.repeat(9_000)}{}]`)],
        ['a/results.json', new TextEncoder().encode(`[${'{"image_id":1,"category_id":1,"bbox":[1,2,3,4],"score":1},'.repeat(4_000)}{}]`)],
      ]),
    );
    await cocoFormat(scan).match(files, new AbortController().signal);
    expect(begun).toMatchObject([
      { bytes: coco.length, wantsImages: true, takenBack: false },
      { bytes: panoptic.length, wantsImages: true, takenBack: true },
      { wantsImages: false, takenBack: false },
    ]);
  });
});
