import type { Answer, Call, Services } from './services';

/** The keys of this browser as a page calls them: every call is answered by whichever page's worker holds them. */
export type Keys = {
  [Name in keyof Services]: (...args: Parameters<Services[Name]>) => Promise<Awaited<ReturnType<Services[Name]>>>;
};

/** A call failed; its name and details say why (`NotReady`, `WordsDoNotFit`, `WrongWords`, `Forked`, …). */
export class KeysFailure extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly details: Record<string, unknown>,
  ) {
    super(message);
  }
}

/** Why there can be no sealed rooms in this browser, or null when there can. */
export function obstacle(): 'insecure' | 'old browser' | null {
  if (!isSecureContext || globalThis.crypto?.subtle === undefined) return 'insecure';
  return navigator.locks === undefined || globalThis.indexedDB === undefined || globalThis.BroadcastChannel === undefined ? 'old browser' : null;
}

/** Starts the worker that holds a user's keys, or passes calls on to the one that does. */
export function openKeys(user: string): { keys: Keys; close(): void } {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<string, { resolve(value: unknown): void; reject(failure: Error): void }>();
  const prefix = crypto.randomUUID();
  let calls = 0;
  const fail = (failure: Error) => {
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  };
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    const call = waiting.get(data.call);
    waiting.delete(data.call);
    if ('failure' in data) call?.reject(new KeysFailure(data.failure.name, data.failure.message, data.failure.details));
    else call?.resolve(data.value);
  };
  worker.onerror = () => fail(new KeysFailure('Unavailable', 'the keys of this browser cannot be reached', {}));
  worker.postMessage({ user });
  const ask = (method: keyof Services, args: unknown[]) =>
    new Promise((resolve, reject) => {
      const call = `${prefix} ${calls++}`;
      waiting.set(call, { resolve, reject });
      worker.postMessage({ call, method, args } satisfies Call);
    });
  const keys = new Proxy({} as Keys, {
    // A promise that resolves to this must not take it for another promise.
    get: (_none, method) => (typeof method === 'string' && method !== 'then' ? (...args: unknown[]) => ask(method as keyof Services, args) : undefined),
  });
  return {
    keys,
    close: () => {
      worker.terminate();
      fail(new KeysFailure('Closed', 'the page gave up its keys', {}));
    },
  };
}
