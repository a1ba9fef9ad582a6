import { html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Follow, store } from '../app';
import { t } from '../i18n';
import type { Entry } from '../net/protocol';
import type { Conversation } from '../state/conversation';
import { formSheet } from '../styles/sheet';
import css from './panel-list.css?inline';
import { resultCard } from './result-card';
import { toast } from './toasts';

/** What people should find again. */
@customElement('parley-pins')
export class Pins extends LitElement {
  static override styles = formSheet(css);
  @property({ attribute: false }) conversation!: Conversation;
  @state() private pins: Entry[] | undefined;
  private shown = '';

  constructor() {
    super();
    new Follow(this);
  }

  protected override updated(): void {
    const now = `${this.conversation.id} ${this.conversation.log.entries.findLast(({ type }) => type === 'pin' || type === 'delete')?.seq ?? ''}`;
    if (now === this.shown) return;
    this.shown = now;
    void this.load(now);
  }

  private async load(asked: string): Promise<void> {
    try {
      const { entries } = await store.call('rooms.pins', { room: this.conversation.id });
      if (asked === this.shown) this.pins = entries;
    } catch (error) {
      toast((error as Error).message);
    }
  }

  override render() {
    if (this.pins?.length === 0) return html`<p class="empty">${t('panel.noPins')}</p>`;
    return html`<ul class="cards">${this.pins?.map((entry) => html`<li>${resultCard(entry, [], false)}</li>`)}</ul>`;
  }
}
