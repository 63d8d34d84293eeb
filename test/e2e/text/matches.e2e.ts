/** What a search finds, where it is read: marked in every form, one step from match to match and on to the next record. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fileOf } from '../made.ts';
import { inspector, openDropped, row, typeQuery } from '../screen.ts';

/** The words that are marked, in the order of the page; the one where the person is stands in brackets. */
function marked(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const of = (name: string): { range: AbstractRange; now: boolean }[] =>
      [...(CSS.highlights.get(name)?.keys() ?? [])].map((range) => ({ range, now: name === 'match-now' }));
    const live = ({ startContainer, startOffset, endContainer, endOffset }: AbstractRange): Range => {
      const range = document.createRange();
      range.setStart(startContainer, startOffset);
      range.setEnd(endContainer, endOffset);
      return range;
    };
    return [...of('match'), ...of('match-now')]
      .map(({ range, now }) => ({ range: live(range), now }))
      .filter(({ range }) => range.startContainer.isConnected)
      .toSorted((a, b) => a.range.compareBoundaryPoints(Range.START_TO_START, b.range))
      .map(({ range, now }) => (now ? `[${range.toString()}]` : range.toString()));
  });
}

const place = (page: Page): Promise<string> => inspector(page).getByRole('group', { name: 'Matches' }).locator('span').first().innerText();

const RECORDS = [
  {
    messages: [
      { role: 'system', content: 'Speak of the bridge alone.' },
      { role: 'user', content: 'Is the **bri**dge open? See `bridge.txt` and $bridge + 1$.' },
      { role: 'assistant', reasoning_content: 'The bridge is shut at night.', content: '| bridge | state |\n|---|---|\n| Bridge | shut |' },
      { role: 'assistant', content: null, tool_calls: [{ id: 'c1', function: { name: 'look', arguments: '{"at":"bridge"}' } }] },
      { role: 'tool', tool_call_id: 'c1', content: 'The bridge\u200b is open.' },
    ],
  },
  { prompt: 'The bridge?', chosen: 'The old bridge is safe.', rejected: 'The old bridge is shut.' },
  { context: 'A bridge stands here.', question: 'Which bridge?', answers: { text: ['A bridge'], answer_start: [0] } },
  { question: 'Which bridge?', choices: ['A bridge', 'A boat'], answer: 0 },
  { text: 'Halden bridge museum', spans: [{ start: 7, end: 13, label: 'bridge' }] },
  { translation: { en: 'The bridge is old.', ar: 'الجسر bridge قديم.' } },
  { text: 'Where is the bridge?', label: 'place' },
  { task_id: 'own/1', prompt: 'def bridge():\n', canonical_solution: '    return 1', test: 'assert bridge() == 1', entry_point: 'bridge' },
  { text: 'a bridge', embedding: Array.from({ length: 32 }, (_, i) => Math.sin(i)) },
  { shape: [1, { deep: { of: ['a', 'bridge'] } }], bridge: 'no' },
];

describe('a search', () => {
  it('is marked in every form of a record', async () => {
    const app = await openDropped([fileOf('bridges.jsonl', RECORDS.map((each) => `${JSON.stringify(each)}\n`).join(''))]);
    const { page } = app;
    await typeQuery(page, 'bridge');
    const b = 'bridge';
    const expected: readonly (readonly string[])[] = [
      // The system prompt and the reasoning are folded; a formula is marked whole.
      ['[bridge]', b, b, 'Bridge', b, b],
      ['[bridge]', b, b],
      ['[bridge]', b, b],
      ['[bridge]', b],
      ['[bridge]'],
      ['[bridge]', b],
      ['[bridge]'],
      ['[bridge]', b, b],
      ['[bridge]'],
    ];
    for (const [at, words] of expected.entries()) {
      await row(page, at + 1).click();
      await expect.poll(() => marked(page), { message: `record ${at + 1}` }).toEqual(words);
    }
    await row(page, 1).click();
    await expect.poll(() => place(page)).toBe('2 of 9 matches');
    await expect.poll(() => inspector(page).getByText('1 match inside').count()).toBe(2);
    await expect.poll(() => inspector(page).locator('[data-match] math').count()).toBe(1);
    await app.axe();
    await app.shot('text-matches-light');
    // The tree opens as far as it takes.
    await row(page, 10).click();
    await expect.poll(() => place(page)).toBe('1 match');
    await page.keyboard.press('n');
    await expect.poll(() => marked(page)).toEqual(['[bridge]']);
    await app.shot('text-matches-tree');
    // As it stands in the file.
    await page.keyboard.press('r');
    await expect.poll(() => marked(page)).toEqual(['[bridge]', b]);
    await page.keyboard.press('d');
    await app.shot('text-matches-raw-dark');
  });

  it('leads from match to match, into what is folded or cut, and on to the next record', async () => {
    const long = `${'Nothing is here. '.repeat(3000)}A lamp. ${'Nothing is here. '.repeat(9000)}The last lamp.`;
    const rows = [
      {
        messages: [
          { role: 'system', content: 'A lamp.' },
          { role: 'user', content: 'A lamp and a lamp.' },
        ],
      },
      { messages: [{ role: 'user', content: 'Dark.' }] },
      { messages: [{ role: 'user', content: long }] },
    ];
    const { page } = await openDropped([fileOf('lamps.jsonl', rows.map((each) => `${JSON.stringify(each)}\n`).join(''))]);
    await typeQuery(page, 'lamp');
    await expect.poll(() => place(page)).toBe('2 of 3 matches');
    const input = page.getByRole('combobox', { name: 'Query' });
    // Where the search was typed, Enter goes on, as in a browser's own search.
    await input.press('Enter');
    await expect.poll(() => place(page)).toBe('3 of 3 matches');
    await page.keyboard.press('Shift+F3');
    await page.keyboard.press('Shift+F3');
    await expect.poll(() => place(page)).toBe('1 of 3 matches');
    await expect.poll(() => marked(page)).toEqual(['[lamp]', 'lamp', 'lamp']);
    await input.blur();
    for (const _ of [1, 2]) await page.keyboard.press('n');
    await expect.poll(() => place(page)).toBe('3 of 3 matches');
    await page.keyboard.press('n');
    await expect.poll(() => place(page)).toBe('1 of 2 matches');
    await expect.poll(() => inspector(page).getByText('2 of 2').count()).toBe(1);
    const now = (): Promise<number | undefined> =>
      page.evaluate(() => {
        const [range] = CSS.highlights.get('match-now')?.keys() ?? [];
        const live = document.createRange();
        if (!range) return undefined;
        live.setStart(range.startContainer, range.startOffset);
        live.setEnd(range.endContainer, range.endOffset);
        return live.getBoundingClientRect().top;
      });
    // In sight, though it stands a hundred screens down.
    await expect.poll(now).toBeLessThan(800);
    await expect.poll(() => now()).toBeGreaterThan(100);
    await inspector(page).getByRole('button', { name: 'Next match' }).click();
    await expect.poll(() => place(page)).toBe('2 of 2 matches');
    await expect.poll(now).toBeGreaterThan(100);
    await expect.poll(() => now()).toBeLessThan(880);
    await expect.poll(() => inspector(page).getByRole('button', { name: 'Next match' }).isDisabled()).toBe(true);
    await page.keyboard.press('Shift+N');
    await page.keyboard.press('Shift+N');
    await expect.poll(() => place(page)).toBe('3 of 3 matches');
  });
});
