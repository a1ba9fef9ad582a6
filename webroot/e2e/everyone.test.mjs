/** For everybody: what axe finds on each screen in each look, and a conversation without a pointer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { field, guest, log, member, said, say, visitor } from './people.mjs';

const LOOKS = [{ theme: 'light' }, { theme: 'dark' }, { theme: 'light', contrast: 'more' }];
/** Colours are there at once, not on their way; and axe may run in the page. */
const EXAMINED = { bypassCSP: true, reducedMotion: 'reduce' };
const CRITERIA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** An experiment of axe's that takes the initials of a picture for a button's label. */
const RULES = { 'label-content-name-mismatch': { enabled: false } };

/** One line for each element that breaks a rule, over all looks. */
async function findings(page, screen) {
  const found = new Set();
  for (const { theme, contrast = 'normal' } of LOOKS) {
    const violations = await page.evaluate(async ({ theme, contrast, source, criteria, rules }) => {
      Object.assign(document.documentElement.dataset, { theme, contrast });
      if (!('axe' in window)) (0, eval)(source);
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      return (await window.axe.run(document, { runOnly: criteria, resultTypes: ['violations'], rules })).violations
        .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.flat().join(' ')}: ${failureSummary.split('\n')[1]?.trim()}`));
    }, { theme, contrast, source: axe.source, criteria: CRITERIA, rules: RULES });
    for (const line of violations) found.add(`${screen}, ${theme}${contrast === 'more' ? ' with contrast' : ''}: ${line}`);
  }
  return [...found];
}

const settings = async (page) => {
  await page.getByRole('button', { name: /^You are / }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
};

async function seen(page, screens) {
  const found = [];
  for (const [name, open, close = () => page.keyboard.press('Escape')] of screens) {
    await open();
    found.push(...(await findings(page, name)));
    await close();
  }
  assert.deepEqual(found, []);
}

test('axe finds nothing at the front door', async () => {
  const { page } = await visitor({ ...EXAMINED });
  await seen(page, [
    ['guest', () => page.getByRole('textbox', { name: 'Your name' }).waitFor()],
    ['new account', () => page.getByRole('radio', { name: 'New account' }).check()],
    ['log-in', () => page.getByRole('radio', { name: 'Log in' }).check()],
  ]);
});

test('axe finds nothing in a room, its panels, and what opens over it', async () => {
  const ann = await member('ann', { ...EXAMINED, viewport: { width: 1440, height: 900 } });
  const bob = await guest('bob');
  const { page } = ann;
  await say(bob.page, 'Some **bold**, `code`, a [link](https://example.org)\n\n- one\n- two\n\n> quoted\n\n```js\nconst a = "b"; // c\n```');
  await said(page, 'Some bold').hover();
  await said(page, 'Some bold').getByRole('button', { name: 'Reply', exact: true }).click();
  await say(page, `Yes, @${bob.name} :tada:`);
  await said(page, 'Yes, @').hover();
  await said(page, 'Yes, @').getByRole('button', { name: 'React', exact: true }).click();
  await page.getByRole('menuitem', { name: '👍' }).click();
  await page.locator('input[type=file]').setInputFiles([{ name: 'agenda.txt', mimeType: 'text/plain', buffer: Buffer.from('the agenda') }]);
  await page.getByRole('button', { name: 'Remove agenda.txt' }).waitFor();
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  await seen(page, [
    ['room with a file to send', () => said(page, 'Yes, @').waitFor()],
    ['room', () => page.getByRole('button', { name: 'Send', exact: true }).click()],
    ['members', () => press('Members'), () => undefined],
    ['search', () => press('Search'), () => undefined],
    ['person', () => said(page, 'Some bold').getByRole('button', { name: bob.name }).first().click(), () => press('Close')],
    ['who can read this', () => page.getByRole('button', { name: /who can read this/ }).click()],
    ['emoji', () => press('Choose an emoji'), () => page.getByRole('combobox', { name: 'Search' }).press('Escape')],
    ['find a room', () => press('Find or create a room')],
    ['create a room', async () => (await press('Find or create a room'), press('Create a room'))],
    ['quick switcher', () => page.keyboard.press('Control+k')],
    ['shortcuts', () => (page.evaluate(() => document.activeElement?.blur()), page.keyboard.press('?'))],
    ['settings', () => settings(page)],
  ]);
});

test('axe finds nothing on the administrator’s page', { skip: !process.env.E2E_ADMIN }, async () => {
  const { page } = await member('rosa', { as: process.env.E2E_ADMIN, ...EXAMINED });
  const tab = (name) => async () => page.getByRole('tab', { name }).click();
  await page.getByRole('button', { name: /^You are / }).click();
  await page.getByRole('button', { name: 'Administration' }).click();
  const tabs = await page.getByRole('tab').allInnerTexts();
  await seen(page, tabs.map((name) => [name, tab(name), () => undefined]));
});

test('axe finds nothing on a phone', async () => {
  const { page } = await guest('ann', { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true, ...EXAMINED });
  await say(page, 'From the phone');
  await seen(page, [
    ['room', () => said(page, 'From the phone').waitFor(), () => undefined],
    ['list of rooms', () => page.getByRole('button', { name: 'Back to conversations' }).click()],
  ]);
});

/** Tab until the focus is on it, as somebody does who sees only where it is. */
async function tabTo(page, element) {
  for (let i = 0; i < 150; i++) {
    if (await element.evaluate((one) => one.getRootNode().activeElement === one).catch(() => false)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`no way by Tab to ${element}`);
}

test('a conversation without a pointer: coming in, talking, answering, reacting, a person, and out again', async () => {
  const bob = await guest('bob');
  const { page } = await visitor();
  await tabTo(page, page.getByRole('textbox', { name: 'Your name' }));
  const name = `ann-${Math.random().toString(36).slice(2, 6)}`;
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await log(page).waitFor();
  await tabTo(page, field(page));
  await page.keyboard.type('Hello from the keyboard');
  await page.keyboard.press('Enter');
  await said(bob.page, 'Hello from the keyboard').waitFor();
  await say(bob.page, 'And hello to you');
  await said(page, 'And hello to you').waitFor();

  // From the log one goes up into the messages, and acts on the one that has the focus.
  await tabTo(page, log(page));
  await page.keyboard.press('ArrowUp');
  assert.ok(await said(page, 'And hello to you').evaluate((one) => one.getRootNode().activeElement === one));
  await page.keyboard.press('r');
  await page.keyboard.type('Good to see you');
  await page.keyboard.press('Enter');
  await said(bob.page, 'Good to see you').getByRole('button', { name: /^In reply to / }).waitFor();

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Room or person' }).waitFor();
  await page.keyboard.type(bob.name);
  await page.getByRole('option', { name: bob.name }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('log', { name: `Messages in the conversation with ${bob.name}` }).waitFor();
  await tabTo(page, field(page));
  await page.keyboard.type('Between us');
  await page.keyboard.press('Enter');
  await bob.page.getByRole('button', { name: `${name}, 1 unread` }).waitFor();
});
