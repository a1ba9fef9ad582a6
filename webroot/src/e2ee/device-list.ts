import { type Bytes, concat, encodeText, equal, Malformed } from './bytes';
import { deviceId, fingerprintOf } from './names';
import { checkSigningKey, sign, verify } from './primitives';
import { begin, mustBeSignedBy, readSigned, type Signed, signed, structureHash } from './signed';

const STATEMENT = 'parley/1 account statement';
const ENTRY = 'parley/1 device-list entry';
const DEVICE = 'parley/1 device';
export const MOST_DEVICES = 64;
const MOST_ENTRIES = 10_000;

/** The account key says which device-signing key counts from now on. */
export interface Statement extends Signed {
  user: string;
  epoch: number;
  accountKey: Bytes;
  signingKey: Bytes;
  time: number;
}

export const ADD = 1;
export const REMOVE = 2;
export const RENEW = 3;

export interface ListEntry extends Signed {
  kind: 1 | 2 | 3;
  user: string;
  epoch: number;
  index: number;
  previous: Bytes;
  time: number;
  /** What is added (its id follows from its key) or removed. */
  device: string | null;
  key: Bytes | null;
  proof: Bytes | null;
}

export const makeStatement = (accountSeed: Bytes, s: Omit<Statement, 'bytes'>) =>
  signed(accountSeed, STATEMENT, begin().id(s.user).u32(s.epoch).raw(s.accountKey, 32).raw(s.signingKey, 32).u64(s.time).done());

export const readStatement = (bytes: Bytes): Statement =>
  readSigned(bytes, (r) => ({ user: r.id(), epoch: r.u32(), accountKey: r.raw(32), signingKey: r.raw(32), time: r.u64() }));

/** A device's own signature, without which nobody can list it as theirs. */
export const deviceProof = async (user: string, deviceSeed: Bytes, key: Bytes): Promise<Bytes> =>
  sign(deviceSeed, DEVICE, concat(encodeText(user), key));
export const isDeviceProof = (user: string, key: Bytes, proof: Bytes): Promise<boolean> =>
  verify(key, DEVICE, concat(encodeText(user), key), proof);

export function makeListEntry(signingSeed: Bytes, e: Omit<ListEntry, 'bytes'>): Promise<Bytes> {
  const body = begin().u8(e.kind).id(e.user).u32(e.epoch).u32(e.index).raw(e.previous, 32).u64(e.time);
  if (e.kind === ADD) body.raw(e.key!, 32).raw(e.proof!, 64);
  if (e.kind === REMOVE) body.id(e.device!);
  return signed(signingSeed, ENTRY, body.done());
}

export const readListEntry = (bytes: Bytes): ListEntry =>
  readSigned(bytes, (r) => {
    const kind = r.choice(1, 2, 3);
    const common = { kind, user: r.id(), epoch: r.u32(), index: r.u32(), previous: r.raw(32), time: r.u64() };
    const key = kind === ADD ? r.raw(32) : null;
    const proof = kind === ADD ? r.raw(64) : null;
    return { ...common, key, proof, device: kind === REMOVE ? r.id() : key && deviceId(key) };
  });

/** What is kept of an entry: enough to say who was listed at any of its heads. */
export interface Past {
  hash: Bytes;
  kind: 1 | 2 | 3;
  time: number;
  device: string | null;
  key: Bytes | null;
  /** The device's own signature: whoever begins a new epoch lists it again with it. */
  proof: Bytes | null;
}

/** One epoch of a user's device list, verified. */
export interface Epoch {
  epoch: number;
  statement: Bytes;
  statementHash: Bytes;
  statementTime: number;
  signingKey: Bytes;
  entries: Past[];
}

/** All epochs under one account key, verified, oldest first. */
export interface ListHistory {
  user: string;
  fingerprint: Bytes;
  accountKey: Bytes;
  epochs: Epoch[];
}

/** What the server hands out: the epochs under one account key. */
export type ListBytes = { statement: Bytes; entries: Bytes[] }[];

export interface Device {
  id: string;
  key: Bytes;
  proof: Bytes;
}

export const headOf = (epoch: Epoch) => epoch.entries.at(-1)?.hash ?? epoch.statementHash;
export const lastEpoch = (history: ListHistory): Epoch => history.epochs.at(-1)!;
export const headTime = (history: ListHistory): number =>
  lastEpoch(history).entries.at(-1)?.time ?? lastEpoch(history).statementTime;

/** The devices that an epoch lists after its first {@link count} entries. */
export function devicesOf(epoch: Epoch, count = epoch.entries.length): Device[] {
  const listed = new Map<string, Device>();
  for (const { kind, device, key, proof } of epoch.entries.slice(0, count)) {
    if (kind === ADD) listed.set(device!, { id: device!, key: key!, proof: proof! });
    if (kind === REMOVE) listed.delete(device!);
  }
  return [...listed.values()];
}

