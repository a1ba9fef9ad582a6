import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { Follow, screen, store } from '../app';
import { t } from '../i18n';
import { route } from '../lib/route';
import type { FileRef } from '../net/protocol';
import type { Modal } from '../state/screen';
import { sheet } from '../styles/sheet';
import { logo } from './logo';
import { notifyOf } from './notifier';
import type { PanelView } from './panel';
import type { RoomView } from './room';
import { roomName } from './room-label';
import './announcer';
import type { Announcer } from './announcer';
import css from './shell.css?inline';
import type { Sidebar } from './sidebar';
import { type Pull, Swipe } from './swipe';
import { toast } from './toasts';
import type { Viewer } from './viewer';

const MODALS: Record<Modal, () => Promise<unknown>> = {
  rooms: () => import('./rooms'),
  'create-room': () => import('./create-room'),
  switcher: () => import('./switcher'),
  shortcuts: () => import('./shortcuts'),
  settings: () => import('./settings'),
  admin: () => import('./admin'),
};

/** The tab's icon, with a dot while something is unread. */
function badge(what: '' | '-unread' | '-mention'): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const wanted = `/favicon${what}.svg`;
  if (icon && icon.getAttribute('href') !== wanted) icon.href = wanted;
}

/** The whole page: the front door, or side bar and room; on a narrow screen one of the two at a time. */
@customElement('parley-app')
export class Shell extends LitElement {
  static override styles = sheet(css);
  @state() private pane: 'rooms' | 'room' = 'room';
  @query('parley-sidebar') private sidebar!: Sidebar | null;
  @query('parley-room') private room!: RoomView | null;
  @query('parley-announcer') private announcer!: Announcer | null;
  @query('parley-viewer') private viewer!: Viewer;

  /** A pane follows a finger: what lies below it is there already. */
  @state() private pulling = false;
  @state() private loaded: ReadonlySet<Modal> = new Set();
  /** Then there is one pane at a time; the same width as in the style sheet. */
  private readonly narrow = matchMedia('(max-width: 45rem)');
  private readonly resized = () => this.requestUpdate();
  private heardIn: string | undefined;
  private readonly keyed = (event: KeyboardEvent) => this.key(event);
  private readonly linked = () => this.followLink();

