/** Questions about ten million boxes, and ten million records in order. */
import type { DataName } from '../data/files.ts';
import { ASKED } from '../data/facts.ts';
import type { Subject } from '../subject.ts';
import { browseBoxes, imagesAndAnnotations } from './app.ts';
import { dropRows } from './common.ts';

export const query: Subject = {
  id: 'query',
  title: 'Questions about many boxes and records',
  async prepare({ lab, data, quick }) {
    const boxes: DataName = quick ? 'boxes1m.json' : 'boxes10m.json';
    const records: DataName = quick ? '1m.csv' : '10m.csv';
    const paths = { boxes: data.path(boxes), records: data.path(records) };
    const work = quick ? '1 M boxes' : '10 M boxes';
    return {
      facts: { ...(await data.facts(boxes)), ...(await data.facts(records)) },
      contenders: [
        { id: 'boxes', name: `the app's engine, ${work}`, sample: () => lab.task('engineQueries', [paths.boxes], ASKED) },
        {
          id: 'app',
          isApp: true,
          name: `the app, ${work}: filtered, brushed and sorted`,
          sample: () => lab.dropOnApp([paths.boxes], imagesAndAnnotations, browseBoxes),
        },
        {
          id: 'records',
          name: `the app's engine, ${quick ? '1 M' : '10 M'} records sorted`,
          sample: () => lab.task('engineSort', [paths.records]),
        },
        { id: 'objects', isPeer: true, name: 'a million objects, Array.prototype.sort', sample: () => lab.task('sortObjects', []) },
      ],
      rows: [
        { work: `${work}: class filter`, of: 'boxes', unit: 'ms', atMost: 16 },
        { work: `${work}: brush a range`, of: 'boxes', value: 'brush', unit: 'ms', atMost: 50 },
        { work: `${work}: histogram under a filter`, of: 'boxes', value: 'plot', unit: 'ms' },
        { work: `${work}: all facets under a filter`, of: 'boxes', value: 'facets', unit: 'ms' },
        { work: `${work}: sort their images, the longest of four orders`, of: 'boxes', value: 'sort', unit: 'ms', atMost: 450 },
        { work: `${quick ? '1 M' : '10 M'} records: sort by a number, up or down`, of: 'records', unit: 'ms', atMost: 450 },
        { work: `${quick ? '1 M' : '10 M'} records ÷ sorting a million objects`, of: 'records', over: { of: 'objects' }, unit: '×' },
        { work: `${quick ? '1 M' : '10 M'} records: read that column before`, of: 'records', value: 'first', unit: 'ms' },
        ...dropRows(work),
      ],
    };
  },
};
