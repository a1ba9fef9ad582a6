import { createHash } from 'node:crypto';
import { hex, unhex, zeros } from '../../src/e2ee/bytes';
import { deviceId, fingerprintOf } from '../../src/e2ee/names';
import { signingKey } from '../../src/e2ee/primitives';
import { type Case, make, makeDeliveryCase } from './vectors';

/** 32 bytes that are the same each time. */
const fixed = (name: string, length = 32) => createHash('shake256', { outputLength: length }).update(`typescript ${name}`).digest('hex');

const ANN = '0annannannannannannannann0';
const BOB = '0bobbobbobbobbobbobbobbob0';
const EVE = '0eveeveeveeveeveeveeveeve0';
const TIME = 1_790_000_000_000;
const ULID = '01K5W0000000000000000000AB';
const key = (seed: string) => hex(signingKey(unhex(fixed(seed))));
const device = (seed: string) => deviceId(signingKey(unhex(fixed(seed))));
const fingerprint = (user: string) => hex(fingerprintOf(user, signingKey(unhex(fixed(`account ${user}`)))));

async function cases(): Promise<Case[]> {
  const made: Case[] = [];
  const add = async (kind: string, name: string, input: unknown) => {
    const out = kind === 'delivery' ? await makeDeliveryCase(input) : await make[kind]!(input);
    made.push({ kind, name, in: input, out });
    return out;
  };
  await add('hash', 'of nothing', { label: 'parley/1 file', body: '' });
  await add('hash', 'of some bytes', { label: 'parley/1 device id', body: fixed('body', 100) });
  for (const seed of ['ann laptop', 'ann phone', 'bob laptop']) await add('device-id', seed, { deviceSeed: fixed(seed) });
  await add('fingerprint', 'ann', { user: ANN, accountKey: key(`account ${ANN}`) });
  const pair = { user: ANN, accountKey: key(`account ${ANN}`), otherUser: BOB, otherAccountKey: key(`account ${BOB}`) };
  await add('safety-number', 'ann looks at bob', pair);
  await add('safety-number', 'bob looks at ann', { user: BOB, accountKey: pair.otherAccountKey, otherUser: ANN, otherAccountKey: pair.accountKey });
  const statement = { accountSeed: fixed(`account ${ANN}`), user: ANN, epoch: 1, deviceSigningKey: key('ann signing'), time: TIME };
  const first = await add('statement', 'the first epoch', statement);
  await add('statement', 'a later epoch', { ...statement, epoch: 7, deviceSigningKey: key('ann signing 7'), time: TIME + 1 });
  await add('device-list', 'nothing yet', { statement: first.bytes, deviceSigningSeed: fixed('ann signing'), entries: [] });
  const list = await add('device-list', 'two come, one goes, one renews', {
    statement: first.bytes, deviceSigningSeed: fixed('ann signing'), entries: [
      { kind: 'add', time: TIME, deviceSeed: fixed('ann laptop') },
      { kind: 'add', time: TIME + 1000, deviceSeed: fixed('ann phone') },
      { kind: 'remove', time: TIME + 2000, device: device('ann laptop') },
      { kind: 'renew', time: TIME + 604_800_000 },
    ],
  });
  for (const kind of [1, 2]) await add('pre-key', kind === 1 ? 'weekly' : 'one-time', { user: ANN, deviceSeed: fixed('ann phone'), kind, id: 41 + kind, preKeyPrivate: fixed('pre-key'), time: TIME });
  const addBob = { kind: 'add', user: BOB, fingerprint: fingerprint(BOB), role: 0 };
  const addAnn = { kind: 'add', user: ANN, fingerprint: fingerprint(ANN), role: 0 };
  await add('roster', 'a direct conversation', {
    kind: 1, random: fixed('room 1'), entries: [{ author: ANN, deviceSeed: fixed('ann phone'), listHead: list.head, time: TIME, changes: [addAnn, addBob, { kind: 'history', rule: 2 }] }],
  });
  const sealed = await add('profile', 'a name and a topic', { profileKey: fixed('profile key'), nonce: fixed('profile nonce', 12), profile: '{"name":"Küche ☕","topic":"who brews?"}' });
  await add('profile', 'empty', { profileKey: fixed('profile key'), nonce: fixed('profile nonce 2', 12), profile: '{}' });
  const room = await add('roster', 'every kind of change', {
    kind: 2, random: fixed('room 2'), entries: [
      { author: ANN, deviceSeed: fixed('ann phone'), listHead: list.head, time: TIME, changes: [addAnn, { kind: 'origin', room: EVE, seq: 123_456_789_012 }, { kind: 'history', rule: 1 }, { kind: 'profile', ...sealed }] },
      { author: ANN, deviceSeed: fixed('ann phone'), listHead: list.head, time: TIME + 1, changes: [{ ...addBob, role: 1 }, { kind: 'add', user: EVE, fingerprint: fingerprint(EVE), role: 2 }] },
      { author: BOB, deviceSeed: fixed('bob laptop'), listHead: fixed('bob list'), time: TIME + 2, changes: [{ kind: 'account', user: EVE, fingerprint: fixed('eve anew') }, { kind: 'confirm' }] },
      { author: ANN, deviceSeed: fixed('ann phone'), listHead: list.head, time: TIME + 3, changes: [{ kind: 'role', user: EVE, role: 1 }, { kind: 'history', rule: 2 }] },
      { author: ANN, deviceSeed: fixed('ann phone'), listHead: list.head, time: TIME + 4, changes: [{ kind: 'remove', user: EVE }, { kind: 'remove', user: ANN }] },
    ],
  });
  await add('chain', 'three steps', { chainId: fixed('chain', 16), chainKey: fixed('chain key') });
  const message = {
    chainId: fixed('chain', 16), chainKey: fixed('chain key'), index: 0, chainSeed: fixed('chain seed'), room: room.room, sender: ANN, device: device('ann phone'), id: ULID,
    rosterHead: room.head, listHead: list.head, abandoned: [], content: '{"type":"message","text":"hello"}',
  };
  await add('message', 'the first of its chain', message);
  await add('message', 'with indices abandoned', { ...message, index: 9_999, abandoned: [3, 4, 4_294_967_295], content: '{"type":"message","text":"grüße 👋"}' });
  await add('message', 'exactly a step', { ...message, index: 1, content: 'x'.repeat(58) });
  await add('message', 'a byte more than a step', { ...message, index: 2, content: 'x'.repeat(59) });
  await add('message', 'empty', { ...message, index: 3, content: '' });
  await add('message', 'as long as may be', { ...message, index: 4, content: 'x'.repeat(40_000) });
  const chain = (name: string, index: number) => ({
    owner: ANN, device: device('ann phone'), chainId: fixed(`chain ${name}`, 16), index, chainKey: fixed(`chain key ${name}`), key: key(`chain seed ${name}`), began: TIME,
    previous: name === 'b' ? fixed('chain a', 16) : hex(zeros(16)), previousLength: name === 'b' ? 17 : 0,
  });
  const payload = await add('payload', 'a chain', { profileKey: null, chains: [chain('a', 0)], keys: null });
  await add('payload', 'everything', {
    profileKey: fixed('profile key'), chains: [chain('a', 5), chain('b', 0)], keys: { epoch: 2, deviceSigningSeed: fixed('ann signing 2'), generation: 2, backupKey: fixed('backup 2') },
  });
  await add('payload', 'a profile key alone', { profileKey: fixed('profile key'), chains: [], keys: null });
  for (const preKeyKind of [1, 2]) {
    await add('delivery', preKeyKind === 1 ? 'to a weekly key' : 'to a one-time key', {
      purpose: preKeyKind, room: room.room, rosterHead: room.head, sender: ANN, deviceSeed: fixed('ann phone'), listHead: list.head, recipient: BOB,
      recipientDevice: device('bob laptop'), preKeyKind, preKeyId: 5, preKeyPrivate: fixed('pre-key'), time: TIME, payload: payload.bytes,
    });
  }
  for (const to of [1, 2]) {
    await add('request', to === 1 ? 'to own devices' : "to the chain's owner", {
      room: room.room, rosterHead: room.head, to, asker: BOB, deviceSeed: fixed('bob laptop'), listHead: fixed('bob list'), owner: ANN, ownerDevice: device('ann phone'),
      chainId: fixed('chain', 16), index: 12, time: TIME,
    });
  }
  for (const seed of ['recovery', 'another recovery']) await add('words', seed, { recoveryKey: fixed(seed) });
  await add('words', 'zeros', { recoveryKey: hex(zeros(32)) });
  await add('recovery-box', 'ann', {
    recoveryKey: fixed('recovery'), user: ANN, fingerprint: fingerprint(ANN), epoch: 1, generation: 3, accountNonce: fixed('nonce 1', 12), accountSeed: fixed(`account ${ANN}`),
    backupNonce: fixed('nonce 2', 12), backupKey: fixed('backup'),
  });
  await add('recovery-box', 'with the backup keys of three generations', {
    recoveryKey: fixed('recovery'), user: BOB, fingerprint: fingerprint(BOB), epoch: 3, generation: 3, accountNonce: fixed('nonce 3', 12), accountSeed: fixed(`account ${BOB}`),
    backupNonce: fixed('nonce 4', 12), backupKey: fixed('backup 3') + fixed('backup 2') + fixed('backup'),
  });
  const segment = { backupKey: fixed('backup'), kind: 1, user: ANN, generation: 1, counter: 1, previous: hex(zeros(32)), base: 0, nonce: fixed('segment nonce', 12) };
  const records = [{ type: 2, fields: `00000001${fixed('ann signing')}` }, { type: 5, fields: hex(Buffer.from(room.room)) + '00000004' + room.head }, { type: 200, fields: '' }];
  const increment = await add('backup', 'an increment', { ...segment, records });
  await add('backup', 'part of a snapshot', { ...segment, kind: 2, counter: 2, previous: increment.hash, records: [] });
  await add('backup', 'the end of a snapshot', { ...segment, kind: 3, counter: 9_007_199_254_740_991, base: 2, previous: fixed('before'), records });
  for (const size of [0, 1, 255, 256, 257, 1000, 65_535, 65_536, 65_537, 1_000_000, 4_294_967_297, 562_949_953_421_311, 1_099_511_627_776]) await add('padme', String(size), { size });
  for (const length of [0, 1, 256, 65_536, 65_537, 200_000]) await add('stream', `${length} bytes`, { key: fixed('file key'), prefix: fixed('prefix', 7), content: { length } });
  const approve = { user: ANN, newPrivate: fixed('new'), newDeviceSeed: fixed('ann phone'), approverPrivate: fixed('approver'), grant: fixed('grant', 182) };
  await add('approval', 'by emoji', approve);
  await add('approval-code', 'by a code', { ...approve, random: fixed('random') });
  return made;
}

export const ours = async () => ({ madeBy: 'typescript', cases: await cases() });
