/** A YOLO folder of many small files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { random } from '../../../samples/_draw/random.ts';

/** The smallest JPEG: one white pixel. Its header is all that the listing reads. */
const STUB = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);
const CLASSES = 80;

/** `pairs` images with a label file each. */
export function writeYolo(folder: string, pairs: number): void {
  const chance = random(`yolo ${pairs}`);
  const labels = join(folder, 'labels/train');
  const images = join(folder, 'images/train');
  mkdirSync(labels, { recursive: true });
  mkdirSync(images, { recursive: true });
  for (let at = 0; at < pairs; at += 1) {
    const name = String(at).padStart(12, '0');
    const lines = Array.from({ length: 1 + Math.floor(chance.between(0, 1) ** 2 * 20) }, () => {
      const width = chance.between(0, 0.5);
      const height = chance.between(0, 0.5);
      const box = [chance.between(width / 2, 1 - width / 2), chance.between(height / 2, 1 - height / 2), width, height];
      return `${Math.floor(chance.between(0, 1) ** 3 * CLASSES)} ${box.map((value) => value.toFixed(6)).join(' ')}\n`;
    });
    writeFileSync(join(labels, `${name}.txt`), lines.join(''));
    writeFileSync(join(images, `${name}.jpg`), STUB);
  }
  const names = Array.from({ length: CLASSES }, (_, at) => `  ${at}: class ${at}`);
  // Last: a folder with it is a whole one.
  writeFileSync(join(folder, 'data.yaml'), `path: .\ntrain: images/train\nnames:\n${names.join('\n')}\n`);
}
