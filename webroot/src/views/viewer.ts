import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide';
import { store } from '../app';
import { t } from '../i18n';
import type { FileRef } from '../net/protocol';
import { sheet } from '../styles/sheet';
import { isPreviewable } from './attachment';
import { saveFile } from './saving';
import { toast } from './toasts';
import css from './viewer.css?inline';

const MOST_ZOOM = 8;

/** The pictures of a room over everything else: arrows go from one to the next, plus and minus zoom, Escape closes. */
@customElement('parley-viewer')
export class Viewer extends LitElement {
  static override styles = sheet(css);
  @state() private files: readonly FileRef[] = [];
  @state() private at = 0;
  @state() private url = '';
  @state() private zoom = 1;
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('.stage') private stage!: HTMLElement | null;

  async show(file: FileRef): Promise<void> {
    const all = store.current?.messages.flatMap(({ files }) => files ?? []).filter(isPreviewable) ?? [];
    this.files = all.some(({ id }) => id === file.id) ? all : [file];
    await this.go(this.files.findIndex(({ id }) => id === file.id));
    await this.updateComplete;
    if (this.files.length && !this.dialog.open) this.dialog.showModal();
  }

  private async go(at: number): Promise<void> {
    const file = this.files[at];
    if (!file) return;
    this.at = at;
    this.scale(1);
    this.url = '';
    try {
      const url = await store.links.of(file.id);
      if (this.at === at) this.url = url;
    } catch (error) {
      toast((error as Error).message);
    }
  }

  private scale(zoom: number): void {
    this.zoom = Math.min(MOST_ZOOM, Math.max(1, zoom));
    this.stage?.style.setProperty('--zoom', String(this.zoom));
  }

  private key(event: KeyboardEvent): void {
    const rtl = getComputedStyle(this).direction === 'rtl' ? -1 : 1;
    switch (event.key) {
      case 'ArrowRight': void this.go(this.at + rtl); break;
      case 'ArrowLeft': void this.go(this.at - rtl); break;
      case '+': this.scale(this.zoom * 1.5); break;
      case '-': this.scale(this.zoom / 1.5); break;
      case '0': this.scale(1); break;
      default: return;
    }
    event.preventDefault();
  }

  private wheel(event: WheelEvent): void {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.scale(this.zoom * (event.deltaY < 0 ? 1.15 : 1 / 1.15));
  }

  private clicked(event: MouseEvent): void {
    if (!(event.target as Element).closest('img, header, button')) this.dialog.close();
  }

  override render() {
    const file = this.files[this.at];
    const button = (label: string, icon: typeof X, act: () => void, off = false) =>
      html`<button class="icon-button" aria-label=${label} title=${label} ?disabled=${off} @click=${act}><parley-icon .icon=${icon}></parley-icon></button>`;
    return html`<dialog aria-label=${file?.name ?? t('file.picture')} @click=${this.clicked} @keydown=${this.key} @close=${() => (this.files = [])}>
      ${file
        ? html`<header>
              <h2 dir="auto">${file.name}</h2>
              ${this.files.length > 1 ? html`<span class="count">${t('viewer.count', { at: this.at + 1, count: this.files.length })}</span>` : nothing}
              ${button(t('viewer.out'), ZoomOut, () => this.scale(this.zoom / 1.5), this.zoom === 1)}
              ${button(t('viewer.in'), ZoomIn, () => this.scale(this.zoom * 1.5), this.zoom === MOST_ZOOM)}
              ${button(t('file.save', { name: file.name }), Download, () => saveFile(file))}
              ${button(t('common.close'), X, () => this.dialog.close())}
            </header>
            <div class="stage ${this.zoom > 1 ? 'zoomed' : ''}" @wheel=${this.wheel}>
              ${this.url ? html`<img src=${this.url} alt=${file.name} @dblclick=${() => this.scale(this.zoom > 1 ? 1 : 2.5)} />` : nothing}
            </div>
            ${this.at > 0 ? html`<div class="side before">${button(t('viewer.before'), ChevronLeft, () => void this.go(this.at - 1))}</div>` : nothing}
            ${this.at < this.files.length - 1 ? html`<div class="side after">${button(t('viewer.after'), ChevronRight, () => void this.go(this.at + 1))}</div>` : nothing}`
        : nothing}
    </dialog>`;
  }
}
