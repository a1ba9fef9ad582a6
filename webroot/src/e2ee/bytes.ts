/** Bytes that WebCrypto takes as they are. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** What was read is not a structure of ours; the message says what is wrong and never repeats what was read. */
export class Malformed extends Error {
  override name = 'Malformed';
}

/** A structure of another version: made by a newer client, not a forgery. */
export class Newer extends Malformed {
  override name = 'Newer';
}

export const VERSION = 1;
/** The most that any public structure takes. */
export const LARGEST = 45_000;

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const encodeText = (text: string): Bytes => utf8.encode(text) as Bytes;

export function decodeText(bytes: Bytes): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw new Malformed('text is not UTF-8');
  }
}

export function concat(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** In a time that depends on the lengths alone. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}

export const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);
export const zeros = (length: number): Bytes => new Uint8Array(length);

export const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export function unhex(text: string): Bytes {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Malformed('not lower-case hex');
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}

export function unbase64(text: string): Bytes {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw new Malformed('not base64');
  }
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  if (base64(bytes) !== text) throw new Malformed('not base64 as RFC 4648 section 4 writes it');
  return bytes;
}

export const base64url = (bytes: Uint8Array) =>
  base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

export function unbase64url(text: string): Bytes {
  if (!/^[\w-]*$/.test(text)) throw new Malformed('not base64url');
  return unbase64(text.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (text.length % 4)) % 4));
}

/** The kinds of ids: users, rooms and devices in lower case, client message ids as ULIDs are written. */
export const ID = /^[0-9a-z]{26}$/;
export const MESSAGE_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Writes the fields of a structure in order; numbers are unsigned and big-endian. */
export class Writer {
  private readonly parts: Bytes[] = [];

  u8 = (value: number) => this.number(value, 1);
  u16 = (value: number) => this.number(value, 2);
  u32 = (value: number) => this.number(value, 4);
  u64 = (value: number) => this.number(value, 8);

  raw(bytes: Bytes, length = bytes.length): this {
    if (bytes.length !== length) throw new RangeError(`a field of ${length} bytes got ${bytes.length}`);
    this.parts.push(bytes);
    return this;
  }

  id(id: string, shape = ID): this {
    if (!shape.test(id)) throw new RangeError('an id has 26 characters');
    return this.raw(encodeText(id));
  }

  bytes16 = (bytes: Bytes) => this.u16(bytes.length).raw(bytes);
  bytes32 = (bytes: Bytes) => this.u32(bytes.length).raw(bytes);

  done = () => concat(...this.parts);

  private number(value: number, size: number): this {
    if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** size) throw new RangeError(`not a u${size * 8}`);
    const bytes = new Uint8Array(size);
    for (let i = size - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
    return this.raw(bytes);
  }
}

/** Reads the fields of a structure in order and refuses what does not fit before it copies anything. */
export class Reader {
  private at = 0;

  constructor(
    private readonly bytes: Bytes,
    limit = LARGEST,
  ) {
    if (bytes.length > limit) throw new Malformed(`longer than ${limit} bytes`);
  }

  /** Where the next field begins. */
  get position() {
    return this.at;
  }

  /** What was read since {@link from}. */
  since = (from: number) => this.bytes.slice(from, this.at);

  version(): void {
    if (this.u8() !== VERSION) throw new Newer('made by a newer client');
  }

  u8 = () => this.number(1);
  u16 = () => this.number(2);
  u32 = () => this.number(4);

  u64(): number {
    const value = this.number(8);
    if (value > Number.MAX_SAFE_INTEGER) throw new Malformed('a number above 2^53');
    return value;
  }

  raw(length: number): Bytes {
    if (length > this.bytes.length - this.at) throw new Malformed('shorter than its fields');
    return this.bytes.slice(this.at, (this.at += length));
  }

  id(shape = ID): string {
    const id = String.fromCharCode(...this.raw(26));
    if (!shape.test(id)) throw new Malformed('an id has other characters');
    return id;
  }

  bytes16 = () => this.raw(this.u16());
  bytes32 = () => this.raw(this.u32());

  /** One of {@link values}. */
  choice<T extends number>(...values: T[]): T {
    const value = this.u8();
    if (!values.includes(value as T)) throw new Malformed('a kind that is not known');
    return value as T;
  }

  end(): void {
    if (this.at !== this.bytes.length) throw new Malformed('bytes are left over');
  }

  private number(size: number): number {
    let value = 0;
    for (const byte of this.raw(size)) value = value * 256 + byte;
    return value;
  }
}
