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

/** A finger that goes sideways over the page, in steps as a real one. */
async function swipe({ context, page }, from, to, y = 320) {
  const session = await context.newCDPSession(page);
  const touch = (type, x) => session.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y }] });
  await touch('touchStart', from);
  for (let step = 1; step <= 8; step++) await touch('touchMove', from + ((to - from) * step) / 8);
  await touch('touchEnd');
  await session.detach();
}

/** Buttons and fields on the screen that are too small for a finger. */
const tooSmall = (page) => page.evaluate(() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
  return all(document)
    .filter((element) => element.matches('button, select, textarea, input:not([type=radio], [type=checkbox], [type=file], [hidden])') && element.checkVisibility({ opacityProperty: true }))
    .map((element) => [element.ariaLabel ?? element.textContent.trim(), element.getBoundingClientRect()])
    .filter(([, { x, y, width, height }]) => width > 0 && x < innerWidth && y < innerHeight && y >= 0 && (width < 43.5 || height < 43.5))
    .map(([name, { width, height }]) => `${name}: ${Math.round(width)}×${Math.round(height)}`);
});

test('a finger goes from pane to pane, here and in a language from right to left; what it touches is large enough', async () => {
  for (const [locale, people, names] of [['en-GB', 'Conversations and people', 'Members'], ['ar', 'المحادثات والأشخاص', 'الأعضاء']]) {
    const ann = await visitor({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true, locale });
    const { page } = ann;
    const sideways = (back) => swipe(ann, ...((locale === 'ar') === back ? [270, 60] : [60, 270]));
    await page.getByRole('textbox').fill(named('ann'));
    await page.getByRole('textbox').press('Enter');
    await log(page).waitFor();
    assert.deepEqual(await tooSmall(page), []);
    await sideways(true);
    await page.getByRole('navigation', { name: people }).waitFor();
    await log(page).waitFor({ state: 'hidden' });
    assert.deepEqual(await tooSmall(page), []);
    await sideways(false);
    await log(page).waitFor();
    await sideways(false);
    await page.getByRole('complementary', { name: names }).waitFor();
    assert.deepEqual(await tooSmall(page), []);
    await sideways(true);
    await page.getByRole('complementary').waitFor({ state: 'detached' });
    await swipe(ann, 160, 190); // not far enough, nor fast
    await log(page).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  }
});

test('a keyboard takes half of the screen: the field stays, and the newest message with it', async () => {
  const ann = await guest('ann', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  for (const line of ['one', 'two', 'three', 'four', 'five']) await say(ann.page, `Line ${line}\n\n\n\nof ${ann.name}`);
  await said(ann.page, 'Line five').waitFor();
  await ann.page.setViewportSize({ width: 360, height: 380 });
  const bottom = (locator) => locator.evaluate((element) => element.getBoundingClientRect().bottom);
  assert.ok((await bottom(field(ann.page))) <= 380);
  const last = said(ann.page, 'Line five').getByText(`of ${ann.name}`);
  await last.evaluate((text) => new Promise((seen) => new IntersectionObserver(([entry]) => entry.isIntersecting && seen()).observe(text)));
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
