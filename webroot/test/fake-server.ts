import type { Entry, Room } from '../src/net/protocol';
import type { SocketLike } from '../src/net/rpc';

interface Request {
  id: number;
  method: string;
  params: Record<string, any>;
}

/** The far end of a socket: answers as told, and can say anything at any time. */
export class FakeSocket implements SocketLike {
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  onerror: SocketLike['onerror'] = null;
  readonly requests: Request[] = [];
  closed = false;

  get readyState(): number {
    return this.closed ? 3 : 1;
  }

  constructor(private readonly answer: (request: Request, socket: FakeSocket) => unknown) {}

  send(text: string): void {
    const request = JSON.parse(text) as Request;
    this.requests.push(request);
    queueMicrotask(() => {
      const result = this.answer(request, this);
      if (result === SILENT) return;
      this.say(result instanceof Refused ? { id: request.id, error: { code: 1, message: result.message, data: { failure: result.failure } } } : { id: request.id, result });
    });
  }

  say(message: object): void {
    if (!this.closed) this.onmessage?.({ data: JSON.stringify({ jsonrpc: '2.0', ...message }) } as never);
  }

  notify(method: string, params: unknown): void {
    this.say({ method, params });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.onclose?.({} as never);
  }
}

export const SILENT = Symbol('no answer');

export class Refused {
  constructor(readonly failure: string, readonly message: string) {}
}

export const LOBBY = 'lobby';
const ann = { id: 'ann-id', name: 'ann', kind: 'guest', online: true };

/** A server with one room, that can lose and hold back what it sends. */
export class FakeServer {
  readonly sockets: FakeSocket[] = [];
  readonly entries: Entry[] = [];
  /** Overrides for single methods. */
  readonly answers: Record<string, (params: Record<string, any>) => unknown> = {};
  reachable = true;
  stored = new Set<string>();

  readonly open = (): SocketLike => {
    const socket = new FakeSocket((request) => this.answer(request, socket));
    this.sockets.push(socket);
    queueMicrotask(() => (this.reachable ? socket.onopen?.({} as never) : socket.close()));
    return socket;
  };

  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }

  calls(method: string): Request[] {
    return this.sockets.flatMap((socket) => socket.requests).filter((request) => request.method === method);
  }

  room(): Room {
    return { id: LOBBY, kind: 'lobby', name: 'Lobby', label: 'open', labelReason: 'PUBLIC', firstSequence: 1, lastSequence: this.entries.length };
  }

  /** Somebody says something; `deliver` false loses the notification. */
  append(text: string, deliver = true, sender = { id: 'bob-id', name: 'bob', kind: 'guest' as const }, id = `m${this.entries.length + 1}`): Entry {
    const entry: Entry = { room: LOBBY, seq: this.entries.length + 1, time: this.entries.length, sender, type: 'message', id, text };
    this.entries.push(entry);
    if (deliver) for (const socket of this.sockets) socket.notify('entry', entry);
    return entry;
  }

  private answer({ method, params }: Request, socket: FakeSocket): unknown {
    const own = this.answers[method];
    if (own) {
      const result = own(params);
      if (result !== undefined) return result;
    }
    switch (method) {
      case 'hello': return { protocol: 1, server: 'fake', time: 0, features: [], logins: ['guest'], limits: {} };
      case 'login': return { user: ann, session: 's', token: 't', graceSeconds: 60, rooms: [this.room()] };
      case 'people.list': return { people: [ann], total: 1 };
      case 'rooms.resume': {
        const from = params['rooms'][LOBBY] as number;
        for (const entry of this.entries.slice(from)) socket.notify('entry', entry);
        return { rooms: { [LOBBY]: { first: 1, from, last: this.entries.length } } };
      }
      case 'rooms.history': return { room: LOBBY, first: 1, last: this.entries.length, entries: this.entries.filter(({ seq }) => seq < params['before']).slice(-params['limit']) };
      case 'messages.send': {
        const known = this.entries.find(({ id }) => id === params['id']);
        const entry = known ?? this.append(params['text'] as string, true, ann as never, params['id'] as string);
        return { room: LOBBY, id: entry.id, seq: entry.seq, time: entry.time };
      }
      default: return {};
    }
  }
}
