/** A table of columns: opening it is reading its footer. */
import type { DataName } from '../data/files.ts';
import type { Subject } from '../subject.ts';
import { recordsAs } from './app.ts';
import { byDrop, dropRows } from './common.ts';

export const parquet: Subject = {
  id: 'parquet',
  title: 'Parquet',
  async prepare({ lab, data, quick }) {
    const name: DataName = quick ? '100k.parquet' : '1m.parquet';
    const path = data.path(name);
    const work = quick ? 'Parquet of 100,000 rows' : 'Parquet of 1 M rows';
    const windows = quick ? 20 : 100;
    return {
      facts: await data.facts(name),
      contenders: [
        byDrop(lab, path, recordsAs('records')),
        { id: 'engine', name: "the app's engine: open, windows of 50 rows", sample: () => lab.task('engineWindows', [path], { windows }) },
        {
          id: 'hyparquet',
          isPeer: true,
          name: 'hyparquet, all rows as objects; windows of 50 rows',
          sample: () => lab.task('readParquet', [path], { windows }),
        },
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
        ...dropRows(work),
      ],
    };
  },
};
