import { defineConfig, type Plugin } from 'vite';
import { compress } from './build/compress.ts';
import { icons } from './build/icons.ts';
import { shell } from './build/shell.ts';

/**
 * emoji-picker-element writes its markup with inline styles and an unmarked innerHTML, which our Content-Security-Policy
 * refuses. Three lines of it are replaced so that it needs no exception; the build stops when they are no longer found.
 */
function emojiPickerUnderCsp(): Plugin {
  const replacements: [string, string][] = [
    [
      "const style = document.createElement('style');\n    style.textContent = baseStyles + EXTRA_STYLES;\n    this.shadowRoot.appendChild(style);",
      'const style = new CSSStyleSheet();\n    style.replaceSync(baseStyles + EXTRA_STYLES);\n    this.shadowRoot.adoptedStyleSheets = [style];',
    ],
    [
      'targetNode.setAttribute(attributeName, newValue);',
      "if (attributeName === 'style') { targetNode.style.cssText = newValue; } else { targetNode.setAttribute(attributeName, newValue); }",
    ],
    [
      'template.innerHTML = htmlString;',
      "template.innerHTML = emojiPickerPolicy ? emojiPickerPolicy.createHTML(htmlString) : htmlString;",
    ],
    [
      'function parseTemplate (htmlString) {',
      // Only the picker's own constant templates pass here; values are set as text and attributes afterwards.
      "const emojiPickerPolicy = globalThis.trustedTypes?.createPolicy('emoji-picker-element', { createHTML: (s) => s });\nfunction parseTemplate (htmlString) {",
    ],
  ];
  return {
    name: 'emoji-picker-under-csp',
    transform(code, id) {
      if (!id.replaceAll('\\', '/').endsWith('emoji-picker-element/picker.js')) return undefined;
      let changed = code;
      for (const [from, to] of replacements) {
        if (!changed.includes(from)) throw new Error(`emoji-picker-element changed; not found: ${from}`);
        changed = changed.replace(from, () => to);
      }
      return { code: changed, map: null };
    },
  };
}

/** `/ui` shows all tokens and components while one works on them; what is built does not have it. */
function designPage(): Plugin {
  return {
    name: 'design-page',
    apply: 'serve',
    configureServer({ middlewares }) {
      middlewares.use((request, _response, next) => {
        if (/^\/ui(\?|$)/.test(request.url ?? '')) request.url = request.url!.replace('/ui', '/dev/ui.html');
        next();
      });
    },
  };
}

export default defineConfig({
  base: '/',
  plugins: [emojiPickerUnderCsp(), designPage(), icons('public/favicon.svg'), shell(), compress()],
  // The keys' worker loads what only some browsers need when they need it.
  worker: { format: 'es' },
  build: {
    outDir: '../target/classes/chat/parley/pages',
    emptyOutDir: true,
    target: ['chrome124', 'firefox128', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    reportCompressedSize: false,
    rollupOptions: {
      input: { index: 'index.html', sw: 'src/worker/sw.ts' },
      // A service worker keeps its name: it is how browsers find the next one.
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
});
