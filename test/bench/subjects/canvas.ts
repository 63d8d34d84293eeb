/** Ten thousand boxes that are panned and zoomed. */
import type { Contender } from '../rounds.ts';
import type { Row, Subject } from '../subject.ts';
import { longestRow } from './common.ts';

export const canvas: Subject = {
  id: 'canvas',
  title: 'Boxes on the canvas, 1280 × 800, software raster',
  async prepare({ lab, quick }) {
    const counts = quick ? [10_000] : [1000, 10_000];
    const frames = quick ? 12 : 40;
    return {
      facts: {},
      contenders: counts.flatMap((boxes): Contender[] => {
        const few = boxes.toLocaleString('en-US');
        const contender = (id: string, name: string, task: string, hits = 0): Contender => ({
          id: `${id} ${boxes}`,
          name: `${name}, ${few} boxes`,
          ...(id === 'stage' ? { isApp: true } : { isPeer: true }),
          sample: async () => {
            const { findings, ...sample } = await lab.task(task, [], { boxes, hits, frames });
            return { ...sample, findings: { [`boxes of ${boxes}`]: findings['boxes'] ?? 0, drawn: findings['drawn'] ?? '' } };
          },
        });
        return [
          contender('stage', "the app's stage", 'stageBoxes'),
          contender('konva', 'Konva rectangles without hit graph', 'konvaBoxes'),
          contender('konvaHits', 'Konva rectangles', 'konvaBoxes', 1),
        ];
      }),
      rows: counts.flatMap((boxes): Row[] => {
        const work = `${boxes.toLocaleString('en-US')} boxes`;
        return [
          {
            work: `${work} a frame ÷ Konva rectangles without hit graph`,
            of: `stage ${boxes}`,
            over: { of: `konva ${boxes}` },
            unit: '×',
            ...(boxes === 10_000 ? { atMost: 0.167 } : {}),
          },
          { work: `${work} a frame ÷ Konva rectangles`, of: `stage ${boxes}`, over: { of: `konvaHits ${boxes}` }, unit: '×' },
          { work: `${work}: a frame`, of: `stage ${boxes}`, unit: 'ms', ...(boxes === 10_000 ? { atMost: 16.7 } : {}) },
          longestRow(`${work}: longest task of the page`, `stage ${boxes}`),
          { work: `${work}: what is under the pointer`, of: `stage ${boxes}`, value: 'hover', unit: 'ms', atMost: 0.1 },
        ];
      }),
    };
  },
};
