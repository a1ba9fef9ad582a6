import { type Bytes, equal, hex, Malformed } from './bytes';
import type { Contacts } from './contacts';
import { headOf, lastEpoch } from './device-list';
import { deviceId, NO_ROOM } from './names';
import { openProfile, type Profile, profileBytes, sealProfile } from './profile';
import type { Records, World } from './records';
import { advance, type Roster } from './roster';
import { type Change, checkRosterEntry, HISTORY_JOINED, makeRosterEntry, MODERATOR, OWNER, readRosterEntry, type Role, type RosterEntry, roomIdOf } from './roster-entry';
import { FIRST_ASK, NO_CHAIN, type Room, type RosterPin, type Self, type Sending, type Wanted } from './state';

/** What a user wants changed; whose account is meant follows from what is pinned. */
export type WantedChange =
  | { kind: 'add'; user: string; role: Role }
  | { kind: 'remove'; user: string }
  | { kind: 'role'; user: string; role: Role }
  | { kind: 'history'; rule: 1 | 2 }
  | { kind: 'profile'; profile: Profile }
  | { kind: 'account'; user: string }
  | { kind: 'confirm' };

export interface NewRoom {
  kind: 1 | 2;
  members: { user: string; role: Role }[];
  history?: 1 | 2;
  profile?: Profile;
  origin?: { room: string; seq: number };
}

export interface PlacedEntry {
  seq: number;
  bytes: Bytes;
}

/** How a room stands after entries of its roster were looked at. */
export interface RoomNews {
  room: string;
  /** Whose lists are needed before the next entry can be judged; nothing behind it was taken. */
  needs: string[];
  /** Why an entry was refused; it and what is behind it were not taken. */
  refused: string | null;
  taken: number;
}

/** Somebody's account cannot be put into a roster: their keys are not known, or changed. */
export class NotTrusted extends Error {
  override name = 'NotTrusted';
  constructor(readonly user: string) {
    super(`the keys of ${user} are not known, or not the ones that were`);
  }
}

/** The rosters of sealed rooms: who is a member, by entries that were verified one after the other. */
export class Rooms {
  constructor(
    private readonly world: World,
    private readonly records: Records,
    private readonly contacts: Contacts,
    private readonly self: () => Promise<Readonly<Self>>,
  ) {}

  get = (room: string) => this.records.read<Room>(`room/${room}`);

  /** Whether this was ever seen as a sealed room, whatever the server calls it now. */
  isSealed = async (room: string) => (await this.get(room)) !== null || (await this.records.read(`pin/${room}`)) !== null;

  async create(wanted: NewRoom): Promise<{ room: string; entry: Bytes }> {
    const self = await this.self();
    const changes: Change[] = [{ kind: 'add', user: self.user, fingerprint: self.fingerprint, role: OWNER }];
    for (const { user, role } of wanted.members) changes.push({ kind: 'add', user, fingerprint: await this.trusted(user), role });
    changes.push({ kind: 'history', rule: wanted.history ?? HISTORY_JOINED });
    if (wanted.profile !== undefined) changes.push(await this.profileChange(wanted.profile));
    if (wanted.origin !== undefined) changes.push({ kind: 'origin', ...wanted.origin });
    const entry = await this.sign(wanted.kind, null, changes);
    const first = readRosterEntry(entry);
    advance(null, first);
    return { room: roomIdOf(first), entry };
  }

  /** An entry that makes the changes on the roster as it is now; it counts when the journal has it. */
  async change(room: string, wanted: WantedChange[]): Promise<Bytes> {
    const { roster } = await this.must(room);
    const changes: Change[] = [];
    for (const one of wanted) {
      if (one.kind === 'add' || one.kind === 'account') changes.push({ ...one, fingerprint: await this.trusted(one.user) });
      else changes.push(one.kind === 'profile' ? await this.profileChange(one.profile) : one);
    }
    const entry = await this.sign(roster.kind, roster, changes);
    advance(roster, readRosterEntry(entry));
    return entry;
  }

  private async trusted(user: string): Promise<Bytes> {
    const contact = await this.contacts.get(user);
    if (contact === null || contact.offered !== null) throw new NotTrusted(user);
    return contact.fingerprint;
  }

  private async profileChange(profile: Profile): Promise<Change> {
    const key = this.world.random(32);
    const { commitment, sealed } = await sealProfile(key, this.world.random(12), profileBytes(profile));
    this.records.put(`profilekey/${hex(commitment)}`, key);
    return { kind: 'profile', commitment, sealed };
  }

