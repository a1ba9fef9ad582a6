import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Download, FileText } from 'lucide';
import { store } from '../app';
import { t } from '../i18n';
import { fileSize } from '../lib/format';
import { asDownload } from '../net/files';
import type { FileRef } from '../net/protocol';
import { sheet } from '../styles/sheet';
import { saveFile } from './saving';
import css from './text-file.css?inline';

const MOST = 400_000;
const LINES = 12;
const LANGUAGES: Record<string, string> = {
  c: 'c', h: 'c', cpp: 'cpp', cs: 'csharp', css: 'css', diff: 'diff', go: 'go', html: 'xml', ini: 'ini', java: 'java', js: 'javascript', json: 'json', kt: 'kotlin',
  lua: 'lua', md: 'markdown', mjs: 'javascript', patch: 'diff', php: 'php', pl: 'perl', py: 'python', r: 'r', rb: 'ruby', rs: 'rust', sh: 'bash', sql: 'sql',
  svg: 'xml', swift: 'swift', toml: 'ini', ts: 'typescript', xml: 'xml', yaml: 'yaml', yml: 'yaml',
};
const PLAIN = new Set(['txt', 'log', 'csv', 'tsv', 'text', 'conf', 'properties']);

const ending = ({ name }: FileRef): string => name.split('.').pop()!.toLowerCase();

/** Whether a file's beginning can be shown as text. */
export function isText(file: FileRef): boolean {
  return file.size > 0 && file.size <= MOST && (ending(file) in LANGUAGES || PLAIN.has(ending(file)) || file.type === 'text/plain');
}

/** The beginning of a text or a program, and more of it on demand: as text alone, whatever is in it. */
@customElement('parley-text-file')
export class TextFile extends LitElement {
  static override styles = sheet(css);
  @property({ attribute: false }) file!: FileRef;
  @state() private text: string | undefined;
  @state() private whole = false;
  private seen: IntersectionObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.seen?.disconnect();
      void this.load();
    }, { rootMargin: '400px' });
    this.seen.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.seen?.disconnect();
  }

  private async load(): Promise<void> {
    try {
      const response = await fetch(asDownload(await store.links.of(this.file.id)));
      if (response.ok) this.text = new TextDecoder().decode(await response.arrayBuffer());
    } catch {
      // The card below the preview still saves it.
    }
  }

  override render() {
    const { name, size } = this.file;
    const lines = this.text?.split('\n') ?? [];
    const shown = this.whole ? this.text : lines.slice(0, LINES).join('\n');
    return html`<figure>
      ${shown === undefined || this.text === undefined
        ? html`<div class="wait"></div>`
        : html`<parley-code .text=${shown} .language=${LANGUAGES[ending(this.file)] ?? ''}></parley-code>`}
      <figcaption><parley-icon .icon=${FileText}></parley-icon><bdi title=${name}>${name}</bdi><span>${fileSize(size)}</span>
        ${lines.length > LINES ? html`<button class="more" aria-expanded=${this.whole} @click=${() => (this.whole = !this.whole)}>${t(this.whole ? 'media.less' : 'media.more')}</button>` : nothing}
        <button class="icon-button" aria-label=${t('file.save', { name })} title=${t('file.save', { name })} @click=${() => saveFile(this.file)}><parley-icon .icon=${Download}></parley-icon></button>
      </figcaption>
    </figure>`;
  }
}
