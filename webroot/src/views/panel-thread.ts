import { html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Follow, shortcodes, store } from '../app';
import { t } from '../i18n';
import type { Entry } from '../net/protocol';
import type { Conversation } from '../state/conversation';
import { formSheet } from '../styles/sheet';
import type { Composer } from './composer';
import { asShown, type Shown } from './message';
import type { MessageIntent } from './message-actions';
import css from './panel-thread.css?inline';

const RUN = 5 * 60_000;

/** A message with everything that answers it, and where one answers. */
@customElement('parley-thread')
export class ThreadView extends LitElement {
  static override styles = formSheet(css);
  @property({ attribute: false }) conversation!: Conversation;
  /** Any message of the thread. */
  @property({ type: Number }) seq = 0;
  @query('.scroll') private scroller!: HTMLElement;
  @query('parley-composer') private composer!: Composer | null;
  private newest = 0;
  private opened = '';

  constructor() {
    super();
    new Follow(this);
    this.addEventListener('jump-to', (event) => this.jump((event as CustomEvent<number>).detail));
  }

  protected override willUpdate(): void {
    store.openThread(this.conversation.id, this.seq);
  }

  protected override updated(): void {
    const here = `${this.conversation.id} ${this.seq}`;
    const newest = store.thread?.replies.at(-1)?.seq ?? 0;
    const grew = newest > this.newest || this.pending().length > 0;
    this.newest = newest;
    if (here !== this.opened) {
      this.opened = here;
      if (!matchMedia('(pointer: coarse)').matches) void this.updateComplete.then(() => this.composer?.focus());
    }
    if (grew) requestAnimationFrame(() => (this.scroller.scrollTop = this.scroller.scrollHeight));
  }

  /** A quoted message is shown in the room, where it stands. */
  private jump(seq: number): void {
    this.dispatchEvent(new CustomEvent('go-to', { detail: { room: this.conversation.id, seq }, bubbles: true, composed: true }));
  }

  private pending(): Shown[] {
    const { me, thread } = store;
    if (!me || !thread) return [];
    const known = new Set([thread.target, ...thread.replies.map(({ seq }) => seq)]);
    return store.pending(thread.room).filter(({ replyTo }) => replyTo !== undefined && known.has(replyTo)).map((item) => ({ ...item, sender: me }));
  }

  override render() {
    const { thread } = store;
    if (!thread || thread.state === 'loading') return html`<p class="empty" role="status">${t('common.moment')}</p>`;
    if (thread.state === 'failed') return html`<p class="empty">${t('list.gone')}</p>`;
    const { root, replies, count, more } = thread;
    const shown = [...replies.map((entry) => asShown(entry)), ...this.pending()];
    return html`
      <div class="scroll" role="log" aria-live="off" aria-label=${t('thread.title')} tabindex="0" @message-intent=${(event: CustomEvent<MessageIntent>) => this.intent(event)}>
        ${root ? this.message(asShown(root), true, undefined) : html`<p class="gone">${t('thread.gone')}</p>`}
        <h3 class="count">${count ? t('thread.count', { count }) : t('thread.none')}</h3>
        ${repeat(shown, ({ id, sender }) => `${sender.id} ${id}`, (item, at) => this.message(item, !follows(shown[at - 1], item), this.quoted(item)))}
        ${more ? html`<div class="more"><button class="button plain" @click=${() => store.moreOfThread()}>${t('panel.more')}</button></div>` : nothing}
      </div>
      <parley-composer .conversation=${this.conversation} .thread=${thread.target}></parley-composer>`;
  }

  private intent(event: CustomEvent<MessageIntent>): void {
    event.stopPropagation();
    this.composer?.begin(event.detail);
  }

  /** An answer to the beginning needs no quotation here. */
  private quoted(item: Shown): Entry | 'asked' | 'gone' | undefined {
    return item.replyTo === undefined || item.replyTo === store.thread?.target ? undefined : store.quote(this.conversation.id, item.replyTo);
  }

  private message(item: Shown, first: boolean, quoted: Entry | 'asked' | 'gone' | undefined) {
    return html`<parley-message inthread .message=${item} ?first=${first} ?own=${item.sender.id === store.me?.id} .quoted=${quoted} .emojiComplete=${shortcodes.complete}></parley-message>`;
  }
}

function follows(before: Shown | undefined, item: Shown): boolean {
  return before?.sender.id === item.sender.id && item.time - before.time < RUN;
}
