/** Threads beside the room, who has read, previews of pictures, and what a screen reader is told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { act, create, field, guest, join, member, said, say, unique } from './people.mjs';

const thread = (page) => page.getByRole('complementary', { name: 'Thread' });
const answer = async (page, text) => {
  const area = thread(page).getByRole('textbox', { name: 'Reply in this thread' });
  await area.fill(text);
  await area.press('Enter');
};

test('a thread stands beside its room for two people, is counted, and keeps a draft of its own', async () => {
  const ann = await member('ann');
  const bob = await member('bob');
  const name = unique('Threads');
  await create(ann.page, name, /^Public/);
  await join(bob.page, name);
  await say(ann.page, 'Who brings what?');
  await act(bob.page, 'Who brings what?', 'Reply in thread');
  await answer(bob.page, 'Bread');
  await thread(bob.page).getByRole('article').filter({ hasText: 'Bread' }).waitFor();

  await said(ann.page, 'Who brings what?').getByRole('button', { name: '1 reply: open the thread' }).click();
  await thread(ann.page).getByRole('article').filter({ hasText: 'Bread' }).waitFor();
  await answer(ann.page, 'Then I bring butter');
  await thread(bob.page).getByRole('article').filter({ hasText: 'butter' }).waitFor();
  await said(bob.page, 'Who brings what?').getByRole('button', { name: '2 replies: open the thread' }).waitFor();
  await said(bob.page, 'Who brings what?').getByText(`last from ${ann.name}, `).waitFor();
  // An answer given in the room, to an answer, is in the thread as well.
  await act(bob.page, 'Then I bring butter', 'Reply');
  await say(bob.page, 'Salted, please');
  await thread(ann.page).getByRole('article').filter({ hasText: 'Salted' }).waitFor();
  await said(ann.page, 'Who brings what?').getByRole('button', { name: '3 replies: open the thread' }).waitFor();

  await thread(ann.page).getByRole('textbox', { name: 'Reply in this thread' }).fill('not sent yet');
  assert.equal(await field(ann.page).inputValue(), '');
  await ann.page.reload();
  await said(ann.page, 'Who brings what?').getByRole('button', { name: '3 replies: open the thread' }).click();
  await thread(ann.page).getByRole('article').filter({ hasText: 'Salted' }).waitFor();
  assert.equal(await thread(ann.page).getByRole('textbox').inputValue(), 'not sent yet');
  await thread(ann.page).getByRole('button', { name: 'Close' }).click();
  await thread(ann.page).waitFor({ state: 'detached' });
});

test('in a small room a message shows who has read it', async () => {
  const ann = await member('ann');
  const bob = await member('bob');
  const name = unique('Readers');
  await create(ann.page, name, /^Public/);
  await join(bob.page, name);
  await say(ann.page, 'Read this');
  await said(ann.page, 'Read this').getByRole('img', { name: `Read by ${bob.name}` }).waitFor();
  await bob.page.getByRole('button', { name: /^Lobby/ }).click();
  await say(ann.page, 'And this');
  await said(ann.page, 'And this').waitFor();
  await said(ann.page, 'Read this').getByRole('img', { name: `Read by ${bob.name}` }).waitFor();
  await bob.page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await said(ann.page, 'And this').getByRole('img', { name: `Read by ${bob.name}` }).waitFor();
  assert.equal(await said(ann.page, 'Read this').getByRole('img', { name: /^Read by/ }).count(), 0);
});

/** A picture of noise, which does not compress: larger than its preview may be. */
function noise() {
  const png = new PNG({ width: 400, height: 300 });
  for (let at = 0, seed = 7; at < png.data.length; at++) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    png.data[at] = at % 4 === 3 ? 255 : seed >> 16;
  }
  return PNG.sync.write(png);
}

test('a large picture is shown by a small one that was made in the browser, and opened in full', async () => {
  const [ann, bob] = [await guest('ann'), await guest('bob')];
  const uploads = [];
  ann.page.on('response', (response) => response.request().method() === 'POST' && response.url().includes('/files/upload') && uploads.push(response.status()));
  await ann.page.locator('input[type=file]').setInputFiles([{ name: 'noise.png', mimeType: 'image/png', buffer: noise() }]);
  await ann.page.getByRole('button', { name: 'Remove noise.png' }).waitFor();
  await ann.page.waitForFunction(() => document.querySelector('parley-app').shadowRoot.querySelector('parley-room').shadowRoot
    .querySelector('parley-composer').shadowRoot.querySelector('.upload[data-preview]'));
  await say(ann.page, 'Look at this');
  const message = said(bob.page, 'Look at this');
  // Its place has its shape, 4 to 3, whether it has arrived or not.
  const { width, height } = await message.getByRole('button', { name: 'View noise.png' }).boundingBox();
  assert.ok(Math.abs(width / height - 4 / 3) < 0.02, `${width} by ${height}`);
  const shown = await message.getByRole('img', { name: 'noise.png' }).getAttribute('src');
  await message.getByRole('button', { name: 'View noise.png' }).click();
  const full = await bob.page.getByRole('dialog', { name: 'noise.png' }).getByRole('img', { name: 'noise.png' }).getAttribute('src');
  assert.notEqual(full, shown);
  assert.deepEqual(uploads, [201, 201]);
  const bytes = async (url) => (await bob.context.request.get(new URL(url, bob.page.url()).href)).body();
  assert.ok((await bytes(shown)).length <= 65_536);
  assert.ok((await bytes(full)).length > 96 * 1024);
});

test('new messages are said to a screen reader, several at once as their number', async () => {
  const [ann, bob] = [await guest('ann'), await guest('bob')];
  const status = ann.page.locator('parley-announcer').getByRole('status');
  await say(bob.page, 'Hello **there**');
  await status.filter({ hasText: `${bob.name}: Hello there` }).waitFor();
  assert.equal(await ann.page.getByRole('log').getAttribute('aria-live'), 'off'); // nothing is said twice
  await bob.page.evaluate(() => {
    const area = document.querySelector('parley-app').shadowRoot.querySelector('parley-room').shadowRoot.querySelector('parley-composer').shadowRoot.querySelector('textarea');
    for (let i = 0; i < 6; i++) {
      area.value = `burst ${i}`;
      area.dispatchEvent(new Event('input'));
      area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    }
  });
  await status.filter({ hasText: /^[4-6] new messages$/ }).waitFor();
});
