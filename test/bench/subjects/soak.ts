/** Fifty gigabytes through one worker: a reader that is lost shows after gigabytes only. */
import type { DataName } from '../data/files.ts';
import type { Subject } from '../subject.ts';

const GIGABYTES = 50;
const QUICK_GIGABYTES = 2;

export const soak: Subject = {
  id: 'soak',
  title: 'Fifty gigabytes through one worker',
  slow: true,
  async prepare({ lab, data, quick }) {
    const name: DataName = quick ? '100m.jsonl' : '1g.jsonl';
    const path = data.path(name);
    const gigabytes = quick ? QUICK_GIGABYTES : GIGABYTES;
    const times = Math.ceil((gigabytes * 1e9) / lab.sizeOf(path));
    return {
      facts: { bytes: times * lab.sizeOf(path) },
      budget: 0,
      contenders: [{ id: 'app', isApp: true, name: "the app's reader", sample: () => lab.task('soak', [path], { times }) }],
      rows: [
        { work: `${gigabytes} GB read in one worker without a stall`, of: 'app', value: 'gigabytes', unit: 'GB', atLeast: gigabytes },
        { work: `${gigabytes} GB: longest wait for a piece`, of: 'app', value: 'stall', unit: 'ms', atMost: 1000 },
        { work: `${gigabytes} GB: peak memory`, of: 'app', value: 'megabytes', unit: 'MB' },
      ],
    };
  },
};
