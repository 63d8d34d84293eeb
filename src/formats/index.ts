/** The list of formats. Order breaks ties between readings of equal confidence. */
import { coco } from './coco.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { imagefolder } from './imagefolder.ts';
import { images } from './images.ts';
import { jsonl } from './jsonl.ts';
import { yolo } from './yolo.ts';

export const FORMATS: readonly Format[] = [coco, yolo, imagefolder, images, jsonl, csv];
