import { checkCoco } from './coco/check.ts';
import { indexCoco } from './coco/index-pass.ts';
import { cocoDetail } from './coco/detail.ts';
import { matchCoco } from './coco/match.ts';
import { scanCoco, type CocoScan } from './coco/scan.ts';
import type { Format } from './format.ts';

/**
 * COCO and its kin: instances, keypoints, captions, LVIS, lists of results. One JSON file, or several over the same images.
 * Panoptic JSON is not read: what it labels are pixels of PNG files.
 * @param scan reads one file: here or in another thread
 */
export const cocoFormat = (scan: CocoScan): Format => ({
  id: 'coco',
  name: 'COCO',
  docs: 'https://cocodataset.org/#format-data',
  utf8Ranges: true,
  match: (files, signal) => matchCoco(files, signal, scan.prepare),
  index: (files, match, sink, signal) => indexCoco(files, match, sink, signal, scan),
  check: checkCoco,
  detail: cocoDetail,
});

/** Read in the thread that asks. */
export const coco = cocoFormat(scanCoco);
