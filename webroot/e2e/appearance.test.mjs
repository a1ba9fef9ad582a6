import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter, field, guest, log, named, said, say, visitor } from './people.mjs';

const ground = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test('light and dark follow the system until somebody chooses, and the choice stays', async () => {
  const { page } = await guest('ann', { colorScheme: 'light' });
  const light = await ground(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await ground(page);
  assert.notEqual(light, dark);
  await page.getByRole('button', { name: /^You are / }).click();
  await page.getByRole('radio', { name: 'Light' }).check();
  assert.equal(await ground(page), light);
  await page.reload();
  await log(page).waitFor();
  assert.equal(await ground(page), light);
});

test('at 360 pixels the rooms are one step away, and nothing is cut off', async () => {
  const ann = await guest('ann', { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });
  const bob = await guest('bob');
  const { page } = ann;
  await say(page, `A word that is far too long for a phone: ${'x'.repeat(200)} https://example.org/${'y'.repeat(200)}`);
  await said(page, 'far too long').waitFor();
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(await wide(), false);
  assert.ok((await log(page).evaluate((log) => log.scrollWidth - log.clientWidth)) <= 0);
  await page.getByRole('button', { name: 'Back to conversations' }).click();
  await page.getByRole('button', { name: `Talk to ${bob.name}` }).click();
  await page.getByRole('heading', { name: bob.name, level: 1 }).waitFor();
  await say(page, 'From the phone');
  await bob.page.getByRole('button', { name: `${ann.name}, 1 unread` }).waitFor();
  assert.equal(await wide(), false);
});

test('Escape closes what is open', async () => {
  const { page } = await guest('ann');
  await page.getByRole('button', { name: /who can read this/ }).click();
  await page.getByText('The lobby is public').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('The lobby is public').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Choose an emoji' }).click();
  await page.getByRole('dialog', { name: 'Emoji' }).waitFor();
  await page.getByRole('combobox', { name: 'Search' }).press('Escape');
  await page.getByRole('dialog', { name: 'Emoji' }).waitFor({ state: 'detached' });
  assert.ok(await field(page).evaluate((area) => area.getRootNode().activeElement === area));
});

test('markup in messages, names and file names is text, and bad links are no links', async () => {
  const attack = '<img src=x onerror="window.owned=1"><script>window.owned=1</script>';
  const ann = await visitor();
  ann.name = named('<b>x</b>');
  await enter(ann.page, ann.name);
  await log(ann.page).waitFor();
  const bob = await guest('bob');
  await bob.page.getByRole('button', { name: `Talk to ${ann.name}` }).waitFor();
  await ann.page.locator('input[type=file]').setInputFiles([{ name: '<img src=x onerror=owned=1>.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="owned=1"/>') }]);
  await ann.page.getByRole('button', { name: /^Remove <img/ }).waitFor();
  await say(ann.page, `${attack} javascript:alert(1) [x](javascript:alert(1)) data:text/html,x https://example.org/"onmouseover="owned=1`);
  const heard = said(bob.page, attack);
  await heard.waitFor();
  await heard.getByText(ann.name, { exact: true }).waitFor();
  await heard.getByRole('button', { name: /^Save <img/ }).waitFor();
  assert.equal(await heard.locator('img').count(), 0);
  const links = await heard.getByRole('link').evaluateAll((all) => all.map((a) => [a.href, a.rel, a.target]));
  assert.deepEqual(links, [['https://example.org/%22onmouseover=%22owned=1', 'noopener noreferrer', '_blank']]);
  for (const { page } of [ann, bob]) assert.equal(await page.evaluate(() => 'owned' in window), false);
});
