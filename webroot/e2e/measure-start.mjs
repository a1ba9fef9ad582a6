/**
 * What a first visit costs: bytes of JavaScript over the line, and milliseconds until something is seen, each the median of
 * seven browsers without any cache. `node e2e/measure-start.mjs [URL]`; http://127.0.0.1:8080 unless told otherwise.
 */
import { chromium } from 'playwright-core';

const url = process.argv[2] ?? 'http://127.0.0.1:8080';
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
const seen = [];
for (let i = 0; i < 7; i++) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('heading', { name: 'Parley' }).waitFor();
  seen.push(await page.evaluate(() => {
    const parts = performance.getEntriesByType('resource');
    const size = (wanted) => parts.filter(({ name }) => wanted.test(name)).reduce((sum, part) => sum + part.encodedBodySize, 0);
    const scripts = parts.filter(({ name }) => /\.js$/.test(name));
    return {
      scripts: scripts.length, js: size(/\.js$/), unpacked: scripts.reduce((sum, part) => sum + part.decodedBodySize, 0), css: size(/\.css$/),
      paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    };
  }));
  await context.close();
}
await browser.close();
const [{ scripts, js, unpacked, css }] = seen;
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(`JavaScript at start: ${kb(js)} in ${scripts} files (${kb(unpacked)} unpacked), style sheets ${kb(css)}`);
console.log(`first contentful paint, cold: ${Math.round(median(seen.map(({ paint }) => paint)))} ms (median of ${seen.length})`);
