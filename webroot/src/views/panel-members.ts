import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Follow, screen, store } from '../app';
import { t } from '../i18n';
import type { Member } from '../net/protocol';
import type { Conversation } from '../state/conversation';
import { formSheet } from '../styles/sheet';
import { toast } from './toasts';
import css from './panel-list.css?inline';

const PAGE = 50;

/** Who is in a room, a page at a time; changes of the room bring a new page, not a new list. */
@customElement('parley-members')
export class Members extends LitElement {
  static override styles = formSheet(css);
  @property({ attribute: false }) conversation!: Conversation;
  @state() private members: Member[] = [];
  @state() private total = 0;
  @query('#find') private field!: HTMLInputElement | null;
  @query('#invite') private invitee!: HTMLInputElement | null;
  private shown = '';
  private asked = 0;

  constructor() {
    super();
    new Follow(this);
  }

  protected override updated(): void {
    // Whoever came, went or changed moved the count or the last event of the room.
    const { id, room, log } = this.conversation;
    const now = `${id} ${room.memberCount ?? ''} ${log.entries.findLast(({ type }) => type === 'member' || type === 'role' || type === 'mute')?.seq ?? ''}`;
    if (now === this.shown) return;
    this.shown = now;
    void this.load();
  }

  private async load(after?: string): Promise<void> {
    const asked = ++this.asked;
    const wanted = this.field?.value.trim();
    try {
      const { members, total } = await store.call('rooms.members', {
        room: this.conversation.id, limit: PAGE, ...(wanted ? { query: wanted } : {}), ...(after === undefined ? {} : { after }),
      });
      if (asked !== this.asked) return;
      this.members = after === undefined ? members : [...this.members, ...members];
      this.total = total;
    } catch (error) {
      toast((error as Error).message);
    }
  }

  private async invite(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.invitee?.value.trim() ?? '';
    if (!name) return;
    try {
      const { people } = await store.call('people.find', { query: name, limit: 20 });
      const person = people.find((user) => user.name.toLowerCase() === name.toLowerCase());
      if (!person) return toast(t('panel.nobody'));
      await store.call('rooms.invite', { room: this.conversation.id, user: person.id });
      toast(t('panel.invitedToast', { name: person.name }));
      this.invitee!.value = '';
    } catch (error) {
      toast((error as Error).message);
    }
  }

  override render() {
    const { conversation } = this;
    return html`
      ${conversation.isLobby || conversation.isDirect || conversation.room.archived
        ? nothing
        : html`<form class="line" @submit=${this.invite}>
            <input class="search" id="invite" aria-label=${t('panel.invite')} placeholder=${t('panel.invite')} autocomplete="off" list="people" />
            <datalist id="people">${store.people.map(({ name }) => html`<option value=${name}></option>`)}</datalist>
            <button class="button small">${t('panel.inviteDo')}</button>
          </form>`}
      ${this.total > 10 || this.field?.value
        ? html`<input class="search" id="find" type="search" aria-label=${t('panel.findMember')} placeholder=${t('panel.findMember')} @input=${() => this.load()} />`
        : nothing}
      <p class="hint">${t('room.members', { count: this.total })}</p>
      <ul aria-label=${t('panel.members')}>
        ${repeat(this.members, ({ user }) => user.id, (member) => html`<li><button class="row" @click=${() => screen.open({ kind: 'person', user: member.user.id })}>
          <parley-avatar small user=${member.user.id} name=${member.user.display ?? member.user.name} file=${member.user.avatar ?? ''} presence=${store.presenceOf(member.user)}></parley-avatar>
          <span class="who"><bdi>${member.user.display ?? member.user.name}</bdi>${member.user.display ? html`<small>@${member.user.name}</small>` : nothing}</span>
          ${member.user.kind === 'legacy' || member.user.kind === 'guest' ? html`<span class="pill">${t(`kind.${member.user.kind}`)}</span>` : nothing}
          ${member.role === 'member' ? nothing : html`<small>${t(`role.${member.role}`)}</small>`}
        </button></li>`)}
      </ul>
      ${this.members.length < this.total
        ? html`<button class="button plain small" @click=${() => this.load(this.members.at(-1)?.user.id)}>${t('panel.more')}</button>` : nothing}`;
  }
}
