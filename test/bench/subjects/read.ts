/** The yardstick by itself: how the cost of reading grows. */
import type { DataName } from '../data/files.ts';
import type { Subject } from '../subject.ts';

export const read: Subject = {
  id: 'read',
  title: 'Reading a file and nothing else, in a worker',
  async prepare({ lab, data, quick }) {
    const names: readonly DataName[] = quick ? ['100m.jsonl'] : ['coco.json', '1g.jsonl'];
    return {
      facts: Object.fromEntries(names.map((name) => [`bytes of ${name}`, lab.sizeOf(data.path(name))])),
      contenders: names.map((name) => ({
        id: name,
        name: `read ${name}`,
        sample: async () => {
          const sample = await lab.task('pureRead', [data.path(name)]);
          const bytes = Number(sample.findings['bytes']);
          return { ...sample, findings: { [`bytes of ${name}`]: bytes }, values: { speed: bytes / 1e6 / sample.ms } };
        },
      })),
      rows: names.map((name) => ({ work: `pure read of ${name}`, of: name, value: 'speed', unit: 'GB/s' })),
    };
  },
};
