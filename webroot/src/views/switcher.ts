import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { store } from '../app';
import { t } from '../i18n';
import type { User } from '../net/protocol';
import type { Conversation } from '../state/conversation';
import { formSheet } from '../styles/sheet';
import type { ModalView } from './modal';
import { roomMark, roomName } from './room-label';
import css from './switcher.css?inline';
import { toast } from './toasts';

type Target = { key: string; name: string; conversation: Conversation; user?: undefined } | { key: string; name: string; user: User; conversation?: undefined };

const MOST = 12;

/** Ctrl+K: a few letters of a room or a person, Enter, and one is there. */
@customElement('parley-switcher')
export class Switcher extends LitElement {
  static override styles = formSheet(css);
  @state() private typed = '';
  @state() private at = 0;
  @state() private people: User[] = [];
  @query('input') private field!: HTMLInputElement;
  @query('parley-modal') private modal!: ModalView;

  private get targets(): Target[] {
    const wanted = this.typed.toLowerCase();
    const fits = (name: string) => name.toLowerCase().includes(wanted);
    const rooms: Target[] = store.rooms.map((conversation) => ({ key: conversation.id, name: roomName(conversation), conversation }));
    const known = new Set(store.rooms.flatMap(({ peer }) => (peer ? [peer.id] : [])));
    const people = new Map([...store.people, ...this.people].map((user) => [user.id, user]));
    const others: Target[] = [...people.values()].filter(({ id }) => id !== store.me?.id && !known.has(id))
      .map((user) => ({ key: user.id, name: user.display ?? user.name, user }));
    // What is waited for comes first, then what begins with the letters.
    const rank = (target: Target) => (target.conversation?.mentions ? 0 : target.conversation?.unread ? 1 : 2) + (target.name.toLowerCase().startsWith(wanted) ? 0 : 3);
    return [...rooms, ...others].filter(({ name, user }) => fits(name) || (user && fits(user.name))).sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
  }

  private async search(): Promise<void> {
    this.typed = this.field.value.trim();
    this.at = 0;
    const { typed } = this;
    if (!typed || !store.features.has('accounts')) return;
    try {
      const { people } = await store.call('people.find', { query: typed, limit: MOST });
      if (typed === this.typed) this.people = people;
    } catch {
      // Those who are here are offered all the same.
    }
  }

  private async go(target: Target | undefined): Promise<void> {
    if (!target) return;
    try {
      if (target.conversation) store.select(target.conversation.id);
      else await store.openDirect(target.user.id);
      this.modal.close();
      this.dispatchEvent(new CustomEvent('opened', { bubbles: true, composed: true }));
    } catch (error) {
      toast((error as Error).message);
    }
  }

  private key(event: KeyboardEvent): void {
    const { targets } = this;
    if (event.key === 'ArrowDown') this.at = Math.min(this.at + 1, targets.length - 1);
    else if (event.key === 'ArrowUp') this.at = Math.max(this.at - 1, 0);
    else if (event.key === 'Enter' && !event.isComposing) void this.go(targets[this.at]);
    else return;
    event.preventDefault();
  }

  override render() {
    const { targets } = this;
    return html`<parley-modal .heading=${t('switcher.title')}>
      <input class="search" type="text" autofocus role="combobox" aria-expanded="true" aria-controls="targets" aria-activedescendant=${targets.length ? `target-${this.at}` : nothing}
        aria-label=${t('switcher.field')} placeholder=${t('switcher.field')} autocomplete="off" @input=${this.search} @keydown=${this.key} />
      <ul role="listbox" id="targets" aria-label=${t('switcher.title')}>
        ${targets.map((target, index) => html`<li role="option" id="target-${index}" aria-selected=${index === this.at} @click=${() => this.go(target)} @mousemove=${() => (this.at = index)}>
          ${target.conversation && !target.conversation.peer
            ? html`<span class="mark"><parley-icon .icon=${roomMark(target.conversation.room)}></parley-icon></span>`
            : html`<parley-avatar small user=${target.user?.id ?? target.conversation!.peer!.id} name=${target.name}></parley-avatar>`}
          <bdi>${target.name}</bdi>
          ${target.conversation?.unread ? html`<span class="badge">${target.conversation.unread}</span>` : nothing}
        </li>`)}
      </ul>
      ${targets.length ? nothing : html`<p class="empty">${t('switcher.none')}</p>`}
    </parley-modal>`;
  }
}
