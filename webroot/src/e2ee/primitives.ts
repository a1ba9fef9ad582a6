import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, encodeText, equal, hex, isZero, Malformed } from './bytes';

// Hashes and HKDF are of a few dozen bytes each, and a chain takes thousands: WebCrypto's detour through promises costs
// more than they do. Signatures, key agreement and AES are WebCrypto's where it has them.

/** `L(label, bytes…)`: keeps the uses of one key apart. */
export const labelled = (label: string, ...bytes: Bytes[]): Bytes =>
  concat(Uint8Array.of(label.length), encodeText(label), ...bytes);

export const digest = (...bytes: Bytes[]): Bytes => {
  const hash = sha256.create();
  for (const part of bytes) hash.update(part);
  return hash.digest() as Bytes;
};
export const digest512 = (bytes: Bytes): Bytes => sha512(bytes) as Bytes;

/** `H(label, body)`. */
export const hash = (label: string, ...body: Bytes[]): Bytes => digest(labelled(label, ...body));
export const kdf = (salt: Bytes, secret: Bytes, label: string, length: number): Bytes =>
  hkdf(sha256, secret, salt, labelled(label), length) as Bytes;

/** A cache of imported keys that starts anew when it is full. */
class Imported {
  private readonly keys = new Map<string, Promise<CryptoKey>>();

  constructor(private readonly most: number) {}

  get(key: Bytes, load: () => Promise<CryptoKey>): Promise<CryptoKey> {
    const name = hex(key);
    let loaded = this.keys.get(name);
    if (loaded === undefined) {
      if (this.keys.size >= this.most) this.keys.clear();
      this.keys.set(name, (loaded = load()));
    }
    return loaded;
  }
}

const verifyKeys = new Imported(1024);
/** Few, since what is kept here outlives the chain that it signed for. */
const signKeys = new Imported(4);
const PKCS8 = { Ed25519: '302e020100300506032b657004220420', X25519: '302e020100300506032b656e04220420' };
const fromHex = (text: string) => Uint8Array.from(text.match(/../g)!, (byte) => parseInt(byte, 16));

const importPrivate = (curve: 'Ed25519' | 'X25519', seed: Bytes, use: KeyUsage): Promise<CryptoKey> =>
  crypto.subtle.importKey('pkcs8', concat(fromHex(PKCS8[curve]), seed), curve, false, [use]);

/** Whether this browser has the curve itself. */
function native(curve: 'Ed25519' | 'X25519'): Promise<boolean> {
  const use = curve === 'Ed25519' ? 'sign' : 'deriveBits';
  return importPrivate(curve, new Uint8Array(32).fill(7), use).then(() => true, () => false);
}
let nativeEd25519: Promise<boolean> | undefined;
let nativeX25519: Promise<boolean> | undefined;

/** For tests: goes on as in a browser without the curves. */
export function withoutNativeCurves(): void {
  nativeEd25519 = nativeX25519 = Promise.resolve(false);
  suite = undefined;
}

export const signingKey = (seed: Bytes): Bytes => ed25519.getPublicKey(seed) as Bytes;
export const agreementKey = (secret: Bytes): Bytes => x25519.getPublicKey(secret) as Bytes;

export async function sign(seed: Bytes, label: string, body: Bytes): Promise<Bytes> {
  const message = labelled(label, body);
  if (!(await (nativeEd25519 ??= native('Ed25519')))) return ed25519.sign(message, seed) as Bytes;
  return new Uint8Array(await crypto.subtle.sign('Ed25519', await signKeys.get(seed, () => importPrivate('Ed25519', seed, 'sign')), message));
}

const ORDER = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010'); // little-endian, RFC 8032

/** Whether the half `S` of a signature is below the order of the group, so that nobody can write it another way. */
function reduced(signature: Bytes): boolean {
  for (let i = 31; i >= 0; i--) {
    if (signature[32 + i]! !== ORDER[i]!) return signature[32 + i]! < ORDER[i]!;
  }
  return false;
}