  constructor() {
    super();
    new Follow(this);
    new Swipe(this, (towards) => this.pull(towards));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.keyed);
    addEventListener('hashchange', this.linked);
    this.narrow.addEventListener('change', this.resized);
    store.news = (conversation, entry) => {
      if (conversation.id === store.open) this.announcer?.hear(entry);
      notifyOf(conversation, entry, (room) => void this.goTo({ room, seq: undefined }));
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.keyed);
    removeEventListener('hashchange', this.linked);
    this.narrow.removeEventListener('change', this.resized);
  }

  /** Who types right after Ctrl+K shall not have to wait for its code. */
  protected override firstUpdated(): void {
    setTimeout(() => void MODALS.switcher().catch(() => undefined), 2_000);
  }

  protected override updated(): void {
    if (store.open !== this.heardIn) this.announcer?.hush();
    this.heardIn = store.open;
    this.followLink();
    const { unread, current, me } = store;
    const where = me && current ? `${roomName(current)} · Parley` : 'Parley';
    badge(!unread ? '' : store.mentions ? '-mention' : '-unread');
    document.title = unread ? `(${unread > 99 ? '99+' : unread}) ${where}` : where;
  }

  private async show(pane: 'rooms' | 'room'): Promise<void> {
    this.pane = pane;
    await this.updateComplete;
    if (pane === 'rooms') this.sidebar?.focus();
    else if (!matchMedia('(pointer: coarse)').matches) this.room?.focus();
  }

  /** One pane at a time: the list lies to the start of the room, the panel to its end. */
  private async pull(towards: 1 | -1): Promise<Pull | undefined> {
    const { current } = store;
    if (!store.me || !current || screen.modal || !matchMedia('(max-width: 45rem)').matches) return undefined;
    const panel = screen.panel !== undefined;
    if (panel ? towards < 0 : this.pane === 'rooms' && towards > 0) return undefined;
    if (panel || (towards < 0 && this.pane === 'room')) return this.pullPanel(panel);
    this.pulling = true;
    await this.updateComplete;
    const back = towards > 0;
    return {
      element: this.shadowRoot!.querySelector('main')!,
      from: back ? 0 : 1,
      done: (meant) => {
        this.pulling = false;
        if (meant) void this.show(back ? 'rooms' : 'room');
      },
    };
  }

  private async pullPanel(open: boolean): Promise<Pull | undefined> {
    const { current } = store;
    if (!open) {
      if (!current || current.invited || !store.features.has('rooms')) return undefined;
      screen.open(current.peer ? { kind: 'person', user: current.peer.id } : { kind: 'members' });
      await this.updateComplete;
    }
    const view = this.shadowRoot!.querySelector<PanelView>('parley-panel');
    await view?.updateComplete;
    if (!view?.side) return undefined;
    return { element: view.side, from: open ? 0 : 1, done: (meant) => meant === open && screen.open(undefined) };
  }

  override render() {
    if (!store.me) return store.returning ? this.loading() : html`<parley-login></parley-login><parley-toasts></parley-toasts>`;
    const { current } = store;
    return html`
      <button class="skip" @click=${() => this.show('room')}>${t('app.skip')}</button>
      <div class="shell ${this.pane} ${this.pulling ? 'pulling' : ''}" @opened=${() => this.show('room')} @back=${() => this.show('rooms')}
        @go-to=${(event: CustomEvent<{ room: string; seq: number }>) => this.goTo(event.detail)}
        @view-image=${(event: CustomEvent<FileRef>) => this.viewer.show(event.detail)}>
        <parley-link-bar></parley-link-bar>
        <parley-sidebar role=${this.narrow.matches && this.pane === 'rooms' ? 'main' : 'complementary'} aria-label="Parley"></parley-sidebar>
        <main class=${screen.panel ? 'with-panel' : ''} aria-label=${t('app.conversation')}>${current ? html`<parley-room .conversation=${current}></parley-room>` : nothing}
          ${screen.panel ? html`<parley-panel></parley-panel>` : nothing}</main>
      </div>
      ${this.modal()}
      <parley-announcer></parley-announcer>
      <parley-viewer></parley-viewer>
      <parley-popups></parley-popups>
      <parley-dialogs></parley-dialogs>
      <parley-toasts></parley-toasts>`;
  }

  /** Dialogs come with their code when they are first asked for. */
  private modal() {
    const { modal } = screen;
    if (!modal) return nothing;
    if (!this.loaded.has(modal)) {
      void MODALS[modal]().then(
        () => (this.loaded = new Set([...this.loaded, modal])),
        () => (screen.show(undefined), toast(t('link.unreachable'))),
      );
      return nothing;
    }
    switch (modal) {
      case 'rooms': return html`<parley-rooms></parley-rooms>`;
      case 'create-room': return html`<parley-create-room></parley-create-room>`;
      case 'switcher': return html`<parley-switcher @opened=${() => this.show('room')}></parley-switcher>`;
      case 'shortcuts': return html`<parley-shortcuts></parley-shortcuts>`;
      case 'settings': return html`<parley-settings></parley-settings>`;
      case 'admin': return html`<parley-admin></parley-admin>`;
    }
  }

  private async goTo({ room, seq }: { room: string; seq: number | undefined }): Promise<void> {
    if (!store.conversation(room)) {
      try {
        await store.join(room);
      } catch (error) {
        return toast((error as Error).message);
      }
    }
    store.select(room);
    await this.show('room');
    await this.updateComplete;
    if (seq !== undefined) this.room?.jumpTo(seq);
    if (matchMedia('(max-width: 45rem)').matches) screen.open(undefined);
  }

  /** A link to a room or a message, followed once its owner is in. */
  private followLink(): void {
    const wanted = route(location.hash);
    if ((wanted.page === 'go' || wanted.page === 'rooms') && store.me) {
      history.replaceState(null, '', location.pathname);
      screen.show(wanted.page === 'go' ? 'switcher' : 'rooms');
    }
    if (wanted.page !== 'room' || !store.me || store.link.phase !== 'online') return;
    history.replaceState(null, '', location.pathname);
    void this.goTo(wanted);
  }

  private key(event: KeyboardEvent): void {
    if (!store.me || event.isComposing) return;
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const [target] = event.composedPath();
    const typing = target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
    if (command && !event.shiftKey && key === 'k') screen.show('switcher');
    else if (command && event.shiftKey && key === 'f') screen.open({ kind: 'search', query: '' });
    else if (event.altKey && !command && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) store.step(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === '?' && !typing && !command) screen.show('shortcuts');
    else return;
    event.preventDefault();
  }

  private loading() {
    const waiting = store.link.phase === 'waiting';
    return html`<div class="loading"><span role="status">${logo}${t(waiting ? 'app.unreachable' : 'app.loading')}</span>
      ${waiting ? html`<button class="button plain" @click=${() => store.logout()}>${t('app.loginAnew')}</button>` : nothing}</div>`;
  }
}
