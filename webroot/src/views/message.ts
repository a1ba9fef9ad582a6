import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { CornerUpLeft, Ellipsis, MessagesSquare, Pencil, Pin, SmilePlus, Trash2 } from 'lucide';
import { shortcodes, store } from '../app';
import { t } from '../i18n';
import { clock, dayName, fullTime, isToday } from '../lib/format';
import { plain } from '../lib/markdown';
import { hasUnknownCode } from '../lib/text';
import type { Entry, FileRef, User } from '../net/protocol';
import { sheet } from '../styles/sheet';
import { playable } from './media';
import { actionsOf, type MessageAction, perform } from './message-actions';
import css from './message.css?inline';
import { messageText } from './message-text';
import { isText } from './text-file';

/** A message as shown, whether the room has it already or it is still ours alone. */
export interface Shown {
  id: string;
  time: number;
  sender: User;
  text: string;
  files: FileRef[];
  state: 'there' | 'sending' | 'sent' | 'failed';
  error?: string | undefined;
  seq?: number;
  replyTo?: number | undefined;
  /** What the room has of it. */
  entry?: Entry;
}

const ICONS = { react: SmilePlus, reply: CornerUpLeft, thread: MessagesSquare, edit: Pencil, pin: Pin, delete: Trash2 } as const;

/** What stands on the message itself; the rest is behind "more". */
const SHORTCUTS: ReadonlySet<MessageAction> = new Set(['react', 'reply', 'thread', 'edit']);
const MOST_READERS = 5;

const shown = new WeakMap<Entry, Shown>();

/** The same object for the same entry, so that a message which did not change is not rendered again. */
export function asShown(entry: Entry): Shown {
  let known = shown.get(entry);
  if (!known) {
    const { id, time, sender, seq, replyTo } = entry;
    known = { id, time, sender, seq, replyTo, entry, text: entry.text ?? '', files: entry.files ?? [], state: 'there' };
    shown.set(entry, known);
  }
  return known;
}

@customElement('parley-message')
export class MessageView extends LitElement {
  static override styles = sheet(css);
  @property({ attribute: false }) message!: Shown;
  /** Whether it carries the sender's name and picture. */
  @property({ type: Boolean }) first = false;
  @property({ type: Boolean }) own = false;
  /** Changes when more emoji are known. */
  @property({ type: Boolean }) emojiComplete = false;
  /** The state of the quoted message; a new object when it changed. */
  @property({ attribute: false }) quoted: Entry | 'asked' | 'gone' | undefined;
  /** Beside its thread, where there is no need to lead there. */
  @property({ type: Boolean, reflect: true, attribute: 'inthread' }) inThread = false;
  /** The ids of those who have read up to here. */
  @property({ attribute: false, hasChanged: (now: readonly string[] | undefined, before: readonly string[] | undefined) => now?.join() !== before?.join() })
  readers: readonly string[] | undefined;
  /** A touch showed what can be done with it. */
  @state() private touched = false;

  constructor() {
    super();
    this.addEventListener('keydown', (event) => this.key(event));
    this.addEventListener('focusout', () => (this.touched = false));
  }

  override focus(): void {
    this.shadowRoot?.querySelector<HTMLElement>('article')?.focus();
  }