  private async sign(kind: 1 | 2, roster: Roster | null, changes: Change[]): Promise<Bytes> {
    const self = await this.self();
    const history = await this.contacts.current(self.user);
    if (history === null) throw new Error('the own device list is not known yet');
    return makeRosterEntry(self.deviceSeed, {
      kind,
      room: roster?.room ?? NO_ROOM,
      index: roster === null ? 0 : roster.index + 1,
      previous: roster?.head ?? this.world.random(32),
      time: this.world.now(),
      author: self.user,
      authorKey: self.deviceKey,
      listHead: headOf(lastEpoch(history)),
      changes,
    });
  }

  /** Takes in entries in order; {@link complete}: these are all that the server has, from the first on. */
  async take(room: string, entries: PlacedEntry[], complete: boolean): Promise<RoomNews> {
    const news: RoomNews = { room, needs: [], refused: null, taken: 0 };
    const self = await this.self();
    const pin = await this.records.read<RosterPin>(`pin/${room}`);
    let state = await this.records.edit<Room>(`room/${room}`);
    const read = parse(entries, news);
    news.needs = await this.unknownAuthors(read.map(({ entry }) => entry));
    if (news.needs.length > 0) return news;
    const invited = read.findLast(({ entry }) => entry.author !== self.user && entry.changes.some((change) => change.kind === 'add' && change.user === self.user));
    const vouched = Math.max(invited?.entry.index ?? 0, pin === null ? 0 : pin.index + 1);
    for (const { seq, entry } of read) {
      if (state !== null && entry.index <= state.roster.index) {
        if (!equal(state.log[entry.index]!.hash, entry.hash)) state.forked = true;
        continue;
      }
      try {
        const judged = await this.judge(room, state, entry);
        if (judged === 'unknown') {
          news.needs = [entry.author];
          break;
        }
        state = await this.follow(state, judged, entry, seq, self);
        if (pin?.index === entry.index && !equal(pin.head, entry.hash)) state.forked = true;
        if (entry.index >= vouched && !onlyLeaves(entry)) state.doubtful = !(await this.contacts.isListedNow(entry.author, judged.fingerprint, deviceId(entry.authorKey)));
        news.taken++;
      } catch (refusal) {
        if (!(refusal instanceof Malformed)) throw refusal;
        news.refused ??= refusal.message;
        break;
      }
    }
    if (state === null) return news;
    if (complete) state.rolledBack = (entries.length === 0 ? -1 : (read.at(-1)?.entry.index ?? -1)) < Math.max(state.roster.index, pin?.index ?? 0);
    this.records.put(`room/${room}`, state);
    if (news.taken > 0) this.records.put(`todo/5/${room}`, true);
    return news;
  }

  private async unknownAuthors(entries: RosterEntry[]): Promise<string[]> {
    const unknown = new Set<string>();
    for (const { author } of entries) if ((await this.contacts.get(author)) === null) unknown.add(author);
    return [...unknown];
  }

  /** Verifies an entry as the next one; `unknown` when its author's lists do not reach as far as it. */
  private async judge(room: string, state: Room | null, entry: RosterEntry) {
    if (state === null && (entry.index !== 0 || roomIdOf(entry) !== room)) throw new Malformed('not the roster of this room');
    const [first] = entry.changes;
    const fingerprint = state === null ? (first?.kind === 'add' ? first.fingerprint : null) : state.roster.members.find(({ user }) => user === entry.author)?.fingerprint;
    if (!fingerprint) throw new Malformed('an entry by somebody who is no member');
    const device = await this.contacts.listedAt(entry.author, fingerprint, entry.listHead, deviceId(entry.authorKey));
    if (device === null) return 'unknown' as const;
    if (device === 'not listed') throw new Malformed('an entry by a device that was not listed');
    await checkRosterEntry(entry);
    return { roster: advance(state?.roster ?? null, entry), fingerprint };
  }

  private async follow(before: Room | null, { roster }: { roster: Roster }, entry: RosterEntry, seq: number, self: Self): Promise<Room> {
    const state: Room = before ?? { roster, log: [], tenures: [], doubtful: false, forked: false, rolledBack: false, profileKey: null };
    const was = new Map(before?.roster.members.map(({ user, fingerprint }) => [user, fingerprint]));
    const is = new Map(roster.members.map(({ user, fingerprint }) => [user, fingerprint]));
    for (const tenure of state.tenures) {
      if (tenure.to === null && !same(is.get(tenure.user), tenure.fingerprint)) tenure.to = seq;
    }
    for (const [user, fingerprint] of is) if (!same(was.get(user), fingerprint)) state.tenures.push({ user, fingerprint, from: seq, to: null });
    if (roster.profile !== null && !same(before?.roster.profile?.commitment, roster.profile.commitment)) {
      await this.newProfile(state, roster.profile.commitment, entry, roster.room, self);
    }
    state.roster = roster;
    state.log.push({ hash: entry.hash, seq, device: deviceId(entry.authorKey) });
    return state;
  }

