/** Files in memory for tests of the engine, and images that are nothing but their header. */
import { createEngine, type LocalEngine } from '../../src/engine/engine.ts';
import type { OpenResult } from '../../src/engine/protocol.ts';
import type { FileHandle } from '../../src/files/file-set-of.ts';
import { memorySource } from '../../src/files/memory-source.ts';

export type Contents = Readonly<Record<string, string | Uint8Array>>;

/** `handle`: the folder or file that all of them are dropped as, where the browser tells. */
export function add(engine: LocalEngine, contents: Contents, handle?: FileHandle): void {
  const from = handle ? { handle } : {};
  engine.addEntries(Object.entries(contents).map(([path, content]) => ({ path, source: memorySource(content), ...from })));
}

/** Handles of one folder of the disk: another each time, as the browser gives them. */
export function handleOf(place: string): FileHandle & { readonly place: string } {
  return { place, isSameEntry: async (other) => 'place' in other && other.place === place };
}

export async function opened(contents: Contents, handle?: FileHandle): Promise<{ engine: LocalEngine; result: OpenResult }> {
  const engine = createEngine();
  add(engine, contents, handle);
  return { engine, result: await engine.open({}) };
}

/** As much of a PNG as says its size. */
export function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  bytes.set([8, 2, 0, 0, 0], 24);
  return bytes;
}

/** As much of a JPEG as says its EXIF orientation and stored size. */
export function jpeg(width: number, height: number, orientation: number): Uint8Array {
  const exif = [
    0x45,
    0x78,
    0x69,
    0x66,
    0,
    0,
    0x4d,
    0x4d,
    0,
    0x2a,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  const frame = [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0];
  const segment = (marker: number, body: readonly number[]): number[] => [
    0xff,
    marker,
    (body.length + 2) >> 8,
    (body.length + 2) & 255,
    ...body,
  ];
  return Uint8Array.from([
    0xff,
    0xd8,
    ...segment(0xe1, exif),
    ...segment(0xc0, frame),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    0,
    0xff,
    0xd9,
  ]);
}

/** Two classes, three images in two splits: `a` with two boxes, `b` with one, `c` without a label file. */
export const YOLO: Contents = {
  'set/data.yaml': 'train: images/train\nval: images/val\nnames: [cat, dog]\n',
  'set/images/train/a.png': png(100, 50),
  'set/images/train/b.png': png(100, 50),
  'set/images/val/c.png': png(20, 20),
  'set/labels/train/a.txt': '0 0.5 0.5 0.2 0.4\n1 0.25 0.5 0.1 0.1\n',
  'set/labels/train/b.txt': '1 0.5 0.5 0.5 0.5\n',
};
