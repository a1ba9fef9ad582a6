import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Archive, Check, CornerUpLeft, DoorOpen, type IconNode, Mic, MicOff, Paperclip, Pencil, SendHorizontal, Smile, Square, Trash2, X } from 'lucide';
import { Follow, store } from '../app';
import { rich, t } from '../i18n';
import { clock, fullTime } from '../lib/format';
import { plain } from '../lib/markdown';
import { canRecord, record, type Recording } from '../lib/recorder';
import type { Conversation } from '../state/conversation';
import { sheet } from '../styles/sheet';
import { Completion } from './completion';
import css from './composer.css?inline';
import { type Draft, Drafts } from './drafts';
import type { MessageIntent } from './message-actions';
import { toast } from './toasts';
import { uploadList } from './upload-list';

/** Where one writes: text, files and emoji of the open room, each room with its own draft. */
@customElement('parley-composer')
export class Composer extends LitElement {
  static override styles = sheet(css);
  @property({ attribute: false }) conversation!: Conversation;
  /** What is written here answers this message, and has a draft of its own. */
  @property({ attribute: false }) thread: number | undefined;
  @state() private picking = false;
  @query('textarea') private area!: HTMLTextAreaElement | null;
  @query('input') private chooser!: HTMLInputElement;
  private readonly drafts = new Drafts(() => this.requestUpdate());
  private readonly completion = new Completion(this, () => this.area, () => this.typed());
  @state() private recording: Recording | undefined;
  private ticking: ReturnType<typeof setInterval> | undefined;
  private room = '';

  constructor() {
    super();
    new Follow(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('storage', this.elsewhere);
  }

  private readonly elsewhere = ({ key }: StorageEvent): void => {
    if (key !== 'parley.drafts') return;
    const here = document.hasFocus() ? this.conversation.id : undefined;
    this.drafts.renew(here);
    if (here === undefined && this.area && !this.draft.editing) this.area.value = this.written;
  };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('storage', this.elsewhere);
    void this.endRecording(false);
  }

  private get draft(): Draft {
    return this.drafts.of(this.place);
  }

  /** Where drafts are kept: one for each room, and one for each thread. */
  private get place(): string {
    return this.thread === undefined ? this.conversation.id : `${this.conversation.id}/${this.thread}`;
  }

  override focus(): void {
    this.area?.focus();
  }

  /** Files that were dropped or pasted somewhere in the room. */
  attach(files: Iterable<File>): void {
    if (this.conversation.gone) return;
    this.drafts.attach(this.place, files);
    this.focus();
  }

  protected override updated(): void {
    if (!this.area || this.room === this.place) return;
    this.room = this.place;
    this.area.value = this.written;
    this.completion.close();
    this.picking = false;
    this.grow();
  }

  private typed(): void {
    if (!this.area) return;
    const { editing } = this.draft;
    if (editing) editing.text = this.area.value;
    else {
      this.draft.text = this.area.value;
      this.drafts.keep();
      store.typing(this.conversation.id, this.area.value.trim() !== '');
    }
    this.grow();
    this.requestUpdate();
  }

  /** Answers a message, or changes one of one's own. */
  begin({ action, entry }: MessageIntent): void {
    if (action === 'reply') {
      this.draft.editing = undefined;
      this.draft.replyTo = entry.seq;
    } else {
      this.draft.editing = { seq: entry.seq, text: entry.text ?? '' };
    }
    this.show();
  }

  /** Back to what was being written before. */
  private stop(): void {
    if (this.draft.editing) this.draft.editing = undefined;
    else this.draft.replyTo = undefined;
    this.drafts.keep();
    this.show();
  }

  private show(): void {
    if (this.area) {
      this.area.value = this.written;
      this.area.setSelectionRange(this.area.value.length, this.area.value.length);
    }
    this.completion.close();
    this.grow();
    this.requestUpdate();
    this.focus();
  }

  private get written(): string {
    return this.draft.editing?.text ?? this.draft.text;
  }

