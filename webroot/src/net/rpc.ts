import { t } from '../i18n/strings';
import { refusal } from '../i18n/refusals';
import type { Failure, Method, Params, Result } from './protocol';

const OPEN = 1;

/** What a WebSocket looks like to us; tests bring their own. */
export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown } & never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  readonly readyState: number;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** The server refused: `failure` is the stable name, the message is a sentence for a person, in their language. */
export class RpcError extends Error {
  constructor(readonly code: number, readonly said: string, readonly failure: Failure | undefined) {
    super(refusal(failure, said));
  }
}

/** No answer: the connection ended or the time was up. Whether the call was done is unknown. */
export class NoAnswer extends Error {
  constructor(readonly key: 'link.lost' | 'link.late' | 'link.unreachable', readonly late = false) {
    super(t(key));
  }
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
  timer: ReturnType<typeof setTimeout>;
}

/** JSON-RPC 2.0 over one socket, from its opening to its end. */
export class Rpc {
  private nextId = 1;
  private closed = false;
  private readonly waiting = new Map<number, Waiting>();
  readonly opened: Promise<void>;

  constructor(
    private readonly socket: SocketLike,
    private readonly onNotification: (method: string, params: unknown) => void,
    private readonly onEnd: () => void,
  ) {
    this.opened = new Promise((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onclose = () => {
        reject(new NoAnswer('link.unreachable'));
        this.end();
      };
      socket.onerror = () => undefined; // a close always follows
    });
    this.opened.catch(() => undefined);
    socket.onmessage = (event: { data: unknown }) => this.receive(event.data);
  }

  call<M extends Method>(method: M, params: Params<M>, timeout = 20_000): Promise<Result<M>> {
    // A socket that is closing says so only when it is closed.
    if (this.closed || this.socket.readyState > OPEN) return Promise.reject(new NoAnswer('link.lost'));
    const id = this.nextId++;
    return new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new NoAnswer('link.late', true));
      }, timeout);
      this.waiting.set(id, { resolve, reject, timer });
      this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    }) as Promise<Result<M>>;
  }

  /** Ends it now, without waiting for the other side's goodbye. */
  close(): void {
    this.socket.close();
    this.end();
  }

  private receive(data: unknown): void {
    if (this.closed || typeof data !== 'string') return;
    let message: { id?: unknown; method?: unknown; params?: unknown; result?: unknown; error?: RawError };
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (typeof message.method === 'string') {
      this.onNotification(message.method, message.params);
      return;
    }
    const waiting = typeof message.id === 'number' ? this.waiting.get(message.id) : undefined;
    if (!waiting) return;
    this.waiting.delete(message.id as number);
    clearTimeout(waiting.timer);
    if (message.error) {
      waiting.reject(new RpcError(message.error.code, message.error.message, message.error.data?.failure));
    } else {
      waiting.resolve(message.result);
    }
  }

  private end(): void {
    if (this.closed) return;
    this.closed = true;
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(new NoAnswer('link.lost'));
    }
    this.waiting.clear();
    this.onEnd();
  }
}

interface RawError {
  code: number;
  message: string;
  data?: { failure?: Failure };
}
