import { type Bytes, equal, hex, Malformed, Newer } from './bytes';
import { FURTHEST_SKIP, messageKey, nextChainKey, stepped } from './chain';
import { type Content, readContent } from './content';
import { type Contacts, LIST_WARNS } from './contacts';
import type { ChainKeys } from './delivery';
import { isSignedByChain, openMessage, readMessage, type SealedMessage } from './message';
import { unpad } from './padding';
import { checkSigningKey } from './primitives';
import type { Records, World } from './records';
import { headAt, memberAt, type Rooms } from './rooms';
import { HISTORY_ALL } from './roster-entry';
import { markOf, type SendingSide } from './sending';
import { type Chain, FIRST_ASK, type Room, type RunningChain, type Self, type Wanted } from './state';

/** A sealed message as the room's journal has it; what the server says of it is checked. */
export interface JournalEntry {
  seq: number;
  room: string;
  sender: string;
  id: string;
  bytes: Bytes;
  /** Every entry of the journal from this number on was shown to the engine: what is missing behind it is a gap. */
  shownFrom?: number;
}

export type Flag =
  | 'STALE_ROSTER'
  | 'OLD_DEVICES'
  | 'REMOVED_DEVICE'
  | 'OUT_OF_ORDER'
  | 'GAP'
  | 'SET_BACK';

export type RefusedWhy =
  | 'malformed'
  | 'newer version'
  | 'header differs'
  | 'no member'
  | 'another device'
  | 'device not listed'
  | 'before your time'
  | 'too far ahead'
  | 'forged'
  | 'two messages under one index'
  | 'abandoned';

export type Opened =
  | { state: 'opened'; content: Content | null; plain: Bytes; device: string; flags: Flag[]; repeated: boolean }
  | { state: 'waiting'; for: 'key' | 'roster' | 'devices'; owner: string; device: string; chain: string; lost: boolean }
  | { state: 'refused'; why: RefusedWhy };

const refused = (why: RefusedWhy): Opened => ({ state: 'refused', why });

/** A chain does not agree with what is known of it: somebody made it up. */
export class ChainForged extends Malformed {
  override name = 'ChainForged';
}

/** Opens what others sealed, and keeps what it needs for it. */
export class ReceivingSide {
  constructor(
    private readonly world: World,
    private readonly records: Records,
    private readonly contacts: Contacts,
    private readonly rooms: Rooms,
    private readonly sending: SendingSide,
    private readonly self: () => Promise<Readonly<Self>>,
  ) {}

  async open(entry: JournalEntry): Promise<Opened> {
    let message: SealedMessage;
    try {
      message = readMessage(entry.bytes);
    } catch (failure) {
      if (failure instanceof Newer) return refused('newer version');
      if (failure instanceof Malformed) return refused('malformed');
      throw failure;
    }
    if (message.room !== entry.room || message.sender !== entry.sender || message.id !== entry.id) return refused('header differs');
    const room = await this.rooms.get(entry.room);
    if (room === null) return this.waiting(message, 'roster');
    if (memberAt(room, message.sender, entry.seq) === null) return refused('no member');
    const path = `chain/${message.room}/${hex(message.chain)}`;
    const chain = await this.records.read<Chain>(path);
    if (chain === null) return this.want(message);
    if (chain.owner !== message.sender || chain.device !== message.device) return refused('another device');
    if (message.index < chain.origin.index) {
      const entitled = room.roster.history === HISTORY_ALL || memberAt(room, (await this.self()).user, entry.seq) !== null;
      return entitled ? this.want(message) : refused('before your time');
    }
    if (message.index - chain.far.index > FURTHEST_SKIP) return refused('too far ahead');
    return this.openUnder(entry, message, room, chain, path);
  }

