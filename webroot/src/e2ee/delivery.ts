import { type Bytes, Malformed, Reader, VERSION, Writer, zeros } from './bytes';
import { crockford } from './names';
import type { PreKeyKind } from './pre-key';
import { labelled, openWith, sealTo } from './primitives';
import { begin, mustBeSignedBy, readSigned, type Signed, signed, structureHash } from './signed';

const LABEL = 'parley/1 key delivery';
const INFO = labelled(LABEL);
const MOST_CHAINS = 200;

export const FOR_CHAIN = 1;
export const FOR_REQUEST = 2;
export const FOR_OWN = 3;

export interface DeliveryHeader {
  purpose: 1 | 2 | 3;
  room: string;
  rosterHead: Bytes;
  sender: string;
  senderDevice: string;
  listHead: Bytes;
  recipient: string;
  recipientDevice: string;
  preKeyKind: PreKeyKind;
  preKeyId: number;
  time: number;
}

export interface Delivery extends DeliveryHeader, Signed {
  /** All bytes before `enc`, which HPKE authenticates. */
  header: Bytes;
  enc: Bytes;
  sealed: Bytes;
}

/** A sender chain as it is handed on: from an index on it can be read. */
export interface ChainKeys {
  owner: string;
  device: string;
  id: Bytes;
  index: number;
  key: Bytes;
  signingKey: Bytes;
  began: number;
  /** The owner's chain before in this room (zeros: none), and how many of its indices there are at least. */
  previous: Bytes;
  previousLength: number;
}

/** The account's new keys after a device was lost. */
export interface NewKeys {
  epoch: number;
  signingSeed: Bytes;
  generation: number;
  backupKey: Bytes;
}

export interface Payload {
  profileKey: Bytes | null;
  chains: ChainKeys[];
  keys: NewKeys | null;
}

export function writeChain(to: Writer, chain: ChainKeys): Writer {
  to.id(chain.owner).id(chain.device).raw(chain.id, 16).u32(chain.index).raw(chain.key, 32).raw(chain.signingKey, 32);
  return to.u64(chain.began).raw(chain.previous, 16).u32(chain.previousLength);
}

export const readChain = (r: Reader): ChainKeys => ({
  owner: r.id(),
  device: r.id(),
  id: r.raw(16),
  index: r.u32(),
  key: r.raw(32),
  signingKey: r.raw(32),
  began: r.u64(),
  previous: r.raw(16),
  previousLength: r.u32(),
});

export function writePayload({ profileKey, chains, keys }: Payload): Bytes {
  const to = new Writer().u8(VERSION).u8(profileKey === null ? 0 : 1);
  if (profileKey !== null) to.raw(profileKey, 32);
  to.u16(chains.length);
  for (const chain of chains) writeChain(to, chain);
  to.u8(keys === null ? 0 : 1);
  if (keys !== null) to.u32(keys.epoch).raw(keys.signingSeed, 32).u32(keys.generation).raw(keys.backupKey, 32);
  return to.done();
}

export function readPayload(bytes: Bytes): Payload {
  const r = new Reader(bytes);
  r.version();
  const profileKey = r.choice(0, 1) === 1 ? r.raw(32) : null;
  const count = r.u16();
  if (count > MOST_CHAINS) throw new Malformed(`more than ${MOST_CHAINS} chains`);
  const chains = Array.from({ length: count }, () => readChain(r));
  const keys =
    r.choice(0, 1) === 1 ? { epoch: r.u32(), signingSeed: r.raw(32), generation: r.u32(), backupKey: r.raw(32) } : null;
  r.end();
  return { profileKey, chains, keys };
}

/** Seals to a pre-key; {@link seed} is 32 random bytes. */
export async function makeDelivery(deviceSeed: Bytes, h: DeliveryHeader, preKey: Bytes, payload: Payload, seed: Bytes) {
  const header = begin().u8(h.purpose).id(h.room).raw(h.rosterHead, 32).id(h.sender).id(h.senderDevice);
  header.raw(h.listHead, 32).id(h.recipient).id(h.recipientDevice).u8(h.preKeyKind).u32(h.preKeyId).u64(h.time);
  const aad = header.done();
  const { enc, sealed } = await sealTo(preKey, INFO, aad, writePayload(payload), seed);
  return signed(deviceSeed, LABEL, header.raw(enc, 32).bytes16(sealed).done());
}

export const readDelivery = (bytes: Bytes): Delivery =>
  readSigned(bytes, (r) => ({
    purpose: r.choice(1, 2, 3),
    room: r.id(),
    rosterHead: r.raw(32),
    sender: r.id(),
    senderDevice: r.id(),
    listHead: r.raw(32),
    recipient: r.id(),
    recipientDevice: r.id(),
    preKeyKind: r.choice(1, 2),
    preKeyId: r.u32(),
    time: r.u64(),
    header: r.since(0),
    enc: r.raw(32),
    sealed: r.bytes16(),
  }));

export const checkDelivery = (delivery: Delivery, deviceKey: Bytes) => mustBeSignedBy(deviceKey, LABEL, delivery.bytes);

/** What a delivery carries, or null when it was not sealed to this pre-key. */
export async function openDelivery(delivery: Delivery, preKeyPrivate: Bytes): Promise<Payload | null> {
  const plain = await openWith(preKeyPrivate, INFO, delivery.header, delivery.enc, delivery.sealed);
  return plain && readPayload(plain);
}

export const deliveryId = (bytes: Bytes) => crockford(structureHash(LABEL, bytes));
export const NO_HEAD = zeros(32);
