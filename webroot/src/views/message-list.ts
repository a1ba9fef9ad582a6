import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { ArrowDown } from 'lucide';
import { Follow, shortcodes, store } from '../app';
import { t } from '../i18n';
import { dayName } from '../lib/format';
import { rows, type Row } from '../lib/grouping';
import type { Entry } from '../net/protocol';
import type { Conversation } from '../state/conversation';
import type { Outgoing } from '../state/outbox';
import { sheet } from '../styles/sheet';
import type { Shown } from './message';
import css from './message-list.css?inline';
import { welcome } from './welcome';

const AT_END = 60;
const NEAR_START = 500;

/** The messages of one room: stays at the end while one reads there, keeps its place when older ones come in above. */
@customElement('parley-message-list')
export class MessageList extends LitElement {
  static override styles = sheet(css);
  @property({ attribute: false }) conversation!: Conversation;
  @state() private atEnd = true;
  @query('.scroll') private scroller!: HTMLElement;
  private readonly shown = new WeakMap<Entry | Outgoing, Shown>();
  private room = '';
  private oldest = 0;
  private top = 0;
  private anchor: { element: Element; top: number } | undefined;
  private resized: ResizeObserver | undefined;

  constructor() {
    super();
    new Follow(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.seen);
    window.addEventListener('focus', this.seen);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.seen);
    window.removeEventListener('focus', this.seen);
    this.resized?.disconnect();
  }

  protected override firstUpdated(): void {
    this.resized = new ResizeObserver(() => (this.atEnd ? this.toEnd() : this.keepPlace()));
    this.resized.observe(this.scroller);
    this.resized.observe(this.scroller.firstElementChild!);
  }

  protected override willUpdate(): void {
    if (!this.scroller || this.atEnd || this.conversation.log.oldest >= this.oldest) return;
    // Older messages come in above: what is on top of the screen now stays there.
    const edge = this.scroller.getBoundingClientRect().top;
    const element = [...this.scroller.querySelectorAll('parley-message')].find((message) => message.getBoundingClientRect().bottom > edge);
    if (element) this.anchor = { element, top: element.getBoundingClientRect().top };
  }

  protected override updated(changed: PropertyValues): void {
    const { id, log } = this.conversation;
    if (id !== this.room) {
      this.room = id;
      this.oldest = log.oldest;
      this.atEnd = true;
    }
    if (this.atEnd) this.toEnd();
    else this.keepPlace();
    this.oldest = log.oldest;
    if (!changed.has('atEnd')) this.seen();
    this.more();
  }

  /** What is on the screen of somebody who looks is read. */
  private readonly seen = (): void => {
    if (this.atEnd && document.visibilityState === 'visible' && document.hasFocus() && this.checkVisibility()) {
      store.markRead(this.conversation.id);
    }
  };

  private more(): void {
    if (this.scroller.scrollTop < NEAR_START && this.scroller.clientHeight > 0) void store.loadOlder(this.conversation.id);
  }

  private toEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.top = this.scroller.scrollTop;
  }

  /** Messages draw themselves a moment after the list did, so this is done again when their sizes are known. */
  private keepPlace(): void {
    if (!this.anchor?.element.isConnected) return;
    this.scroller.scrollTop += this.anchor.element.getBoundingClientRect().top - this.anchor.top;
    this.top = this.scroller.scrollTop;
  }

  private jump(): void {
    this.atEnd = true;
    this.toEnd();
    this.scroller.focus({ preventScroll: true });
  }

  private scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const near = scrollHeight - scrollTop - clientHeight < AT_END;
    // Content that grows below is no reason to leave the end; only a person who scrolls up is.
    const atEnd = near || (this.atEnd && scrollTop >= this.top);
    if (Math.abs(scrollTop - this.top) > 1) this.anchor = undefined;
    this.top = scrollTop;
    if (atEnd !== this.atEnd) this.atEnd = atEnd;
    if (near) this.seen();
    this.more();
  }

  /** The person sent something: show it wherever the list stands. */
  showEnd(): void {
    this.atEnd = true;
    this.requestUpdate();
  }

  override render() {
    const { conversation } = this;
    const { id, log, marker } = conversation;
    const messages = [...conversation.messages.map((entry) => this.entry(entry)), ...this.pending(id)];
    const list = rows(messages, ({ seq, sender }) => marker !== undefined && seq !== undefined && seq > marker && sender.id !== store.me?.id);
    const label = conversation.isLobby ? t('list.labelLobby') : t('list.labelDirect', { name: conversation.room.name });
    return html`
      <div class="scroll" role="log" aria-label=${label} aria-live="polite" aria-busy=${conversation.loadingOlder || !conversation.ready} tabindex="0" @scroll=${this.scrolled}>
        <div class="content">
          ${log.hasOlder
            ? html`<div class="older">${conversation.loadingOlder ? t('list.older') : ''}</div>`
            : conversation.ready ? welcome(conversation) : nothing}
          ${repeat(list, (row) => row.key, (row) => this.row(row))}
        </div>
      </div>
      ${this.atEnd ? nothing : this.jumpButton()}`;
  }

  private row(row: Row<Shown>) {
    switch (row.type) {
      case 'day': return html`<h2 class="day">${dayName(row.time)}</h2>`;
      case 'new': return html`<div class="day new" role="separator">${t('list.new')}</div>`;
      case 'message': return html`<parley-message .message=${row.item} ?first=${row.first} ?own=${row.item.sender.id === store.me?.id} .emojiComplete=${shortcodes.complete}></parley-message>`;
    }
  }

  private jumpButton() {
    const unread = store.me ? this.conversation.unread(store.me.id) : 0;
    return html`<button class="jump ${unread ? 'fresh' : ''}" @click=${this.jump}>
      <parley-icon .icon=${ArrowDown}></parley-icon>${unread ? t('list.fresh', { count: unread }) : t('list.latest')}
    </button>`;
  }

  /** The same object for the same entry, so that a message which did not change is not rendered again. */
  private entry(entry: Entry): Shown {
    let shown = this.shown.get(entry);
    if (!shown) {
      const { id, time, sender, seq } = entry;
      shown = { id, time, sender, seq, text: entry.text ?? '', files: entry.files ?? [], state: 'there' };
      this.shown.set(entry, shown);
    }
    return shown;
  }

  private pending(room: string): Shown[] {
    const { me } = store;
    if (!me) return [];
    return store.pending(room).map(({ id, time, text, files, state, error }) => ({ id, time, text, files, state, error, sender: me }));
  }
}
