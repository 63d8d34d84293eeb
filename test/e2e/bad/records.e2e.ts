/** Records that no one expects: too long, too wide, too deep, of two kinds, unpacked from next to nothing. The rest is on the screen. */
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { rendererMegabytes } from '../big/renderer-megabytes.ts';
import { folderOf } from '../made.ts';
import { openDropped, rowCount, settled } from '../screen.ts';
import { problemLines } from './problems.ts';

const record = (at: number): string => `${JSON.stringify({ text: `record ${at}`, label: at % 3 })}\n`;
const records = (count: number): string => Array.from({ length: count }, (_, at) => record(at)).join('');
const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}\n`;
/** More than is read of one record. */
const LONG = 70_000_000;
const COLUMNS = 10_000;

const instruction = (at: number): string => `${JSON.stringify({ instruction: `do ${at}`, output: 'x' })}\n`;
const chat = (at: number): string => `${JSON.stringify({ messages: [{ role: 'user', content: `hi ${at}` }] })}\n`;

it('are told, and nothing beside them is lost', async () => {
  const row = Array.from({ length: COLUMNS }, (_, at) => at);
  const folder = folderOf({
    'long.jsonl': `${records(20)}{"text":"${'x'.repeat(LONG)}"}\n${records(20)}`,
    'wide.csv': `${row.map((at) => `c${at}`).join(',')}\n${`${row.join(',')}\n`.repeat(10)}`,
    'deep.jsonl': records(5) + deep(1000) + records(5),
    'midway.jsonl': `${Array.from({ length: 30 }, (_, at) => instruction(at)).join('')}${Array.from({ length: 31 }, (_, at) => chat(at)).join('')}nothing\n`,
    'bomb.jsonl.gz': gzipSync(`${records(7)}${`${' '.repeat(1 << 20)}\n`.repeat(64)}${records(1)}`, { level: 9 }),
  });
  const { page } = await openDropped([folder]);
  await settled(page);
  const choose = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: /^Switch dataset/ }).click();
    await page.getByRole('menuitem').getByText(name, { exact: false }).first().click();
    await page.getByRole('button', { name: new RegExp(`^Switch dataset.*${name}`) }).waitFor();
  };
  for (const [name, rows] of [
    ['deep', 11],
    ['long', 41],
    ['wide', 10],
    ['midway', 62],
    ['bomb', 8],
  ] as const) {
    await choose(name);
    await expect.poll(() => rowCount(page)).toBe(rows);
  }
  // None of them was ever there as a whole.
  expect(rendererMegabytes()).toBeLessThan(900);
  for (const [name, problem] of [
    ['deep', /deep\.jsonl:6 .*nested too deep/],
    ['long', /long\.jsonl:21 .*bytes in one record/],
    ['wide', /first 1,000 fields are columns/],
    ['midway', /midway\.jsonl:62 Not valid JSON/],
  ] as const) {
    await choose(name);
    await expect.poll(async () => (await problemLines(page)).join('\n')).toMatch(problem);
  }
});
