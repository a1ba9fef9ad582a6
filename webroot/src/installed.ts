/** What makes the pages an app: the service worker, word of new builds, and the offer to install. */
import { store } from './app';
import { script } from './lib/trusted';
import { Release } from './state/release';

const HOUR = 3_600_000;

/** A page that was not built (a development server) has no name, and nothing to compare. */
const build = document.querySelector<HTMLMetaElement>('meta[name="parley-build"]')?.content ?? '';

async function served(): Promise<string> {
  const answer = await fetch('/build.json', { cache: 'no-store' });
  return answer.ok ? ((await answer.json()) as { build: string }).build : '';
}

export const release = new Release(/^[0-9a-f]+$/.test(build) ? build : '', served);

let registration: ServiceWorkerRegistration | undefined;

function check(): void {
  void release.check().then(() => {
    if (release.outdated) registration?.update().catch(() => undefined);
  });
}

/** Browsers have them on HTTPS and localhost alone; elsewhere the pages work while the server is there. */
async function register(): Promise<void> {
  if (!('serviceWorker' in navigator) || !build) return;
  registration = await navigator.serviceWorker.register(script('/sw.js'), { updateViaCache: 'none' }).catch(() => undefined);
}

/** Chromium's offer to install; it waits here until somebody asks for it. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

class Installer {
  private offer: InstallOffer | undefined;
  private readonly listeners = new Set<() => void>();

  constructor() {
    addEventListener('beforeinstallprompt', (event) => (event.preventDefault(), this.now(event as InstallOffer)));
    addEventListener('appinstalled', () => this.now(undefined));
  }

  get offered(): boolean {
    return this.offer !== undefined;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async install(): Promise<void> {
    const { offer } = this;
    this.now(undefined); // it can be used once
    await offer?.prompt();
  }

  private now(offer: InstallOffer | undefined): void {
    this.offer = offer;
    for (const listener of this.listeners) listener();
  }
}

export const installer = new Installer();

/** After the first paint: the worker fetches the whole shell. A server that was upgraded has cut our connection before. */
export function begin(): void {
  if (document.readyState === 'complete') void register();
  else addEventListener('load', () => void register(), { once: true });
  let online = true; // the first time is the server that this page came from
  let first = true;
  store.subscribe(() => {
    const now = store.link.phase === 'online';
    if (now && !online && !first) check();
    if (now) first = false;
    online = now;
  });
  setInterval(check, HOUR);
  // A part of an older build that is nowhere any more.
  addEventListener('vite:preloadError', check);
}
