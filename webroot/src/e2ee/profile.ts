import { type Bytes, concat, decodeText, encodeText, Malformed } from './bytes';
import { pad, unpad } from './padding';
import { decrypt, encrypt, hash, labelled } from './primitives';
import type { SealedFile } from './content';

const LABEL = 'parley/1 room profile';

/** What a room is called; sealed, since it says as much as a message does. */
export interface Profile {
  name?: string;
  topic?: string;
  avatar?: SealedFile;
}

export const commitmentTo = (profileKey: Bytes) => hash('parley/1 profile key', profileKey);

export async function sealProfile(profileKey: Bytes, nonce: Bytes, profile: Bytes) {
  const commitment = commitmentTo(profileKey);
  return { commitment, sealed: concat(nonce, await encrypt(profileKey, nonce, pad([], profile), labelled(LABEL, commitment))) };
}

export const profileBytes = (profile: Profile) => encodeText(JSON.stringify(profile));

/** The profile's JSON as bytes, or null when the key is another one. */
export async function openProfileBytes(profileKey: Bytes, commitment: Bytes, sealed: Bytes): Promise<Bytes | null> {
  const plain = await decrypt(profileKey, sealed.slice(0, 12), sealed.slice(12), labelled(LABEL, commitment));
  return plain && unpad(plain).content;
}

export async function openProfile(profileKey: Bytes, commitment: Bytes, sealed: Bytes): Promise<Profile | null> {
  const bytes = await openProfileBytes(profileKey, commitment, sealed);
  if (bytes === null) return null;
  let read: unknown;
  try {
    read = JSON.parse(decodeText(bytes));
  } catch {
    throw new Malformed('the profile is not JSON');
  }
  const { name, topic, avatar } = (read ?? {}) as Record<string, unknown>;
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof topic === 'string' && { topic }),
    ...(typeof avatar === 'object' && avatar !== null && { avatar: avatar as SealedFile }),
  };
}
