import { type Bytes, equal, hex, Malformed } from './bytes';
import { type Device, devicesAt, devicesOf, Forked, headOf, headTime, lastEpoch, type ListBytes, type ListHistory, readStatement, REMOVE, verifyLists } from './device-list';
import { fingerprintOf, safetyNumber } from './names';
import type { Records, World } from './records';
import type { Contact, ContactState, Room, Self } from './state';

/** A list of devices whose head is older says too little about now. */
export const LIST_WARNS = 10 * 86_400_000;

/** What became of a contact when its lists were looked at. */
export interface ContactNews {
  user: string;
  state: ContactState;
  added: string[];
  removed: string[];
  /** The list is older than ten days: its owner was away, or the server shows an old one. */
  old: boolean;
  /** Rooms whose last change was made by a device that is gone now: this device signs a `confirm` there. */
  confirm: string[];
}

/** Pins what was seen first of each user, and takes no list that forks from it or goes back. */
export class Contacts {
  constructor(
    private readonly world: World,
    private readonly records: Records,
  ) {}

  get = (user: string) => this.records.read<Contact>(`contact/${user}`);
  history = (user: string, fingerprint: Bytes) => this.records.read<ListHistory>(`lists/${user}/${hex(fingerprint)}`);

  /** The history under the account that counts for {@link user}. */
  async current(user: string): Promise<Readonly<ListHistory> | null> {
    const contact = await this.get(user);
    return contact && this.history(user, contact.fingerprint);
  }

  /** The devices that can be sealed to under {@link fingerprint}: null when the lists have to be fetched first. */
  async devices(user: string, fingerprint: Bytes): Promise<{ devices: Device[]; tag: string } | 'unknown' | 'not trusted'> {
    const contact = await this.get(user);
    if (contact === null || contact.behind) return 'unknown';
    if (contact.offered !== null || !equal(contact.fingerprint, fingerprint)) return 'not trusted';
    const history = await this.history(user, fingerprint);
    if (history === null) return 'unknown';
    const epoch = lastEpoch(history);
    // A device that came and went meanwhile was never given the chain, but has it from its user's backup.
    const removals = epoch.entries.filter(({ kind }) => kind === REMOVE).length;
    return { devices: devicesOf(epoch), tag: `${hex(fingerprint)} ${epoch.epoch} ${removals}` };
  }

  /** Takes in what the server hands out of {@link user}: the lists under its account now, and those under former ones. */
  async take(user: string, lists: ListBytes, former: ListBytes[] = []): Promise<ContactNews> {
    for (const each of former) await this.keep(user, await this.verified(user, each));
    const history = await this.verified(user, lists);
    const known = await this.records.edit<Contact>(`contact/${user}`);
    if (known === null) return this.first(history);
    if (!equal(history.fingerprint, known.fingerprint)) return this.changed(known, history);
    this.checkPin(known, history);
    const before = await this.history(user, history.fingerprint);
    const news = this.compare(known.state, before, history);
    known.offered = null;
    known.state = known.state === 'changed' ? 'pinned' : known.state === 'changed after verification' ? 'verified' : known.state;
    known.behind = false;
    known.pin = this.pinOf(history);
    await this.noteRemoved(known, history);
    await this.keep(user, history);
    return { ...news, state: known.state };
  }

  private async verified(user: string, lists: ListBytes): Promise<ListHistory> {
    if (lists.length === 0) throw new Malformed('no statement');
    const fingerprint = fingerprintOf(user, readStatement(lists[0]!.statement).accountKey);
    return verifyLists(user, lists, (await this.history(user, fingerprint)) ?? undefined);
  }

  private async keep(user: string, history: ListHistory): Promise<void> {
    const before = await this.history(user, history.fingerprint);
    const same = before !== null && before.epochs.length === history.epochs.length && equal(headOf(lastEpoch(before)), headOf(lastEpoch(history)));
    if (!same) this.records.put(`lists/${user}/${hex(history.fingerprint)}`, history);
  }

  private pinOf(history: ListHistory) {
    const epoch = lastEpoch(history);
    return { epoch: epoch.epoch, index: epoch.entries.length - 1, head: headOf(epoch) };
  }

  private async first(history: ListHistory): Promise<ContactNews> {
    const contact: Contact = {
      user: history.user,
      state: 'pinned',
      fingerprint: history.fingerprint,
      offered: null,
      pin: this.pinOf(history),
      behind: false,
      removed: {},
    };
    this.records.put(`contact/${history.user}`, contact);
    this.records.put(`todo/3/${history.user}`, true);
    await this.noteRemoved(contact, history);
    await this.keep(history.user, history);
    return this.compare('pinned', null, history);
  }

