import { readMessage } from '../../src/e2ee/message';
import { chainOf, Clock, Dice, Person } from './person';
import { SealedServer } from './sealed-server';

const NAMES = ['ann', 'bob', 'eve', 'joe', 'sue'];
const idOf = (name: string) => name.repeat(9).slice(0, 26);
const HISTORY_ALL = 1;

interface Said {
  room: string;
  id: string;
  text: string;
  seq: number;
  chain: string;
  index: number;
  members: Set<string>;
}

function must(good: boolean, what: () => string): void {
  if (!good) throw new Error(what());
}

/** A walk of random things that happen to people with devices, some of which get lost, in rooms that they come to and leave. */
export class Walk {
  private readonly server = new SealedServer();
  private readonly clock = new Clock();
  private readonly dice: Dice;
  private readonly people: Person[] = [];
  private readonly gone: Person[] = [];
  private readonly words = new Map<string, string>();
  private readonly said: Said[] = [];
  /** How much had been said when a device went. */
  private readonly departure = new Map<Person, number>();
  readonly happened: string[] = [];

  constructor(seed: number) {
    this.dice = new Dice(seed);
  }

  private person(user: string): Person {
    const person = new Person(user, this.server, this.clock, this.dice, undefined, { messages: 5, time: 86_400_000, stock: 10 });
    person.loses = 0.15;
    return person;
  }

  private came(person: Person): void {
    this.people.push(person);
  }

  async run(steps: number): Promise<void> {
    for (const name of NAMES) {
      const person = this.person(idOf(name));
      this.words.set(person.user, await person.setUp());
      this.came(person);
    }
    const [ann, bob, eve] = this.people as [Person, Person, Person];
    await ann.create([bob], 1, 2);
    await bob.create([ann, eve], 2, 2);
    await eve.create([ann], 2, HISTORY_ALL);
    for (let i = 0; i < steps; i++) {
      this.clock.time += this.dice.below(3_600_000);
      await this.step();
    }
    await this.settle();
    await this.check();
  }

  private async step(): Promise<void> {
    const roll = this.dice.below(100);
    const person = this.dice.of(this.people);
    const what =
      roll < 50 ? 'says' : roll < 62 ? 'syncs' : roll < 70 ? 'changes members' : roll < 76 ? 'adds a device' : roll < 80 ? 'takes a device off' : roll < 83 ? 'loses a device' : roll < 86 ? 'is restored' : roll < 92 ? 'restarts' : 'exchanges';
    this.happened.push(`${person.user.slice(0, 3)} ${what}`);
    if (what === 'says') await this.says(person);
    if (what === 'syncs') await person.sync();
    if (what === 'changes members') await this.changesMembers(person);
    if (what === 'adds a device') await this.addsDevice(person);
    if (what === 'takes a device off') await this.takesOff(person);
    if (what === 'loses a device') await this.loses(person);
    if (what === 'is restored') await this.isRestored(person);
    if (what === 'restarts') person.restart();
    if (what === 'exchanges') {
      await person.exchange();
      await person.topUp();
    }
  }

  private roomsOf = (user: string) => [...this.server.rooms].filter(([, { roster }]) => roster.members.some((member) => member.user === user)).map(([id]) => id);

  private async says(person: Person): Promise<void> {
    const rooms = this.roomsOf(person.user);
    if (rooms.length === 0) return;
    const room = this.dice.of(rooms);
    // Mostly up to date; else the server refuses what was sealed to an old roster, and it is sealed again.
    if (this.dice.chance(0.8)) await person.sync();
    else await person.fetch(person.user);
    if (!(await person.engine.room(room))?.members.some(({ user }) => user === person.user)) await person.sync();
    const before = this.server.rooms.get(room)!.roster.members.map(({ user }) => user);
    // The server tells clients of changed lists; that news came through.
    for (const user of before) await person.fetch(user);
    const text = `${person.user.slice(0, 3)} ${this.said.length}`;
    const { id, seq } = await person.say(room, text, this.dice.chance(0.1));
    const line = this.server.rooms.get(room)!.journal[seq - 1]!;
    const { chain, index } = readMessage(line.bytes);
    const members = new Set(this.server.rooms.get(room)!.roster.members.map(({ user }) => user));
    this.said.push({ room, id, text, seq, chain: chainOf(room, chain), index, members });
  }

