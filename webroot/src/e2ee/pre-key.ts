import { type Bytes, Malformed } from './bytes';
import { begin, mustBeSignedBy, readSigned, type Signed, signed } from './signed';

const LABEL = 'parley/1 pre-key';
export const WEEKLY = 1;
export const ONE_TIME = 2;
export type PreKeyKind = 1 | 2;

export interface PreKey extends Signed {
  kind: PreKeyKind;
  user: string;
  device: string;
  id: number;
  key: Bytes;
  time: number;
}

export const makePreKey = (deviceSeed: Bytes, p: Omit<PreKey, 'bytes'>): Promise<Bytes> =>
  signed(deviceSeed, LABEL, begin().u8(p.kind).id(p.user).id(p.device).u32(p.id).raw(p.key, 32).u64(p.time).done());

export const readPreKey = (bytes: Bytes): PreKey =>
  readSigned(bytes, (r) => ({ kind: r.choice(1, 2), user: r.id(), device: r.id(), id: r.u32(), key: r.raw(32), time: r.u64() }));

/** Refuses a pre-key that {@link device} of {@link user} did not sign. */
export async function checkPreKey(preKey: PreKey, user: string, device: string, deviceKey: Bytes): Promise<void> {
  if (preKey.user !== user || preKey.device !== device) throw new Malformed('a pre-key of another device');
  await mustBeSignedBy(deviceKey, LABEL, preKey.bytes);
}
