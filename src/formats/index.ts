/** The list of formats. Order breaks ties between readings of equal confidence. */
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { imagefolder } from './imagefolder.ts';
import { images } from './images.ts';
import { jsonl } from './jsonl.ts';
import { yolo } from './yolo.ts';

export const FORMATS: readonly Format[] = [yolo, imagefolder, images, jsonl, csv];
