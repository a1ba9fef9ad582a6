import type { Backup } from './backup';
import { type Bytes, equal, Malformed, zeros } from './bytes';
import type { Contacts } from './contacts';
import { deliveryId, FOR_OWN, makeDelivery, type NewKeys, NO_HEAD } from './delivery';
import { ADD, deviceProof, devicesOf, headOf, headTime, lastEpoch, type ListBytes, type ListHistory, listEntryHash, makeListEntry, makeStatement, REMOVE, RENEW, statementHash } from './device-list';
import { deviceId, fingerprintOf, NO_ROOM } from './names';
import { checkPreKey, makePreKey, ONE_TIME, readPreKey, WEEKLY } from './pre-key';
import { agreementKey, signingKey } from './primitives';
import type { Records, World } from './records';
import { makeBox, MOST_KEYS, openBox, recoveryKeyOf, wordsOf } from './recovery';
import type { DeviceOf, Limits, OutgoingDelivery } from './sending';
import type { Self } from './state';

const DAY = 86_400_000;

/** The words do not open the box: they are another account's, or a box of somebody's making. */
export class WordsDoNotFit extends Error {
  override name = 'WordsDoNotFit';
}

/** What makes an account and its first device known, in one call. */
export interface Publication {
  statement: Bytes;
  entries: Bytes[];
  box: Bytes;
  preKeys: Bytes[];
}

/** What a device knows of its account's secrets when it joins. */
export interface Secrets {
  fingerprint: Bytes;
  epoch: number;
  signingSeed: Bytes;
  generation: number;
  backupKey: Bytes;
  oldBackupKeys: Bytes[];
}

interface Next extends NewKeys {
  /** The keys count from when the account's list shows this statement. */
  statement: Bytes;
}

/** This user's account, and this device in it. */
export class Account {
  constructor(
    private readonly world: World,
    private readonly records: Records,
    private readonly contacts: Contacts,
    private readonly backup: Backup,
    private readonly self: () => Promise<Readonly<Self>>,
    private readonly limits: Limits,
  ) {}

  /** Makes a new account. The words are shown once; what is to be published goes out after they were asked for. */
  async setUp(user: string): Promise<{ words: string; publication: Publication }> {
    const accountSeed = this.world.random(32);
    const recoveryKey = this.world.random(32);
    const deviceSeed = this.world.random(32);
    const accountKey = signingKey(accountSeed);
    const secrets: Secrets = {
      fingerprint: fingerprintOf(user, accountKey),
      epoch: 1,
      signingSeed: this.world.random(32),
      generation: 1,
      backupKey: this.world.random(32),
      oldBackupKeys: [],
    };
    const statement = await this.statement(accountSeed, user, 1, secrets.signingSeed);
    const entry = await this.addEntry(secrets.signingSeed, user, 1, 0, statementHash(statement), signingKey(deviceSeed), await deviceProof(user, deviceSeed, signingKey(deviceSeed)));
    const lists = [{ statement, entries: [entry] }];
    await this.contacts.take(user, lists);
    await this.contacts.accept(user, true);
    await this.become(user, accountKey, deviceSeed, secrets);
    const box = await this.box(recoveryKey, user, secrets, accountSeed);
    this.records.put('todo/2', true);
    return { words: wordsOf(recoveryKey), publication: { statement, entries: [entry], box, preKeys: await this.preKeys(0) } };
  }

  private box(recoveryKey: Bytes, user: string, { fingerprint, epoch, generation, backupKey, oldBackupKeys }: Secrets, accountSeed: Bytes): Promise<Bytes> {
    const secrets = { accountSeed, backupKeys: [backupKey, ...oldBackupKeys] };
    return makeBox(recoveryKey, { user, fingerprint, epoch, generation }, secrets, this.world.random(12), this.world.random(12));
  }

  private statement(accountSeed: Bytes, user: string, epoch: number, signingSeed: Bytes): Promise<Bytes> {
    return makeStatement(accountSeed, { user, epoch, accountKey: signingKey(accountSeed), signingKey: signingKey(signingSeed), time: this.world.now() });
  }

  private addEntry(signingSeed: Bytes, user: string, epoch: number, index: number, previous: Bytes, key: Bytes, proof: Bytes): Promise<Bytes> {
    return makeListEntry(signingSeed, { kind: ADD, user, epoch, index, previous, time: this.world.now(), device: null, key, proof });
  }

  private async become(user: string, accountKey: Bytes, deviceSeed: Bytes, secrets: Secrets): Promise<void> {
    const deviceKey = signingKey(deviceSeed);
    const self: Self = {
      user,
      accountKey,
      device: deviceId(deviceKey),
      deviceKey,
      deviceSeed,
      ...secrets,
      counter: 0,
      segment: zeros(32),
      segmentGeneration: 0,
      increments: 0,
      restate: false,
      weekly: [],
      nextWeekly: 1,
      nextOneTime: 1,
    };
    this.records.put('self', self);
  }

