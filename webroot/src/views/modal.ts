import { html, LitElement } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { X } from 'lucide';
import { screen } from '../app';
import { t } from '../i18n';
import { sheet } from '../styles/sheet';
import { keepCaret } from './caret';
import css from './modal.css?inline';

/**
 * A dialog over everything, with its heading and a way out; what is in it comes by the slot, and what of that has
 * `autofocus` gets the focus.
 */
@customElement('parley-modal')
export class ModalView extends LitElement {
  static override styles = sheet(css);
  @property() heading = '';
  /** Takes as much of the window as there is. */
  @property({ type: Boolean, reflect: true }) wide = false;
  @query('dialog') private dialog!: HTMLDialogElement;

  protected override firstUpdated(): void {
    this.dialog.showModal();
    this.querySelector<HTMLElement>('[autofocus]')?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    setTimeout(keepCaret);
  }

  close(): void {
    this.dialog.close();
  }

  override render() {
    return html`<dialog aria-labelledby="heading" @close=${() => screen.show(undefined)} @mousedown=${(event: Event) => event.target === this.dialog && this.close()}>
      <header><h2 id="heading">${this.heading}</h2>
        <button class="icon-button" aria-label=${t('common.close')} title=${t('common.close')} @click=${this.close}><parley-icon .icon=${X}></parley-icon></button>
      </header>
      <div class="body"><slot></slot></div>
    </dialog>`;
  }
}
