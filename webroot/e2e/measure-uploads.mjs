/** Many large uploads at once through the legacy door, and what they cost the server. Run by scripts/measure-legacy-uploads. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
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

/** Peak resident memory in MiB, and CPU seconds of all threads. */
async function cost() {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
  const stat = (await readFile(`/proc/${server.pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  return { peak: Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024, cpu: (Number(stat[11]) + Number(stat[12])) / 100 };
}

try {
  const port = await legacyPort();
  const object = { type: 'file_upload', sender: '-', timestamp: '12:02:01', filename: 'large.bin', file_data: Buffer.alloc(megabytes * 1_000_000, 7).toString('base64') };
  const token = Buffer.from(encrypt(JSON.stringify(object)));
  const header = Buffer.alloc(4);
  header.writeUInt32BE(token.length);
  const clients = [];
  for (let i = 0; i < uploads; i++) clients.push(await LegacyClient.login(port, `uploader-${i}`));
  const before = await cost();
  const begun = Date.now();
  const results = await Promise.all(clients.map(async (client) => {
    const answer = client.expect(({ message }) => /^(File '|Failed)/.test(message ?? ''), 900_000);
    client.socket.write(header);
    for (let at = 0; at < token.length; at += 65_536) {
      if (!client.socket.write(token.subarray(at, at + 65_536))) await once(client.socket, 'drain');
    }
    return (await answer).message;
  }));
  const { peak, cpu } = await cost();
  const more = peak - before.peak;
  const stored = results.filter((message) => message.endsWith('uploaded successfully')).length;
  console.log(`${stored} of ${uploads} uploads of ${megabytes} MB stored by ${whole ? 'a server that reads frames whole' : 'Parley'} (java ${memory.join(' ')})`);
  console.log(`${((Date.now() - begun) / 1000).toFixed(1)} s, peak RSS ${peak.toFixed(0)} MiB (${more.toFixed(0)} MiB more than before), ${(cpu - before.cpu).toFixed(1)} CPU-seconds of the server`);
  for (const message of results.filter((each) => each.startsWith('Failed'))) console.log(message);
  process.exitCode = stored === uploads ? 0 : 1;
} finally {
  server.kill('SIGKILL');
  await once(server, 'exit').catch(() => undefined);
  await rm(data, { recursive: true, force: true });
  process.exit();
}
