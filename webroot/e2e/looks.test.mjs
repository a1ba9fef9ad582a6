/**
 * The main screens as they were when somebody last looked at them, in three themes and two widths. Against the mock server,
 * with one clock and the same ids each time. `LOOKS=renew node e2e/run.mjs looks` takes the pictures anew; what differs is
 * left in test-results/looks.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { chromium } from 'playwright-core';
import { PNG } from 'pngjs';
import { demo } from '../dev/demo.mjs';
import { MockServer } from '../dev/mock-server.mjs';

const KEPT = fileURLToPath(new URL('snapshots', import.meta.url));
const RESULTS = fileURLToPath(new URL('../test-results/looks', import.meta.url));
const NOW = Date.UTC(2026, 2, 3, 10, 0);
const THEMES = { light: {}, dark: { colorScheme: 'dark' }, contrast: { contrast: 'more' } };
const WIDTHS = { wide: { viewport: { width: 1280, height: 800 } }, phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } };
/** Of all pixels: what another version of Chromium may draw otherwise at the edges of letters, and no control. */
const MOST = 0.004;
const renew = process.env.LOOKS === 'renew';
const fonts = spawnSync('fc-list', ['Noto Sans', 'family'], { encoding: 'utf8' });
const skip = !fonts.stdout?.trim() && 'Noto Sans is not installed; on Debian: apt-get install fonts-noto-core';

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none', '--disable-lcd-text'] });
});
after(() => browser?.close());

/** A server with a conversation in it, whose ids are counted. */
async function serverOf() {
  let last = 0;
  const server = new MockServer({ id: () => String(++last).padStart(26, '0') });
  const url = await server.listen();
  return { server, url };
}

async function compare(page, name) {
  if (page.viewportSize().width > 600) await page.mouse.move(640, 30); // nothing is under it there
  const seen = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  const file = join(KEPT, `${name}.png`);
  if (renew || !existsSync(file)) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, seen);
    return renew ? [] : [`${name} was not there: look at it and commit it`];
  }
  const [was, is] = [PNG.sync.read(await readFile(file)), PNG.sync.read(seen)];
  if (was.width !== is.width || was.height !== is.height) return [`${name} is ${is.width} by ${is.height}, was ${was.width} by ${was.height}`];
  const difference = new PNG({ width: is.width, height: is.height });
  const share = pixelmatch(was.data, is.data, difference.data, is.width, is.height, { threshold: 0.2 }) / (is.width * is.height);
  if (share <= MOST) return [];
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, `${name}.png`), seen);
  await writeFile(join(RESULTS, `${name}.difference.png`), PNG.sync.write(difference));
  return [`${name}: ${(share * 100).toFixed(2)} % of its pixels differ; see test-results/looks`];
}

for (const [width, size] of Object.entries(WIDTHS)) {
  for (const [theme, look] of Object.entries(THEMES)) {
    test(`looks as it did: ${width}, ${theme}`, { skip }, async () => {
      const { server, url } = await serverOf();
      const context = await browser.newContext({ ...size, ...look, locale: 'en-GB', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce', serviceWorkers: 'block' });
      context.setDefaultTimeout(10_000);
      await context.clock.setFixedTime(NOW);
      const page = await context.newPage();
      const differences = [];
      const see = async (screen) => differences.push(...(await compare(page, `${screen}-${width}-${theme}`)));
      try {
        await page.goto(url);
        await page.getByRole('textbox', { name: 'Your name' }).waitFor();
        await see('front-door');
        demo(server, { now: NOW });
        await page.getByRole('textbox', { name: 'Your name' }).fill('Ann Keller');
        await page.getByRole('button', { name: 'Come in' }).click();
        await page.getByRole('article').filter({ hasText: 'Nothing else changes' }).waitFor();
        await page.evaluate(() => document.fonts.ready);
        await see('room');
        if (width === 'phone') {
          await page.getByRole('button', { name: 'Back to conversations' }).click();
          await page.getByRole('button', { name: 'Talk to Priya' }).waitFor();
          await see('rooms');
        } else {
          await page.getByRole('button', { name: /^You are / }).click();
          await page.getByRole('radio', { name: 'Light' }).waitFor();
          await see('account');
          await page.keyboard.press('Escape');
          await page.keyboard.press('Control+k');
          await page.getByRole('combobox', { name: 'Room or person' }).waitFor();
          await see('switcher');
        }
      } finally {
        await context.close();
        server.close();
      }
      assert.deepEqual(differences, []);
    });
  }
}
