import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { Download, X } from 'lucide';
import { store } from '../app';
import { t } from '../i18n';
import type { FileRef } from '../net/protocol';
import { sheet } from '../styles/sheet';
import { saveFile } from './attachment';
import { toast } from './toasts';
import css from './viewer.css?inline';

/** A picture over everything else; Escape or a click beside it closes. */
@customElement('parley-viewer')
export class Viewer extends LitElement {
  static override styles = sheet(css);
  @state() private file: FileRef | undefined;
  @state() private url = '';
  @query('dialog') private dialog!: HTMLDialogElement;

  async show(file: FileRef): Promise<void> {
    try {
      this.url = await store.links.of(file.id);
    } catch (error) {
      toast((error as Error).message);
      return;
    }
    this.file = file;
    await this.updateComplete;
    this.dialog.showModal();
  }

  private clicked(event: MouseEvent): void {
    if (!(event.target as Element).closest('img, header')) this.dialog.close();
  }

  override render() {
    const { file } = this;
    return html`<dialog aria-label=${file?.name ?? t('file.picture')} @click=${this.clicked} @close=${() => (this.file = undefined)}>
      ${file
        ? html`<header>
              <h2 dir="auto">${file.name}</h2>
              <button class="icon-button" aria-label=${t('file.save', { name: file.name })} @click=${() => saveFile(file)}><parley-icon .icon=${Download}></parley-icon></button>
              <button class="icon-button" aria-label=${t('common.close')} @click=${() => this.dialog.close()}><parley-icon .icon=${X}></parley-icon></button>
            </header>
            <div class="stage"><img src=${this.url} alt=${file.name} /></div>`
        : nothing}
    </dialog>`;
  }
}
