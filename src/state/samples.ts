/** Our own small datasets, part of the build: the start screen opens them, the tests check them. */
import type { DropBatch } from '../files/drop-batch.ts';

export interface SampleInfo {
  /** `format/name`, e.g. `coco/street`. */
  readonly id: string;
  readonly format: string;
  readonly name: string;
  readonly samples: number;
  /** Address of a picture of it; undefined: it is texts. */
  readonly cover: string | undefined;
}

/** Addresses of all files of the samples, without what is only there for the tests. */
const ADDRESSES = import.meta.glob(['../../samples/*/*/**', '!../../samples/_draw/**', '!**/expected.json'], {
  query: '?url',
  import: 'default',
  eager: true,
}) as Readonly<Record<string, string>>;

/** In the order of the start screen. */
export const SAMPLES: readonly SampleInfo[] = [
  {
    id: 'coco/street',
    format: 'coco',
    name: 'street',
    samples: 24,
    cover: addressOf('coco/street/images/val/cam03_0615_090114.jpg'),
  },
  {
    id: 'yolo/shelves',
    format: 'yolo',
    name: 'shelves',
    samples: 19,
    cover: addressOf('yolo/shelves/images/train/aisle2_0121.jpg'),
  },
  { id: 'yolo/fruit-seg', format: 'yolo', name: 'fruit-seg', samples: 8, cover: firstImage('yolo/fruit-seg') },
  { id: 'yolo/people-pose', format: 'yolo', name: 'people-pose', samples: 6, cover: firstImage('yolo/people-pose') },
  { id: 'yolo/harbour-obb', format: 'yolo', name: 'harbour-obb', samples: 6, cover: firstImage('yolo/harbour-obb') },
  { id: 'yolo/darknet-dice', format: 'yolo', name: 'darknet-dice', samples: 6, cover: firstImage('yolo/darknet-dice') },
  { id: 'imagefolder/fruit', format: 'imagefolder', name: 'fruit', samples: 24, cover: firstImage('imagefolder/fruit') },
  {
    id: 'images/postcards',
    format: 'images',
    name: 'postcards',
    samples: 6,
    cover: addressOf('images/postcards/harbour morning.jpg'),
  },
  {
    id: 'jsonl/support-chats',
    format: 'jsonl',
    name: 'support-chats',
    samples: 120,
    cover: undefined,
  },
  {
    id: 'jsonl/answers',
    format: 'jsonl',
    name: 'answers',
    samples: 6,
    cover: undefined,
  },
  {
    id: 'jsonl/reading',
    format: 'jsonl',
    name: 'reading',
    samples: 7,
    cover: undefined,
  },
  {
    id: 'jsonl/people-places',
    format: 'jsonl',
    name: 'people-places',
    samples: 4,
    cover: undefined,
  },
  {
    id: 'jsonl/shelf-questions',
    format: 'jsonl',
    name: 'shelf-questions',
    samples: 3,
    cover: undefined,
  },
  {
    id: 'csv/plants',
    format: 'csv',
    name: 'plants',
    samples: 60,
    cover: undefined,
  },
];

/** The files of a sample as a drop; read from our own origin, or from the page itself in the single file. */
export async function* listSample(id: string, signal: AbortSignal): AsyncGenerator<DropBatch> {
  const folder = id.slice(id.indexOf('/') + 1);
  const prefix = `../../samples/${id}/`;
  const paths = Object.keys(ADDRESSES).filter((path) => path.startsWith(prefix));
  const files = await Promise.all(
    paths.map(async (path) => {
      const bytes = await bytesAt(ADDRESSES[path] ?? '', signal);
      return new File([bytes], path.slice(path.lastIndexOf('/') + 1), { lastModified: 0 });
    }),
  );
  yield { paths: paths.map((path) => `${folder}/${path.slice(prefix.length)}`), files, rootOf: [], roots: [], ignored: 0, failed: [] };
}

/** The policy of the single file allows no connection at all, so its data: addresses are decoded by hand. */
async function bytesAt(address: string, signal: AbortSignal): Promise<BlobPart> {
  if (!address.startsWith('data:')) {
    const response = await fetch(address, { signal });
    if (!response.ok) throw new Error(`A sample's file did not load: ${response.status}`);
    return response.blob();
  }
  const comma = address.indexOf(',');
  const body = address.slice(comma + 1);
  if (!address.slice(0, comma).endsWith(';base64')) return decodeURIComponent(body);
  return Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
}

function addressOf(path: string): string | undefined {
  return ADDRESSES[`../../samples/${path}`];
}

function firstImage(id: string): string | undefined {
  const path = Object.keys(ADDRESSES).find((candidate) => candidate.startsWith(`../../samples/${id}/`) && /\.(jpg|png)$/.test(candidate));
  return path === undefined ? undefined : ADDRESSES[path];
}
