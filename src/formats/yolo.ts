/** YOLO in all its layouts: Ultralytics data.yaml, darknet lists, folders `images` and `labels`, `.txt` beside images. */
import type { Format } from './format.ts';
import { detailYolo } from './yolo/detail.ts';
import { indexYolo } from './yolo/index-pass.ts';
import { matchYolo } from './yolo/match.ts';

export const yolo: Format = {
  id: 'yolo',
  name: 'YOLO',
  docs: 'https://docs.ultralytics.com/datasets/detect/',
  relative: true,
  match: matchYolo,
  index: indexYolo,
  detail: detailYolo,
};
