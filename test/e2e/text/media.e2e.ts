/** Media that records name: those that are not there, and the folder in which they are. */
import { expect, it } from 'vitest';
import { folderOf, greyPng } from '../made.ts';
import { inspector, openDropped } from '../screen.ts';

const said = (image: string): string =>
  `${JSON.stringify({ messages: [{ role: 'user', content: '<image>Who is it?' }], images: [image] })}\n`;

it('are told where they are missing, found in the folder that is chosen, and never fetched', async () => {
  const picture = greyPng(40, 30);
  const folder = folderOf(
    {
      'dataset_info.json': JSON.stringify({
        pets: {
          file_name: 'chats.jsonl',
          formatting: 'sharegpt',
          columns: { messages: 'messages', images: 'images' },
          tags: { role_tag: 'role', content_tag: 'content', user_tag: 'user', assistant_tag: 'assistant' },
        },
        elsewhere: { hf_hub_url: 'someone/pets' },
      }),
      'chats.jsonl': said('a.png') + said('gone.png') + said('https://example.org/b.png'),
      'old/a.png': picture,
      'new/a.png': picture,
    },
    'pets',
  );
  const app = await openDropped([folder]);
  const { page } = app;
  // Two files answer to the name: none is taken.
  await inspector(page).getByText('not in the folder').waitFor();
  await page.getByRole('combobox', { name: 'Folder of media' }).selectOption('pets/new');
  await inspector(page).getByRole('img', { name: 'a.png, 0 annotations' }).waitFor();
  await app.axe();
  await app.shot('text-media-root');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await inspector(page).getByText('gone.png', { exact: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  await inspector(page).getByText('on the web, not fetched').waitFor();
  await page
    .getByRole('button', { name: /^Problems/ })
    .first()
    .click();
  const problems = page.getByRole('region', { name: 'Problems' });
  await problems.getByRole('button', { name: /^media-missing/ }).click();
  await problems.getByText('“gone.png” is not in the drop; 1 record names it').waitFor();
  await problems.getByText('“elsewhere” is kept elsewhere (someone/pets); nothing is fetched').waitFor();
  await app.shot('text-media-problems');
  expect(app.trouble).toEqual([]);
});
