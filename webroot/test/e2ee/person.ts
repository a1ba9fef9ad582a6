import { type Bytes, hex } from '../../src/e2ee/bytes';
import { Engine } from '../../src/e2ee/engine';
import type { KeyStore, World } from '../../src/e2ee/records';
import { type Opened } from '../../src/e2ee/receiving';
import type { WantedChange } from '../../src/e2ee/rooms';
import type { Limits } from '../../src/e2ee/sending';
import type { Line, SealedServer } from './sealed-server';

export class MemoryStore implements KeyStore {
  records = new Map<string, Bytes>();
  get = async (key: string) => this.records.get(key);
  keys = async (prefix: string) => [...this.records.keys()].filter((key) => key.startsWith(prefix));
  async commit(changes: ReadonlyMap<string, Bytes | null>) {
    for (const [key, value] of changes) {
      if (value === null) this.records.delete(key);
      else this.records.set(key, value);
    }
  }
}

/** Numbers that are the same for the same seed (mulberry32). */
export class Dice {
  constructor(private state: number) {}
  next(): number {
    let t = (this.state += 0x6d2b79f5);
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  below = (n: number) => Math.floor(this.next() * n);
  chance = (p: number) => this.next() < p;
  of = <T>(list: readonly T[]): T => list[this.below(list.length)]!;
  bytes = (length: number): Bytes => Uint8Array.from({ length }, () => this.below(256));
}

export class Clock {
  time = 1_790_000_000_000;
  now = () => this.time;
  private made = 0;
  /** A client message id. */
  id(): string {
    const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    const write = (value: number, length: number) => {
      let text = '';
      for (let rest = value, i = 0; i < length; i++, rest = Math.floor(rest / 32)) text = digits[rest % 32]! + text;
      return text;
    };
    return write(this.time, 10) + write(this.made++, 16);
  }
}

/** One device of one user, with a connection to the server: what the product does around the engine, in short. */
export class Person {
  engine: Engine;
  device = '';
  /** What was opened: room and message id → text. */
  readonly read = new Map<string, string>();
  readonly last = new Map<string, Opened>();
  private readonly seen = new Map<string, number>();
  private readonly waiting = new Map<string, Map<number, Line>>();
  /** A share of the deliveries that never comes through. */
  loses = 0;

  constructor(
    readonly user: string,
    readonly server: SealedServer,
    readonly clock: Clock,
    readonly dice: Dice,
    readonly store = new MemoryStore(),
    private readonly limits?: Limits,
  ) {
    this.engine = this.start();
  }

  private start(): Engine {
    const world: World = { store: this.store, now: this.clock.now, random: this.dice.bytes };
    return new Engine(world, this.limits);
  }

  /** The device starts again with what it kept. */
  restart(): void {
    this.engine = this.start();
  }

  async setUp(): Promise<string> {
    const { words, publication } = await this.engine.setUp(this.user);
    this.server.publish(this.user, publication);
    this.device = (await this.engine.who())!.device;
    await this.fetch(this.user);
    await this.backUp();
    return words;
  }

  async restore(words: string): Promise<void> {
    const { box, lists, segments, newest } = this.server.accounts.get(this.user)!;
    const { entry, preKeys } = await this.engine.restore(this.user, words, box, lists, segments, newest);
    if (!this.server.addListEntry(this.user, entry)) throw new Error('somebody was quicker');
    this.server.addPreKeys(preKeys);
    this.device = (await this.engine.who())!.device;
    await this.fetch(this.user);
  }

  /** Lets {@link newcomer} in, by emoji or by code. */
  async approve(newcomer: Person, byCode: boolean): Promise<void> {
    await this.fetch(this.user);
    await this.backUp();
    const candidate = await newcomer.engine.newDevice(this.user);
    const approver = this.engine.approve();
    if (byCode) {
      const { answer } = await approver.read(candidate.code);
      await candidate.answeredByCode(answer);
    } else {
      const { reveal, emoji } = await candidate.answered(await approver.greeted(candidate.hello));
      const shown = await approver.revealed(reveal);
      if (JSON.stringify(emoji) !== JSON.stringify(shown.emoji)) throw new Error('the emoji differ');
      candidate.confirm();
    }
    if (!this.server.addListEntry(this.user, await approver.confirm())) throw new Error('somebody was quicker');
    await this.fetch(this.user);
    const { lists, segments, newest } = this.server.accounts.get(this.user)!;
    const { preKeys } = await candidate.granted(await approver.grant(), lists, segments, newest);
    this.server.addPreKeys(preKeys);
    newcomer.device = (await newcomer.engine.who())!.device;
    await newcomer.fetch(this.user);
  }

