/** The list of formats. Order breaks ties between readings of equal confidence. */
import { coco } from './coco.ts';
import { arrow, parquet } from './columnar.ts';
import { conll } from './conll.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { imagefolder } from './imagefolder.ts';
import { images } from './images.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { yolo } from './yolo.ts';

export const FORMATS: readonly Format[] = [coco, yolo, imagefolder, images, jsonl, json, csv, parquet, arrow, conll];
