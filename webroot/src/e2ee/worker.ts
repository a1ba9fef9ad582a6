import { EncryptedStore } from './encrypted-store';
import { Engine } from './engine';
import type { Answer, Call, Services } from './services';
import { services } from './services';
import type { Bytes } from './bytes';

/**
 * The keys of a user in this browser. Each page has such a worker, and one of them holds the keys at a time: whoever has the
 * lock. The others pass their page's calls on to it, and one of them takes over when its page is gone.
 */

interface Begin {
  user: string;
}
type Heard = Call | Answer | { owner: true };

const page = self as unknown as { postMessage(answer: Answer): void; onmessage: ((event: MessageEvent<Begin | Call>) => void) | null };

const world = (store: EncryptedStore) => ({
  store,
  now: () => Date.now(),
  random: (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length)),
});

async function run(own: Services, { call, method, args }: Call): Promise<Answer> {
  try {
    if (!Object.hasOwn(own, method)) throw new TypeError(`no such call: ${String(method)}`);
    return { call, value: await (own[method] as (...args: unknown[]) => unknown)(...args) };
  } catch (failure) {
    const { name, message, ...details } = failure instanceof Error ? Object.assign({ name: failure.name, message: failure.message }, failure) : { name: 'Error', message: 'failed' };
    return { call, failure: { name, message, details } };
  }
}

class Holder {
  private own: Services | null = null;
  /** Calls of this worker's page that the owner has not answered yet: the next owner gets them again. */
  private readonly open = new Map<string, Call>();
  private readonly others: BroadcastChannel;

  constructor(private readonly name: string) {
    this.others = new BroadcastChannel(name);
    this.others.onmessage = ({ data }: MessageEvent<Heard>) => void this.heard(data);
    void navigator.locks.request(name, () => this.hold());
  }

  /** Holds the lock until the page goes. */
  private async hold(): Promise<never> {
    const store = await EncryptedStore.open(this.name);
    this.own = services(new Engine(world(store)), store);
    this.others.postMessage({ owner: true });
    for (const call of [...this.open.values()]) void this.serve(call);
    return new Promise<never>(() => undefined);
  }

  async serve(call: Call): Promise<void> {
    this.open.set(call.call, call);
    if (this.own === null) this.others.postMessage(call);
    else this.answered(await run(this.own, call));
  }

  private async heard(message: Heard): Promise<void> {
    if ('owner' in message) for (const call of this.open.values()) this.others.postMessage(call);
    else if (!('method' in message)) this.answered(message);
    else if (this.own !== null) this.others.postMessage(await run(this.own, message));
  }

  private answered(answer: Answer): void {
    if (this.open.delete(answer.call)) page.postMessage(answer);
  }
}

let holder: Holder | undefined;
page.onmessage = ({ data }) => {
  if ('user' in data) holder ??= new Holder(`parley-keys-${data.user}`);
  else void holder?.serve(data);
};
