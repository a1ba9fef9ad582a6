import { base64, type Bytes, equal, hex, unhex, zeros } from './bytes';
import { nextChainKey } from './chain';
import type { Contacts } from './contacts';
import { type ChainKeys, deliveryId, FOR_CHAIN, makeDelivery, type Payload } from './delivery';
import { headOf, lastEpoch } from './device-list';
import { makeMessage } from './message';
import { MOST_ABANDONED } from './padding';
import { checkPreKey, readPreKey } from './pre-key';
import { hash, signingKey } from './primitives';
import type { Records, World } from './records';
import type { Rooms } from './rooms';
import { HISTORY_ALL } from './roster-entry';
import type { Chain, OwnChain, Pending, Room, RunningChain, Self, Sending } from './state';

export interface Limits {
  /** How many messages a chain takes, and for how long. */
  messages: number;
  time: number;
  /** One-time pre-keys kept at the server; more are made when fewer than two fifths are left. */
  stock: number;
}
export const LIMITS: Limits = { messages: 100, time: 86_400_000, stock: 100 };

export interface DeviceOf {
  user: string;
  device: string;
}

/** What stands between a room and the next message to it. */
export interface Missing {
  /** Whose lists have to be fetched first. */
  contacts: string[];
  /** Devices that lack the chain: their pre-keys are claimed and given to `deliver`. */
  devices: DeviceOf[];
  /** Members who get nothing: their account is another one than was pinned or than the roster says. */
  leftOut: string[];
}

export interface OutgoingDelivery {
  id: string;
  recipient: string;
  device: string;
  bytes: Bytes;
}

export type NotReadyWhy = 'no member' | 'doubtful' | 'forked' | 'rolled back' | 'missing';

/** Nothing is sealed to the room as it stands. */
export class NotReady extends Error {
  override name = 'NotReady';
  constructor(readonly why: NotReadyWhy) {
    super(`the room is not ready: ${why}`);
  }
}

interface Entitled extends DeviceOf {
  key: Bytes;
}

/** Writes to rooms under this device's chains, and gives the chains to the devices that may read. */
export class SendingSide {
  /** Rooms that nothing stood in the way of when they were looked at last. */
  private readonly ready = new Map<string, { turnover: number; missing: Missing }>();

  constructor(
    private readonly world: World,
    private readonly records: Records,
    private readonly contacts: Contacts,
    private readonly rooms: Rooms,
    private readonly self: () => Promise<Readonly<Self>>,
    private readonly limits: Limits,
  ) {}

  async missing(room: string): Promise<Missing> {
    const known = this.ready.get(room);
    if (known?.turnover === this.records.turnover && !(await this.isUsedUp(room))) return known.missing;
    const found = await this.look(room);
    // Who may read has not changed until something that decides it is written: at the end of this turn at the earliest.
    if (found.contacts.length === 0 && found.devices.length === 0) this.ready.set(room, { turnover: this.records.turnover, missing: found });
    return found;
  }

  private async look(room: string): Promise<Missing> {
    const state = await this.usable(room);
    const { contacts, entitled, leftOut, tags } = await this.entitled(state);
    if (contacts.length > 0) return { contacts, devices: [], leftOut };
    const { own } = await this.chain(state, entitled, tags);
    const sending = (await this.records.read<Sending>(`sending/${room}`))!;
    const lacksProfile = this.lacksProfile(state, sending);
    const devices = entitled.filter(({ device }) => own.granted[device] === undefined || lacksProfile(device));
    return { contacts, leftOut, devices: devices.map(({ user, device }) => ({ user, device })) };
  }

  private lacksProfile(state: Readonly<Room>, { profile }: Readonly<Sending>) {
    const mine = profile !== null && state.roster.profile !== null && equal(profile.commitment, state.roster.profile.commitment);
    return (device: string) => mine && !profile.given.includes(device);
  }

  private async usable(room: string): Promise<Readonly<Room>> {
    const self = await this.self();
    const state = await this.rooms.must(room);
    if (!state.roster.members.some(({ user, fingerprint }) => user === self.user && equal(fingerprint, self.fingerprint))) throw new NotReady('no member');
    if (state.forked) throw new NotReady('forked');
    if (state.rolledBack) throw new NotReady('rolled back');
    if (state.doubtful) throw new NotReady('doubtful');
    return state;
  }

