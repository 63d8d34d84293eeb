import { indexCoco } from './coco/index-pass.ts';
import { cocoDetail } from './coco/detail.ts';
import { matchCoco } from './coco/match.ts';
import type { Format } from './format.ts';

/**
 * COCO and its kin: instances, keypoints, captions, LVIS, lists of results. One JSON file, or several over the same images.
 * Panoptic JSON is not read: what it labels are pixels of PNG files.
 */
export const coco: Format = {
  id: 'coco',
  name: 'COCO',
  docs: 'https://cocodataset.org/#format-data',
  utf8Ranges: true,
  match: matchCoco,
  index: indexCoco,
  detail: cocoDetail,
};
