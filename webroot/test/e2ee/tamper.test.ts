import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readSegment, openSegment } from '../../src/e2ee/backup-segment';
import { type Bytes, concat, Malformed, Newer, unhex } from '../../src/e2ee/bytes';
import { readContent } from '../../src/e2ee/content';
import { messageKey } from '../../src/e2ee/chain';
import { checkDelivery, openDelivery, readDelivery, readPayload } from '../../src/e2ee/delivery';
import { readListEntry, readStatement, verifyLists } from '../../src/e2ee/device-list';
import { FileChanged, FileOpener, FileSealer, openingStream, sealedSize } from '../../src/e2ee/file-stream';
import { checkKeyRequest, readKeyRequest } from '../../src/e2ee/key-request';
import { isSignedByChain, openMessage, readMessage } from '../../src/e2ee/message';
import { deviceId } from '../../src/e2ee/names';
import { unpad } from '../../src/e2ee/padding';
import { checkPreKey, readPreKey } from '../../src/e2ee/pre-key';
import { signingKey } from '../../src/e2ee/primitives';
import { openBox, recoveryKeyOf, WrongWords, wordsOf } from '../../src/e2ee/recovery';
import { checkRosterEntry, readRosterEntry } from '../../src/e2ee/roster-entry';
import { type Case, contentOf } from './vectors';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../src/test/resources/e2ee');
const cases: Case[] = JSON.parse(readFileSync(join(folder, 'typescript.json'), 'utf8')).cases;
const find = (kind: string, name?: string) => cases.find((one) => one.kind === kind && (name === undefined || one.name === name))!;

/** A receiver that takes a structure, or throws. */
interface Taker {
  bytes: Bytes;
  take: (bytes: Bytes) => unknown;
}

const message = find('message', 'with indices abandoned');
const list = find('device-list', 'two come, one goes, one renews');
const delivery = find('delivery', 'to a one-time key');
const preKey = find('pre-key');
const request = find('request');
const segment = find('backup', 'an increment');
const box = find('recovery-box');
const must = (value: unknown) => {
  if (!value) throw new Malformed('refused');
  return value;
};

const takers: Record<string, Taker> = {
  statement: { bytes: unhex(list.in.statement), take: (bytes) => verifyLists(readStatement(bytes).user, [{ statement: bytes, entries: [] }]) },
  'device-list entry': {
    bytes: unhex(list.out.entries[0]),
    take: (bytes) => verifyLists(readStatement(unhex(list.in.statement)).user, [{ statement: unhex(list.in.statement), entries: [bytes] }]),
  },
  'pre-key': {
    bytes: unhex(preKey.out.bytes),
    take: (bytes) => checkPreKey(readPreKey(bytes), preKey.in.user, deviceId(signingKey(unhex(preKey.in.deviceSeed))), signingKey(unhex(preKey.in.deviceSeed))),
  },
  'roster entry': { bytes: unhex(find('roster', 'every kind of change').out.entries[0]), take: (bytes) => checkRosterEntry(readRosterEntry(bytes)) },
  'key delivery': {
    bytes: unhex(delivery.out.bytes),
    take: async (bytes) => {
      const read = readDelivery(bytes);
      await checkDelivery(read, signingKey(unhex(delivery.in.deviceSeed)));
      must(await openDelivery(read, unhex(delivery.in.preKeyPrivate)));
    },
  },
  'key request': { bytes: unhex(request.out.bytes), take: (bytes) => checkKeyRequest(readKeyRequest(bytes), signingKey(unhex(request.in.deviceSeed))) },
  message: {
    bytes: unhex(message.out.bytes),
    take: async (bytes) => must(await isSignedByChain(readMessage(bytes), signingKey(unhex(message.in.chainSeed)))),
  },
  'backup segment': { bytes: unhex(segment.out.bytes), take: async (bytes) => must(await openSegment(unhex(segment.in.backupKey), readSegment(bytes))) },
  'recovery box': { bytes: unhex(box.out.bytes), take: async (bytes) => must(await openBox(unhex(box.in.recoveryKey), box.in.user, bytes)) },
};

describe.each(Object.entries(takers))('a %s', (_name, { bytes, take }) => {
  test('is taken as it was made', async () => {
    await take(bytes);
  });

  test('is refused with any byte changed, cut off or added', async () => {
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 1 << (at % 8);
      await expect((async () => take(changed))(), `byte ${at}`).rejects.toThrow();
      if (at % 7 === 0) await expect((async () => take(bytes.slice(0, at)))(), `cut at ${at}`).rejects.toThrow(Malformed);
    }
    await expect((async () => take(concat(bytes, Uint8Array.of(0))))()).rejects.toThrow(Malformed);
  });

  test('of another version is said to be newer', async () => {
    await expect((async () => take(concat(Uint8Array.of(2), bytes.slice(1))))()).rejects.toThrow(Newer);
  });

  test('that is enormous is refused unread', async () => {
    await expect((async () => take(concat(bytes, new Uint8Array(1_000_000))))()).rejects.toThrow('longer than');
  });
});

