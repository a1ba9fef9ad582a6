import { type Bytes, equal, hex, isZero, Malformed } from './bytes';
import type { Contacts } from './contacts';
import { checkDelivery, deliveryId, type Delivery, FOR_OWN, FOR_REQUEST, type NewKeys, openDelivery, type Payload, readDelivery } from './delivery';
import { headOf, lastEpoch } from './device-list';
import { checkKeyRequest, type KeyRequest, makeKeyRequest, readKeyRequest, TO_OWN, TO_OWNER } from './key-request';
import { NO_ROOM } from './names';
import { commitmentTo } from './profile';
import { ONE_TIME } from './pre-key';
import type { ReceivingSide } from './receiving';
import type { Records, World } from './records';
import { placeOf, type Rooms } from './rooms';
import { HISTORY_ALL } from './roster-entry';
import type { DeviceOf, OutgoingDelivery, SendingSide } from './sending';
import type { Chain, OwnChain, Self, Wanted } from './state';

/** What became of a delivery. All but `later` are acknowledged, so that the server forgets it. */
export type DeliveryNews =
  | { state: 'taken'; id: string; room: string; chains: string[]; keys: boolean }
  | { state: 'later'; id: string; needs: { contact: string } | { room: string } }
  | { state: 'unreadable'; id: string; room: string }
  | { state: 'refused'; id: string; why: string };

export interface OutgoingRequest {
  to: 'own devices' | 'owner';
  owner: string;
  device: string;
  bytes: Bytes;
}

const HOUR = 3_600_000;
const WAITS = [5_000, 60_000, 600_000];
const ANSWERS_AN_HOUR = 100;

/** Takes deliveries, asks for keys that are missing, and answers others who ask. */
export class KeyExchange {
  constructor(
    private readonly world: World,
    private readonly records: Records,
    private readonly contacts: Contacts,
    private readonly rooms: Rooms,
    private readonly sending: SendingSide,
    private readonly receiving: ReceivingSide,
    private readonly self: () => Promise<Readonly<Self>>,
    private readonly newKeys: (keys: NewKeys) => Promise<boolean>,
  ) {}

  async delivery(bytes: Bytes): Promise<DeliveryNews> {
    const id = deliveryId(bytes);
    try {
      return await this.judge(readDelivery(bytes), id);
    } catch (failure) {
      if (failure instanceof Malformed) return { state: 'refused', id, why: failure.message };
      throw failure;
    }
  }

  private async judge(delivery: Delivery, id: string): Promise<DeliveryNews> {
    const self = await this.self();
    const { room, sender } = delivery;
    if (delivery.recipient !== self.user || delivery.recipientDevice !== self.device) throw new Malformed('for another device');
    if (delivery.purpose === FOR_OWN && sender !== self.user) throw new Malformed('for own devices, by somebody else');
    const fingerprint = room === NO_ROOM ? await this.ownOnly(delivery, self) : await this.fingerprintIn(delivery);
    if (fingerprint === null) return { state: 'later', id, needs: { room } };
    const contact = await this.contacts.get(sender);
    if (contact === null) return { state: 'later', id, needs: { contact: sender } };
    if (contact.offered !== null || !equal(contact.fingerprint, fingerprint)) throw new Malformed('by an account that is not the one that was pinned');
    const listed = await this.contacts.listedAt(sender, fingerprint, delivery.listHead, delivery.senderDevice);
    if (listed === null) return { state: 'later', id, needs: { contact: sender } };
    if (listed === 'not listed') throw new Malformed('by a device that was not listed');
    await checkDelivery(delivery, listed.device.key);
    return this.take(delivery, id);
  }

  private async ownOnly({ purpose, sender, rosterHead }: Delivery, self: Readonly<Self>): Promise<Bytes> {
    if (purpose !== FOR_OWN || sender !== self.user || !isZero(rosterHead)) throw new Malformed('a delivery about no room');
    return self.fingerprint;
  }

  /** The sender's account by the roster at the stated head, where this user is a member as well; null: not known yet. */
  private async fingerprintIn({ room, rosterHead, sender }: Delivery): Promise<Bytes | null> {
    const state = await this.rooms.get(room);
    const place = state && placeOf(state, rosterHead);
    if (state === null || place === null) return null;
    const self = await this.self();
    const then = (user: string) => state.tenures.find((tenure) => tenure.user === user && tenure.from <= place && (tenure.to === null || place < tenure.to));
    const member = then(sender);
    if (member === undefined || then(self.user) === undefined) throw new Malformed('by or for somebody who is no member');
    return member.fingerprint;
  }

