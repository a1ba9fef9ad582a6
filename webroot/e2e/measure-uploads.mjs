/** Many large uploads at once through the legacy door, and what they cost the server. Run by scripts/measure-legacy-uploads. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encrypt, LegacyClient } from './legacy-client.mjs';

const [uploads, megabytes] = process.argv.slice(2).map(Number);
/** A server that reads each frame whole, from the test sources, with all the memory it wants; instead of Parley. */
const whole = process.argv[4] === 'whole';
const memory = whole ? ['-Xmx12g'] : ['-Xmx256m', '-XX:MaxDirectMemorySize=64m'];
const data = await mkdtemp(join(tmpdir(), 'parley-uploads-'));
const program = whole ? ['-cp', 'target/parley.jar:target/test-classes', 'chat.parley.bench.WholeFrameServer', data] : ['-jar', 'target/parley.jar', 'serve', '--data', data];
const server = spawn('java', [...memory, ...program], {
  env: { ...process.env, PARLEY_WEB_PORT: '0', PARLEY_TCP_PORT: '0', PARLEY_LEGACY_ENABLED: 'true', PARLEY_LEGACY_PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});

async function legacyPort() {
  let said = '';
  for await (const chunk of server.stdout) {
    said += chunk;
    const port = /Legacy +localhost:(\d+)/.exec(said)?.[1];
    if (port) return Number(port);
  }
  throw new Error(`The server did not start:\n${said}`);
}

/** Resident memory in MiB, now and at its peak, and CPU seconds of all threads. */
async function cost() {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
  const stat = (await readFile(`/proc/${server.pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  return { peak: Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024, rss: Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024, cpu: (Number(stat[11]) + Number(stat[12])) / 100 };
}

const port = await legacyPort();
const object = { type: 'file_upload', sender: '-', timestamp: '12:02:01', filename: 'large.bin', file_data: Buffer.alloc(megabytes * 1_000_000, 7).toString('base64') };
const token = Buffer.from(encrypt(JSON.stringify(object)));
const header = Buffer.alloc(4);
header.writeUInt32BE(token.length);

/** What the server says to it. */
async function send(client) {
  client.received = [];
  const answer = Promise.race([
    client.expect(({ message }) => /^(File '|Failed)/.test(message ?? ''), 300_000),
    once(client.socket, 'close').then(() => ({ message: 'Failed: the server closed the connection' })),
  ]);
  client.socket.write(header);
  for (let at = 0; at < token.length; at += 65_536) {
    if (!client.socket.write(token.subarray(at, at + 65_536))) await Promise.race([once(client.socket, 'drain'), answer]);
  }
  return (await answer).message;
}

/** Runs uploads and says what they cost; whether all were stored. */
async function measured(what, count, action) {
  await writeFile(`/proc/${server.pid}/clear_refs`, '5'); // so that the peak is that of what comes now
  const before = await cost();
  const begun = Date.now();
  const said = await action();
  const seconds = (Date.now() - begun) / 1000;
  const { peak, cpu } = await cost();
  const stored = said.filter((message) => message.endsWith('uploaded successfully')).length;
  console.log(`${what}: ${stored} of ${count} stored in ${seconds.toFixed(1)} s, ${((cpu - before.cpu) / count).toFixed(2)} CPU-seconds each, peak RSS ${peak.toFixed(0)} MiB (${(peak - before.rss).toFixed(0)} more than before)`);
  for (const message of said.filter((each) => each.startsWith('Failed'))) console.log(`  ${message}`);
  if (stored < count) process.exitCode = 1;
}

try {
  console.log(`${megabytes} MB through ${whole ? 'a server that reads frames whole' : 'the legacy door'} (java ${memory.join(' ')})`);
  const clients = [];
  for (let i = 0; i < uploads; i++) clients.push(await LegacyClient.login(port, `uploader-${i}`));
  await measured('the first one after a start', 1, async () => [await send(clients[0])]);
  await measured(`${uploads} at once`, uploads, () => Promise.all(clients.map(send)));
  await measured('then five, one after the other', 5, async () => {
    const said = [];
    while (said.length < 5) said.push(await send(clients[0]));
    return said;
  });
} finally {
  server.kill('SIGKILL');
  await once(server, 'exit').catch(() => undefined);
  await rm(data, { recursive: true, force: true });
  process.exit();
}
