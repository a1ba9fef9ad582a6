import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { decrypt, encrypt, LegacyClient } from './legacy-client.mjs';
import { field, guest, log, named, said, say } from './people.mjs';

const port = Number(process.env.E2E_LEGACY_PORT ?? 0);

test('the test\'s own Fernet reads what it wrote', () => assert.equal(decrypt(encrypt('ünï 🦊')), 'ünï 🦊'));

test('two browsers and a legacy client hold a conversation, with a file each way', { skip: port ? false : 'no legacy door here' }, async () => {
  const [ann, bob] = [await guest('ann'), await guest('bob')];
  const tty = await LegacyClient.login(port, named('tty'));
  try {
    const there = { name: `Talk to ${tty.name}, uses an older client` };
    await ann.page.getByRole('button', there).waitFor();
    await bob.page.getByRole('button', there).waitFor();

    tty.send({ type: 'public', message: `hello from ${tty.name} :rocket:` });
    for (const { page } of [ann, bob]) await said(page, `hello from ${tty.name}`).getByRole('img', { name: ':rocket:' }).waitFor();
    await say(bob.page, `Welcome, ${tty.name} 👋`);
    await said(ann.page, `Welcome, ${tty.name}`).waitFor();
    await tty.expect(({ type, sender, message }) => type === 'public' && sender === bob.name && message === `Welcome, ${tty.name} 👋`);

    tty.send({ type: 'private', receiver: ann.name, message: 'between us' });
    await ann.page.getByRole('button', { name: `${tty.name}, 1 unread` }).click();
    await said(ann.page, 'between us').waitFor();
    await ann.page.getByRole('button', { name: /who can read this/ }).click();
    await ann.page.getByText('An older client takes part.').waitFor();
    await say(ann.page, 'just us, and the server');
    await tty.expect(({ type, sender, message }) => type === 'private' && sender === ann.name && message === 'just us, and the server');
    assert.equal(await bob.page.getByText('between us').count(), 0);

    const timestamp = '12-02-01';
    const notes = Buffer.from('notes from a terminal\n');
    const notesName = `${named('notes')}.txt`;
    tty.send({ type: 'file_upload', filename: notesName, timestamp: '12:02:01', file_data: notes.toString('base64') });
    tty.send({ type: 'file', message: notesName, file_id: `${timestamp}_${notesName}`, file_size: notes.length, receiver: '' });
    const [download] = await Promise.all([bob.page.waitForEvent('download'), log(bob.page).getByRole('button', { name: `Save ${notesName}` }).click()]);
    assert.deepEqual(await readFile(await download.path()), notes);

    const plan = Buffer.from('plan from a browser');
    await bob.page.locator('input[type=file]').setInputFiles([{ name: 'plan.txt', mimeType: 'text/plain', buffer: plan }]);
    await bob.page.getByRole('button', { name: 'Remove plan.txt' }).waitFor();
    await field(bob.page).press('Enter');
    const announced = await tty.expect(({ type, sender, message }) => type === 'file' && sender === bob.name && message === 'plan.txt');
    tty.send({ type: 'file_download_request', file_id: announced.file_id });
    const file = await tty.expect(({ type }) => type === 'file_download');
    assert.equal(Buffer.from(file.file_data, 'base64').toString(), plan.toString());

    tty.close();
    await bob.page.getByRole('button', there).waitFor({ state: 'detached' });
  } finally {
    tty.close();
  }
});
