import { beforeEach, describe, expect, test } from 'vitest';
import { INCREMENT, makeSegment, segmentHash } from '../../src/e2ee/backup-segment';
import { type Bytes, hex, zeros } from '../../src/e2ee/bytes';
import { type ChainKeys, FOR_CHAIN, makeDelivery } from '../../src/e2ee/delivery';
import { deviceProof, makeListEntry, readListEntry } from '../../src/e2ee/device-list';
import { makeMessage, readMessage } from '../../src/e2ee/message';
import { deviceId } from '../../src/e2ee/names';
import { readPreKey } from '../../src/e2ee/pre-key';
import { signingKey } from '../../src/e2ee/primitives';
import type { Opened } from '../../src/e2ee/receiving';
import { makeRosterEntry, readRosterEntry } from '../../src/e2ee/roster-entry';
import { LIMITS } from '../../src/e2ee/sending';
import type { Chain, RunningChain, Self } from '../../src/e2ee/state';
import { Clock, Dice, MemoryStore, Person } from './person';
import { SealedServer } from './sealed-server';

const DAY = 86_400_000;
let server: SealedServer;
let clock: Clock;
let dice: Dice;
let ann: Person;
let bob: Person;
let room: string;
let words: string;

const person = (user: string, store?: MemoryStore) => new Person(user.repeat(9).slice(0, 26), server, clock, dice, store, { ...LIMITS, stock: 20 });

beforeEach(async () => {
  server = new SealedServer();
  clock = new Clock();
  dice = new Dice(7);
  [ann, bob] = [person('ann'), person('bob')];
  words = await ann.setUp();
  await bob.setUp();
  room = await ann.create([bob], 2, 2);
  await bob.sync();
});

/** A record as a thief of the device reads it. */
function stolen<T>(from: Person, key: string): T {
  const TAG = '\u0000b';
  return JSON.parse(new TextDecoder().decode(from.store.records.get(key)), (_key, inner: unknown) =>
    typeof inner === 'string' && inner.startsWith(TAG) ? Uint8Array.from(atob(inner.slice(TAG.length)), (c) => c.charCodeAt(0)) : inner) as T;
}
const only = (from: Person, prefix: string) => [...from.store.records.keys()].filter((key) => key.startsWith(prefix)).at(-1)!;
const journal = () => server.rooms.get(room)!.journal;
const opened = (at: Person, id: string) => at.last.get(`${room} ${id}`)!;
const flags = (found: Opened) => (found.state === 'opened' ? found.flags : found);

