/** COCO files as large ones are: one line, polygons and RLE crowds (as instances_train2017), or boxes only (as Objects365). */
import { random } from '../../../samples/_draw/random.ts';
import { writeFile } from './writer.ts';

export interface CocoShape {
  readonly images: number;
  readonly annotations: number;
  /** Polygons and crowds; else boxes only. */
  readonly areas: boolean;
}

const CLASSES = 80;
const SIZES = [
  [640, 480],
  [640, 427],
  [480, 640],
  [500, 375],
  [427, 640],
  [640, 360],
  [612, 612],
  [640, 640],
] as const;
const CROWDS = 0.0117;

export function writeCoco(path: string, { images, annotations, areas }: CocoShape): void {
  const chance = random(`coco ${images} ${annotations} ${areas}`);
  const hundredths = (value: number): number => Math.round(value * 100) / 100;
  /** Few classes are common, most are rare. */
  const category = (): number => 1 + Math.floor(chance.between(0, 1) ** 3 * CLASSES);
  const ids = chance.shuffle(Array.from({ length: images }, (_, at) => 9 + at * 5 + (at % 4)));
  const sizes = ids.map(() => chance.pick(SIZES));

  const polygon = ([x, y, width, height]: readonly [number, number, number, number]): string => {
    const points = 4 + Math.floor(chance.between(0, 1) ** 2 * 52);
    const ring = Array.from({ length: points }, (_, at) => {
      const radius = chance.between(0.35, 0.5);
      const angle = (2 * Math.PI * at) / points;
      return `${hundredths(x + width / 2 + Math.cos(angle) * radius * width)},${hundredths(y + height / 2 + Math.sin(angle) * radius * height)}`;
    });
    return `[${ring.join(',')}]`;
  };

  writeFile(path, (file) => {
    file.put(
      '{"info": {"description": "made by the benchmark","version": "1.0","year": 2017},"licenses": [{"id": 1,"name": "none"}],"images": [',
    );
    for (const [at, id] of ids.entries()) {
      const [width, height] = sizes[at] ?? [640, 480];
      const name = String(id).padStart(12, '0');
      const comma = at > 0 ? ',' : '';
      file.put(
        areas
          ? `${comma}{"license": ${chance.whole(1, 8)},"file_name": "${name}.jpg","coco_url": "http://images.example.org/train2017/${name}.jpg","height": ${height},"width": ${width},"date_captured": "2013-11-${chance.whole(10, 28)} ${chance.whole(10, 23)}:${chance.whole(10, 59)}:${chance.whole(10, 59)}","flickr_url": "http://farm${chance.whole(1, 9)}.example.org/${chance.whole(1000, 9999)}/${chance.whole(1e9, 9.9e9)}_${chance.whole(0x10000000, 0xffffffff).toString(16)}97_z.jpg","id": ${id}}`
          : `${comma}{"height": ${height},"width": ${width},"id": ${id},"license": ${chance.whole(1, 8)},"file_name": "images/v1/patch${at % 51}/objects_v1_${name}.jpg"}`,
      );
    }
    file.put('],"annotations": [');
    for (let at = 0; at < annotations; at += 1) {
      const image = chance.whole(0, images - 1);
      const [fullWidth, fullHeight] = sizes[image] ?? [640, 480];
      const size = chance.between(0, 1) ** 2;
      const width = Math.max(2, hundredths(size * fullWidth * chance.between(0.3, 1)));
      const height = Math.max(2, hundredths(size * fullHeight * chance.between(0.3, 1)));
      const box = [
        hundredths(chance.between(0, fullWidth - width)),
        hundredths(chance.between(0, fullHeight - height)),
        width,
        height,
      ] as const;
      const area = width * height * chance.between(0.4, 0.7);
      const tail = `"image_id": ${ids[image]},"bbox": [${box.join(',')}],"category_id": ${category()}`;
      const id = 156 + at * 2 + (at & 1);
      if (at > 0) file.put(',');
      if (!areas) file.put(`{"id": ${id},"iscrowd": 0,"isfake": 0,"area": ${area},"isreflected": 0,${tail}}`);
      else if (chance.chance(CROWDS)) {
        const counts = Array.from({ length: chance.whole(200, 700) }, () => chance.whole(1, 400));
        file.put(
          `{"segmentation": {"counts": [${counts.join(',')}],"size": [${fullHeight},${fullWidth}]},"area": ${Math.round(area)},"iscrowd": 1,${tail},"id": ${900_100_000_000 + at}}`,
        );
      } else {
        const parts = chance.chance(0.9) ? 1 : chance.whole(2, 4);
        const rings = Array.from({ length: parts }, () => polygon(box));
        file.put(`{"segmentation": [${rings.join(',')}],"area": ${area},"iscrowd": 0,${tail},"id": ${id}}`);
      }
    }
    const categories = Array.from({ length: CLASSES }, (_, at) => `{"supercategory": "thing","id": ${at + 1},"name": "class ${at + 1}"}`);
    file.put(`],"categories": [${categories.join(',')}]}`);
  });
}

/** As few bytes a box as COCO allows: ten million are 800 MB. */
export function writeManyBoxes(path: string, images: number, annotations: number): void {
  const chance = random(`boxes ${annotations}`);
  writeFile(path, (file) => {
    file.put('{"images":[');
    for (let id = 1; id <= images; id += 1) file.put(`${id > 1 ? ',' : ''}{"id":${id},"file_name":"${id}.jpg","width":640,"height":480}`);
    file.put('],"annotations":[');
    for (let id = 1; id <= annotations; id += 1) {
      const width = chance.whole(4, 300);
      const height = chance.whole(4, 200);
      file.put(
        `${id > 1 ? ',' : ''}{"id":${id},"image_id":${chance.whole(1, images)},"category_id":${1 + Math.floor(chance.between(0, 1) ** 3 * CLASSES)},"bbox":[${chance.whole(0, 639 - width)},${chance.whole(0, 479 - height)},${width},${height}]}`,
      );
    }
    const categories = Array.from({ length: CLASSES }, (_, at) => `{"id":${at + 1},"name":"class ${at + 1}"}`);
    file.put(`],"categories":[${categories.join(',')}]}`);
  });
}
