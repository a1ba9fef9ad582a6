import { type Bytes, Malformed, type Reader, type Writer } from './bytes';
import { crockford } from './names';
import { begin, mustBeSignedBy, readSigned, type Signed, signed, structureHash } from './signed';

const LABEL = 'parley/1 roster entry';
const MOST_CHANGES = 700;

export const OWNER = 0;
export const MODERATOR = 1;
export const MEMBER = 2;
export type Role = 0 | 1 | 2;

export const DIRECT = 1;
export const PRIVATE = 2;

export const HISTORY_ALL = 1;
export const HISTORY_JOINED = 2;

export type Change =
  | { kind: 'add'; user: string; fingerprint: Bytes; role: Role }
  | { kind: 'remove'; user: string }
  | { kind: 'role'; user: string; role: Role }
  | { kind: 'history'; rule: 1 | 2 }
  | { kind: 'profile'; commitment: Bytes; sealed: Bytes }
  | { kind: 'account'; user: string; fingerprint: Bytes }
  | { kind: 'origin'; room: string; seq: number }
  | { kind: 'confirm' };

export interface RosterEntry extends Signed {
  kind: 1 | 2;
  room: string;
  index: number;
  previous: Bytes;
  time: number;
  author: string;
  authorKey: Bytes;
  listHead: Bytes;
  changes: Change[];
  hash: Bytes;
}

function writeChange(to: Writer, change: Change): void {
  switch (change.kind) {
    case 'add':
      return void to.u8(1).id(change.user).raw(change.fingerprint, 32).u8(change.role);
    case 'remove':
      return void to.u8(2).id(change.user);
    case 'role':
      return void to.u8(3).id(change.user).u8(change.role);
    case 'history':
      return void to.u8(4).u8(change.rule);
    case 'profile':
      return void to.u8(5).raw(change.commitment, 32).bytes16(change.sealed);
    case 'account':
      return void to.u8(6).id(change.user).raw(change.fingerprint, 32);
    case 'origin':
      return void to.u8(7).id(change.room).u64(change.seq);
    case 'confirm':
      return void to.u8(8);
  }
}

function readChange(r: Reader): Change {
  switch (r.choice(1, 2, 3, 4, 5, 6, 7, 8)) {
    case 1:
      return { kind: 'add', user: r.id(), fingerprint: r.raw(32), role: r.choice(0, 1, 2) };
    case 2:
      return { kind: 'remove', user: r.id() };
    case 3:
      return { kind: 'role', user: r.id(), role: r.choice(0, 1, 2) };
    case 4:
      return { kind: 'history', rule: r.choice(1, 2) };
    case 5:
      return { kind: 'profile', commitment: r.raw(32), sealed: r.bytes16() };
    case 6:
      return { kind: 'account', user: r.id(), fingerprint: r.raw(32) };
    case 7:
      return { kind: 'origin', room: r.id(), seq: r.u64() };
    case 8:
      return { kind: 'confirm' };
  }
}

export function makeRosterEntry(deviceSeed: Bytes, e: Omit<RosterEntry, 'bytes' | 'hash'>): Promise<Bytes> {
  const body = begin().u8(e.kind).id(e.room).u32(e.index).raw(e.previous, 32).u64(e.time).id(e.author);
  body.raw(e.authorKey, 32).raw(e.listHead, 32).u16(e.changes.length);
  for (const change of e.changes) writeChange(body, change);
  return signed(deviceSeed, LABEL, body.done());
}

export function readRosterEntry(bytes: Bytes): RosterEntry {
  const entry = readSigned(bytes, (r) => ({
    kind: r.choice(1, 2),
    room: r.id(),
    index: r.u32(),
    previous: r.raw(32),
    time: r.u64(),
    author: r.id(),
    authorKey: r.raw(32),
    listHead: r.raw(32),
    changes: readChanges(r),
  }));
  return { ...entry, hash: structureHash(LABEL, bytes) };
}

function readChanges(r: Reader): Change[] {
  const count = r.u16();
  if (count === 0 || count > MOST_CHANGES) throw new Malformed(`a roster entry has 1 to ${MOST_CHANGES} changes`);
  return Array.from({ length: count }, () => readChange(r));
}

export const checkRosterEntry = (entry: RosterEntry) => mustBeSignedBy(entry.authorKey, LABEL, entry.bytes);

/** The id of the room that begins with {@link first}. */
export const roomIdOf = (first: RosterEntry) => crockford(first.hash);
