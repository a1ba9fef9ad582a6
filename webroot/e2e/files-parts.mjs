/** What scripts/check-files is made of: content that is known at every offset, a server that can be killed, and clients that come back. */
import { spawn } from 'node:child_process';
import { createCipheriv, createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import tls from 'node:tls';
import WebSocket from 'ws';

/** Numbers from 0 to 1, the same for the same seed. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Bytes that look random and can be had from any offset: AES in counter mode. */
export class Content {
  constructor(seed, name, size) {
    this.name = name;
    this.size = size;
    this.key = createHash('sha256').update(`${seed} ${name}`).digest().subarray(0, 16);
  }

  /** Chunks from an offset to an end. */
  *from(offset, end = this.size) {
    const counter = Buffer.alloc(16);
    counter.writeBigUInt64BE(BigInt(Math.floor(offset / 16)), 8);
    const cipher = createCipheriv('aes-128-ctr', this.key, counter);
    cipher.update(Buffer.alloc(offset % 16));
    const zeros = Buffer.alloc(262_144);
    for (let at = offset; at < end; at += zeros.length) {
      yield cipher.update(at + zeros.length <= end ? zeros : zeros.subarray(0, end - at));
    }
  }

  bytes() {
    return Buffer.concat([...this.from(0)]);
  }

  async hash() {
    const hash = createHash('sha256');
    let turn = 0;
    for (const chunk of this.from(0)) {
      hash.update(chunk);
      if (++turn % 64 === 0) await pause(0);
    }
    return hash.digest('hex');
  }
}

export function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** A server on ports that it keeps over its deaths. */
export class ServerProcess {
  deaths = 0;
  cpu = 0;
  peak = 0;

  static async start(jar, data, settings = {}) {
    const server = new ServerProcess();
    const [web, tcp, legacy] = [await freePort(), await freePort(), await freePort()];
    Object.assign(server, { jar, data, web, tcp, legacy });
    const { PARLEY_JAR: _jar, PARLEY_URL: _url, ...environment } = process.env; // ours, not the server's
    server.environment = {
      ...environment, PARLEY_WEB_PORT: web, PARLEY_TCP_PORT: tcp, PARLEY_LEGACY_ENABLED: 'true', PARLEY_LEGACY_PORT: legacy, PARLEY_USERS_GUEST_GRACE: '1h', ...settings,
    };
    await server.up();
    return server;
  }

  async up() {
    this.process = spawn('java', ['-Xmx256m', '-XX:MaxDirectMemorySize=64m', '-jar', this.jar, 'serve', '--data', this.data], { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.said = '';
    this.process.stderr.on('data', (data) => (this.said += data));
    const process = this.process;
    const deadline = setTimeout(() => process.kill('SIGKILL'), 60_000);
    for await (const data of this.process.stdout) {
      this.said += data;
      if (this.said.includes('Ctrl+C stops')) break;
    }
    clearTimeout(deadline);
    if (!this.said.includes('Ctrl+C stops')) throw new Error(`The server did not start:\n${this.said}`);
  }

  /** What the process cost up to now, over all its lives: CPU seconds and the highest resident memory in MiB. */
  async cost() {
    const here = await this.costOfThisLife();
    return { cpu: this.cpu + here.cpu, peak: Math.max(this.peak, here.peak), rss: here.rss };
  }

  async costOfThisLife() {
    const status = await readFile(`/proc/${this.process.pid}/status`, 'utf8');
    const stat = (await readFile(`/proc/${this.process.pid}/stat`, 'utf8')).split(') ')[1].split(' ');
    const mib = (key) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)[1]) / 1024;
    return { peak: mib('VmHWM'), rss: mib('VmRSS'), cpu: (Number(stat[11]) + Number(stat[12])) / 100 };
  }

  /** kill -9, and up again. */
  async die() {
    const { cpu, peak } = await this.costOfThisLife();
    this.cpu += cpu;
    this.peak = Math.max(this.peak, peak);
    await this.end('SIGKILL');
    this.deaths++;
    await this.up();
  }

  async end(signal = 'SIGTERM') {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.kill(signal);
    await gone;
  }
}

/** Does something until it works; for what a killed server or a cut connection interrupts. */
export async function persistently(action, tries = 400) {
  for (let i = 0; ; i++) {
    try {
      return await action();
    } catch (error) {
      if (error.final || i >= tries) throw error;
      await pause(100);
    }
  }
}

class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
    this.final = status !== undefined && status < 500 && status !== 409 && status !== 408;
  }
}

