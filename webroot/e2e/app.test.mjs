/** The pages as an app: installed, offline, upgraded. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guest, log, URL as SERVER, visitor } from './people.mjs';

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
