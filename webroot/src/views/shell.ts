import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { Follow, store } from '../app';
import { t } from '../i18n';
import type { FileRef } from '../net/protocol';
import { sheet } from '../styles/sheet';
import { logo } from './logo';
import type { RoomView } from './room';
import css from './shell.css?inline';
import type { Sidebar } from './sidebar';
import type { Viewer } from './viewer';

/** The whole page: the front door, or side bar and room; on a narrow screen one of the two at a time. */
@customElement('parley-app')
export class Shell extends LitElement {
  static override styles = sheet(css);
  @state() private pane: 'rooms' | 'room' = 'room';
  @query('parley-sidebar') private sidebar!: Sidebar | null;
  @query('parley-room') private room!: RoomView | null;
  @query('parley-viewer') private viewer!: Viewer;

  constructor() {
    super();
    new Follow(this);
  }

  protected override updated(): void {
    const { unread, current, me } = store;
    const where = me && current ? `${current.room.name} · Parley` : 'Parley';
    document.title = unread ? `(${unread > 99 ? '99+' : unread}) ${where}` : where;
  }

  private async show(pane: 'rooms' | 'room'): Promise<void> {
    this.pane = pane;
    await this.updateComplete;
    if (pane === 'rooms') this.sidebar?.focus();
    else if (!matchMedia('(pointer: coarse)').matches) this.room?.focus();
  }

  override render() {
    if (!store.me) return store.returning ? this.loading() : html`<parley-login></parley-login><parley-toasts></parley-toasts>`;
    const { current } = store;
    return html`
      <button class="skip" @click=${() => this.show('room')}>${t('app.skip')}</button>
      <div class="shell ${this.pane}" @opened=${() => this.show('room')} @back=${() => this.show('rooms')}
        @view-image=${(event: CustomEvent<FileRef>) => this.viewer.show(event.detail)}>
        <parley-link-bar></parley-link-bar>
        <parley-sidebar></parley-sidebar>
        <main aria-label=${t('app.conversation')}>${current ? html`<parley-room .conversation=${current}></parley-room>` : nothing}</main>
      </div>
      <parley-viewer></parley-viewer>
      <parley-popups></parley-popups>
      <parley-dialogs></parley-dialogs>
      <parley-toasts></parley-toasts>`;
  }

  private loading() {
    const waiting = store.link.phase === 'waiting';
    return html`<div class="loading"><span role="status">${logo}${t(waiting ? 'app.unreachable' : 'app.loading')}</span>
      ${waiting ? html`<button class="button plain" @click=${() => store.logout()}>${t('app.loginAnew')}</button>` : nothing}</div>`;
  }
}
