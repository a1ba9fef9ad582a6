/**
 * Runs the tests in real browsers. Against the server at PARLEY_URL when it is set; against the jar at PARLEY_JAR
 * (`java -jar … serve` on free ports, with a data folder of its own) when that is set; otherwise against the mock.
 * E2E_DATA is that server's data folder, and E2E_LEGACY_PORT says where its legacy door is; without them (and without a
 * jar) the tests that need them are skipped. `--measure` runs what measures instead, which has figures and no verdict.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { MockServer } from '../dev/mock-server.mjs';

const here = dirname(fileURLToPath(import.meta.url));

function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

async function startJar(jar) {
  const data = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
  const port = await freePort();
  const legacy = await freePort();
  const { PARLEY_JAR: _jar, PARLEY_URL: _url, ...environment } = process.env; // ours, not the server's
  const java = spawn('java', ['-jar', resolve(jar), 'serve', '--data', data], {
    env: { ...environment, PARLEY_WEB_PORT: String(port), PARLEY_TCP_PORT: '0', PARLEY_USERS_REGISTRATION: 'open', PARLEY_LEGACY_ENABLED: 'true', PARLEY_LEGACY_PORT: String(legacy) }, stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + 30_000; ; ) {
    if (java.exitCode !== null) throw new Error(`the server ended with ${java.exitCode}`);
    if (await fetch(url).then((response) => response.ok, () => false)) break;
    if (Date.now() > end) throw new Error('the server is not ready after 30 seconds');
    await new Promise((next) => setTimeout(next, 100));
  }
  const added = spawnSync('java', ['-jar', resolve(jar), 'user', 'add', 'rosa', '--admin', '--data', data], {
    input: 'correct horse battery\n', encoding: 'utf8', env: environment,
  });
  if (added.status !== 0) java.kill('SIGTERM');
  if (added.status !== 0) throw new Error(`no administrator: ${added.stdout}${added.stderr}`);
  process.env.E2E_ADMIN ??= 'rosa';
  process.env.E2E_LEGACY_PORT ??= String(legacy);
  process.env.E2E_DATA ??= data;
  return {
    url,
    close: () => new Promise((done) => {
      java.once('exit', () => (rmSync(data, { recursive: true, force: true }), done()));
      java.kill('SIGTERM');
    }),
  };
}

async function startMock() {
  const server = new MockServer();
  return { url: await server.listen(), close: () => server.close() };
}

const { PARLEY_URL, PARLEY_JAR } = process.env;
const server = PARLEY_URL ? { url: PARLEY_URL, close() {} } : PARLEY_JAR ? await startJar(PARLEY_JAR) : await startMock();
process.env.PARLEY_URL = server.url;

const measure = process.argv.includes('--measure');
const only = process.argv.slice(2).filter((part) => part !== '--measure');
const ending = measure ? '.measure.mjs' : '.test.mjs';
const files = readdirSync(here).filter((name) => name.endsWith(ending) && (!only.length || only.some((part) => name.includes(part))));
const counts = { passed: 0, failed: 0, skipped: 0 };
const tests = run({ files: files.map((name) => join(here, name)), concurrency: false, timeout: 300_000 });
const isFile = ({ file, name }) => name === file || files.some((known) => name.endsWith(known));
tests.on('test:pass', (test) => isFile(test) || (test.skip === undefined || test.skip === false ? counts.passed++ : counts.skipped++));
tests.on('test:fail', (test) => isFile(test) && test.details?.error?.failureType === 'subtestsFailed' || counts.failed++);
tests.compose(new spec()).pipe(process.stdout);
tests.on('end', async () => {
  await server.close();
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exit(counts.failed || !counts.passed ? 1 : 0);
});
