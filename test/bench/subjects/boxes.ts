/** Boxes only, larger than the longest text of a browser. */
import type { DataName } from '../data/files.ts';
import type { Subject } from '../subject.ts';
import { browse, imagesAndAnnotations } from './app.ts';
import { byDrop, dropRows, engineAlone, pureRead, WARM } from './common.ts';

export const boxes: Subject = {
  id: 'boxes',
  title: 'COCO, boxes only, larger than the longest text of a browser',
  async prepare({ lab, data, quick }) {
    const name: DataName = quick ? 'o365-tenth.json' : 'o365.json';
    const path = data.path(name);
    const before = data.path(quick ? 'coco-sixteenth.json' : 'coco-quarter.json');
    const work = quick ? 'boxes only, 149 MB' : 'boxes only, 1.49 GB';
    const read = { of: 'read' };
    return {
      facts: await data.facts(name),
      contenders: [
        pureRead(lab, path),
        byDrop(lab, path, imagesAndAnnotations, quick ? undefined : browse('class')),
        ...engineAlone(lab, 'engineCoco', path, before),
        { id: 'parse', isPeer: true, name: 'JSON.parse(await file.text())', sample: () => lab.task('parseCoco', [path]) },
      ],
      rows: [
        { work: `${work}: load by drop ÷ pure read`, of: 'app', over: read, unit: '×', atMost: 1.5 },
        { work: `${work}: load by the engine alone, cold ÷ pure read`, of: 'engine', over: read, unit: '×', atMost: 1.5 },
        { work: `${work}: load by the engine alone, ${WARM} ÷ pure read`, of: 'warm', over: read, unit: '×', atMost: 1.5 },
        { work: `${work}: JSON.parse ÷ pure read`, of: 'parse', over: read, unit: '×' },
        { work: `${work}: peak memory of the load`, of: 'app', value: 'loaded', unit: 'MB', atMost: 450 },
        ...(quick ? [] : [{ work: `${work}: peak memory with browsing`, of: 'app', value: 'megabytes', unit: 'MB' } as const]),
        ...dropRows(work),
      ],
    };
  },
};