  private async newProfile(state: Room, commitment: Bytes, entry: RosterEntry, room: string, self: Self): Promise<void> {
    state.profileKey = await this.records.read<Bytes>(`profilekey/${hex(commitment)}`);
    if (state.profileKey === null) return this.wantProfile(room, entry);
    this.records.delete(`want/${room}/${hex(NO_CHAIN)}`);
    this.records.delete(`profilekey/${hex(commitment)}`);
    this.records.put(`todo/6/${room}`, true);
    if (!equal(entry.authorKey, self.deviceKey)) return;
    const sending = (await this.records.edit<Sending>(`sending/${room}`)) ?? { chain: null, anew: false, profile: null };
    this.records.put(`sending/${room}`, { ...sending, profile: { commitment, given: [] } });
  }

  /** The key to name and topic is on its way; if it does not come, who set them is asked for it. */
  private wantProfile(room: string, { author, authorKey }: RosterEntry): void {
    const now = this.world.now();
    const wanted: Wanted = { room, chain: NO_CHAIN, owner: author, device: deviceId(authorKey), index: 0, since: now, tries: 0, next: now + FIRST_ASK };
    this.records.put(`want/${room}/${hex(NO_CHAIN)}`, wanted);
  }

  /** Takes a profile key, if it is the one that the roster commits to. */
  async learnProfileKey(room: string, key: Bytes, commitment: Bytes): Promise<void> {
    const state = await this.get(room);
    if (state?.profileKey !== null || state.roster.profile === null || !equal(state.roster.profile.commitment, commitment)) return;
    (await this.records.edit<Room>(`room/${room}`))!.profileKey = key;
    this.records.delete(`want/${room}/${hex(NO_CHAIN)}`);
    this.records.put(`todo/6/${room}`, true);
  }

  /** Name and topic; null while the key to them has not come. */
  async profile(room: string): Promise<Profile | null> {
    const { roster, profileKey } = await this.must(room);
    if (roster.profile === null) return {};
    return profileKey && openProfile(profileKey, roster.profile.commitment, roster.profile.sealed);
  }

  /**
   * Rooms where this device stands in for a device that is gone: it accepted the gone one's entry in its time, and those
   * who come to know of both at once would doubt it.
   */
  async toConfirm(gone: string[]): Promise<string[]> {
    const self = await this.self();
    const rooms: string[] = [];
    for (const key of gone.length === 0 ? [] : await this.records.keys('room/')) {
      const { roster, log, doubtful, forked } = (await this.records.read<Room>(key))!;
      const role = roster.members.find(({ user }) => user === self.user)?.role;
      if (role !== undefined && role <= MODERATOR && !doubtful && !forked && gone.includes(log.at(-1)!.device)) rooms.push(roster.room);
    }
    return rooms;
  }

  /** The user looked at the members and goes on. */
  async trust(room: string): Promise<void> {
    Object.assign((await this.records.edit<Room>(`room/${room}`))!, { doubtful: false, forked: false, rolledBack: false });
  }

  async must(room: string): Promise<Readonly<Room>> {
    const state = await this.get(room);
    if (state === null) throw new Error('the roster of this room is not known yet');
    return state;
  }
}

/** Who leaves harms nobody but themselves. */
const onlyLeaves = ({ author, changes }: RosterEntry) => changes.every((change) => change.kind === 'remove' && change.user === author);

const same = (a: Bytes | undefined, b: Bytes) => a !== undefined && equal(a, b);

/** Reads entries up to the first that is none. */
function parse(entries: PlacedEntry[], news: RoomNews): { seq: number; entry: RosterEntry }[] {
  const read = [];
  for (const { seq, bytes } of entries) {
    try {
      read.push({ seq, entry: readRosterEntry(bytes) });
    } catch (refusal) {
      if (!(refusal instanceof Malformed)) throw refusal;
      news.refused = refusal.message;
      break;
    }
  }
  return read;
}

/** Who was a member, and under which account, at a place in the room's journal. */
export const memberAt = (room: Readonly<Room>, user: string, seq: number) =>
  room.tenures.find((tenure) => tenure.user === user && tenure.from < seq && (tenure.to === null || seq < tenure.to)) ?? null;

/** The roster's head that a message at this place should carry. */
export const headAt = (room: Readonly<Room>, seq: number): Bytes | null => room.log.findLast((entry) => entry.seq < seq)?.hash ?? null;

/** The place of a head of the roster; null when it never was one. */
export const placeOf = (room: Readonly<Room>, head: Bytes): number | null => room.log.find(({ hash }) => equal(hash, head))?.seq ?? null;