  fetch(user: string) {
    const { lists, former } = this.server.accounts.get(user)!;
    return this.engine.contact(user, lists, former);
  }

  async removeDevice(device: string): Promise<void> {
    await this.fetch(this.user);
    if (!this.server.addListEntry(this.user, await this.engine.removeDevice(device))) throw new Error('somebody was quicker');
    await this.fetch(this.user);
  }

  async loseDevices(words: string, lost: string[]): Promise<void> {
    await this.backUp();
    const account = this.server.accounts.get(this.user)!;
    if (!this.server.publishEpoch(this.user, await this.engine.loseDevices(words, account.box, lost))) throw new Error('somebody was quicker');
    await this.fetch(this.user);
    const others = await this.engine.otherDevices();
    const preKeys = others.flatMap((one) => ({ ...one, preKey: this.server.claim(one.device)! }));
    await this.engine.shareKeys(preKeys);
    await this.sendDeliveries();
    await this.backUp();
  }

  async create(members: Person[], kind: 1 | 2, history: 1 | 2): Promise<string> {
    for (const { user } of members) await this.fetch(user);
    const role = kind === 1 ? 0 : 2;
    const { room, entry } = await this.engine.create({ kind, members: members.map(({ user }) => ({ user, role })), history, profile: { name: `room of ${this.user}` } });
    this.server.create(room, entry);
    await this.sync();
    return room;
  }

  async change(room: string, ...changes: WantedChange[]): Promise<void> {
    for (const change of changes) if ('user' in change && change.kind !== 'remove') await this.fetch(change.user);
    for (let tries = 0; !this.server.addRosterEntry(room, await this.engine.change(room, changes)); tries++) {
      if (tries === 3) throw new Error('stale again and again');
      await this.syncRoom(room);
    }
    await this.sync();
  }

  /** Says something; {@link crash}: between sealing and sending the device starts again. */
  async say(room: string, text: string, crash = false): Promise<{ id: string; seq: number }> {
    const id = this.clock.id();
    for (let tries = 0; tries < 4; tries++) {
      await this.prepare(room);
      await this.engine.seal(room, id, { type: 'message', text });
      if (crash && tries === 0) this.restart();
      await this.sendDeliveries();
      const { bytes } = (await this.engine.unanswered()).find((one) => one.id === id)!;
      const seq = this.server.send(bytes);
      if (seq !== 'stale') {
        await this.engine.accepted(room, id);
        return { id, seq };
      }
      await this.engine.refused(room, id);
      await this.fetch(this.user);
      await this.syncRoom(room);
    }
    throw new Error('stale again and again');
  }

  /** Gives the chain to all who lack it. */
  async prepare(room: string): Promise<void> {
    for (let tries = 0; tries < 4; tries++) {
      const { contacts, devices } = await this.engine.missing(room);
      for (const user of contacts) await this.fetch(user);
      if (devices.length > 0) await this.engine.deliver(room, devices.map((one) => ({ ...one, preKey: this.server.claim(one.device) })));
      if (contacts.length === 0 && devices.length === 0) return;
    }
    throw new Error('something is missing again and again');
  }

  async sendDeliveries(): Promise<void> {
    for (const { id, bytes } of await this.engine.outgoing()) {
      if (!this.dice.chance(this.loses)) this.server.deliver(bytes);
      await this.engine.delivered([id]);
    }
  }

  /** Everything that the server has for this device. */
  async sync(): Promise<void> {
    await this.fetch(this.user);
    for (const room of this.server.rooms.keys()) await this.syncRoom(room);
    await this.takeDeliveries();
    await this.openWaiting();
  }

