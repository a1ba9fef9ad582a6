import { backoff } from './backoff';
import type { Hello, Login, Method, Notifications, Params, Result } from './protocol';
import { NoAnswer, Rpc, RpcError, type SocketLike } from './rpc';

export type Link =
  | { phase: 'off' }
  | { phase: 'connecting' }
  | { phase: 'online' }
  | { phase: 'waiting'; until: number; because?: string };

/** The ways to come in. */
export type Entrance = { [M in 'login' | 'register' | 'reset']: { method: M; params: Params<M> } }['login' | 'register' | 'reset'];

export interface ConnectionEvents {
  link(link: Link): void;
  loggedIn(login: Login, hello: Hello): void;
  notified<N extends keyof Notifications>(method: N, params: Notifications[N]): void;
  /** The token no longer works, or the session was ended: there is nothing to reconnect with. */
  refused(reason: string): void;
}

/** The way to the server, as the store uses it: a connection of this page, or the one that all tabs share. */
export type Line = Pick<Connection, 'link' | 'enter' | 'ask' | 'resume' | 'call' | 'logout' | 'leave' | 'hurry' | 'lost'>;

const HEARTBEAT = 20_000;
const HEARTBEAT_ANSWER = 8_000;

/** Keeps one logged-in socket open: says hello, logs in, watches, and comes back by itself with the token. */
export class Connection {
  private rpc: Rpc | undefined;
  private token: string | undefined;
  private attempt = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private heartbeat: ReturnType<typeof setInterval> | undefined;
  private comeBack: { after: number; because: string } | undefined;
  link: Link = { phase: 'off' };

  constructor(
    private readonly open: () => SocketLike,
    private readonly events: ConnectionEvents,
    private readonly client = 'parley-web',
  ) {}

  /** Comes in, one way or another; fails with the server's answer. */
  async enter(how: Entrance): Promise<void> {
    this.leave();
    this.setLink({ phase: 'connecting' });
    try {
      await this.connect(how);
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  /** Asks the server something before anybody has come in, on a connection of its own. */
  async ask<M extends 'invite.check'>(method: M, params: Params<M>): Promise<Result<M>>;
  async ask(): Promise<Hello>;
  async ask(method?: 'invite.check', params?: Params<'invite.check'>): Promise<unknown> {
    const rpc = new Rpc(this.open(), () => undefined, () => undefined);
    try {
      await within(10_000, rpc.opened);
      const hello = await rpc.call('hello', { protocol: 1, client: this.client }, 10_000);
      return method && params ? await rpc.call(method, params, 10_000) : hello;
    } finally {
      rpc.close();
    }
  }

  /** Comes back with a token, and keeps trying until the server says no. */
  resume(token: string): void {
    this.leave();
    this.token = token;
    void this.tryAgain();
  }

  call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    if (this.link.phase !== 'online' || !this.rpc) return Promise.reject(new NoAnswer('link.lost'));
    return this.rpc.call(method, params);
  }

  /** Ends the session on the server, as far as it can be reached. */
  async logout(): Promise<void> {
    try {
      if (this.rpc && this.link.phase === 'online') await this.rpc.call('logout', {}, 3_000);
    } catch {
      // The grace period ends it for us.
    } finally {
      this.leave();
    }
  }

  /** Lets go of everything, without a word to the server. */
  leave(): void {
    this.token = undefined;
    this.attempt = 0;
    this.drop();
    this.setLink({ phase: 'off' });
  }

  /** The network is said to be back, or somebody is impatient: try at once. */
  hurry(): void {
    if (this.link.phase === 'waiting') void this.tryAgain();
    else if (this.link.phase === 'online') void this.beat();
  }

  /** The network is said to be gone. */
  lost(): void {
    if (this.link.phase === 'online') this.drop(), this.retryLater();
  }

  private async connect({ method, params }: Entrance): Promise<void> {
    let login: Login | undefined;
    const rpc: Rpc = new Rpc(
      this.open(),
      (method, params) => this.rpc === rpc && this.receive(method, params),
      () => {
        if (this.rpc !== rpc) return;
        this.rpc = undefined;
        clearInterval(this.heartbeat);
        if (login) this.retryLater();
      },
    );
    this.rpc = rpc;
    await within(10_000, rpc.opened);
    const hello = await rpc.call('hello', { protocol: 1, client: this.client }, 10_000);
    login = await rpc.call(method, params as Params<'login'>, 30_000); // a password takes the server a while when many log in
    if (this.rpc !== rpc) throw new NoAnswer('link.lost');
    this.token = login.token;
    this.attempt = 0;
    this.comeBack = undefined;
    this.heartbeat = setInterval(() => void this.beat(), HEARTBEAT);
    this.setLink({ phase: 'online' });
    this.events.loggedIn(login, hello);
  }

  private async tryAgain(): Promise<void> {
    this.drop();
    const token = this.token;
    if (token === undefined) return;
    this.setLink({ phase: 'connecting' });
    try {
      await this.connect({ method: 'login', params: { token } });
    } catch (error) {
      if (this.token !== token) return;
      this.drop();
      if (error instanceof RpcError && (error.failure === 'BAD_TOKEN' || error.failure === 'UNSUPPORTED_VERSION')) {
        this.leave();
        this.events.refused(error.message);
      } else {
        this.retryLater(error instanceof RpcError ? error.message : undefined);
      }
    }
  }

  private retryLater(because?: string): void {
    clearTimeout(this.retryTimer);
    const wait = Math.max(backoff(this.attempt++), this.comeBack?.after ?? 0);
    const reason = this.comeBack?.because ?? because;
    this.comeBack = undefined;
    this.setLink({ phase: 'waiting', until: Date.now() + wait, ...(reason === undefined ? {} : { because: reason }) });
    this.retryTimer = setTimeout(() => void this.tryAgain(), wait);
  }

  private async beat(): Promise<void> {
    const rpc = this.rpc;
    try {
      await rpc?.call('ping', {}, HEARTBEAT_ANSWER);
    } catch (error) {
      if (rpc === this.rpc && error instanceof NoAnswer) rpc?.close();
    }
  }

  private receive(method: string, params: unknown): void {
    switch (method) {
      case 'ended':
        this.leave();
        this.events.refused((params as Notifications['ended']).reason);
        break;
      case 'stopping': {
        const { reason, retryAfterSeconds } = params as Notifications['stopping'];
        // A second of spread on top, so that not everybody knocks at once.
        this.comeBack = { after: (retryAfterSeconds + Math.random()) * 1000, because: reason };
        break;
      }
      case 'entry':
      case 'room':
      case 'person':
      case 'people':
      case 'left':
      case 'read':
      case 'reader':
      case 'typing':
        this.events.notified(method, params as never);
        break;
    }
  }

  private drop(): void {
    clearTimeout(this.retryTimer);
    clearInterval(this.heartbeat);
    const rpc = this.rpc;
    this.rpc = undefined;
    rpc?.close();
  }

  private setLink(link: Link): void {
    this.link = link;
    this.events.link(link);
  }
}

function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer('link.late')), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
