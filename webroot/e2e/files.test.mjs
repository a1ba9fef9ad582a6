import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { lineTo } from './line.mjs';
import { field, guest, log, said, URL } from './people.mjs';

const attach = (page, ...files) => page.locator('input[type=file]').setInputFiles(files);

async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), log(page).getByRole('button', { name: `Save ${name}` }).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('a file each way: one saved under its name, one seen as a picture', async () => {
  const [ann, bob] = [await guest('ann'), await guest('bob')];
  const report = Buffer.from('%PDF-1.4 not really');
  await attach(ann.page, { name: 'Bericht über alles.pdf', mimeType: 'application/pdf', buffer: report });
  await ann.page.getByRole('button', { name: 'Remove Bericht über alles.pdf' }).waitFor();
  await field(ann.page).fill('Please read');
  await field(ann.page).press('Enter');
  await said(bob.page, 'Please read').waitFor();
  const got = await saved(bob.page, 'Bericht über alles.pdf');
  assert.equal(got.name, 'Bericht über alles.pdf');
  assert.deepEqual(got.bytes, report);

  const picture = png(64, 40);
  await attach(bob.page, { name: `seen-${bob.name}.png`, mimeType: 'image/png', buffer: picture });
  await bob.page.getByRole('button', { name: `Remove seen-${bob.name}.png` }).waitFor();
  await bob.page.getByRole('button', { name: 'Send' }).click();
  const image = log(ann.page).getByRole('img', { name: `seen-${bob.name}.png` });
  await image.waitFor();
  assert.equal(await image.evaluate((img) => img.decode().then(() => img.naturalWidth)), 64);
  await log(bob.page).getByRole('img', { name: `seen-${bob.name}.png` }).waitFor(); // and its sender sees it too
  await ann.page.getByRole('button', { name: `View seen-${bob.name}.png` }).click();
  await ann.page.getByRole('dialog', { name: `seen-${bob.name}.png` }).waitFor();
  await ann.page.keyboard.press('Escape');
  await ann.page.getByRole('dialog', { name: `seen-${bob.name}.png` }).waitFor({ state: 'hidden' });
  assert.deepEqual((await saved(ann.page, `seen-${bob.name}.png`)).bytes, picture);
});

test('a pasted and a dropped file are attached, and can be taken back', async () => {
  const { page } = await guest('ann');
  await field(page).evaluate((area) => {
    const data = new DataTransfer();
    data.items.add(new File(['pasted'], 'pasted.txt', { type: 'text/plain' }));
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, composed: true, cancelable: true }));
  });
  await log(page).evaluate((log) => {
    const data = new DataTransfer();
    data.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }));
    for (const type of ['dragenter', 'dragover', 'drop']) {
      log.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, composed: true, cancelable: true }));
    }
  });
  await page.getByRole('button', { name: 'Remove dropped.txt' }).waitFor();
  await page.getByRole('button', { name: 'Remove pasted.txt' }).click();
  assert.deepEqual(await page.getByRole('list', { name: 'Attached files' }).getByRole('listitem').count(), 1);
});

