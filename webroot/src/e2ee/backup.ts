import { type BackupRecord, INCREMENT, makeSegment, MOST_PLAIN, openSegment, readSegment, type Segment, SNAPSHOT_END, SNAPSHOT_PART } from './backup-segment';
import { type Bytes, decodeText, encodeText, equal, hex, Malformed, Reader, Writer } from './bytes';
import type { Contacts } from './contacts';
import { readChain, writeChain } from './delivery';
import { signingKey } from './primitives';
import { ChainForged, type ReceivingSide } from './receiving';
import type { Records, World } from './records';
import type { Rooms } from './rooms';
import type { Chain, Contact, Room, RosterPin, Self } from './state';

const MOST_INCREMENTS = 200;
const NO_ENTRY = 2 ** 32 - 1;
const CHAIN = 1;
const SIGNING_KEY = 2;
const CONTACT = 3;
const DEVICE_NAME = 4;
const ROSTER = 5;
const PROFILE_KEY = 6;

/** The server's backup goes back behind what was seen, or forks from it. */
export class BackupRolledBack extends Error {
  override name = 'BackupRolledBack';
}

/** The backup is sealed under newer keys, which this device gets from the one that made them, or by the words. */
export class NewerKeys extends Error {
  override name = 'NewerKeys';
}

interface Unsent {
  counter: number;
  bytes: Bytes;
  todo: string[];
}

const later = (a: { epoch: number; index: number }, b: { epoch: number; index: number }) => a.epoch - b.epoch || a.index - b.index;

/** Everything that a user's next device has to know, in sealed segments that follow each other. */
export class Backup {
  constructor(
    private readonly world: World,
    private readonly records: Records,
    private readonly contacts: Contacts,
    private readonly receiving: ReceivingSide,
    private readonly rooms: Rooms,
    private readonly self: () => Promise<Readonly<Self>>,
  ) {}

  /** Segments for the server, in order: the same until it has them, or refused them. */
  async segments(): Promise<{ counter: number; bytes: Bytes }[]> {
    const unsent = await this.records.read<Unsent[]>('segments');
    if (unsent !== null && unsent.length > 0) return unsent.map(({ counter, bytes }) => ({ counter, bytes }));
    const todo = await this.records.keys('todo/');
    if (todo.length === 0 && !(await this.self()).restate) return [];
    const { increments, restate } = await this.self();
    const whole = restate || increments >= MOST_INCREMENTS;
    const made = await this.make(whole ? await this.everything() : todo, whole);
    for (const key of todo) this.records.delete(key);
    this.records.put('segments', made.map((segment, i): Unsent => ({ ...segment, todo: i === made.length - 1 ? todo : [] })));
    return made;
  }

  /** The server has the segment. */
  async taken(counter: number): Promise<void> {
    const unsent = (await this.records.edit<Unsent[]>('segments')) ?? [];
    if (unsent[0]?.counter !== counter) return;
    const segment = readSegment(unsent.shift()!.bytes);
    const self = (await this.records.edit<Self>('self'))!;
    this.count(self, segment);
    if (segment.kind === SNAPSHOT_END) self.restate = false;
    this.records.put('segments', unsent);
  }

  /** The server has other segments, which are to be merged first. */
  async refused(): Promise<void> {
    const unsent = (await this.records.read<Unsent[]>('segments')) ?? [];
    for (const key of unsent.flatMap(({ todo }) => todo)) this.records.put(key, true);
    this.records.put('segments', []);
  }

  private count(self: Self, segment: Segment): void {
    self.counter = segment.counter;
    self.segment = segment.hash;
    self.segmentGeneration = segment.generation;
    self.increments = segment.kind === SNAPSHOT_END ? 0 : segment.kind === INCREMENT ? self.increments + 1 : self.increments;
  }

