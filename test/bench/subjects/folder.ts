/** A folder of many small files: 100,000 pictures, each with its label file. */
import type { DataName } from '../data/files.ts';
import type { Subject } from '../subject.ts';
import { browse } from './app.ts';

export const folder: Subject = {
  id: 'folder',
  title: 'YOLO folder of 200,000 files',
  async prepare({ lab, data, quick }) {
    const name: DataName = quick ? 'yolo5k' : 'yolo100k';
    const path = data.path(name);
    const work = quick ? 'folder of 10,000 files' : 'folder of 200,000 files';
    const findings = ({ status }: { readonly status: string }): { images: number } => ({
      images: Number(/^[\d,]+/.exec(status)?.[0].replaceAll(',', '')),
    });
    return {
      facts: await data.facts(name),
      contenders: [{ id: 'app', isApp: true, name: 'the app, by drop', sample: () => lab.dropOnApp([path], findings, browse('class')) }],
      rows: [
        { work: `${work}: first rows on screen`, of: 'app', value: 'rows', unit: 'ms', atMost: 300 },
        { work: `${work}: all labels and image headers read`, of: 'app', unit: 'ms' },
        { work: `${work}: peak memory`, of: 'app', value: 'megabytes', unit: 'MB' },
        { work: `${work}: longest task of the page`, of: 'app', value: 'longest', unit: 'ms', atMost: 50, worst: true },
      ],
    };
  },
};
