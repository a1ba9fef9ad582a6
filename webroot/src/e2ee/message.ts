import { type Bytes, MESSAGE_ID, type Reader } from './bytes';
import { messageKey } from './chain';
import { pad } from './padding';
import { decrypt, encrypt, labelled } from './primitives';
import { begin, readSigned, type Signed, signed, signedBy } from './signed';

const LABEL = 'parley/1 message';

export interface MessageHeader {
  room: string;
  sender: string;
  device: string;
  chain: Bytes;
  index: number;
  id: string;
  rosterHead: Bytes;
  listHead: Bytes;
}

export interface SealedMessage extends MessageHeader, Signed {
  header: Bytes;
  sealed: Bytes;
}

/** Seals under the chain key at the header's index, and signs with the chain's own key. */
export async function makeMessage(chainSeed: Bytes, chainKey: Bytes, h: MessageHeader, abandoned: number[], content: Bytes) {
  const body = begin().id(h.room).id(h.sender).id(h.device).raw(h.chain, 16).u32(h.index).id(h.id, MESSAGE_ID);
  const header = body.raw(h.rosterHead, 32).raw(h.listHead, 32).done();
  const keys = messageKey(h.chain, chainKey);
  const sealed = await encrypt(keys.slice(0, 32), keys.slice(32), pad(abandoned, content), labelled(LABEL, header));
  return signed(chainSeed, LABEL, body.bytes16(sealed).done());
}

export const readMessage = (bytes: Bytes): SealedMessage =>
  readSigned(bytes, (r: Reader) => ({
    room: r.id(),
    sender: r.id(),
    device: r.id(),
    chain: r.raw(16),
    index: r.u32(),
    id: r.id(MESSAGE_ID),
    rosterHead: r.raw(32),
    listHead: r.raw(32),
    header: r.since(0),
    sealed: r.bytes16(),
  }));

export const isSignedByChain = (message: SealedMessage, signingKey: Bytes) => signedBy(signingKey, LABEL, message.bytes);

/** The padded plaintext, or null when it was not sealed under this message key (key and nonce). */
export const openMessage = (message: SealedMessage, key: Bytes): Promise<Bytes | null> =>
  decrypt(key.slice(0, 32), key.slice(32), message.sealed, labelled(LABEL, message.header));