  private async make(keys: string[], whole: boolean) {
    const self = await this.self();
    const parts: BackupRecord[][] = [[]];
    let size = 4;
    for (const key of keys) {
      const record = await this.recordOf(key, self);
      if (record === null) continue;
      size += record.fields.length + 3;
      if (size > MOST_PLAIN) size = 4 + record.fields.length + 3;
      if (size === 4 + record.fields.length + 3 && parts.at(-1)!.length > 0) parts.push([]);
      parts.at(-1)!.push(record);
    }
    const base = self.counter + 1;
    let previous = self.segment;
    const made: { counter: number; bytes: Bytes }[] = [];
    for (const [i, records] of parts.entries()) {
      const last = i === parts.length - 1;
      const kind = !whole ? INCREMENT : last ? SNAPSHOT_END : SNAPSHOT_PART;
      const header = { kind: kind as 1 | 2 | 3, user: self.user, generation: self.generation, counter: base + i, previous, base: kind === SNAPSHOT_END ? base : 0 };
      const bytes = await makeSegment(self.backupKey, header, this.world.random(12), records);
      previous = readSegment(bytes).hash;
      made.push({ counter: base + i, bytes });
    }
    return made;
  }

  /** What a snapshot restates, as keys of what is to be done. */
  private async everything(): Promise<string[]> {
    const rooms = await this.records.keys('room/');
    const names = (prefix: string, keys: string[]) => keys.map((key) => prefix + key.slice(key.indexOf('/')));
    const pins = await this.records.keys('pin/');
    const rosters = new Set([...names('todo/5', rooms), ...names('todo/5', pins)]);
    return [
      'todo/2',
      ...names('todo/1', await this.records.keys('chain/')),
      ...names('todo/3', await this.records.keys('contact/')),
      ...names('todo/4', await this.records.keys('name/')),
      ...rosters,
      ...names('todo/6', rooms),
    ];
  }

  private async recordOf(key: string, self: Readonly<Self>): Promise<BackupRecord | null> {
    const [, type, first, second] = key.split('/') as [string, string, string, string];
    switch (Number(type)) {
      case CHAIN: {
        const chain = await this.records.read<Chain>(`chain/${first}/${second}`);
        return chain && { type: CHAIN, fields: writeChain(new Writer().id(first), { ...chain, ...chain.origin }).done() };
      }
      case SIGNING_KEY: {
        const { epoch, signingSeed } = self;
        return { type: SIGNING_KEY, fields: new Writer().u32(epoch).raw(signingSeed, 32).done() };
      }
      case CONTACT: {
        const contact = await this.records.read<Contact>(`contact/${first}`);
        return contact?.pin ? { type: CONTACT, fields: writeContact(contact, contact.pin) } : null;
      }
      case DEVICE_NAME: {
        const name = await this.records.read<string>(`name/${first}`);
        return name === null ? null : { type: DEVICE_NAME, fields: new Writer().id(first).bytes16(encodeText(name)).done() };
      }
      case ROSTER: {
        const room = await this.records.read<Room>(`room/${first}`);
        const pin = room === null ? await this.records.read<RosterPin>(`pin/${first}`) : { index: room.roster.index, head: room.roster.head };
        return pin && { type: ROSTER, fields: new Writer().id(first).u32(pin.index).raw(pin.head, 32).done() };
      }
      case PROFILE_KEY: {
        const room = await this.records.read<Room>(`room/${first}`);
        if (!room?.profileKey || room.roster.profile === null) return null;
        return { type: PROFILE_KEY, fields: new Writer().id(first).raw(room.roster.profile.commitment, 32).raw(room.profileKey, 32).done() };
      }
      default:
        return null;
    }
  }

  /** Takes in what other devices wrote; {@link newest} is the counter of the newest segment that the server has. */
  async merge(list: Bytes[], newest: number): Promise<void> {
    const self = (await this.records.edit<Self>('self'))!;
    if (newest < self.counter) throw new BackupRolledBack('the backup went back');
    const segments = list.map(readSegment);
    for (const segment of segments) {
      if (segment.user !== self.user) throw new Malformed("somebody else's backup");
      if (segment.counter === self.counter && !equal(segment.hash, self.segment)) throw new BackupRolledBack('the backup forks');
      if (segment.counter <= self.counter) continue;
      this.checkFollows(self, segment, segments);
      if (segment.generation > self.generation) throw new NewerKeys('the backup is sealed under newer keys');
      // Behind a segment under a newer key, an older key is that of somebody who was shut out.
      if (segment.generation >= self.segmentGeneration) await this.apply(segment, self);
      this.count(self, segment);
    }
    if (self.counter < newest) throw new BackupRolledBack('the backup ends before what it is said to have');
  }

