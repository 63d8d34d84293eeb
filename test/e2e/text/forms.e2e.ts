/** Text records as a person reads them: one test a form, mostly on records of our own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { App } from '../harness.ts';
import { fileOf, folderOf } from '../made.ts';
import { inspector, openDropped, query, restingPixels, row, sample, status, typeQuery } from '../screen.ts';

const record = (page: Page, name: string): Locator => inspector(page).getByRole('group', { name, exact: true });
const items = (page: Page, list: string | RegExp): Locator => inspector(page).getByRole('list', { name: list }).locator('> li');

/** The same record in the other theme and language, on a small screen. */
async function inChinese(app: App, shot: string): Promise<void> {
  const { page } = app;
  await page.keyboard.press('d');
  await page.keyboard.press('l');
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.getByRole('complementary', { name: '样本' }).waitFor();
  await app.axe();
  await app.shot(shot);
}

/** A tenth of a second of nothing: PCM, 8 kHz, 8 bits. */
function silence(): Uint8Array {
  const wav = Buffer.alloc(44 + 800, 128);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(8000, 24);
  wav.writeUInt32LE(8000, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(800, 40);
  return wav;
}

describe('a conversation', () => {
  it('is read turn by turn, with calls and their results, in both themes and languages', async () => {
    const app = await openDropped([sample('jsonl/support-chats')]);
    const { page } = app;
    await record(page, 'Transcript').waitFor();
    const turns = items(page, 'Transcript');
    await expect
      .poll(() => inspector(page).getByRole('tab').allInnerTexts())
      .toEqual([expect.stringMatching(/^Transcript\s*7$/), 'Raw', expect.stringMatching(/^Fields/)]);
    await expect.poll(() => turns.count()).toBe(6);
    await expect
      .poll(() => turns.nth(4).innerText())
      .toMatch(/write_invoice[\s\S]*call_8oru[\s\S]*"order": "W-10280"[\s\S]*Result[\s\S]*"tax": 12.92/);
    // The system prompt is one line until it is opened.
    const system = turns.first().getByRole('button', { name: /^You answer for Windrad/ });
    await expect.poll(() => system.getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('e');
    await expect.poll(() => system.count()).toBe(0);
    await expect.poll(() => turns.first().innerText()).toContain('Look orders up before you speak about them.');
    await app.axe();
    await app.shot('text-chat-light');
    await inChinese(app, 'text-chat-dark-zh-1024');
  });

  it('says in the table what it is about, and where a match stands', async () => {
    const { page } = await openDropped([sample('jsonl/support-chats')]);
    await record(page, 'Transcript').waitFor();
    const content = row(page, 1).getByRole('gridcell').nth(2);
    await expect.poll(() => content.innerText()).toMatch(/^\S.*\n\S/);
    await expect.poll(() => content.innerText()).not.toContain('{"');
    await typeQuery(page, 'W-10280');
    await expect.poll(() => content.locator('mark').allInnerTexts()).toContain('W-10280');
    await expect.poll(() => page.getByRole('columnheader', { name: 'messages' }).count()).toBe(0);
  });

  it('names in the table what would be invisible, with matches marked, and shows rows that are no objects', async () => {
    const said = (content: string): string =>
      JSON.stringify({ id: 'abc\u202egpj.exe', 'k\u202ey': 'v', messages: [{ role: 'user', content }] });
    const rows = [
      said('send \u202egpj.exe now \u0000 \u001b[31m \ud800'),
      '[1,2,3]',
      '"just string"',
      '42',
      'not json at all',
      said('end'),
    ];
    const app = await openDropped([fileOf('odd\u202egpj.jsonl', rows.join('\n') + '\n{"messages": [{"ro')]);
    const { page } = app;
    const cell = (at: number, column: number): Locator => row(page, at).getByRole('gridcell').nth(column);
    await record(page, 'Transcript').waitFor();
    await expect.poll(() => cell(1, 2).innerText()).toMatch(/send U\+202Egpj\.exe now U\+0000 ESC\[31m U\+D800/);
    await expect.poll(() => cell(1, 1).innerText()).toBe('abcU+202Egpj.exe');
    await expect.poll(() => page.getByRole('columnheader').allInnerTexts()).toContain('kU+202Ey');
    await expect.poll(() => page.getByRole('button', { name: /^Switch dataset/ }).innerText()).toContain('oddU+202Egpj.jsonl');
    for (const [i, text] of ['[1,2,3]', 'just string', '42', 'not json at all'].entries())
      await expect.poll(() => cell(i + 2, 2).innerText()).toContain(text);
    await expect.poll(() => cell(7, 2).innerText()).toContain('{"messages": [{"ro');
    await app.shot('text-odd-table');
    await typeQuery(page, '".exe now"');
    await expect.poll(() => cell(1, 2).locator('mark').allInnerTexts()).toEqual(['.exe now']);
    await expect.poll(() => cell(1, 2).innerText()).toContain('U+202Egpj');
  });

  it('says what is odd about numbers and calls, and names in Chinese what is ours', async () => {
    const messages = [
      { role: 'user', content: 'Look' },
      { role: 'assistant', tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{bad' } }] },
    ];
    const lines = [
      `{"zero":-0.0,"none":NaN,"messages":${JSON.stringify(messages)}}`,
      '{"zero":2,"none":Infinity,"prompt":"早上好","completion":"你好"}',
      '{"zero":3,"none":NaN,"messages":[{"role":"user","content":"Hello"},{"role":"assistant","content":"Hi"}]}',
    ];
    const { page } = await openDropped([fileOf('numbers.jsonl', `${lines.join('\n')}\n`)]);
    await inspector(page).getByTitle('These arguments are no valid JSON').waitFor();
    const facets = page.getByRole('navigation', { name: 'Filters' });
    await facets.getByText('No finite numbers').waitFor();
    await expect.poll(() => row(page, 1).getByRole('gridcell', { name: '-0', exact: true }).count()).toBe(1);
    await page.keyboard.press('l');
    await page.getByRole('group', { name: '文字' }).getByRole('checkbox', { name: '汉字' }).waitFor();
    await page.getByRole('group', { name: '结构' }).waitFor();
    await page.getByText('没有有限数值').waitFor();
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.getByRole('button', { name: '筛选：词数' }).waitFor();
    const icons = page.getByRole('navigation').locator('button:is([aria-label$="数"], [aria-label$="角色"], [aria-label$="文字"]) svg');
    await expect.poll(() => icons.count()).toBeGreaterThan(3);
    const drawn = await icons.evaluateAll((all) => all.map((icon) => icon.innerHTML));
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  it('shows rows that are no objects beside records of no schema, too', async () => {
    const { page } = await openDropped([fileOf('plain.jsonl', '{"a":1,"b":2}\n[1,2,3]\n{"a":3,"b":4}\nnot json\n{"a":5,"b":6}\n')]);
    const content = (at: number): Locator => row(page, at).getByRole('gridcell').nth(2);
    await page.getByRole('columnheader', { name: 'Content' }).waitFor();
    await expect.poll(() => content(2).innerText()).toBe('[1,2,3]');
    await expect.poll(() => content(4).innerText()).toBe('not json');
    await expect.poll(() => content(1).innerText()).toBe('{"a":1,"b":2}');
  });

  it('shows HTML, terminal codes and bidi overrides as text, and a hundred thousand letters step by step', async () => {
    const hostile =
      '<script>document.title="owned"</script> <img src=x onerror="document.title=\'owned\'"> \u001b[31mred \u202etxt.exe \u0000 [a](javascript:alert(1))';
    const long = 'A line of a long text.\n'.repeat(6000);
    const messages = [
      { role: 'user', content: hostile },
      { role: 'assistant', content: `**${hostile}**` },
      { role: 'assistant', content: long },
    ];
    const { page } = await openDropped([fileOf('hostile.jsonl', `${JSON.stringify({ messages })}\n`.repeat(2))]);
    const turns = items(page, 'Transcript');
    await turns.first().waitFor();
    for (const at of [0, 1]) {
      for (const part of ['<script>document.title="owned"</script>', 'ESC[31m', 'U+202E', 'U+0000', 'javascript:alert(1)'])
        await expect.poll(() => turns.nth(at).innerText()).toContain(part);
    }
    await expect.poll(() => turns.locator('script, img, a').count()).toBe(0);
    await expect.poll(() => page.title()).not.toBe('owned');
    // As it is written, by one key.
    await page.keyboard.press('x');
    await expect.poll(() => turns.nth(1).innerText()).toContain('**<script>');
    await expect.poll(async () => (await turns.nth(2).innerText()).length).toBeLessThan(20_000);
    await turns
      .nth(2)
      .getByRole('button', { name: /^Show more, 1[12]\d,\d{3} characters are left$/ })
      .click();
    await expect.poll(async () => (await turns.nth(2).innerText()).length).toBeGreaterThan(60_000);
  });
});

describe('a picture in a conversation', () => {
  it('is drawn with the boxes that the text names, in the coordinates that a person chooses', async () => {
    const app = await openDropped([sample('jsonl/shelf-questions')]);
    const { page } = app;
    const picture = record(page, 'Transcript').getByRole('img');
    await expect.poll(() => picture.getAttribute('aria-label')).toMatch(/^image\/jpeg;base64, 1 annotation$/);
    await expect.poll(() => picture.getAttribute('aria-busy')).toBe('false');
    const pixels = (): Promise<string> => restingPixels(picture);
    const before = await pixels();
    await app.axe();
    await app.shot('text-media-light');
    await inspector(page).getByText('1 region · 0 to 1,000').waitFor();
    const numbers = page.getByRole('combobox', { name: 'Numbers' });
    await inspector(page).getByRole('button', { name: 'Coordinates' }).click();
    await numbers.selectOption('pixels');
    await expect.poll(pixels).not.toBe(before);
    await app.axe();
    await app.shot('text-coordinates-light');
    await numbers.selectOption('');
    await page.getByRole('combobox', { name: 'Order' }).selectOption('yx');
    await expect.poll(pixels).not.toBe(before);
    await page.keyboard.press('Escape');
    // It is remembered.
    await page.reload();
    await app.dropPaths([sample('jsonl/shelf-questions')]);
    await inspector(page).getByRole('button', { name: 'Coordinates', pressed: true }).click();
    await page.getByRole('combobox', { name: 'Order' }).selectOption('');
    await expect.poll(() => picture.getAttribute('aria-busy')).toBe('false');
    await page.keyboard.press('Escape');
    await expect.poll(pixels).toBe(before);
  });

  it('is found in the folder by its path, its end or its name; what is not there or on the web says so', async () => {
    const of = (image: string): string =>
      JSON.stringify({
        image,
        conversations: [
          { from: 'human', value: '<image>\nWhat?' },
          { from: 'gpt', value: 'A balloon.' },
        ],
      });
    const paths = ['pictures/balloon.png', '/mnt/x/pictures/balloon.png', 'balloon.png', 'gone.png', 'https://example.org/far.png'];
    const folder = folderOf({
      'questions.jsonl': `${paths.map(of).join('\n')}\n`,
      'pictures/balloon.png': readFileSync(join(sample('images/postcards'), 'balloon.png')),
    });
    const { page } = await openDropped([folder]);
    const turn = items(page, 'Transcript').first();
    for (const at of [1, 2, 3]) {
      await row(page, at).click();
      await expect.poll(() => turn.getByRole('img').getAttribute('aria-label')).toBe(`${paths[at - 1]}, 0 annotations`);
    }
    await row(page, 4).click();
    await turn.getByText('not in the folder').waitFor();
    await row(page, 5).click();
    await turn.getByText('on the web, not fetched').waitFor();
  });

  it('may be a sound or a film; what cannot be played says so', async () => {
    const messages = [{ role: 'user', content: '<audio>What is it?' }];
    const folder = folderOf({
      'sounds.jsonl': `${JSON.stringify({ messages, audios: ['a.mp3'] })}\n${JSON.stringify({ messages, audios: ['b.wav'] })}\n`,
      'a.mp3': 'no sound',
      'b.wav': silence(),
    });
    const { page } = await openDropped([folder]);
    const turn = items(page, 'Transcript').first();
    await turn.getByText('The browser cannot play it').waitFor();
    await expect.poll(() => turn.locator('audio').count()).toBe(0);
    await row(page, 2).click();
    await expect.poll(() => turn.locator('audio').evaluate((sound: HTMLAudioElement) => sound.duration)).toBeCloseTo(0.1);
    await expect.poll(() => turn.getByText('The browser cannot play it').count()).toBe(0);
  });
});

describe('a preference', () => {
  it('has its prompt once, and what differs marked side by side; formulas and tables are drawn', async () => {
    const app = await openDropped([sample('jsonl/answers')]);
    const { page } = app;
    await record(page, 'Preference').waitFor();
    await expect.poll(() => items(page, 'Prompt').count()).toBe(1);
    const answers = items(page, '2 answers');
    await expect.poll(() => answers.count()).toBe(2);
    await expect.poll(() => answers.nth(0).innerText()).toMatch(/^Chosen\s+score 9/);
    await expect.poll(() => answers.nth(1).locator('mark').allInnerTexts()).toContain('7');
    await app.axe();
    await app.shot('text-preference-light');
    await inspector(page).getByRole('checkbox', { name: 'Mark what differs' }).uncheck();
    await expect.poll(() => answers.nth(0).locator('math').count()).toBe(2);
    await expect.poll(() => answers.nth(0).locator('msqrt').count()).toBeGreaterThan(1);
    await app.shot('text-preference-formula');
    await row(page, 4).click();
    await inspector(page).getByText('Both answers are the same.').waitFor();
    // Switched off once, it stays off until it is wanted again.
    await row(page, 6).click();
    await answers.nth(1).getByText('every day of the year').waitFor();
    await expect.poll(() => answers.nth(1).locator('mark').count()).toBe(0);
    await inspector(page).getByRole('checkbox', { name: 'Mark what differs' }).check();
    await expect.poll(() => answers.nth(1).locator('mark').count()).toBeGreaterThan(0);
    await row(page, 2).click();
    await inChinese(app, 'text-preference-dark-zh-1024');
  });
});

describe('questions', () => {
  it('have their answers marked in the passage, and wrong offsets told', async () => {
    const app = await openDropped([sample('jsonl/reading')]);
    const { page } = app;
    const form = record(page, 'Questions');
    await expect.poll(() => form.locator('mark').allInnerTexts()).toEqual(['in ', '1911']);
    await row(page, 3).click();
    await form.getByText(/^Not where the record says: at \d+ the passage reads/).waitFor();
    await expect.poll(() => form.locator('mark').count()).toBe(0);
    await app.shot('text-qa-light');
    await row(page, 4).click();
    await form.getByText('The passage does not answer it.').waitFor();
    await row(page, 7).click();
    await expect.poll(() => form.locator('mark').allInnerTexts()).toEqual(['عام ١٨٩٣']);
    await expect.poll(() => form.locator('mark').evaluate((mark) => getComputedStyle(mark.parentElement ?? mark).direction)).toBe('rtl');
    await app.axe();
    await inChinese(app, 'text-qa-dark-zh-1024');
  });

  it('with choices have the key marked, or say that there is none', async () => {
    const rows = [
      { question: 'Which line goes on Sundays?', choices: ['Green', 'Blue', 'Red'], answer: 1 },
      { question: 'Which?', choices: ['Green', 'Blue'], answer: 'nothing' },
      { question: 'Which?', choices: ['Green', 'Blue'], answer: '' },
    ];
    const app = await openDropped([fileOf('quiz.jsonl', rows.map((each) => `${JSON.stringify(each)}\n`).join(''))]);
    const { page } = app;
    await record(page, 'Choices').waitFor();
    await expect
      .poll(() => items(page, '3 choices').allInnerTexts())
      .toEqual([expect.stringMatching(/^A\s+Green$/), expect.stringMatching(/^B\s+Blue\s+Key$/), expect.stringMatching(/^C\s+Red$/)]);
    await app.axe();
    await app.shot('text-choices-light');
    await row(page, 2).click();
    await inspector(page).getByText('The key “nothing” is none of the choices.').waitFor();
    await row(page, 3).click();
    await inspector(page).getByText('The record has no key.').waitFor();
  });
});

describe('spans', () => {
  it('are underlined one in another with their labels, and relations are arcs and a list', async () => {
    const app = await openDropped([sample('jsonl/people-places')]);
    const { page } = app;
    const form = record(page, 'Spans');
    await form.waitFor();
    await expect
      .poll(() => items(page, 'Labels of the spans').allInnerTexts())
      .toEqual([expect.stringMatching(/^place\s+2$/), expect.stringMatching(/^person\s+1$/), expect.stringMatching(/^organisation\s+1$/)]);
    // The place lies in the organisation: one piece of text with two lines.
    await expect.poll(() => form.getByTitle('organisation · place').innerText()).toBe('Halden');
    await expect
      .poll(() => items(page, '2 relations').allInnerTexts())
      .toEqual(['Ada Lund runs → Halden Bicycle Museum', 'Halden Bicycle Museum located in → Halden']);
    await expect.poll(() => form.locator('svg path[d^=M]').count()).toBeGreaterThanOrEqual(2);
    await app.axe();
    await app.shot('text-spans-light');
    await row(page, 2).click();
    await expect.poll(() => form.getByTitle('ship').innerText()).toBe('Solveig');
    await inChinese(app, 'text-spans-dark-zh-1024');
  });

  it('are the words of CoNLL-U, with an arc from each head', async () => {
    const lines = [
      "# text = We'd sail.",
      "1-2 We'd _ _ _ _ _ _ _ _",
      '1 We we PRON _ _ 3 nsubj _ _',
      "2 'd would AUX _ _ 3 aux _ _",
      '3 sail sail VERB _ _ 0 root _ SpaceAfter=No',
      '4 . . PUNCT _ _ 3 punct _ _',
    ];
    const text = lines.map((line) => (line.startsWith('#') ? line : line.replaceAll(' ', '\t'))).join('\n');
    const app = await openDropped([fileOf('boats.conllu', `${text}\n`)]);
    const form = record(app.page, 'Spans');
    await expect.poll(() => form.getByTitle('AUX').innerText()).toBe("'d");
    await expect.poll(() => items(app.page, '3 relations').allInnerTexts()).toEqual(['sail nsubj → We', "sail aux → 'd", 'sail punct → .']);
    await expect.poll(() => form.locator('svg text').allTextContents()).toEqual(['nsubj', 'aux', 'punct']);
    await app.axe();
    await app.shot('text-words-light');
  });

  it('with arcs on many lanes stand in one line, which keys scroll, each arc on a lane of its own', async () => {
    const words = Array.from({ length: 24 }, (_, i) =>
      `${i + 1} word${i + 1} _ NOUN _ _ ${i === 23 ? 0 : 24} nmod _ _`.replaceAll(' ', '\t'),
    );
    const app = await openDropped([fileOf('long.conllu', `${words.join('\n')}\n`)]);
    const form = record(app.page, 'Spans');
    const text = form.getByRole('group', { name: '23 relations' });
    await expect.poll(() => form.locator('svg text').count()).toBe(23);
    await expect.poll(() => text.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true);
    await expect
      .poll(async () => new Set(await form.locator('svg text').evaluateAll((all) => all.map((label) => label.getAttribute('y')))).size)
      .toBe(23);
    await text.focus();
    await app.page.keyboard.press('ArrowRight');
    await expect.poll(() => text.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
    await app.axe();
    await app.shot('text-words-many');
  });
});

describe('other texts', () => {
  it('are a translation, a class, code, a vector, or a tree of JSON', async () => {
    const rows = [
      { translation: { en: 'The bridge is old.', ar: 'الجسر قديم.' } },
      { text: 'Where is my card?', category: 'card_arrival' },
      { task_id: 'own/1', prompt: 'def one():\n', canonical_solution: '    return 1', test: 'assert one() == 1', entry_point: 'one' },
      { text: 'a bridge', embedding: Array.from({ length: 32 }, (_, i) => Math.sin(i)) },
      { shape: [1, 2, { deep: true }], big: 0 },
    ];
    const lines = rows
      .map((each) => JSON.stringify(each))
      .join('\n')
      .replace('"big":0', '"big":[12345678901234567890]');
    const app = await openDropped([fileOf('mixed.jsonl', `${lines}\n`)]);
    const { page } = app;
    await record(page, 'Translation').waitFor();
    await expect
      .poll(() =>
        inspector(page)
          .locator('[lang=ar] p')
          .evaluate((p) => getComputedStyle(p).direction),
      )
      .toBe('rtl');
    await app.axe();
    await row(page, 2).click();
    await expect.poll(() => record(page, 'Texts').innerText()).toMatch(/card_arrival[\s\S]*Where is my card/);
    await app.axe();
    await row(page, 3).click();
    await expect
      .poll(() => record(page, 'Code').locator('pre').allInnerTexts())
      .toEqual(['def one():\n', '    return 1', 'assert one() == 1', 'one']);
    await app.axe();
    await row(page, 4).click();
    await record(page, 'Embedding')
      .getByText(/^32 dimensions, length/)
      .waitFor();
    await app.axe();
    await app.shot('text-embedding-light');
    await row(page, 5).click();
    const tree = inspector(page).getByRole('tree', { name: 'shape' });
    await tree.getByRole('treeitem').first().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await tree.getByText('true').waitFor();
    await inspector(page).getByRole('tree', { name: 'big' }).getByText('12345678901234567890').waitFor();
    await app.axe();
    await app.shot('text-json-light');
  });

  it('are something to read', async () => {
    const app = await openDropped([
      fileOf('read.jsonl', `${JSON.stringify({ title: 'Halden', text: 'The old bridge.\n\nIt is of 1911.' })}\n`),
    ]);
    const { page } = app;
    await expect.poll(() => record(page, 'Text').innerText()).toMatch(/^Halden\s+The old bridge\.\s+It is of 1911\.$/);
    await inChinese(app, 'text-plain-dark-zh-1024');
  });
});

describe('the schema of the records', () => {
  it('is told with its share where a drop is looked at; the others are one click away, and another schema may be chosen', async () => {
    const chats = Array.from({ length: 9 }, () => ({ conversations: [{ from: 'human', value: 'Hello' }] }));
    const rows = [...chats, { prompt: 'A prompt', completion: 'A completion' }];
    const app = await openDropped([fileOf('mostly.jsonl', rows.map((each) => `${JSON.stringify(each)}\n`).join(''))]);
    const { page } = app;
    await page.getByRole('button', { name: /^Switch dataset/ }).click();
    await page.getByRole('menuitem', { name: 'What was found…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Found' });
    await dialog.getByText('Records: sharegpt, 90% of 10 rows').waitFor();
    await app.axe();
    await app.shot('text-found-light');
    await dialog.getByRole('combobox', { name: 'Read records as' }).selectOption('prompt-completion');
    await dialog.getByText('Records: prompt-completion, 10% of 10 rows').waitFor();
    await dialog.getByRole('combobox', { name: 'Read records as' }).selectOption('');
    await dialog.getByText('Records: sharegpt, 90% of 10 rows').waitFor();
    await dialog.getByRole('button', { name: 'Show the others' }).click();
    await expect.poll(() => status(page)).toBe('1 of 10 records');
    await expect.poll(() => query(page)).toBe('-schema:sharegpt');
    await record(page, 'Transcript').getByText('A completion').waitFor();
  });
});
