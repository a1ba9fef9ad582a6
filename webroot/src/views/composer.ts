import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { DoorOpen, Paperclip, SendHorizontal, Smile } from 'lucide';
import { Follow, store } from '../app';
import { rich, t } from '../i18n';
import type { Conversation } from '../state/conversation';
import { sheet } from '../styles/sheet';
import { Completion } from './completion';
import css from './composer.css?inline';
import { type Draft, Drafts } from './drafts';
import { uploadList } from './upload-list';

/** Where one writes: text, files and emoji of the open room, each room with its own draft. */
@customElement('parley-composer')
export class Composer extends LitElement {
  static override styles = sheet(css);
  @property({ attribute: false }) conversation!: Conversation;
  @state() private picking = false;
  @query('textarea') private area!: HTMLTextAreaElement | null;
  @query('input') private chooser!: HTMLInputElement;
  private readonly drafts = new Drafts(() => this.requestUpdate());
  private readonly completion = new Completion(this, () => this.area, () => this.typed());
  private room = '';

  constructor() {
    super();
    new Follow(this);
  }

  private get draft(): Draft {
    return this.drafts.of(this.conversation.id);
  }

  override focus(): void {
    this.area?.focus();
  }

  /** Files that were dropped or pasted somewhere in the room. */
  attach(files: Iterable<File>): void {
    if (this.conversation.gone) return;
    this.drafts.attach(this.draft, files);
    this.focus();
  }

  protected override updated(): void {
    if (!this.area || this.room === this.conversation.id) return;
    this.room = this.conversation.id;
    this.area.value = this.draft.text;
    this.completion.close();
    this.picking = false;
    this.grow();
  }

  private typed(): void {
    if (!this.area) return;
    this.draft.text = this.area.value;
    this.grow();
    this.requestUpdate();
  }

  /** For browsers without `field-sizing: content`. */
  private grow(): void {
    if (!this.area || CSS.supports('field-sizing', 'content')) return;
    this.area.style.height = 'auto';
    this.area.style.height = `${this.area.scrollHeight}px`;
  }

  private get length(): number {
    return [...this.draft.text.trim()].length;
  }

  private get sendable(): boolean {
    const { uploads } = this.draft;
    const complete = uploads.every((upload) => upload.state === 'done');
    return complete && (this.length > 0 || uploads.length > 0) && this.length <= store.limits.textLength;
  }

  private send(): void {
    if (!this.sendable) return;
    const { draft } = this;
    const files = draft.uploads.flatMap((upload) => (upload.ref ? [upload.ref] : []));
    store.send(this.conversation.id, draft.text.trim(), files);
    this.drafts.clear(draft);
    if (this.area) this.area.value = '';
    this.completion.close();
    this.grow();
    this.focus();
    this.dispatchEvent(new CustomEvent('sent', { bubbles: true, composed: true }));
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return; // an input method is at work
    if (this.completion.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.send();
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
      return html`<p class="notice" role="note"><parley-icon .icon=${DoorOpen}></parley-icon>
        <span>${rich('composer.gone', { name: html`<bdi>${name}</bdi>` })}</span></p>`;
    }
    const over = this.length > store.limits.textLength;
    const label = conversation.isLobby ? t('composer.lobby') : t('composer.to', { name });
    return html`
      ${this.picking ? html`<parley-emoji-popup class="popup" @emoji=${(event: CustomEvent<string>) => (this.insert(event.detail), (this.picking = false))} @close=${this.closePicker}></parley-emoji-popup>` : nothing}
      ${this.completion.render()}
      <div class="box">
        ${draft.uploads.length ? uploadList(draft.uploads, (upload) => this.drafts.remove(draft, upload)) : nothing}
        <textarea rows="1" dir="auto" aria-label=${label} placeholder=${label}
          aria-autocomplete="list" aria-controls="suggestions" aria-activedescendant=${this.completion.active ?? nothing}
          enterkeyhint="send" @input=${() => (this.typed(), this.completion.update())} @keydown=${this.key} @paste=${this.pasted}
          @blur=${() => this.completion.close()} aria-haspopup="listbox"></textarea>
        <div class="bar">
          <input type="file" multiple hidden @change=${this.chosen} aria-label=${t('composer.files')} />
          <button class="icon-button" aria-label=${t('composer.attach')} title=${t('composer.attach')} @click=${() => this.chooser.click()}><parley-icon .icon=${Paperclip}></parley-icon></button>
          <button class="icon-button" id="pick-emoji" aria-label=${t('composer.emoji')} title=${t('composer.emoji')} aria-expanded=${this.picking} @click=${this.togglePicker}><parley-icon .icon=${Smile}></parley-icon></button>
          <span class="hint ${over ? 'over' : 'keys'}">${over
            ? t('composer.over', { count: this.length - store.limits.textLength })
            : draft.text ? t('composer.newLine') : ''}</span>
          <button class="icon-button send" aria-label=${t('composer.send')} title=${t('composer.send')} ?disabled=${!this.sendable} @click=${this.send}><parley-icon .icon=${SendHorizontal}></parley-icon></button>
        </div>
      </div>`;
  }
}