/** JSON-RPC at the web door or the native one, as a guest that keeps name and token. */
export class Guest {
  calls = 0;

  constructor(server, door, name) {
    Object.assign(this, { server, door, name });
  }

  async connect() {
    this.line?.close();
    this.line = this.door === 'web' ? await webLine(this.server.web) : await nativeLine(this.server.tcp);
    await this.ask('hello', { protocol: 1, client: 'check/1' });
    const login = await this.ask('login', this.token ? { token: this.token } : { guest: this.name });
    this.token = login.token ?? this.token;
  }

  ask(method, params) {
    return this.line.ask({ jsonrpc: '2.0', id: ++this.calls, method, params });
  }

  /** Over as many connections as it takes. */
  call(method, params) {
    return persistently(async () => {
      try {
        return await this.ask(method, params);
      } catch (error) {
        if (!error.final) await this.connect();
        throw error;
      }
    });
  }

  async send(file, id) {
    await this.call('messages.send', { room: '0000000000000000000000000l', id, text: '', files: [file] });
  }

  link(file) {
    return this.call('files.link', { file });
  }

  close() {
    this.line?.close();
  }
}

/** What is waited for on a line; once the line is cut there is nothing to wait for any more. */
function answers() {
  const waiting = new Map();
  let cut;
  return {
    wait(id) {
      if (cut) return Promise.reject(new Error(cut));
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => this.settle(id, (call) => call.reject(new Error('no answer within 30 s'))), 30_000);
        waiting.set(id, { resolve, reject, timer });
      });
    },
    settle(id, how) {
      const call = waiting.get(id);
      if (!call) return;
      waiting.delete(id);
      clearTimeout(call.timer);
      how(call);
    },
    take(text) {
      const { id, result, error } = JSON.parse(text);
      this.settle(id, (call) => {
        if (!error) return call.resolve(result);
        const passing = ['UNAVAILABLE', 'RATE_LIMITED'].includes(error.data?.failure);
        call.reject(Object.assign(new Error(error.message), { final: !passing }));
      });
    },
    fail(why) {
      cut = why;
      for (const id of [...waiting.keys()]) this.settle(id, (call) => call.reject(new Error(why)));
    },
  };
}

async function webLine(port) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  const open = answers();
  socket.on('message', (data) => open.take(String(data)));
  socket.on('error', () => open.fail('the connection failed'));
  socket.on('close', () => open.fail('the connection was cut'));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    ask: (call) => (socket.send(JSON.stringify(call)), open.wait(call.id)),
    close: () => socket.terminate(),
  };
}

async function nativeLine(port) {
  const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }); // its certificate is of its own making
  const open = answers();
  let buffer = Buffer.alloc(0);
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    while (buffer.length >= 4 && buffer.length >= 4 + buffer.readUInt32BE()) {
      const end = 4 + buffer.readUInt32BE();
      open.take(buffer.subarray(4, end).toString());
      buffer = buffer.subarray(end);
    }
  });
  socket.on('error', () => open.fail('the connection failed'));
  socket.on('close', () => open.fail('the connection was cut'));
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  return {
    ask(call) {
      const body = Buffer.from(JSON.stringify(call));
      const head = Buffer.alloc(4);
      head.writeUInt32BE(body.length);
      socket.write(Buffer.concat([head, body]));
      return open.wait(call.id);
    },
    close: () => socket.destroy(),
  };
}

