/** The core of sealed rooms in a real browser: a random walk, and the worker that holds the keys for all tabs. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SealedPage } from './sealed-page.mjs';

// One walk in the suite; E2EE_WALKS=10 for more.
const walks = Number(process.env.E2EE_WALKS ?? 1);
let page;
before(async () => (page = await SealedPage.open()));
after(() => page.close());

test('everybody who should read reads everything, and nobody else reads anything', { timeout: 60_000 * walks + 60_000 }, async () => {
  const tab = await page.tab();
  for (let seed = 1001; seed < 1001 + walks; seed++) await tab.evaluate((number) => window.sealed.walk(number), seed);
  assert.deepEqual(tab.complaints, []);
  await tab.close();
});

test('one tab holds the keys, others call it, and another takes over when it is gone', { timeout: 60_000 }, async () => {
  const user = 'annannannannannannannannan';
  const [one, two] = [await page.tab(), await page.tab()];
  const begin = (name) => (window.own = window.sealed.openKeys(name)).keys.who();
  assert.equal(await one.evaluate(begin, user), null);
  assert.equal(await two.evaluate(begin, user), null);
  const words = await two.evaluate(async (name) => {
    const { words: shown, publication } = await window.own.keys.setUp(name);
    await window.own.keys.contact(name, [{ statement: publication.statement, entries: publication.entries }]);
    return shown;
  }, user);
  assert.equal(words.split(' ').length, 24);
  const who = () => window.own.keys.who().then(({ device }) => device);
  const device = await one.evaluate(who);
  assert.equal(await two.evaluate(who), device, 'both tabs are one device');
  // Calls that are under way when the tab that holds the keys goes are answered by the next one.
  const asked = two.evaluate(() => Promise.all(Array.from({ length: 20 }, (_, i) => window.own.keys.nameDevice('0'.repeat(26), `name ${i}`))).then(() => window.own.keys.who()));
  await one.close();
  assert.equal((await asked).device, device);
  assert.equal(await two.evaluate(async () => (await window.own.keys.devices()).length), 1);
  assert.deepEqual(await two.evaluate(() => window.own.keys.missing('0'.repeat(26)).catch(({ name, message }) => ({ name, message }))), { name: 'Error', message: 'the roster of this room is not known yet' });
  assert.deepEqual(
    await two.evaluate(() => window.own.keys.restore('x', 'parley', new Uint8Array(), [], [], 0).catch(({ name, details }) => ({ name, details }))),
    { name: 'WrongWords', details: { wrong: [0], count: 1 } },
  );
  assert.deepEqual(two.complaints, []);
  await two.close();
});

test('what is kept is sealed, and the key to it does not leave the browser', { timeout: 60_000 }, async () => {
  const tab = await page.tab();
  const found = await tab.evaluate(async () => {
    const { keys } = window.sealed.openKeys('bobbobbobbobbobbobbobbobbo');
    await keys.setUp('bobbobbobbobbobbobbobbobbo');
    await keys.note([['room 1', new TextEncoder().encode('a plain secret')]]);
    const read = new TextDecoder().decode(await keys.noted('room 1'));
    const database = await new Promise((done) => (indexedDB.open('parley-keys-bobbobbobbobbobbobbobbobbo').onsuccess = ({ target }) => done(target.result)));
    const all = (name) => new Promise((done) => (database.transaction(name).objectStore(name).getAll().onsuccess = ({ target }) => done(target.result)));
    const [key] = await all('keys');
    const text = (await all('records')).map((bytes) => String.fromCharCode(...bytes)).join('\n');
    return { read, extractable: key.extractable, exported: await crypto.subtle.exportKey('raw', key).then(() => true, () => false), plain: /plain secret|deviceSeed|weekly/.test(text) };
  });
  assert.deepEqual(found, { read: 'a plain secret', extractable: false, exported: false, plain: false });
  await tab.close();
});
