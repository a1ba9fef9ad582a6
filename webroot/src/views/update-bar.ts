import { html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { t } from '../i18n';
import { release } from '../installed';
import { sheet } from '../styles/sheet';
import css from './update-bar.css?inline';

/** Says that the server has a new version of these pages, and fetches it when its person is ready. Drafts stay. */
@customElement('parley-update-bar')
export class UpdateBar extends LitElement {
  static override styles = sheet(css);
  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = release.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  override render() {
    return html`<div role="status">${release.outdated
      ? html`<div class="bar"><span>${t('update.here')}</span><button class="button small" @click=${() => location.reload()}>${t('update.reload')}</button></div>`
      : nothing}</div>`;
  }
}
