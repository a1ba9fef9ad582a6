import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { ChevronsUpDown, LogOut, MessagesSquare } from 'lucide';
import { Follow, store } from '../app';
import { t } from '../i18n';
import type { User } from '../net/protocol';
import type { Conversation } from '../state/conversation';
import { sheet } from '../styles/sheet';
import { logo } from './logo';
import { roomName } from './room-label';
import { Roving } from './roving';
import css from './sidebar.css?inline';
import { toast } from './toasts';

/** Conversations, people, and oneself. */
@customElement('parley-sidebar')
export class Sidebar extends LitElement {
  static override styles = sheet(css);
  @state() private account = false;

  constructor() {
    super();
    new Follow(this);
    new Roving(this, (items) => items.findIndex((item) => item.ariaCurrent === 'page'));
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.account) return;
      event.stopPropagation();
      this.account = false;
      this.shadowRoot?.querySelector<HTMLElement>('#account')?.focus();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.outside);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.outside);
  }

  private readonly outside = (event: Event): void => {
    if (this.account && !event.composedPath().some((node) => node instanceof Element && node.localName === 'footer')) this.account = false;
  };

  override focus(): void {
    this.shadowRoot?.querySelector<HTMLElement>('[data-roving][tabindex="0"]')?.focus();
  }

  private opened(): void {
    this.dispatchEvent(new CustomEvent('opened', { bubbles: true, composed: true }));
  }

  private select(room: string): void {
    store.select(room);
    this.opened();
  }

  private async talkTo(user: User): Promise<void> {
    if (user.id === store.me?.id) return;
    const known = store.rooms.find((room) => room.peer?.id === user.id);
    if (known) return this.select(known.id);
    try {
      await store.openDirect(user.id);
      this.opened();
    } catch (error) {
      toast((error as Error).message);
    }
  }

  override render() {
    const direct = store.rooms.filter((room) => !room.isLobby);
    return html`
      <div class="brand">${logo}Parley</div>
      <nav aria-label=${t('sidebar.label')}>
        <ul aria-label=${t('sidebar.rooms')}>${store.rooms.filter((room) => room.isLobby).map((room) => html`<li>${this.room(room)}</li>`)}</ul>
        <h2 id="direct">${t('sidebar.direct')}</h2>
        ${direct.length
          ? html`<ul aria-labelledby="direct">${repeat(direct, (room) => room.id, (room) => html`<li>${this.room(room)}</li>`)}</ul>`
          : html`<p class="quiet">${t('sidebar.noDirect')}</p>`}
        <h2 id="people">${t('sidebar.people')} <span>${t('sidebar.online', { count: store.people.length })}</span></h2>
        <ul aria-labelledby="people">${repeat(store.people, (user) => user.id, (user) => html`<li>${this.person(user)}</li>`)}</ul>
      </nav>
      ${store.me ? this.footer(store.me) : nothing}`;
  }

  private room(conversation: Conversation) {
    const { id, room, peer, isLobby, gone } = conversation;
    const unread = conversation.unread;
    const current = store.open === id;
    const name = roomName(conversation);
    const there = gone ? t('sidebar.hasLeft', { name }) : name;
    const label = unread ? t('sidebar.unread', { name: there, count: unread }) : there;
    return html`<button class="item ${unread ? 'unread' : ''} ${gone ? 'gone' : ''}" data-roving aria-label=${label} aria-current=${current ? 'page' : nothing} @click=${() => this.select(id)}>
      ${isLobby
        ? html`<span class="mark"><parley-icon .icon=${MessagesSquare}></parley-icon></span>`
        : html`<parley-avatar small user=${peer?.id ?? id} name=${room.name} presence=${peer?.online && !gone ? 'online' : 'away'}></parley-avatar>`}
      <bdi class="name">${name}</bdi>
      ${peer?.kind === 'legacy' ? html`<span class="pill" title=${t('common.legacyHint')}>${t('common.legacy')}</span>` : nothing}
      ${unread ? html`<span class="badge">${unread > 99 ? '99+' : unread}</span>` : nothing}
    </button>`;
  }

  private person(user: User) {
    const self = user.id === store.me?.id;
    const legacy = user.kind === 'legacy';
    const label = t(self ? 'sidebar.self' : legacy ? 'sidebar.talkLegacy' : 'sidebar.talk', { name: user.name });
    return html`<button class="item ${self ? 'self' : ''}" data-roving aria-label=${label} aria-disabled=${self ? 'true' : nothing} @click=${() => this.talkTo(user)}>
      <parley-avatar small user=${user.id} name=${user.name} presence="online"></parley-avatar>
      <bdi class="name">${user.name}</bdi>
      ${self ? html`<small>${t('common.you')}</small>` : nothing}
      ${legacy ? html`<span class="pill" title=${t('common.legacyWhy')}>${t('common.legacy')}</span>` : nothing}
    </button>`;
  }

  private footer(me: User) {
    return html`<footer>
      <div class="panel" role="group" aria-label=${t('sidebar.settings')} ?hidden=${!this.account}>
        <parley-theme></parley-theme>
        <parley-language></parley-language>
        ${me.kind === 'guest' ? html`<p>${t('sidebar.guest')}</p>` : nothing}
        <button class="button plain" @click=${() => store.logout()}><parley-icon .icon=${LogOut}></parley-icon>${t('sidebar.logout')}</button>
      </div>
      <button class="item" id="account" aria-label=${t('sidebar.account', { name: me.name })} aria-expanded=${this.account} @click=${() => (this.account = !this.account)}>
        <parley-avatar user=${me.id} name=${me.name} presence=${store.link.phase === 'online' ? 'online' : 'away'}></parley-avatar>
        <span class="who"><b dir="auto">${me.name}</b><small>${t(`kind.${me.kind}`)}</small></span>
        <parley-icon .icon=${ChevronsUpDown}></parley-icon>
      </button>
    </footer>`;
  }
}
