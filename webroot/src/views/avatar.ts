import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { hue, initials } from '../lib/format';
import { sheet } from '../styles/sheet';
import css from './avatar.css?inline';

/** Initials on a colour that stays with the user's id. Decorative: the name stands beside it. */
@customElement('parley-avatar')
export class Avatar extends LitElement {
  static override styles = sheet(css);
  @property() user = '';
  @property() name = '';
  /** '', 'online' or 'away'. */
  @property() presence = '';

  protected override updated(): void {
    this.style.setProperty('--hue', String(hue(this.user)));
  }

  override render() {
    return html`<span aria-hidden="true">${initials(this.name)}</span>
      ${this.presence ? html`<span class="dot ${this.presence}"></span>` : nothing}`;
  }
}