  /** The devices that may read what is sealed next, by what was verified. */
  private async entitled(state: Readonly<Room>) {
    const self = await this.self();
    const found = { contacts: [] as string[], entitled: [] as Entitled[], leftOut: [] as string[], tags: {} as Record<string, string> };
    for (const { user, fingerprint } of state.roster.members) {
      const known = await this.contacts.devices(user, fingerprint);
      if (known === 'unknown') found.contacts.push(user);
      else if (known === 'not trusted') found.leftOut.push(user);
      else {
        found.tags[user] = known.tag;
        for (const { id, key } of known.devices) if (id !== self.device) found.entitled.push({ user, device: id, key });
      }
    }
    return found;
  }

  /** The chain that the next message is sealed under; a new one where the old one has to end. */
  private async chain(state: Readonly<Room>, entitled: Entitled[], tags: Record<string, string>) {
    const { room } = state.roster;
    const sending = (await this.records.read<Sending>(`sending/${room}`)) ?? { chain: null, anew: false, profile: null };
    const own = sending.chain === null ? null : await this.records.read<OwnChain>(`own/${room}/${sending.chain}`);
    if (own !== null && !sending.anew && !(await this.hasToEnd(state, own, entitled, tags))) return { own, path: `own/${room}/${sending.chain}` };
    return this.begin(state, sending, own, tags);
  }

  private async hasToEnd(state: Readonly<Room>, own: OwnChain, entitled: Entitled[], tags: Record<string, string>): Promise<boolean> {
    if (own.history !== state.roster.history || (await this.isUsedUp(state.roster.room))) return true;
    const allowed = new Set(entitled.map(({ device }) => device));
    if (Object.keys(own.granted).some((device) => !allowed.has(device))) return true;
    if (Object.entries(own.epochs).some(([user, tag]) => tags[user] !== tag)) return true;
    return false;
  }

  /** Whether the chain in use has to end, whoever may read. */
  private async isUsedUp(room: string): Promise<boolean> {
    const { chain } = (await this.records.read<Sending>(`sending/${room}`)) ?? { chain: null };
    const running = chain && (await this.records.read<RunningChain>(`running/${room}/${chain}`));
    if (!running || running.seed === null || running.abandoned.length >= MOST_ABANDONED || running.index >= this.limits.messages) return true;
    const { began } = (await this.records.read<OwnChain>(`own/${room}/${chain}`))!;
    if (this.world.now() - began >= this.limits.time) return true;
    const heads = await this.heads(await this.rooms.must(room));
    for (const key of await this.records.keys(`pending/${room}/`)) {
      const pending = (await this.records.read<Pending>(key))!;
      if (pending.chain === chain && !(equal(pending.rosterHead, heads.rosterHead) && equal(pending.listHead, heads.listHead))) return true;
    }
    return false;
  }

  private async heads(state: Readonly<Room>) {
    const self = await this.self();
    return { rosterHead: state.roster.head, listHead: headOf(lastEpoch((await this.contacts.current(self.user))!)) };
  }

  private async begin(state: Readonly<Room>, sending: Sending, before: Readonly<OwnChain> | null, tags: Record<string, string>) {
    const self = await this.self();
    const { room } = state.roster;
    const id = this.world.random(16);
    const key = this.world.random(32);
    const seed = this.world.random(32);
    const start = state.log.at(-1)!.seq;
    const began = this.world.now();
    const own: OwnChain = { id, began, start, history: state.roster.history, granted: {}, standings: {}, epochs: tags };
    const running: RunningChain = { seed, key, index: 0, abandoned: [], accepted: 0, marks: [] };
    const last = before && (await this.records.edit<RunningChain>(`running/${room}/${hex(before.id)}`));
    const chain: Chain = {
      owner: self.user,
      device: self.device,
      id,
      signingKey: signingKey(seed),
      began,
      previous: before?.id ?? zeros(16),
      previousLength: last?.accepted ?? 0,
      origin: { index: 0, key },
      far: { index: 0, key },
      seen: {},
      abandoned: [],
      behind: start,
    };
    if (last !== null) Object.assign(last, { seed: null, key: null });
    const path = `own/${room}/${hex(id)}`;
    this.records.put(path, own);
    this.records.put(`running/${room}/${hex(id)}`, running);
    this.records.put(`chain/${room}/${hex(id)}`, chain);
    this.records.put(`todo/1/${room}/${hex(id)}`, true);
    this.records.put(`sending/${room}`, { ...sending, chain: hex(id), anew: false });
    return { own, path };
  }