  private async take(delivery: Delivery, id: string): Promise<DeliveryNews> {
    const secret = await this.preKeySecret(delivery);
    if (secret === null) return { state: 'unreadable', id, room: delivery.room };
    const payload = await openDelivery(delivery, secret);
    if (payload === null) throw new Malformed('not sealed to this device');
    const chains = await this.takePayload(delivery, payload);
    if (delivery.preKeyKind === ONE_TIME) this.records.delete(`prekey/${delivery.preKeyId}`);
    const keys = payload.keys !== null && (await this.takeKeys(delivery, payload.keys));
    return { state: 'taken', id, room: delivery.room, chains, keys };
  }

  private async preKeySecret({ preKeyKind, preKeyId }: Delivery): Promise<Bytes | null> {
    if (preKeyKind === ONE_TIME) return this.records.read<Bytes>(`prekey/${preKeyId}`);
    return (await this.self()).weekly.find(({ id }) => id === preKeyId)?.secret ?? null;
  }

  private async takePayload(delivery: Delivery, { chains, profileKey }: Payload): Promise<string[]> {
    const readable: string[] = [];
    if (delivery.room === NO_ROOM && (chains.length > 0 || profileKey !== null)) throw new Malformed('keys of no room');
    const state = await this.rooms.get(delivery.room);
    for (const chain of chains) {
      const owned = chain.owner === delivery.sender && chain.device === delivery.senderDevice;
      if (delivery.purpose !== FOR_OWN && !owned) throw new Malformed("somebody else's chain");
      if (chain.owner === (await this.self()).user && chain.device === (await this.self()).device && delivery.purpose !== FOR_OWN) throw new Malformed('an own chain by somebody else');
      const behind = delivery.purpose === FOR_OWN ? null : placeOf(state!, delivery.rosterHead);
      if (await this.receiving.learn(delivery.room, chain, behind)) readable.push(hex(chain.id));
    }
    if (profileKey !== null) await this.rooms.learnProfileKey(delivery.room, profileKey, commitmentTo(profileKey));
    return readable;
  }

  private async takeKeys(delivery: Delivery, keys: NewKeys): Promise<boolean> {
    if (delivery.purpose !== FOR_OWN) throw new Malformed("an account's keys by somebody else");
    return this.newKeys(keys);
  }

  /** Requests that are due, to be sent now. After five seconds own devices are asked, then the chain's owner. */
  async requests(): Promise<OutgoingRequest[]> {
    const now = this.world.now();
    const due: OutgoingRequest[] = [];
    for (const path of await this.records.keys('want/')) {
      if ((await this.records.read<Wanted>(path))!.next > now) continue;
      const wanted = (await this.records.edit<Wanted>(path))!;
      const to = wanted.tries === 0 ? TO_OWN : TO_OWNER;
      wanted.next = now + (WAITS[wanted.tries] ?? HOUR);
      wanted.tries++;
      const made = await this.ask(wanted, to);
      if (made !== null) due.push(made);
    }
    return due;
  }

