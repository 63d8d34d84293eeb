/** Chats, a line each. */
import type { DataName } from '../data/files.ts';
import { NEEDLE } from '../data/text.ts';
import type { Subject } from '../subject.ts';
import { browse, recordsAs } from './app.ts';
import { byDrop, dropRows, engineAlone, pureRead, WARM } from './common.ts';

export const jsonl = subject('jsonl', 'JSON Lines', '1g.jsonl', 'JSONL 1 GB');
export const jsonl5: Subject = { ...subject('jsonl5', 'JSON Lines, 5 GB', '5g.jsonl', 'JSONL 5 GB'), slow: true };

function subject(id: string, title: string, large: DataName, largeWork: string): Subject {
  return {
    id,
    title,
    async prepare({ lab, data, quick }) {
      const name = quick ? '100m.jsonl' : large;
      const path = data.path(name);
      const before = data.path('10m.jsonl');
      const work = quick ? 'JSONL 100 MB' : largeWork;
      const read = { of: 'read' };
      return {
        facts: await data.facts(name),
        contenders: [
          pureRead(lab, path),
          byDrop(lab, path, recordsAs('lines'), browse(NEEDLE, 'lang:de')),
          ...engineAlone(lab, 'engineLines', path, before, { needle: NEEDLE }, ': index, search, column, rows'),
          { id: 'parse', isPeer: true, name: 'JSON.parse of every line', sample: () => lab.task('parseLines', [path]) },
        ],
        rows: [
          { work: `${work}: index ÷ pure read`, of: 'engine', over: read, unit: '×', atMost: 1.15 },
          { work: `${work}: index, ${WARM} ÷ pure read`, of: 'warm', over: read, unit: '×', atMost: 1.15 },
          { work: `${work}: load by drop ÷ pure read`, of: 'app', over: read, unit: '×' },
          { work: `${work}: search ÷ pure read`, of: 'engine', value: 'search', over: read, unit: '×', atMost: 1.15 },
          { work: `${work}: search, ${WARM} ÷ pure read`, of: 'warm', value: 'search', over: read, unit: '×', atMost: 1.15 },
          { work: `${work}: one key as a column ÷ pure read`, of: 'engine', value: 'column', over: read, unit: '×', atMost: 1.25 },
          { work: `${work}: one key as a column, ${WARM} ÷ pure read`, of: 'warm', value: 'column', over: read, unit: '×', atMost: 1.25 },
          { work: `${work}: one key as a column ÷ JSON.parse`, of: 'engine', value: 'column', over: { of: 'parse' }, unit: '×' },
          { work: `${work}: peak memory of index, search, column and rows`, of: 'engine', value: 'megabytes', unit: 'MB', atMost: 100 },
          { work: `${work}: peak memory of the load by drop`, of: 'app', value: 'loaded', unit: 'MB', atMost: 100 },
          { work: `${work}: peak memory by drop, searched and filtered`, of: 'app', value: 'megabytes', unit: 'MB' },
          { work: `${work}: any row, 95th percentile`, of: 'engine', value: 'row', unit: 'ms', atMost: 5 },
          { work: `${work}: a window of 50 rows, 95th percentile`, of: 'engine', value: 'window', unit: 'ms', atMost: 5 },
          ...dropRows(work),
        ],
      };
    },
  };
}
