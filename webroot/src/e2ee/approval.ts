import { base64url, type Bytes, concat, encodeText, equal, Malformed, Reader, unbase64url, VERSION, Writer } from './bytes';
import { isDeviceProof } from './device-list';
import { agree, decrypt, encrypt, hash, kdf } from './primitives';
import { begin } from './signed';

// Approving a device by another one of the same user: by emoji over a commitment, or by a code that one shows the other.

export const EMOJI: readonly [emoji: string, name: string][] = [
  ['🐶', 'dog'], ['🐱', 'cat'], ['🦁', 'lion'], ['🐴', 'horse'], ['🦄', 'unicorn'], ['🐷', 'pig'], ['🐘', 'elephant'], ['🐰', 'rabbit'],
  ['🐼', 'panda'], ['🐔', 'rooster'], ['🐧', 'penguin'], ['🐢', 'turtle'], ['🐟', 'fish'], ['🐙', 'octopus'], ['🦋', 'butterfly'], ['🌷', 'flower'],
  ['🌳', 'tree'], ['🌵', 'cactus'], ['🍄', 'mushroom'], ['🌍', 'globe'], ['🌙', 'moon'], ['☁️', 'cloud'], ['🔥', 'fire'], ['🍌', 'banana'],
  ['🍎', 'apple'], ['🍓', 'strawberry'], ['🌽', 'corn'], ['🍕', 'pizza'], ['🎂', 'cake'], ['❤️', 'heart'], ['😀', 'smiley'], ['🤖', 'robot'],
  ['🎩', 'hat'], ['👓', 'glasses'], ['🔧', 'spanner'], ['🎅', 'santa'], ['👍', 'thumbs up'], ['☂️', 'umbrella'], ['⌛', 'hourglass'], ['⏰', 'clock'],
  ['🎁', 'gift'], ['💡', 'light bulb'], ['📕', 'book'], ['✏️', 'pencil'], ['📎', 'paperclip'], ['✂️', 'scissors'], ['🔒', 'lock'], ['🔑', 'key'],
  ['🔨', 'hammer'], ['☎️', 'telephone'], ['🏁', 'flag'], ['🚂', 'train'], ['🚲', 'bicycle'], ['✈️', 'aeroplane'], ['🚀', 'rocket'], ['🏆', 'trophy'],
  ['⚽', 'ball'], ['🎸', 'guitar'], ['🎺', 'trumpet'], ['🔔', 'bell'], ['⚓', 'anchor'], ['🎧', 'headphones'], ['📁', 'folder'], ['📌', 'pin'],
];

const CODE = 'parley-device:';

export interface Reveal {
  ephemeral: Bytes;
  deviceKey: Bytes;
  proof: Bytes;
}

export const makeReveal = (r: Reveal): Bytes => begin().raw(r.ephemeral, 32).raw(r.deviceKey, 32).raw(r.proof, 64).done();
export const makeHello = (user: string, reveal: Bytes): Bytes =>
  begin().id(user).raw(hash('parley/1 approval commitment', reveal)).done();
export const makeAnswer = (ephemeral: Bytes): Bytes => begin().raw(ephemeral, 32).done();

function read<T>(bytes: Bytes, fields: (r: Reader) => T): T {
  const r = new Reader(bytes);
  r.version();
  const value = fields(r);
  r.end();
  return value;
}

export const readHello = (bytes: Bytes) => read(bytes, (r) => ({ user: r.id(), commitment: r.raw(32) }));
export const readAnswer = (bytes: Bytes): Bytes => read(bytes, (r) => r.raw(32));
const readReveal = (bytes: Bytes): Reveal => read(bytes, (r) => ({ ephemeral: r.raw(32), deviceKey: r.raw(32), proof: r.raw(64) }));

/** What was committed to in {@link hello}, of a device that signed for itself. */
export async function openReveal(user: string, hello: Bytes, bytes: Bytes): Promise<Reveal> {
  const { commitment, ...said } = readHello(hello);
  if (said.user !== user) throw new Malformed("another user's device");
  if (!equal(commitment, hash('parley/1 approval commitment', bytes))) throw new Malformed('not what the device committed to');
  return checkedReveal(user, bytes);
}

