import { html, LitElement } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { sheet } from '../styles/sheet';
import css from './toasts.css?inline';

let shown: Toasts | undefined;

/** Says something for a few seconds, to the eye and to a screen reader. */
export function toast(text: string): void {
  shown?.add(text);
}

@customElement('parley-toasts')
export class Toasts extends LitElement {
  static override styles = sheet(css);
  @state() private texts: string[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    shown = this;
    this.setAttribute('role', 'status');
    this.setAttribute('popover', 'manual');
  }

  add(text: string): void {
    this.texts = [...this.texts.slice(-2), text];
    // Shown anew each time: whatever dialog was opened meanwhile, it stands above.
    if (this.matches(':popover-open')) this.hidePopover();
    this.showPopover();
    setTimeout(() => {
      this.texts = this.texts.slice(1);
      if (!this.texts.length && this.matches(':popover-open')) this.hidePopover();
    }, 5000);
  }

  override render() {
    return this.texts.map((text) => html`<div class="toast">${text}</div>`);
  }
}