  private async changesMembers(person: Person): Promise<void> {
    const rooms = this.roomsOf(person.user).filter((id) => this.server.rooms.get(id)!.roster.kind === 2);
    if (rooms.length === 0) return;
    const room = this.dice.of(rooms);
    const { members } = this.server.rooms.get(room)!.roster;
    const role = members.find(({ user }) => user === person.user)!.role;
    if (role !== 0) return;
    const others = NAMES.map(idOf).filter((user) => user !== person.user);
    const user = this.dice.of(others);
    await this.settle();
    if (!members.some((member) => member.user === user)) await person.change(room, { kind: 'add', user, role: 2 });
    else if (this.dice.chance(0.3)) await person.change(room, { kind: 'profile', profile: { name: `name ${this.said.length}` } });
    else if (members.length > 2) await person.change(room, { kind: 'remove', user });
  }

  private async addsDevice(person: Person): Promise<void> {
    if (this.server.devices(person.user).length >= 3) return;
    const fresh = this.person(person.user);
    await this.settle();
    if (this.dice.chance(0.3)) await fresh.restore(this.words.get(person.user)!);
    else await person.approve(fresh, this.dice.chance(0.5));
    this.came(fresh);
  }

  private devicesOf = (user: string) => this.people.filter((person) => person.user === user);

  private async takesOff(person: Person): Promise<void> {
    const others = this.devicesOf(person.user).filter((other) => other !== person);
    if (others.length === 0) return;
    const other = this.dice.of(others);
    await this.settle();
    await person.removeDevice(other.device);
    this.leaves(other);
  }

  private async loses(person: Person): Promise<void> {
    const others = this.devicesOf(person.user).filter((other) => other !== person);
    if (others.length === 0) return;
    const other = this.dice.of(others);
    await this.settle();
    await person.loseDevices(this.words.get(person.user)!, [other.device]);
    this.leaves(other);
    // Whoever stole it has the old backup key, and the server's help.
    const account = this.server.accounts.get(person.user)!;
    must(await other.engine.merge(account.segments, account.newest).then(() => false, () => true), () => 'a lost device reads the new backup');
    for (const stays of this.devicesOf(person.user)) await stays.sync();
  }

  private leaves(other: Person): void {
    this.people.splice(this.people.indexOf(other), 1);
    this.gone.push(other);
    this.departure.set(other, this.said.length);
  }

  /** All devices of a user are lost; a new one enters the words. */
  private async isRestored(person: Person): Promise<void> {
    await this.settle();
    const old = this.devicesOf(person.user);
    const fresh = this.person(person.user);
    await fresh.restore(this.words.get(person.user)!);
    this.came(fresh);
    await fresh.loseDevices(this.words.get(person.user)!, old.map(({ device }) => device));
    for (const one of old) this.leaves(one);
  }

  /** Everybody is there for a while: what was lost is asked for and comes. */
  private async settle(): Promise<void> {
    for (let round = 0; round < 4; round++) {
      this.clock.time += 3_700_000;
      for (const person of this.people) person.loses = 0;
      for (const person of this.people) await person.sync();
      for (const person of this.people) await person.exchange();
      for (const person of this.people) await person.exchange();
      for (const person of this.people) await person.sync();
      for (const person of this.people) await person.backUp();
    }
    for (const person of this.people) person.loses = 0.15;
  }

  private async check(): Promise<void> {
    for (const person of this.people) await this.checkReads(person);
    // Those that are gone still get everything that the server has, deliveries to them as well.
    for (const person of this.gone) await person.sync().catch(() => undefined);
    for (const person of [...this.people, ...this.gone]) await this.checkKeys(person);
  }

  private async checkReads(person: Person): Promise<void> {
    for (const { room, id, text, members } of this.said) {
      if (!members.has(person.user)) continue;
      const found = person.read.get(`${room} ${id}`);
      must(found === text, () => `${person.user} at ${person.device}: ${text} (${JSON.stringify(person.last.get(`${room} ${id}`))})`);
    }
  }

  private async checkKeys(person: Person): Promise<void> {
    const keys = await person.keys();
    const went = this.departure.get(person) ?? Infinity;
    for (const [position, { room, chain, index, text, members }] of this.said.entries()) {
      const from = keys.get(chain);
      if (from === undefined || from > index) continue;
      const all = this.server.rooms.get(room)!.roster.history === HISTORY_ALL;
      must(members.has(person.user) || all, () => `${person.user} has the key of ${text} without having been a member`);
      must(position < went, () => `${person.device} has the key of ${text} after it was taken off`);
    }
  }
}

/** One walk; a failure names its seed and what happened. */
export async function walk(seed: number, steps = 30): Promise<void> {
  const one = new Walk(seed);
  try {
    await one.run(steps);
  } catch (failure) {
    throw new Error(`seed ${seed}: ${one.happened.join(', ')}: ${String(failure)}`, { cause: failure });
  }
}
