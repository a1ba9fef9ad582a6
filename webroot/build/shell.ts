import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** Fetched when they are first needed, and kept from then on. */
const LATER = /\.json$|^icons\/(?!icon-192)/;

/**
 * Names the build after all that is in it: in the page, in `build.json` for pages that are open, and in the service worker
 * together with the files that it keeps.
 */
export function shell(): Plugin {
  return {
    name: 'parley-shell',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle['sw.js'];
        const page = bundle['index.html'];
        if (worker?.type !== 'chunk' || page?.type !== 'asset') this.error('sw.js and index.html are not in the bundle');
        const hash = createHash('sha256');
        const names = Object.keys(bundle).sort();
        for (const name of names) {
          const file = bundle[name]!;
          hash.update(name).update(file.type === 'chunk' ? file.code : file.source);
        }
        const build = hash.digest('hex').slice(0, 16);
        const files = names.filter((name) => name !== 'sw.js' && name !== 'index.html' && !LATER.test(name)).map((name) => `/${name}`);
        page.source = String(page.source).replace('%BUILD%', build);
        worker.code = worker.code.replace('__SHELL__', () => JSON.stringify({ build, files: [...files, '/favicon.svg', '/manifest.json'] }));
        if (!page.source.includes(build) || !worker.code.includes(build)) this.error('the build has no place for its name');
        this.emitFile({ type: 'asset', fileName: 'build.json', source: JSON.stringify({ build }) });
      },
    },
  };
}
