/**
 * One large file up, through a server that is killed on the way, and down again: time, CPU and memory of the server.
 * Nothing is stored but the server's own copy. Run by scripts/measure-files.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Content, download, Guest, ServerProcess, upload } from './files-parts.mjs';

const [gigabytes, kills, slow, jar] = [Number(process.argv[2] ?? 20), Number(process.argv[3] ?? 3), Number(process.argv[4] ?? 500), resolve(process.argv[5] ?? 'target/parley.jar')];
const size = gigabytes * 1e9;
const folder = mkdtempSync(join(tmpdir(), 'parley-measure-'));
const server = await ServerProcess.start(jar, folder, { PARLEY_FILES_MAX_SIZE: '100GB', PARLEY_LIMITS_CONNECTIONS_PER_ADDRESS: '10000' });
const guest = new Guest(server, 'web', 'wanda');
const content = new Content(gigabytes, 'large.bin', size);

/** Runs something and tells what it cost the server. */
async function measured(what, bytes, action) {
  const before = await server.cost();
  const seen = [];
  let over = false;
  const watching = (async () => {
    while (!over) {
      await server.cost().then(({ rss }) => seen.push(rss), () => undefined);
      await pause(1000);
    }
  })();
  const begun = performance.now();
  const result = await action();
  const seconds = (performance.now() - begun) / 1000;
  over = true;
  await watching;
  const cpu = (await server.cost()).cpu - before.cpu;
  const each = bytes ? `${(bytes / seconds / 1e6).toFixed(0)} MB/s, ${(cpu / (bytes / 1e9)).toFixed(2)} CPU-seconds per GB` : `${((100 * cpu) / seconds).toFixed(1)} % of one core`;
  console.log(`${what}: ${seconds.toFixed(1)} s, ${cpu.toFixed(1)} CPU-seconds (${each})`);
  const tenths = Array.from({ length: Math.min(10, seen.length) }, (_, i) => seen[Math.floor(((i + 1) * seen.length) / Math.min(10, seen.length)) - 1]);
  console.log(`  resident memory before: ${before.rss.toFixed(0)} MiB; at each tenth of the time: ${tenths.map((rss) => rss.toFixed(0)).join(' ')}; at most ${Math.max(...seen).toFixed(0)}`);
  return result;
}

try {
  await guest.connect();
  const wanted = await content.hash();
  const idle = await server.cost();
  console.log(`${gigabytes} GB; idle: ${idle.rss.toFixed(0)} MiB resident, ${idle.cpu.toFixed(1)} CPU-seconds since its start (java -Xmx256m -XX:MaxDirectMemorySize=64m)`);
  const killed = (times) => (times === 1 ? 'killed once' : `killed ${times} times`);
  const up = killer(kills);
  const id = await measured(`up, ${killed(kills)} (kill -9)`, size, () => upload(server, guest, content, { moved: up.count }));
  await up.dying;
  await guest.connect();
  const kept = await measured('its hash, worked out again because of the kills', size, () => digest(id));
  const down = killer(Math.ceil(kills / 3));
  const hash = await measured(`down, ${killed(Math.ceil(kills / 3))}`, size, () => download(server, guest, id, size, { moved: down.count }));
  await down.dying;
  await guest.connect();
  const same = hash === wanted && kept === wanted && server.deaths === kills + Math.ceil(kills / 3);
  console.log(same ? `killed ${server.deaths} times, and the same bytes came back: ${hash}` : `NOT AS IT SHOULD BE: ${hash} came and ${kept} was kept instead of ${wanted}, killed ${server.deaths} times`);
  process.exitCode = same ? 0 : 1;

  // Many who send a little now and then: what they hold.
  const small = Array.from({ length: slow }, (_, i) => new Content(i, `slow-${i}.bin`, 200_000));
  const guests = [];
  for (let i = 0; i < Math.ceil(slow / 50); i++) {
    guests.push(new Guest(server, 'web', `slow-${i}`));
    await guests.at(-1).connect();
  }
  await measured(`${slow} uploads at once, each 10 kB a second for 20 s`, 0, () => Promise.all(small.map((each, i) => upload(server, guests[Math.floor(i / 50)], slowly(each)))));
} finally {
  guest.close();
  await server.end('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

/** Kills the server so often while the file moves, at equal steps. */
function killer(times) {
  let moved = 0;
  let done = 0;
  const state = { dying: Promise.resolve() };
  state.count = (bytes) => {
    moved += bytes;
    if (done === times || moved < ((done + 1) * size) / (times + 1)) return;
    done++;
    state.dying = state.dying.then(() => server.die());
  };
  return state;
}

/** The SHA-256 that the server has of a file, once it has one. */
async function digest(id) {
  for (;;) {
    const { url } = await guest.link(id);
    const head = await fetch(`http://127.0.0.1:${server.web}${url}`, { method: 'HEAD' });
    const [, base64] = /sha-256=:(.*):/.exec(head.headers.get('repr-digest') ?? '') ?? [];
    if (base64) return Buffer.from(base64, 'base64').toString('hex');
    await pause(500);
  }
}

/** The same content, at ten kilobytes a second. */
function slowly(content) {
  return {
    name: content.name,
    size: content.size,
    async *from(offset) {
      const all = content.bytes();
      for (let at = offset; at < all.length; at += 10_000) {
        yield all.subarray(at, at + 10_000);
        await pause(1000);
      }
    },
  };
}
