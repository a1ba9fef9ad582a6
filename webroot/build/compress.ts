import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(html|js|css|json|svg)$/;

const ENCODINGS = {
  br: (bytes: Buffer) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gz: (bytes: Buffer) => gzipSync(bytes, { level: 9 }),
};

/** Beside the pages, in folders of the same structure (`pages.br`, `pages.gz`), the same pages compressed: the server only chooses. */
export function compress(): Plugin {
  let from = '';
  return {
    name: 'parley-compress',
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => void (from = join(config.root, config.build.outDir)),
    closeBundle() {
      const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((name) => TEXT.test(name));
      for (const [encoding, pack] of Object.entries(ENCODINGS)) {
        const to = `${from}.${encoding}`;
        rmSync(to, { recursive: true, force: true });
        for (const name of files) {
          mkdirSync(dirname(join(to, name)), { recursive: true });
          writeFileSync(join(to, name), pack(readFileSync(join(from, name))));
        }
      }
    },
  };
}