  private async openUnder(entry: JournalEntry, message: SealedMessage, room: Readonly<Room>, known: Readonly<Chain>, path: string): Promise<Opened> {
    if (!(await isSignedByChain(message, known.signingKey))) return refused('forged');
    const listed = await this.listedAt(entry, message, room);
    if (listed === null) {
      await this.contacts.fellBehind(message.sender);
      return this.waiting(message, 'devices');
    }
    if (listed === 'not listed') return refused('device not listed');
    const mark = markOf(message.bytes);
    const setBack = message.device === (await this.self()).device && (await this.isSetBack(message, mark));
    const before = known.seen[message.index];
    if (before !== undefined && before[0] !== mark) return refused('two messages under one index');
    if (known.abandoned.includes(message.index)) return refused('abandoned');
    const from = message.index >= known.far.index ? known.far : known.origin;
    const key = stepped(known.id, from.key, message.index - from.index);
    const plain = await openMessage(message, messageKey(known.id, key));
    if (plain === null) return refused('forged');
    let read: { abandoned: number[]; content: Bytes };
    let content: Content | null;
    try {
      read = unpad(plain);
      content = readContent(read.content);
    } catch (failure) {
      if (failure instanceof Malformed) return refused('malformed');
      throw failure;
    }
    const repeated = before !== undefined && before[1] !== entry.seq;
    let state: Chain | Readonly<Chain> = known;
    if (before === undefined) {
      const chain = (await this.records.edit<Chain>(path))!;
      if (message.index >= chain.far.index) chain.far = { index: message.index + 1, key: nextChainKey(known.id, key) };
      chain.seen[message.index] = [mark, entry.seq];
      for (const index of read.abandoned) if (!chain.abandoned.includes(index)) chain.abandoned.push(index);
      state = chain;
    }
    const flags = await this.flags(entry, message, room, state, listed.time);
    if (setBack) flags.push('SET_BACK');
    await this.noteSeen(entry);
    return { state: 'opened', content, plain: read.content, device: message.device, flags, repeated };
  }

  private async flags(entry: JournalEntry, message: SealedMessage, room: Readonly<Room>, chain: Readonly<Chain>, listTime: number): Promise<Flag[]> {
    const flags: Flag[] = [];
    const head = headAt(room, entry.seq);
    if (head === null || !equal(head, message.rosterHead)) flags.push('STALE_ROSTER');
    if (timeOf(message.id) - listTime > LIST_WARNS) flags.push('OLD_DEVICES');
    const removed = (await this.contacts.get(message.sender))?.removed[message.device];
    const place = removed?.[room.roster.room];
    if (place !== undefined && entry.seq > place) flags.push('REMOVED_DEVICE');
    const places = Object.entries(chain.seen).map(([index, [, seq]]) => ({ index: Number(index), seq }));
    if (places.some(({ index, seq }) => index < message.index !== seq < entry.seq && index !== message.index)) flags.push('OUT_OF_ORDER');
    if (entry.shownFrom !== undefined && (await this.hasGap(entry.shownFrom, message, chain, places))) flags.push('GAP');
    return flags;
  }

  /** The sender's device by the list that the message names, under the account that the roster has at its place. */
  private listedAt(entry: JournalEntry, message: SealedMessage, room: Readonly<Room>) {
    const { fingerprint } = memberAt(room, message.sender, entry.seq)!;
    return this.contacts.listedAt(message.sender, fingerprint, message.listHead, message.device);
  }

  /** Whether something before this message is missing, as far as the engine was shown what is before it. */
  private async hasGap(shownFrom: number, message: SealedMessage, chain: Readonly<Chain>, places: { index: number; seq: number }[]): Promise<boolean> {
    const before = places.filter(({ index, seq }) => index < message.index && seq >= shownFrom);
    const nearest = before.reduce((highest, { index }) => Math.max(highest, index), -1);
    if (nearest >= 0) return this.hasHole(chain, nearest + 1, message.index);
    if (chain.behind === null || shownFrom > chain.behind + 1) return false;
    if (this.hasHole(chain, chain.origin.index, message.index)) return true;
    const previous = await this.records.read<Chain>(`chain/${message.room}/${hex(chain.previous)}`);
    if (previous === null || previous.behind === null || shownFrom > previous.behind + 1) return false;
    return this.hasHole(previous, previous.origin.index, chain.previousLength);
  }