  private async changed(known: Contact, history: ListHistory): Promise<ContactNews> {
    await this.keep(known.user, history);
    known.offered = history.fingerprint;
    known.behind = false;
    if (known.state === 'pinned') known.state = 'changed';
    if (known.state === 'verified') known.state = 'changed after verification';
    return this.compare(known.state, null, history);
  }

  /** What was pinned must be in the history, also when all that is known of it is the pin. */
  private checkPin({ pin }: Contact, history: ListHistory): void {
    if (pin === null) return;
    const epoch = history.epochs[pin.epoch - 1];
    const there = epoch && (pin.index < 0 ? epoch.statementHash : epoch.entries[pin.index]?.hash);
    if (there === undefined) throw new Forked('the device list went back');
    if (!equal(there, pin.head)) throw new Forked('the device list forks');
  }

  private compare(state: ContactState, before: ListHistory | null, after: ListHistory): ContactNews {
    const old = new Set(before === null ? [] : devicesOf(lastEpoch(before)).map(({ id }) => id));
    const now = devicesOf(lastEpoch(after)).map(({ id }) => id);
    return {
      user: after.user,
      state,
      added: now.filter((id) => !old.has(id)),
      removed: [...old].filter((id) => !now.includes(id)),
      old: this.world.now() - headTime(after) > LIST_WARNS,
      confirm: [],
    };
  }

  /** Remembers of devices that were taken off how far each room had come, so that what comes behind is marked. */
  private async noteRemoved(contact: Contact, history: ListHistory): Promise<void> {
    const listed = new Set(devicesOf(lastEpoch(history)).map(({ id }) => id));
    const gone = history.epochs.flatMap(({ entries }) => entries.map(({ device }) => device)).filter((id) => id !== null && !listed.has(id));
    const fresh = [...new Set(gone)].filter((id) => contact.removed[id!] === undefined);
    if (fresh.length === 0) return;
    const rooms: Record<string, number> = {};
    for (const key of await this.records.keys('room/')) {
      const room = (await this.records.read<Room>(key))!;
      if (room.roster.members.some(({ user }) => user === contact.user)) rooms[room.roster.room] = (await this.records.read<number>(`seen/${room.roster.room}`)) ?? 0;
    }
    for (const id of fresh) contact.removed[id!] = rooms;
  }

  /** Whether {@link device} was listed at {@link head} of {@link user}'s list under {@link fingerprint}; null: not known. */
  async listedAt(user: string, fingerprint: Bytes, head: Bytes, device: string): Promise<{ device: Device; time: number } | 'not listed' | null> {
    const history = await this.history(user, fingerprint);
    const at = history && devicesAt(history, head);
    if (at === null) return null;
    const found = at.devices.find(({ id }) => id === device);
    return found === undefined ? 'not listed' : { device: found, time: at.time };
  }

  async isListedNow(user: string, fingerprint: Bytes, device: string): Promise<boolean> {
    const history = await this.history(user, fingerprint);
    return history !== null && devicesOf(lastEpoch(history)).some(({ id }) => id === device);
  }

  /** Something was signed under a list that is not here: it is fetched before anything is sealed to its owner. */
  async fellBehind(user: string): Promise<void> {
    const contact = await this.get(user);
    if (contact !== null && !contact.behind) (await this.records.edit<Contact>(`contact/${user}`))!.behind = true;
  }

  async safetyNumber(self: Self, user: string): Promise<string | null> {
    const contact = await this.get(user);
    const history = contact && (await this.history(user, contact.offered ?? contact.fingerprint));
    return history && safetyNumber(self.user, self.accountKey, user, history.accountKey);
  }

  /** The user takes the account that is shown now; {@link verified}: after comparing numbers. */
  async accept(user: string, verified: boolean): Promise<void> {
    const contact = await this.records.edit<Contact>(`contact/${user}`);
    if (contact === null) throw new Error('nothing is known of this user yet');
    if (contact.state === 'changed after verification' && !verified) throw new Error('compare the safety numbers first');
    if (contact.offered !== null) {
      contact.fingerprint = contact.offered;
      contact.offered = null;
      contact.pin = this.pinOf((await this.history(user, contact.fingerprint))!);
    }
    contact.state = verified || contact.state === 'verified' ? 'verified' : 'pinned';
    this.records.put(`todo/3/${user}`, true);
  }
}