  /** The next message begins a new chain. */
  async beginAnew(room: string): Promise<void> {
    const sending = (await this.records.edit<Sending>(`sending/${room}`)) ?? { chain: null, anew: false, profile: null };
    this.records.put(`sending/${room}`, { ...sending, anew: true });
  }

  /**
   * Seals the chain to the devices whose pre-keys these are. Null stands for a device that has none: it asks for the
   * chain when it comes. What comes back is kept until `delivered` says that the server has it.
   */
  async deliver(room: string, preKeys: (DeviceOf & { preKey: Bytes | null })[]): Promise<OutgoingDelivery[]> {
    const state = await this.usable(room);
    const { contacts, entitled, tags } = await this.entitled(state);
    if (contacts.length > 0) throw new NotReady('missing');
    const { path } = await this.chain(state, entitled, tags);
    const own = (await this.records.edit<OwnChain>(path))!;
    const sending = (await this.records.edit<Sending>(`sending/${room}`))!;
    const made: OutgoingDelivery[] = [];
    for (const { user, device, preKey } of preKeys) {
      const recipient = entitled.find((one) => one.user === user && one.device === device);
      if (recipient === undefined) continue;
      const payloads = await this.payloads(state, own, user, device);
      own.epochs[user] = tags[user]!;
      if (preKey === null) continue;
      for (const payload of payloads) made.push(await this.sealTo(recipient, preKey, state, payload, FOR_CHAIN));
      if (this.lacksProfile(state, sending)(device)) sending.profile!.given.push(device);
    }
    return made;
  }

  /** Notes what {@link device} is given, and says what goes into its deliveries. */
  private async payloads(state: Readonly<Room>, own: OwnChain, user: string, device: string): Promise<Payload[]> {
    const { room, history } = state.roster;
    if (own.granted[device] !== undefined) return [{ profileKey: state.profileKey, chains: [], keys: null }];
    const chains: ChainKeys[] = [];
    const { from: joined, fingerprint } = state.tenures.findLast((tenure) => tenure.user === user)!;
    const account = hex(fingerprint);
    if (history === HISTORY_ALL) {
      for (const path of await this.records.keys(`own/${room}/`)) {
        const old = (await this.records.read<OwnChain>(path))!;
        if (equal(old.id, own.id) || old.history !== HISTORY_ALL || old.start >= joined || old.granted[device] !== undefined) continue;
        grant((await this.records.edit<OwnChain>(path))!, device, account, 0);
        chains.push(await this.keysFrom(room, old.id, 0));
      }
    }
    const { index } = (await this.records.read<RunningChain>(`running/${room}/${hex(own.id)}`))!;
    const from = history === HISTORY_ALL && own.start < joined ? 0 : index;
    grant(own, device, account, from);
    chains.push(await this.keysFrom(room, own.id, from));
    const parts = Array.from({ length: Math.ceil(chains.length / 200) }, (_, i) => chains.slice(i * 200, (i + 1) * 200));
    return parts.map((part) => ({ profileKey: state.profileKey, chains: part, keys: null }));
  }

  /** A device was given an own chain because it asked: the chain ends when that device goes. */
  async answered({ room, chain, asker, askerDevice }: { room: string; chain: Bytes; asker: string; askerDevice: string }, account: string, tag: string, from: number): Promise<void> {
    const own = await this.records.edit<OwnChain>(`own/${room}/${hex(chain)}`);
    if (own === null) return;
    grant(own, askerDevice, account, Math.min(own.granted[askerDevice] ?? from, from));
    own.epochs[asker] ??= tag;
  }

  /** What a chain that is kept here can be read with from an index on. */
  async keysFrom(room: string, id: Bytes, index: number): Promise<ChainKeys> {
    const { owner, device, signingKey: key, began, previous, previousLength, origin, far } = (await this.records.read<Chain>(`chain/${room}/${hex(id)}`))!;
    const from = index >= far.index ? far : origin;
    let chainKey = from.key;
    for (let i = from.index; i < index; i++) chainKey = nextChainKey(id, chainKey);
    return { owner, device, id, index: Math.max(index, from.index), key: chainKey, signingKey: key, began, previous, previousLength };
  }

