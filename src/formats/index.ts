/** The list of formats. Order breaks ties between readings of equal confidence. */
import { brat } from './brat.ts';
import { coco, cocoFormat } from './coco.ts';
import type { CocoScan } from './coco/scan.ts';
import { arrow, arrowFormat, parquet, parquetFormat } from './columnar.ts';
import { conll } from './conll.ts';
import { csv } from './csv.ts';
import { fasttext } from './fasttext.ts';
import type { TableDecoder } from '../syntax/table-file.ts';
import type { Format } from './format.ts';
import { imageMetadata } from './image-metadata.ts';
import { imagefolder } from './imagefolder.ts';
import { images } from './images.ts';
import { json } from './json.ts';
import { jsonSequence } from './json-sequence.ts';
import { jsonValue } from './json-value.ts';
import { jsonl } from './jsonl.ts';
import { parallel } from './parallel.ts';
import { sessions } from './sessions.ts';
import { text } from './text.ts';
import { webdatasetRecords } from './webdataset-records.ts';
import { webdataset } from './webdataset.ts';
import { yolo } from './yolo.ts';

export const FORMATS: readonly Format[] = [
  coco,
  yolo,
  imageMetadata,
  webdatasetRecords,
  webdataset,
  imagefolder,
  images,
  sessions,
  jsonl,
  json,
  csv,
  parquet,
  arrow,
  conll,
  brat,
  fasttext,
  jsonSequence,
  parallel,
  text,
  jsonValue,
];

/** The same, with COCO files read by `scan` and tables decoded by `decoders`. */
export function formatsWith(scan: CocoScan, decoders: Readonly<Record<'parquet' | 'arrow', TableDecoder>>): readonly Format[] {
  const others = new Map<Format, Format>([
    [coco, cocoFormat(scan)],
    [parquet, parquetFormat(decoders.parquet)],
    [arrow, arrowFormat(decoders.arrow)],
  ]);
  return FORMATS.map((format) => others.get(format) ?? format);
}