  private checkFollows(self: Self, segment: Segment, all: Segment[]): void {
    const next = segment.counter === self.counter + 1;
    if (next && self.counter > 0 && !equal(segment.previous, self.segment)) throw new BackupRolledBack('the backup forks');
    const begins = all.some(({ kind, base }) => kind === SNAPSHOT_END && base === segment.counter);
    if (!next && !begins) throw new BackupRolledBack('segments of the backup are missing');
  }

  private async apply(segment: Segment, self: Self): Promise<void> {
    const key = [self.backupKey, ...self.oldBackupKeys][self.generation - segment.generation];
    if (key === undefined) return; // Older than what the box remembers: restated by the snapshots since.
    const records = await openSegment(key, segment);
    if (records === null) throw new Malformed('a backup segment by somebody without the key');
    for (const { type, fields } of records) await this.take(type, new Reader(fields), self);
  }

  private async take(type: number, r: Reader, self: Self): Promise<void> {
    switch (type) {
      case CHAIN: {
        const room = r.id();
        try {
          await this.receiving.learn(room, readChain(r), null, true);
        } catch (failure) {
          // What a stolen device wrote must not keep the rest from being read.
          if (!(failure instanceof ChainForged)) throw failure;
        }
        return;
      }
      case SIGNING_KEY: {
        const epoch = r.u32();
        const signingSeed = r.raw(32);
        const stated = (await this.contacts.current(self.user))?.epochs[epoch - 1];
        if (epoch >= self.epoch && stated && equal(stated.signingKey, signingKey(signingSeed))) Object.assign(self, { epoch, signingSeed });
        return;
      }
      case CONTACT:
        return this.takeContact(r);
      case DEVICE_NAME:
        return this.records.put(`name/${r.id()}`, decodeText(r.bytes16()));
      case ROSTER:
        return this.takeRoster(r.id(), { index: r.u32(), head: r.raw(32) });
      case PROFILE_KEY: {
        const room = r.id();
        const commitment = r.raw(32);
        const key = r.raw(32);
        if ((await this.rooms.get(room)) === null) return this.records.put(`profilekey/${hex(commitment)}`, key);
        return this.rooms.learnProfileKey(room, key, commitment);
      }
    }
  }

  private async takeContact(r: Reader): Promise<void> {
    const user = r.id();
    const fingerprint = r.raw(32);
    const state = r.choice(1, 2) === 2 ? 'verified' : 'pinned';
    const pin = { epoch: r.u32(), index: r.u32(), head: r.raw(32) };
    if (pin.index === NO_ENTRY) pin.index = -1;
    const known = await this.records.edit<Contact>(`contact/${user}`);
    if (known === null) {
      const contact: Contact = { user, state, fingerprint, offered: null, pin, behind: true, removed: {} };
      return this.records.put(`contact/${user}`, contact);
    }
    const same = equal(known.fingerprint, fingerprint);
    const ahead = !same || known.pin === null || later(pin, known.pin) > 0;
    if (!same) Object.assign(known, { fingerprint, offered: null });
    if (known.offered === null) known.state = state;
    if (ahead) Object.assign(known, { pin, behind: true });
  }

  private async takeRoster(room: string, pin: RosterPin): Promise<void> {
    const state = await this.records.read<Room>(`room/${room}`);
    const known = await this.records.read<RosterPin>(`pin/${room}`);
    if (state !== null && pin.index <= state.roster.index) {
      if (!equal(state.log[pin.index]!.hash, pin.head)) (await this.records.edit<Room>(`room/${room}`))!.forked = true;
    } else if (known === null || known.index < pin.index) {
      this.records.put(`pin/${room}`, pin);
    }
  }
}

function writeContact(contact: Readonly<Contact>, pin: { epoch: number; index: number; head: Bytes }): Bytes {
  const verified = contact.state === 'verified' || contact.state === 'changed after verification';
  const to = new Writer().id(contact.user).raw(contact.fingerprint, 32).u8(verified ? 2 : 1);
  return to.u32(pin.epoch).u32(pin.index < 0 ? NO_ENTRY : pin.index).raw(pin.head, 32).done();
}