describe('what is said', () => {
  test('is read by the other, and by nobody who came later when the rule says so', async () => {
    const before = await ann.say(room, 'before');
    const eve = person('eve');
    await eve.setUp();
    await ann.change(room, { kind: 'add', user: eve.user, role: 2 });
    const after = await ann.say(room, 'after');
    for (const each of [ann, bob, eve]) await each.sync();
    expect(bob.read.get(`${room} ${before.id}`)).toBe('before');
    expect(eve.read.get(`${room} ${before.id}`)).toBeUndefined();
    expect(eve.read.get(`${room} ${after.id}`)).toBe('after');
    expect(flags(opened(bob, after.id))).toEqual([]);
    expect(await eve.engine.profile(room)).toEqual({ name: `room of ${ann.user}` });
  });

  test('is read from the beginning by a newcomer where the rule says all', async () => {
    const open = await ann.create([bob], 2, 1);
    const first = await ann.say(open, 'the first');
    await ann.engine.beginAnew(open);
    const second = await ann.say(open, 'in another chain');
    const eve = person('eve');
    await eve.setUp();
    await ann.change(open, { kind: 'add', user: eve.user, role: 2 });
    await ann.say(open, 'now');
    await eve.sync();
    expect(eve.read.get(`${open} ${first.id}`)).toBe('the first');
    expect(eve.read.get(`${open} ${second.id}`)).toBe('in another chain');
  });

  test('goes out as the very same bytes after a restart', async () => {
    await ann.prepare(room);
    const id = clock.id();
    const bytes = await ann.engine.seal(room, id, { type: 'message', text: 'once' });
    ann.restart();
    expect(await ann.engine.seal(room, id, { type: 'message', text: 'once' })).toEqual(bytes);
    expect((await ann.engine.outgoing()).length).toBe(1);
  });

  test('waits for a delivery that was lost, asks for it, and is read', async () => {
    ann.loses = 1;
    const { id } = await ann.say(room, 'lost key');
    await bob.sync();
    expect(opened(bob, id)).toMatchObject({ state: 'waiting', for: 'key', lost: false });
    await bob.exchange();
    expect(server.requests.size, 'nobody is asked within five seconds').toBe(0);
    clock.time += 6000;
    await bob.exchange();
    clock.time += 61_000;
    await bob.exchange();
    ann.loses = 0;
    await ann.exchange();
    await bob.sync();
    expect(bob.read.get(`${room} ${id}`)).toBe('lost key');
  });

  test('has its room named, also when the delivery with the key to the name was lost', async () => {
    ann.loses = 1;
    await ann.say(room, 'no key comes through');
    await bob.sync();
    expect(await bob.engine.profile(room)).toBeNull();
    for (const wait of [6000, 61_000]) {
      clock.time += wait;
      await bob.exchange();
    }
    ann.loses = 0;
    await ann.exchange();
    await bob.sync();
    expect(await bob.engine.profile(room)).toEqual({ name: `room of ${ann.user}` });
    expect(await bob.engine.nextRequest()).toBeNull();
  });

  test('is sealed anew when the roster changed meanwhile, and the index that was left out is no gap', async () => {
    await ann.say(room, 'one');
    const eve = person('eve');
    await eve.setUp();
    await ann.change(room, { kind: 'role', user: bob.user, role: 1 });
    await bob.sync();
    // Ann does not know of it yet.
    await bob.change(room, { kind: 'add', user: eve.user, role: 2 });
    const two = await ann.say(room, 'two');
    const three = await ann.say(room, 'three');
    for (const each of [bob, eve]) await each.sync();
    expect(flags(opened(bob, two.id))).toEqual([]);
    expect(flags(opened(bob, three.id))).toEqual([]);
    expect(eve.read.get(`${room} ${three.id}`)).toBe('three');
  });

  test('goes on under a new chain after a hundred messages and after a day', async () => {
    const chains = () => [...ann.store.records.keys()].filter((key) => key.startsWith('own/')).length;
    for (let i = 0; i < 101; i++) await ann.say(room, String(i));
    expect(chains()).toBe(2);
    clock.time += DAY;
    await ann.say(room, 'next day');
    expect(chains()).toBe(3);
    expect(Object.values(stolen<RunningChain>(ann, [...ann.store.records.keys()].find((key) => key.startsWith('running/'))!)).filter((value) => value === null).length, 'seed and key are erased').toBeGreaterThanOrEqual(1);
  });
});

