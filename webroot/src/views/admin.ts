import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Ellipsis } from 'lucide';
import { Follow, store } from '../app';
import { t } from '../i18n';
import { amount, fileSize, fullTime } from '../lib/format';
import type { Account, Act, Invite, ServerState, Space } from '../net/protocol';
import { formSheet } from '../styles/sheet';
import { actList } from './acts';
import css from './admin.css?inline';
import { confirm } from './dialogs';
import { menu } from './popups';
import { qr } from './qr';
import { toast } from './toasts';

type Tab = 'users' | 'invites' | 'audit' | 'server';
const PAGE = 50;
const HOURS = [24, 24 * 7, 24 * 30];

/** For administrators: accounts, invitations, what was done, and how the server is. */
@customElement('parley-admin')
export class AdminView extends LitElement {
  static override styles = formSheet(css);
  @state() private tab: Tab = 'users';
  @state() private users: Account[] = [];
  @state() private total = 0;
  /** What the files of everybody take. */
  @state() private storage: number | undefined;
  @state() private invites: Invite[] = [];
  @state() private audit: Act[] = [];
  /** Whether older acts may follow. */
  @state() private older = false;
  @state() private server: ServerState | undefined;
  /** A link that is shown once: whose it is, or that of an invitation. */
  @state() private link: { url: string; for?: string } | undefined;
  @query('.search') private field!: HTMLInputElement | null;
  private asked = 0;

  constructor() {
    super();
    new Follow(this);
  }

  protected override firstUpdated(): void {
    void this.load();
  }