  /** For browsers without `field-sizing: content`. */
  private grow(): void {
    if (!this.area || CSS.supports('field-sizing', 'content')) return;
    this.area.style.height = 'auto';
    this.area.style.height = `${this.area.scrollHeight}px`;
  }

  private get length(): number {
    return [...this.written.trim()].length;
  }

  private get sendable(): boolean {
    const { uploads, editing } = this.draft;
    if (editing) return this.length > 0 && this.length <= store.limits.textLength;
    const complete = uploads.every((upload) => upload.state === 'done');
    return complete && (this.length > 0 || uploads.length > 0) && this.length <= store.limits.textLength;
  }

  private send(): void {
    if (!this.sendable) return;
    const { draft } = this;
    if (draft.editing) return void this.save(draft.editing);
    const files = draft.uploads.flatMap((upload) => (upload.ref ? [upload.asShown(upload.ref)] : []));
    store.send(this.conversation.id, draft.text.trim(), files, draft.replyTo ?? this.thread);
    store.typed(); // the message itself says that the writing is over
    this.drafts.clear(draft);
    if (this.area) this.area.value = '';
    this.completion.close();
    this.grow();
    this.focus();
    this.dispatchEvent(new CustomEvent('sent', { bubbles: true, composed: true }));
  }

  private async save({ seq, text }: { seq: number; text: string }): Promise<void> {
    const { draft } = this;
    const { place } = this;
    const room = this.conversation.id;
    try {
      if (store.conversation(room)?.log.find(seq)?.text !== text.trim()) {
        await store.changeMessage('messages.edit', { room, target: seq, text: text.trim() });
      }
      draft.editing = undefined;
      if (place === this.place) this.show();
    } catch (error) {
      toast((error as Error).message); // what was typed stays
    }
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return; // an input method is at work
    if (this.completion.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === 'Escape' && (this.draft.editing || this.draft.replyTo !== undefined)) {
      event.stopPropagation();
      this.stop();
    } else if (event.key === 'ArrowUp' && !this.written && store.me) {
      const { me } = store;
      const last = this.thread === undefined
        ? this.conversation.lastOf(me.id)
        : store.thread?.replies.findLast((entry) => entry.sender.id === me.id);
      if (!last) return;
      event.preventDefault();
      this.begin({ action: 'edit', entry: last });
    }
  }

  private pasted(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.attach(files);
  }

  private chosen(): void {
    this.attach(this.chooser.files ?? []);
    this.chooser.value = '';
  }

  private insert(text: string): void {
    if (!this.area) return;
    this.area.focus();
    this.area.setRangeText(text, this.area.selectionStart, this.area.selectionEnd, 'end');
    this.typed();
  }

  private async togglePicker(): Promise<void> {
    if (!this.picking) await import('./emoji-popup');
    this.picking = !this.picking;
  }

  private closePicker(): void {
    this.picking = false;
    this.focus();
  }

