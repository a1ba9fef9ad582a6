/**
 * A Parley server in memory, for working on the pages without the real one: docs/protocol.md, a little tus, the same headers.
 * `node dev/mock-server.mjs [--port 8080] [--demo]`; serves what `npm run build` made.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';

const PAGES = fileURLToPath(new URL('../../target/classes/chat/parley/pages', import.meta.url));
const CSP = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:", "font-src 'self'", "connect-src 'self'",
  "media-src 'self' blob:", "manifest-src 'self'", "worker-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  "require-trusted-types-for 'script'", 'trusted-types lit-html emoji-picker-element parley-workers',
].join('; ');
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png' };
const LOBBY = '0000000000000000000000000l';
const LIMITS = {
  frameBytes: 65536, textLength: 8000, historyPage: 200, fileBytes: 104857600, filesPerMessage: 10, messagesPerSecond: 20, loginSeconds: 30, idleSeconds: 120,
};
const CODES = {
  BAD_NAME: 1001, NAME_TAKEN: 1002, BAD_TOKEN: 1003, NOT_LOGGED_IN: 1004, NO_SUCH_ROOM: 1101, NO_SUCH_USER: 1102, USER_GONE: 1103,
  BAD_REQUEST: 1201, ID_REUSED: 1202, NO_SUCH_FILE: 1301,
};

class Refusal extends Error {
  constructor(failure, message) {
    super(message);
    this.failure = failure;
  }
}

const id26 = () => [...randomBytes(26)].map((b) => '0123456789abcdefghijklmnopqrstuvwxyz'[b % 36]).join('');

export class MockServer {
  users = new Map(); // id → {id, name, kind, online, gone, token}
  rooms = new Map(); // id → {id, kind, members, entries}
  files = new Map(); // id → {id, name, type, size, owner, chunks, offset, room}
  sessions = new Set();
  links = new Map();

  /** `id` makes the ids of what there is, 26 characters each: random ones, unless a test wants to see the same again. */
  constructor({ graceSeconds = 60, id = id26 } = {}) {
    this.graceSeconds = graceSeconds;
    this.newId = id;
    this.rooms.set(LOBBY, { id: LOBBY, kind: 'lobby', members: null, entries: [] });
  }

  listen(port = 0) {
    this.http = createServer((request, response) => this.serve(request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    }));
    const sockets = new WebSocketServer({ server: this.http, path: '/ws', maxPayload: LIMITS.frameBytes });
    sockets.on('connection', (socket) => this.connected(socket));
    return new Promise((resolve) => this.http.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${this.http.address().port}`)));
  }

  close() {
    for (const { socket } of this.sessions) socket.terminate();
    this.http.closeAllConnections();
    this.http.close();
  }

  // ---- the client protocol

  connected(socket) {
    const session = { socket, hello: false, user: null, live: new Set() };
    this.sessions.add(session);
    socket.on('message', (data) => {
      let message;
      try {
        message = JSON.parse(String(data));
      } catch {
        return socket.close(1003);
      }
      const reply = (body) => socket.send(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...body }));
      try {
        const after = [];
        const result = this.handle(session, message.method, message.params ?? {}, after);
        reply({ result });
        for (const then of after) then();
      } catch (error) {
        if (!error.failure) console.error(error);
        reply({ error: { code: CODES[error.failure] ?? -32603, message: error.message, data: { failure: error.failure } } });
      }
    });
    socket.on('close', () => {
      this.sessions.delete(session);
      if (session.user) this.disconnected(session.user);
    });
  }

  handle(session, method, params, after) {
    if (method === 'hello') {
      session.hello = true;
      return { protocol: 1, server: 'parley-mock/0.1.0', time: Date.now(), features: ['direct', 'files'], logins: ['guest', 'token'], limits: LIMITS };
    }
    if (method === 'ping') return { time: Date.now() };
    if (method === 'login') return this.login(session, params);
    if (!session.user) throw new Refusal('NOT_LOGGED_IN', 'Please log in first.');
    const me = session.user;
    switch (method) {
      case 'logout':
        after.push(() => this.gone(me, session));
        return {};
      case 'rooms.list': return { rooms: this.roomsOf(me) };
      case 'rooms.resume': return this.resume(session, params.rooms);
      case 'rooms.history': return this.history(me, params);
      case 'messages.send': return this.send(me, params);
      case 'direct.open': {
        const other = [...this.users.values()].find((user) => !user.gone && (user.id === params.user || user.name === params.name));
        if (!other) throw new Refusal('NO_SUCH_USER', 'Nobody of that name is here.');
        return this.roomFor(this.direct(me, other), me);
      }
      case 'people.list': {
        const people = [...this.users.values()].filter((u) => u.online && !u.gone).map(visible).sort((a, b) => (a.name < b.name ? -1 : 1));
        return { people: people.filter((u) => !params.after || u.name > params.after).slice(0, params.limit ?? 200), total: people.length };
      }
      case 'files.link': {
        const file = this.files.get(params.file);
        if (!file || !(file.owner === me.id || (file.room && this.mine(file.room, me)))) throw new Refusal('NO_SUCH_FILE', 'There is no such file.');
        const key = this.newId();
        const expires = Date.now() + 300_000;
        this.links.set(key, { file: file.id, expires });
        return { url: `/files/${file.id}/${encodeURIComponent(file.name)}?key=${key}`, expires };
      }
      default: throw new Refusal('BAD_REQUEST', `There is no method ${method}.`);
    }
  }

  login(session, { guest, token }) {
    let user;
    if (token !== undefined) {
      user = [...this.users.values()].find((u) => u.token === token && !u.gone);
      if (!user) throw new Refusal('BAD_TOKEN', 'Your session has expired. Please log in again.');
    } else {
      const name = String(guest ?? '').normalize('NFC').trim();
      if (!name || [...name].length > 32) throw new Refusal('BAD_NAME', 'A name has 1 to 32 characters.');
      if (/[,:\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(name)) throw new Refusal('BAD_NAME', 'A name has no comma, colon or control character.');
      if ([...this.users.values()].some((u) => !u.gone && u.name.toLowerCase() === name.toLowerCase())) {
        throw new Refusal('NAME_TAKEN', `The name ${name} is taken. Please choose another.`);
      }
      user = this.addUser(name, 'guest');
    }
    clearTimeout(user.leaving);
    session.user = user;
    if (!user.online) {
      user.online = true;
      this.tell('person', visible(user));
    }
    return { user: visible(user), session: this.newId(), token: user.token, graceSeconds: this.graceSeconds, rooms: this.roomsOf(user) };
  }

  addUser(name, kind) {
    const user = { id: this.newId(), name, kind, online: false, gone: false, token: this.newId() + this.newId() };
    this.users.set(user.id, user);
    return user;
  }

  disconnected(user) {
    if (user.gone || [...this.sessions].some((s) => s.user === user)) return;
    user.online = false;
    this.tell('person', visible(user));
    user.leaving = setTimeout(() => this.gone(user), this.graceSeconds * 1000);
    user.leaving.unref();
  }

  gone(user, from) {
    user.gone = true;
    user.online = false;
    clearTimeout(user.leaving);
    for (const session of this.sessions) {
      if (session.user !== user) continue;
      if (session !== from) notify(session, 'ended', { reason: 'You logged out.' });
      session.socket.close(1000);
    }
    this.tell('person', visible(user));
    for (const room of this.rooms.values()) if (room.members?.includes(user.id)) this.tellRoom(room);
  }

  mine(room, user) {
    const found = this.rooms.get(room);
    if (!found || (found.members && !found.members.includes(user.id))) return undefined;
    return found;
  }

  roomsOf(user) {
    return [...this.rooms.values()].filter((room) => this.mine(room.id, user)).map((room) => this.roomFor(room, user));
  }

  roomFor(room, user) {
    const shared = { id: room.id, kind: room.kind, label: 'open', firstSequence: 1, lastSequence: room.entries.length };
    if (room.kind === 'lobby') return { ...shared, name: 'Lobby', labelReason: 'PUBLIC' };
    const peer = this.users.get(room.members.find((id) => id !== user.id));
    return {
      ...shared, name: peer.name, labelReason: peer.kind === 'legacy' ? 'LEGACY_CLIENT' : 'GUEST',
      peer: { ...visible(peer), ...(peer.gone ? { gone: true } : {}) },
    };
  }

  direct(me, other) {
    const known = [...this.rooms.values()].find((room) => room.members?.includes(me.id) && room.members.includes(other.id));
    if (known) return known;
    const room = { id: this.newId(), kind: 'direct', members: [me.id, other.id], entries: [] };
    this.rooms.set(room.id, room);
    this.tellRoom(room);
    return room;
  }

  resume(session, wanted) {
    for (const room of Object.keys(wanted)) if (!this.mine(room, session.user)) throw new Refusal('NO_SUCH_ROOM', `There is no room ${room}.`);
    const rooms = {};
    for (const [id, seen] of Object.entries(wanted)) {
      const { entries } = this.rooms.get(id);
      const from = seen ?? entries.length;
      for (const entry of entries.slice(from)) notify(session, 'entry', entry);
      session.live.add(id);
      rooms[id] = { first: 1, from, last: entries.length };
    }
    return { rooms };
  }

  history(me, { room, before, after, limit = 50 }) {
    const found = this.mine(room, me);
    if (!found) throw new Refusal('NO_SUCH_ROOM', 'There is no such room.');
    const { entries } = found;
    const page = after !== undefined
      ? entries.slice(after, after + limit)
      : entries.slice(Math.max(0, (before ?? Infinity) - 1 - limit), before === undefined ? undefined : before - 1);
    return { room, first: 1, last: entries.length, entries: before === undefined && after === undefined ? entries.slice(-limit) : page };
  }

  send(me, { room, id, text, files = [] }) {
    const found = this.mine(room, me);
    if (!found) throw new Refusal('NO_SUCH_ROOM', 'There is no such room.');
    const before = found.entries.find((entry) => entry.sender.id === me.id && entry.id === id);
    if (before) return { room, id, seq: before.seq, time: before.time };
    if (found.members && this.users.get(found.members.find((m) => m !== me.id)).gone) throw new Refusal('USER_GONE', 'The other has left.');
    if (!text && !files.length) throw new Refusal('BAD_REQUEST', 'A message needs text or files.');
    if ([...text].length > LIMITS.textLength) throw new Refusal('BAD_REQUEST', `A message has at most ${LIMITS.textLength} characters.`);
    const refs = files.map((file) => {
      const stored = this.files.get(file);
      if (!stored || stored.owner !== me.id || stored.offset !== stored.size) throw new Refusal('NO_SUCH_FILE', 'There is no such file.');
      stored.room = room;
      return { id: stored.id, name: stored.name, type: stored.type, size: stored.size };
    });
    const entry = this.append(found, me, text, refs, Date.now(), id);
    return { room, id, seq: entry.seq, time: entry.time };
  }

  append(room, sender, text, files, time, id = this.newId().toUpperCase()) {
    const entry = {
      room: room.id, seq: room.entries.length + 1, time, sender: { id: sender.id, name: sender.name, kind: sender.kind }, type: 'message', id, text,
      ...(files.length ? { files } : {}),
    };
    room.entries.push(entry);
    for (const session of this.sessions) if (session.live.has(room.id)) notify(session, 'entry', entry);
    return entry;
  }

  tell(method, params) {
    for (const session of this.sessions) if (session.user) notify(session, method, params);
  }

  tellRoom(room) {
    for (const session of this.sessions) if (session.user && this.mine(room.id, session.user)) notify(session, 'room', this.roomFor(room, session.user));
  }

  // ---- pages and files

  async serve(request, response) {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname.startsWith('/files/upload')) return this.upload(request, response, url);
    if (url.pathname.startsWith('/files/')) return this.download(response, url);
    const path = normalize(url.pathname === '/' ? '/index.html' : url.pathname);
    try {
      const body = await readFile(join(PAGES, path));
      response.writeHead(200, {
        'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream', 'Content-Security-Policy': CSP, 'X-Content-Type-Options': 'nosniff',
        'Cache-Control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache', ETag: `"${body.length}"`,
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    } catch {
      response.writeHead(404).end();
    }
  }

  async upload(request, response, url) {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const user = [...this.users.values()].find((u) => u.token === token && !u.gone);
    if (!user) return response.writeHead(401).end();
    const headers = { 'Tus-Resumable': '1.0.0' };
    if (request.method === 'POST') {
      const size = Number(request.headers['upload-length']);
      if (size > LIMITS.fileBytes) return response.writeHead(413, headers).end();
      const metadata = Object.fromEntries(String(request.headers['upload-metadata'] ?? '').split(',').map((pair) => {
        const [key, value = ''] = pair.trim().split(' ');
        return [key, Buffer.from(value, 'base64').toString()];
      }));
      const file = { id: this.newId(), name: metadata.filename ?? 'file', type: metadata.filetype ?? 'application/octet-stream', size, owner: user.id, chunks: [], offset: 0 };
      this.files.set(file.id, file);
      return response.writeHead(201, { ...headers, Location: `/files/upload/${file.id}` }).end();
    }
    const file = this.files.get(url.pathname.split('/').pop());
    if (!file || file.owner !== user.id) return response.writeHead(404, headers).end();
    if (request.method === 'PATCH') {
      if (Number(request.headers['upload-offset']) !== file.offset) return response.writeHead(409, headers).end();
      for await (const chunk of request) {
        file.chunks.push(chunk);
        file.offset += chunk.length;
      }
      return response.writeHead(204, { ...headers, 'Upload-Offset': file.offset }).end();
    }
    return response.writeHead(200, { ...headers, 'Upload-Offset': file.offset, 'Upload-Length': file.size, 'Cache-Control': 'no-store' }).end();
  }

  download(response, url) {
    const link = this.links.get(url.searchParams.get('key'));
    const file = link && this.files.get(link.file);
    if (!file || !url.pathname.startsWith(`/files/${file.id}/`)) return response.writeHead(404).end();
    const inline = file.type.startsWith('image/') && file.type !== 'image/svg+xml' && !url.searchParams.has('download');
    response.writeHead(200, {
      'Content-Type': inline ? file.type : 'application/octet-stream', 'Content-Length': file.size, 'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': 'sandbox', 'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    });
    response.end(Buffer.concat(file.chunks));
  }

  // ---- for looking at the pages

  addFile(name, type, bytes, owner, room) {
    const file = { id: this.newId(), name, type, size: bytes.length, owner: owner.id, chunks: [bytes], offset: bytes.length, room };
    this.files.set(file.id, file);
    return { id: file.id, name, type, size: file.size };
  }
}

const visible = ({ id, name, kind, online }) => ({ id, name, kind, online });
const notify = (session, method, params) => session.socket.send(JSON.stringify({ jsonrpc: '2.0', method, params }));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const flag = process.argv.indexOf('--port');
  const server = new MockServer();
  if (process.argv.includes('--demo')) (await import('./demo.mjs')).demo(server);
  console.log(`Parley (mock) at ${await server.listen(flag < 0 ? 8080 : Number(process.argv[flag + 1]))}`);
}
