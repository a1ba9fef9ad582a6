import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { ChevronsUpDown, LogOut, Plus, Search as SearchIcon, Settings, ShieldCheck } from 'lucide';
import { Follow, screen, store } from '../app';
import { t } from '../i18n';
import type { Status, User } from '../net/protocol';
import type { Conversation } from '../state/conversation';
import type { Modal } from '../state/screen';
import { sheet } from '../styles/sheet';
import { logo } from './logo';
import { roomMark, roomName } from './room-label';
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
    if (this.account && !event.composedPath().some((node) => node instanceof Element && node.classList.contains('foot'))) this.account = false;
  };

  override focus(): void {
    this.shadowRoot?.querySelector<HTMLElement>('[data-roving][tabindex="0"]')?.focus();
  }

  private show(modal: Modal): void {
    this.account = false;
    screen.show(modal);
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
    const rooms = store.rooms.filter((room) => !room.isDirect);
    const direct = store.rooms.filter((room) => room.isDirect);
    return html`
      <div class="brand">${logo}<h1>Parley</h1>
        <button class="icon-button" aria-label=${t('sidebar.switch')} title=${t('sidebar.switch')} @click=${() => screen.show('switcher')}><parley-icon .icon=${SearchIcon}></parley-icon></button>
      </div>
      <nav aria-label=${t('sidebar.label')}>
        <h2 id="rooms">${t('sidebar.rooms')}
          ${store.features.has('rooms') ? html`<button class="icon-button" aria-label=${t('sidebar.find')} title=${t('sidebar.find')} @click=${() => screen.show('rooms')}><parley-icon .icon=${Plus}></parley-icon></button>` : nothing}</h2>
        <ul aria-labelledby="rooms">${repeat(rooms, (room) => room.id, (room) => html`<li>${this.room(room)}</li>`)}</ul>
        <h2 id="direct">${t('sidebar.direct')}</h2>
        ${direct.length
          ? html`<ul aria-labelledby="direct">${repeat(direct, (room) => room.id, (room) => html`<li>${this.room(room)}</li>`)}</ul>`
          : html`<p class="quiet">${t('sidebar.noDirect')}</p>`}
        <h2 id="people">${t('sidebar.people')} ${store.remembered ? nothing : html`<span>${t('sidebar.online', { count: store.people.length })}</span>`}</h2>
        <ul aria-labelledby="people">${repeat(store.people, (user) => user.id, (user) => html`<li>${this.person(user)}</li>`)}</ul>
      </nav>
      ${store.me ? this.footer(store.me) : nothing}`;
  }

  private room(conversation: Conversation) {
    const { id, room, peer, gone, unread, mentions, invited } = conversation;
    const current = store.open === id;
    const name = roomName(conversation);
    const there = gone ? t('sidebar.hasLeft', { name }) : name;
    const label = invited ? t('sidebar.invited', { name }) : mentions ? t('sidebar.mentions', { name: there, count: mentions }) : unread ? t('sidebar.unread', { name: there, count: unread }) : there;
    return html`<button class="item ${unread || invited ? 'unread' : ''} ${gone ? 'gone' : ''}" data-roving aria-label=${label} aria-current=${current ? 'page' : nothing} @click=${() => this.select(id)}>
      ${peer
        ? html`<parley-avatar small user=${peer.id} name=${peer.display ?? room.name} file=${peer.avatar ?? ''} presence=${gone ? 'away' : store.presenceOf(peer)}></parley-avatar>`
        : html`<span class="mark"><parley-icon .icon=${roomMark(room)}></parley-icon></span>`}
      <bdi class="name">${name}</bdi>
      ${peer?.kind === 'legacy' ? html`<span class="pill" title=${t('common.legacyHint')}>${t('common.legacy')}</span>` : nothing}
      ${invited ? html`<span class="badge">!</span>`
        : mentions ? html`<span class="badge mention">@${mentions > 99 ? '99+' : mentions}</span>`
        : unread ? html`<span class="badge">${unread > 99 ? '99+' : unread}</span>` : nothing}
    </button>`;
  }

  private person(user: User) {
    const self = user.id === store.me?.id;
    const legacy = user.kind === 'legacy';
    const label = t(self ? 'sidebar.self' : legacy ? 'sidebar.talkLegacy' : 'sidebar.talk', { name: user.name });
    return html`<button class="item ${self ? 'self' : ''}" data-roving aria-label=${label} aria-disabled=${self ? 'true' : nothing} @click=${() => this.talkTo(user)}>
      <parley-avatar small user=${user.id} name=${user.display ?? user.name} file=${user.avatar ?? ''} presence=${store.presenceOf(user)}></parley-avatar>
      <bdi class="name">${user.display ?? user.name}</bdi>
      ${self ? html`<small>${t('common.you')}</small>` : nothing}
      ${legacy ? html`<span class="pill" title=${t('common.legacyWhy')}>${t('common.legacy')}</span>` : nothing}
    </button>`;
  }

  private footer(me: User) {
    return html`<div class="foot">
      <div class="panel" role="group" aria-label=${t('sidebar.settings')} ?hidden=${!this.account}>
        <parley-theme></parley-theme>
        <parley-language></parley-language>
        ${store.features.has('accounts') && me.kind !== 'guest' ? html`
          <label class="status">${t('sidebar.status')}<select @change=${(event: Event) => store.setStatus((event.target as HTMLSelectElement).value as Status)}>
            ${(['online', 'away', 'dnd'] as const).map((status) => html`<option value=${status} ?selected=${status === (me.status ?? 'online')}>${t(`status.${status}`)}</option>`)}
          </select></label>
          <button class="button plain" @click=${() => this.show('settings')}><parley-icon .icon=${Settings}></parley-icon>${t('sidebar.open')}</button>` : nothing}
        ${me.kind === 'admin' ? html`<button class="button plain" @click=${() => this.show('admin')}><parley-icon .icon=${ShieldCheck}></parley-icon>${t('sidebar.admin')}</button>` : nothing}
        ${me.kind === 'guest' ? html`<p>${t('sidebar.guest')}</p>` : nothing}
        <button class="button plain" @click=${() => store.logout()}><parley-icon .icon=${LogOut}></parley-icon>${t('sidebar.logout')}</button>
      </div>
      <button class="item" id="account" aria-label=${t('sidebar.account', { name: me.name })} aria-expanded=${this.account} @click=${() => (this.account = !this.account)}>
        <parley-avatar user=${me.id} name=${me.display ?? me.name} file=${me.avatar ?? ''} presence=${store.link.phase === 'online' ? store.presenceOf(me) : 'away'}></parley-avatar>
        <span class="who"><b dir="auto">${me.display ?? me.name}</b><small>${t(`kind.${me.kind}`)}</small></span>
        <parley-icon .icon=${ChevronsUpDown}></parley-icon>
      </button>
    </div>`;
  }
}
