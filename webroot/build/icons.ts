import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Plugin } from 'vite';

const INK = '#0d6e68';

/** The icons that systems want as PNG, drawn from the logo: free-standing, and full to the edge for masks (its inner 80 % is safe). */
export function icons(logo: string): Plugin {
  const mark = readFileSync(logo, 'utf8').replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
  const full = mark.replaceAll('#fff', '#ink').replaceAll(INK, '#fff').replaceAll('#ink', INK);
  const free = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${mark}</svg>`;
  const edge = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-9 -9 50 50"><path fill="${INK}" d="M-9-9h50v50H-9z"/>${full}</svg>`;
  return {
    name: 'parley-icons',
    apply: 'build',
    async generateBundle() {
      await ready();
      const draw = (name: string, svg: string, width: number) => {
        const source = new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng();
        this.emitFile({ type: 'asset', fileName: `icons/${name}.png`, source });
      };
      draw('icon-192', free, 192);
      draw('icon-512', free, 512);
      draw('maskable-512', edge, 512);
      draw('touch-180', edge, 180);
    },
  };
}

let begun: Promise<void> | undefined;

function ready(): Promise<void> {
  return (begun ??= initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm'))));
}
