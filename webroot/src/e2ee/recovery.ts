import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { type Bytes, concat, encodeText, Malformed, Reader, VERSION, Writer } from './bytes';
import { decrypt, encrypt, kdf, labelled } from './primitives';

const RECOVERY_WORDS = 24;
export const MOST_KEYS = 8;

/** The recovery key as 24 words. */
export const wordsOf = (recoveryKey: Bytes): string => entropyToMnemonic(recoveryKey, wordlist);

/** Words that somebody typed are none of ours; which ones, counted from 0 (none: the whole does not fit together). */
export class WrongWords extends Error {
  override name = 'WrongWords';
  constructor(
    readonly wrong: number[],
    readonly count: number,
  ) {
    super('these are not recovery words');
  }
}

/** The recovery key of words as typed: in any case and spacing; four letters of a word are enough. */
export function recoveryKeyOf(typed: string): Bytes {
  const words = typed.normalize('NFKD').toLowerCase().split(/[^a-z]+/).filter((word) => word !== '');
  const whole = words.map((word) => wordlist.find((known) => known === word || (word.length >= 4 && known.startsWith(word.slice(0, 4)) && known.startsWith(word))));
  const wrong = whole.flatMap((word, i) => (word === undefined ? [i] : []));
  if (wrong.length > 0 || words.length !== RECOVERY_WORDS) throw new WrongWords(wrong, words.length);
  try {
    return mnemonicToEntropy(whole.join(' '), wordlist) as Bytes;
  } catch {
    throw new WrongWords([], words.length);
  }
}

export interface RecoveryBox {
  user: string;
  fingerprint: Bytes;
  epoch: number;
  generation: number;
}

export interface BoxSecrets {
  accountSeed: Bytes;
  /** That of the box's generation, the one before, and so on: 1 to 8. */
  backupKeys: Bytes[];
}

const keys = (user: string, recoveryKey: Bytes) => ({
  account: kdf(encodeText(user), recoveryKey, 'parley/1 recovery account', 32),
  backup: kdf(encodeText(user), recoveryKey, 'parley/1 recovery backup', 32),
});

const header = (box: RecoveryBox): Bytes =>
  new Writer().u8(VERSION).id(box.user).raw(box.fingerprint, 32).u32(box.epoch).u32(box.generation).done();

/** Seals account key and backup key under the recovery key; the nonces are random. */
export async function makeBox(recoveryKey: Bytes, box: RecoveryBox, secrets: BoxSecrets, accountNonce: Bytes, backupNonce: Bytes) {
  const { account, backup } = keys(box.user, recoveryKey);
  const head = header(box);
  const aad = labelled('parley/1 recovery box', head);
  const accountSealed = await encrypt(account, accountNonce, secrets.accountSeed, aad);
  const backupSealed = await encrypt(backup, backupNonce, concat(...secrets.backupKeys), aad);
  return concat(head, new Writer().raw(accountNonce, 12).bytes16(accountSealed).raw(backupNonce, 12).bytes16(backupSealed).done());
}

function readBox(bytes: Bytes) {
  const r = new Reader(bytes);
  r.version();
  const box = { user: r.id(), fingerprint: r.raw(32), epoch: r.u32(), generation: r.u32() };
  const head = r.since(0);
  const parts = { accountNonce: r.raw(12), account: r.bytes16(), backupNonce: r.raw(12), backup: r.bytes16() };
  r.end();
  return { ...box, ...parts, head };
}

/** What the box of {@link user} holds; null when these are not its words. */
export async function openBox(recoveryKey: Bytes, user: string, bytes: Bytes): Promise<(RecoveryBox & BoxSecrets) | null> {
  const box = readBox(bytes);
  if (box.user !== user) throw new Malformed('a recovery box of somebody else');
  const { account, backup } = keys(user, recoveryKey);
  const aad = labelled('parley/1 recovery box', box.head);
  const accountSeed = await decrypt(account, box.accountNonce, box.account, aad);
  const keysTogether = await decrypt(backup, box.backupNonce, box.backup, aad);
  if (accountSeed === null || keysTogether === null) return null;
  const count = keysTogether.length / 32;
  if (accountSeed.length !== 32 || !Number.isInteger(count) || count < 1 || count > MOST_KEYS) throw new Malformed('a recovery box holds 1 to 8 backup keys');
  const backupKeys = Array.from({ length: count }, (_, i) => keysTogether.slice(32 * i, 32 * i + 32));
  const { fingerprint, epoch, generation } = box;
  return { user, fingerprint, epoch, generation, accountSeed, backupKeys };
}
