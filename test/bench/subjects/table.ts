/** Ten million rows that are scrolled. */
import type { Page } from 'playwright-core';
import type { DataName } from '../data/files.ts';
import type { Subject } from '../subject.ts';
import { recordsAs } from './app.ts';
import { dropRows } from './common.ts';
import { heapOf, scrollMeters } from './scroll.ts';

export const table: Subject = {
  id: 'table',
  title: 'Table of many rows',
  async prepare({ lab, data, quick }) {
    const large: DataName = quick ? '1m.csv' : '10m.csv';
    const paths = { large: data.path(large), small: data.path('10k.csv') };
    const rows = quick ? '1 M' : '10 M';
    const scrolled = (page: Page): Promise<Record<string, number>> => scrollMeters(page, quick ? 50 : 100);
    const heap = async (page: Page): Promise<Record<string, number>> => ({ heap: await heapOf(page) });
    return {
      facts: { ...(await data.facts(large)), rows: 1_000_000 },
      contenders: [
        {
          id: 'app',
          isApp: true,
          name: `the app's table, ${rows} rows`,
          sample: () => lab.dropOnApp([paths.large], recordsAs('records'), scrolled),
        },
        {
          id: 'small',
          name: "the app's table, 10,000 rows",
          sample: () => lab.dropOnApp([paths.small], recordsAs('few'), heap),
        },
        { id: 'virtual', isPeer: true, name: 'react-virtual, 1 M rows', sample: () => lab.task('mountVirtual', [], {}, scrolled) },
        {
          id: 'model',
          name: 'TanStack row model and react-virtual, 1 M rows',
          isPeer: true,
          sample: () => lab.task('mountRowModel', [], {}, heap),
        },
      ],
      rows: [
        {
          work: `table of ${rows} rows: scroll step ÷ react-virtual at 1 M`,
          of: 'app',
          value: 'step',
          over: { of: 'virtual', value: 'step' },
          unit: '×',
          atMost: 1,
        },
        {
          work: `table of ${rows} rows: jump ÷ react-virtual at 1 M`,
          of: 'app',
          value: 'jump',
          over: { of: 'virtual', value: 'jump' },
          unit: '×',
          atMost: 1,
        },
        { work: `table of ${rows} rows: scroll step`, of: 'app', value: 'step', unit: 'ms' },
        {
          work: `table of ${rows} rows: heap more than of 10,000`,
          of: 'app',
          value: 'heap',
          less: { of: 'small', value: 'heap' },
          unit: 'MB',
          atMost: 5,
        },
        { work: 'TanStack row model of 1 M rows: heap', of: 'model', value: 'heap', unit: 'MB' },
        { work: `table of ${rows} rows: the last row is shown at the end (1: yes)`, of: 'app', value: 'reached', unit: '', atLeast: 1 },
        ...dropRows(`table of ${rows} rows`),
      ],
    };
  },
};
