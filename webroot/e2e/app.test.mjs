/** The pages as an app: installed, offline, upgraded. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { field, guest, log, said, say, URL as SERVER, visitor } from './people.mjs';

const workerReady = (page) => page.evaluate(async () => {
  await navigator.serviceWorker.ready;
  // It has the pages from the moment on that it is active, and ours when it has claimed it.
  if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
});

test('the manifest is one that browsers install from', async () => {
  const { page } = await visitor();
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = await (await page.request.get(new URL(href, SERVER).href)).json();
  assert.deepEqual([manifest.name, manifest.display, manifest.start_url], ['Parley', 'standalone', '/']);
  for (const { src, sizes, type } of manifest.icons) {
    const icon = await page.request.get(new URL(src, SERVER).href);
    assert.equal(icon.status(), 200, src);
    if (type !== 'image/png') continue;
    const bytes = await icon.body();
    assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes, src);
  }
  assert.ok(manifest.icons.some(({ purpose }) => purpose === 'maskable'));
  const client = await page.context().newCDPSession(page);
  const { errors } = await client.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
});

test('pages open without a network, from what the service worker kept', async () => {
  const { page, context } = await visitor({ serviceWorkers: 'allow' });
  await workerReady(page);
  await context.setOffline(true);
  await page.reload();
  await page.getByRole('heading', { name: 'Parley' }).waitFor();
  assert.equal(await page.evaluate(() => fetch('/build.json').then(() => 'answered', () => 'no network')), 'no network');
});

test('a new version on the server is told after a reconnect, and comes by a reload', async () => {
  const { page, line } = await guest('ann');
  await page.route('**/build.json', (route) => route.fulfill({ json: { build: 'anotherbuild' } }));
  line.cut();
  await page.getByText('A new version of Parley is here.').waitFor();
  await page.unroute('**/build.json');
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Reload' }).click()]);
  await log(page).waitFor();
  assert.equal(await page.getByText('A new version of Parley is here.').count(), 0);
});

test('a shortcut of the app opens what it names', async () => {
  const { page } = await guest('ann');
  await page.goto(`${SERVER}/#/go`);
  await page.getByRole('dialog').waitFor();
});

test('offline one reads what was read before and writes on; back online it arrives once', async () => {
  const bob = await guest('bob');
  const ann = await guest('ann', { serviceWorkers: 'allow' });
  await say(bob.page, `Read before ${bob.name}`);
  await said(ann.page, `Read before ${bob.name}`).waitFor();
  await workerReady(ann.page);
  await kept(ann.page, `Read before ${bob.name}`);
  ann.line.broken = true;
  await ann.context.setOffline(true);
  await ann.page.reload();
  await ann.page.getByText('Offline. You see what you read before').waitFor();
  await said(ann.page, `Read before ${bob.name}`).waitFor();
  await say(ann.page, `Written offline ${ann.name}`);
  await said(ann.page, 'waiting for the connection').waitFor();
  await field(ann.page).fill('A draft');
  await ann.page.reload();
  await said(ann.page, `Written offline ${ann.name}`).getByText('waiting for the connection').waitFor();
  assert.equal(await field(ann.page).inputValue(), 'A draft');
  await say(bob.page, `Meanwhile ${bob.name}`);
  ann.line.broken = false;
  await ann.context.setOffline(false);
  await said(ann.page, `Meanwhile ${bob.name}`).waitFor();
  await said(bob.page, `Written offline ${ann.name}`).waitFor();
  await ann.page.getByText('waiting for the connection').waitFor({ state: 'detached' });
  await ann.page.getByText('Offline. You see what you read before').waitFor({ state: 'detached' });
  for (const { page } of [ann, bob]) {
    assert.equal(await said(page, `Written offline ${ann.name}`).count(), 1);
    assert.equal(await said(page, `Read before ${bob.name}`).count(), 1);
  }
});

test('who logs out leaves nothing of what was read on the device', async () => {
  const { page } = await guest('ann');
  await say(page, 'To be forgotten');
  await said(page, 'To be forgotten').waitFor();
  await kept(page, 'To be forgotten');
  await page.getByRole('button', { name: /^You are / }).click();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await page.getByRole('textbox', { name: 'Your name' }).waitFor();
  await eventually(page, async () => {
    const answer = (asked) => new Promise((done) => (asked.onsuccess = () => done(asked.result)));
    const device = await answer(indexedDB.open('parley'));
    const counts = await Promise.all(['keys', 'who', 'rooms', 'outbox'].map((name) => answer(device.transaction(name).objectStore(name).count())));
    device.close();
    return counts.every((count) => count === 0);
  });
});

test('three tabs have one connection and stay in step: messages, drafts, looks, log-out', async () => {
  const bob = await guest('bob');
  const ann = await guest('ann', { shared: true });
  const tabs = [ann.page, await ann.context.newPage(), await ann.context.newPage()];
  const sockets = [];
  for (const page of tabs) page.on('websocket', ({ url }) => sockets.push(url()));
  for (const page of tabs) await page.goto(SERVER);
  for (const page of tabs) await page.getByRole('button', { name: `You are ${ann.name}: settings and log out` }).waitFor();
  const [first, second, third] = tabs;
  await say(bob.page, `To all tabs ${bob.name}`);
  for (const page of tabs) await said(page, `To all tabs ${bob.name}`).waitFor();
  await say(second, `From the second ${ann.name}`);
  for (const page of [...tabs, bob.page]) await said(page, `From the second ${ann.name}`).waitFor();
  await second.close(); // the others keep the line
  await say(third, `From the third ${ann.name}`);
  await said(first, `From the third ${ann.name}`).waitFor();
  assert.equal(await said(bob.page, `From the third ${ann.name}`).count(), 1);
  assert.deepEqual(sockets, []); // none of a page: the worker has it

  await first.bringToFront();
  await field(first).fill('Half a sentence');
  await third.reload();
  assert.equal(await field(third).inputValue(), 'Half a sentence');
  await first.getByRole('button', { name: /^You are / }).click();
  await first.getByRole('button', { name: 'Log out', exact: true }).click();
  for (const page of [first, third]) await page.getByRole('textbox', { name: 'Your name' }).waitFor();
});

/** What was said is on the device, as the page alone can open it. */
const kept = (page, text) => eventually(page, async (text) => {
  const answer = (asked) => new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  const device = await answer(indexedDB.open('parley'));
  const all = (name) => answer(device.transaction(name).objectStore(name).getAll());
  const [[key], rooms] = await Promise.all([all('keys'), all('rooms')]);
  device.close();
  for (const { id, sealed } of rooms) {
    const how = { name: 'AES-GCM', iv: sealed.subarray(0, 12), additionalData: new TextEncoder().encode(`room ${id}`) };
    if (new TextDecoder().decode(await crypto.subtle.decrypt(how, key, sealed.subarray(12))).includes(text)) return true;
  }
  return false;
}, text);

async function eventually(page, what, value) {
  for (const end = Date.now() + 10_000; !(await page.evaluate(what, value)); ) {
    assert.ok(Date.now() < end, 'not within ten seconds');
    await page.waitForTimeout(100);
  }
}