describe('a server that lies', () => {
  test('about who wrote, where, or under which id is refused', async () => {
    const { id, seq } = await ann.say(room, 'mine');
    const line = journal()[seq - 1]!;
    await bob.sync();
    const entry = { seq, room, sender: line.sender, id, bytes: line.bytes };
    expect(await bob.engine.open({ ...entry, sender: bob.user })).toEqual({ state: 'refused', why: 'header differs' });
    expect(await bob.engine.open({ ...entry, id: clock.id() })).toEqual({ state: 'refused', why: 'header differs' });
    expect(await bob.engine.open({ ...entry, room: ann.user })).toEqual({ state: 'refused', why: 'header differs' });
    expect(await bob.engine.open({ ...entry, seq: seq + 5 })).toMatchObject({ state: 'opened', repeated: true });
    expect(await bob.engine.open({ ...entry, bytes: line.bytes.slice(0, 100) })).toEqual({ state: 'refused', why: 'malformed' });
  });

  test('leaves a gap, and a message that comes late heals it and says so', async () => {
    await ann.say(room, 'one');
    await bob.sync();
    const two = await ann.say(room, 'two');
    const three = await ann.say(room, 'three');
    const [hidden, shown] = [journal()[two.seq - 1]!, journal()[three.seq - 1]!];
    const entry = (line: typeof hidden, seq: number) => ({ seq, room, sender: line.sender, id: line.id, bytes: line.bytes, shownFrom: 1 });
    expect(flags(await bob.engine.open(entry(shown, two.seq)))).toEqual(['GAP']);
    expect(flags(await bob.engine.open(entry(hidden, three.seq)))).toEqual(['OUT_OF_ORDER']);
    const four = await ann.say(room, 'four');
    expect(flags(await bob.engine.open(entry(journal()[four.seq - 1]!, four.seq)))).toEqual([]);
  });

  test('and the first messages of a chain leave a gap as well', async () => {
    await ann.say(room, 'one');
    const two = await ann.say(room, 'two');
    await bob.takeDeliveries();
    const line = journal()[two.seq - 1]!;
    expect(flags(await bob.engine.open({ seq: two.seq, room, sender: line.sender, id: line.id, bytes: line.bytes, shownFrom: 1 }))).toEqual(['GAP']);
  });

  test('forges nothing with the keys of another member, and spoils nothing by trying', async () => {
    const { seq } = await ann.say(room, 'genuine');
    await bob.takeDeliveries();
    const line = journal()[seq - 1]!;
    const chain = stolen<Chain>(bob, only(bob, `chain/${room}/`));
    const message = readMessage(line.bytes);
    const forged = await makeMessage(dice.bytes(32), chain.origin.key, { ...message, id: clock.id() }, [], new TextEncoder().encode('{"type":"message","text":"forged"}') as Bytes);
    expect(await bob.engine.open({ seq, room, sender: ann.user, id: readMessage(forged).id, bytes: forged })).toEqual({ state: 'refused', why: 'forged' });
    const far = await makeMessage(dice.bytes(32), chain.origin.key, { ...message, index: 2 ** 31 }, [], new TextEncoder().encode('{}') as Bytes);
    expect(await bob.engine.open({ seq, room, sender: ann.user, id: message.id, bytes: far })).toEqual({ state: 'refused', why: 'too far ahead' });
    await bob.sync();
    expect(bob.read.get(`${room} ${line.id}`)).toBe('genuine');
  });

  test('shows two messages under one index: the second is refused', async () => {
    const { seq } = await ann.say(room, 'first');
    const { index, id: _id, ...message } = readMessage(journal()[seq - 1]!.bytes);
    await bob.sync();
    const own = stolen<RunningChain>(ann, only(ann, `running/${room}/`));
    const chain = stolen<Chain>(ann, only(ann, `chain/${room}/`));
    const id = clock.id();
    const second = await makeMessage(own.seed!, chain.origin.key, { ...message, index, id }, [], new TextEncoder().encode('{"type":"message","text":"second"}') as Bytes);
    expect(await bob.engine.open({ seq: seq + 1, room, sender: ann.user, id, bytes: second })).toEqual({ state: 'refused', why: 'two messages under one index' });
  });

  test('adds a ghost device or shows an old list: both are refused', async () => {
    const { lists } = server.accounts.get(bob.user)!;
    const seed = dice.bytes(32);
    const key = signingKey(seed);
    const last = readListEntry(lists[0]!.entries[0]!);
    const ghost = await makeListEntry(dice.bytes(32), { ...last, index: 1, previous: server.head(bob.user), key, proof: await deviceProof(bob.user, seed, key), device: deviceId(key) });
    await expect(ann.engine.contact(bob.user, [{ ...lists[0]!, entries: [...lists[0]!.entries, ghost] }])).rejects.toThrow('signature');
    await expect(ann.engine.contact(bob.user, [{ ...lists[0]!, entries: [] }])).rejects.toThrow('went back');
    expect(await ann.engine.missing(room)).toMatchObject({ devices: [{ user: bob.user, device: bob.device }] });
  });

  test('gives another pre-key than the device signed: nothing is sealed to it', async () => {
    const other = server.claim(ann.device)!;
    await expect(ann.engine.deliver(room, [{ user: bob.user, device: bob.device, preKey: other }])).rejects.toThrow('another device');
    expect(await ann.engine.outgoing()).toEqual([]);
  });

  test('replaces an account: nothing is sealed to it until its owner is asked', async () => {
    await ann.engine.verified(bob.user);
    const thief = person('bob');
    await thief.setUp();
    expect(await ann.fetch(bob.user)).toMatchObject({ state: 'changed after verification' });
    expect(await ann.engine.missing(room)).toEqual({ contacts: [], devices: [], leftOut: [bob.user] });
    await expect(ann.engine.accept(bob.user)).rejects.toThrow('compare');
    const { id } = await ann.say(room, 'not for the thief');
    await thief.sync().catch(() => undefined);
    expect(thief.read.get(`${room} ${id}`)).toBeUndefined();
    // After numbers were compared, and the roster has the new account, it is written to again.
    await ann.engine.verified(bob.user);
    await ann.change(room, { kind: 'account', user: bob.user });
    const next = await ann.say(room, 'for the new account');
    await thief.sync();
    expect(thief.read.get(`${room} ${next.id}`)).toBe('for the new account');
  });

  test('plants a member: the entry is refused', async () => {
    const eve = person('eve');
    await eve.setUp();
    const state = server.rooms.get(room)!;
    const self = stolen<Self>(eve, 'self');
    const planted = await makeRosterEntry(self.deviceSeed, {
      kind: 2, room, index: 1, previous: state.roster.head, time: clock.time, author: eve.user, authorKey: self.deviceKey, listHead: server.head(eve.user),
      changes: [{ kind: 'add', user: eve.user, fingerprint: server.fingerprint(eve.user), role: 2 }],
    });
    await bob.fetch(eve.user);
    expect(await bob.engine.roster(room, [{ seq: 9, bytes: planted }])).toMatchObject({ refused: 'an entry by somebody who is no member', taken: 0 });
    const asAnn = await makeRosterEntry(self.deviceSeed, { ...readRosterEntry(planted), author: ann.user, listHead: server.head(ann.user) });
    expect(await bob.engine.roster(room, [{ seq: 9, bytes: asAnn }])).toMatchObject({ refused: 'an entry by a device that was not listed', taken: 0 });
  });

  test('serves two rosters, or one that goes back: nothing is sealed to the room', async () => {
    const first = journal()[0]!.bytes;
    await ann.change(room, { kind: 'confirm' });
    await bob.sync();
    const self = stolen<Self>(ann, 'self');
    const other = await makeRosterEntry(self.deviceSeed, { ...readRosterEntry(journal()[1]!.bytes), time: 5 });
    await bob.engine.roster(room, [{ seq: 2, bytes: other }]);
    expect(await bob.engine.room(room)).toMatchObject({ forked: true });
    await expect(bob.engine.missing(room)).rejects.toThrow('forked');
    await ann.engine.roster(room, [{ seq: 1, bytes: first }], true);
    await expect(ann.engine.missing(room)).rejects.toThrow('rolled back');
    await ann.engine.roster(room, journal().map(({ seq, bytes }) => ({ seq, bytes })), true);
    await ann.engine.missing(room);
  });

  test('lets a device that was taken off change the roster: the room is doubtful until somebody confirms', async () => {
    const phone = person('ann');
    await ann.approve(phone, true);
    await phone.sync();
    const entry = await phone.engine.change(room, [{ kind: 'history', rule: 1 }]);
    await ann.removeDevice(phone.device);
    await bob.fetch(ann.user);
    server.addRosterEntry(room, entry);
    await bob.syncRoom(room);
    await expect(bob.engine.missing(room)).rejects.toThrow('doubtful');
    expect((await ann.fetch(ann.user)).confirm).toEqual([]);
    await ann.syncRoom(room);
    await ann.change(room, { kind: 'confirm' });
    await bob.syncRoom(room);
    await bob.engine.missing(room);
  });

  test('shows a change and the removal of the device that made it at once: somebody who saw both in turn confirms', async () => {
    const phone = person('ann');
    await ann.approve(phone, true);
    await phone.sync();
    await phone.change(room, { kind: 'history', rule: 1 });
    await ann.sync();
    server.addListEntry(ann.user, await ann.engine.removeDevice(phone.device));
    const { confirm } = await ann.fetch(ann.user);
    expect(confirm).toEqual([room]);
    await ann.change(room, { kind: 'confirm' });
    await bob.fetch(ann.user);
    await bob.syncRoom(room);
    await bob.engine.missing(room);
  });

  test('helps a device that was taken off: what it writes is marked or refused', async () => {
    const phone = person('ann');
    await ann.approve(phone, true);
    await phone.sync();
    const told = await phone.say(room, 'still mine');
    await bob.sync();
    expect(flags(opened(bob, told.id))).toEqual([]);
    await phone.engine.seal(room, clock.id(), { type: 'message', text: 'stolen' });
    await ann.removeDevice(phone.device);
    await bob.fetch(ann.user);
    const { id, bytes } = (await phone.engine.unanswered())[0]!;
    expect(flags(await bob.engine.open({ seq: told.seq + 1, room, sender: ann.user, id, bytes }))).toEqual(['REMOVED_DEVICE']);
  });

  test('makes up a device list that nobody has: the message waits, and nothing is sealed before the list is there', async () => {
    const { seq } = await ann.say(room, 'one');
    await bob.takeDeliveries();
    const own = stolen<RunningChain>(ann, only(ann, `running/${room}/`));
    const chain = stolen<Chain>(ann, only(ann, `chain/${room}/`));
    const message = readMessage(journal()[seq - 1]!.bytes);
    const content = new TextEncoder().encode('{"type":"message","text":"x"}') as Bytes;
    const made = await makeMessage(own.seed!, chain.origin.key, { ...message, listHead: dice.bytes(32) }, [], content);
    expect(await bob.engine.open({ seq, room, sender: ann.user, id: message.id, bytes: made })).toMatchObject({ state: 'waiting', for: 'devices' });
    expect((await bob.engine.missing(room)).contacts).toEqual([ann.user]);
  });

  test('an old device list is marked', async () => {
    clock.time += 11 * DAY;
    const { id } = await ann.say(room, 'late');
    await bob.sync();
    expect(flags(opened(bob, id))).toEqual(['OLD_DEVICES']);
    expect(await bob.fetch(ann.user)).toMatchObject({ old: true });
  });
});