test('a signed message whose ciphertext belongs elsewhere does not open', async () => {
  const read = readMessage(unhex(message.out.bytes));
  const key = messageKey(read.chain, unhex(message.in.chainKey));
  const header = read.header.slice();
  header[1]! ^= 1; // the room
  expect(await openMessage({ ...read, header }, key)).toBeNull();
  expect(await openMessage({ ...read, sealed: read.sealed.slice(0, 8) }, key)).toBeNull();
  const plain = (await openMessage(read, key))!;
  expect(() => unpad(concat(plain.slice(0, -1), Uint8Array.of(1)))).toThrow('padding');
  expect(() => unpad(concat(plain, new Uint8Array(64)))).toThrow('padding');
});

test('lying counts and lengths take no memory', () => {
  expect(() => readPayload(Uint8Array.of(1, 0, 0xff, 0xff))).toThrow('chains');
  expect(() => unpad(Uint8Array.of(0xff, 0xff, 0, 0))).toThrow(Malformed);
  expect(() => unpad(Uint8Array.of(0, 0, 0xff, 0xff, 0xff, 0xff))).toThrow('shorter');
  expect(() => readListEntry(new Uint8Array(0))).toThrow('shorter');
});

test('content is read as what it is', () => {
  const content = (json: string) => readContent(new TextEncoder().encode(json) as Bytes);
  expect(content('{"type":"message","text":"hi","new":1}')).toMatchObject({ text: 'hi' });
  expect(content('{"type":"poll","text":"?"}')).toBeNull();
  expect(content('{"type":"constructor"}')).toBeNull();
  for (const bad of ['', '[]', 'null', '{"type":7}', '{"type":"message","text":7}', '{"type":"edit","text":"x"}', '{"type":"message","files":[{}]}', '{"type":"react","target":{"sender":"a","id":"b"},"emoji":"x"}']) {
    expect(() => content(bad), bad).toThrow(Malformed);
  }
});

describe('recovery words', () => {
  const words = wordsOf(new Uint8Array(32).fill(9));

  test('say which of them are wrong', () => {
    const typed = words.split(' ');
    typed[3] = 'parley';
    expect(() => recoveryKeyOf(typed.join(' '))).toThrow(expect.objectContaining({ wrong: [3], count: 24 }));
    expect(() => recoveryKeyOf(words.split(' ').slice(1).join(' '))).toThrow(expect.objectContaining({ wrong: [], count: 23 }));
  });

  test('that do not fit together are none', () => {
    const swapped = words.split(' ');
    [swapped[0], swapped[23]] = [swapped[23]!, swapped[0]!];
    expect(() => recoveryKeyOf(swapped.join(' '))).toThrow(WrongWords);
  });
});

describe('a file', () => {
  const key = unhex('33'.repeat(32));
  const prefix = unhex('44'.repeat(7));
  const content = contentOf({ length: 150_000 });
  const chunks = (sealer: FileSealer) => Array.from({ length: sealer.chunks }, (_, i) => content.slice(i * 65_536, i * 65_536 + sealer.take(i)));

  async function seal() {
    const sealer = new FileSealer(content.length, key, prefix);
    const parts = [];
    for (const chunk of chunks(sealer)) parts.push(await sealer.seal(chunk));
    return { parts, hash: sealer.hash() };
  }

  async function through(sealed: Bytes, hash: Bytes, piece: number) {
    const source = new ReadableStream<Bytes>({
      start(to) {
        for (let at = 0; at < sealed.length; at += piece) to.enqueue(sealed.slice(at, at + piece));
        to.close();
      },
    });
    const all: Bytes[] = [];
    for await (const part of source.pipeThrough(openingStream(new FileOpener(content.length, key, prefix), hash)) as unknown as AsyncIterable<Bytes>) all.push(part);
    return concat(...all);
  }

  test.each([1000, 65_552, 200_000])('opens out of pieces of %i bytes', async (piece) => {
    const { parts, hash } = await seal();
    const sealed = concat(...parts.map((part) => part.sealed));
    expect(sealed.length).toBe(sealedSize(content.length));
    expect(await through(sealed, hash, piece)).toEqual(content);
  });

  test('is refused when it is cut, longer, reordered, changed or another one', async () => {
    const { parts, hash } = await seal();
    const sealed = parts.map((part) => part.sealed);
    const whole = concat(...sealed);
    const changed = whole.slice();
    changed[70_000]! ^= 1;
    for (const bad of [concat(...sealed.slice(0, -1)), whole.slice(0, -1), concat(whole, Uint8Array.of(1)), concat(sealed[1]!, sealed[0]!, ...sealed.slice(2)), changed, concat(whole, whole)]) {
      await expect(through(bad, hash, 50_000)).rejects.toThrow(Malformed);
    }
    await expect(through(whole, new Uint8Array(32), 50_000)).rejects.toThrow('not the one');
  });

  test('goes on where its upload stopped, but not with another content', async () => {
    const { parts, hash } = await seal();
    const marks = parts.map(({ mark }) => mark).slice(0, 2);
    const resumed = new FileSealer(content.length, key, prefix, marks);
    const [first, second, ...rest] = chunks(resumed);
    await resumed.skip(first!);
    expect((await resumed.seal(second!)).sealed).toEqual(parts[1]!.sealed);
    for (const chunk of rest) await resumed.seal(chunk);
    expect(resumed.hash()).toEqual(hash);
    const other = first!.slice();
    other[5]! ^= 1;
    await expect(new FileSealer(content.length, key, prefix, marks).skip(other)).rejects.toThrow(FileChanged);
    await expect(new FileSealer(content.length, key, prefix, marks).seal(other)).rejects.toThrow(FileChanged);
  });
});
