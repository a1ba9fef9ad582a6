import { ulid } from '../lib/ulid';
import type { ConnectionEvents, Entrance, Line, Link } from './connection';
import type { Hello, Method, Notifications, Params, Result } from './protocol';
import { NoAnswer, RpcError } from './rpc';
import type { Asked, Failed, Told } from './shared-line';

type Question = Extract<Asked, { id: number }> extends infer Each ? (Each extends { id: number } ? Omit<Each, 'id'> : never) : never;

/** A tab's end of the connection that all tabs share. */
export class RemoteLine implements Line {
  link: Link = { phase: 'off' };
  private next = 1;
  private readonly waiting = new Map<number, { resolve(result: never): void; reject(error: Error): void }>();

  constructor(private readonly port: MessagePort, private readonly events: ConnectionEvents) {
    port.onmessage = ({ data }: MessageEvent<Told>) => this.told(data);
    // The line sees by the lock when this page is no more; only when it is held is there something to wait for.
    const lock = `parley-tab-${ulid()}`;
    void navigator.locks.request(lock, () => {
      this.tell({ tell: 'here', lock });
      return new Promise(() => undefined);
    });
  }

  enter(how: Entrance): Promise<void> {
    return this.question({ ask: 'enter', how });
  }

  ask<M extends 'invite.check'>(method: M, params: Params<M>): Promise<Result<M>>;
  ask(): Promise<Hello>;
  ask(method?: 'invite.check', params?: unknown): Promise<never> {
    return this.question({ ask: 'ask', ...(method ? { method, params } : {}) });
  }

  resume(token: string): void {
    this.tell({ tell: 'resume', token });
  }

  call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    if (this.link.phase !== 'online') return Promise.reject(new NoAnswer('link.lost'));
    return this.question({ ask: 'call', method, params });
  }

  logout(): Promise<void> {
    return this.question({ ask: 'logout' });
  }

  /** The line is not ours alone: whoever logs out or comes in does that for all. */
  leave(): void {}

  hurry(): void {
    this.tell({ tell: 'hurry' });
  }

  lost(): void {
    this.tell({ tell: 'lost' });
  }

  private tell(told: Asked): void {
    this.port.postMessage(told);
  }

  private question(question: Question): Promise<never> {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.tell({ id, ...question } as Asked);
    });
  }

  private told(told: Told): void {
    if ('id' in told) {
      const waiting = this.waiting.get(told.id);
      this.waiting.delete(told.id);
      if ('error' in told) waiting?.reject(errorOf(told.error));
      else waiting?.resolve(told.result as never);
    } else if ('link' in told) {
      this.link = told.link;
      this.events.link(told.link);
    } else if ('loggedIn' in told) this.events.loggedIn(...told.loggedIn);
    else if ('notified' in told) this.events.notified(told.notified[0], told.notified[1] as Notifications[keyof Notifications]);
    else this.events.refused(told.refused);
  }
}

/** In this tab's language. */
function errorOf(failed: Failed): Error {
  if ('refused' in failed) return new RpcError(failed.refused[0], failed.refused[1], failed.refused[2] as RpcError['failure']);
  return 'lost' in failed ? new NoAnswer(...failed.lost) : new Error(failed.broke);
}
