import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backoff } from '../src/net/backoff';
import { safeName } from '../src/net/files';
import { FakeServer, LOBBY, Refused, SILENT } from './fake-server';

class FakeStorage {
  private readonly map = new Map<string, string>();
  getItem = (key: string) => this.map.get(key) ?? null;
  setItem = (key: string, value: string) => void this.map.set(key, value);
  removeItem = (key: string) => void this.map.delete(key);
}

vi.stubGlobal('localStorage', new FakeStorage());
vi.stubGlobal('sessionStorage', new FakeStorage());
const { Store } = await import('../src/state/store');

let server: FakeServer;
let store: InstanceType<typeof Store>;
const texts = () => store.current!.messages.map(({ text }) => text);
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('localStorage', new FakeStorage());
  vi.stubGlobal('sessionStorage', new FakeStorage());
  server = new FakeServer();
  store = new Store(server.open);
});
afterEach(() => vi.useRealTimers());

async function enter() {
  await store.enter({ method: 'login', params: { guest: 'ann' } });
  await settle();
}

describe('resume', () => {
  test('a lost connection loses and repeats nothing', async () => {
    await enter();
    server.append('one');
    server.socket.close();
    expect(store.link.phase).toBe('waiting');
    server.append('two', false);
    server.append('three', false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.link.phase).toBe('online');
    expect(texts()).toEqual(['one', 'two', 'three']);
    expect(server.calls('rooms.resume').at(-1)!.params['rooms']).toEqual({ [LOBBY]: 1 });
  });

  test('a hole is filled by one more resume', async () => {
    await enter();
    server.append('one');
    server.append('lost', false);
    server.append('three');
    server.append('four');
    await settle();
    expect(texts()).toEqual(['one', 'lost', 'three', 'four']);
    expect(server.calls('rooms.resume')).toHaveLength(2);
  });

  test('an entry that comes twice is shown once', async () => {
    await enter();
    const entry = server.append('one');
    server.socket.notify('entry', entry);
    expect(texts()).toEqual(['one']);
  });

  test('a long room begins with its end; the rest comes by scrolling up', async () => {
    for (let i = 1; i <= 120; i++) server.append(`m${i}`, false);
    await enter();
    expect(texts()).toHaveLength(50);
    await store.loadOlder(LOBBY);
    expect(texts()).toHaveLength(100);
    await store.loadOlder(LOBBY);
    expect(texts()).toHaveLength(120);
    expect(texts()[0]).toBe('m1');
    expect(store.current!.log.hasOlder).toBe(false);
  });

  test('types that are not known are counted, not shown', async () => {
    await enter();
    server.entries.push({ room: LOBBY, seq: 1, time: 0, sender: { id: 'x', name: 'x', kind: 'guest' }, type: 'topic', id: 't' });
    server.socket.notify('entry', server.entries[0]);
    server.append('after');
    expect(texts()).toEqual(['after']);
    expect(server.calls('rooms.resume')).toHaveLength(1);
  });
});

describe('own messages', () => {
  test('are pending at once and leave when the room has them', async () => {
    await enter();
    store.send(LOBBY, 'hello', []);
    expect(store.pending(LOBBY).map(({ state }) => state)).toEqual(['sending']);
    await settle();
    expect(store.pending(LOBBY)).toEqual([]);
    expect(texts()).toEqual(['hello']);
  });

  test('that the server refuses can be sent again under the same id', async () => {
    await enter();
    server.answers['messages.send'] = () => new Refused('RATE_LIMITED', 'Too fast: 20 in a second.');
    store.send(LOBBY, 'hello', []);
    await settle();
    expect(store.pending(LOBBY)[0]).toMatchObject({ state: 'failed', error: 'Too fast: 20 in a second.' });
    delete server.answers['messages.send'];
    store.retry(store.pending(LOBBY)[0]!.id);
    await settle();
    expect(texts()).toEqual(['hello']);
    const [first, second] = server.calls('messages.send');
    expect(second!.params).toEqual(first!.params);
  });

  test('without an answer are sent again after the reconnect, and stored once', async () => {
    await enter();
    server.answers['messages.send'] = (params) => {
      server.append(params['text'] as string, false, { id: 'ann-id', name: 'ann', kind: 'guest' }, params['id'] as string);
      delete server.answers['messages.send'];
      return SILENT;
    };
    store.send(LOBBY, 'hello', []);
    await settle();
    server.socket.close();
    await vi.advanceTimersByTimeAsync(1000);
    expect(texts()).toEqual(['hello']);
    expect(store.pending(LOBBY)).toEqual([]);
  });

  test('written while offline go out in their order', async () => {
    await enter();
    server.socket.close();
    store.send(LOBBY, 'one', []);
    store.send(LOBBY, 'two', []);
    await vi.advanceTimersByTimeAsync(1000);
    expect(texts()).toEqual(['one', 'two']);
  });

  test('to which the server is silent are told as not sent', async () => {
    await enter();
    server.answers['messages.send'] = () => SILENT;
    store.send(LOBBY, 'hello', []);
    await vi.advanceTimersByTimeAsync(20_001);
    expect(store.pending(LOBBY)[0]!.state).toBe('failed');
  });
});