  override render() {
    const { conversation, draft } = this;
    const name = conversation.room.name;
    if (conversation.gone) {
      return this.notice(DoorOpen, rich('composer.gone', { name: html`<bdi>${name}</bdi>` }));
    }
    if (conversation.room.archived) return this.notice(Archive, t('composer.archived'));
    if ((conversation.room.mutedUntil ?? 0) > Date.now()) return this.notice(MicOff, t('composer.muted', { time: fullTime(conversation.room.mutedUntil!) }));
    const over = this.length > store.limits.textLength;
    const label = draft.editing ? t('composer.editing') : this.thread !== undefined ? t('thread.field') : conversation.isLobby ? t('composer.lobby') : t('composer.to', { name });
    return html`
      ${this.picking ? html`<parley-emoji-popup class="popup" @emoji=${(event: CustomEvent<string>) => (this.insert(event.detail), (this.picking = false))} @close=${this.closePicker}></parley-emoji-popup>` : nothing}
      ${this.completion.render()}
      <div class="box">
        ${this.about(draft)}
        ${draft.uploads.length ? uploadList(draft.uploads, (upload) => this.drafts.remove(draft, upload), () => this.chooser.click()) : nothing}
        <textarea rows="1" dir=${this.written ? 'auto' : nothing} aria-label=${label} placeholder=${label}
          aria-autocomplete="list" aria-controls="suggestions" aria-activedescendant=${this.completion.active ?? nothing}
          enterkeyhint="send" @input=${() => (this.typed(), this.completion.update())} @keydown=${this.key} @paste=${this.pasted}
          @blur=${() => this.completion.close()} aria-haspopup="listbox"></textarea>
        <div class="bar">
          <input type="file" multiple hidden @change=${this.chosen} aria-label=${t('composer.files')} />
          <button class="icon-button" aria-label=${t('composer.attach')} title=${t('composer.attach')} @click=${() => this.chooser.click()}><parley-icon .icon=${Paperclip}></parley-icon></button>
          <button class="icon-button" id="pick-emoji" aria-label=${t('composer.emoji')} title=${t('composer.emoji')} aria-expanded=${this.picking} @click=${this.togglePicker}><parley-icon .icon=${Smile}></parley-icon></button>
          ${canRecord() && !draft.editing ? this.voice() : nothing}
          <span class="hint ${over ? 'over' : 'keys'}">${over
            ? t('composer.over', { count: this.length - store.limits.textLength })
            : draft.editing ? t('composer.editKeys') : draft.text ? t('composer.newLine') : ''}</span>
          <button class="icon-button send" aria-label=${t(draft.editing ? 'composer.save' : 'composer.send')} title=${t(draft.editing ? 'composer.save' : 'composer.send')} ?disabled=${!this.sendable} @click=${this.send}><parley-icon class="turns" .icon=${draft.editing ? Check : SendHorizontal}></parley-icon></button>
        </div>
      </div>`;
  }
  /** The message that this one answers or changes. */
  private about({ replyTo, editing }: Draft) {
    if (!editing && replyTo === undefined) return nothing;
    const entry = store.quote(this.conversation.id, editing?.seq ?? replyTo!);
    const name = typeof entry === 'object' ? entry.sender.name : '';
    return html`<div class="about">
      <parley-icon .icon=${editing ? Pencil : CornerUpLeft}></parley-icon>
      <span><b>${editing ? t('composer.editing') : rich('composer.replying', { name: html`<bdi>${name}</bdi>` })}</b>
        <bdi>${typeof entry === 'object' ? plain(entry.text ?? '') : ''}</bdi></span>
      <button class="icon-button" aria-label=${t('common.cancel')} title=${t('common.cancel')} @click=${this.stop}><parley-icon .icon=${X}></parley-icon></button>
    </div>`;
  }

  private voice() {
    if (!this.recording) {
      return html`<button class="icon-button" aria-label=${t('voice.record')} title=${t('voice.record')} @click=${this.beginRecording}><parley-icon .icon=${Mic}></parley-icon></button>`;
    }
    const seconds = Math.floor((Date.now() - this.recording.started) / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    return html`<span class="voice" role="timer"><span class="dot"></span>${t('voice.recording', { time })}</span>
      <button class="icon-button" aria-label=${t('voice.cancel')} title=${t('voice.cancel')} @click=${() => this.endRecording(false)}><parley-icon .icon=${Trash2}></parley-icon></button>
      <button class="icon-button" aria-label=${t('voice.stop')} title=${t('voice.stop')} @click=${() => this.endRecording(true)}><parley-icon .icon=${Square}></parley-icon></button>`;
  }

  private async beginRecording(): Promise<void> {
    try {
      this.recording = await record(`${t('voice.name')} ${clock(Date.now()).replace(':', '.')}`);
      this.ticking = setInterval(() => this.requestUpdate(), 500);
    } catch {
      toast(t('voice.refused'));
    }
  }

  private async endRecording(keep: boolean): Promise<void> {
    const { recording } = this;
    clearInterval(this.ticking);
    this.recording = undefined;
    if (keep && recording) this.attach([await recording.finish()]);
    else recording?.cancel();
  }

  private notice(icon: IconNode, text: string | TemplateResult) {
    return html`<p class="notice" role="note"><parley-icon .icon=${icon}></parley-icon><span>${text}</span></p>`;
  }
}
