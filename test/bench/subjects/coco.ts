/** A COCO file with polygons, as large as the training set. */
import type { DataName } from '../data/files.ts';
import type { Subject } from '../subject.ts';
import { browse, imagesAndAnnotations } from './app.ts';

/** The streaming parser reads so much of the file and no more: the whole would take minutes. */
const STREAMED_BYTES = 50e6;

/** Who opens the page and then looks for the file takes some seconds. The page makes itself ready meanwhile (decision 21). */
const OPEN_MS = 8000;
const OPEN = `page open ${OPEN_MS / 1000} s`;

export const coco: Subject = {
  id: 'coco',
  title: 'COCO, 463 MB, 860,001 annotations with polygons and RLE',
  async prepare({ lab, data, quick }) {
    const name: DataName = quick ? 'coco-quarter.json' : 'coco.json';
    const path = data.path(name);
    const work = quick ? 'COCO 116 MB' : 'COCO 463 MB';
    return {
      facts: await data.facts(name),
      contenders: [
        { id: 'read', name: 'pure read', sample: () => lab.task('pureRead', [path]) },
        {
          id: 'app',
          name: 'the app, by drop, at once',
          isApp: true,
          sample: () => lab.dropOnApp([path], imagesAndAnnotations, browse('class')),
        },
        {
          id: 'rested',
          name: `the app, by drop, ${OPEN}`,
          isApp: true,
          sample: () => lab.dropOnApp([path], imagesAndAnnotations, browse('class'), { openFor: OPEN_MS }),
        },
        {
          id: 'engine',
          name: "the app's engine alone",
          sample: (round: number) => lab.task('engineCoco', [path], { boxes: round === 0 ? 1 : 0 }),
        },
        { id: 'parse', name: 'JSON.parse(await file.text())', sample: () => lab.task('parseCoco', [path]) },
        {
          id: 'stream',
          name: `@streamparser/json, first ${STREAMED_BYTES / 1e6} MB`,
          sample: async () => {
            const sample = await lab.task('streamParseCoco', [path], { bytes: STREAMED_BYTES });
            const { bytes = 1, ...findings } = sample.findings;
            return { ...sample, findings, values: { whole: (sample.ms / Number(bytes)) * lab.sizeOf(path) } };
          },
        },
      ],
      rows: [
        { work: `${work}: load by drop, at once ÷ pure read`, of: 'app', over: { of: 'read' }, unit: '×', atMost: 1.3 },
        { work: `${work}: load by drop, ${OPEN} ÷ pure read`, of: 'rested', over: { of: 'read' }, unit: '×', atMost: 1.3 },
        { work: `${work}: load by the engine ÷ pure read`, of: 'engine', over: { of: 'read' }, unit: '×' },
        { work: `${work}: load by drop, at once ÷ JSON.parse`, of: 'app', over: { of: 'parse' }, unit: '×', atMost: 0.2 },
        { work: `${work}: load by drop, ${OPEN} ÷ JSON.parse`, of: 'rested', over: { of: 'parse' }, unit: '×', atMost: 0.2 },
        {
          work: `${work}: load by drop ÷ @streamparser/json (by its first ${STREAMED_BYTES / 1e6} MB)`,
          of: 'app',
          over: { of: 'stream', value: 'whole' },
          unit: '×',
        },
        { work: `${work}: peak memory of the load`, of: 'app', value: 'loaded', unit: 'MB', atMost: 150 },
        { work: `${work}: peak memory with browsing`, of: 'app', value: 'megabytes', unit: 'MB' },
        {
          work: `${work}: peak memory ÷ JSON.parse's`,
          of: 'app',
          value: 'megabytes',
          over: { of: 'parse', value: 'megabytes' },
          unit: '×',
        },
        { work: `${work}: first rows on screen, at once`, of: 'app', value: 'rows', unit: 'ms', atMost: 300 },
        { work: `${work}: first rows on screen, ${OPEN}`, of: 'rested', value: 'rows', unit: 'ms', atMost: 300 },
        { work: `${work}: longest task of the page, at once`, of: 'app', value: 'longest', unit: 'ms', atMost: 50, worst: true },
        { work: `${work}: longest task of the page, ${OPEN}`, of: 'rested', value: 'longest', unit: 'ms', atMost: 50, worst: true },
      ],
    };
  },
};
