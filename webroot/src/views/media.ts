import { html, LitElement } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Download, FileWarning } from 'lucide';
import { store } from '../app';
import { t } from '../i18n';
import { fileSize } from '../lib/format';
import type { FileRef } from '../net/protocol';
import { sheet } from '../styles/sheet';
import { saveFile } from './saving';
import css from './media.css?inline';

/** What the browser in front of us can play of it. */
export function playable(file: FileRef): 'audio' | 'video' | undefined {
  const kind = file.type.startsWith('audio/') ? 'audio' : file.type.startsWith('video/') ? 'video' : undefined;
  return kind && document.createElement(kind).canPlayType(file.type) ? kind : undefined;
}

/** Sound or moving pictures, played where they stand; a link that is over by then is renewed without losing the place. */
@customElement('parley-media')
export class Media extends LitElement {
  static override styles = sheet(css);
  @property({ attribute: false }) file!: FileRef;
  @state() private url: string | undefined;
  @state() private broken = false;
  @query('audio, video') private player!: HTMLMediaElement | null;
  private renewed = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load(false);
  }

  private async load(fresh: boolean): Promise<void> {
    try {
      this.url = await store.links.of(this.file.id, fresh);
    } catch {
      this.broken = true;
    }
  }

  private async failed(): Promise<void> {
    const { player } = this;
    const now = Date.now();
    if (!player || now - this.renewed < 10_000) {
      this.broken = true; // a new link did not help
      return;
    }
    this.renewed = now;
    const { currentTime, paused } = player;
    await this.load(true);
    await this.updateComplete;
    player.currentTime = currentTime;
    if (!paused) await player.play().catch(() => undefined);
  }

  override render() {
    const { name, size } = this.file;
    const kind = playable(this.file);
    return html`<figure class=${kind ?? ''}>
      ${this.broken || !kind
        ? html`<p class="broken"><parley-icon .icon=${FileWarning}></parley-icon>${t('media.broken')}</p>`
        : this.url === undefined
          ? html`<div class="wait"></div>`
          : kind === 'audio'
            ? html`<audio controls preload="metadata" src=${this.url} aria-label=${name} @error=${this.failed}></audio>`
            : html`<video controls preload="metadata" playsinline src=${this.url} aria-label=${name} @error=${this.failed}></video>`}
      <figcaption><bdi title=${name}>${name}</bdi><span>${fileSize(size)}</span>
        <button class="icon-button" aria-label=${t('file.save', { name })} title=${t('file.save', { name })} @click=${() => saveFile(this.file)}><parley-icon .icon=${Download}></parley-icon></button>
      </figcaption>
    </figure>`;
  }
}
