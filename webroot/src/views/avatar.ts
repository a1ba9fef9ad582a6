import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { store } from '../app';
import { hue, initials } from '../lib/format';
import { sheet } from '../styles/sheet';
import css from './avatar.css?inline';

/** A picture, or initials on a colour that stays with the user's id. Decorative: the name stands beside it. */
@customElement('parley-avatar')
export class Avatar extends LitElement {
  static override styles = sheet(css);
  @property() user = '';
  @property() name = '';
  /** A picture's file id; without one the initials stand. */
  @property() file = '';
  @state() private url = '';
  /** '', 'online', 'away' or 'dnd'. */
  @property() presence = '';

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('file')) return;
    this.url = '';
    if (this.file) void this.load(this.file);
  }

  private async load(file: string): Promise<void> {
    try {
      const url = await store.links.of(file);
      if (file === this.file) this.url = url;
    } catch {
      // The initials stand for somebody whose picture is gone.
    }
  }

  protected override updated(): void {
    this.style.setProperty('--hue', String(hue(this.user)));
  }

  override render() {
    return html`${this.url
        ? html`<img src=${this.url} alt="" @error=${() => (this.url = '')} />`
        : html`<span aria-hidden="true">${initials(this.name)}</span>`}
      ${this.presence ? html`<span class="dot ${this.presence}"></span>` : nothing}`;
  }
}
