import { createHash } from 'node:crypto';
import {
  agreeByCode, agreeByEmoji, emojiOf, heldByCode, makeAnswer, makeCode, makeHello, makeReveal, openGrant, openReveal, readAnswer, readCode, sealGrant,
} from '../../src/e2ee/approval';
import { makeSegment, openSegment, readSegment, segmentHash } from '../../src/e2ee/backup-segment';
import { type Bytes, concat, encodeText, equal, hex, unhex, zeros } from '../../src/e2ee/bytes';
import { messageKey, nextChainKey } from '../../src/e2ee/chain';
import { checkDelivery, deliveryId, makeDelivery, openDelivery, readDelivery, readPayload, writePayload } from '../../src/e2ee/delivery';
import {
  ADD, deviceProof, devicesOf, headOf, listEntryHash, makeListEntry, makeStatement, readListEntry, readStatement, REMOVE, RENEW, statementHash, verifyEpoch,
} from '../../src/e2ee/device-list';
import { FileOpener, FileSealer, padme } from '../../src/e2ee/file-stream';
import { checkKeyRequest, makeKeyRequest, readKeyRequest } from '../../src/e2ee/key-request';
import { isSignedByChain, makeMessage, openMessage, readMessage } from '../../src/e2ee/message';
import { deviceId, fingerprintOf, NO_ROOM, safetyNumber } from '../../src/e2ee/names';
import { unpad } from '../../src/e2ee/padding';
import { checkPreKey, makePreKey, readPreKey } from '../../src/e2ee/pre-key';
import { agreementKey, hash, signingKey } from '../../src/e2ee/primitives';
import { openProfileBytes, sealProfile } from '../../src/e2ee/profile';
import { makeBox, openBox, recoveryKeyOf, wordsOf } from '../../src/e2ee/recovery';
import { advance, type Roster } from '../../src/e2ee/roster';
import { type Change, checkRosterEntry, makeRosterEntry, readRosterEntry } from '../../src/e2ee/roster-entry';

// What src/test/resources/e2ee/README.md calls the cases; `any` because the shape of a case hangs on its kind.
type Json = any;

export interface Case {
  kind: string;
  name: string;
  in: Json;
  out: Json;
}

const text = (bytes: Bytes) => new TextDecoder().decode(bytes);

function change(json: Json): Change {
  const bytes = Object.fromEntries(['fingerprint', 'commitment', 'sealed'].filter((key) => key in json).map((key) => [key, unhex(json[key])]));
  return { ...json, ...bytes };
}

export function contentOf(spec: Json): Bytes {
  return Uint8Array.from({ length: spec.length }, (_, i) => (7 * i) % 256);
}

async function sealStream(content: Bytes, key: Bytes, prefix: Bytes) {
  const sealer = new FileSealer(content.length, key, prefix);
  const parts: Bytes[] = [];
  for (let at = 0, i = 0; i < sealer.chunks; i++) {
    const take = sealer.take();
    parts.push((await sealer.seal(content.slice(at, at + take))).sealed);
    at += take;
  }
  return { sealed: concat(...parts), hash: sealer.hash() };
}

const payloadOf = (x: Json) => ({
  profileKey: x.profileKey === null ? null : unhex(x.profileKey),
  chains: x.chains.map((c: Json) => ({
    owner: c.owner, device: c.device, id: unhex(c.chainId), index: c.index, key: unhex(c.chainKey), signingKey: unhex(c.key), began: c.began,
    previous: unhex(c.previous), previousLength: c.previousLength,
  })),
  keys: x.keys === null ? null : { epoch: x.keys.epoch, signingSeed: unhex(x.keys.deviceSigningSeed), generation: x.keys.generation, backupKey: unhex(x.keys.backupKey) },
});

async function makeRoster(x: Json) {
  const entries: Bytes[] = [];
  let roster: Roster | null = null;
  for (const e of x.entries) {
    const bytes: Bytes = await makeRosterEntry(unhex(e.deviceSeed), {
      kind: x.kind, room: roster?.room ?? NO_ROOM, index: entries.length, previous: roster?.head ?? unhex(x.random), time: e.time, author: e.author,
      authorKey: signingKey(unhex(e.deviceSeed)), listHead: unhex(e.listHead), changes: e.changes.map(change),
    });
    entries.push(bytes);
    roster = advance(roster, readRosterEntry(bytes));
  }
  return { entries: entries.map(hex), ...rosterOut(roster!) };
}

const rosterOut = (roster: Roster) => ({
  room: roster.room,
  head: hex(roster.head),
  members: roster.members.map(({ user, fingerprint, role }) => ({ user, fingerprint: hex(fingerprint), role })),
  history: roster.history,
});

