/**
 * Files through every door, with a server that is killed, connections that are cut and a disk that is full, compared by
 * hash at the end. Run by scripts/check-files, which explains the options.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Content, download, Guest, persistently, random, ServerProcess, upload } from './files-parts.mjs';
import { LegacyClient } from './legacy-client.mjs';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    size: { type: 'string', default: '24MB' },
    kills: { type: 'string', default: '3' },
    jar: { type: 'string', default: 'target/parley.jar' },
  },
});
const units = { kB: 1e3, MB: 1e6, GB: 1e9 };
const [, digits, unit] = /^(\d+)(kB|MB|GB)$/.exec(options.size) ?? [];
if (!digits) throw new Error('--size is a number and kB, MB or GB, such as 5GB');
const size = Number(digits) * units[unit];
const seed = Number(options.seed);
const chance = random(seed);
const between = (least, most) => Math.floor(least + chance() * (most - least));
const jar = resolve(options.jar);
const folder = mkdtempSync(join(tmpdir(), 'parley-files-'));
const counts = { passed: 0, failed: 0, skipped: 0 };
let mounted;

function check(name, holds, why = '') {
  counts[holds ? 'passed' : 'failed']++;
  console.log(`${holds ? 'ok    ' : 'FAILED'} ${name}${holds || !why ? '' : `: ${why}`}`);
}

/** Kills the server whenever so many more bytes have moved, and says how often that was. */
class Killer {
  moved = 0;
  rounds = [];

  constructor(server, bytes, kills) {
    this.server = server;
    const step = bytes / (kills + 1);
    for (let i = 1; i <= kills; i++) this.rounds.push(Math.floor(step * (i - 0.4 + 0.8 * chance())));
    this.dying = Promise.resolve();
  }

  count = (bytes) => {
    this.moved += bytes;
    if (!this.rounds.length || this.moved < this.rounds[0]) return;
    this.rounds.shift();
    this.dying = this.dying.then(() => this.server.die());
  };
}