/** The devices that were listed when {@link head} was the head; null when it never was. */
export function devicesAt(history: ListHistory, head: Bytes): { devices: Device[]; time: number } | null {
  for (const epoch of history.epochs) {
    if (equal(epoch.statementHash, head)) return { devices: [], time: epoch.statementTime };
    const at = epoch.entries.findIndex(({ hash }) => equal(hash, head));
    if (at >= 0) return { devices: devicesOf(epoch, at + 1), time: epoch.entries[at]!.time };
  }
  return null;
}

/** A list of devices that forks from, or goes back behind, what was seen before. */
export class Forked extends Error {
  override name = 'Forked';
}

/**
 * Verifies the epochs that a server hands out, from where {@link known} ends; whatever it has already must be the same.
 * The account key is that of the first statement: whether it is the right one is the caller's to judge.
 */
export async function verifyLists(user: string, lists: ListBytes, known?: ListHistory): Promise<ListHistory> {
  if (lists.length === 0) throw new Malformed('no statement');
  const statements = lists.map(({ statement }) => readStatement(statement));
  const { accountKey } = statements[0]!;
  if (known !== undefined && !equal(known.accountKey, accountKey)) throw new Malformed('another account key');
  if (known !== undefined && lists.length < known.epochs.length) throw new Forked('the device list went back');
  checkSigningKey(accountKey);
  const epochs: Epoch[] = [];
  for (const [i, list] of lists.entries()) {
    const statement = statements[i]!;
    const before = known?.epochs[i];
    if (statement.user !== user || statement.epoch !== i + 1) throw new Malformed('a statement of another user or epoch');
    if (!equal(statement.accountKey, accountKey)) throw new Malformed('a statement by another account key');
    if (before !== undefined && !equal(before.statement, list.statement)) throw new Forked('two statements of one epoch');
    epochs.push(await verifyEpoch(statement, list.entries, before));
  }
  return { user, fingerprint: fingerprintOf(user, accountKey), accountKey, epochs };
}

/** Verifies the list of one epoch, from where {@link known} ends. */
export async function verifyEpoch(statement: Statement, entries: Bytes[], known?: Epoch): Promise<Epoch> {
  const epoch = known === undefined ? await freshEpoch(statement) : { ...known, entries: [...known.entries] };
  await extend(statement.user, epoch, entries);
  return epoch;
}

async function freshEpoch(statement: Statement): Promise<Epoch> {
  await mustBeSignedBy(statement.accountKey, STATEMENT, statement.bytes);
  checkSigningKey(statement.signingKey);
  return {
    epoch: statement.epoch,
    statement: statement.bytes,
    statementHash: structureHash(STATEMENT, statement.bytes),
    statementTime: statement.time,
    signingKey: statement.signingKey,
    entries: [],
  };
}

/** Appends to {@link epoch} what is new in {@link entries}. */
async function extend(user: string, epoch: Epoch, entries: Bytes[]): Promise<void> {
  if (entries.length > MOST_ENTRIES) throw new Malformed(`more than ${MOST_ENTRIES} entries`);
  if (entries.length < epoch.entries.length) throw new Forked('the device list went back');
  const everListed = new Set(epoch.entries.filter(({ kind }) => kind === ADD).map(({ device }) => device));
  const listed = new Set(devicesOf(epoch).map(({ id }) => id));
  for (const [index, bytes] of entries.entries()) {
    const known = epoch.entries[index];
    if (known !== undefined) {
      if (!equal(known.hash, structureHash(ENTRY, bytes))) throw new Forked('the device list forks');
      continue;
    }
    const entry = readListEntry(bytes);
    if (entry.user !== user || entry.epoch !== epoch.epoch || entry.index !== index || !equal(entry.previous, headOf(epoch))) {
      throw new Malformed('an entry of a device list does not continue it');
    }
    await mustBeSignedBy(epoch.signingKey, ENTRY, bytes);
    if (entry.kind === ADD) await checkAdded(entry, everListed, listed);
    if (entry.kind === REMOVE && !listed.delete(entry.device!)) throw new Malformed('a device is removed that is not listed');
    const { kind, time, device, key, proof } = entry;
    epoch.entries.push({ hash: structureHash(ENTRY, bytes), kind, time, device, key, proof });
  }
}

async function checkAdded(entry: ListEntry, everListed: Set<string | null>, listed: Set<string>): Promise<void> {
  if (everListed.has(entry.device)) throw new Malformed('a device is added again');
  if (listed.size >= MOST_DEVICES) throw new Malformed(`more than ${MOST_DEVICES} devices`);
  checkSigningKey(entry.key!);
  if (!(await isDeviceProof(entry.user, entry.key!, entry.proof!))) throw new Malformed('a device did not sign for itself');
  everListed.add(entry.device);
  listed.add(entry.device!);
}

export const statementHash = (bytes: Bytes) => structureHash(STATEMENT, bytes);
export const listEntryHash = (bytes: Bytes) => structureHash(ENTRY, bytes);
