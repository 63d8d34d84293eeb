/** What is done on the page itself or asked of our engine from there, by name. */
import type { Measure, TaskOptions } from '../../measure.ts';
import { konvaBoxes, stageBoxes } from './canvas.ts';
import { duckdbCsv } from './duckdb.ts';
import { engineCoco, engineIndex, engineLines, engineWindows } from './engine-tasks.ts';
import { engineQueries, engineSort, sortObjects } from './query.ts';
import { mountRowModel, mountVirtual } from './table.tsx';
import { enginePictures, imgPictures, makePhotographs } from './thumbnails.ts';

export type PageTask = (files: readonly File[], options: TaskOptions) => Promise<Measure>;

export const PAGE_TASKS: Readonly<Record<string, PageTask>> = {
  duckdbCsv,
  engineCoco,
  engineIndex,
  engineLines,
  enginePictures,
  engineQueries,
  engineSort,
  engineWindows,
  imgPictures,
  konvaBoxes,
  makePhotographs,
  mountRowModel,
  mountVirtual,
  sortObjects,
  stageBoxes,
};
