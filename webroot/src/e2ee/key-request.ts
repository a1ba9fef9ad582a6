import type { Bytes } from './bytes';
import { begin, mustBeSignedBy, readSigned, type Signed, signed } from './signed';

const LABEL = 'parley/1 key request';
export const TO_OWN = 1;
export const TO_OWNER = 2;

/** A device asks for a chain: its user's other devices, or the chain's owner. */
export interface KeyRequest extends Signed {
  room: string;
  rosterHead: Bytes;
  to: 1 | 2;
  asker: string;
  askerDevice: string;
  listHead: Bytes;
  owner: string;
  ownerDevice: string;
  chain: Bytes;
  index: number;
  time: number;
}

export function makeKeyRequest(deviceSeed: Bytes, q: Omit<KeyRequest, 'bytes'>): Promise<Bytes> {
  const body = begin().id(q.room).raw(q.rosterHead, 32).u8(q.to).id(q.asker).id(q.askerDevice).raw(q.listHead, 32);
  return signed(deviceSeed, LABEL, body.id(q.owner).id(q.ownerDevice).raw(q.chain, 16).u32(q.index).u64(q.time).done());
}

export const readKeyRequest = (bytes: Bytes): KeyRequest =>
  readSigned(bytes, (r) => ({
    room: r.id(),
    rosterHead: r.raw(32),
    to: r.choice(1, 2),
    asker: r.id(),
    askerDevice: r.id(),
    listHead: r.raw(32),
    owner: r.id(),
    ownerDevice: r.id(),
    chain: r.raw(16),
    index: r.u32(),
    time: r.u64(),
  }));

export const checkKeyRequest = (request: KeyRequest, deviceKey: Bytes) => mustBeSignedBy(deviceKey, LABEL, request.bytes);
