/** People in browsers of their own, against the server at PARLEY_URL. */
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { chromium } from 'playwright-core';

export const URL = process.env.PARLEY_URL;

let browser;
let open = [];

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
});

/** Nobody is left behind, and nobody's console complained: not of the content policy, not of anything else. */
afterEach(async () => {
  const people = open;
  open = [];
  for (const { context } of people) await context.close();
  assert.deepEqual(people.flatMap(({ complaints }) => complaints), []);
});

after(() => browser?.close());

/** A name that nobody had in an earlier run. */
export const named = (name) => `${name}-${Math.random().toString(36).slice(2, 6)}`;

/** A browser of one person, at the front door. `shared`: with one connection for all tabs, in a worker, where a test cannot reach it. */
export async function visitor({ url = URL, shared = false, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, locale: 'en-GB', permissions: [], serviceWorkers: 'block', ...options });
  context.setDefaultTimeout(10_000);
  // Headless browsers have the dialog but nobody to answer it: downloads are the way to see what is saved.
  await context.addInitScript(() => delete window.showSaveFilePicker);
  if (!shared) await context.addInitScript(() => localStorage.setItem('parley.line', '"own"'));
  const line = await lineOf(context);
  const page = await context.newPage();
  const complaints = [];
  const person = { context, page, line, complaints, sessionEnds: false };
  person.watched = person; // what is told of the person later reaches this one, also from copies
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    const expected = /ERR_INTERNET_DISCONNECTED|WebSocket connection|net::ERR_/.test(message.text())
      // With a session its links end: a picture that was being fetched is not there any more.
      || (person.sessionEnds && /status of 404/.test(message.text()));
    if (message.type() === 'error' && !expected) complaints.push(message.text());
  });
  open.push(person);
  await page.goto(url);
  return person;
}

/** The same, come in under a name. */
export async function guest(name, options = {}) {
  const person = { ...(await visitor(options)), name: named(name) };
  await enter(person.page, person.name);
  await log(person.page).waitFor();
  return person;
}

export const PASSWORD = 'correct horse battery';

/** Somebody with an account: a new one, or an existing one (`as`) that logs in with its password. */
export async function member(name, { as, password = PASSWORD, ...options } = {}) {
  const person = { ...(await visitor(options)), name: as ?? named(name) };
  const { page } = person;
  await page.getByRole('radio', { name: as ? 'Log in' : 'New account' }).check();
  await page.getByRole('textbox', { name: 'Name' }).fill(person.name);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: as ? 'Log in' : 'Create account', exact: true }).click();
  if (password === PASSWORD) await log(page).waitFor();
  return person;
}

export async function enter(page, name) {
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  await page.getByRole('button', { name: 'Come in' }).click();
}

export const log = (page) => page.locator('parley-message-list').getByRole('log');
export const field = (page) => page.getByRole('textbox', { name: /^Message to/ });
/** In the room; a thread beside it is asked for by itself. */
export const said = (page, text) => page.getByRole('main').locator('parley-message-list').getByRole('article').filter({ hasText: text });

export async function say(page, text) {
  await field(page).fill(text);
  await field(page).press('Enter');
}

/** The person's connection, which a test can cut, keep cut, or listen in on. */
async function lineOf(context) {
  const line = { broken: false, losing: 0, sockets: new Set(), endings: new Map(), refuse: undefined, sent: [] };
  await context.routeWebSocket(/\/ws$/, (socket) => {
    if (line.broken) return void socket.close({ code: 1001 });
    const server = socket.connectToServer();
    line.sockets.add(socket);
    socket.onClose(() => (line.sockets.delete(socket), server.close()));
    socket.onMessage((message) => {
      const call = JSON.parse(message);
      line.sent.push(call);
      const refusal = line.refuse?.(call);
      if (refusal === 'cut') return void line.cut();
      if (refusal) socket.send(JSON.stringify({ jsonrpc: '2.0', id: call.id, error: refusal }));
      else server.send(message);
    });
    server.onMessage((message) => {
      if (line.losing && JSON.parse(message).method === 'entry') line.losing--;
      else socket.send(message);
    });
    line.endings.set(socket, server);
  });
  line.cut = () => {
    for (const socket of [...line.sockets]) {
      line.sockets.delete(socket);
      void line.endings.get(socket).close({ code: 1000 });
      void socket.close({ code: 1001 });
    }
  };
  return line;
}

/** A room's name that no earlier run used. */
export const unique = (name) => `${name} ${Math.random().toString(36).slice(2, 6)}`;
export const room = (page, name) => page.getByRole('log', { name: `Messages in ${name}` });

export async function create(page, name, kind) {
  await page.getByRole('button', { name: 'Find or create a room' }).click();
  await page.getByRole('button', { name: 'Create a room', exact: true }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('radio', { name: kind }).check();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await room(page, name).waitFor();
}

export async function join(page, name) {
  await page.getByRole('button', { name: 'Find or create a room' }).click();
  await page.getByRole('searchbox', { name: 'Find a room' }).fill(name);
  await page.getByRole('button', { name: `Join: ${name}` }).click();
  await room(page, name).waitFor();
}

/** One of the buttons that show on a message under the pointer. */
export async function act(page, text, action) {
  const message = said(page, text);
  await message.hover();
  await message.getByRole('button', { name: action, exact: true }).click();
}