  async syncRoom(room: string): Promise<void> {
    const { journal } = this.server.rooms.get(room)!;
    for (const line of journal.slice(this.seen.get(room) ?? 0)) {
      if (line.kind === 'roster') await this.takeEntry(room, line);
      else await this.openLine(room, line);
      this.seen.set(room, line.seq);
    }
  }

  private async takeEntry(room: string, line: Line): Promise<void> {
    for (let tries = 0; tries < 4; tries++) {
      const { needs, refused } = await this.engine.roster(room, [{ seq: line.seq, bytes: line.bytes }]);
      if (refused !== null) throw new Error(`a roster entry was refused: ${refused}`);
      if (needs.length === 0) return;
      for (const user of needs) await this.fetch(user);
    }
    throw new Error('lists are needed again and again');
  }

  private async openLine(room: string, line: Line): Promise<void> {
    const open = () => this.engine.open({ seq: line.seq, room, sender: line.sender, id: line.id, bytes: line.bytes, shownFrom: 1 });
    let opened = await open();
    if (opened.state === 'waiting' && opened.for === 'devices') {
      await this.fetch(opened.owner);
      opened = await open();
    }
    this.last.set(`${room} ${line.id}`, opened);
    const waiting = this.waiting.get(room) ?? new Map<number, Line>();
    this.waiting.set(room, waiting);
    if (opened.state === 'opened' && opened.content?.type === 'message') this.read.set(`${room} ${line.id}`, opened.content.text!);
    if (opened.state === 'waiting') waiting.set(line.seq, line);
    else waiting.delete(line.seq);
  }

  async openWaiting(): Promise<void> {
    for (const [room, lines] of this.waiting) for (const line of [...lines.values()]) await this.openLine(room, line);
  }

  async takeDeliveries(): Promise<void> {
    const waiting = this.server.deliveries.get(this.device) ?? new Map<string, Bytes>();
    const order = [...waiting].sort(() => this.dice.next() - 0.5);
    for (const [id, bytes] of order) {
      for (let tries = 0; tries < 3; tries++) {
        const news = await this.engine.delivery(bytes);
        if (news.state === 'later' && 'contact' in news.needs) await this.fetch(news.needs.contact);
        else if (news.state !== 'later') waiting.delete(id);
        if (news.state === 'refused') throw new Error(`a delivery was refused: ${news.why}`);
        if (news.state !== 'later') break;
      }
    }
  }

  /** Asks for what is missing, and answers who asks. */
  async exchange(): Promise<void> {
    for (const { bytes } of await this.engine.requests()) this.server.request(bytes);
    const asked = this.server.requests.get(this.device) ?? [];
    this.server.requests.delete(this.device);
    for (const bytes of asked) {
      const to = await this.engine.request(bytes);
      if (to !== null) await this.engine.answer(bytes, this.server.claim(to.device)!);
    }
    await this.sendDeliveries();
  }

  async backUp(): Promise<void> {
    const account = this.server.accounts.get(this.user)!;
    await this.engine.merge(account.segments, account.newest);
    for (const { counter, bytes } of await this.engine.backup()) {
      if (!this.server.backUp(this.user, bytes)) throw new Error('the backup grew meanwhile');
      await this.engine.backedUp(counter);
    }
    await this.openWaiting();
  }

  async topUp(): Promise<void> {
    this.server.addPreKeys(await this.engine.preKeys(this.server.left(this.device)));
    const renewed = await this.engine.renew();
    if (renewed !== null) this.server.addListEntry(this.user, renewed);
    await this.fetch(this.user);
  }

  /** The indices of chains whose keys this device has, as `room/chain` → from which index. */
  async keys(): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for (const [key, bytes] of this.store.records) {
      if (!key.startsWith('chain/')) continue;
      found.set(key.slice('chain/'.length), (JSON.parse(new TextDecoder().decode(bytes)) as { origin: { index: number } }).origin.index);
    }
    return found;
  }
}

export const chainOf = (room: string, chain: Bytes) => `${room}/${hex(chain)}`;
