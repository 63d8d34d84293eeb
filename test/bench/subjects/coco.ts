/** A COCO file with polygons, as large as the training set. */
import type { DataName } from '../data/files.ts';
import type { Subject } from '../subject.ts';
import { browse, imagesAndAnnotations } from './app.ts';
import { dropRows, pureRead, WARM } from './common.ts';

/** The streaming parser reads so much of the file and no more: the whole would take minutes. */
const STREAMED_BYTES = 50e6;
const QUICK_STREAMED_BYTES = 10e6;

/** Who opens the page and then looks for the file takes some seconds. The page makes itself ready meanwhile (decision 21). */
const OPEN_MS = 8000;
const QUICK_OPEN_MS = 4000;

export const coco: Subject = {
  id: 'coco',
  title: 'COCO with polygons and RLE',
  async prepare({ lab, data, quick }) {
    const name: DataName = quick ? 'coco-quarter.json' : 'coco.json';
    const path = data.path(name);
    const before = data.path(quick ? 'coco-sixteenth.json' : 'coco-quarter.json');
    const openFor = quick ? QUICK_OPEN_MS : OPEN_MS;
    const open = `page open ${openFor / 1000} s`;
    const start = data.startOf(name, quick ? QUICK_STREAMED_BYTES : STREAMED_BYTES);
    const streamed = `@streamparser/json, first ${Math.round(start.bytes / 1e6)} MB`;
    const work = quick ? 'COCO 116 MB' : 'COCO 463 MB';
    return {
      facts: { ...(await data.facts(name)), records: start.records },
      contenders: [
        pureRead(lab, path),
        {
          id: 'app',
          name: 'the app, by drop, at once',
          isApp: true,
          sample: () => lab.dropOnApp([path], imagesAndAnnotations, browse('class')),
        },
        {
          id: 'rested',
          name: `the app, by drop, ${open}`,
          isApp: true,
          sample: () => lab.dropOnApp([path], imagesAndAnnotations, quick ? undefined : browse('class'), { openFor }),
        },
        {
          id: 'engine',
          name: "the app's engine alone, cold",
          sample: (round: number) => lab.task('engineCoco', [path], { boxes: round === 0 ? 1 : 0 }),
        },
        { id: 'warm', name: `the app's engine alone, ${WARM}`, sample: () => lab.task('engineCoco', [before, path], { before: 1 }) },
        { id: 'parse', isPeer: true, name: 'JSON.parse(await file.text())', sample: () => lab.task('parseCoco', [path]) },
        {
          id: 'stream',
          name: streamed,
          isPeer: true,
          sample: async () => {
            const sample = await lab.task('streamParseCoco', [path], { bytes: start.bytes });
            return { ...sample, values: { whole: (sample.ms / start.bytes) * lab.sizeOf(path) } };
          },
        },
      ],
      rows: [
        { work: `${work}: load by drop, at once ÷ pure read`, of: 'app', over: { of: 'read' }, unit: '×', atMost: 1.3 },
        { work: `${work}: load by drop, ${open} ÷ pure read`, of: 'rested', over: { of: 'read' }, unit: '×', atMost: 1.3 },
        { work: `${work}: load by the engine alone, cold ÷ pure read`, of: 'engine', over: { of: 'read' }, unit: '×', atMost: 1.3 },
        { work: `${work}: load by the engine alone, ${WARM} ÷ pure read`, of: 'warm', over: { of: 'read' }, unit: '×', atMost: 1.3 },
        { work: `${work}: load by drop, at once ÷ JSON.parse`, of: 'app', over: { of: 'parse' }, unit: '×', atMost: 0.2 },
        { work: `${work}: load by drop, ${open} ÷ JSON.parse`, of: 'rested', over: { of: 'parse' }, unit: '×', atMost: 0.2 },
        { work: `${work}: load by the engine alone, cold ÷ JSON.parse`, of: 'engine', over: { of: 'parse' }, unit: '×', atMost: 0.2 },
        { work: `${work}: load by the engine alone, ${WARM} ÷ JSON.parse`, of: 'warm', over: { of: 'parse' }, unit: '×', atMost: 0.2 },
        {
          work: `${work}: load by drop, at once ÷ ${streamed}, times as much as the whole is`,
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
        ...dropRows(work, 'app', ', at once'),
        ...dropRows(work, 'rested', `, ${open}`),
      ],
    };
  },
};
