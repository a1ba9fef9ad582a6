import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ArrowLeft, Lock, LockOpen, Upload } from 'lucide';
import { Follow, store } from '../app';
import { rich, t } from '../i18n';
import type { Conversation } from '../state/conversation';
import { sheet } from '../styles/sheet';
import type { Composer } from './composer';
import type { MessageIntent } from './message-actions';
import type { MessageList } from './message-list';
import css from './room.css?inline';
import { labelOf, roomMark, roomName } from './room-label';
import { roomTools } from './room-tools';
import { toast } from './toasts';

/** The open conversation: its head, its messages, and where one writes. Files can be dropped anywhere on it. */
@customElement('parley-room')
export class RoomView extends LitElement {
  static override styles = sheet(css);
  @property({ attribute: false }) conversation!: Conversation;
  @state() private explaining = false;
  @state() private dropping = 0;
  @query('parley-composer') private composer!: Composer | null;
  @query('parley-message-list') private list!: MessageList | null;

  constructor() {
    super();
    new Follow(this);
    this.addEventListener('dragenter', (event) => this.dragged(event, 1));
    this.addEventListener('dragleave', (event) => this.dragged(event, -1));
    this.addEventListener('dragover', (event) => event.preventDefault());
    this.addEventListener('drop', (event) => this.dropped(event));
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.explaining = false;
    });
  }

  override focus(): void {
    this.composer?.focus();
  }

  private dragged(event: DragEvent, change: number): void {
    if (event.dataTransfer?.types.includes('Files')) this.dropping = Math.max(0, this.dropping + change);
  }

  private dropped(event: DragEvent): void {
    event.preventDefault();
    this.dropping = 0;
    this.composer?.attach([...(event.dataTransfer?.files ?? [])]);
  }

  override render() {
    const { conversation } = this;
    if (conversation.invited) return html`${this.head()} ${this.invitation()}`;
    return html`${this.head()}
      <parley-message-list .conversation=${conversation} @message-intent=${(event: CustomEvent<MessageIntent>) => this.composer?.begin(event.detail)}></parley-message-list>
      <div class="typing" aria-live="off">${this.typing()}</div>
      <parley-composer .conversation=${conversation} @sent=${() => this.list?.showEnd()}></parley-composer>
      ${this.dropping && !conversation.gone ? html`<div class="drop"><parley-icon .icon=${Upload}></parley-icon>${t('room.drop')}</div>` : nothing}`;
  }

  /** What one sees of a room before one is in it. */
  private invitation() {
    const { room } = this.conversation;
    const who = room.invitedBy;
    return html`<div class="invitation">
      <span class="mark"><parley-icon .icon=${roomMark(room)}></parley-icon></span>
      <h2><bdi>${room.name}</bdi></h2>
      ${room.topic ? html`<p dir="auto">${room.topic}</p>` : nothing}
      <p>${who ? rich('room.invitedBy', { who: html`<bdi><b>${who.name}</b></bdi>` }) : t('room.invited')}</p>
      <div class="buttons">
        <button class="button plain" @click=${() => this.answer(false)}>${t('room.decline')}</button>
        <button class="button" @click=${() => this.answer(true)}>${t('room.accept')}</button>
      </div>
    </div>`;
  }

  private async answer(yes: boolean): Promise<void> {
    try {
      if (yes) await store.join(this.conversation.id);
      else await store.call('rooms.leave', { room: this.conversation.id });
    } catch (error) {
      toast((error as Error).message);
    }
  }

  private head() {
    const { conversation } = this;
    const { room, peer, gone } = conversation;
    const elsewhere = store.unread - conversation.unread;
    return html`<header>
      <button class="icon-button back" aria-label=${t('room.back')} @click=${() => this.dispatchEvent(new CustomEvent('back', { bubbles: true, composed: true }))}>
        <parley-icon .icon=${ArrowLeft}></parley-icon>${elsewhere > 0 ? html`<span class="badge" aria-hidden="true">${elsewhere > 99 ? '99+' : elsewhere}</span>` : nothing}
      </button>
      ${peer
        ? html`<parley-avatar user=${peer.id} name=${peer.display ?? room.name} file=${peer.avatar ?? ''} presence=${gone ? 'away' : store.presenceOf(peer)}></parley-avatar>`
        : html`<span class="mark"><parley-icon .icon=${roomMark(room)}></parley-icon></span>`}
      <div class="title">
        <h1><bdi>${roomName(conversation)}</bdi>${peer?.kind === 'legacy' ? html`<span class="pill" title=${t('common.legacyHint')}>${t('common.legacy')}</span>` : nothing}</h1>
        <p class="sub">${this.about()}</p>
      </div>
      ${this.label()}
      ${roomTools(conversation)}
    </header>`;
  }

  private typing(): string {
    const people = this.conversation.typing.people;
    if (people.length > 3) return t('typing.many');
    const names = store.names(people.map(({ id }) => id));
    return people.length ? t('typing.people', { count: people.length, names }) : '';
  }

  /** Goes to a message of this room. */
  jumpTo(seq: number): void {
    void this.list?.jumpTo(seq);
  }

  private about(): string {
    const { isLobby, gone, peer } = this.conversation;
    if (isLobby && !store.people.length) return '';
    if (isLobby) return t('room.lobbyAbout', { count: store.people.length });
    if (gone) return t('room.left');
    const { room } = this.conversation;
    if (!this.conversation.isDirect) return [room.memberCount ? t('room.members', { count: room.memberCount }) : '', room.topic].filter(Boolean).join(' · ');
    return t(peer?.online ? 'room.online' : 'room.away');
  }

  private label() {
    const { name, why, sealed } = labelOf(this.conversation);
    return html`<div class="label" @focusout=${(event: FocusEvent) => {
      if (!(event.currentTarget as Element).contains(event.relatedTarget as Node | null)) this.explaining = false;
    }}>
      <button aria-expanded=${this.explaining} aria-controls="why" aria-label=${t('label.who', { name })} @click=${() => (this.explaining = !this.explaining)}>
        <parley-icon .icon=${sealed ? Lock : LockOpen}></parley-icon>${name}
      </button>
      <div id="why" class="why" role="note" ?hidden=${!this.explaining}><b>${name}</b>${why}</div>
    </div>`;
  }
}
