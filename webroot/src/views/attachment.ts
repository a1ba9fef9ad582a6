import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Download, FileArchive, FileAudio, FileText, File as FileIcon, FileVideo, Image as ImageIcon, ImageOff, type IconNode, Pause, Play, X } from 'lucide';
import { store } from '../app';
import { t } from '../i18n';
import { fileSize } from '../lib/format';
import { hand, hasSaveDialog, Saving } from '../net/files';
import type { FileRef } from '../net/protocol';
import { sheet } from '../styles/sheet';
import css from './attachment.css?inline';
import { pace, percent } from './progress';
import { toast } from './toasts';

const PREVIEWS = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);
const PREVIEW_MOST = 25_000_000;

export const isPreviewable = (file: FileRef): boolean => PREVIEWS.has(file.type) && (file.size <= PREVIEW_MOST || file.preview !== undefined);

/** Files that are being saved, by id; every attachment shows those of its own. */
const saving = new Map<string, Saving>();
const watching = new Set<Attachment>();
const changed = (): void => watching.forEach((attachment) => attachment.requestUpdate());

/** Saves it and says how that went. */
export async function saveFile(file: FileRef): Promise<void> {
  try {
    if (!hasSaveDialog()) return await hand(file, store.links);
    if (saving.has(file.id)) return;
    const begun = await Saving.begin(file, store.links, changed);
    saving.set(file.id, begun.saving);
    changed();
    if (await begun.saved) toast(t('file.saved', { name: file.name }));
  } catch (error) {
    if ((error as Error).name !== 'AbortError') toast((error as Error).message);
  } finally {
    saving.delete(file.id);
    changed();
  }
}

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
    watching.add(this);
    this.watch();
  }

  /** One's own picture was pending first: its preview is fetched when it has arrived. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get('pending') === true && !this.pending) this.watch();
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
    watching.delete(this);
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
    const going = saving.get(this.file.id);
    return html`${!this.pending && isPreviewable(this.file) ? this.picture() : this.card()}${going ? this.bar(going) : nothing}`;
  }

  private bar(going: Saving) {
    const { name } = this.file;
    const paused = going.state === 'paused';
    const button = (label: string, icon: IconNode, act: () => void) =>
      html`<button class="icon-button" aria-label=${label} title=${label} @click=${act}><parley-icon .icon=${icon}></parley-icon></button>`;
    return html`<div class="saving">
      <progress max="1" .value=${going.size ? going.done / going.size : 0} aria-label=${t('file.saving', { name })}></progress>
      <small>${paused || going.state === 'waiting' || going.speed === undefined
        ? t(paused ? 'upload.paused' : going.state === 'waiting' ? 'upload.waiting' : 'upload.of', { percent: percent(going), size: fileSize(going.size) })
        : pace(going)}</small>
      ${paused ? button(t('upload.resume', { name }), Play, () => going.resume()) : button(t('upload.pause', { name }), Pause, () => going.pause())}
      ${button(t('upload.cancel', { name }), X, () => going.cancel())}
    </div>`;
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