/** One HTTP request; `cutAfter` bytes of the body the connection is cut. */
function request(port, method, path, headers, { body, cutAfter = Infinity, moved = () => {} } = {}) {
  return new Promise((resolve, reject) => {
    const asked = http.request({ port, host: '127.0.0.1', method, path, headers, agent: false });
    asked.on('response', resolve).on('error', reject);
    asked.setTimeout(60_000, () => asked.destroy(new Error('nothing came for a minute')));
    if (!body) return void asked.end();
    let sent = 0;
    const stream = Readable.from(body);
    stream.on('data', (chunk) => {
      sent += chunk.length;
      moved(chunk.length);
      if (sent >= cutAfter) return void (stream.destroy(), asked.destroy(new Error('cut')));
      if (!asked.write(chunk)) {
        stream.pause();
        asked.once('drain', () => stream.resume());
      }
    });
    stream.on('end', () => asked.end());
    asked.on('close', () => stream.destroy());
  });
}

async function text(response) {
  let all = '';
  for await (const chunk of response) all += chunk;
  return all.trim();
}

/**
 * Uploads by tus over as many connections as it takes; `cut` answers after how many bytes the next one is cut. Answers
 * the file's id. A failure has the `place` at which another call goes on.
 */
export async function upload(server, guest, content, { place: begun, cut = () => Infinity, moved, checksum } = {}) {
  const headers = () => ({ 'Tus-Resumable': '1.0.0', Authorization: `Bearer ${guest.token}` });
  const place = begun ?? await persistently(async () => {
    const metadata = `filename ${Buffer.from(content.name).toString('base64')}`;
    const created = await request(server.web, 'POST', '/files/upload', { ...headers(), 'Upload-Length': content.size, 'Upload-Metadata': metadata });
    if (created.statusCode !== 201) throw new Refused(await text(created), created.statusCode);
    return created.resume().headers.location;
  });
  for (let tries = 0; ; ) {
    const offset = await persistently(async () => {
      const head = await request(server.web, 'HEAD', place, headers());
      head.resume();
      if (head.statusCode !== 200) throw new Refused(`the upload is gone: ${head.statusCode}`, head.statusCode);
      return Number(head.headers['upload-offset']);
    });
    if (offset === content.size) return place.split('/').pop();
    try {
      const more = { ...headers(), 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': offset, 'Content-Length': content.size - offset };
      if (checksum && offset === 0) more['Upload-Checksum'] = checksum;
      const patched = await request(server.web, 'PATCH', place, more, { body: content.from(offset), cutAfter: cut(), moved });
      if (patched.statusCode !== 204) throw new Refused(await text(patched), patched.statusCode);
      patched.resume();
    } catch (error) {
      if (error.final || error.status === 507 || ++tries > 500) throw Object.assign(error, { place });
      await pause(50);
    }
  }
}

/** Downloads by links over as many connections as it takes, hashing on the way. Answers the hash. */
export async function download(server, guest, file, size, { cut = () => Infinity, moved = () => {} } = {}) {
  const hash = createHash('sha256');
  let done = 0;
  for (let tries = 0; done < size; ) {
    try {
      const { url } = await guest.link(file);
      const response = await request(server.web, 'GET', `${url}&download=1`, done ? { Range: `bytes=${done}-` } : {});
      if (response.statusCode !== (done ? 206 : 200)) throw new Refused(await text(response), response.statusCode);
      const end = done + cut();
      for await (const chunk of response) {
        hash.update(chunk);
        done += chunk.length;
        moved(chunk.length);
        if (done >= end) break; // which cuts the connection
      }
    } catch (error) {
      if (error.final || ++tries > 500) throw error;
      await pause(50);
    }
  }
  return hash.digest('hex');
}
