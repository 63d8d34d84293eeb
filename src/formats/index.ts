/** The list of formats. Order breaks ties between readings of equal confidence. */
import { brat } from './brat.ts';
import { coco, cocoFormat } from './coco.ts';
import type { CocoScan } from './coco/scan.ts';
import { arrow, parquet, parquetFormat } from './columnar.ts';
import { conll } from './conll.ts';
import { csv } from './csv.ts';
import { fasttext } from './fasttext.ts';
import type { ParquetDecoder } from '../syntax/parquet-decoder.ts';
import type { Format } from './format.ts';
import { imageMetadata } from './image-metadata.ts';
import { imagefolder } from './imagefolder.ts';
import { images } from './images.ts';
import { json } from './json.ts';
import { jsonSequence } from './json-sequence.ts';
import { jsonValue } from './json-value.ts';
import { jsonl } from './jsonl.ts';
import { text } from './text.ts';
import { webdataset } from './webdataset.ts';
import { yolo } from './yolo.ts';

export const FORMATS: readonly Format[] = [
  coco,
  yolo,
  imageMetadata,
  webdataset,
  imagefolder,
  images,
  jsonl,
  json,
  csv,
  parquet,
  arrow,
  conll,
  brat,
  fasttext,
  jsonSequence,
  text,
  jsonValue,
];

/** The same, with COCO files read by `scan` and Parquet decoded by `decoder`. */
export const formatsWith = (scan: CocoScan, decoder: ParquetDecoder): readonly Format[] =>
  FORMATS.map((format) => (format === coco ? cocoFormat(scan) : format === parquet ? parquetFormat(decoder) : format));
