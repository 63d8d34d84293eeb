/** A COCO file with some bytes as the value of a field that nobody reads, of an annotation or at the top, and what must be told of it. */
import { expect } from 'vitest';
import { createEngine } from '../../../src/engine/engine.ts';
import type { DatasetSummary } from '../../../src/model/dataset.ts';
import { memorySource } from '../../../src/files/memory-source.ts';
import { expectSame } from './both-ways.ts';

const BEFORE = `{"images": [{"id": 1, "file_name": "a.jpg", "width": 100, "height": 80}], "annotations": [
{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1,2,3,4], "area": 12, "iscrowd": 0},
{"id": 2, "image_id": 1, "category_id": 1, "bbox": [5,6,7,8], "note": `;
const BEHIND = `, "area": 56, "iscrowd": 0},
{"id": 3, "image_id": 1, "category_id": 1, "bbox": [9,9,9,9], "area": 81, "iscrowd": 0}], "categories": [{"id": 1, "name": "thing"}]}`;

const AT_THE_TOP = [
  '{"info": ',
  `, "images": [{"id": 1, "file_name": "a.jpg", "width": 100, "height": 80}],
"annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1,2,3,4], "area": 12, "iscrowd": 0}], "categories": [{"id": 1, "name": "thing"}]}`,
] as const;

export function wrapped(value: Uint8Array, [before, behind]: readonly [string, string] = [BEFORE, BEHIND]): Uint8Array {
  const encoder = new TextEncoder();
  return Uint8Array.from([...encoder.encode(before), ...value, ...encoder.encode(behind)]);
}

/** What opening the file tells, when all was looked at. */
export async function opened(bytes: Uint8Array): Promise<DatasetSummary> {
  const engine = createEngine();
  engine.addEntries([
    { path: 'set/labels.json', source: memorySource(bytes) },
    { path: 'set/a.jpg', source: memorySource('') },
  ]);
  const { datasets } = await engine.open({});
  const found = datasets.find(({ format }) => format === 'coco');
  if (!found) throw new Error('It was not recognised');
  return found;
}

/**
 * JSON has nothing to tell of; what is none has a problem with its place. Both ways to read say the same, and every record is accounted for.
 * @param isFree readers may take it or not
 */
export async function expectTold(value: Uint8Array, isFree = false): Promise<'valid' | 'invalid' | 'free'> {
  await expectToldOf(wrapped(value, AT_THE_TOP), isFree);
  return expectToldOf(wrapped(value), isFree);
}

async function expectToldOf(bytes: Uint8Array, isFree: boolean): Promise<'valid' | 'invalid' | 'free'> {
  const read = (await expectSame(bytes)) as {
    problems: Readonly<Record<string, readonly { at?: { byte?: number } }[]>>;
    accounts: readonly { read: number; shown: number; rejected: number }[];
  };
  for (const { read: counted, shown, rejected } of read.accounts) expect(shown + rejected).toBe(counted);
  if (isFree) return 'free';
  const { 'image-missing': _missing, 'images-absent': _absent, ...told } = read.problems;
  if (isJson(bytes)) {
    expect(told).toEqual({});
    return 'valid';
  }
  const places = Object.values(told).flatMap((problems) => problems.map(({ at }) => at?.byte));
  expect(places.filter((byte) => byte !== undefined)).not.toEqual([]);
  return 'invalid';
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}
