import { type Bytes, concat, isZero, Malformed, Reader, VERSION, Writer, zeros } from './bytes';
import { decrypt, encrypt, hash, labelled } from './primitives';

const LABEL = 'parley/1 backup segment';
const STEP = 256;
/** The records of a segment; what remains of 45,000 bytes after header, tag and padding. */
export const MOST_PLAIN = 44_544;

export const INCREMENT = 1;
export const SNAPSHOT_PART = 2;
export const SNAPSHOT_END = 3;

export interface SegmentHeader {
  kind: 1 | 2 | 3;
  user: string;
  generation: number;
  counter: number;
  previous: Bytes;
  base: number;
}

export interface Segment extends SegmentHeader {
  bytes: Bytes;
  hash: Bytes;
  header: Bytes;
  nonce: Bytes;
  sealed: Bytes;
}

export interface BackupRecord {
  type: number;
  fields: Bytes;
}

export const segmentHash = (bytes: Bytes) => hash(`${LABEL} hash`, bytes);

export async function makeSegment(backupKey: Bytes, s: SegmentHeader, nonce: Bytes, records: BackupRecord[]): Promise<Bytes> {
  const header = new Writer().u8(VERSION).u8(s.kind).id(s.user).u32(s.generation).u64(s.counter).raw(s.previous, 32).u64(s.base).done();
  const to = new Writer().u32(records.length);
  for (const { type, fields } of records) to.u8(type).bytes16(fields);
  const plain = to.done();
  const sealed = await encrypt(backupKey, nonce, concat(plain, zeros(-plain.length & (STEP - 1))), labelled(LABEL, header));
  return concat(header, new Writer().raw(nonce, 12).bytes16(sealed).done());
}

export function readSegment(bytes: Bytes): Segment {
  const r = new Reader(bytes);
  r.version();
  const kind = r.choice(1, 2, 3);
  const fields = { user: r.id(), generation: r.u32(), counter: r.u64(), previous: r.raw(32), base: r.u64() };
  const header = r.since(0);
  const rest = { nonce: r.raw(12), sealed: r.bytes16() };
  r.end();
  if (fields.counter === 0 || (kind === SNAPSHOT_END ? fields.base === 0 || fields.base > fields.counter : fields.base !== 0)) {
    throw new Malformed('a backup segment with wrong numbers');
  }
  return { kind, ...fields, ...rest, bytes, header, hash: segmentHash(bytes) };
}

/** The records of a segment; null when it was sealed under another key. */
export async function openSegment(backupKey: Bytes, segment: Segment): Promise<BackupRecord[] | null> {
  const plain = await decrypt(backupKey, segment.nonce, segment.sealed, labelled(LABEL, segment.header));
  if (plain === null) return null;
  const r = new Reader(plain);
  const count = r.u32();
  if (count * 3 > plain.length) throw new Malformed('more records than there is room for');
  const records = Array.from({ length: count }, () => ({ type: r.u8(), fields: r.bytes16() }));
  const padding = plain.subarray(r.position);
  if (plain.length % STEP !== 0 || padding.length >= STEP || !isZero(padding)) throw new Malformed('the padding is wrong');
  return records;
}
