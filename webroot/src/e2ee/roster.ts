import { type Bytes, equal, Malformed } from './bytes';
import { NO_ROOM } from './names';
import { type Change, DIRECT, HISTORY_ALL, MEMBER, MODERATOR, OWNER, type Role, roomIdOf, type RosterEntry } from './roster-entry';

const MOST_MEMBERS = 10_000;

export interface Member {
  user: string;
  fingerprint: Bytes;
  role: Role;
}

/** What a chain of roster entries comes to. */
export interface Roster {
  room: string;
  kind: 1 | 2;
  index: number;
  head: Bytes;
  /** In the order of adding. */
  members: Member[];
  history: 1 | 2;
  profile: { commitment: Bytes; sealed: Bytes } | null;
  origin: { room: string; seq: number } | null;
}

/** A change that its author may not make, or that makes no sense. */
export class NotAllowed extends Malformed {
  override name = 'NotAllowed';
}

const refuse = (why: string): never => {
  throw new NotAllowed(why);
};

/**
 * The roster after {@link entry}, by the rules of who may do what; null before the first entry. Signatures and lists of
 * devices are not looked at here.
 */
export function advance(before: Roster | null, entry: RosterEntry): Roster {
  const after: Roster =
    before === null
      ? { room: roomIdOf(entry), kind: entry.kind, index: 0, head: entry.hash, members: [], history: HISTORY_ALL, profile: null, origin: null }
      : { ...before, members: before.members.map((member) => ({ ...member })), index: entry.index, head: entry.hash };
  if (before === null) checkFirst(entry);
  else checkNext(before, entry);
  for (const [i, change] of entry.changes.entries()) {
    const last = i === entry.changes.length - 1;
    if (change.kind === 'remove' && change.user === entry.author && !last) refuse('who leaves changes nothing after');
    apply(after, entry.author, change, before === null, i);
  }
  if (after.kind === DIRECT && (after.members.length !== 2 || after.members.some(({ role }) => role !== OWNER))) {
    refuse('a direct conversation has two owners');
  }
  if (after.members.length > MOST_MEMBERS) refuse(`a room has at most ${MOST_MEMBERS} members`);
  inherit(after);
  return after;
}

function checkFirst(entry: RosterEntry): void {
  const [first] = entry.changes;
  if (entry.room !== NO_ROOM || entry.index !== 0) refuse('a first entry names no room');
  if (first?.kind !== 'add' || first.user !== entry.author || first.role !== OWNER) refuse('a first entry begins with its author');
  if (entry.changes.filter(({ kind }) => kind === 'history').length !== 1) refuse('a first entry has one history rule');
}

function checkNext(before: Roster, entry: RosterEntry): void {
  if (entry.room !== before.room || entry.kind !== before.kind) refuse('an entry of another room or kind');
  if (entry.index !== before.index + 1 || !equal(entry.previous, before.head)) refuse('an entry does not continue the roster');
  if (!before.members.some(({ user }) => user === entry.author)) refuse('an entry by somebody who is no member');
  if (before.kind === DIRECT && entry.changes.some(({ kind }) => ['add', 'remove', 'role', 'history'].includes(kind))) {
    refuse('a direct conversation keeps its members and its history rule');
  }
}

function apply(to: Roster, author: string, change: Change, first: boolean, position: number): void {
  // Within a first entry the author may everything; its own `add` comes first.
  const role = first ? OWNER : memberOf(to, author).role;
  const atLeast = (needed: Role) => role <= needed || refuse('not allowed in this role');
  switch (change.kind) {
    case 'add': {
      atLeast(change.role === MEMBER ? MODERATOR : OWNER);
      if (to.members.some(({ user }) => user === change.user)) refuse('somebody is added twice');
      return void to.members.push({ user: change.user, fingerprint: change.fingerprint, role: change.role });
    }
    case 'remove':
      return remove(to, author, role, change.user);
    case 'role':
      return changeRole(to, author, role, change);
    case 'history':
      atLeast(OWNER);
      if (!first && to.history === change.rule) refuse('the history rule is that already');
      return void (to.history = change.rule);
    case 'profile':
      atLeast(MODERATOR);
      if (to.profile !== null && equal(to.profile.commitment, change.commitment)) refuse('the profile has that key already');
      return void (to.profile = { commitment: change.commitment, sealed: change.sealed });
    case 'account': {
      atLeast(MODERATOR);
      const member = memberOf(to, change.user);
      if (change.user === author) refuse("one's own account is for somebody else to accept");
      if (equal(member.fingerprint, change.fingerprint)) refuse('the account is that already');
      return void (member.fingerprint = change.fingerprint);
    }
    case 'origin':
      if (!first || to.origin !== null || position === 0) refuse('an origin is said once, in the first entry');
      return void (to.origin = { room: change.room, seq: change.seq });
    case 'confirm':
      return void atLeast(MODERATOR);
  }
}

function remove(from: Roster, author: string, role: Role, user: string): void {
  const member = memberOf(from, user);
  if (user !== author && (role > MODERATOR || member.role <= role)) refuse('only somebody of a lower role can be removed');
  from.members = from.members.filter((other) => other !== member);
}

function changeRole(to: Roster, author: string, role: Role, change: { user: string; role: Role }): void {
  const member = memberOf(to, change.user);
  if (role !== OWNER) refuse('roles are given by owners');
  if (member.role === change.role) refuse('the role is that already');
  if (change.user === author) {
    if (!to.members.some((other) => other !== member && other.role === OWNER)) refuse('the only owner stays owner');
  } else if (member.role === OWNER) {
    refuse('only somebody of a lower role gets another');
  }
  member.role = change.role;
}

const memberOf = (roster: Roster, user: string): Member =>
  roster.members.find((member) => member.user === user) ?? refuse('somebody who is no member');

/** A room that its owners left goes to the earliest moderator, else to the earliest member. */
function inherit(roster: Roster): void {
  if (roster.members.some(({ role }) => role === OWNER)) return;
  const heir = roster.members.find(({ role }) => role === MODERATOR) ?? roster.members[0];
  if (heir !== undefined) heir.role = OWNER;
}