  /** Seals a payload to a verified pre-key of a device, and keeps it until the server has it. */
  async sealTo(to: Entitled, preKeyBytes: Bytes, state: Readonly<Room>, payload: Payload, purpose: 1 | 2 | 3): Promise<OutgoingDelivery> {
    const preKey = readPreKey(preKeyBytes);
    await checkPreKey(preKey, to.user, to.device, to.key);
    const self = await this.self();
    const heads = await this.heads(state);
    const bytes = await makeDelivery(
      self.deviceSeed,
      {
        purpose,
        room: state.roster.room,
        ...heads,
        sender: self.user,
        senderDevice: self.device,
        recipient: to.user,
        recipientDevice: to.device,
        preKeyKind: preKey.kind,
        preKeyId: preKey.id,
        time: this.world.now(),
      },
      preKey.key,
      payload,
      this.world.random(32),
    );
    const made = { id: deliveryId(bytes), recipient: to.user, device: to.device, bytes };
    this.records.put(`out/${made.id}`, made);
    return made;
  }

  /** Deliveries that the server has not confirmed, also from before a restart. */
  async outgoing(): Promise<OutgoingDelivery[]> {
    const keys = await this.records.keys('out/');
    return Promise.all(keys.map(async (key) => (await this.records.read<OutgoingDelivery>(key))!));
  }

  delivered = (ids: string[]): void => ids.forEach((id) => this.records.delete(`out/${id}`));

  /** The sealed message; the very same bytes each time for an id that was not answered. */
  async seal(room: string, id: string, content: Bytes): Promise<Bytes> {
    const path = `pending/${room}/${id}`;
    const pending = await this.records.read<Pending>(path);
    if (pending !== null) return pending.bytes;
    const { contacts, devices } = await this.missing(room);
    if (contacts.length > 0 || devices.length > 0) throw new NotReady('missing');
    const state = await this.usable(room);
    const self = await this.self();
    const chain = (await this.records.read<Sending>(`sending/${room}`))!.chain!;
    const own = (await this.records.edit<RunningChain>(`running/${room}/${chain}`))!;
    const heads = await this.heads(state);
    const chainId = unhex(chain);
    const header = { room, sender: self.user, device: self.device, chain: chainId, index: own.index, id, ...heads };
    const bytes = await makeMessage(own.seed!, own.key!, header, own.abandoned, content);
    const sealed: Pending = { bytes, chain, index: own.index, ...heads };
    own.key = nextChainKey(chainId, own.key!);
    own.index++;
    own.marks.push(markOf(bytes));
    this.records.put(path, sealed);
    return bytes;
  }

  /** The server has the message. */
  async accepted(room: string, id: string): Promise<void> {
    const pending = await this.settle(room, id);
    if (pending === null) return;
    const own = await this.records.edit<RunningChain>(`running/${room}/${pending.chain}`);
    if (own !== null) own.accepted = Math.max(own.accepted, pending.index + 1);
  }

  /** The server refused the message for good, or as sealed under an old head: its index is abandoned. */
  async refused(room: string, id: string): Promise<void> {
    const pending = await this.settle(room, id);
    if (pending === null) return;
    const own = await this.records.edit<RunningChain>(`running/${room}/${pending.chain}`);
    own?.abandoned.push(pending.index);
  }

  private async settle(room: string, id: string): Promise<Readonly<Pending> | null> {
    const pending = await this.records.read<Pending>(`pending/${room}/${id}`);
    if (pending !== null) this.records.delete(`pending/${room}/${id}`);
    return pending;
  }

  /** What was sealed and not answered, to be sent again as it is. */
  async unanswered(): Promise<{ room: string; id: string; bytes: Bytes }[]> {
    const keys = await this.records.keys('pending/');
    return Promise.all(
      keys.map(async (key) => {
        const [, room, id] = key.split('/');
        return { room: room!, id: id!, bytes: (await this.records.read<Pending>(key))!.bytes };
      }),
    );
  }
}

function grant(own: OwnChain, device: string, account: string, index: number): void {
  own.granted[device] = index;
  own.standings[account] = Math.min(own.standings[account] ?? index, index);
}

/** The beginning of a message's hash, by which it is known again. */
export const markOf = (message: Bytes): string => base64(hash('parley/1 message', message).slice(0, 16));
