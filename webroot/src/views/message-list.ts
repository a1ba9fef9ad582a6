import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { ArrowDown } from 'lucide';
import { Follow, shortcodes, store } from '../app';
import { t } from '../i18n';
import { dayName } from '../lib/format';
import { rows, type Row } from '../lib/grouping';
import type { Conversation } from '../state/conversation';
import { sheet } from '../styles/sheet';
import { eventLine } from './event-line';
import { asShown, type MessageView, type Shown } from './message';
import css from './message-list.css?inline';
import { toast } from './toasts';
import { welcome } from './welcome';

const AT_END = 60;
/** How near to an end of what is loaded one may come before more is asked for, in pixels. */
const NEAR = 800;

/**
 * The messages of one room: stays at the end while one reads there, and keeps its place when older ones come in above or
 * are let go below. What is far from the screen is not in the page at all.
 */
@customElement('parley-message-list')
export class MessageList extends LitElement {
  static override styles = sheet(css);
  @property({ attribute: false }) conversation!: Conversation;
  @state() private atEnd = true;
  @query('.scroll') private scroller!: HTMLElement;
  private room = '';
  /** The frame in which the messages have their sizes: only then can be said whether more are needed. */
  private drawn = 0;
  private readers: ReadonlyMap<number, readonly string[]> = new Map();
  private top = 0;
  private anchor: { element: Element; top: number } | undefined;
  private resized: ResizeObserver | undefined;
  /** Where one read in each room that was left in the middle. */
  private readonly places = new Map<string, { seq: number; offset: number }>();

  constructor() {
    super();
    new Follow(this);
    this.addEventListener('jump-to', (event) => void this.jumpTo((event as CustomEvent<number>).detail));
    this.addEventListener('keydown', (event) => this.key(event));
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
    this.resized = new ResizeObserver(() => this.settle());
    this.resized.observe(this.scroller);
    this.resized.observe(this.scroller.firstElementChild!);
  }

  private get following(): boolean {
    return this.atEnd && !this.conversation.log.hasNewer;
  }

  protected override willUpdate(): void {
    if (!this.scroller) return;
    if (this.conversation.id !== this.room) {
      this.leave();
      return;
    }
    if (this.following) return;
    // What is on top of the screen now stays there, whatever comes or goes above it. What came just before may have its
    // size since, and that is made up for first; a person who scrolls meanwhile has the last word.
    if (Math.abs(this.scroller.scrollTop - this.top) <= 1) this.keepPlace();
    this.anchor = this.topmost() ?? this.anchor;
  }

  private topmost(): { element: Element; top: number } | undefined {
    const edge = this.scroller.getBoundingClientRect().top;
    const element = [...this.scroller.querySelectorAll('parley-message')].find((message) => message.getBoundingClientRect().bottom > edge);
    return element && { element, top: element.getBoundingClientRect().top };
  }

  /** Remembers the place in the room that is left; the end needs no remembering. */
  private leave(): void {
    const top = this.following ? undefined : this.topmost();
    const seq = (top?.element as MessageView | undefined)?.message.seq;
    if (top && seq !== undefined) this.places.set(this.room, { seq, offset: top.top - this.scroller.getBoundingClientRect().top });
    else this.places.delete(this.room);
    this.anchor = undefined;
  }

  protected override updated(changed: PropertyValues): void {
    const { id } = this.conversation;
    if (id !== this.room) {
      this.room = id;
      this.atEnd = !this.comeBack(id);
    }
    this.settle();
    if (!changed.has('atEnd')) this.seen();
    this.drawn ||= requestAnimationFrame(() => {
      this.drawn = 0;
      this.settle();
      this.more();
    });
  }

  private comeBack(room: string): boolean {
    const place = this.places.get(room);
    const element = place && this.elementOf(place.seq);
    if (!element) return false;
    this.anchor = { element, top: this.scroller.getBoundingClientRect().top + place.offset };
    return true;
  }

  /** Messages draw themselves a moment after the list did, so this is done again when their sizes are known. */
  private settle(): void {
    if (this.following && this.scroller.scrollTop < this.top - 1) this.scrolled(); // up, and not told of it yet
    if (this.following) this.toEnd();
    else this.keepPlace();
  }

  /** What is on the screen of somebody who looks is read. */
  private readonly seen = (): void => {
    if (this.following && document.visibilityState === 'visible' && document.hasFocus() && this.checkVisibility()) {
      store.markRead(this.conversation.id);
    }
  };

  private more(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (clientHeight === 0) return;
    if (scrollTop < NEAR) void store.loadOlder(this.conversation.id);
    else if (scrollHeight - scrollTop - clientHeight < NEAR) void store.loadNewer(this.conversation.id);
  }