export async function verify(key: Bytes, label: string, body: Bytes, signature: Bytes): Promise<boolean> {
  if (signature.length !== 64 || !reduced(signature)) return false;
  const message = labelled(label, body);
  try {
    if (!(await (nativeEd25519 ??= native('Ed25519')))) return ed25519.verify(signature, message, key, { zip215: false });
    const imported = await verifyKeys.get(key, () => crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']));
    return await crypto.subtle.verify('Ed25519', imported, signature, message);
  } catch {
    return false;
  }
}

const goodKeys = new Set<string>();

/** Refuses what is not the canonical encoding of a point in the prime-order subgroup, or is its neutral element. */
export function checkSigningKey(key: Bytes): void {
  const name = hex(key);
  if (goodKeys.has(name)) return;
  let good = false;
  try {
    const point = ed25519.Point.fromBytes(key, false);
    good = !point.is0() && point.isTorsionFree() && equal(point.toBytes(), key);
  } catch {
    // Not on the curve.
  }
  if (!good) throw new Malformed('not a public signing key');
  if (goodKeys.size >= 8192) goodKeys.clear();
  goodKeys.add(name);
}

export async function agree(secret: Bytes, key: Bytes): Promise<Bytes> {
  let shared: Bytes;
  try {
    shared = x25519.getSharedSecret(secret, key) as Bytes;
  } catch {
    throw new Malformed('not a public key to agree with');
  }
  if (isZero(shared)) throw new Malformed('not a public key to agree with');
  return shared;
}

const aesKey = (key: Bytes, use: KeyUsage) => crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use]);

export async function encrypt(key: Bytes, iv: Bytes, plain: Bytes, additionalData: Bytes): Promise<Bytes> {
  const algorithm = { name: 'AES-GCM', iv, additionalData };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, await aesKey(key, 'encrypt'), plain));
}

/** The plaintext, or null when it was not sealed with this key, nonce and data. */
export async function decrypt(key: Bytes, iv: Bytes, sealed: Bytes, additionalData: Bytes): Promise<Bytes | null> {
  if (sealed.length < 16) return null;
  try {
    const algorithm = { name: 'AES-GCM', iv, additionalData };
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, await aesKey(key, 'decrypt'), sealed));
  } catch {
    return null;
  }
}

let suite: Promise<CipherSuite> | undefined;

/** HPKE with the browser's X25519, or with one in JavaScript where it has none. */
export async function hpke(): Promise<CipherSuite> {
  return (suite ??= (async () => {
    const own = await (nativeX25519 ??= native('X25519'));
    const kem = own ? new DhkemX25519HkdfSha256() : new (await import('@hpke/dhkem-x25519')).DhkemX25519HkdfSha256();
    return new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  })());
}

/** Seals to a public key; {@link seed} is 32 random bytes, from which HPKE derives its ephemeral key. */
export async function sealTo(key: Bytes, info: Bytes, aad: Bytes, plain: Bytes, seed: Bytes) {
  const scheme = await hpke();
  const recipientPublicKey = await scheme.kem.deserializePublicKey(key);
  const sender = await scheme.createSenderContext({ recipientPublicKey, info, ekm: seed });
  return { enc: new Uint8Array(sender.enc), sealed: new Uint8Array(await sender.seal(plain, aad)) };
}

/** The plaintext, or null when it was not sealed to this key. */
export async function openWith(secret: Bytes, info: Bytes, aad: Bytes, enc: Bytes, sealed: Bytes): Promise<Bytes | null> {
  const scheme = await hpke();
  const publicKey = await scheme.kem.deserializePublicKey(agreementKey(secret));
  const privateKey = await scheme.kem.importKey('raw', secret.slice().buffer, false);
  try {
    const recipient = await scheme.createRecipientContext({ recipientKey: { privateKey, publicKey }, enc, info });
    return new Uint8Array(await recipient.open(sealed, aad));
  } catch {
    return null;
  }
}
