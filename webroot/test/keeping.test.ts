import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { DeviceKeeper, DeviceKeys, openDevice } from '../src/state/device-store';
import type { KeptRoom } from '../src/state/keeper';
import { FakeServer, LOBBY, Refused } from './fake-server';

class FakeStorage {
  private readonly map = new Map<string, string>();
  getItem = (key: string) => this.map.get(key) ?? null;
  setItem = (key: string, value: string) => void this.map.set(key, value);
  removeItem = (key: string) => void this.map.delete(key);
}
vi.stubGlobal('localStorage', new FakeStorage());
vi.stubGlobal('sessionStorage', new FakeStorage());
const { Store } = await import('../src/state/store');
type Page = InstanceType<typeof Store>;

let server: FakeServer;
let keeper: DeviceKeeper;
beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('localStorage', new FakeStorage());
  vi.stubGlobal('sessionStorage', new FakeStorage());
  server = new FakeServer();
  keeper = newKeeper();
});

function newKeeper(channel?: BroadcastChannel, most?: { rooms: number; bytes: number }): DeviceKeeper {
  const device = openDevice();
  return new DeviceKeeper(device, new DeviceKeys(device), channel, most);
}

const texts = (page: Page) => page.current?.messages.map(({ text }) => text);
const until = (what: () => unknown) => vi.waitFor(() => expect(what()).toBeTruthy());

async function enter(): Promise<Page> {
  const page = new Store(server.open, keeper);
  await page.enter({ method: 'login', params: { guest: 'ann' } });
  await until(() => page.current?.ready);
  return page;
}

/** As after a reload, or in another tab: the same browser, another page. */
function reload(as = newKeeper()): Page {
  const page = new Store(server.open, as);
  page.comeBack();
  return page;
}

/** The old page is no more, and what it had to keep is kept. */
async function end(page: Page): Promise<void> {
  page.keep();
  await (page as unknown as { keeping: { work: Promise<unknown> } }).keeping.work;
  page.networkGone();
  (page as unknown as { connection: { leave(): void } }).connection.leave();
}

async function everything(): Promise<string> {
  const device = await openDevice();
  const rows = [];
  for (const name of ['who', 'rooms', 'outbox'] as const) rows.push(...(await device.getAll(name)));
  const bytes = (value: unknown): string => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : JSON.stringify(value));
  return rows.map((row) => (row instanceof Uint8Array ? bytes(row) : Object.values(row).map(bytes).join())).join('\n');
}

test('what was read is there without the server, and goes on where it stopped', async () => {
  server.append('read one');
  const before = await enter();
  server.append('read two');
  await end(before);
  server.reachable = false;
  server.append('missed', false);
  const page = reload();
  await until(() => page.current);
  expect([page.remembered, page.me?.name, texts(page)]).toEqual([true, 'ann', ['read one', 'read two']]);
  server.reachable = true;
  page.networkBack();
  await until(() => page.link.phase === 'online' && texts(page)?.length === 3);
  expect([page.remembered, texts(page)]).toEqual([false, ['read one', 'read two', 'missed']]);
  expect(server.calls('rooms.resume').at(-1)!.params['rooms']).toEqual({ [LOBBY]: 2 });
});

test('what the server let go of meanwhile is not shown any more', async () => {
  for (const text of ['old', 'older', 'young']) server.append(text);
  await end(await enter());
  server.reachable = false;
  const page = reload();
  await until(() => texts(page)?.length === 3);
  server.reachable = true;
  server.answers['rooms.resume'] = () => ({ rooms: { [LOBBY]: { first: 3, from: 3, last: 3 } } });
  page.networkBack();
  await until(() => texts(page)?.length === 1);
  expect(texts(page)).toEqual(['young']);
});

test('a server that was set back to a backup is believed', async () => {
  for (const text of ['one', 'two', 'three']) server.append(text);
  await end(await enter());
  server.entries.length = 1;
  const page = reload();
  await until(() => page.link.phase === 'online' && texts(page)?.length === 1);
  server.append('another second');
  expect(texts(page)).toEqual(['one', 'another second']);
});

test('nothing of it lies on the disk in clear', async () => {
  server.append('a secret that was read');
  const page = await enter();
  page.networkGone();
  page.send(LOBBY, 'a secret that waits', []);
  await end(page);
  const disk = await everything();
  expect(disk).not.toMatch(/secret|"ann"|Lobby/);
  expect(disk.length).toBeGreaterThan(300);
  const device = await openDevice();
  const [key] = await device.getAll('keys');
  expect(key!.extractable).toBe(false);
});