  private toEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.top = this.scroller.scrollTop;
  }

  private keepPlace(): void {
    if (!this.anchor?.element.isConnected) return;
    this.scroller.scrollTop += this.anchor.element.getBoundingClientRect().top - this.anchor.top;
    this.top = this.scroller.scrollTop;
  }

  private async jump(): Promise<void> {
    await this.showEnd();
    this.scroller.focus({ preventScroll: true });
  }

  private elementOf(seq: number): MessageView | undefined {
    return [...this.scroller.querySelectorAll('parley-message')].find((element) => (element as MessageView).message.seq === seq) as MessageView | undefined;
  }

  /** Brings a message to the middle of the screen, from however far. */
  async jumpTo(seq: number): Promise<void> {
    const room = this.conversation.id;
    try {
      if (!(await store.loadAround(room, seq))) return toast(t('list.gone'));
    } catch (error) {
      return toast((error as Error).message);
    }
    this.atEnd = false;
    this.requestUpdate();
    await this.updateComplete;
    const element = this.elementOf(seq);
    if (!element || this.conversation.id !== room) return toast(t('list.gone'));
    await element.updateComplete;
    const middle = this.scroller.getBoundingClientRect().top + this.scroller.clientHeight / 3;
    this.anchor = { element, top: middle };
    this.keepPlace();
    element.flash();
    if (this.isNearEnd()) this.atEnd = true;
  }

  private isNearEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < AT_END;
  }

  private scrolled(): void {
    const { scrollTop } = this.scroller;
    const near = this.isNearEnd();
    // Content that grows below is no reason to leave the end; only a person who scrolls up is.
    const atEnd = near || (this.atEnd && scrollTop >= this.top);
    if (Math.abs(scrollTop - this.top) > 1) this.anchor = undefined;
    this.top = scrollTop;
    if (atEnd !== this.atEnd) this.atEnd = atEnd;
    if (near) this.seen();
    this.more();
  }

  /** Up and down from message to message, once one of them has the focus. */
  private key(event: KeyboardEvent): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const [target] = event.composedPath();
    const messages = [...this.scroller.querySelectorAll<MessageView>('parley-message')];
    const at = messages.findIndex((message) => message.shadowRoot?.activeElement === target && (target as Element).localName === 'article');
    const next = at >= 0 ? messages[at + step] : target === this.scroller && step < 0 && this.following ? messages.at(-1) : undefined;
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  }

  /** The person sent something, or asked for the latest: show it wherever the list stands. */
  async showEnd(): Promise<void> {
    this.atEnd = true;
    this.requestUpdate();
    await store.loadEnd(this.conversation.id);
  }

  override render() {
    const { conversation } = this;
    const { id, log, marker } = conversation;
    const entries = [...conversation.shown.map(asShown), ...(log.hasNewer ? [] : this.pending(id))];
    this.readers = this.readBy();
    const list = rows(
      entries,
      ({ seq, sender }) => marker !== undefined && seq !== undefined && seq > marker && sender.id !== store.me?.id,
      ({ entry }) => entry !== undefined && entry.type !== 'message',
    );
    const label = conversation.isLobby ? t('list.labelLobby')
      : conversation.isDirect ? t('list.labelDirect', { name: conversation.room.name }) : t('list.label', { room: conversation.room.name });
    return html`
      <div class="scroll" role="log" aria-label=${label} aria-live="off" aria-busy=${conversation.loadingOlder || !conversation.ready} tabindex="0" @scroll=${this.scrolled}>
        <div class="content">
          ${log.hasOlder
            ? html`<div class="older">${conversation.loadingOlder ? t('list.older') : ''}</div>`
            : conversation.ready ? welcome(conversation) : nothing}
          ${repeat(list, (row) => row.key, (row) => this.row(row))}
          ${log.hasNewer ? html`<div class="older">${conversation.loadingNewer ? t('list.newer') : ''}</div>` : nothing}
        </div>
      </div>
      ${this.following ? nothing : this.jumpButton()}`;
  }

  private row(row: Row<Shown>) {
    switch (row.type) {
      case 'day': return html`<h2 class="day">${dayName(row.time)}</h2>`;
      case 'new': return html`<div class="day new" role="separator">${t('list.new')}</div>`;
      case 'message': return row.item.entry && row.item.entry.type !== 'message' ? eventLine(row.item.entry) : this.message(row.item, row.first);
    }
  }

  private message(item: Shown, first: boolean) {
    const quoted = item.replyTo === undefined ? undefined : store.quote(this.conversation.id, item.replyTo);
    return html`<parley-message .message=${item} ?first=${first} ?own=${item.sender.id === store.me?.id} .quoted=${quoted} .readers=${item.seq === undefined ? undefined : this.readers.get(item.seq)} .emojiComplete=${shortcodes.complete}></parley-message>`;
  }

  private jumpButton() {
    const { unread } = this.conversation;
    return html`<button class="jump ${unread ? 'fresh' : ''}" @click=${this.jump}>
      <parley-icon .icon=${ArrowDown}></parley-icon>${unread ? t('list.fresh', { count: unread }) : t('list.latest')}
    </button>`;
  }

  /** Whose reading ends at which message: at the last one that is shown of what they have read, if it is not their own. */
  private readBy(): ReadonlyMap<number, readonly string[]> {
    const { readers, messages } = this.conversation;
    const by = new Map<number, string[]>();
    if (!readers.size || messages.length === 0) return by;
    for (const [user, seq] of readers) {
      const last = messages.findLast((entry) => entry.seq <= seq);
      if (last && last.sender.id !== user && user !== store.me?.id) by.set(last.seq, [...(by.get(last.seq) ?? []), user]);
    }
    return by;
  }

  private pending(room: string): Shown[] {
    const { me } = store;
    if (!me) return [];
    return store.pending(room).map(({ id, time, text, files, state, error, replyTo }) => ({ id, time, text, files, state, error, replyTo, sender: me }));
  }
}