describe('a delivery', () => {
  async function delivery(chain: (genuine: ChainKeys) => ChainKeys, from = ann): Promise<Bytes> {
    await ann.say(room, 'x');
    const self = stolen<Self>(from, 'self');
    const own = stolen<Chain>(ann, only(ann, `chain/${room}/`));
    const preKey = readPreKey(server.claim(bob.device)!);
    const genuine: ChainKeys = { ...own, index: own.origin.index, key: own.origin.key };
    return makeDelivery(self.deviceSeed, {
      purpose: FOR_CHAIN, room, rosterHead: server.rooms.get(room)!.roster.head, sender: from.user, senderDevice: from.device, listHead: server.head(from.user), recipient: bob.user,
      recipientDevice: bob.device, preKeyKind: preKey.kind, preKeyId: preKey.id, time: clock.time,
    }, preKey.key, { profileKey: null, chains: [chain(genuine)], keys: null }, dice.bytes(32));
  }

  test('of the same chain again changes nothing', async () => {
    const again = await delivery((chain) => chain);
    await bob.sync();
    expect(await bob.engine.delivery(again)).toMatchObject({ state: 'taken', chains: [] });
    expect(await bob.engine.delivery(again), 'its pre-key is erased').toMatchObject({ state: 'unreadable' });
  });

  test('whose keys do not meet those that are known is an attack', async () => {
    const wrong = await delivery((chain) => ({ ...chain, index: 1, key: zeros(32) }));
    await bob.sync();
    expect(await bob.engine.delivery(wrong)).toMatchObject({ state: 'refused', why: 'the keys of a chain do not meet' });
  });

  test("of somebody else's chain is refused", async () => {
    const eve = person('eve');
    await eve.setUp();
    await ann.change(room, { kind: 'add', user: eve.user, role: 2 });
    await bob.sync();
    await bob.fetch(eve.user);
    expect(await bob.engine.delivery(await delivery((chain) => chain, eve))).toMatchObject({ state: 'refused', why: "somebody else's chain" });
  });

  test('by somebody who is no member is refused, and one about an unknown roster waits', async () => {
    const eve = person('eve');
    await eve.setUp();
    await bob.fetch(eve.user);
    expect(await bob.engine.delivery(await delivery((chain) => chain, eve))).toMatchObject({ state: 'refused' });
    await ann.change(room, { kind: 'confirm' });
    expect(await bob.engine.delivery(await delivery((chain) => chain))).toMatchObject({ state: 'later', needs: { room } });
  });
});

