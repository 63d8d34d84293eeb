/** How the cost grows with the data: at n, 2n and 4n. Linear is 2 and 4. */
import type { DataName } from '../data/files.ts';
import type { Findings } from '../measure.ts';
import type { Row, Subject } from '../subject.ts';

export const growth: Subject = {
  id: 'growth',
  title: 'Cost at n, 2n and 4n',
  slow: true,
  async prepare({ lab, data, quick }) {
    const series: readonly { readonly work: string; readonly task: string; readonly names: readonly DataName[] }[] = [
      { work: 'COCO 116 MB', task: 'engineCoco', names: ['coco-quarter.json', 'coco-half.json', 'coco.json'] },
      ...(quick ? [] : [{ work: 'JSONL 250 MB', task: 'engineIndex', names: ['250m.jsonl', '500m.jsonl', '1g.jsonl'] as const }]),
    ];
    const files = series.flatMap((each) => each.names);
    return {
      // Each file by its own name: they hold different things.
      facts: Object.assign({}, ...(await Promise.all(files.map(async (name) => named(name, await data.facts(name)))))) as Findings,
      contenders: series.flatMap(({ task, names }) =>
        names.map((name) => ({
          id: name,
          name: `the app's engine, ${name}`,
          sample: async () => {
            const { findings, ...sample } = await lab.task(task, [data.path(name)], { as: 'lines' });
            return { ...sample, findings: named(name, findings) };
          },
        })),
      ),
      rows: series.flatMap(({ work, names: [n = '', n2 = '', n4 = ''] }): Row[] => [
        { work: `${work}: load at 2n ÷ n`, of: n2, over: { of: n }, unit: '×' },
        { work: `${work}: load at 4n ÷ n`, of: n4, over: { of: n }, unit: '×' },
        { work: `${work}: memory at 4n ÷ n`, of: n4, value: 'megabytes', over: { of: n, value: 'megabytes' }, unit: '×' },
      ]),
    };
  },
};

const named = (file: string, findings: Findings): Findings =>
  Object.fromEntries(Object.entries(findings).map(([name, value]) => [`${name} of ${file}`, value]));