  private async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      toast((error as Error).message);
    }
  }

  private choose(tab: Tab): void {
    this.tab = tab;
    this.link = undefined;
    void this.load();
  }

  private load(after?: string): Promise<void> {
    const asked = ++this.asked;
    return this.attempt(async () => {
      switch (this.tab) {
        case 'users': {
          const query = this.field?.value.trim();
          const { users, total, storage } = await store.call('admin.users', { limit: PAGE, ...(query ? { query } : {}), ...(after === undefined ? {} : { after }) });
          if (asked !== this.asked) return;
          this.users = after === undefined ? users : [...this.users, ...users];
          this.total = total;
          this.storage = storage;
          return;
        }
        case 'invites': this.invites = (await store.call('invites.list', {})).invites; return;
        case 'audit': {
          const { entries } = await store.call('audit.list', { limit: PAGE, ...(after === undefined ? {} : { before: Number(after) }) });
          this.audit = after === undefined ? entries : [...this.audit, ...entries];
          this.older = entries.length === PAGE;
          return;
        }
        case 'server': this.server = await store.call('admin.server', {}); return;
      }
    });
  }

  private async act(user: Account, at: Element): Promise<void> {
    const active = user.state === 'active';
    const items = [
      { id: 'reset', label: t('admin.resetLink') },
      { id: 'role', label: t(user.kind === 'admin' ? 'admin.makeMember' : 'admin.makeAdmin') },
      { id: 'active', label: t(active ? 'admin.deactivate' : 'admin.activate') },
      { id: 'keep', label: `${t('admin.delete')}: ${t('set.keep')}`, danger: true },
      { id: 'erase', label: `${t('admin.delete')}: ${t('set.erase')}`, danger: true },
    ].filter(({ id }) => user.state !== 'deactivated' || id !== 'role');
    const chosen = await menu(items, at.getBoundingClientRect());
    const { id, name } = user;
    await this.attempt(async () => {
      if (chosen === 'reset') this.link = { ...(await store.call('admin.resetLink', { user: id })), for: name };
      else if (chosen === 'role') await store.call('admin.role', { user: id, role: user.kind === 'admin' ? 'member' : 'admin' });
      else if (chosen === 'active') {
        if (active && !(await confirm({ title: t('admin.deactivateTitle', { name }), text: t('admin.deactivateText'), yes: t('admin.deactivate'), danger: true }))) return;
        await store.call('admin.deactivate', { user: id, active: !active });
      } else if (chosen === 'keep' || chosen === 'erase') {
        if (!(await confirm({ title: t('admin.deleteTitle', { name }), text: t('set.deleteText'), yes: t('admin.delete'), danger: true }))) return;
        await store.call('admin.delete', { user: id, messages: chosen });
      } else return;
      await this.load();
    });
  }

  private async invite(event: Event): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    await this.attempt(async () => {
      this.link = await store.call('invites.create', {
        role: data.get('role') === 'admin' ? 'admin' : 'member', uses: Number(data.get('uses')), hours: Number(data.get('hours')),
      });
      await this.load();
    });
  }

  override render() {
    return html`<parley-modal wide .heading=${t('admin.title')}>
      <div class="tabs" role="tablist" aria-label=${t('admin.title')}>
        ${(['users', 'invites', 'audit', 'server'] as const).map((tab) => html`<button role="tab" id="tab-${tab}" aria-controls="page" aria-selected=${tab === this.tab} @click=${() => this.choose(tab)}>${t(`admin.${tab}`)}</button>`)}
      </div>
      <div id="page" role="tabpanel" aria-labelledby="tab-${this.tab}">
        ${this.tab === 'users' ? this.usersPage() : this.tab === 'invites' ? this.invitesPage() : this.tab === 'audit' ? this.auditPage() : this.serverPage()}
      </div>
    </parley-modal>`;
  }

  private usersPage() {
    return html`
      <input class="search" type="search" aria-label=${t('admin.find')} placeholder=${t('admin.find')} @input=${() => this.load()} />
      ${this.linkBox()}
      <p class="hint">${t('admin.count', { count: this.total })}${this.storage === undefined ? nothing : html` · ${t('admin.storage', { size: fileSize(this.storage) })}`}</p>
      <ul class="list">${repeat(this.users, ({ id }) => id, (user) => html`<li>
        <parley-avatar user=${user.id} name=${user.display ?? user.name} file=${user.avatar ?? ''} presence=${store.presenceOf(user)}></parley-avatar>
        <span class="what"><b><bdi>${user.display ?? user.name}</bdi> ${user.state === 'active' ? nothing : html`<span class="pill">${t(`admin.${user.state}`)}</span>`}</b>
          <small><bdi>@${user.name}</bdi> · ${t(`kind.${user.kind}`)}${user.storage ? ` · ${t('admin.filesOf', { size: fileSize(user.storage) })}` : ''}${user.lastSeen ? ` · ${t('room.lastSeen', { time: fullTime(user.lastSeen) })}` : ''}</small></span>
        ${user.state === 'deleted' || user.id === store.me?.id ? nothing : html`<button class="icon-button" aria-haspopup="menu" aria-label=${t('admin.actions', { name: user.name })}
          @click=${(event: Event) => this.act(user, event.currentTarget as Element)}><parley-icon .icon=${Ellipsis}></parley-icon></button>`}
      </li>`)}</ul>
      ${this.users.length < this.total ? html`<button class="button plain small" @click=${() => this.load(this.users.at(-1)?.name)}>${t('panel.more')}</button>` : nothing}`;
  }

  private invitesPage() {
    return html`
      <form class="invite" @submit=${this.invite}>
        <div class="field"><label for="uses">${t('admin.uses')}</label><input id="uses" name="uses" type="number" min="1" max="1000" value="1" required /></div>
        <div class="field"><label for="hours">${t('admin.hours')}</label><select id="hours" name="hours">${HOURS.map((hours) => html`<option value=${hours} ?selected=${hours === 168}>${t('admin.day', { count: hours / 24 })}</option>`)}</select></div>
        <div class="field"><label for="role">${t('admin.forRole')}</label><select id="role" name="role"><option value="member">${t('kind.member')}</option><option value="admin">${t('kind.admin')}</option></select></div>
        <button class="button">${t('admin.newInvite')}</button>
      </form>
      ${this.linkBox()}
      ${this.invites.length ? nothing : html`<p class="empty">${t('admin.noInvites')}</p>`}
      <ul class="list">${this.invites.map((invite) => html`<li><span class="what"><b>${t(`kind.${invite.role}`)}</b><small>${t('admin.left', { count: invite.uses - invite.used, time: fullTime(invite.expires) })}</small></span>
        <button class="button plain small" @click=${() => this.attempt(async () => (await store.call('invites.revoke', { id: invite.id }), this.load()))}>${t('admin.revoke')}</button></li>`)}</ul>`;
  }

  private auditPage() {
    const last = this.audit.at(-1)?.number;
    return html`${actList(this.audit, 'server')}
      ${this.audit.length ? nothing : html`<p class="empty">${t('roomset.nothing')}</p>`}
      ${this.older && last !== undefined ? html`<button class="button plain small" @click=${() => this.load(`${last}`)}>${t('panel.more')}</button>` : nothing}`;
  }

  private serverPage() {
    const { server } = this;
    if (!server) return html`<p class="empty">${t('common.moment')}</p>`;
    const { checks, connections } = server;
    const rows: [string, 'ok' | 'failing' | undefined, string][] = [
      [t('server.journal'), checks.journal, space(server.journal)],
      [t('server.files'), checks.files, space(server.files)],
      [t('server.users'), checks.users, t('server.online', { count: server.online })],
      [t('server.connections'), undefined, t('server.doors', { web: connections.web, native: connections.native, legacy: connections.legacy })],
      [t('server.version'), undefined, server.server],
      [t('server.since'), undefined, `${since(server.started)} · ${fullTime(server.started)}`],
    ];
    return html`
      <p class="state ${server.ready ? 'ok' : 'failing'}" role="status"><b>${t(server.ready ? 'server.ready' : 'server.notReady')}</b> ${server.ready ? nothing : t('server.seeLog')}</p>
      <dl class="facts">${rows.map(([name, check, value]) => html`<dt>${name}</dt>
        <dd>${check ? html`<span class="pill ${check}">${t(`server.${check}`)}</span> ` : nothing}<bdi>${value}</bdi></dd>`)}</dl>
      <div class="buttons"><button class="button plain small" @click=${() => this.load()}>${t('server.again')}</button></div>`;
  }

  private linkBox() {
    const { link } = this;
    if (!link) return nothing;
    return html`<div class="link" role="status">
      <p>${link.for === undefined ? t('admin.inviteLink') : t('admin.oneLink', { name: link.for })}</p>
      <input class="search" readonly aria-label=${t('admin.copy')} .value=${link.url} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
      <button class="button small" @click=${() => this.attempt(async () => (await navigator.clipboard.writeText(link.url), toast(t('code.copied'))))}>${t('admin.copy')}</button>
      ${link.for === undefined ? qr(link.url, t('admin.code')) : nothing}
    </div>`;
  }
}

function space(space: Space | undefined): string {
  return space ? t('server.space', { used: fileSize(space.used), free: fileSize(space.free) }) : '';
}

/** How long ago, in the largest unit that says something. */
function since(started: number): string {
  const minutes = Math.max(1, Math.round((Date.now() - started) / 60_000));
  return minutes < 120 ? amount(minutes, 'minute') : minutes < 2880 ? amount(Math.round(minutes / 60), 'hour') : amount(Math.round(minutes / 1440), 'day');
}