  /** This device joins by the recovery words. The entry and the pre-keys are to be published. */
  async restore(user: string, typed: string, boxBytes: Bytes, lists: ListBytes, segments: Bytes[], newest: number): Promise<{ entry: Bytes; preKeys: Bytes[] }> {
    const box = await openBox(recoveryKeyOf(typed), user, boxBytes);
    if (box === null || !equal(box.fingerprint, fingerprintOf(user, signingKey(box.accountSeed)))) throw new WordsDoNotFit('these words are not those of this account');
    const { fingerprint, generation, backupKeys } = box;
    const [backupKey, ...oldBackupKeys] = backupKeys;
    const secrets: Secrets = { fingerprint, generation, backupKey: backupKey!, oldBackupKeys, signingSeed: zeros(32), epoch: 0 };
    const history = await this.join(user, this.world.random(32), secrets, lists, segments, newest);
    if (lastEpoch(history).epoch < box.epoch) throw new Malformed('the device list is older than the recovery box');
    const self = await this.self();
    const proof = await deviceProof(user, self.deviceSeed, self.deviceKey);
    return { entry: await this.listEntry(history, { kind: ADD, device: null, key: self.deviceKey, proof }), preKeys: await this.preKeys(0) };
  }

  /** Takes over lists and backup of the account; a former state of this device is gone. */
  async join(user: string, deviceSeed: Bytes, secrets: Secrets, lists: ListBytes, segments: Bytes[], newest: number): Promise<ListHistory> {
    for (const prefix of ['own/', 'running/', 'sending/', 'pending/', 'out/', 'prekey/', 'want/']) {
      for (const key of await this.records.keys(prefix)) this.records.delete(key);
    }
    await this.contacts.take(user, lists);
    const history = (await this.contacts.current(user)) as ListHistory;
    if (!equal(history.fingerprint, secrets.fingerprint)) throw new Malformed('the device list is of another account');
    await this.become(user, history.accountKey, deviceSeed, secrets);
    await this.backup.merge(segments, newest);
    await this.contacts.accept(user, true);
    const { epoch, signingSeed } = await this.self();
    if (epoch !== lastEpoch(history).epoch || !equal(signingKey(signingSeed), lastEpoch(history).signingKey)) throw new Malformed('the backup lacks the key of the device list');
    return history;
  }

  private async ownHistory(): Promise<Readonly<ListHistory>> {
    const history = await this.contacts.current((await this.self()).user);
    if (history === null) throw new Error('the own device list is not known yet');
    return history;
  }

  private async listEntry(history: Readonly<ListHistory>, what: { kind: 1 | 2 | 3; device: string | null; key: Bytes | null; proof: Bytes | null }): Promise<Bytes> {
    const { signingSeed } = await this.self();
    const epoch = lastEpoch(history);
    if (!equal(signingKey(signingSeed), epoch.signingKey)) throw new Error('this device has not got the newest keys of its account yet');
    return makeListEntry(signingSeed, { ...what, user: history.user, epoch: epoch.epoch, index: epoch.entries.length, previous: headOf(epoch), time: this.world.now() });
  }

  /** An entry for the list that adds a device which signed for itself. */
  addDevice = async (key: Bytes, proof: Bytes) => this.listEntry(await this.ownHistory(), { kind: ADD, device: null, key, proof });

  /** An entry that takes off a device which is not lost: it has this account's keys, and keeps what it read. */
  removeDevice = async (device: string) => this.listEntry(await this.ownHistory(), { kind: REMOVE, device, key: null, proof: null });

  /** An entry that says "still current", when a week has passed. */
  async renew(): Promise<Bytes | null> {
    const history = await this.ownHistory();
    return this.world.now() - headTime(history) < 7 * DAY ? null : this.listEntry(history, { kind: RENEW, device: null, key: null, proof: null });
  }

  /** Pre-keys to publish: a weekly one when its time has come, and one-time ones when {@link left} are few. */
  async preKeys(left: number): Promise<Bytes[]> {
    const self = (await this.records.edit<Self>('self'))!;
    const now = this.world.now();
    const made: Bytes[] = [];
    const make = (kind: 1 | 2, id: number, secret: Bytes) =>
      makePreKey(self.deviceSeed, { kind, user: self.user, device: self.device, id, key: agreementKey(secret), time: now });
    const newest = self.weekly.at(-1);
    if (newest === undefined || now - newest.made >= 7 * DAY) {
      if (newest !== undefined) newest.until = now + 14 * DAY;
      const fresh = { id: self.nextWeekly++, secret: this.world.random(32), made: now, until: null };
      self.weekly.push(fresh);
      made.push(await make(WEEKLY, fresh.id, fresh.secret));
    }
    self.weekly = self.weekly.filter(({ until }) => until === null || until > now);
    const { stock } = this.limits;
    for (let i = left; left < 0.4 * stock && i < stock; i++) {
      const id = self.nextOneTime++;
      const secret = this.world.random(32);
      this.records.put(`prekey/${id}`, secret);
      made.push(await make(ONE_TIME, id, secret));
    }
    return made;
  }

