import { type Bytes, concat, Malformed, Reader, VERSION, Writer } from './bytes';
import { hash, sign, verify } from './primitives';

/** A structure that was signed: its bytes as they were received, and what they say. */
export interface Signed {
  /** Everything, with the signature at the end. */
  readonly bytes: Bytes;
}

export const SIGNATURE = 64;

export const begin = () => new Writer().u8(VERSION);

export async function signed(seed: Bytes, label: string, body: Bytes): Promise<Bytes> {
  return concat(body, await sign(seed, label, body));
}

/** Whether {@link structure} ends with a signature by {@link key} over what is before it. */
export function signedBy(key: Bytes, label: string, structure: Bytes): Promise<boolean> {
  const end = structure.length - SIGNATURE;
  return end < 0 ? Promise.resolve(false) : verify(key, label, structure.slice(0, end), structure.slice(end));
}

export async function mustBeSignedBy(key: Bytes, label: string, structure: Bytes): Promise<void> {
  if (!(await signedBy(key, label, structure))) throw new Malformed(`the signature of a ${label.slice(9)} is wrong`);
}

export const structureHash = (label: string, structure: Bytes) => hash(`${label} hash`, structure);

/** Reads the fields of a signed structure; the version and the signature around them are seen to. */
export function readSigned<T>(bytes: Bytes, fields: (reader: Reader) => T): T & Signed {
  const reader = new Reader(bytes);
  reader.version();
  const read = fields(reader);
  reader.raw(SIGNATURE);
  reader.end();
  return { ...read, bytes };
}
