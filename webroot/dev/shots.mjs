/** Pictures of the pages, to be looked at: `node dev/shots.mjs FOLDER`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { demo } from './demo.mjs';
import { MockServer } from './mock-server.mjs';

const folder = process.argv[2] ?? 'test-results/shots';
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });

const painter = await browser.newPage({ viewport: { width: 960, height: 600 } });
await painter.setContent(`<style>body{margin:0;height:600px;background:linear-gradient(#27304f,#7a5a7c 45%,#e89a6f 62%,#f6cf8e 66%,#2f4660 66.2%,#16283a)}
i{position:absolute;bottom:204px;background:#1c2438;width:var(--w);height:var(--h);left:var(--x)}b{position:absolute;left:600px;top:330px;width:64px;height:64px;border-radius:50%;background:#ffe9b8}</style><b></b>
${Array.from({ length: 26 }, (_, i) => `<i style="--x:${i * 38}px;--w:${24 + ((i * 7) % 18)}px;--h:${20 + ((i * 53) % 120)}px"></i>`).join('')}`);
const picture = join(folder, '.picture.png');
writeFileSync(picture, await painter.screenshot());
await painter.close();

const server = new MockServer();
const url = await server.listen();
const complaints = [];

async function person(name, options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options });
  const page = await context.newPage();
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(`${name}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`${name}: ${error}`));
  await page.goto(url);
  if (name) {
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.getByRole('log').waitFor();
  }
  return page;
}
const shot = async (page, name) => {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(250); // hover and theme transitions
  await page.screenshot({ path: join(folder, `${name}.png`) });
};
const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

await shot(await person('', {}), '01-login');
await shot(await person('', { colorScheme: 'dark' }), '02-login-dark');
await shot(await person('', phone), '03-login-phone');
const taken = await person('', {});
server.addUser('jonas', 'guest');
await taken.getByLabel('Your name').fill('jonas');
await taken.getByRole('button', { name: 'Come in' }).click();
await taken.getByRole('alert').filter({ hasText: 'taken' }).waitFor();
await shot(taken, '05-name-taken');
server.users.clear();
const empty = await person('Ada', {});
await shot(empty, '04-empty-lobby');
await empty.context().close();

const people = demo(server, { picture });
const ann = await person('Ann Keller', {});
const [room] = [server.direct([...server.users.values()].find((u) => u.name === 'Ann Keller'), people.priya)];
const me = [...server.users.values()].find((u) => u.name === 'Ann Keller');
server.append(room, people.priya, 'Do you have the original of that picture?', [], Date.now() - 400_000);
server.append(room, people.priya, 'The print shop wants 300 dpi :pray:', [], Date.now() - 390_000);
const legacyRoom = server.direct(me, people.tty);
server.append(legacyRoom, people.tty, 'can you see this from the browser?', [], Date.now() - 100_000);
await ann.getByRole('textbox').fill('I will look at the checklist after lunch.');
await ann.keyboard.press('Enter');
await ann.getByText('after lunch').waitFor();
await shot(ann, '10-lobby');
await ann.emulateMedia({ colorScheme: 'dark' });
await shot(ann, '11-lobby-dark');
await ann.emulateMedia({ colorScheme: 'light' });
await ann.getByRole('button', { name: /who can read/ }).click();
await shot(ann, '12-label');
await ann.keyboard.press('Escape');
await ann.getByRole('textbox').fill('Off to the :ro');
await ann.getByRole('listbox').waitFor();
await shot(ann, '13-completion');
await ann.getByRole('textbox').fill('');
await ann.getByRole('button', { name: 'Choose an emoji' }).click();
await ann.locator('emoji-picker').getByRole('menuitem', { name: /grinning/ }).first().waitFor();
await shot(ann, '14-picker');
await ann.emulateMedia({ colorScheme: 'dark' });
await shot(ann, '15-picker-dark');
await ann.keyboard.press('Escape');
await ann.getByRole('button', { name: /^View harbour/ }).click();
await shot(ann, '16-viewer');
await ann.keyboard.press('Escape');
await ann.emulateMedia({ colorScheme: 'light' });
await ann.getByRole('button', { name: /^Priya, 2 unread/ }).click();
await ann.getByRole('button', { name: /You are Ann/ }).click();
await shot(ann, '17-direct-and-account');
await ann.keyboard.press('Escape');
await ann.locator('input[type=file]').setInputFiles([{ name: 'harbour-original.tiff', mimeType: 'image/tiff', buffer: Buffer.alloc(3_400_000) }]);
await ann.getByRole('button', { name: /^Remove harbour/ }).waitFor();
await ann.getByRole('textbox').fill('Here it is.');
await shot(ann, '18-upload');
server.gone(people.priya);
await ann.getByText('Somebody who takes the name later').waitFor();
await shot(ann, '19-gone');
await ann.getByRole('button', { name: /^Lobby/ }).click();
await ann.getByRole('log').evaluate((log) => log.scrollTo(0, log.scrollHeight / 2));
server.append(people.lobby, people.mira, 'One more thing before the call.', [], Date.now());
await ann.getByRole('button', { name: /new message/ }).waitFor();
await ann.context().setOffline(true);
await ann.getByText('Trying again').waitFor();
await shot(ann, '20-offline-and-jump');
await ann.getByRole('textbox').fill('Back in a minute.');
await ann.keyboard.press('Enter');
await ann.getByText('waiting for the connection').waitFor();
server.send = () => { throw Object.assign(new Error('The disk is full: nothing was stored. Please try later.'), { failure: 'STORAGE_FULL' }); };
await ann.context().setOffline(false);
await ann.getByText('not sent').waitFor();
await ann.getByText('not sent').hover();
await shot(ann, '21-not-sent');
delete server.send;

const pocket = await person('Kim', phone);
await shot(pocket, '30-phone-lobby');
await pocket.getByRole('button', { name: 'Back to conversations' }).click();
await shot(pocket, '31-phone-rooms');
await pocket.emulateMedia({ colorScheme: 'dark' });
await pocket.getByRole('button', { name: 'Lobby' }).click();
await pocket.getByRole('button', { name: 'Choose an emoji' }).click();
await pocket.locator('emoji-picker').getByRole('menuitem', { name: /grinning/ }).first().waitFor();
await shot(pocket, '32-phone-dark-picker');

await browser.close();
server.close();
console.log(complaints.length ? complaints.join('\n') : 'no complaints in the consoles');
