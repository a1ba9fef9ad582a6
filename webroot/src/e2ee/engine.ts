import { Account } from './account';
import { Approver, NewDevice } from './joining';
import { Backup } from './backup';
import type { Bytes } from './bytes';
import type { Content } from './content';
import { contentBytes } from './content';
import { Contacts } from './contacts';
import { devicesOf, headTime, lastEpoch, type ListBytes } from './device-list';
import { KeyExchange } from './key-exchange';
import type { Profile } from './profile';
import { type JournalEntry, ReceivingSide } from './receiving';
import { Records, type World } from './records';
import { type NewRoom, type PlacedEntry, Rooms, type WantedChange } from './rooms';
import { type DeviceOf, LIMITS, type Limits, SendingSide } from './sending';
import type { Self } from './state';

/**
 * Sealed rooms as one device takes part in them: bytes in, bytes out. What has to be remembered is in the store when a
 * method returns, so whatever it returned may be sent. Calls are taken one after the other.
 */
export class Engine {
  private readonly records: Records;
  private readonly contacts: Contacts;
  private readonly rooms: Rooms;
  private readonly sending: SendingSide;
  private readonly receiving: ReceivingSide;
  private readonly backups: Backup;
  private readonly account: Account;
  private readonly keys: KeyExchange;

  constructor(
    private readonly world: World,
    limits: Limits = LIMITS,
  ) {
    const records = (this.records = new Records(world.store));
    const self = this.self;
    this.contacts = new Contacts(world, records);
    this.rooms = new Rooms(world, records, this.contacts, self);
    this.sending = new SendingSide(world, records, this.contacts, this.rooms, self, limits);
    this.receiving = new ReceivingSide(world, records, this.contacts, this.rooms, this.sending, self);
    this.backups = new Backup(world, records, this.contacts, this.receiving, this.rooms, self);
    this.account = new Account(world, records, this.contacts, this.backups, self, limits);
    this.keys = new KeyExchange(world, records, this.contacts, this.rooms, this.sending, this.receiving, self, (keys) => this.account.takeKeys(keys));
  }

  private readonly self = async (): Promise<Readonly<Self>> => {
    const self = await this.records.read<Self>('self');
    if (self === null) throw new Error('no keys are set up on this device');
    return self;
  };

  private turn = <T>(work: () => Promise<T>): Promise<T> => this.records.turn(work);

  // Account and devices

  /** Whose keys these are, and this device's id; null before set-up. */
  who = () =>
    this.turn(async () => {
      const self = await this.records.read<Self>('self');
      return self && { user: self.user, device: self.device, fingerprint: self.fingerprint };
    });
  setUp = (user: string) => this.turn(() => this.account.setUp(user));
  restore = (user: string, words: string, box: Bytes, lists: ListBytes, segments: Bytes[], newest: number) =>
    this.turn(() => this.account.restore(user, words, box, lists, segments, newest));
  newDevice = (user: string) => NewDevice.begin(user, this.world, this.records, this.account);
  approve = () => new Approver(this.world, this.records, this.contacts, this.account, this.self);
  removeDevice = (device: string) => this.turn(() => this.account.removeDevice(device));
  loseDevices = (words: string, box: Bytes, lost: string[]) => this.turn(() => this.account.loseDevices(words, box, lost));
  otherDevices = () => this.turn(() => this.account.others());
  shareKeys = (preKeys: (DeviceOf & { preKey: Bytes })[]) => this.turn(() => this.account.shareKeys(preKeys));
  renew = () => this.turn(() => this.account.renew());
  preKeys = (left: number) => this.turn(() => this.account.preKeys(left));

  nameDevice = (device: string, name: string) =>
    this.turn(async () => {
      this.records.put(`name/${device}`, name);
      this.records.put(`todo/4/${device}`, true);
    });

  /** The own devices as the verified list has them. */
  devices = () =>
    this.turn(async () => {
      const self = await this.self();
      const history = await this.contacts.current(self.user);
      if (history === null) return [];
      const epoch = lastEpoch(history);
      const added = new Map(epoch.entries.map(({ device, time }) => [device, time]));
      return Promise.all(
        devicesOf(epoch).map(async ({ id }) => ({
          id,
          name: await this.records.read<string>(`name/${id}`),
          added: added.get(id)!,
          here: id === self.device,
        })),
      );
    });

