/** A table of columns: opening it is reading its footer. */
import type { DataName } from '../data/files.ts';
import type { Subject } from '../subject.ts';
import { recordsAs } from './app.ts';

export const parquet: Subject = {
  id: 'parquet',
  title: 'Parquet, a million rows of five columns',
  async prepare({ lab, data, quick }) {
    const name: DataName = quick ? '100k.parquet' : '1m.parquet';
    const path = data.path(name);
    const work = quick ? 'Parquet of 100,000 rows' : 'Parquet of 1 M rows';
    return {
      facts: await data.facts(name),
      contenders: [
        { id: 'app', isApp: true, name: 'the app, by drop', sample: () => lab.dropOnApp([path], recordsAs('records')) },
        { id: 'engine', name: "the app's engine: open, windows of 50 rows", sample: () => lab.task('engineWindows', [path]) },
        { id: 'hyparquet', name: 'hyparquet, all rows as objects; windows of 50 rows', sample: () => lab.task('readParquet', [path]) },
      ],
      rows: [
        { work: `${work}: load by drop ÷ hyparquet's reading of all`, of: 'app', over: { of: 'hyparquet' }, unit: '×' },
        { work: `${work}: a window of 50 rows, 95th percentile`, of: 'engine', value: 'window', unit: 'ms' },
        {
          work: `${work}: a window ÷ hyparquet's`,
          of: 'engine',
          value: 'window',
          over: { of: 'hyparquet', value: 'window' },
          unit: '×',
        },
        { work: `${work}: first rows on screen`, of: 'app', value: 'rows', unit: 'ms', atMost: 300 },
        { work: `${work}: longest task of the page`, of: 'app', value: 'longest', unit: 'ms', atMost: 50, worst: true },
      ],
    };
  },
};
