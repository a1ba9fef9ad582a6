import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { shortcodes, store } from '../app';
import { t } from '../i18n';
import { clock, fullTime } from '../lib/format';
import { hasUnknownCode } from '../lib/text';
import type { FileRef, User } from '../net/protocol';
import { sheet } from '../styles/sheet';
import css from './message.css?inline';
import { messageText } from './message-text';

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

  override render() {
    const { text, sender, time, state } = this.message;
    if (text && !shortcodes.complete && hasUnknownCode(text, (code) => shortcodes.emoji(code))) void shortcodes.load();
    const pending = state === 'sending' || state === 'failed';
    const classes = `${this.first ? 'first' : ''} ${pending ? 'pending' : ''} ${state === 'failed' ? 'failed' : ''}`;
    return html`<article class=${classes} aria-label=${t('message.at', { name: sender.name, time: clock(time) })}>
      ${this.first
        ? html`<parley-avatar user=${sender.id} name=${sender.name}></parley-avatar>${this.head()}`
        : html`<time class="gutter" datetime=${new Date(time).toISOString()} title=${fullTime(time)}>${clock(time)}</time>`}
      <div class="body">
        ${text ? messageText(text, { emoji: (code) => shortcodes.emoji(code), mentions: [] }) : nothing}
        ${this.files()} ${this.status()}
      </div>
    </article>`;
  }

  private head() {
    const { sender, time } = this.message;
    return html`<header>
      <bdi class="name">${sender.name}</bdi>
      ${this.own ? html`<span class="you">${t('common.you')}</span>` : nothing}
      ${sender.kind === 'legacy' ? html`<span class="pill" title=${t('common.legacyHint')}>${t('common.legacy')}</span>` : nothing}
      <time datetime=${new Date(time).toISOString()} title=${fullTime(time)}>${clock(time)}</time>
    </header>`;
  }

  private files() {
    const { files, state } = this.message;
    if (!files.length) return nothing;
    return html`<div class="files">
      ${files.map((file) => html`<parley-attachment .file=${file} ?pending=${state !== 'there'}></parley-attachment>`)}
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
