/** Text records as a person reads them: one test a form, on records of our own. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { inspector, openDropped, sample } from '../screen.ts';

const record = (page: Page, name: string): Locator => inspector(page).getByRole('group', { name, exact: true });
const turns = (page: Page): Locator => inspector(page).getByRole('list', { name: 'Transcript' }).locator('> li');

describe('a conversation', () => {
  it('is read turn by turn, with calls and their results, in both themes and languages', async () => {
    const app = await openDropped([sample('jsonl/support-chats')]);
    const { page } = app;
    await record(page, 'Transcript').waitFor();
    expect(await inspector(page).getByRole('tab').allInnerTexts()).toEqual([
      expect.stringMatching(/^Transcript\s*7$/),
      'Raw',
      expect.stringMatching(/^Fields/),
    ]);
    expect(await turns(page).count()).toBe(6);
    const call = turns(page).nth(4);
    expect(await call.innerText()).toMatch(/write_invoice[\s\S]*call_8oru[\s\S]*"order": "W-10280"[\s\S]*Result[\s\S]*"tax": 12.92/);
    // The system prompt is one line until it is opened.
    const system = turns(page)
      .first()
      .getByRole('button', { name: /^You answer for Windrad/ });
    expect(await system.getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('e');
    await expect.poll(() => system.count()).toBe(0);
    expect(await turns(page).first().innerText()).toContain('Look orders up before you speak about them.');
    await app.axe();
    await app.shot('text-chat-light');
    await page.keyboard.press('d');
    await page.keyboard.press('l');
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.getByRole('tab', { name: /^对话/ }).waitFor();
    await app.axe();
    await app.shot('text-chat-dark-zh-1024');
  });
});
