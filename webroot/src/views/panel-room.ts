import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Archive, Link, LogOut } from 'lucide';
import { Follow, store } from '../app';
import { t } from '../i18n';
import type { Act, HistoryRule, User } from '../net/protocol';
import type { Conversation } from '../state/conversation';
import { formSheet } from '../styles/sheet';
import { actList } from './acts';
import { confirm } from './dialogs';
import css from './panel-person.css?inline';
import { labelOf, roomName } from './room-label';
import { toast } from './toasts';

const DAYS = [1, 7, 30, 90, 365];
/** So many acts of moderators at a time. */
const ACTS = 50;

/** What a room is, and for its owners how it is kept. */
@customElement('parley-room-settings')
export class RoomSettings extends LitElement {
  static override styles = formSheet(css);
  @property({ attribute: false }) conversation!: Conversation;
  @state() private bans: User[] = [];
  @state() private audit: Act[] = [];
  /** Whether older acts may follow. */
  @state() private older = false;
  private shown = '';

  constructor() {
    super();
    new Follow(this);
  }

  protected override updated(): void {
    const { id, moderates, log } = this.conversation;
    const now = `${id} ${moderates} ${log.entries.findLast(({ type }) => type !== 'message')?.seq ?? ''}`;
    if (now === this.shown) return;
    this.shown = now;
    if (moderates) void this.load(now);
  }

  private async load(asked: string): Promise<void> {
    const room = this.conversation.id;
    try {
      const [bans, audit] = await Promise.all([store.call('rooms.bans', { room }), store.call('rooms.audit', { room, limit: ACTS })]);
      if (asked !== this.shown) return;
      this.bans = bans.people;
      this.audit = audit.entries;
      this.older = audit.entries.length === ACTS;
    } catch (error) {
      toast((error as Error).message);
    }
  }

  private async attempt(work: () => Promise<unknown>, said = ''): Promise<void> {
    try {
      await work();
      if (said) toast(said);
    } catch (error) {
      toast((error as Error).message);
    }
  }

  private save(event: Event): void {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const { room } = this.conversation;
    const text = (name: string) => String(data.get(name) ?? '').trim();
    const changes = {
      ...(data.has('name') && text('name') !== room.name ? { name: text('name') } : {}),
      ...(text('topic') === (room.topic ?? '') ? {} : { topic: text('topic') }),
      ...(data.has('history') && text('history') !== room.history ? { history: text('history') as HistoryRule } : {}),
      ...(data.has('days') && Number(text('days')) !== (room.retentionDays ?? 0) ? { retentionDays: Number(text('days')) } : {}),
    };
    if (Object.keys(changes).length) void this.attempt(() => store.call('rooms.set', { room: room.id, ...changes }), t('roomset.saved'));
  }

  private async leave(): Promise<void> {
    const { conversation } = this;
    const text = t(conversation.room.kind === 'private' ? 'roomset.leavePrivate' : 'roomset.leavePublic');
    if (!(await confirm({ title: t('roomset.leaveTitle', { room: conversation.room.name }), text, yes: t('roomset.leave'), danger: true }))) return;
    await this.attempt(() => store.call('rooms.leave', { room: conversation.id }));
  }

  private async archive(): Promise<void> {
    const { id, room } = this.conversation;
    if (!room.archived && !(await confirm({ title: t('roomset.archive'), text: t('roomset.archiveText'), yes: t('roomset.archive') }))) return;
    await this.attempt(() => store.call('rooms.set', { room: id, archived: !room.archived }));
  }

  private async copyLink(): Promise<void> {
    await this.attempt(() => navigator.clipboard.writeText(`${location.origin}/#/room/${this.conversation.id}`), t('code.copied'));
  }

  override render() {
    const { conversation } = this;
    const { room, isLobby, isDirect } = conversation;
    const { name, why } = labelOf(conversation);
    const owner = room.role === 'owner';
    return html`
      <div><h3><bdi>${roomName(conversation)}</bdi></h3>
        <p class="hint">${isLobby || isDirect ? nothing : html`${t(room.kind === 'private' ? 'room.private' : 'room.public')} · `}<b>${name}</b>. ${why}</p></div>
      ${conversation.moderates && !isDirect ? this.form(owner) : room.topic ? html`<p dir="auto">${room.topic}</p>` : nothing}
      <div class="actions">
        <button class="button plain" @click=${this.copyLink}><parley-icon .icon=${Link}></parley-icon>${t('roomset.link')}</button>
        ${owner && !isLobby && !isDirect ? html`<button class="button plain" @click=${this.archive}><parley-icon .icon=${Archive}></parley-icon>${t(room.archived ? 'roomset.unarchive' : 'roomset.archive')}</button>` : nothing}
        ${isLobby || isDirect ? nothing : html`<button class="button plain" @click=${this.leave}><parley-icon .icon=${LogOut}></parley-icon>${t('roomset.leave')}</button>`}
      </div>
      ${conversation.moderates && !isDirect ? this.moderation() : nothing}`;
  }

  private form(owner: boolean) {
    const { room, isLobby } = this.conversation;
    const kept = [...new Set([...DAYS, ...(room.retentionDays ? [room.retentionDays] : [])])].sort((a, b) => a - b);
    return html`<form @submit=${this.save}>
      ${owner && !isLobby ? html`<div class="field"><label for="name">${t('roomset.name')}</label><input id="name" name="name" maxlength="64" dir="auto" .value=${room.name} required /></div>` : nothing}
      <div class="field"><label for="topic">${t('rooms.topic')}</label><textarea id="topic" name="topic" maxlength="250" dir="auto" .value=${room.topic ?? ''}></textarea></div>
      ${owner ? html`
        ${isLobby ? nothing : html`<div class="field"><label for="history">${t('roomset.history')}</label><select id="history" name="history">
          <option value="all" ?selected=${room.history !== 'joined'}>${t('roomset.all')}</option>
          ${room.kind === 'private' ? html`<option value="joined" ?selected=${room.history === 'joined'}>${t('roomset.joined')}</option>` : nothing}
        </select></div>`}
        <div class="field"><label for="days">${t('roomset.retention')}</label><select id="days" name="days">
          <option value="0" ?selected=${!room.retentionDays}>${t('roomset.forever')}</option>
          ${kept.map((days) => html`<option value=${days} ?selected=${days === room.retentionDays}>${t('roomset.days', { count: days })}</option>`)}
        </select></div>` : nothing}
      <button class="button">${t('roomset.save')}</button>
    </form>`;
  }

  private async more(): Promise<void> {
    const before = this.audit.at(-1)?.number;
    if (before === undefined) return;
    await this.attempt(async () => {
      const { entries } = await store.call('rooms.audit', { room: this.conversation.id, before, limit: ACTS });
      this.audit = [...this.audit, ...entries];
      this.older = entries.length === ACTS;
    });
  }

  private moderation() {
    const room = this.conversation.id;
    return html`
      ${this.bans.length ? html`<section><h3>${t('roomset.bans')}</h3><ul class="list">${this.bans.map((user) => html`<li><span class="what"><b dir="auto">${user.name}</b></span>
        <button class="button plain small" @click=${() => this.attempt(() => store.call('rooms.unban', { room, user: user.id }))}>${t('roomset.unban')}</button></li>`)}</ul></section>` : nothing}
      <section><h3>${t('roomset.audit')}</h3>
        ${this.audit.length ? actList(this.audit, 'room') : html`<p class="hint">${t('roomset.nothing')}</p>`}
        ${this.older ? html`<button class="button plain small" @click=${this.more}>${t('panel.more')}</button>` : nothing}
      </section>`;
  }
}
