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
  const after = await server.cost();
  const cpu = after.cpu - before.cpu;
  seen.sort((a, b) => a - b);
  console.log(`${what}: ${seconds.toFixed(1)} s, ${(bytes / seconds / 1e6).toFixed(0)} MB/s, ${cpu.toFixed(1)} CPU-seconds${bytes ? ` (${(cpu / (bytes / 1e9)).toFixed(2)} per GB)` : ''}, resident memory ${seen.at(0)?.toFixed(0)} to ${seen.at(-1)?.toFixed(0)} MiB`);
  return result;
}

try {
  await guest.connect();
  const wanted = await content.hash();
  const idle = await server.cost();
  console.log(`${gigabytes} GB; idle: ${idle.rss.toFixed(0)} MiB resident, ${idle.cpu.toFixed(1)} CPU-seconds since its start (java -Xmx256m -XX:MaxDirectMemorySize=64m)`);
  let moved = 0;
  let dying = Promise.resolve();
  const count = (bytes) => {
    moved += bytes;
    if (server.deaths < kills && moved > ((server.deaths + 1) * size) / (kills + 1)) dying = dying.then(async () => {
      if (server.deaths < kills && moved > ((server.deaths + 1) * size) / (kills + 1)) await server.die();
    });
  };
  const id = await measured(`up, killed ${kills} times`, size, () => upload(server, guest, content, { moved: count }));
  await dying;
  await guest.connect();
  const hash = await measured('down', size, () => download(server, guest, id, size));
  console.log(hash === wanted ? 'the same bytes came back' : `OTHER BYTES: ${hash} instead of ${wanted}`);
  process.exitCode = hash === wanted ? 0 : 1;

  // Many who send a little now and then: what they hold.
  const small = Array.from({ length: slow }, (_, i) => new Content(i, `slow-${i}.bin`, 40_000));
  const guests = [];
  for (let i = 0; i < Math.ceil(slow / 50); i++) {
    guests.push(new Guest(server, 'web', `slow-${i}`));
    await guests.at(-1).connect();
  }
  await measured(`${slow} uploads at once, each 2 kB a second for 20 s`, 0, () => Promise.all(small.map((each, i) => upload(server, guests[Math.floor(i / 50)], slowly(each)))));
} finally {
  guest.close();
  await server.end('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

/** The same content, at two kilobytes a second. */
function slowly(content) {
  return {
    name: content.name,
    size: content.size,
    async *from(offset) {
      const all = content.bytes();
      for (let at = offset; at < all.length; at += 2_000) {
        yield all.subarray(at, at + 2_000);
        await pause(1000);
      }
    },
  };
}