describe('connection', () => {
  test('a refused name is the server\'s sentence', async () => {
    server.answers['login'] = () => new Refused('NAME_TAKEN', 'The name ann is taken.');
    await expect(store.enter({ method: 'login', params: { guest: 'ann' } })).rejects.toThrow('The name ann is taken.');
    expect(store.link.phase).toBe('off');
  });

  test('stopping is honoured: not before the time that was said', async () => {
    await enter();
    server.socket.notify('stopping', { reason: 'An update.', retryAfterSeconds: 5 });
    server.socket.close();
    expect(store.link).toMatchObject({ phase: 'waiting', because: 'An update.' });
    await vi.advanceTimersByTimeAsync(4_900);
    expect(server.sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_200);
    expect(store.link.phase).toBe('online');
  });

  test('an unreachable server is asked again and again, ever more slowly', async () => {
    await enter();
    server.reachable = false;
    server.socket.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(store.link.phase).not.toBe('online');
    expect(server.sockets.length).toBeGreaterThan(4);
    expect(server.sockets.length).toBeLessThan(14);
    server.reachable = true;
    await vi.advanceTimersByTimeAsync(31_000);
    expect(store.link.phase).toBe('online');
  });

  test('a token that no longer works leads to the login with a reason', async () => {
    await enter();
    server.answers['login'] = () => new Refused('BAD_TOKEN', 'Your session has expired.');
    server.socket.close();
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.me).toBeUndefined();
    expect(store.farewell).toBe('Your session has expired.');
    expect(store.comeBack()).toBe(false);
  });

  test('a dead connection is noticed by its silence', async () => {
    await enter();
    server.answers['ping'] = () => SILENT;
    await vi.advanceTimersByTimeAsync(28_100);
    expect(store.link.phase).not.toBe('online');
  });

  test('an ended session is not taken up again', async () => {
    await enter();
    server.socket.notify('ended', { reason: 'You logged out elsewhere.' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(server.sockets).toHaveLength(1);
    expect(store.farewell).toBe('You logged out elsewhere.');
  });

  test('waiting doubles, is spread, and has an end', () => {
    expect([backoff(0, () => 0), backoff(0, () => 1), backoff(1, () => 1), backoff(99, () => 1)]).toEqual([250, 500, 1000, 30_000]);
  });
});

test('the people are listed again when some news of them were left out', async () => {
  await enter();
  server.answers['people.list'] = () => ({ people: [{ id: 'eve-id', name: 'eve', kind: 'guest', online: true }], total: 1 });
  server.socket.notify('people', {});
  await settle();
  expect(store.people.map(({ name }) => name)).toEqual(['eve']);
});

describe('unread', () => {
  test('counts what others said since it was seen; one\'s own words are no news', async () => {
    await enter();
    server.append('one');
    server.append('two');
    expect(store.unread).toBe(2);
    store.markRead(LOBBY);
    expect(store.unread).toBe(0);
    store.send(LOBBY, 'mine', []);
    await settle();
    expect(store.unread).toBe(0);
  });

  test('history before the first visit is no news', async () => {
    server.append('old', false);
    await enter();
    expect(store.unread).toBe(0);
  });
});

test('a suggested file name cannot leave its folder', () => {
  expect(safeName('../../etc/passwd')).toBe('__.._etc_passwd');
  expect(safeName('a\u202egpj.exe')).toBe('a_gpj.exe');
  expect(safeName('')).toBe('file');
});
