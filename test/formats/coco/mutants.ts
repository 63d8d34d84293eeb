/** COCO files that nobody would write, from one that many would: made by seed, so that what fails can be made again. */

/** A little of everything that the fast path reads itself, and of what it leaves. */
export const SMALL = `{"info": {"description": "a [small] \\"file\\" {", "year": 2017}, "licenses": [{"id": 1, "name": "x"}],
"images": [{"license": 4, "file_name": "a.jpg", "height": 427, "width": 640, "date_captured": "2013-11-14 11:18:45", "id": 9},
{"id": 12, "file_name": "b.jpg", "width": 64, "height": 48, "coco_url": "http://x/b.jpg", "license": null, "n": 3}, {"id":13,"file_name":"ü.jpg","width":"9","height":7.5},
{"id": 14, "file_name": "d/e.jpg", "width": 10, "height": 10, "tag": "dusk", "n": 3.5}, {"id": 9, "file_name": "a.jpg", "width": 1, "height": 1}],
"annotations": [{"segmentation": [[1.5,2,3e0,4,5,6], [1, 2,3,4,5,6,7,8]],"area": 70.25,"iscrowd": 0,"image_id": 9,"bbox": [1.5,2,100.125,30],"category_id": 18,"id": 156},
{"segmentation": {"counts": [5,0,7],"size": [3,4]},"area": 11,"iscrowd": 1,"image_id": 12,"bbox": [0,0,3,4],"category_id": 18,"id": 900100},
{"id": 3, "image_id": 12, "category_id": 1, "bbox": [60,40,10.00000000000000001,12], "area": 120.0, "score": 1.5e-05, "attributes": {"occluded": false, "z": [0, {"k": "}"}]}},
{"id": 156, "image_id": 9, "category_id": 2, "keypoints": [1,2,2,3,4,1], "num_keypoints": 2, "bbox": [1,2,-3,4], "area": 5},
{"id": 7, "image_id": "9", "category_id": 1, "bbox": [1,2,3,4]}, {"image_id": 14, "caption": "a \\u0063at", "id": 8}, {"id":0,"image_id":77,"bbox":[1,2,3,4]},
{"id": 9, "image_id": 14, "category_id": 1, "bbox": [1, 2, 3, 4], "truncated": true, "ignore": 1, "note": "né"}, {"id": 10, "image_id": 14, "category_id": 1}],
"categories": [{"supercategory": "animal", "id": 18, "name": "dog"}, {"id": 1, "name": "person"}, {"id": 2, "name": "p", "keypoints": ["a", "b"]}]}`;

/** The same, with so many annotations before its own that they are read by the block; of some there is something to tell. */
export const MANY = SMALL.replace(
  '"annotations": [',
  `"annotations": [${Array.from({ length: 90 }, (_, i) => annotationOf(i)).join(',')},`,
);

function annotationOf(i: number): string {
  const side = i % 17 === 0 ? -1 : i % 19 === 0 ? 0 : i % 23 === 0 ? 9000.25 : 2.5;
  const mask = i % 29 === 0 ? `"segmentation":{"counts":[${i},5],"size":[48,${i % 2 === 0 ? 64 : 60}]},` : '';
  const points = i % 31 === 0 ? '"keypoints":[1,2,2],' : '';
  const score = i > 60 && i % 7 === 0 ? `"score":0.${i},` : '';
  const area = i % 37 === 0 && mask === '' ? '' : `"area":${i + 1}.5,`;
  const id = i % 41 === 0 ? '' : `,"id":${i % 43 === 0 ? 0 : i % 13 === 0 ? 1000 : 900_100_000_000 + i}`;
  const crowd = i % 5 === 0 ? '"iscrowd":1,' : '';
  return `{${mask}${points}${score}${area}${crowd}"image_id":${[9, 12, 14][i % 3]},"bbox":[${i},1.25,${side},3],"category_id":${i % 4}${id}}`;
}

