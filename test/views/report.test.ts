import { expect, it } from 'vitest';
import { en } from '../../src/i18n/en.ts';
import { createTranslator } from '../../src/i18n/translate.ts';
import { reportOf } from '../../src/views/problems/report.ts';
import { opened } from '../engine/drop.ts';

it('tells of the dataset that is looked at first, then of all others with problems, and of the drop', async () => {
  const bad = (name: string): string => `{"name":"${name}"}\n{"name":\n{"name":"end"}\n`;
  const { engine, result } = await opened({ 'a.jsonl': bad('a'), 'b.jsonl': '{"id":1}\n{"id":2}\n', 'c.jsonl': bad('c') });
  const { datasets } = result;
  const idOf = (name: string): number | undefined => datasets.find((dataset) => dataset.name.includes(name))?.id;
  expect(datasets).toHaveLength(3);
  const report = async (current: number | undefined): Promise<string> =>
    reportOf(createTranslator('en', en), engine, {
      datasets,
      current,
      dropProblems: [{ code: 'file-unreadable', file: 'd.jsonl', values: { reason: 'gone' } }],
    });
  const parts = (await report(idOf('c'))).split('\n\n');
  expect(parts.filter((part) => /^\w\.jsonl/.test(part)).map((part) => part.slice(0, 7))).toEqual(['c.jsonl', 'a.jsonl']);
  expect(parts.join('\n\n')).toContain('c.jsonl:2');
  expect(parts.join('\n\n')).toMatch(/About the drop as a whole\n\n {2}d\.jsonl/);
  expect(await report(idOf('b'))).toMatch(/^b\.jsonl[\s\S]*a\.jsonl[\s\S]*c\.jsonl/);
});
