/** A page with nothing but the core of sealed rooms (test/e2ee/browser.ts), built as the product is and served on loopback. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { build } from 'vite';

const webroot = dirname(dirname(fileURLToPath(import.meta.url)));
const POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'";

export class SealedPage {
  /** Builds {@link entry} and opens a browser. */
  static async open(entry = 'test/e2ee/browser.ts') {
    const page = new SealedPage();
    page.folder = mkdtempSync(join(tmpdir(), 'parley-sealed-'));
    await build({
      root: webroot, configFile: false, logLevel: 'warn', worker: { format: 'es' },
      build: {
        outDir: page.folder, emptyOutDir: true, target: ['chrome124', 'firefox128', 'safari17.5'], modulePreload: false, reportCompressedSize: false,
        rollupOptions: { input: join(webroot, entry), output: { entryFileNames: 'entry.js' } },
      },
    });
    page.server = createServer((request, response) => page.answer(request.url, response)).listen(0, '127.0.0.1');
    await new Promise((done) => page.server.once('listening', done));
    page.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'] });
    page.context = await page.browser.newContext();
    return page;
  }

  answer(url, response) {
    if (url === '/') return response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': POLICY }).end('<!doctype html><title>sealed</title><script type="module" src="/entry.js"></script>');
    const path = join(this.folder, url.split('?')[0]);
    try {
      const body = readFileSync(path);
      response.writeHead(200, { 'Content-Type': path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream', 'Content-Security-Policy': POLICY }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  }

  /** A tab, with what it complains of in `complaints`. */
  async tab() {
    const tab = await this.context.newPage();
    tab.complaints = [];
    tab.on('pageerror', (error) => tab.complaints.push(String(error)));
    tab.on('console', (message) => message.type() === 'error' && tab.complaints.push(message.text()));
    await tab.goto(`http://127.0.0.1:${this.server.address().port}/`);
    await tab.waitForFunction(() => window.sealed !== undefined);
    return tab;
  }

  /** The files that were built: name, bytes, bytes with gzip. */
  sizes() {
    const list = (folder) => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? list(join(folder, name)) : [join(folder, name)]));
    return list(this.folder).map((path) => ({ name: path.slice(this.folder.length + 1), bytes: statSync(path).size, zipped: gzipSync(readFileSync(path)).length }));
  }

  async close() {
    await this.browser.close();
    await new Promise((done) => this.server.close(done));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