  private hasHole(chain: Readonly<Chain>, from: number, to: number): boolean {
    for (let index = from; index < to; index++) {
      if (chain.seen[index] === undefined && !chain.abandoned.includes(index)) return true;
    }
    return false;
  }

  /** An own message that this device has not sealed: its state was set back, and its chains end. */
  private async isSetBack(message: SealedMessage, mark: string): Promise<boolean> {
    const own = await this.records.read<RunningChain>(`running/${message.room}/${hex(message.chain)}`);
    if (own !== null && own.marks[message.index] === mark) {
      await this.sending.accepted(message.room, message.id);
      return false;
    }
    await this.sending.beginAnew(message.room);
    return true;
  }

  async noteSeen({ room, seq }: { room: string; seq: number }): Promise<void> {
    if (seq > ((await this.records.read<number>(`seen/${room}`)) ?? 0)) this.records.put(`seen/${room}`, seq);
  }

  private waiting(message: SealedMessage, what: 'key' | 'roster' | 'devices', lost = false): Opened {
    return { state: 'waiting', for: what, owner: message.sender, device: message.device, chain: hex(message.chain), lost };
  }

  private async want(message: SealedMessage): Promise<Opened> {
    const self = await this.self();
    if (message.device === self.device) await this.sending.beginAnew(message.room);
    const contact = await this.contacts.get(message.sender);
    const lost = contact !== null && !(await this.contacts.isListedNow(message.sender, contact.fingerprint, message.device));
    const path = `want/${message.room}/${hex(message.chain)}`;
    const known = await this.records.read<Wanted>(path);
    if (known === null) {
      const now = this.world.now();
      const wanted: Wanted = {
        room: message.room,
        chain: message.chain,
        owner: message.sender,
        device: message.device,
        index: message.index,
        since: now,
        tries: 0,
        next: now + FIRST_ASK,
      };
      this.records.put(path, wanted);
    } else if (message.index < known.index) {
      (await this.records.edit<Wanted>(path))!.index = message.index;
    }
    return this.waiting(message, 'key', lost);
  }

  /**
   * Takes a chain from a delivery or the backup; one that is known must agree. Says whether something new can be read.
   * Null for {@link behind}: where the chain began is not known.
   */
  async learn(room: string, keys: ChainKeys, behind: number | null, fromBackup = false): Promise<boolean> {
    const path = `chain/${room}/${hex(keys.id)}`;
    const known = await this.records.read<Chain>(path);
    const { index, key, ...about } = keys;
    if (known === null) {
      checkSigningKey(keys.signingKey);
      const chain: Chain = { ...about, origin: { index, key }, far: { index, key }, seen: {}, abandoned: [], behind };
      this.records.put(path, chain);
    } else {
      if (known.owner !== keys.owner || known.device !== keys.device || !equal(known.signingKey, keys.signingKey)) throw new ChainForged('a chain is said to be another');
      const [low, high] = index < known.origin.index ? [{ index, key }, known.origin] : [known.origin, { index, key }];
      if (high.index - low.index > FURTHEST_SKIP) throw new ChainForged('a chain goes too far back');
      if (!equal(stepped(keys.id, low.key, high.index - low.index), high.key)) throw new ChainForged('the keys of a chain do not meet');
      if (low === known.origin) return false;
      Object.assign((await this.records.edit<Chain>(path))!, { origin: low, behind });
    }
    if (!fromBackup) this.records.put(`todo/1/${room}/${hex(keys.id)}`, true);
    this.records.delete(`want/${room}/${hex(keys.id)}`);
    return true;
  }
}

const ULID = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The time in a client message id, by its sender's clock. */
const timeOf = (id: string) => [...id.slice(0, 10)].reduce((time, character) => time * 32 + ULID.indexOf(character), 0);