  /** Forgets everything, for good. */
  forget = () =>
    this.turn(async () => {
      for (const key of await this.records.keys('')) this.records.delete(key);
    });

  // Contacts

  /** Takes in the lists of a user, oneself among them: those under the account now, and those under former ones. */
  contact = (user: string, lists: ListBytes, former: ListBytes[] = []) =>
    this.turn(async () => {
      const news = await this.contacts.take(user, lists, former);
      const self = await this.records.read<Self>('self');
      if (self?.user === user) await this.account.settle();
      return self === null ? news : { ...news, confirm: await this.rooms.toConfirm(news.removed) };
    });
  contactState = (user: string) =>
    this.turn(async () => {
      const contact = await this.contacts.get(user);
      const history = contact && (await this.contacts.history(user, contact.fingerprint));
      return contact && { state: contact.state, fingerprint: contact.fingerprint, offered: contact.offered, listTime: history && headTime(history) };
    });
  safetyNumber = (user: string) => this.turn(async () => this.contacts.safetyNumber(await this.self(), user));
  /** The numbers were compared and are the same. */
  verified = (user: string) => this.turn(() => this.contacts.accept(user, true));
  /** The user goes on with the account that is shown now. */
  accept = (user: string) => this.turn(() => this.contacts.accept(user, false));

  // Rooms

  create = (room: NewRoom) => this.turn(() => this.rooms.create(room));
  change = (room: string, changes: WantedChange[]) => this.turn(() => this.rooms.change(room, changes));
  roster = (room: string, entries: PlacedEntry[], complete = false) =>
    this.turn(async () => {
      const news = await this.rooms.take(room, entries, complete);
      if (entries.length > 0) await this.receiving.noteSeen({ room, seq: entries.at(-1)!.seq });
      return news;
    });
  isSealed = (room: string) => this.turn(() => this.rooms.isSealed(room));
  trust = (room: string) => this.turn(() => this.rooms.trust(room));
  profile = (room: string): Promise<Profile | null> => this.turn(() => this.rooms.profile(room));

  /** How a room stands; null while nothing is known of it. */
  room = (room: string) =>
    this.turn(async () => {
      const state = await this.rooms.get(room);
      if (state === null) return null;
      const members = await Promise.all(
        state.roster.members.map(async ({ user, role }) => ({ user, role, state: (await this.contacts.get(user))?.state ?? null })),
      );
      const { doubtful, forked, rolledBack } = state;
      const { kind, history, origin, index } = state.roster;
      const verified = members.every((member) => member.state === 'verified');
      return { kind, history, origin, index, members, verified, doubtful, forked, rolledBack };
    });

  // Sealing

  missing = (room: string) => this.turn(() => this.sending.missing(room));
  deliver = (room: string, preKeys: (DeviceOf & { preKey: Bytes | null })[]) => this.turn(() => this.sending.deliver(room, preKeys));
  outgoing = () => this.turn(() => this.sending.outgoing());
  delivered = (ids: string[]) => this.turn(async () => this.sending.delivered(ids));
  seal = (room: string, id: string, content: Content) => this.turn(() => this.sending.seal(room, id, contentBytes(content)));
  accepted = (room: string, id: string) => this.turn(() => this.sending.accepted(room, id));
  refused = (room: string, id: string) => this.turn(() => this.sending.refused(room, id));
  unanswered = () => this.turn(() => this.sending.unanswered());
  beginAnew = (room: string) => this.turn(() => this.sending.beginAnew(room));

  // Opening

  open = (entry: JournalEntry) => this.turn(() => this.receiving.open(entry));
  delivery = (bytes: Bytes) => this.turn(() => this.keys.delivery(bytes));
  requests = () => this.turn(() => this.keys.requests());
  nextRequest = () => this.turn(() => this.keys.nextRequest());
  askNow = (room: string, chain: string) => this.turn(() => this.keys.askNow(room, chain));
  request = (bytes: Bytes) => this.turn(() => this.keys.request(bytes));
  answer = (bytes: Bytes, preKey: Bytes) => this.turn(() => this.keys.answer(bytes, preKey));

  // Backup

  backup = () => this.turn(() => this.backups.segments());
  backedUp = (counter: number) => this.turn(() => this.backups.taken(counter));
  backupRefused = () => this.turn(() => this.backups.refused());
  merge = (segments: Bytes[], newest: number) => this.turn(() => this.backups.merge(segments, newest));
}
