import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter, field, guest, log, named, said, say, visitor } from './people.mjs';

test('two people talk in the lobby and see each other come and go', async () => {
  const ann = await guest('ann');
  const bob = await guest('bob');
  await ann.page.getByRole('button', { name: `Talk to ${bob.name}` }).waitFor();
  await say(ann.page, `Hello ${bob.name}`);
  await said(bob.page, `Hello ${bob.name}`).waitFor();
  await say(bob.page, `Hello back, ${ann.name}`);
  await said(ann.page, `Hello back, ${ann.name}`).waitFor();
  assert.equal(await said(ann.page, `Hello ${bob.name}`).count(), 1);
  await bob.page.getByRole('button', { name: /^You are / }).click();
  await bob.page.getByRole('button', { name: 'Log out', exact: true }).click();
  await bob.page.getByRole('button', { name: 'Come in' }).waitFor();
  await ann.page.getByRole('button', { name: `Talk to ${bob.name}` }).waitFor({ state: 'detached' });
});

test('a direct conversation is between two, with an unread count; a peer who left cannot be written to', async () => {
  const [ann, bob, eve] = [await guest('ann'), await guest('bob'), await guest('eve')];
  await ann.page.getByRole('button', { name: `Talk to ${bob.name}` }).click();
  await ann.page.getByRole('heading', { name: bob.name, level: 1 }).waitFor();
  await say(ann.page, 'Only for you');
  await say(ann.page, 'And one more');
  await bob.page.getByRole('button', { name: `${ann.name}, 2 unread` }).waitFor();
  const icon = (href) => bob.page.locator(`link[rel=icon][href="${href}"]`).waitFor({ state: 'attached' });
  await icon('/favicon-mention.svg');
  await bob.page.getByRole('button', { name: `${ann.name}, 2 unread` }).click();
  await said(bob.page, 'Only for you').waitFor();
  await bob.page.getByRole('button', { name: ann.name, exact: true }).waitFor();
  await icon('/favicon.svg');
  assert.equal(await eve.page.getByText('Only for you').count(), 0);
  await bob.page.getByRole('button', { name: /who can read this/ }).click();
  await bob.page.getByText('A guest takes part.').waitFor();
  await ann.page.getByRole('button', { name: /^You are / }).click();
  await ann.page.getByRole('button', { name: 'Log out', exact: true }).click();
  await bob.page.getByText(`${ann.name} has left. Somebody who takes the name later is somebody else.`).waitFor();
  assert.equal(await field(bob.page).count(), 0);
});

test('a taken name and a bad one are refused in a sentence; the next name is fine', async () => {
  const ann = await guest('ann');
  const { page } = await visitor();
  await enter(page, ann.name);
  await page.getByRole('alert').filter({ hasText: ann.name }).waitFor();
  await enter(page, 'a,b');
  await page.getByRole('alert').filter({ hasText: /comma/i }).waitFor();
  await enter(page, named('bob'));
  await log(page).waitFor();
});

test('a refusal of the server is said in the language of the person', async () => {
  const ann = await guest('ann');
  const { page } = await visitor({ locale: 'de-DE' });
  await page.getByRole('textbox', { name: 'Dein Name' }).fill(ann.name);
  await page.getByRole('button', { name: 'Eintreten' }).click();
  await page.getByRole('alert').filter({ hasText: `Der Name ${ann.name} ist vergeben. Bitte wähle einen anderen.` }).waitFor();
});

test('a reload keeps name, place and history', async () => {
  const [ann, bob] = [await guest('ann'), await guest('bob')];
  await ann.page.getByRole('button', { name: `Talk to ${bob.name}` }).click();
  await ann.page.getByRole('heading', { name: bob.name, level: 1 }).waitFor();
  await say(ann.page, 'Before the reload');
  await said(ann.page, 'Before the reload').waitFor();
  await ann.page.reload();
  await ann.page.getByRole('heading', { name: bob.name, level: 1 }).waitFor();
  await said(ann.page, 'Before the reload').waitFor();
  await ann.page.getByRole('button', { name: `You are ${ann.name}: settings and log out` }).waitFor();
  await say(ann.page, 'After the reload');
  await bob.page.getByRole('button', { name: `${ann.name}, 2 unread` }).waitFor();
});

test('shortcodes are shown as emoji, completed while typed, and left alone in code', async () => {
  const [ann, bob] = [await guest('ann'), await guest('bob')];
  await say(ann.page, 'Lift-off :rocket: and `:rocket:` and :octopus:');
  const heard = said(bob.page, 'Lift-off');
  await heard.getByRole('img', { name: ':rocket:' }).waitFor();
  await heard.getByRole('img', { name: ':octopus:' }).waitFor();
  await heard.getByText(':rocket:', { exact: true }).waitFor();
  await field(ann.page).pressSequentially('Well done :cla');
  await ann.page.getByRole('option', { name: ':clap:' }).waitFor();
  await field(ann.page).press('Enter');
  assert.equal(await field(ann.page).inputValue(), 'Well done 👏 ');
});

