import { Connection, type Entrance, type Link } from './connection';
import type { Hello, Login, Method, Notifications } from './protocol';
import { NoAnswer, RpcError, type SocketLike } from './rpc';

/** What a tab asks of the line; those without an id are told, and have no answer. */
export type Asked =
  | { id: number; ask: 'enter'; how: Entrance }
  | { id: number; ask: 'ask'; method?: 'invite.check'; params?: unknown }
  | { id: number; ask: 'call'; method: Method; params: unknown }
  | { id: number; ask: 'logout' }
  | { tell: 'here'; lock: string }
  | { tell: 'resume'; token: string }
  | { tell: 'hurry' | 'lost' };

export type Failed = { refused: [code: number, said: string, failure: string | undefined] } | { lost: [key: NoAnswer['key'], late: boolean] } | { broke: string };

/** What the line tells its tabs. */
export type Told =
  | { id: number; result: unknown }
  | { id: number; error: Failed }
  | { link: Link }
  | { loggedIn: [Login, Hello] }
  | { notified: [keyof Notifications, unknown] }
  | { refused: string };

interface Tab {
  port: MessagePort;
  idle: boolean;
}

/** Answers that one tab gets and the others want to know of, as the notification that tells another device. */
const ECHOES: Partial<Record<Method, keyof Notifications>> = {
  'rooms.read': 'read', 'rooms.join': 'room', 'rooms.create': 'room', 'direct.open': 'room', 'profile.set': 'person',
};

/** One connection for all tabs of a browser; lives in a SharedWorker. */
export class SharedLine {
  private readonly tabs = new Set<Tab>();
  private token: string | undefined;
  private present: { login: Login; hello: Hello } | undefined;
  private readonly connection: Connection;

  /** `whenGone` calls back when the page that holds a lock is no more. */
  constructor(open: () => SocketLike, private readonly whenGone: (lock: string, then: () => void) => void) {
    this.connection = new Connection(open, {
      link: (link) => this.tell({ link }),
      loggedIn: (login, hello) => {
        this.present = { login, hello };
        this.token = login.token;
        this.tell({ loggedIn: [login, hello] });
      },
      notified: (method, params) => this.notify(method, params),
      refused: (reason) => {
        this.present = this.token = undefined;
        this.tell({ refused: reason });
      },
    });
  }

  join(port: MessagePort): void {
    const tab: Tab = { port, idle: false };
    this.tabs.add(tab);
    port.onmessage = ({ data }: MessageEvent<Asked>) => void this.asked(tab, data);
    port.postMessage({ link: this.connection.link } satisfies Told);
  }

  private async asked(tab: Tab, asked: Asked): Promise<void> {
    if ('tell' in asked) return this.told(tab, asked);
    const { id } = asked;
    try {
      tab.port.postMessage({ id, result: await this.answer(tab, asked) } satisfies Told);
    } catch (error) {
      tab.port.postMessage({ id, error: failed(error) } satisfies Told);
    }
  }

  private told(tab: Tab, told: Exclude<Asked, { id: number }>): void {
    switch (told.tell) {
      case 'here': return this.whenGone(told.lock, () => this.tabs.delete(tab));
      case 'resume': return this.resume(tab, told.token);
      case 'hurry': return this.connection.hurry();
      case 'lost': return this.connection.lost();
    }
  }

  private async answer(tab: Tab, asked: Extract<Asked, { id: number }>): Promise<unknown> {
    switch (asked.ask) {
      case 'enter':
        this.present = this.token = undefined;
        return this.connection.enter(asked.how);
      case 'ask': return asked.method ? this.connection.ask(asked.method, asked.params as never) : this.connection.ask();
      case 'logout':
        this.present = this.token = undefined;
        return this.connection.logout();
      case 'call': return this.call(tab, asked.method, asked.params);
    }
  }

  private async call(tab: Tab, method: Method, params: unknown): Promise<unknown> {
    if (method === 'presence.set' && 'idle' in (params as object)) {
      tab.idle = (params as { idle: boolean }).idle;
      // Somebody is away when they touch none of their tabs.
      if (tab.idle && [...this.tabs].some(({ idle }) => !idle)) return {};
    }
    const result = await this.connection.call(method, params as never);
    const echo = ECHOES[method];
    if (echo) this.notify(echo, result as never, tab);
    return result;
  }

  /** Another tab comes back to the session that the line has already: it is told how things are now. */
  private resume(tab: Tab, token: string): void {
    if (token !== this.token) {
      this.present = undefined;
      this.token = token;
      return this.connection.resume(token);
    }
    tab.port.postMessage({ link: this.connection.link } satisfies Told);
    const { present } = this;
    if (!present || this.connection.link.phase !== 'online') return;
    this.connection.call('rooms.list', {}).then(
      ({ rooms }) => this.present && tab.port.postMessage({ loggedIn: [{ ...this.present.login, rooms }, this.present.hello] } satisfies Told),
      () => undefined, // the connection is lost, and comes back for all
    );
  }

  private notify(method: keyof Notifications, params: unknown, except?: Tab): void {
    const { present } = this;
    const user = params as Login['user'];
    if (method === 'person' && present && user.id === present.login.user.id) present.login = { ...present.login, user: { ...present.login.user, ...user } };
    this.tell({ notified: [method, params] }, except);
  }

  private tell(told: Told, except?: Tab): void {
    for (const tab of this.tabs) if (tab !== except) tab.port.postMessage(told);
  }
}

function failed(error: unknown): Failed {
  if (error instanceof RpcError) return { refused: [error.code, error.said, error.failure] };
  if (error instanceof NoAnswer) return { lost: [error.key, error.late] };
  return { broke: String(error) };
}
