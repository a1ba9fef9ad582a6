import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { DhkemX25519HkdfSha256 as FallbackKem } from '@hpke/dhkem-x25519';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { encodeText, hex, unhex } from '../../src/e2ee/bytes';
import { agree, agreementKey, checkSigningKey, kdf, labelled, openWith, sealTo, sign, signingKey, verify, withoutNativeCurves } from '../../src/e2ee/primitives';
import { ed25519 } from '@noble/curves/ed25519.js';

describe('RFC 8032, section 7.1', () => {
  test.each([
    ['9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', '', 'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'],
    ['4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72', '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'],
    ['c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'af82', '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'],
  ])('%s', (seed, key, message, signature) => {
    expect(hex(signingKey(unhex(seed)))).toBe(key);
    expect(hex(ed25519.sign(unhex(message), unhex(seed)))).toBe(signature);
  });
});

describe('RFC 5869, appendix A', () => {
  test.each([
    ['0b'.repeat(22), '000102030405060708090a0b0c', 'f0f1f2f3f4f5f6f7f8f9', 42, '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865'],
    ['0b'.repeat(22), '', '', 42, '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8'],
  ])('%s', (secret, salt, info, length, expected) => {
    expect(hex(hkdf(sha256, unhex(secret), unhex(salt), unhex(info), length))).toBe(expected);
  });

  test('is what kdf does, with the label as info', async () => {
    const key = await crypto.subtle.importKey('raw', unhex('0b'.repeat(32)), 'HKDF', false, ['deriveBits']);
    const bits = await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: unhex('0102'), info: labelled('parley/1 chain key') }, key, 352);
    expect(kdf(unhex('0102'), unhex('0b'.repeat(32)), 'parley/1 chain key', 44)).toEqual(new Uint8Array(bits));
  });
});

// Our cipher differs from appendix A.1 in the key's length alone: KEM, key schedule and nonces are checked by it.
describe.each([['the native curve', new DhkemX25519HkdfSha256()], ['the fallback', new FallbackKem()]])('RFC 9180, appendix A.1, with %s', (_name, kem) => {
  const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes128Gcm() });
  const info = unhex('4f6465206f6e2061204772656369616e2055726e');
  const plain = unhex('4265617574792069732074727574682c20747275746820626561757479');
  const enc = '37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431';
  const sealed = 'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a';

  test('seals', async () => {
    const recipientPublicKey = await kem.deserializePublicKey(unhex('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d'));
    const sender = await suite.createSenderContext({ recipientPublicKey, info, ekm: unhex('7268600d403fce431561aef583ee1613527cff655c1343f29812e66706df3234') });
    expect(hex(new Uint8Array(sender.enc))).toBe(enc);
    expect(hex(new Uint8Array(await sender.seal(plain, encodeText('Count-0'))))).toBe(sealed);
  });

  test('opens', async () => {
    const recipientKey = await kem.importKey('raw', unhex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8').buffer, false);
    const recipient = await suite.createRecipientContext({ recipientKey, enc: unhex(enc), info });
    expect(new Uint8Array(await recipient.open(unhex(sealed), encodeText('Count-0')))).toEqual(plain);
  });
});

describe('what is refused', () => {
  const seed = unhex('11'.repeat(32));
  const body = encodeText('body');

  test('public keys that are no canonical points of the prime-order subgroup', () => {
    const neutral = `01${'00'.repeat(31)}`;
    const ofOrderTwo = `ec${'ff'.repeat(30)}7f`;
    const ofOrderEight = '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05';
    const notCanonical = `ee${'ff'.repeat(30)}7f`;
    const mixed = hex(ed25519.Point.BASE.multiply(5n).add(ed25519.Point.fromHex(ofOrderEight)).toBytes() as Uint8Array);
    for (const key of [neutral, ofOrderTwo, ofOrderEight, notCanonical, mixed, 'ff'.repeat(32)]) {
      expect(() => checkSigningKey(unhex(key)), key).toThrow('not a public signing key');
    }
    checkSigningKey(signingKey(seed));
  });

  test('a signature written another way: S plus the order of the group', async () => {
    const signature = await sign(seed, 'label', body);
    expect(await verify(signingKey(seed), 'label', body, signature)).toBe(true);
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    let s = signature.slice(32).reduceRight((all, byte) => (all << 8n) | BigInt(byte), 0n) + order;
    const other = signature.slice();
    for (let i = 32; i < 64; i++, s >>= 8n) other[i] = Number(s & 255n);
    expect(await verify(signingKey(seed), 'label', body, other)).toBe(false);
    expect(await verify(signingKey(seed), 'other', body, signature)).toBe(false);
  });

  test('a key to agree with that gives zeros', async () => {
    await expect(agree(seed, unhex('00'.repeat(32)))).rejects.toThrow('not a public key');
  });
});

// Last in this file: it stays without them.
test('without native curves everything goes on as with them', async () => {
  const seed = unhex('22'.repeat(32));
  const body = encodeText('body');
  const signature = await sign(seed, 'label', body);
  const before = await sealTo(agreementKey(seed), body, body, encodeText('plain'), seed);
  withoutNativeCurves();
  expect(await sign(seed, 'label', body)).toEqual(signature);
  expect(await verify(signingKey(seed), 'label', body, signature)).toBe(true);
  expect(await sealTo(agreementKey(seed), body, body, encodeText('plain'), seed)).toEqual(before);
  expect(await openWith(seed, body, body, before.enc, before.sealed)).toEqual(encodeText('plain'));
});
