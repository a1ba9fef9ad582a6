import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Ban, MessageSquare, MicOff, UserMinus } from 'lucide';
import { Follow, store } from '../app';
import { t } from '../i18n';
import { amount, fullTime } from '../lib/format';
import type { Member, Role, User } from '../net/protocol';
import type { Conversation } from '../state/conversation';
import { formSheet } from '../styles/sheet';
import { confirm, confirmBecause } from './dialogs';
import css from './panel-person.css?inline';
import { menu } from './popups';
import { toast } from './toasts';

/** For how long somebody can be muted: so many of a unit, and that in minutes. */
const MUTES = [[10, 'minute', 10], [1, 'hour', 60], [1, 'day', 1440], [1, 'week', 10_080]] as const;

/** A person: who it is, how to talk to them, and what a moderator of this room may do. */
@customElement('parley-person')
export class PersonView extends LitElement {
  static override styles = formSheet(css);
  @property({ attribute: false }) conversation!: Conversation;
  @property() user = '';
  @state() private person: User | undefined;
  @state() private member: Member | undefined;
  @state() private blocked = false;
  private shown = '';

  constructor() {
    super();
    new Follow(this);
  }

  protected override updated(): void {
    const now = `${this.user} ${this.conversation.id} ${this.conversation.log.entries.findLast(({ type, user }) => user?.id === this.user && type !== 'message')?.seq ?? ''}`;
    if (now === this.shown) return;
    this.shown = now;
    void this.load(now);
  }

  private async load(asked: string): Promise<void> {
    const { user, conversation } = this;
    try {
      this.person = store.person(user);
      const [{ people }, blocks, members] = await Promise.all([
        store.call('people.get', { users: [user] }),
        store.call('blocks.list', {}).catch(() => ({ users: [] })),
        conversation.isDirect ? { members: [] } : store.call('rooms.members', { room: conversation.id, query: this.person?.name ?? '', limit: 50 }),
      ]);
      if (asked !== this.shown) return;
      this.person = people[0] ?? this.person;
      this.blocked = blocks.users.some(({ id }) => id === user);
      this.member = members.members.find((member) => member.user.id === user);
    } catch (error) {
      toast((error as Error).message);
    }
  }

  private async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      toast((error as Error).message);
    }
  }

  private async block(): Promise<void> {
    const { user, blocked } = this;
    const name = this.person?.name ?? '';
    if (!blocked && !(await confirm({ title: t('person.blockTitle', { name }), text: t('person.blockText'), yes: t('person.block'), danger: true }))) return;
    await this.attempt(async () => {
      await store.call('blocks.set', { user, blocked: !blocked });
      this.blocked = !blocked;
    });
  }

  private async expel(how: 'kick' | 'ban'): Promise<void> {
    const name = this.person?.name ?? '';
    const title = t(how === 'kick' ? 'person.kickTitle' : 'person.banTitle', { name });
    const reason = await confirmBecause({
      title, text: t(how === 'kick' ? 'person.kickText' : 'person.banText'), yes: t(how === 'kick' ? 'person.kick' : 'person.ban'), danger: true, reason: t('person.reason'),
    });
    if (reason === undefined) return;
    await this.attempt(() => store.call(how === 'kick' ? 'rooms.kick' : 'rooms.ban', { room: this.conversation.id, user: this.user, ...(reason ? { reason } : {}) }));
  }

  /** Lets speak again who is muted; otherwise asks for how long to mute. */
  private async mute(muted: boolean, at: Element): Promise<void> {
    const items = MUTES.map(([count, unit, minutes]) => ({ id: `${minutes}`, label: t('person.muteFor', { time: amount(count, unit) }) }));
    // The lobby's list of people does not say who is muted.
    if (this.conversation.isLobby) items.push({ id: '0', label: t('person.unmute') });
    const chosen = muted ? '0' : await menu(items, at.getBoundingClientRect());
    if (chosen === undefined) return;
    await this.attempt(() => store.call('rooms.mute', { room: this.conversation.id, user: this.user, minutes: Number(chosen) }));
  }

  override render() {
    const { person } = this;
    if (!person) return nothing;
    const self = person.id === store.me?.id;
    return html`
      <div class="head">
        <parley-avatar user=${person.id} name=${person.display ?? person.name} file=${person.avatar ?? ''} presence=${store.presenceOf(person)}></parley-avatar>
        <h3><bdi>${person.display ?? person.name}</bdi></h3>
        <p class="hint"><bdi>@${person.name}</bdi> · ${t(`kind.${person.kind}`)}</p>
        <p class="hint">${this.presence(person)}</p>
      </div>
      ${this.blocked ? html`<p class="hint">${t('person.blocked')}</p>` : nothing}
      ${self ? nothing : html`<div class="actions">
        <button class="button" @click=${() => this.attempt(() => store.openDirect(person.id))}><parley-icon .icon=${MessageSquare}></parley-icon>${t('person.message')}</button>
        ${person.kind === 'legacy' ? nothing : html`<button class="button plain" @click=${this.block}><parley-icon .icon=${Ban}></parley-icon>${t(this.blocked ? 'person.unblock' : 'person.block')}</button>`}
      </div>`}
      ${self ? nothing : this.moderation()}`;
  }

  private presence(person: User): string {
    if (person.online) return t(person.status === 'dnd' ? 'room.dnd' : person.status === 'away' ? 'status.away' : 'status.online');
    return person.lastSeen ? t('room.lastSeen', { time: fullTime(person.lastSeen) }) : t('status.offline');
  }

  private moderation() {
    const { conversation, member } = this;
    if (!conversation.moderates || !member) return nothing;
    const room = conversation.id;
    const muted = (member.mutedUntil ?? 0) > Date.now();
    return html`<section>
      <h3>${t('person.inRoom')}</h3>
      ${conversation.room.role === 'owner' && !conversation.isLobby
        ? html`<div class="field"><label for="role">${t('person.role')}</label>
            <select id="role" @change=${(event: Event) => this.attempt(() => store.call('rooms.role', { room, user: this.user, role: (event.target as HTMLSelectElement).value as Role }))}>
              ${(['owner', 'moderator', 'member'] as const).map((role) => html`<option value=${role} ?selected=${role === member.role}>${t(`role.${role}`)}</option>`)}
            </select></div>`
        : nothing}
      <button class="button plain" aria-haspopup=${muted ? 'false' : 'menu'} @click=${(event: Event) => this.mute(muted, event.currentTarget as Element)}><parley-icon .icon=${MicOff}></parley-icon>${t(muted ? 'person.unmute' : 'person.mute')}</button>
      ${conversation.isLobby ? nothing : html`
        <button class="button plain" @click=${() => this.expel('kick')}><parley-icon .icon=${UserMinus}></parley-icon>${t('person.kick')}</button>
        <button class="button plain" @click=${() => this.expel('ban')}><parley-icon .icon=${Ban}></parley-icon>${t('person.ban')}</button>`}
    </section>`;
  }
}
