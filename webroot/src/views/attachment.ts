import { html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Download, FileArchive, FileAudio, FileText, File as FileIcon, FileVideo, Image as ImageIcon, ImageOff, type IconNode } from 'lucide';
import { store } from '../app';
import { t } from '../i18n';
import { fileSize } from '../lib/format';
import type { FileRef } from '../net/protocol';
import { sheet } from '../styles/sheet';
import css from './attachment.css?inline';
import { saveFile } from './saving';

const PREVIEWS = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);
const PREVIEW_MOST = 25_000_000;

export const isPreviewable = (file: FileRef): boolean => PREVIEWS.has(file.type) && (file.size <= PREVIEW_MOST || file.preview !== undefined);

/** A file in a message: a picture in a box of fixed shape, or a card; both can be saved. */
@customElement('parley-attachment')
export class Attachment extends LitElement {
  static override styles = sheet(css);
  @property({ attribute: false }) file!: FileRef;
  /** Not sent yet: there is nothing to fetch. */
  @property({ type: Boolean }) pending = false;
  @state() private url: string | undefined;
  @state() private broken = false;
  private retried = false;
  /** Whether the small picture is shown; what is wrong with that one need not be with the file. */
  private small = true;
  private seen: IntersectionObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch();
  }

  /** One's own picture was pending first: its preview is fetched when it has arrived. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get('pending') === true && !this.pending) this.watch();
    this.shape();
  }

  private watch(): void {
    if (this.pending || !isPreviewable(this.file)) return;
    this.seen?.disconnect();
    this.seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.seen?.disconnect();
      void this.load(false);
    }, { rootMargin: '400px' });
    this.seen.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.seen?.disconnect();
  }

  private async load(fresh: boolean): Promise<void> {
    try {
      this.url = await store.links.of((this.small && this.file.preview) || this.file.id, fresh);
    } catch {
      this.failed();
    }
  }

  /** A link may have expired since: one more is asked for. */
  private failed(): void {
    if (this.small && this.file.preview) {
      this.small = false;
      void this.load(false);
    } else if (this.retried) this.broken = true;
    else {
      this.retried = true;
      void this.load(true);
    }
  }

  private view(): void {
    this.dispatchEvent(new CustomEvent('view-image', { detail: this.file, bubbles: true, composed: true }));
  }

  override render() {
    return !this.pending && isPreviewable(this.file) ? this.picture() : this.card();
  }

  /** The picture's own shape, within what a message has room for; without it the place has a usual one. */
  private shape(): void {
    const { width, height } = this.file;
    const figure = this.shadowRoot?.querySelector('figure');
    if (!figure || !width || !height) return;
    const shape = Math.min(4, Math.max(1 / 2.5, width / height));
    figure.style.setProperty('--shape', String(shape));
    figure.style.setProperty('--fit', 'cover');
    figure.style.setProperty('--wide', `min(22rem, 18rem * ${shape}, max(8rem, ${width}px))`);
  }

  private picture() {
    const { name, size } = this.file;
    return html`<figure>
      <button class="preview" aria-label=${t('file.view', { name })} @click=${this.view}>
        ${this.url && !this.broken
          ? html`<img src=${this.url} alt=${name} @error=${this.failed} />`
          : html`<span class="wait"><parley-icon .icon=${this.broken ? ImageOff : ImageIcon}></parley-icon>${this.broken ? t('file.noPreview') : ''}</span>`}
      </button>
      <figcaption><button aria-label=${t('file.save', { name })} title=${t('file.save', { name })} @click=${() => saveFile(this.file)}>${name}</button><span>${fileSize(size)}</span></figcaption>
    </figure>`;
  }

  private card() {
    const { name, size, type } = this.file;
    return html`<button class="file" aria-label=${t('file.save', { name })} title=${name} ?disabled=${this.pending} @click=${() => saveFile(this.file)}>
      <span class="kind"><parley-icon .icon=${iconOf(type)}></parley-icon></span>
      <span class="about"><span class="name" dir="auto">${name}</span><span class="size">${fileSize(size)}</span></span>
      <parley-icon class="get" .icon=${Download}></parley-icon>
    </button>`;
  }
}

export function iconOf(type: string): IconNode {
  if (type.startsWith('image/')) return ImageIcon;
  if (type.startsWith('audio/')) return FileAudio;
  if (type.startsWith('video/')) return FileVideo;
  if (type.startsWith('text/') || type === 'application/pdf') return FileText;
  return /zip|tar|compressed|gzip/.test(type) ? FileArchive : FileIcon;
}
