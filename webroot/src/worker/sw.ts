/**
 * The service worker: keeps the shell of its own build, so that the pages open without a network. The server decides
 * which build a page is of: pages come from the network while it answers, and every part of them under a name that is
 * made of its content, so that two builds cannot mix. What is not the shell it does not touch.
 */
declare const __SHELL__: { build: string; files: string[] };

const worker = self as unknown as ServiceWorkerGlobalScope;
const shell = __SHELL__;
const PREFIX = 'parley-shell-';
const NAME = PREFIX + shell.build;
/** A network that is there but does not answer is none. */
const PATIENCE = 4_000;

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate') {
    if (pathname === '/') event.respondWith(page(event));
  } else if (pathname.startsWith('/assets/') || shell.files.includes(pathname)) {
    event.respondWith(part(request, pathname));
  }
});

/** All of it or nothing; and not when the server has moved on to another build meanwhile. */
async function install(): Promise<void> {
  const cache = await caches.open(NAME);
  try {
    const page = await fetch('/', { cache: 'no-store' });
    if (!page.ok || !(await page.clone().text()).includes(shell.build)) throw new Error('the server serves another build');
    await cache.addAll(shell.files.map((file) => new Request(file, { cache: file.startsWith('/assets/') ? 'default' : 'no-store' })));
    await cache.put('/', page);
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
  await worker.skipWaiting();
}

/** Pages of the build before this one may be open still, and need their parts. */
async function activate(): Promise<void> {
  const kept = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(kept.slice(0, -1).map((name) => caches.delete(name)));
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
}

async function page(event: FetchEvent): Promise<Response> {
  const fromServer = Promise.resolve(event.preloadResponse as Promise<Response | undefined>)
    .then((early) => early ?? fetch(event.request));
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE, undefined));
  const answer = await Promise.race([fromServer, late]).catch(() => undefined);
  if (answer && answer.status < 500) return answer;
  const cache = await caches.open(NAME);
  return (await cache.match('/')) ?? fromServer;
}

async function part(request: Request, pathname: string): Promise<Response> {
  const kept = (await (await caches.open(NAME)).match(pathname)) ?? (await caches.match(pathname));
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.status === 200 && pathname.startsWith('/assets/') && !request.headers.has('range')) {
    const cache = await caches.open(NAME);
    await cache.put(pathname, answer.clone());
  }
  return answer;
}