async function makeList(x: Json) {
  const statement = readStatement(unhex(x.statement));
  let previous = statementHash(statement.bytes);
  const entries: Bytes[] = [];
  for (const [index, e] of x.entries.entries()) {
    const key = e.deviceSeed ? signingKey(unhex(e.deviceSeed)) : null;
    const bytes = await makeListEntry(unhex(x.deviceSigningSeed), {
      kind: ({ add: ADD, remove: REMOVE, renew: RENEW } as const)[e.kind as 'add'], user: statement.user, epoch: statement.epoch, index, previous, time: e.time,
      device: e.device ?? null, key, proof: key && (await deviceProof(statement.user, unhex(e.deviceSeed), key)),
    });
    entries.push(bytes);
    previous = listEntryHash(bytes);
  }
  return { entries: entries.map(hex), ...(await listOut(x, entries)) };
}

async function listOut(x: Json, entries: Bytes[]) {
  const epoch = await verifyEpoch(readStatement(unhex(x.statement)), entries);
  return { head: hex(headOf(epoch)), devices: devicesOf(epoch).map(({ id }) => id) };
}

async function approval(x: Json) {
  const device = signingKey(unhex(x.newDeviceSeed));
  const reveal = makeReveal({
    ephemeral: agreementKey(unhex(x.newPrivate)), deviceKey: device, proof: await deviceProof(x.user, unhex(x.newDeviceSeed), device),
  });
  return { reveal, answer: makeAnswer(agreementKey(unhex(x.approverPrivate))) };
}

/** Makes the `out` of a case from its `in`, where it is determined. */
export const make: Record<string, (x: Json) => Json> = {
  hash: (x) => ({ hash: hex(hash(x.label, unhex(x.body))) }),
  'device-id': (x) => ({ key: hex(signingKey(unhex(x.deviceSeed))), device: deviceId(signingKey(unhex(x.deviceSeed))) }),
  fingerprint: (x) => ({ fingerprint: hex(fingerprintOf(x.user, unhex(x.accountKey))) }),
  'safety-number': (x) => ({ digits: safetyNumber(x.user, unhex(x.accountKey), x.otherUser, unhex(x.otherAccountKey)) }),
  statement: async (x) => {
    const bytes = await makeStatement(unhex(x.accountSeed), {
      user: x.user, epoch: x.epoch, accountKey: signingKey(unhex(x.accountSeed)), signingKey: unhex(x.deviceSigningKey), time: x.time,
    });
    return { bytes: hex(bytes), hash: hex(statementHash(bytes)) };
  },
  'device-list': makeList,
  'pre-key': async (x) => ({
    bytes: hex(await makePreKey(unhex(x.deviceSeed), {
      kind: x.kind, user: x.user, device: deviceId(signingKey(unhex(x.deviceSeed))), id: x.id, key: agreementKey(unhex(x.preKeyPrivate)), time: x.time,
    })),
  }),
  roster: makeRoster,
  profile: async (x) => {
    const { commitment, sealed } = await sealProfile(unhex(x.profileKey), unhex(x.nonce), encodeText(x.profile));
    return { commitment: hex(commitment), sealed: hex(sealed) };
  },
  chain: (x) => {
    const id = unhex(x.chainId);
    const keys = [unhex(x.chainKey)];
    for (let i = 0; i < 3; i++) keys.push(nextChainKey(id, keys[i]!));
    return { messageKeys: keys.slice(0, 3).map((key) => hex(messageKey(id, key))), chainKeys: keys.slice(1).map(hex) };
  },
  message: async (x) => ({
    bytes: hex(await makeMessage(unhex(x.chainSeed), unhex(x.chainKey), {
      room: x.room, sender: x.sender, device: x.device, chain: unhex(x.chainId), index: x.index, id: x.id, rosterHead: unhex(x.rosterHead), listHead: unhex(x.listHead),
    }, x.abandoned, encodeText(x.content))),
  }),
  payload: (x) => ({ bytes: hex(writePayload(payloadOf(x))) }),
  request: async (x) => ({
    bytes: hex(await makeKeyRequest(unhex(x.deviceSeed), {
      room: x.room, rosterHead: unhex(x.rosterHead), to: x.to, asker: x.asker, askerDevice: deviceId(signingKey(unhex(x.deviceSeed))), listHead: unhex(x.listHead),
      owner: x.owner, ownerDevice: x.ownerDevice, chain: unhex(x.chainId), index: x.index, time: x.time,
    })),
  }),
  words: (x) => ({ words: wordsOf(unhex(x.recoveryKey)) }),
  'recovery-box': async (x) => ({
    bytes: hex(await makeBox(unhex(x.recoveryKey), { user: x.user, fingerprint: unhex(x.fingerprint), epoch: x.epoch, generation: x.generation },
      { accountSeed: unhex(x.accountSeed), backupKeys: x.backupKey.match(/.{64}/g).map(unhex) }, unhex(x.accountNonce), unhex(x.backupNonce))),
  }),
  backup: async (x) => {
    const bytes = await makeSegment(unhex(x.backupKey), {
      kind: x.kind, user: x.user, generation: x.generation, counter: x.counter, previous: unhex(x.previous), base: x.base,
    }, unhex(x.nonce), x.records.map((r: Json) => ({ type: r.type, fields: unhex(r.fields) })));
    return { bytes: hex(bytes), hash: hex(segmentHash(bytes)) };
  },
  padme: (x) => ({ padded: padme(x.size) }),
  stream: async (x) => {
    const { sealed, hash: all } = await sealStream(contentOf(x.content), unhex(x.key), unhex(x.prefix));
    return { length: sealed.length, sha256: createHash('sha256').update(sealed).digest('hex'), hash: hex(all) };
  },
  approval: async (x) => {
    const { reveal, answer } = await approval(x);
    const hello = makeHello(x.user, reveal);
    const agreement = await agreeByEmoji(hello, answer, reveal, unhex(x.newPrivate), agreementKey(unhex(x.approverPrivate)));
    return {
      hello: hex(hello), answer: hex(answer), reveal: hex(reveal), transcript: hex(agreement.transcript), emoji: emojiOf(agreement),
      granted: hex(await sealGrant(agreement, unhex(x.grant))),
    };
  },
  'approval-code': async (x) => {
    const { reveal, answer } = await approval(x);
    const held = heldByCode(x.user, reveal, unhex(x.random));
    const agreement = await agreeByCode(held, unhex(x.random), answer, unhex(x.newPrivate), agreementKey(unhex(x.approverPrivate)));
    return {
      code: makeCode(x.user, reveal, unhex(x.random)), answer: hex(answer), transcript: hex(agreement.transcript), granted: hex(await sealGrant(agreement, unhex(x.grant))),
    };
  },
};