test('the emoji picker comes from our own server and puts its choice into the text', async () => {
  const { page } = await guest('ann');
  const elsewhere = [];
  page.on('request', (request) => new globalThis.URL(request.url()).origin !== new globalThis.URL(page.url()).origin && elsewhere.push(request.url()));
  await page.getByRole('button', { name: 'Choose an emoji' }).click();
  await page.getByRole('combobox', { name: 'Search' }).fill('octopus');
  await page.getByRole('option', { name: /octopus/ }).click();
  await page.getByRole('dialog', { name: 'Emoji' }).waitFor({ state: 'detached' });
  assert.equal(await field(page).inputValue(), '🐙');
  assert.deepEqual(elsewhere, []);
});

test('the keyboard alone is enough: skip link, writing, several lines, the people list', async () => {
  const [ann, bob] = [await guest('ann'), await guest('bob')];
  const { page } = ann;
  await page.getByRole('button', { name: `Talk to ${bob.name}` }).waitFor();
  await page.reload();
  await log(page).waitFor();
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Skip to the message field' }).press('Enter');
  await page.keyboard.type('First line');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('second line');
  await page.keyboard.press('Enter');
  await said(bob.page, /First line\nsecond line/).waitFor();
  await page.getByRole('button', { name: 'Lobby', exact: true }).focus();
  await page.keyboard.press('End');
  for (let i = 0; i < 100; i++) {
    const name = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.getAttribute('aria-label');
    });
    if (name === `Talk to ${bob.name}`) break;
    await page.keyboard.press('ArrowUp');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: bob.name, level: 1 }).waitFor();
  await page.keyboard.type('By keys');
  await page.keyboard.press('Enter');
  await bob.page.getByRole('button', { name: `${ann.name}, 1 unread` }).waitFor();
});

test('an input method\'s Enter does not send', async () => {
  const { page, line } = await guest('ann');
  await field(page).fill('にほん');
  await field(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
  await field(page).dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true });
  assert.equal(await field(page).inputValue(), 'にほん');
  assert.equal(line.sent.filter(({ method }) => method === 'messages.send').length, 0);
});

test('scrolling up loads older messages and keeps its place; a button leads back down', async () => {
  const [ann, bob] = [await guest('ann'), await guest('bob')];
  await ann.page.getByRole('button', { name: `Talk to ${bob.name}` }).click();
  await ann.page.getByRole('heading', { name: bob.name, level: 1 }).waitFor();
  await field(ann.page).focus();
  for (let i = 1; i <= 70; i++) {
    await ann.page.keyboard.insertText(`Line ${i}.`);
    await ann.page.keyboard.press('Enter');
    // Ten at a time: within the rate that a session may send at.
    if (i % 10 === 0) await bob.page.getByRole('button', { name: `${ann.name}, ${i} unread` }).waitFor();
  }
  await said(ann.page, 'Line 70.').and(ann.page.locator(':not(.pending)')).waitFor();
  await bob.page.reload();
  await bob.page.getByRole('button', { name: new RegExp(`^${ann.name}, `) }).click();
  await said(bob.page, 'Line 70.').waitFor();
  const place = () => log(bob.page).getByText('Line 30.', { exact: true }).evaluate((line) => line.getBoundingClientRect().top);
  const before = await log(bob.page).evaluate((log) => {
    log.scrollTo(0, 40);
    const line = [...log.querySelectorAll('parley-message')].find((message) => message.message.text === 'Line 30.');
    return line.shadowRoot.querySelector('.text').getBoundingClientRect().top;
  });
  await log(bob.page).getByText('Line 1.', { exact: true }).waitFor();
  assert.ok(Math.abs((await place()) - before) < 3, `it moved from ${before} to ${await place()}`);
  const shown = await log(bob.page).getByRole('article').allInnerTexts();
  assert.deepEqual(shown.map((text) => Number(/Line (\d+)/.exec(text)[1])), Array.from({ length: 70 }, (_, i) => i + 1));
  await log(bob.page).evaluate((log) => log.scrollTo(0, log.scrollHeight / 3));
  await say(ann.page, 'News below');
  await bob.page.getByRole('button', { name: '1 new message' }).click();
  await bob.page.getByRole('button', { name: '1 new message' }).waitFor({ state: 'detached' });
});

test('two tabs share one person', async () => {
  const ann = await guest('ann');
  const second = await ann.context.newPage();
  await second.goto(ann.page.url());
  await second.getByRole('button', { name: `You are ${ann.name}: settings and log out` }).waitFor();
  await say(second, `From the second tab of ${ann.name}`);
  await said(ann.page, `From the second tab of ${ann.name}`).waitFor();
});
