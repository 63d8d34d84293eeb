/** A folder of many small files: 100,000 pictures, each with its label file. */
import type { DataName } from '../data/files.ts';
import type { Subject } from '../subject.ts';
import { browse, imagesAndAnnotations } from './app.ts';
import { byDrop, dropRows } from './common.ts';

export const folder: Subject = {
  id: 'folder',
  title: 'YOLO folder of many small files',
  async prepare({ lab, data, quick }) {
    const name: DataName = quick ? 'yolo5k' : 'yolo100k';
    const path = data.path(name);
    const work = quick ? 'folder of 10,000 files' : 'folder of 200,000 files';
    return {
      facts: await data.facts(name),
      contenders: [byDrop(lab, path, imagesAndAnnotations, quick ? undefined : browse('class'))],
      rows: [
        { work: `${work}: all labels and image headers read`, of: 'app', unit: 'ms' },
        { work: `${work}: peak memory`, of: 'app', value: 'megabytes', unit: 'MB' },
        ...dropRows(work),
      ],
    };
  },
};
