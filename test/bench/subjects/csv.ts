/** Records with quoted text in them. */
import type { DataName } from '../data/files.ts';
import type { Subject } from '../subject.ts';
import { browse, recordsAs } from './app.ts';
import { byDrop, dropRows, engineAlone, pureRead, WARM } from './common.ts';

export const csv: Subject = {
  id: 'csv',
  title: 'CSV with quoted texts',
  async prepare({ lab, data, quick }) {
    const name: DataName = quick ? '50m.csv' : '500m.csv';
    const path = data.path(name);
    const before = data.path('5m.csv');
    const work = quick ? 'CSV 50 MB' : 'CSV 500 MB';
    return {
      facts: await data.facts(name),
      contenders: [
        pureRead(lab, path),
        byDrop(lab, path, recordsAs('records'), browse('data model', '.split:val')),
        ...engineAlone(lab, 'engineIndex', path, before, { as: 'records' }),
        { id: 'papa', isPeer: true, name: 'Papa Parse, in pieces, arrays', sample: () => lab.task('papaParse', [path]) },
        { id: 'duckdb', isPeer: true, name: 'duckdb-wasm, count(*)', sample: () => lab.task('duckdbCsv', [path]) },
      ],
      rows: [
        { work: `${work}: index ÷ Papa Parse`, of: 'engine', over: { of: 'papa' }, unit: '×', atMost: 0.15 },
        { work: `${work}: index, ${WARM} ÷ Papa Parse`, of: 'warm', over: { of: 'papa' }, unit: '×', atMost: 0.15 },
        { work: `${work}: load by drop ÷ Papa Parse`, of: 'app', over: { of: 'papa' }, unit: '×' },
        { work: `${work}: index ÷ pure read`, of: 'engine', over: { of: 'read' }, unit: '×' },
        { work: `${work}: index, ${WARM} ÷ pure read`, of: 'warm', over: { of: 'read' }, unit: '×' },
        { work: `${work}: index ÷ duckdb-wasm's count(*)`, of: 'engine', over: { of: 'duckdb' }, unit: '×' },
        { work: `${work}: peak memory of the index`, of: 'engine', value: 'megabytes', unit: 'MB' },
        { work: `${work}: peak memory of the load by drop`, of: 'app', value: 'loaded', unit: 'MB' },
        { work: `${work}: peak memory by drop, searched and filtered`, of: 'app', value: 'megabytes', unit: 'MB' },
        ...dropRows(work),
      ],
    };
  },
};
