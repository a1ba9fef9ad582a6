import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Follow, store } from '../app';
import { t } from '../i18n';
import { sheet } from '../styles/sheet';
import css from './link-bar.css?inline';
import './update-bar';

/** Says when the connection is lost, what happens about it, and lets one hurry. */
@customElement('parley-link-bar')
export class LinkBar extends LitElement {
  static override styles = sheet(css);
  @state() private now = Date.now();
  private ticking: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new Follow(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.ticking = setInterval(() => store.link.phase === 'waiting' && (this.now = Date.now()), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.ticking);
  }

  override render() {
    const { link } = store;
    const lost = store.me && link.phase !== 'online' && !store.arriving;
    return html`<div class="bars"><parley-update-bar></parley-update-bar><div role="status">${lost ? html`<div class="bar">${this.text()}
      ${link.phase === 'waiting' ? html`<button @click=${() => store.networkBack()}>${t('link.now')}</button>` : nothing}</div>` : nothing}</div></div>`;
  }

  private text() {
    const { link } = store;
    if (store.remembered) return html`<span>${t('link.offline')}</span>`;
    if (link.phase !== 'waiting') return html`<span>${t('link.reconnecting')}</span>`;
    const seconds = Math.max(1, Math.ceil((link.until - Math.max(this.now, Date.now())) / 1000));
    // Only the sentence is announced; the count would be read out every second.
    return html`<span>${link.because ?? t('link.lost')}</span><span aria-hidden="true">${t('link.again', { seconds })}</span>`;
  }
}