  /** When the next request is due. */
  async nextRequest(): Promise<number | null> {
    const keys = await this.records.keys('want/');
    const times = await Promise.all(keys.map(async (key) => (await this.records.read<Wanted>(key))!.next));
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Asks now, because the user wants it. */
  async askNow(room: string, chain: string): Promise<void> {
    const wanted = await this.records.edit<Wanted>(`want/${room}/${chain}`);
    if (wanted !== null) wanted.next = this.world.now();
  }

  private async ask(wanted: Wanted, to: 1 | 2): Promise<OutgoingRequest | null> {
    const self = await this.self();
    const state = await this.rooms.get(wanted.room);
    const own = await this.contacts.current(self.user);
    if (state === null || own === null) return null;
    const bytes = await makeKeyRequest(self.deviceSeed, {
      room: wanted.room,
      rosterHead: state.roster.head,
      to,
      asker: self.user,
      askerDevice: self.device,
      listHead: headOf(lastEpoch(own)),
      owner: wanted.owner,
      ownerDevice: wanted.device,
      chain: wanted.chain,
      index: wanted.index,
      time: this.world.now(),
    });
    return { to: to === TO_OWN ? 'own devices' : 'owner', owner: wanted.owner, device: wanted.device, bytes };
  }

  /** The device whose pre-key is needed to answer a request; null when it gets no answer. */
  async request(bytes: Bytes): Promise<DeviceOf | null> {
    const judged = await this.entitled(bytes);
    return judged && { user: judged.request.asker, device: judged.request.askerDevice };
  }

  /** The answer to a request, sealed to the asker's pre-key; null when there is none. */
  async answer(bytes: Bytes, preKey: Bytes): Promise<OutgoingDelivery | null> {
    const judged = await this.entitled(bytes);
    if (judged === null) return null;
    const { request, from, key, purpose, account, tag } = judged;
    const state = await this.rooms.must(request.room);
    const chains = isZero(request.chain) ? [] : [await this.sending.keysFrom(request.room, request.chain, from)];
    await this.count(request);
    if (purpose === FOR_REQUEST) await this.sending.answered(request, account, tag, from);
    const to = { user: request.asker, device: request.askerDevice, key };
    return this.sending.sealTo(to, preKey, state, { profileKey: state.profileKey, chains, keys: null }, purpose);
  }

  private async entitled(bytes: Bytes) {
    let request: KeyRequest;
    try {
      request = readKeyRequest(bytes);
    } catch (failure) {
      if (failure instanceof Malformed) return null;
      throw failure;
    }
    const self = await this.self();
    const state = await this.rooms.get(request.room);
    const member = state?.roster.members.find(({ user }) => user === request.asker);
    if (state === null || member === undefined || (request.askerDevice === self.device && request.asker === self.user)) return null;
    const known = await this.contacts.devices(request.asker, member.fingerprint);
    if (typeof known === 'string') return null;
    const device = known.devices.find(({ id }) => id === request.askerDevice);
    if (device === undefined || (await this.isTooOften(request))) return null;
    const from = isZero(request.chain) ? this.forProfile(request, state.profileKey, self) : request.to === TO_OWN ? await this.forOwnDevice(request, self) : await this.asOwner(request, state.roster.history, hex(member.fingerprint), self);
    if (from === null) return null;
    try {
      await checkKeyRequest(request, device.key);
    } catch {
      return null;
    }
    return { request, from, key: device.key, account: hex(member.fingerprint), tag: known.tag, purpose: request.to === TO_OWN ? (FOR_OWN as 3) : (FOR_REQUEST as 2) };
  }

  /** The key to name and topic goes to every device that is entitled, by whoever set them or by own devices. */
  private forProfile({ to, owner, ownerDevice, asker }: KeyRequest, key: Bytes | null, self: Readonly<Self>): number | null {
    const asked = to === TO_OWN ? asker === self.user : owner === self.user && ownerDevice === self.device;
    return key !== null && asked ? 0 : null;
  }

  private async forOwnDevice(request: KeyRequest, self: Readonly<Self>): Promise<number | null> {
    const chain = await this.records.read<Chain>(`chain/${request.room}/${hex(request.chain)}`);
    return request.asker === self.user && chain !== null ? chain.origin.index : null;
  }

  /** From where on this device, which owns the chain, gives it to the asker: as to any device of its account before. */
  private async asOwner(request: KeyRequest, history: 1 | 2, account: string, self: Readonly<Self>): Promise<number | null> {
    if (request.owner !== self.user || request.ownerDevice !== self.device) return null;
    const own = await this.records.read<OwnChain>(`own/${request.room}/${hex(request.chain)}`);
    if (own === null) return null;
    if (history === HISTORY_ALL && own.history === HISTORY_ALL) return request.index;
    const lowest = own.standings[account];
    return lowest === undefined ? null : Math.max(lowest, request.index);
  }

  private async isTooOften({ askerDevice, chain }: KeyRequest): Promise<boolean> {
    const answered = (await this.records.read<Record<string, number>>('answered')) ?? {};
    const recent = Object.values(answered).filter((time) => time > this.world.now() - HOUR);
    return recent.length >= ANSWERS_AN_HOUR || (answered[`${askerDevice} ${hex(chain)}`] ?? 0) > this.world.now() - HOUR;
  }

  private async count({ askerDevice, chain }: KeyRequest): Promise<void> {
    const answered = Object.entries((await this.records.read<Record<string, number>>('answered')) ?? {});
    const recent = answered.filter(([, time]) => time > this.world.now() - HOUR);
    this.records.put('answered', Object.fromEntries([...recent, [`${askerDevice} ${hex(chain)}`, this.world.now()]]));
  }
}