/** Numbers from 0 (inclusive) to `below` (exclusive): mulberry32. */
export function randomOf(seed: number): (below: number) => number {
  let a = seed >>> 0;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const NUMBERS = [
  '0',
  '7',
  '12.5',
  '-3',
  '-0.25',
  '640',
  '1e2',
  '2.5E+1',
  '-',
  '.5',
  '5.',
  '',
  '1.5x',
  '00',
  '007',
  '99999999',
  '123456789',
];
const LONG = ['12345678.1234567', '12345678.12345678', '1.123456789', '123456789.5', '0.1234567890123456789', '1234567890123456'];
const GAPS = ['', '', '', ' ', '  ', '\n', '\t', '\n      '];

/** Boxes and counts of masks in all ways in which numbers and the space between them may be written, and in some in which they may not. */
export function numbersFile(random: (below: number) => number, count: number): Uint8Array {
  const one = (from: readonly string[]): string => from[random(from.length)] as string;
  const number = (usual: string): string => (random(6) > 0 ? usual : random(3) > 0 ? one(NUMBERS) : one(LONG));
  const list = (numbers: readonly string[]): string => {
    const gap = random(3) === 0 ? (): string => one(GAPS) : (): string => (random(12) > 0 ? '' : ' ');
    const between = random(3) === 0 ? ', ' : ',';
    return `[${gap()}${numbers.map((text) => `${text}${gap()}`).join(between)}]${gap()}`;
  };
  const annotations = Array.from({ length: count }, (_, i) => {
    const box = Array.from({ length: random(40) === 0 ? 3 : 4 }, () => number(`${random(700)}.${random(100)}`));
    const counts = Array.from({ length: random(60) }, () => number(String(random(10 ** (1 + random(5))))));
    const mask = random(2) > 0 ? '' : `"segmentation":{"counts":${list(counts)},"size":${list(['48', '64'])}},`;
    return `{${mask}"bbox":${list(box)},"area":${number('12.345678901234')},"image_id":12,"category_id":1,"id":${number(String(i + 1))}}`;
  });
  const images = '"images":[{"id":1,"file_name":"a.jpg"},{"id":12,"file_name":"b.jpg","width":64,"height":48}]';
  return new TextEncoder().encode(`{${images},"annotations":[${annotations.join(',')}],"categories":[{"id":1,"name":"x"}]}`);
}

const SNIPPETS = [
  ...[
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ' ',
    '\n',
    '0',
    '9',
    '-',
    '.',
    'e',
    'E+',
    '1e99',
    'null',
    'true',
    'NaN',
    '\u0000',
    '\u0001',
    '//',
    '/*',
    '#',
  ],
  ...[
    '"id": 5',
    '"image_id": 9,',
    '"bbox": [1,2,3,4]',
    '"area": 0',
    '"iscrowd": true',
    '"segmentation": []',
    '"keypoints": []',
    '"caption": "x"',
  ],
  ...[
    '"annotations": [',
    '"images": [',
    '],',
    '},{',
    '"category_id": 3000000000',
    '1234567890123456',
    '123456789012345678.5',
    '0.12345678901234567',
    '007',
  ],
].map((text) => new TextEncoder().encode(text));
const BYTES = [0x80, 0xc3, 0xff, 0xe2, 0xf0, 0x00, 0x22, 0x5c].map((byte) => Uint8Array.of(byte));

/** `bytes` with one to three places replaced, cut out, doubled or put elsewhere. */
export function mutantOf(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  let mutant: number[] = [...bytes];
  for (let n = 1 + random(3); n > 0; n -= 1) {
    const at = random(mutant.length + 1);
    const length = random(2) === 0 ? random(3) : random(60);
    const part = mutant.slice(at, at + length);
    const insert = random(4) === 0 ? (BYTES[random(BYTES.length)] ?? []) : (SNIPPETS[random(SNIPPETS.length)] ?? []);
    const place = random(mutant.length + 1);
    switch (random(5)) {
      case 0:
        mutant.splice(at, length);
        break;
      case 1:
        mutant.splice(at, 0, ...insert);
        break;
      case 2:
        mutant.splice(at, insert.length, ...insert);
        break;
      case 3:
        mutant.splice(place, 0, ...part);
        break;
      default:
        mutant = mutant.slice(0, at).concat(mutant.slice(at + length));
    }
  }
  return Uint8Array.from(mutant);
}

const IMAGES = 120;

/** A file whose every annotation is usual, and says anything that a usual one may: ids of all sizes, again or none, odd boxes, classes that nothing names. */
export function usualFile(random: (below: number) => number, rows: number): Uint8Array {
  const isCorners = random(3) === 0;
  const images = Array.from({ length: IMAGES }, (_, i) => ({
    id: i % 5 === 0 ? i * 70_000 : i,
    file_name: `${i}.jpg`,
    width: i % 7 === 0 ? 0 : 640,
    height: 480,
    ...(random(3) === 0 ? {} : { date_captured: `2013-11-1${random(5)} 11:18:45` }),
    ...(random(4) === 0 ? {} : { mixed: random(6) === 0 ? 'none' : random(100) }),
    // More fields than a block has room for.
    ...(random(5) === 0 ? { [`field${random(30)}`]: random(2) === 0 ? random(9) : 'x'.repeat(random(40)) } : {}),
  }));
  const annotations = Array.from({ length: rows }, (_, i) => {
    const { id: image } = images[random(IMAGES)] ?? { id: 0 };
    const ids = [i, i, i, i, i, i, random(50), random(2 ** 31), 900_100_000_000 + i, 0, i * 65_536];
    const sides = [random(700), random(500), random(10) === 0 ? 0 : random(700), random(20) === 0 ? -5 : random(500)];
    const corners = [random(300), random(200), 300 + random(340), 200 + random(280)];
    const side = random(4) / 4;
    return {
      ...(random(12) === 0 ? {} : { id: ids[random(ids.length)] }),
      image_id: random(200) === 0 ? 39_999 : image,
      category_id: random(30) === 0 ? 32_760 + random(20) : random(9),
      bbox: isCorners ? corners : random(9) === 0 ? [side, side, side, side] : sides.map((value) => value / (1 + random(3))),
      ...(random(15) === 0 ? {} : { area: 1 + random(1000) }),
      ...(random(50) === 0 ? { iscrowd: 1 } : {}),
    };
  });
  const categories = [0, 1, 2, 3, 5, 7].map((id) => ({ id, name: `class ${id}` }));
  return new TextEncoder().encode(JSON.stringify({ images, annotations, categories }));
}
