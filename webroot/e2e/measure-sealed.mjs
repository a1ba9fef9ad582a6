/**
 * What sealed rooms cost in Node and in Chromium, and how much code they load:
 * `node e2e/measure-sealed.mjs [devices…]`, by default 2 32 128 512.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { SealedPage } from './sealed-page.mjs';

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [2, 32, 128, 512];
const MESSAGES = 200;

const row = (where, { devices, change, perDelivery, firstSight, sealed, opened, openDelivery, messageBytes, deliveryBytes }) =>
  console.log([where, devices, ...[change, perDelivery, firstSight, sealed, opened, openDelivery].map((ms) => ms.toFixed(2)), messageBytes, deliveryBytes].join(' | '));

console.log('where | devices | a change of members (ms) | each delivery | first sight of all lists | seal | open | take a delivery | message (bytes) | delivery (bytes)');
const vite = await createServer({ root: dirname(dirname(fileURLToPath(import.meta.url))), configFile: false, logLevel: 'warn', server: { middlewareMode: true, ws: false } });
const { cost } = await vite.ssrLoadModule('/test/e2ee/cost.ts');
await cost(2, () => performance.now(), undefined, MESSAGES); // warms up
for (const devices of sizes) {
  const cpu = process.cpuUsage();
  row('Node', await cost(devices, () => performance.now(), undefined, MESSAGES));
  const { user, system } = process.cpuUsage(cpu);
  console.log(`  (${((user + system) / 1e6).toFixed(1)} CPU-seconds in all, with the set-up of every member)`);
}
await vite.close();

const page = await SealedPage.open();
const tab = await page.tab();
await tab.evaluate((messages) => window.sealed.cost(2, messages), MESSAGES);
for (const devices of sizes) {
  row('Chromium', await tab.evaluate(([count, messages]) => window.sealed.cost(count, messages), [devices, MESSAGES]));
  row('Chromium, kept in IndexedDB', await tab.evaluate(([count, messages]) => window.sealed.kept(count, messages), [devices, MESSAGES]));
}
await page.close();

const product = await SealedPage.open('src/e2ee/keys.ts');
for (const { name, bytes, zipped } of product.sizes()) console.log(`${name}: ${(bytes / 1024).toFixed(1)} KiB, ${(zipped / 1024).toFixed(1)} KiB with gzip`);
await product.close();