test('log-out, the end of the session and another user leave nothing behind', async () => {
  server.append('private');
  for (const leave of [
    async (page: Page) => page.logout(),
    async () => server.socket.notify('ended', { reason: 'Ended on another device.' }),
    async (page: Page) => {
      await end(page);
      server.answers['login'] = () => new Refused('BAD_TOKEN', 'Expired.');
      const again = reload();
      await until(() => again.farewell);
    },
  ]) {
    const page = await enter();
    page.keep();
    await until(async () => (await everything()).length > 0);
    await leave(page);
    await vi.waitFor(async () => expect([await everything(), await (await openDevice()).count('keys')]).toEqual(['', 0]));
  }
  delete server.answers['login'];
  await keeper.keepRoom('somebody-else', kept('x'));
  await end(await enter());
  expect(await keeper.load('somebody-else')).toBeUndefined();
  expect(await (await openDevice()).getAllKeys('keys')).toEqual(['ann-id']);
});

test('the history of a room that one was removed from is gone', async () => {
  const page = await enter();
  await end(page);
  await keeper.keepRoom('ann-id', kept('kicked', 'said in there'));
  const again = reload();
  await until(() => again.link.phase === 'online'); // the server names the lobby alone
  await vi.waitFor(async () => (again.keep(), expect((await keeper.load('ann-id'))!.rooms.map(({ room }) => room.id)).toEqual([LOBBY])));
  server.socket.notify('left', { room: LOBBY, change: 'kicked' });
  await vi.waitFor(async () => expect((await keeper.load('ann-id'))!.rooms).toEqual([]));
});

test('what is written offline outlives the page and arrives once', async () => {
  const before = await enter();
  server.reachable = false;
  server.socket.close();
  before.send(LOBBY, 'written offline', []);
  before.send(LOBBY, 'and one more', []);
  await end(before);
  sessionStorage.removeItem('parley.outbox'); // the tab was closed, not only the page
  const offline = reload();
  await until(() => offline.pending(LOBBY).length === 2);
  await end(offline);
  server.reachable = true;
  const [one, two] = [reload(), reload()]; // two tabs
  await until(() => !one.pending(LOBBY).length && !two.pending(LOBBY).length && server.entries.length === 2);
  expect(server.entries.map(({ text }) => text)).toEqual(['written offline', 'and one more']);
  await vi.waitFor(async () => expect(await keeper.outbox('ann-id')).toEqual([]));
});

test('a message of another tab that was not sent shows here, and goes when it is discarded there', async () => {
  const channels = [new BroadcastChannel('test'), new BroadcastChannel('test')] as const;
  try {
    keeper = newKeeper(channels[0]);
    server.answers['messages.send'] = () => new Refused('STORAGE_FULL', 'The disk is full.');
    const here = await enter();
    const there = reload(newKeeper(channels[1]));
    await until(() => there.link.phase === 'online');
    here.send(LOBBY, 'stubborn', []);
    await until(() => there.pending(LOBBY).some(({ state }) => state === 'failed'));
    here.discard(here.pending(LOBBY)[0]!.id);
    await until(() => !there.pending(LOBBY).length);
  } finally {
    for (const channel of channels) channel.close();
  }
});

test('no more is kept than was agreed: the rooms of longest ago go first', async () => {
  const small = newKeeper(undefined, { rooms: 3, bytes: 10_000 });
  await small.keepWho({ me: { id: 'u', name: 'u', kind: 'guest' }, limits: {} as never, server: '', features: [] });
  const clock = vi.spyOn(Date, 'now');
  const at = async (time: number, id: string, text = '') => (clock.mockReturnValue(time), small.keepRoom('u', kept(id, text)));
  const ids = async () => (await small.load('u'))!.rooms.map(({ room }) => room.id);
  try {
    for (const [time, id] of [[1, 'a'], [2, 'b'], [3, 'c'], [4, 'a'], [5, 'd']] as const) await at(time, id);
    expect(await ids()).toEqual(['a', 'c', 'd']);
    await at(6, 'e', 'x'.repeat(9_200));
    expect(await ids()).toEqual(['d', 'e']);
  } finally {
    clock.mockRestore();
  }
});

function kept(id: string, text = ''): KeptRoom {
  const entry = { room: id, seq: 1, time: 0, sender: { id: 'b', name: 'b', kind: 'guest' as const }, type: 'message', id: 'm', text };
  const room = { id, kind: 'public' as const, name: id, label: 'open' as const, firstSequence: 1, lastSequence: 1 };
  return { room, read: 0, unread: 0, mentions: 0, log: { low: 0, live: 1, first: 1, entries: [entry] } };
}