  /**
   * Takes off devices that may be in other hands: with the words, new keys for all that stay. Statement, entries and box are
   * published in one call; then `shareKeys` gives the keys to the devices that stay, and the backup is written anew.
   */
  async loseDevices(typed: string, boxBytes: Bytes, lost: string[]): Promise<Omit<Publication, 'preKeys'>> {
    const self = await this.self();
    const recoveryKey = recoveryKeyOf(typed);
    const box = await openBox(recoveryKey, self.user, boxBytes);
    if (box === null || !equal(signingKey(box.accountSeed), self.accountKey)) throw new WordsDoNotFit('these words are not those of this account');
    const history = await this.ownHistory();
    const epoch = lastEpoch(history).epoch + 1;
    const oldBackupKeys = [self.backupKey, ...self.oldBackupKeys].slice(0, MOST_KEYS - 1);
    const secrets: Secrets = { fingerprint: self.fingerprint, epoch, signingSeed: this.world.random(32), generation: self.generation + 1, backupKey: this.world.random(32), oldBackupKeys };
    const statement = await this.statement(box.accountSeed, self.user, epoch, secrets.signingSeed);
    const entries: Bytes[] = [];
    for (const { key, proof } of devicesOf(lastEpoch(history)).filter(({ id }) => !lost.includes(id))) {
      const previous = entries.length === 0 ? statementHash(statement) : listEntryHash(entries.at(-1)!);
      entries.push(await this.addEntry(secrets.signingSeed, self.user, epoch, entries.length, previous, key, proof));
    }
    const { signingSeed, generation, backupKey } = secrets;
    const next: Next = { epoch, signingSeed, generation, backupKey, statement };
    this.records.put('next', next);
    return { statement, entries, box: await this.box(recoveryKey, self.user, secrets, box.accountSeed) };
  }

  /** After the own lists were looked at: keys that wait for their statement count from when it is there. */
  async settle(): Promise<void> {
    const next = await this.records.read<Next>('next');
    if (next === null) return;
    const epoch = lastEpoch(await this.ownHistory());
    if (epoch.epoch < next.epoch) return;
    this.records.delete('next');
    if (!equal(epoch.statement, next.statement)) return;
    const { epoch: number, signingSeed, generation, backupKey } = next;
    const self = (await this.records.edit<Self>('self'))!;
    Object.assign(self, { epoch: number, signingSeed, generation, backupKey, oldBackupKeys: [self.backupKey, ...self.oldBackupKeys].slice(0, MOST_KEYS - 1), restate: true });
    await this.backup.refused();
  }

  /** Own devices, other than this one. */
  async others(): Promise<DeviceOf[]> {
    const { user, device } = await this.self();
    return devicesOf(lastEpoch(await this.ownHistory())).filter(({ id }) => id !== device).map(({ id }) => ({ user, device: id }));
  }

  /** Gives the account's keys to own devices that stayed. */
  async shareKeys(preKeys: (DeviceOf & { preKey: Bytes })[]): Promise<OutgoingDelivery[]> {
    const self = await this.self();
    const epoch = lastEpoch(await this.ownHistory());
    const { signingSeed, generation, backupKey } = self;
    const payload = { profileKey: null, chains: [], keys: { epoch: self.epoch, signingSeed, generation, backupKey } };
    const made: OutgoingDelivery[] = [];
    for (const { device, preKey: preKeyBytes } of preKeys) {
      const listed = devicesOf(epoch).find(({ id }) => id === device);
      if (listed === undefined) continue;
      const preKey = readPreKey(preKeyBytes);
      await checkPreKey(preKey, self.user, device, listed.key);
      const about = { purpose: FOR_OWN as 3, room: NO_ROOM, rosterHead: NO_HEAD, sender: self.user, senderDevice: self.device, listHead: headOf(epoch) };
      const to = { recipient: self.user, recipientDevice: device, preKeyKind: preKey.kind, preKeyId: preKey.id, time: this.world.now() };
      const bytes = await makeDelivery(self.deviceSeed, { ...about, ...to }, preKey.key, payload, this.world.random(32));
      const delivery = { id: deliveryId(bytes), recipient: self.user, device, bytes };
      this.records.put(`out/${delivery.id}`, delivery);
      made.push(delivery);
    }
    return made;
  }

  /** Takes new keys from an own device, if they are those of the newest epoch. */
  async takeKeys(keys: NewKeys): Promise<boolean> {
    const epoch = lastEpoch(await this.ownHistory());
    const self = (await this.records.edit<Self>('self'))!;
    if (keys.epoch !== epoch.epoch || !equal(signingKey(keys.signingSeed), epoch.signingKey) || keys.generation <= self.generation) return false;
    const passed = keys.generation === self.generation + 1 ? [self.backupKey, ...self.oldBackupKeys].slice(0, MOST_KEYS - 1) : [];
    Object.assign(self, keys, { oldBackupKeys: passed });
    await this.backup.refused();
    return true;
  }
}