  /** Shows which one was meant. */
  flash(): void {
    const article = this.shadowRoot?.querySelector('article');
    article?.classList.remove('flash');
    void article?.offsetWidth; // the animation begins anew
    article?.classList.add('flash');
    article?.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    if (event.composedPath()[0] !== this.shadowRoot?.querySelector('article') || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = ({ r: 'reply', t: 'thread', e: 'edit', '+': 'react', p: 'pin', Delete: 'delete' } as const)[event.key as 'r'];
    if (!action || !this.message.entry || !actionsOf(this.message.entry).includes(action)) return;
    event.preventDefault();
    this.perform(action);
  }

  private perform(action: MessageAction, from: Element = this): void {
    if (this.message.entry) void perform(action, this.message.entry, this, from.getBoundingClientRect());
  }

  private clicked(event: MouseEvent): void {
    if (!matchMedia('(hover: none)').matches || (event.target as Element).closest('a, button')) return;
    this.touched = !this.touched;
  }

  override render() {
    const { sender, time, state, entry } = this.message;
    const pending = state === 'sending' || state === 'failed';
    const classes = `${this.first ? 'first' : ''} ${pending ? 'pending' : ''} ${state === 'failed' ? 'failed' : ''} ${this.touched ? 'touched' : ''}`;
    return html`<article class=${classes} tabindex="-1" aria-label=${t('message.at', { name: sender.display ?? sender.name, time: clock(time) })} @click=${this.clicked}>
      ${this.first
        ? html`<parley-avatar user=${sender.id} name=${sender.display ?? sender.name} file=${store.person(sender.id)?.avatar ?? nothing}></parley-avatar>${this.head()}`
        : html`<time class="gutter" datetime=${new Date(time).toISOString()} title=${fullTime(time)}>${clock(time)}</time>`}
      <div class="body">${this.quote()} ${entry?.deleted ? this.deleted(entry) : this.content()} ${this.reactions()} ${this.thread()} ${this.status()}</div>
      ${this.readBy()}
      ${entry && !entry.deleted ? this.toolbar(entry) : nothing}
    </article>`;
  }

  private head() {
    const { sender, time } = this.message;
    const display = store.person(sender.id)?.display;
    return html`<header>
      <bdi class="name">${display ?? sender.name}</bdi>
      ${display ? html`<bdi class="you">@${sender.name}</bdi>` : nothing}
      ${this.own ? html`<span class="you">${t('common.you')}</span>` : nothing}
      ${sender.kind === 'legacy' ? html`<span class="pill" title=${t('common.legacyHint')}>${t('common.legacy')}</span>` : nothing}
      <time datetime=${new Date(time).toISOString()} title=${fullTime(time)}>${clock(time)}</time>
    </header>`;
  }

  private content() {
    const { text, files, state, entry } = this.message;
    if (text && !shortcodes.complete && hasUnknownCode(text, (code) => shortcodes.emoji(code))) void shortcodes.load();
    return html`
      ${entry?.pinned ? html`<div class="mark"><parley-icon .icon=${Pin}></parley-icon>${t('message.pinned')}</div>` : nothing}
      ${text ? messageText(text, { emoji: (code) => shortcodes.emoji(code), mentions: store.mentionsOf(entry) }) : nothing}
      ${entry?.edited ? html`<span class="edited" title=${fullTime(entry.edited.time)}>${t('message.edited')}</span>` : nothing}
      ${files.length
        ? html`<div class="files">${files.map((file) => fileView(file, state !== 'there'))}</div>`
        : nothing}`;
  }

  private deleted(entry: Entry) {
    return html`<p class="gone"><parley-icon .icon=${Trash2}></parley-icon>${t(entry.deleted!.by === entry.sender.id ? 'message.deleted' : 'message.removed')}</p>`;
  }

  private quote() {
    const { replyTo } = this.message;
    const { quoted } = this;
    if (replyTo === undefined || (this.inThread && !quoted)) return nothing;
    const entry = typeof quoted === 'object' ? quoted : undefined;
    const said = entry?.deleted ? t('message.deleted') : entry ? plain(entry.text ?? '') || entry.files?.map(({ name }) => name).join(', ') : quoted === 'gone' ? t('message.quoteGone') : '…';
    return html`<button class="quote" ?disabled=${!entry} aria-label=${t('message.quote', { name: entry?.sender.name ?? '' })}
      @click=${() => this.dispatchEvent(new CustomEvent('jump-to', { detail: replyTo, bubbles: true, composed: true }))}>
      <parley-icon .icon=${CornerUpLeft}></parley-icon>${entry ? html`<bdi class="who">${entry.sender.name}</bdi>` : nothing}<bdi class="said">${said}</bdi>
    </button>`;
  }

  private reactions() {
    const { entry } = this.message;
    const all = Object.entries(entry?.reactions ?? {});
    if (!entry || !all.length) return nothing;
    return html`<div class="reactions" role="group" aria-label=${t('reaction.label')}>
      ${all.map(([emoji, people]) => {
        const mine = people.includes(store.me?.id ?? '');
        const who = store.names(people);
        return html`<button class=${mine ? 'mine' : ''} aria-pressed=${mine ? 'true' : 'false'} aria-label=${t('reaction.by', { emoji, names: who })} title=${who}
          @click=${() => void store.react(entry, emoji, !mine)}>${emoji}<span>${people.length}</span></button>`;
      })}
      <button aria-label=${t('action.react')} title=${t('action.react')} @click=${(event: Event) => this.perform('react', event.currentTarget as Element)}><parley-icon .icon=${SmilePlus}></parley-icon></button>
    </div>`;
  }

  /** How many answers there are, and the way to them. */
  private thread() {
    const { entry } = this.message;
    if (this.inThread || !entry?.replies?.count) return nothing;
    const { count, by, time } = entry.replies;
    const when = (at: number) => (isToday(at) ? clock(at) : `${dayName(at)}, ${clock(at)}`);
    const last = by && time !== undefined ? t('thread.last', { name: by.id === store.me?.id ? t('common.you') : by.name, time: when(time) }) : '';
    return html`<button class="thread" aria-label=${[t('thread.open', { count }), last].filter(Boolean).join(' · ')} @click=${() => this.perform('thread')}>
      <parley-icon .icon=${MessagesSquare}></parley-icon><span>${t('thread.count', { count })}</span>${last ? html`<small>${last}</small>` : nothing}
    </button>`;
  }

  private readBy() {
    const { readers } = this;
    if (!readers?.length) return nothing;
    const label = t('readers.by', { names: store.names(readers) });
    return html`<div class="readers" role="img" aria-live="off" aria-label=${label} title=${label}>
      ${readers.slice(0, MOST_READERS).map((id) => {
        const person = store.person(id);
        return html`<parley-avatar user=${id} name=${person?.display ?? store.names([id])} file=${person?.avatar ?? nothing}></parley-avatar>`;
      })}${readers.length > MOST_READERS ? html`<span>+${readers.length - MOST_READERS}</span>` : nothing}
    </div>`;
  }

  private toolbar(entry: Entry) {
    const actions = actionsOf(entry).filter((action) => action !== 'thread' || !this.inThread);
    const shown = actions.filter((action): action is 'react' | 'reply' | 'thread' | 'edit' => SHORTCUTS.has(action));
    return html`<div class="toolbar" role="toolbar" aria-label=${t('action.label')}>
      ${shown.map((action) => html`<button class="icon-button" aria-label=${t(`action.${action}`)} title=${t(`action.${action}`)}
        @click=${(event: Event) => this.perform(action, event.currentTarget as Element)}><parley-icon .icon=${ICONS[action]}></parley-icon></button>`)}
      <button class="icon-button" aria-label=${t('action.more')} title=${t('action.more')} aria-haspopup="menu"
        @click=${(event: Event) => this.perform('more', event.currentTarget as Element)}><parley-icon .icon=${Ellipsis}></parley-icon></button>
    </div>`;
  }

  private status() {
    const { state, id, error } = this.message;
    if (state === 'sending') {
      return html`<div class="state">${t(store.link.phase === 'online' ? 'message.sending' : 'message.waiting')}</div>`;
    }
    if (state !== 'failed') return nothing;
    return html`<div class="state" role="alert">
      <span>${t('message.failed')}</span><button @click=${() => store.retry(id)}>${t('message.retry')}</button>
      <button class="quiet" @click=${() => store.discard(id)}>${t('message.discard')}</button>
      <span>${error ?? ''}</span>
    </div>`;
  }
}

/** A file as what it is, and how far it is when it is being saved. */
function fileView(file: FileRef, pending: boolean) {
  return html`<div class="one">${fileAsItIs(file, pending)}<parley-saving .file=${file}></parley-saving></div>`;
}

/** Played, read, or shown as a card. */
function fileAsItIs(file: FileRef, pending: boolean) {
  if (!pending && playable(file)) return html`<parley-media .file=${file}></parley-media>`;
  if (!pending && isText(file)) return html`<parley-text-file .file=${file}></parley-text-file>`;
  return html`<parley-attachment .file=${file} ?pending=${pending}></parley-attachment>`;
}
