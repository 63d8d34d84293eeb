/** Boxes only, larger than the longest text of a browser. */
import type { DataName } from '../data/files.ts';
import type { Subject } from '../subject.ts';
import { browse, imagesAndAnnotations } from './app.ts';

export const boxes: Subject = {
  id: 'boxes',
  title: 'COCO, boxes only, 1.49 GB, 8.6 million annotations',
  async prepare({ lab, data, quick }) {
    const name: DataName = quick ? 'o365-tenth.json' : 'o365.json';
    const path = data.path(name);
    const work = quick ? 'boxes only, 149 MB' : 'boxes only, 1.49 GB';
    const read = { of: 'read' };
    return {
      facts: await data.facts(name),
      contenders: [
        { id: 'read', name: 'pure read', sample: () => lab.task('pureRead', [path]) },
        { id: 'app', isApp: true, name: 'the app, by drop', sample: () => lab.dropOnApp([path], imagesAndAnnotations, browse('class')) },
        { id: 'engine', name: "the app's engine alone", sample: () => lab.task('engineCoco', [path]) },
        { id: 'parse', name: 'JSON.parse(await file.text())', sample: () => lab.task('parseCoco', [path]) },
      ],
      rows: [
        { work: `${work}: load by drop ÷ pure read`, of: 'app', over: read, unit: '×', atMost: 1.5 },
        { work: `${work}: load by the engine ÷ pure read`, of: 'engine', over: read, unit: '×' },
        { work: `${work}: JSON.parse ÷ pure read`, of: 'parse', over: read, unit: '×' },
        { work: `${work}: peak memory of the load`, of: 'app', value: 'loaded', unit: 'MB', atMost: 450 },
        { work: `${work}: peak memory with browsing`, of: 'app', value: 'megabytes', unit: 'MB' },
        { work: `${work}: first rows on screen`, of: 'app', value: 'rows', unit: 'ms', atMost: 300 },
        { work: `${work}: longest task of the page`, of: 'app', value: 'longest', unit: 'ms', atMost: 50, worst: true },
      ],
    };
  },
};
