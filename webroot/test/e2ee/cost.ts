import type { KeyStore } from '../../src/e2ee/records';
import { Clock, Dice, MemoryStore, Person } from './person';
import { SealedServer } from './sealed-server';

export interface Cost {
  devices: number;
  /** All in milliseconds. */
  firstSight: number;
  change: number;
  perDelivery: number;
  openDelivery: number;
  sealed: number;
  opened: number;
  /** Bytes on the wire. */
  messageBytes: number;
  deliveryBytes: number;
}

const median = (list: number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!;
const letters = 'abcdefghijklmnopqrstuvwxyz';
const idOf = (index: number) => `0${letters[Math.floor(index / 676) % 26]}${letters[Math.floor(index / 26) % 26]}${letters[index % 26]}`.padEnd(26, '0');

/**
 * What it costs to write to a room of so many devices, one for each member, to read there, and to take somebody off: the
 * next message then begins a new chain, which is sealed to every device.
 */
export async function cost(devices: number, now: () => number, store: KeyStore = new MemoryStore(), messages = 200): Promise<Cost> {
  const server = new SealedServer();
  const clock = new Clock();
  const dice = new Dice(devices);
  const limits = { messages: 10_000, time: Number.MAX_SAFE_INTEGER, stock: 2 };
  const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
    const begin = now();
    const value = await work();
    return [now() - begin, value];
  };
  const ann = new Person(idOf(0), server, clock, dice, store as MemoryStore, limits);
  await ann.setUp();
  const others: Person[] = [];
  for (let i = 1; i <= devices; i++) {
    const other = new Person(idOf(i), server, clock, dice, undefined, limits);
    await other.setUp();
    others.push(other);
  }
  const [firstSight] = await timed(async () => {
    for (const { user } of others) await ann.fetch(user);
  });
  const room = await ann.create(others, 2, 2);
  await ann.say(room, 'the first chain');
  // The last one goes: what is left is a room of as many devices as asked for, the writer's among them.
  await ann.change(room, { kind: 'remove', user: others.at(-1)!.user });
  const id = clock.id();
  let made = 0;
  const [change] = await timed(async () => {
    const { devices: lacking } = await ann.engine.missing(room);
    made = (await ann.engine.deliver(room, lacking.map((one) => ({ ...one, preKey: server.claim(one.device) })))).length;
    await ann.engine.seal(room, id, { type: 'message', text: 'after a change' });
  });
  const [delivery] = await ann.engine.outgoing();
  await ann.sendDeliveries();
  const bob = others[0]!;
  await bob.sync();
  const text = 'Shall we meet at noon, by the fountain? I bring the plans and something to eat.';
  const seals: number[] = [];
  const opens: number[] = [];
  let messageBytes = 0;
  await ann.engine.accepted(room, id);
  for (let i = 0; i < messages; i++) {
    const message = clock.id();
    const [sealed, bytes] = await timed(() => ann.engine.seal(room, message, { type: 'message', text }));
    await ann.engine.accepted(room, message);
    const [opened, found] = await timed(() => bob.engine.open({ seq: 1000 + i, room, sender: ann.user, id: message, bytes }));
    if (found.state !== 'opened') throw new Error(`not opened: ${JSON.stringify(found)}`);
    seals.push(sealed);
    opens.push(opened);
    messageBytes = bytes.length;
  }
  await ann.engine.beginAnew(room);
  await ann.prepare(room);
  const next = (await ann.engine.outgoing()).find((each) => each.device === bob.device)!;
  const [openDelivery] = await timed(() => bob.engine.delivery(next.bytes));
  return { devices, firstSight, change, perDelivery: change / made, openDelivery, sealed: median(seals), opened: median(opens), messageBytes, deliveryBytes: delivery!.bytes.length };
}
