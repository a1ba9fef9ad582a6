import assert from 'node:assert/strict';
import { test } from 'node:test';
import { field, guest, log, said, say } from './people.mjs';

test('a lost connection is said, and comes back without loss or repetition', async () => {
  const [ann, bob] = [await guest('ann'), await guest('bob')];
  await say(ann.page, `Before ${ann.name}`);
  await said(bob.page, `Before ${ann.name}`).waitFor();
  bob.line.broken = true;
  bob.line.cut();
  await bob.page.getByText('Trying again').waitFor();
  for (const text of ['Missed one', 'Missed two', 'Missed three']) await say(ann.page, `${text} ${ann.name}`);
  await said(ann.page, `Missed three ${ann.name}`).waitFor();
  await say(bob.page, `Written offline ${bob.name}`);
  await said(bob.page, 'waiting for the connection').waitFor();
  bob.line.broken = false;
  await bob.page.getByRole('button', { name: 'Try now' }).click({ timeout: 3000 }).catch(() => undefined); // unless it was quicker
  await said(bob.page, `Missed three ${ann.name}`).waitFor();
  await said(ann.page, `Written offline ${bob.name}`).waitFor();
  await bob.page.getByText('Trying again').waitFor({ state: 'detached' });
  await say(ann.page, `After ${ann.name}`);
  await said(bob.page, `After ${ann.name}`).waitFor();
  for (const text of ['Before', 'Missed one', 'Missed two', 'Missed three', 'After']) assert.equal(await said(bob.page, `${text} ${ann.name}`).count(), 1, text);
  assert.equal(await said(bob.page, `Written offline ${bob.name}`).count(), 1);
  assert.equal(await said(ann.page, `Written offline ${bob.name}`).count(), 1);
});

test('a browser that is told of no network waits, and returns with it', async () => {
  const [ann, bob] = [await guest('ann'), await guest('bob')];
  await bob.context.setOffline(true);
  await bob.page.getByText('The connection is lost.').waitFor();
  await say(ann.page, `While offline ${ann.name}`);
  await bob.context.setOffline(false);
  await said(bob.page, `While offline ${ann.name}`).waitFor();
  assert.equal(await said(bob.page, `While offline ${ann.name}`).count(), 1);
});

test('a message whose answer was lost is sent again under its id and stored once', async () => {
  const [ann, bob] = [await guest('ann'), await guest('bob')];
  let cut = false;
  ann.line.refuse = ({ method }) => !cut && method === 'messages.send' && (cut = true) && 'cut';
  await say(ann.page, `Twice sent ${ann.name}`);
  await said(bob.page, `Twice sent ${ann.name}`).waitFor();
  const ids = ann.line.sent.filter(({ method }) => method === 'messages.send').map(({ params }) => params.id);
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
  assert.equal(await said(bob.page, `Twice sent ${ann.name}`).count(), 1);
});

test('a refused message is "not sent · retry", with the reason, and goes out by that', async () => {
  const [ann, bob] = [await guest('ann'), await guest('bob')];
  ann.line.refuse = ({ method }) => method === 'messages.send' && { code: 1501, message: 'The disk is full.', data: { failure: 'STORAGE_FULL' } };
  await say(ann.page, `Stubborn ${ann.name}`);
  const mine = said(ann.page, `Stubborn ${ann.name}`);
  await mine.getByText('not sent ·').waitFor();
  await mine.getByText('The disk is full.').waitFor();
  ann.line.refuse = undefined;
  await mine.getByRole('button', { name: 'retry' }).click();
  await said(bob.page, `Stubborn ${ann.name}`).waitFor();
  await mine.getByText('not sent ·').waitFor({ state: 'detached' });
  assert.equal(await mine.count(), 1);
});

test('a hole in what arrives is filled', async () => {
  const [ann, bob] = [await guest('ann'), await guest('bob')];
  await say(ann.page, `First ${ann.name}`);
  await said(bob.page, `First ${ann.name}`).waitFor();
  const resumes = () => bob.line.sent.filter(({ method }) => method === 'rooms.resume').length;
  const before = resumes();
  bob.line.losing = 1;
  await say(ann.page, `Lost ${ann.name}`);
  await said(ann.page, `Lost ${ann.name}`).waitFor();
  await say(ann.page, `Third ${ann.name}`);
  await said(bob.page, `Third ${ann.name}`).waitFor();
  assert.equal(await said(bob.page, `Lost ${ann.name}`).count(), 1);
  assert.equal(resumes(), before + 1);
});

test('a session that ended leads to the front door with the name filled in', async () => {
  const ann = await guest('ann');
  ann.line.refuse = ({ method }) => method === 'login' && { code: 1003, message: 'Your session has expired. Please log in again.', data: { failure: 'BAD_TOKEN' } };
  ann.line.cut();
  await ann.page.getByText('Your session has expired.').waitFor();
  assert.equal(await ann.page.getByRole('textbox', { name: 'Your name' }).inputValue(), ann.name);
});

test('a message that is too long is not sent', async () => {
  const { page } = await guest('ann');
  await field(page).fill('x'.repeat(8003));
  await page.getByText('3 characters too many').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Send' }).isDisabled(), true);
  await log(page).waitFor();
});