const ulid = () => Array.from({ length: 26 }, (_, i) => (i ? '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[between(0, 32)] : '0')).join('');
const cuts = (most) => () => (chance() < 0.3 ? between(65_536, most) : Infinity);

/** A legacy client has one frame for a file: when the server dies within, it comes again and begins anew. */
class Legacy {
  constructor(server) {
    this.server = server;
    this.lives = 0;
  }

  async client() {
    if (!this.current || this.current.socket.destroyed) {
      this.current = await LegacyClient.login(this.server.legacy, `legacy-${++this.lives}`);
      this.current.socket.once('close', () => this.current?.fail?.());
    }
    return this.current;
  }

  attempt(action) {
    return persistently(async () => {
      const client = await this.client();
      const gone = new Promise((_, reject) => client.socket.once('close', () => reject(new Error('cut'))));
      gone.catch(() => undefined);
      return Promise.race([action(client), gone]);
    });
  }

  async upload(content) {
    return this.attempt(async (client) => {
      client.send({ type: 'file_upload', timestamp: '12:02:01', filename: content.name, file_data: content.bytes().toString('base64') });
      const said = await client.expect(({ message }) => /^(File '|Failed to upload)/.test(message ?? ''), 60_000);
      client.received = [];
      if (!said.message.endsWith('uploaded successfully')) throw Object.assign(new Error(said.message), { final: true });
      client.send({ type: 'file', message: content.name, file_id: `12-02-01_${content.name}`, file_size: content.size, receiver: '' });
    });
  }

  download(id) {
    return this.attempt(async (client) => {
      client.received = [];
      client.send({ type: 'file_download_request', file_id: id });
      const got = await client.expect(({ type, message }) => type === 'file_download' || /^File '/.test(message ?? ''), 60_000);
      return got.type === 'file_download' ? createHash('sha256').update(Buffer.from(got.file_data, 'base64')).digest('hex') : got.message;
    });
  }

  close() {
    this.current?.close();
  }
}

/** The id that a legacy client's upload has for others: that of the last file in the lobby with this name. */
async function idOf(guest, name) {
  for (;;) {
    const { entries } = await guest.call('rooms.history', { room: '0000000000000000000000000l', limit: 50 });
    const file = entries.flatMap((entry) => entry.files ?? []).filter((each) => each.name === name).pop();
    if (file) return file.id;
    await new Promise((next) => setTimeout(next, 100));
  }
}

async function everyDoor() {
  const legacyMost = Math.min(8_000_000, Math.floor(size / 3));
  const server = await ServerProcess.start(jar, join(folder, 'data'), { PARLEY_LEGACY_MAX_FILE: String(legacyMost) });
  const [web, native, legacy] = [new Guest(server, 'web', 'wanda'), new Guest(server, 'native', 'nora'), new Legacy(server)];
  const contents = {
    web: new Content(seed, 'über alles.bin', size),
    native: new Content(seed, 'native.bin', Math.floor(size * (0.5 + chance() / 2))),
    small: new Content(seed, 'small.bin', legacyMost - between(1, 1000)),
    legacy: new Content(seed, 'legacy.bin', legacyMost - between(1, 1000)),
  };
  try {
    const hashes = Object.fromEntries(await Promise.all(Object.entries(contents).map(async ([key, content]) => [key, await content.hash()])));
    await Promise.all([web.connect(), native.connect()]);

    const total = contents.web.size + contents.native.size;
    const up = new Killer(server, total, Number(options.kills));
    const options_ = { cut: cuts(size), moved: up.count };
    const ids = {};
    await Promise.all([
      upload(server, web, contents.web, options_).then((id) => (ids.web = id)),
      upload(server, native, contents.native, options_).then((id) => (ids.native = id)),
      upload(server, web, contents.small, { ...options_, checksum: `sha256 ${Buffer.from(hashes.small, 'hex').toString('base64')}` }).then((id) => (ids.small = id)),
      legacy.upload(contents.legacy),
    ]);
    await up.dying;
    await web.send(ids.web, ulid());
    await native.send(ids.native, ulid());
    await web.send(ids.small, ulid());
    ids.legacy = await idOf(web, contents.legacy.name);
    check(`the server was killed ${options.kills} times during the uploads`, server.deaths === Number(options.kills), `${server.deaths} times`);

    const down = new Killer(server, 2 * total, Math.ceil(Number(options.kills) / 3));
    for (const [door, guest] of [['web', web], ['native', native]]) {
      for (const [from, content] of Object.entries(contents)) {
        const hash = await download(server, guest, ids[from], content.size, { cut: cuts(size), moved: down.count });
        check(`${content.size} bytes up by ${from === 'small' ? 'web (with a checksum)' : from}, down by ${door}: the same bytes`, hash === hashes[from], hash);
      }
    }
    await down.dying;
    for (const from of ['small', 'legacy']) {
      const hash = await legacy.download(ids[from]);
      check(`${contents[from].size} bytes up by ${from === 'small' ? 'web (with a checksum)' : from}, down by legacy: the same bytes`, hash === hashes[from], hash);
    }
    const told = await legacy.download(ids.native);
    check('a legacy client is told plainly that a file is too large for it', /too large for this client/.test(told), told);
    check('it was killed during the downloads, too', server.deaths > Number(options.kills), `${server.deaths}`);

    const verified = verify(server.data);
    check('files verify finds every file sound', /^4 sound, 0 damaged, 0 missing/.test(verified), verified);
    const { cpu, peak } = await server.cost();
    console.log(`       the server: killed ${server.deaths} times, ${cpu.toFixed(1)} CPU-seconds, at most ${peak.toFixed(0)} MiB resident`);
  } finally {
    [web, native, legacy].forEach((each) => each.close());
    await server.end('SIGKILL');
  }
}

function verify(data) {
  try {
    return execFileSync('java', ['-jar', jar, 'files', 'verify', '--data', data], { encoding: 'utf8' }).trim();
  } catch (error) {
    return `${error.stdout}${error.stderr}`;
  }
}

async function fullDisk() {
  const data = join(folder, 'data-full');
  const store = join(data, 'file-store');
  mkdirSync(store, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', store], { stdio: 'pipe' });
    mounted = store;
  } catch {
    counts.skipped++;
    console.log('skipped a full disk: mounting a small one is not allowed here');
    return;
  }
  const server = await ServerProcess.start(jar, data, { PARLEY_FILES_KEEP_FREE: '0' });
  const web = new Guest(server, 'web', 'wanda');
  const content = new Content(seed, 'full.bin', 8_000_000);
  try {
    await web.connect();
    const large = await upload(server, web, new Content(seed, 'large.bin', 20_000_000)).catch((error) => error);
    check('an upload that has no room is refused at once, 507 with the number', large.status === 507 && /\d+ bytes are free/.test(large.message), `${large}`);

    const filler = join(store, 'filler');
    writeFileSync(filler, Buffer.alloc(1_000_000));
    let filled = false;
    const going = upload(server, web, content, {
      moved: () => {
        if (!filled) {
          filled = true;
          writeFileSync(filler, Buffer.alloc(9_000_000));
        }
      },
    }).catch((error) => error);
    const stopped = await going;
    check('an upload within which the disk gets full is refused, 507 with the number', stopped.status === 507 && /\d+ bytes are free/.test(stopped.message), `${stopped}`);
    rmSync(filler);
    await server.die();
    await web.connect();
    const id = await upload(server, web, content, { place: stopped.place });
    const hash = await download(server, web, id, content.size);
    check('with room again, and after another kill, the upload goes on and the file is whole', hash === (await content.hash()), hash);
    const verified = verify(server.data).replaceAll('\n', ' ');
    check('nothing damaged was left', !/^(damaged|missing)/.test(verified), verified);
  } finally {
    web.close();
    await server.end('SIGKILL');
  }
}

console.log(`seed ${seed}, ${options.size}`);
try {
  await everyDoor();
  await fullDisk();
} catch (error) {
  check('the run came to its end', false, error.stack);
} finally {
  if (mounted) execFileSync('umount', [mounted]);
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed || !counts.passed ? 1 : 0);