test('an upload shows how far it is and can be cancelled', async () => {
  const { page, context } = await guest('ann');
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await context.route('**/files/upload/**', async (route) => {
    await held;
    await route.abort();
  });
  await attach(page, { name: 'slow.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(500_000) });
  await page.getByRole('progressbar', { name: 'Upload of slow.bin' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Send' }).isDisabled(), true);
  await page.getByRole('button', { name: 'Cancel slow.bin' }).click();
  await page.getByRole('list', { name: 'Attached files' }).waitFor({ state: 'detached' });
  release();
});

test('with a Save As dialog the file goes where the person said', async () => {
  const ann = await guest('ann');
  await ann.page.evaluate(() => {
    window.showSaveFilePicker = async ({ suggestedName }) => {
      window.suggested = suggestedName;
      const folder = await navigator.storage.getDirectory();
      return folder.getFileHandle('chosen', { create: true });
    };
  });
  await attach(ann.page, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('to be kept') });
  await ann.page.getByRole('button', { name: 'Remove notes.txt' }).waitFor();
  await ann.page.getByRole('button', { name: 'Send' }).click();
  await log(ann.page).getByRole('button', { name: 'Save notes.txt' }).and(ann.page.locator(':enabled')).last().click();
  await ann.page.getByText('notes.txt is saved.').waitFor();
  const text = await ann.page.evaluate(async () => (await (await (await navigator.storage.getDirectory()).getFileHandle('chosen')).getFile()).text());
  assert.equal(text, 'to be kept');
  assert.equal(await ann.page.evaluate(() => window.suggested), 'notes.txt');
});

/** More than the buffers between a browser and its server hold. */
const LARGE = 20_000_000;
const RATE = 4_000_000;
const bytes = (length) => Buffer.alloc(length).map((_, i) => (i * i) % 251);
const uploads = (page) => page.getByRole('list', { name: 'Attached files' });

test('an upload tells how fast it is, is held, and goes on by itself after a lost network', async () => {
  const line = await lineTo(URL);
  const { page } = await guest('ann', { url: line.url });
  line.thin(RATE);
  await attach(page, { name: 'large.bin', mimeType: 'application/octet-stream', buffer: bytes(LARGE) });
  await uploads(page).getByText(/\d+ % of 20 MB · [\d.]+ MB\/s · \d:\d\d left/).waitFor();
  await page.getByRole('button', { name: 'Pause large.bin' }).click();
  await uploads(page).getByText(/Paused · \d+ % of 20 MB/).waitFor();
  await page.getByRole('button', { name: 'Go on with large.bin' }).click();
  await uploads(page).getByText(/MB\/s/).waitFor();
  line.cut();
  await uploads(page).getByText('Waiting for the connection').waitFor();
  line.mend();
  await page.getByRole('button', { name: 'Remove large.bin' }).waitFor({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Send' }).click();
  assert.deepEqual((await saved(page, 'large.bin')).bytes, bytes(LARGE));
  await line.close();
});

test('an upload outlives the page: the same file chosen again goes on where it was', async () => {
  const line = await lineTo(URL);
  const { page, context } = await guest('ann', { url: line.url });
  const folder = await mkdtemp(join(tmpdir(), 'parley-e2e-files-'));
  const path = join(folder, 'long.bin');
  await writeFile(path, bytes(LARGE)); // a file of its own has a time by which it is known again
  line.thin(RATE);
  await page.locator('input[type=file]').setInputFiles(path);
  await uploads(page).getByText(/MB\/s/).waitFor();
  await page.waitForFunction(() => JSON.parse(localStorage.getItem('parley.uploads') ?? '{}').uploads?.[0]?.done > 100_000);
  await page.close();
  line.mend();

  const again = await context.newPage();
  await again.goto(line.url);
  await uploads(again).getByText(/\d+ % of 20 MB is there: choose the file again to go on/).waitFor();
  const offsets = [];
  again.on('request', (request) => request.method() === 'PATCH' && offsets.push(Number(request.headers()['upload-offset'])));
  await again.locator('input[type=file]').setInputFiles(path);
  await again.getByRole('button', { name: 'Remove long.bin' }).waitFor();
  assert.equal(await uploads(again).getByRole('listitem').count(), 1);
  assert.ok(offsets.length === 1 && offsets[0] > 0, `went on at ${offsets}`);

  await again.reload();
  await again.getByRole('button', { name: 'Remove long.bin' }).waitFor(); // all of it is there and not sent yet
  await again.getByRole('button', { name: 'Send' }).click();
  assert.deepEqual((await saved(again, 'long.bin')).bytes, bytes(LARGE));
  await again.reload();
  await log(again).getByRole('button', { name: 'Save long.bin' }).waitFor();
  assert.equal(await uploads(again).count(), 0);
  await rm(folder, { recursive: true });
  await line.close();
});

test('an upload that is cancelled is gone from the server; the same file attached twice is two', async () => {
  const line = await lineTo(URL);
  const { page } = await guest('ann', { url: line.url });
  const folder = await mkdtemp(join(tmpdir(), 'parley-e2e-files-'));
  const path = join(folder, 'twice.bin');
  await writeFile(path, bytes(LARGE));
  line.thin(RATE);
  const [created] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.locator('input[type=file]').setInputFiles(path),
  ]);
  await uploads(page).getByText(/MB\/s/).waitFor();
  await page.locator('input[type=file]').setInputFiles(path);
  await page.getByRole('button', { name: 'Pause twice.bin' }).nth(1).waitFor();
  const [deleted] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'DELETE'),
    page.getByRole('button', { name: 'Cancel twice.bin' }).first().click(),
  ]);
  assert.equal(deleted.status(), 204);
  assert.ok(deleted.url().endsWith(created.headers().location));
  line.mend();
  await page.getByRole('button', { name: 'Remove twice.bin' }).waitFor({ timeout: 20_000 });
  assert.equal(await uploads(page).getByRole('listitem').count(), 1);
  await page.getByRole('button', { name: 'Send' }).click();
  assert.deepEqual((await saved(page, 'twice.bin')).bytes, bytes(LARGE));
  await rm(folder, { recursive: true });
  await line.close();
});

test('a file that is being saved shows how far it is, is held, and outlives a lost network', async () => {
  const line = await lineTo(URL);
  const { page } = await guest('ann', { url: line.url });
  await page.evaluate(() => {
    window.showSaveFilePicker = async () => (await navigator.storage.getDirectory()).getFileHandle('chosen', { create: true });
  });
  await attach(page, { name: 'film.mp4', mimeType: 'video/mp4', buffer: bytes(LARGE) });
  await page.getByRole('button', { name: 'Remove film.mp4' }).waitFor();
  await page.getByRole('button', { name: 'Send' }).click();
  line.thin(RATE);
  await log(page).getByRole('button', { name: 'Save film.mp4' }).and(page.locator(':enabled')).last().click();
  await page.getByRole('progressbar', { name: 'Saving film.mp4' }).waitFor();
  await log(page).getByText(/\d+ % of 20 MB · [\d.]+ MB\/s/).waitFor();
  await log(page).getByRole('button', { name: 'Pause film.mp4' }).click();
  await log(page).getByText(/Paused · \d+ %/).waitFor();
  await log(page).getByRole('button', { name: 'Go on with film.mp4' }).click();
  await log(page).getByText(/MB\/s/).waitFor();
  line.cut();
  await log(page).getByText('Waiting for the connection').waitFor();
  line.mend();
  await page.getByText('film.mp4 is saved.').waitFor({ timeout: 30_000 });
  const saved = await page.evaluate(async () => {
    const file = await (await (await navigator.storage.getDirectory()).getFileHandle('chosen')).getFile();
    return [...new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))];
  });
  assert.deepEqual(Buffer.from(saved), createHash('sha256').update(bytes(LARGE)).digest());
  await line.close();
});

/** A grey picture of this size. */
function png(width, height) {
  const table = Array.from({ length: 256 }, (_, n) => Array.from({ length: 8 }).reduce((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n) >>> 0);
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(body.length + 8);
    frame.writeUInt32BE(data.length);
    body.copy(frame, 4);
    frame.writeUInt32BE((body.reduce((crc, byte) => table[(crc ^ byte) & 255] ^ (crc >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0, body.length + 4);
    return frame;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height, 120).map((v, i) => (i % (width + 1) ? v : 0)))), chunk('IEND', Buffer.alloc(0)),
  ]);
}
