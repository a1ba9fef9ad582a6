import { type Bytes, encodeText } from './bytes';
import { digest512, hash, labelled } from './primitives';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** The first 130 bits of a hash as 26 characters. */
export function crockford(bytes: Bytes): string {
  let text = '';
  for (let bit = 0; bit < 130; bit += 5) {
    const two = (bytes[bit >> 3]! << 8) | bytes[(bit >> 3) + 1]!;
    text += ALPHABET[(two >> (11 - (bit & 7))) & 31]!;
  }
  return text;
}

export const deviceId = (key: Bytes) => crockford(hash('parley/1 device id', key));
export const fingerprintOf = (user: string, accountKey: Bytes) =>
  hash('parley/1 account fingerprint', encodeText(user), accountKey);

/** The room of what is about no room, and of a roster's first entry. */
export const NO_ROOM = '0'.repeat(26);

/** The half of a safety number that stands for one user: 30 digits. */
function half(user: string, accountKey: Bytes): string {
  const bytes = digest512(labelled('parley/1 safety number', encodeText(user), accountKey));
  let digits = '';
  for (let group = 0; group < 6; group++) {
    let value = 0;
    for (let i = 0; i < 5; i++) value = value * 256 + bytes[group * 5 + i]!;
    digits += String(value % 100_000).padStart(5, '0');
  }
  return digits;
}

/** 60 digits that are the same for both, whoever works them out. */
export const safetyNumber = (user: string, accountKey: Bytes, other: string, otherAccountKey: Bytes): string =>
  [half(user, accountKey), half(other, otherAccountKey)].sort().join('');