async function checkedReveal(user: string, bytes: Bytes): Promise<Reveal> {
  const reveal = readReveal(bytes);
  if (!(await isDeviceProof(user, reveal.deviceKey, reveal.proof))) throw new Malformed('the device did not sign for itself');
  return reveal;
}

export interface Agreement {
  transcript: Bytes;
  secret: Bytes;
}

const transcriptOf = (...parts: Bytes[]) => hash('parley/1 approval transcript', ...parts);

export const agreeByEmoji = async (hello: Bytes, answer: Bytes, reveal: Bytes, own: Bytes, other: Bytes): Promise<Agreement> => ({
  transcript: transcriptOf(hello, answer, reveal),
  secret: await agree(own, other),
});

/** The numbers of the seven emoji that both screens show. */
export function emojiOf({ transcript, secret }: Agreement): number[] {
  const bits = kdf(transcript, secret, 'parley/1 approval emoji', 6).reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  return Array.from({ length: 7 }, (_, i) => Number((bits >> BigInt(42 - 6 * i)) & 63n));
}

const codeBytes = (user: string, reveal: Bytes, random: Bytes) => concat(Uint8Array.of(VERSION), encodeText(user), reveal, random);

/** What a new device shows as a QR code, and as text for pasting. */
export const makeCode = (user: string, reveal: Bytes, random: Bytes): string => CODE + base64url(codeBytes(user, reveal, random));

export async function readCode(user: string, code: string) {
  const text = code.trim();
  if (!text.startsWith(CODE)) throw new Malformed('not a code that a new device shows');
  const held = unbase64url(text.slice(CODE.length));
  const parts = read(held, (r) => ({ user: r.id(), reveal: r.raw(129), random: r.raw(32) }));
  if (parts.user !== user) throw new Malformed("another user's device");
  return { ...(await checkedReveal(user, parts.reveal)), held, random: parts.random };
}

export const agreeByCode = async (held: Bytes, random: Bytes, answer: Bytes, own: Bytes, other: Bytes): Promise<Agreement> => ({
  transcript: transcriptOf(held, answer),
  secret: concat(await agree(own, other), random),
});

export const heldByCode = codeBytes;

/** What the approving device hands over. */
export interface Grant {
  fingerprint: Bytes;
  epoch: number;
  signingSeed: Bytes;
  generation: number;
  backupKey: Bytes;
  listHead: Bytes;
  /** The newest backup segment that the approving device has seen; 0 and zeros for none. */
  counter: number;
  segment: Bytes;
}

export const writeGrant = (g: Grant): Bytes =>
  begin().raw(g.fingerprint, 32).u32(g.epoch).raw(g.signingSeed, 32).u32(g.generation).raw(g.backupKey, 32)
    .raw(g.listHead, 32).u64(g.counter).raw(g.segment, 32).done();

export const readGrant = (bytes: Bytes): Grant =>
  read(bytes, (r) => ({
    fingerprint: r.raw(32),
    epoch: r.u32(),
    signingSeed: r.raw(32),
    generation: r.u32(),
    backupKey: r.raw(32),
    listHead: r.raw(32),
    counter: r.u64(),
    segment: r.raw(32),
  }));

const grantKey = ({ transcript, secret }: Agreement) => kdf(transcript, secret, 'parley/1 approval key', 44);

export async function sealGrant(agreement: Agreement, plain: Bytes): Promise<Bytes> {
  const key = grantKey(agreement);
  return new Writer().u8(VERSION).bytes16(await encrypt(key.slice(0, 32), key.slice(32), plain, agreement.transcript)).done();
}

export async function openGrant(agreement: Agreement, bytes: Bytes): Promise<Bytes> {
  const sealed = read(bytes, (r) => r.bytes16());
  const key = grantKey(agreement);
  const plain = await decrypt(key.slice(0, 32), key.slice(32), sealed, agreement.transcript);
  if (plain === null) throw new Malformed('the grant is not for this device');
  return plain;
}