export async function makeDeliveryCase(x: Json): Promise<Json> {
  const bytes = await makeDelivery(unhex(x.deviceSeed), {
    purpose: x.purpose, room: x.room, rosterHead: unhex(x.rosterHead), sender: x.sender, senderDevice: deviceId(signingKey(unhex(x.deviceSeed))), listHead: unhex(x.listHead),
    recipient: x.recipient, recipientDevice: x.recipientDevice, preKeyKind: x.preKeyKind, preKeyId: x.preKeyId, time: x.time,
  }, agreementKey(unhex(x.preKeyPrivate)), readPayload(unhex(x.payload)), Uint8Array.from({ length: 32 }, (_, i) => i + 1));
  return { bytes: hex(bytes), id: deliveryId(bytes) };
}

function expectEqual(a: unknown, b: unknown, what: string): void {
  if (JSON.stringify(a) !== JSON.stringify(b)) throw new Error(`${what}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`);
}
const must = (good: boolean, what: string) => {
  if (!good) throw new Error(what);
};

/** Reads and opens the `out` of a case as a receiver does. */
export const read: Record<string, (x: Json, out: Json) => Promise<void> | void> = {
  statement: async (x, out) => {
    const { user, epoch, time } = readStatement(unhex(out.bytes));
    expectEqual({ user, epoch, time }, { user: x.user, epoch: x.epoch, time: x.time }, 'statement');
  },
  'device-list': async (x, out) => {
    out.entries.map(unhex).forEach(readListEntry);
    expectEqual(await listOut(x, out.entries.map(unhex)), { head: out.head, devices: out.devices }, 'list');
  },
  'pre-key': async (x, out) => {
    const key = signingKey(unhex(x.deviceSeed));
    const preKey = readPreKey(unhex(out.bytes));
    await checkPreKey(preKey, x.user, deviceId(key), key);
    expectEqual([preKey.kind, preKey.id, hex(preKey.key), preKey.time], [x.kind, x.id, hex(agreementKey(unhex(x.preKeyPrivate))), x.time], 'pre-key');
  },
  roster: async (_x, out) => {
    let roster: Roster | null = null;
    for (const bytes of out.entries.map(unhex)) {
      const entry = readRosterEntry(bytes);
      await checkRosterEntry(entry);
      roster = advance(roster, entry);
    }
    const { room, head, members, history } = out;
    expectEqual(rosterOut(roster!), { room, head, members, history }, 'roster');
  },
  profile: async (x, out) => {
    const plain = await openProfileBytes(unhex(x.profileKey), unhex(out.commitment), unhex(out.sealed));
    expectEqual(plain && text(plain), x.profile, 'profile');
  },
  message: async (x, out) => {
    const message = readMessage(unhex(out.bytes));
    must(await isSignedByChain(message, signingKey(unhex(x.chainSeed))), 'the signature');
    const plain = unpad((await openMessage(message, messageKey(message.chain, unhex(x.chainKey))))!);
    expectEqual([plain.abandoned, text(plain.content), message.id, message.index], [x.abandoned, x.content, x.id, x.index], 'message');
  },
  delivery: async (x, out) => {
    const delivery = readDelivery(unhex(out.bytes));
    await checkDelivery(delivery, signingKey(unhex(x.deviceSeed)));
    const payload = await openDelivery(delivery, unhex(x.preKeyPrivate));
    expectEqual(hex(writePayload(payload!)), x.payload, 'payload');
    expectEqual([deliveryId(delivery.bytes), delivery.recipientDevice, delivery.preKeyId], [out.id, x.recipientDevice, x.preKeyId], 'delivery');
  },
  payload: (_x, out) => expectEqual(hex(writePayload(readPayload(unhex(out.bytes)))), out.bytes, 'payload'),
  request: async (x, out) => {
    const request = readKeyRequest(unhex(out.bytes));
    await checkKeyRequest(request, signingKey(unhex(x.deviceSeed)));
    expectEqual([request.to, request.index, hex(request.chain)], [x.to, x.index, x.chainId], 'request');
  },
  words: (x, out) => {
    expectEqual(hex(recoveryKeyOf(out.words)), x.recoveryKey, 'words');
    expectEqual(hex(recoveryKeyOf(out.words.split(' ').map((word: string) => ` ${word.slice(0, 4).toUpperCase()}`).join('\n'))), x.recoveryKey, 'four letters');
  },
  'recovery-box': async (x, out) => {
    const box = (await openBox(unhex(x.recoveryKey), x.user, unhex(out.bytes)))!;
    expectEqual([hex(box.accountSeed), hex(concat(...box.backupKeys)), box.epoch, box.generation], [x.accountSeed, x.backupKey, x.epoch, x.generation], 'box');
  },
  backup: async (x, out) => {
    const segment = readSegment(unhex(out.bytes));
    const records = (await openSegment(unhex(x.backupKey), segment))!;
    expectEqual(records.map(({ type, fields }) => ({ type, fields: hex(fields) })), x.records, 'records');
    expectEqual([segment.counter, segment.base, segment.kind, hex(segment.hash)], [x.counter, x.base, x.kind, out.hash], 'segment');
  },
  stream: async (x, out) => {
    const content = contentOf(x.content);
    const { sealed } = await sealStream(content, unhex(x.key), unhex(x.prefix));
    const opener = new FileOpener(content.length, unhex(x.key), unhex(x.prefix));
    const parts: Bytes[] = [];
    for (let at = 0; at < sealed.length; ) {
      const take = opener.take();
      parts.push(await opener.open(sealed.slice(at, at + take)));
      at += take;
    }
    opener.end(unhex(out.hash));
    must(equal(concat(zeros(0), ...parts), content), 'the content');
  },
  approval: async (x, out) => {
    const { ephemeral } = await openReveal(x.user, unhex(out.hello), unhex(out.reveal));
    const approver = await agreeByEmoji(unhex(out.hello), unhex(out.answer), unhex(out.reveal), unhex(x.approverPrivate), ephemeral);
    expectEqual([hex(approver.transcript), emojiOf(approver)], [out.transcript, out.emoji], 'transcript');
    const own = await agreeByEmoji(unhex(out.hello), unhex(out.answer), unhex(out.reveal), unhex(x.newPrivate), readAnswer(unhex(out.answer)));
    expectEqual(hex(await openGrant(own, unhex(out.granted))), x.grant, 'grant');
  },
  'approval-code': async (x, out) => {
    const { held, random, ephemeral } = await readCode(x.user, out.code);
    const approver = await agreeByCode(held, random, unhex(out.answer), unhex(x.approverPrivate), ephemeral);
    expectEqual(hex(approver.transcript), out.transcript, 'transcript');
    const own = await agreeByCode(held, random, unhex(out.answer), unhex(x.newPrivate), readAnswer(unhex(out.answer)));
    expectEqual(hex(await openGrant(own, unhex(out.granted))), x.grant, 'grant');
  },
};