describe('devices and backup', () => {
  test('a device that was approved reads all history; so does one that the words let in', async () => {
    const { id } = await bob.say(room, 'long ago');
    await ann.sync();
    const phone = person('ann');
    await ann.approve(phone, false);
    await phone.sync();
    expect(phone.read.get(`${room} ${id}`)).toBe('long ago');
    await ann.backUp();
    const laptop = person('ann');
    await laptop.restore(words);
    await laptop.sync();
    expect(laptop.read.get(`${room} ${id}`)).toBe('long ago');
    expect((await laptop.engine.devices()).map(({ id: device }) => device)).toEqual([ann.device, phone.device, laptop.device]);
    expect([...laptop.store.records.keys()].some((key) => key.includes('account')), 'no account key stays').toBe(false);
  });

  test('a grant before the user confirmed is refused, and the code of another user as well', async () => {
    const candidate = await person('ann').engine.newDevice(ann.user);
    const approver = ann.engine.approve();
    const { reveal } = await candidate.answered(await approver.greeted(candidate.hello));
    await approver.revealed(reveal);
    server.addListEntry(ann.user, await approver.confirm());
    await ann.fetch(ann.user);
    const { lists, segments, newest } = server.accounts.get(ann.user)!;
    await expect(candidate.granted(await approver.grant(), lists, segments, newest)).rejects.toThrow('confirmed');
    const other = await person('bob').engine.newDevice(bob.user);
    await expect(ann.engine.approve().read(other.code)).rejects.toThrow("another user's");
    await expect(ann.engine.approve().read('parley-device:AAAA')).rejects.toThrow();
  });

  test('between two devices the server cannot put a third', async () => {
    const candidate = await person('ann').engine.newDevice(ann.user);
    const middle = await person('ann').engine.newDevice(ann.user);
    const approver = ann.engine.approve();
    const [toNew, toMiddle] = [ann.engine.approve(), await approver.greeted(middle.hello)];
    const { emoji } = await candidate.answered(await toNew.greeted(candidate.hello));
    const { reveal } = await middle.answered(toMiddle);
    expect((await approver.revealed(reveal)).emoji).not.toEqual(emoji);
  });

  test('wrong words open nothing and break nothing', async () => {
    const others = await person('eve').setUp();
    await expect(person('ann').restore(others)).rejects.toThrow('not those of this account');
  });

  test('a backup that goes back or forks is refused', async () => {
    const account = server.accounts.get(ann.user)!;
    const old = [...account.segments];
    await ann.say(room, 'x');
    await ann.backUp();
    await expect(ann.engine.merge(old, old.length)).rejects.toThrow('went back');
    const { backupKey, generation, counter, user } = stolen<Self>(ann, 'self');
    const header = { kind: INCREMENT as 1, user, generation, counter, previous: segmentHash(old.at(-1)!), base: 0 };
    const other = await makeSegment(backupKey, header, dice.bytes(12), []);
    await expect(ann.engine.merge([...old, other], counter)).rejects.toThrow('forks');
    const next = await makeSegment(dice.bytes(32), { ...header, counter: counter + 1, previous: segmentHash(account.segments.at(-1)!) }, dice.bytes(12), []);
    await expect(ann.engine.merge([next], counter + 1)).rejects.toThrow('without the key');
    await expect(ann.engine.merge([], counter + 3)).rejects.toThrow('ends before');
    await ann.engine.merge(account.segments, account.newest);
  });

  test('two hundred increments become a snapshot, out of which a device is restored', async () => {
    const { id } = await bob.say(room, 'kept');
    await ann.sync();
    for (let i = 0; i < 202; i++) {
      await ann.engine.nameDevice(ann.device, `laptop ${i}`);
      await ann.backUp();
    }
    const account = server.accounts.get(ann.user)!;
    expect(account.segments.length).toBeLessThan(10);
    const laptop = person('ann');
    await laptop.restore(words);
    await laptop.sync();
    expect(laptop.read.get(`${room} ${id}`)).toBe('kept');
    expect((await laptop.engine.devices())[0]).toMatchObject({ name: 'laptop 201' });
  });

  test('a state that was set back begins new chains', async () => {
    await ann.say(room, 'one');
    const copy = new Map(ann.store.records);
    const two = await ann.say(room, 'two');
    ann.store.records = copy;
    ann.restart();
    const line = journal()[two.seq - 1]!;
    expect(flags(await ann.engine.open({ seq: two.seq, room, sender: ann.user, id: two.id, bytes: line.bytes }))).toEqual(['SET_BACK']);
    const before = (await ann.keys()).size;
    await ann.say(room, 'four');
    expect((await ann.keys()).size).toBe(before + 1);
  });

  test('numbers that both compare are the same, and go with the account', async () => {
    await bob.fetch(ann.user);
    const number = await ann.engine.safetyNumber(bob.user);
    expect(number).toMatch(/^\d{60}$/);
    expect(await bob.engine.safetyNumber(ann.user)).toBe(number);
    await person('bob').setUp();
    await ann.fetch(bob.user);
    expect(await ann.engine.safetyNumber(bob.user)).not.toBe(number);
  });

  test('weekly keys and lists are renewed, and old private halves are erased', async () => {
    const weekly = () => stolen<Self>(ann, 'self').weekly.map(({ id }) => id);
    expect(weekly()).toEqual([1]);
    for (let week = 0; week < 4; week++) {
      clock.time += 7 * DAY;
      await ann.topUp();
    }
    expect(weekly()).toEqual([3, 4, 5]);
    expect(await bob.fetch(ann.user)).toMatchObject({ old: false });
  });

  test('the room is known as sealed after a restore, before the server says anything of it', async () => {
    await ann.backUp();
    const laptop = person('ann');
    await laptop.restore(words);
    expect(await laptop.engine.isSealed(room)).toBe(true);
    expect(await laptop.engine.isSealed(hex(zeros(13)))).toBe(false);
    expect(await laptop.engine.roster(room, [], true)).toMatchObject({ taken: 0 });
  });
});
