/** Accounts and rooms, as people use them: two or three of them in browsers of their own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, create, join, log, member, PASSWORD, room, said, say, unique, URL, visitor } from './people.mjs';

test('an account is made, comes back with its password in another browser, and a wrong one is refused', async () => {
  const ann = await member('ann');
  const again = await member('ann', { as: ann.name });
  await again.page.getByRole('button', { name: `You are ${ann.name}: settings and log out` }).waitFor();
  const other = await member('ann', { as: ann.name, password: 'not that one at all' });
  await other.page.getByRole('alert').filter({ hasText: 'Name or password is wrong.' }).waitFor();
});

test('a public room is made, found and joined; messages are answered, reacted to, edited, deleted and pinned', async () => {
  const ann = await member('ann');
  const bob = await member('bob');
  const name = unique('Biology');
  await create(ann.page, name, /^Public/);
  await say(ann.page, 'The **plan** for today');
  await join(bob.page, name);
  assert.equal(await said(bob.page, 'The plan for today').locator('strong').innerText(), 'plan');

  await act(bob.page, 'The plan for today', 'Reply');
  await say(bob.page, 'Which chapter?');
  await said(ann.page, 'Which chapter?').getByRole('button', { name: `In reply to ${ann.name}: go to that message` }).waitFor();

  await act(ann.page, 'Which chapter?', 'React');
  await ann.page.getByRole('menuitem', { name: '👍' }).click();
  await said(bob.page, 'Which chapter?').getByRole('button', { name: `👍 by ${ann.name}` }).click(); // bob joins in
  await said(ann.page, 'Which chapter?').getByRole('button', { name: /👍 by (you and bob|.+ and you)/ }).waitFor();

  await say(ann.page, 'Chapter four, I thnk');
  await said(ann.page, 'Chapter four, I thnk').waitFor();
  await ann.page.getByRole('textbox', { name: `Message to ${name}` }).press('ArrowUp');
  const field = ann.page.getByRole('textbox', { name: 'Editing a message' });
  await field.fill('Chapter four, I think');
  await field.press('Enter');
  await said(bob.page, 'Chapter four, I think').filter({ hasText: '(edited)' }).waitFor();

  await act(ann.page, '(edited)', 'More');
  await ann.page.getByRole('menuitem', { name: 'Pin' }).click();
  await said(bob.page, '(edited)').filter({ hasText: 'Pinned' }).waitFor();

  await act(ann.page, 'Which chapter?', 'More');
  await ann.page.getByRole('menuitem', { name: 'Delete' }).click();
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await bob.page.getByText('A moderator removed this message.').waitFor();
  assert.equal(await said(bob.page, 'Which chapter?').count(), 0);
});

test('a private room is entered by invitation alone, and left at once by whoever is removed', async () => {
  const ann = await member('ann');
  const bob = await member('bob');
  const eve = await member('eve');
  const name = unique('Board');
  await create(ann.page, name, /^Private/);
  await say(ann.page, 'Before you came');
  await ann.page.getByRole('button', { name: 'Members', exact: true }).click();
  await ann.page.getByRole('combobox', { name: 'Invite somebody' }).fill(bob.name);
  await ann.page.getByRole('button', { name: 'Invite', exact: true }).click();

  await bob.page.getByRole('button', { name: `${name}, you are invited` }).click();
  await bob.page.getByText(`${ann.name} invites you to this room.`).waitFor();
  await bob.page.getByRole('button', { name: 'Join', exact: true }).click();
  await room(bob.page, name).waitFor();
  await say(ann.page, 'Now you see it');
  await said(bob.page, 'Now you see it').waitFor();
  assert.equal(await said(bob.page, 'Before you came').count(), 0, 'what was said before is not for a newcomer of a private room');

  await eve.page.getByRole('button', { name: 'Find or create a room' }).click();
  await eve.page.getByRole('searchbox', { name: 'Find a room' }).fill(name);
  await eve.page.getByText('No public room of that name. You can make one.').waitFor();

  await ann.page.getByRole('list', { name: 'Members' }).getByRole('button', { name: bob.name }).click();
  await ann.page.getByRole('button', { name: 'Remove from room' }).click();
  await ann.page.getByRole('dialog').getByRole('textbox', { name: /^Reason/ }).fill('too loud');
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Remove from room' }).click();
  await log(bob.page).filter({ visible: true }).waitFor();
  await bob.page.getByRole('button', { name }).waitFor({ state: 'detached' });
  assert.equal(await bob.page.getByText('Now you see it').count(), 0);
  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('button', { name: 'About this room' }).click();
  await ann.page.getByText(`${ann.name} removed: ${bob.name}`).waitFor();
  await ann.page.getByText('too loud').last().waitFor();
});

test('a session is seen and ended from another browser', async () => {
  const ann = await member('ann');
  const phone = await member('ann', { as: ann.name, password: PASSWORD });
  phone.watched.sessionEnds = true;
  await ann.page.getByRole('button', { name: `You are ${ann.name}: settings and log out` }).click();
  await ann.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await ann.page.getByText('this browser').waitFor();
  await ann.page.getByRole('button', { name: /^Log out parley-web/ }).click();
  await phone.page.getByRole('textbox', { name: 'Name' }).waitFor();
});

test('the keyboard goes to a conversation by a few letters of its name', async () => {
  const ann = await member('ann');
  const bob = await member('bob');
  await ann.page.getByRole('button', { name: `Talk to ${bob.name}` }).waitFor();
  await ann.page.keyboard.press('Control+k');
  await ann.page.getByRole('combobox', { name: 'Room or person' }).fill(bob.name.slice(0, 6));
  await ann.page.getByRole('option', { name: bob.name }).waitFor();
  await ann.page.keyboard.press('Enter');
  await ann.page.getByRole('log', { name: `Messages in the conversation with ${bob.name}` }).waitFor();
});

test('what was said is found by its words, and a click goes there', async () => {
  const ann = await member('ann');
  const name = unique('Library');
  await create(ann.page, name, /^Public/);
  const word = `zebra${Math.random().toString(36).slice(2, 8)}`;
  await say(ann.page, `The ${word} is on the shelf`);
  await said(ann.page, word).waitFor();
  await ann.page.getByRole('button', { name: 'Search', exact: true }).click();
  await ann.page.getByRole('searchbox', { name: 'Search messages' }).fill(word);
  const found = ann.page.getByRole('list', { name: 'Search' }).getByRole('button').filter({ hasText: word });
  await found.locator('mark').filter({ hasText: word }).waitFor();
  await found.click();
  await said(ann.page, word).waitFor();
  const bob = await member('bob'); // not in the room, but it is public: found once he joined
  await bob.page.getByRole('button', { name: 'Search', exact: true }).click();
  await bob.page.getByRole('button', { name: 'Everywhere' }).click();
  await bob.page.getByRole('searchbox', { name: 'Search messages' }).fill(word);
  await bob.page.getByText('Nothing found.').waitFor();
});

test('a search with many results goes on page by page', async () => {
  const ann = await member('ann');
  const room = unique('Pages');
  const word = `page${Date.now()}`;
  await create(ann.page, room, /^Private/);
  for (let i = 1; i <= 31; i++) await say(ann.page, `${word} ${i}.`);
  await said(ann.page, `${word} 31.`).waitFor();
  await ann.page.getByRole('button', { name: 'Search', exact: true }).click();
  await ann.page.getByRole('searchbox', { name: 'Search messages' }).fill(word);
  const found = ann.page.getByRole('list', { name: 'Search' }).getByRole('listitem');
  await found.nth(29).waitFor();
  await ann.page.getByRole('button', { name: 'Show more' }).click();
  await found.nth(30).waitFor();
  await ann.page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' });
});

test('a mention is counted, shown, and read on all devices at once', async () => {
  const ann = await member('ann');
  const bob = await member('bob');
  const name = unique('Office');
  await create(ann.page, name, /^Public/);
  await join(bob.page, name);
  const phone = await member('bob', { as: bob.name });
  for (const { page } of [bob, phone]) await page.getByRole('button', { name: 'Lobby', exact: true }).click();
  await say(ann.page, `@${bob.name} please look`);
  for (const { page } of [bob, phone]) await page.getByRole('button', { name: `${name}, 1 mention` }).waitFor();
  await bob.page.bringToFront();
  await bob.page.getByRole('button', { name: `${name}, 1 mention` }).click();
  await said(bob.page, 'please look').locator('.mention.self').waitFor();
  await phone.page.getByRole('button', { name, exact: true }).waitFor();
});

test('an administrator invites, deactivates, and sees what was done', { skip: !process.env.E2E_ADMIN }, async () => {
  const rosa = await member('rosa', { as: process.env.E2E_ADMIN });
  const open = async () => {
    await rosa.page.getByRole('button', { name: /^You are rosa/ }).click();
    await rosa.page.getByRole('button', { name: 'Administration' }).click();
  };
  await open();
  await rosa.page.getByRole('tab', { name: 'Invitations' }).click();
  await rosa.page.getByRole('button', { name: 'Create an invitation' }).click();
  const link = await rosa.page.getByRole('textbox', { name: 'Copy link' }).inputValue();
  await rosa.page.getByRole('img', { name: 'Code of the invitation link' }).waitFor();

  const carl = await visitor();
  carl.watched.sessionEnds = true;
  carl.name = `carl-${Math.random().toString(36).slice(2, 6)}`;
  await carl.page.goto(`${URL}/#/invite/${link.split('/').pop()}`);
  await carl.page.reload();
  await carl.page.getByRole('heading', { name: 'You are invited' }).waitFor();
  await carl.page.getByRole('textbox', { name: 'Name' }).fill(carl.name);
  await carl.page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await carl.page.getByRole('button', { name: 'Create account' }).click();
  await log(carl.page).waitFor();
  assert.equal(new globalThis.URL(carl.page.url()).hash, '', 'a link that was used does not stay in the address');

  await rosa.page.getByRole('tab', { name: 'Accounts' }).click();
  await rosa.page.getByRole('searchbox', { name: 'Find an account' }).fill(carl.name);
  await rosa.page.getByRole('button', { name: `What you can do with ${carl.name}` }).click();
  await rosa.page.getByRole('menuitem', { name: 'Deactivate' }).click();
  await rosa.page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await carl.page.getByRole('textbox', { name: 'Name' }).waitFor(); // out at once
  await rosa.page.getByText('deactivated', { exact: true }).waitFor();
  await rosa.page.getByRole('tab', { name: 'What was done' }).click();
  await rosa.page.getByText(`rosa deactivated an account: ${carl.name}`).waitFor();
  await rosa.page.getByRole('tab', { name: 'Server' }).click();
  await rosa.page.getByText('Live and ready.').waitFor();
  await rosa.page.getByText(/used · room for .* more/).first().waitFor();
});
