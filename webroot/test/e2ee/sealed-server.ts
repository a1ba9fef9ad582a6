import { type Bytes, equal } from '../../src/e2ee/bytes';
import { deliveryId, readDelivery } from '../../src/e2ee/delivery';
import { type ListBytes, listEntryHash, readListEntry, readStatement, statementHash } from '../../src/e2ee/device-list';
import { readKeyRequest, TO_OWN } from '../../src/e2ee/key-request';
import { readMessage } from '../../src/e2ee/message';
import { fingerprintOf } from '../../src/e2ee/names';
import { ONE_TIME, readPreKey } from '../../src/e2ee/pre-key';
import { readSegment } from '../../src/e2ee/backup-segment';
import { advance, type Roster } from '../../src/e2ee/roster';
import { readRosterEntry } from '../../src/e2ee/roster-entry';

export interface Line {
  seq: number;
  kind: 'roster' | 'message';
  sender: string;
  id: string;
  bytes: Bytes;
}

interface Account {
  lists: ListBytes;
  former: ListBytes[];
  box: Bytes;
  segments: Bytes[];
  newest: number;
}

interface Room {
  roster: Roster;
  journal: Line[];
}

/** What a server of sealed rooms keeps and checks, in memory; it hands out everything to anybody. */
export class SealedServer {
  readonly accounts = new Map<string, Account>();
  readonly rooms = new Map<string, Room>();
  readonly deliveries = new Map<string, Map<string, Bytes>>();
  readonly requests = new Map<string, Bytes[]>();
  private readonly oneTime = new Map<string, Bytes[]>();
  private readonly weekly = new Map<string, Bytes>();

  publish(user: string, p: { statement: Bytes; entries: Bytes[]; box: Bytes; preKeys: Bytes[] }): void {
    const former = this.accounts.get(user);
    this.accounts.set(user, {
      lists: [{ statement: p.statement, entries: [...p.entries] }], former: former ? [...former.former, former.lists] : [], box: p.box, segments: [], newest: 0,
    });
    this.addPreKeys(p.preKeys);
  }

  /** A new epoch; false when another was there first. */
  publishEpoch(user: string, p: { statement: Bytes; entries: Bytes[]; box: Bytes }): boolean {
    const account = this.accounts.get(user)!;
    if (readStatement(p.statement).epoch !== account.lists.length + 1) return false;
    account.lists.push({ statement: p.statement, entries: [...p.entries] });
    account.box = p.box;
    return true;
  }

  fingerprint = (user: string) => fingerprintOf(user, readStatement(this.accounts.get(user)!.lists[0]!.statement).accountKey);

  head(user: string): Bytes {
    const { statement, entries } = this.accounts.get(user)!.lists.at(-1)!;
    return entries.length === 0 ? statementHash(statement) : listEntryHash(entries.at(-1)!);
  }

  devices(user: string): string[] {
    const listed = new Set<string>();
    for (const entry of this.accounts.get(user)!.lists.at(-1)!.entries.map(readListEntry)) {
      if (entry.kind === 1) listed.add(entry.device!);
      if (entry.kind === 2) listed.delete(entry.device!);
    }
    return [...listed];
  }

  /** False when another entry was there first. */
  addListEntry(user: string, bytes: Bytes): boolean {
    const entry = readListEntry(bytes);
    const { lists } = this.accounts.get(user)!;
    if (entry.epoch !== lists.length || !equal(entry.previous, this.head(user))) return false;
    lists.at(-1)!.entries.push(bytes);
    return true;
  }

  addPreKeys(list: Bytes[]): void {
    for (const bytes of list) {
      const { kind, device } = readPreKey(bytes);
      if (kind === ONE_TIME) this.oneTime.set(device, [...(this.oneTime.get(device) ?? []), bytes]);
      else this.weekly.set(device, bytes);
    }
  }

  left = (device: string) => this.oneTime.get(device)?.length ?? 0;
  claim = (device: string): Bytes | null => this.oneTime.get(device)?.shift() ?? this.weekly.get(device) ?? null;

  backUp(user: string, bytes: Bytes): boolean {
    const account = this.accounts.get(user)!;
    const segment = readSegment(bytes);
    const last = account.segments.at(-1);
    if (segment.counter !== account.newest + 1 || (last !== undefined && !equal(segment.previous, readSegment(last).hash))) return false;
    account.segments.push(bytes);
    account.newest = segment.counter;
    if (segment.kind === 3) account.segments = account.segments.filter((each) => readSegment(each).counter >= segment.base);
    return true;
  }

  create(room: string, bytes: Bytes): void {
    const entry = readRosterEntry(bytes);
    this.rooms.set(room, { roster: advance(null, entry), journal: [{ seq: 1, kind: 'roster', sender: entry.author, id: '', bytes }] });
  }

  /** False when the entry is not on the current head. */
  addRosterEntry(room: string, bytes: Bytes): boolean {
    const state = this.rooms.get(room)!;
    const entry = readRosterEntry(bytes);
    if (entry.index !== state.roster.index + 1 || !equal(entry.previous, state.roster.head)) return false;
    state.roster = advance(state.roster, entry);
    state.journal.push({ seq: state.journal.length + 1, kind: 'roster', sender: entry.author, id: '', bytes });
    return true;
  }

  /** The place in the journal, or `stale`; the same id again gets the same answer. */
  send(bytes: Bytes): number | 'stale' {
    const message = readMessage(bytes);
    const state = this.rooms.get(message.room)!;
    const before = state.journal.find(({ sender, id }) => sender === message.sender && id === message.id);
    if (before !== undefined) return before.seq;
    if (!equal(message.rosterHead, state.roster.head) || !equal(message.listHead, this.head(message.sender))) return 'stale';
    if (!state.roster.members.some(({ user }) => user === message.sender)) return 'stale';
    const seq = state.journal.length + 1;
    state.journal.push({ seq, kind: 'message', sender: message.sender, id: message.id, bytes });
    return seq;
  }

  deliver(bytes: Bytes): void {
    const { recipientDevice } = readDelivery(bytes);
    const waiting = this.deliveries.get(recipientDevice) ?? new Map<string, Bytes>();
    this.deliveries.set(recipientDevice, waiting.set(deliveryId(bytes), bytes));
  }

  request(bytes: Bytes): void {
    const { to, asker, askerDevice, ownerDevice } = readKeyRequest(bytes);
    const asked = to === TO_OWN ? this.devices(asker).filter((device) => device !== askerDevice) : [ownerDevice];
    for (const device of asked) this.requests.set(device, [...(this.requests.get(device) ?? []), bytes]);
  }
}
