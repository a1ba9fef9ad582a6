import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { store } from '../app';
import { t } from '../i18n';
import type { Result } from '../net/protocol';
import type { Conversation } from '../state/conversation';
import { formSheet } from '../styles/sheet';
import css from './panel-list.css?inline';
import { resultCard } from './result-card';
import { toast } from './toasts';

type Found = Result<'messages.search'>['results'];

const PAUSE = 250;

/** Searches what its reader may read: one room or all, by somebody, between two days. */
@customElement('parley-search')
export class Search extends LitElement {
  static override styles = formSheet(css);
  @property({ attribute: false }) conversation!: Conversation;
  @property() initial = '';
  @state() private results: Found | undefined;
  /** Where the next page begins; undefined after the last. */
  @state() private next: string | undefined;
  @state() private everywhere = false;
  @query('form') private form!: HTMLFormElement;
  private asked = 0;
  private pause: ReturnType<typeof setTimeout> | undefined;

  protected override firstUpdated(): void {
    const field = this.form.querySelector<HTMLInputElement>('[name=query]')!;
    field.value = this.initial;
    field.focus();
    if (this.initial) void this.search();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.pause);
  }

  private typed(): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.search(), PAUSE);
  }

  private async search(before?: string): Promise<void> {
    clearTimeout(this.pause);
    const asked = ++this.asked;
    const data = new FormData(this.form);
    const text = (name: string) => String(data.get(name) ?? '').trim();
    const query = text('query');
    if (!query) {
      this.results = undefined;
      return;
    }
    try {
      const sender = await this.sender(text('by'));
      const { results, next } = await store.call('messages.search', {
        query, limit: 30,
        ...(this.everywhere ? {} : { room: this.conversation.id }),
        ...(sender ? { sender } : {}),
        ...(text('from') ? { from: startOfDay(text('from')) } : {}),
        ...(text('to') ? { to: startOfDay(text('to')) + 86_400_000 } : {}),
        ...(before === undefined ? {} : { before }),
      });
      if (asked !== this.asked) return;
      this.results = before === undefined ? results : [...(this.results ?? []), ...results];
      this.next = next;
    } catch (error) {
      if (asked === this.asked) toast((error as Error).message);
    }
  }

  private async sender(name: string): Promise<string | undefined> {
    if (!name) return undefined;
    const { people } = await store.call('people.find', { query: name, limit: 20 });
    const found = people.find((user) => user.name.toLowerCase() === name.toLowerCase()) ?? people[0];
    if (!found) throw new Error(t('panel.nobody'));
    return found.id;
  }

  private choose(everywhere: boolean): void {
    this.everywhere = everywhere;
    void this.search();
  }

  override render() {
    const { results } = this;
    return html`
      <form role="search" @submit=${(event: Event) => (event.preventDefault(), this.search())} @input=${this.typed}>
        <input class="search" name="query" type="search" aria-label=${t('search.field')} placeholder=${t('search.field')} autocomplete="off" dir="auto" />
        <div class="line" role="group">
          <button type="button" class="button small ${this.everywhere ? 'plain' : ''}" aria-pressed=${!this.everywhere} @click=${() => this.choose(false)}>${t('search.here')}</button>
          <button type="button" class="button small ${this.everywhere ? '' : 'plain'}" aria-pressed=${this.everywhere} @click=${() => this.choose(true)}>${t('search.everywhere')}</button>
        </div>
        <div class="field"><label for="by">${t('search.by')}</label><input id="by" name="by" autocomplete="off" /></div>
        <div class="line">
          <div class="field"><label for="from">${t('search.from')}</label><input id="from" name="from" type="date" /></div>
          <div class="field"><label for="to">${t('search.to')}</label><input id="to" name="to" type="date" /></div>
        </div>
      </form>
      <div role="status">${results === undefined ? html`<p class="empty">${t('search.start')}</p>` : results.length ? nothing : html`<p class="empty">${t('search.none')}</p>`}</div>
      <ul class="cards" aria-label=${t('room.search')}>${results?.map(({ entry, highlights }) => html`<li>${resultCard(entry, highlights, this.everywhere)}</li>`)}</ul>
      ${results && this.next !== undefined ? html`<button class="button plain small" @click=${() => this.search(this.next)}>${t('panel.more')}</button>` : nothing}`;
  }
}

/** Midnight of a day as the person's clock has it. */
function startOfDay(day: string): number {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year!, month! - 1, date).getTime();
}
