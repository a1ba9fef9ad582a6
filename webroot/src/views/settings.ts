import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Follow, store } from '../app';
import { t } from '../i18n';
import { installer } from '../installed';
import { fullTime } from '../lib/format';
import { Uploading } from '../net/uploads';
import type { Device, User } from '../net/protocol';
import { type Accent, type Look, memory } from '../state/memory';
import { formSheet } from '../styles/sheet';
import { confirm } from './dialogs';
import css from './settings.css?inline';
import { applyLook } from './theme';
import { toast } from './toasts';

const ACCENTS: readonly Accent[] = ['pine', 'sky', 'plum', 'rust', 'ink'];

/** Oneself: profile, looks, notifications, password, sessions, blocks, and the way out. */
@customElement('parley-settings')
export class SettingsView extends LitElement {
  static override styles = formSheet(css);
  @state() private sessions: Device[] = [];
  @state() private blocked: User[] = [];
  @state() private notify = memory.notify();
  @state() private looks = memory.look();
  @state() private uploading = false;
  private stopInstaller: (() => void) | undefined;

  constructor() {
    super();
    new Follow(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopInstaller = installer.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopInstaller?.();
  }

  protected override firstUpdated(): void {
    void this.load();
  }

  private load(): Promise<void> {
    return this.attempt(async () => {
      const [{ sessions }, { users }] = await Promise.all([store.call('sessions.list', {}), store.call('blocks.list', {})]);
      this.sessions = sessions;
      this.blocked = users;
    });
  }

  private async attempt(work: () => Promise<unknown>, said = ''): Promise<void> {
    try {
      await work();
      if (said) toast(said);
    } catch (error) {
      toast((error as Error).message);
    }
  }

  private saveName(event: Event): void {
    event.preventDefault();
    const display = String(new FormData(event.target as HTMLFormElement).get('display') ?? '').trim();
    void this.attempt(() => store.setProfile({ display }), t('set.saved'));
  }

  private picture(event: Event): void {
    const field = event.target as HTMLInputElement;
    const [file] = field.files ?? [];
    field.value = '';
    if (!file) return;
    this.uploading = true;
    const going: Uploading = Uploading.of(file, { user: store.me?.id ?? '', room: '', token: () => store.token }, () => {
      if (!going?.isOver) return;
      this.uploading = false;
      if (going.ref) void this.attempt(() => store.setProfile({ avatar: going.ref!.id }), t('set.saved'));
      else toast(going.error ?? t('upload.failed'));
    });
  }

  private async password(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    await this.attempt(async () => {
      await store.call('account.password', { old: String(data.get('old')), new: String(data.get('new')) });
      form.reset();
      await this.load();
    }, t('set.changed'));
  }

  private async wantNotified(event: Event): Promise<void> {
    const wanted = (event.target as HTMLInputElement).checked;
    const allowed = wanted && 'Notification' in window ? (await Notification.requestPermission()) === 'granted' : false;
    this.notify = { ...this.notify, on: wanted && allowed };
    memory.setNotify(this.notify);
    if (wanted && !allowed) toast(t('set.notifyDenied'));
    this.requestUpdate();
  }

  private wantSound(event: Event): void {
    this.notify = { ...this.notify, sound: (event.target as HTMLInputElement).checked };
    memory.setNotify(this.notify);
  }

  private dress(change: Partial<Look>): void {
    this.looks = { ...this.looks, ...change };
    memory.setLook(this.looks);
    applyLook(this.looks);
  }

  private async leaveForGood(event: Event): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const messages = data.get('messages') === 'erase' ? 'erase' : 'keep';
    if (!(await confirm({ title: t('set.delete'), text: t('set.deleteText'), yes: t('set.delete'), danger: true }))) return;
    await this.attempt(() => store.call('account.delete', { password: String(data.get('password')), messages }));
  }

  override render() {
    const { me } = store;
    if (!me) return nothing;
    return html`<parley-modal .heading=${t('set.title')}>
      ${this.profile(me)} ${this.look()} ${this.notifications()} ${this.install()} ${this.passwords()} ${this.devices()} ${this.blocks()} ${this.end()}
    </parley-modal>`;
  }

  private profile(me: User) {
    return html`<section><h3>${t('set.profile')}</h3>
      <div class="me">
        <parley-avatar user=${me.id} name=${me.display ?? me.name} file=${me.avatar ?? ''}></parley-avatar>
        <div class="buttons">
          <label class="button plain small">${this.uploading ? t('common.moment') : t('set.avatar')}<input type="file" accept="image/png,image/jpeg,image/webp,image/gif" hidden @change=${this.picture} /></label>
          ${me.avatar ? html`<button class="button plain small" @click=${() => this.attempt(() => store.setProfile({ avatar: '' }))}>${t('set.noAvatar')}</button>` : nothing}
        </div>
      </div>
      <form class="row" @submit=${this.saveName}>
        <div class="field"><label for="display">${t('set.display')}</label>
          <input id="display" name="display" maxlength="64" dir="auto" aria-describedby="display-hint" .value=${me.display ?? ''} />
          <p class="hint" id="display-hint">${t('set.displayHint', { name: me.name })}</p></div>
        <button class="button small">${t('set.save')}</button>
      </form></section>`;
  }

  private look() {
    return html`<section><h3>${t('set.look')}</h3>
      <div class="pair"><parley-theme></parley-theme><parley-language></parley-language></div>
      <fieldset class="accents" @change=${(event: Event) => this.dress({ accent: (event.target as HTMLInputElement).value as Accent })}>
        <legend>${t('look.accent')}</legend>
        ${ACCENTS.map((accent) => html`<label title=${t(`look.${accent}`)} class=${accent}><input type="radio" name="accent" value=${accent} aria-label=${t(`look.${accent}`)} .checked=${accent === this.looks.accent} /></label>`)}
      </fieldset>
      <label class="check"><input type="checkbox" .checked=${this.looks.contrast === 'more'} @change=${(event: Event) => this.dress({ contrast: (event.target as HTMLInputElement).checked ? 'more' : 'system' })} />${t('look.contrast')}</label>
      <label class="check"><input type="checkbox" .checked=${this.looks.density === 'compact'} @change=${(event: Event) => this.dress({ density: (event.target as HTMLInputElement).checked ? 'compact' : 'roomy' })} />${t('look.compact')}</label>
    </section>`;
  }

  private notifications() {
    return html`<section><h3>${t('set.notifications')}</h3>
      <label class="check"><input type="checkbox" .checked=${this.notify.on} @change=${this.wantNotified} />${t('set.notify')}</label>
      <label class="check"><input type="checkbox" .checked=${this.notify.sound} ?disabled=${!this.notify.on} @change=${this.wantSound} />${t('set.sound')}</label></section>`;
  }

  private install() {
    if (!installer.offered) return nothing;
    return html`<section><h3>${t('install.title')}</h3>
      <p class="hint">${t('install.hint')}</p>
      <div><button class="button small" @click=${() => installer.install()}>${t('install.title')}</button></div></section>`;
  }

  private passwords() {
    return html`<section><h3>${t('set.password')}</h3><form @submit=${this.password}>
      <input type="text" name="username" autocomplete="username" .value=${store.me?.name ?? ''} hidden />
      <div class="field"><label for="old">${t('set.old')}</label><input id="old" name="old" type="password" autocomplete="current-password" required /></div>
      <div class="field"><label for="new">${t('set.new')}</label><input id="new" name="new" type="password" autocomplete="new-password" required aria-describedby="new-hint" /><p class="hint" id="new-hint">${t('login.passwordHint')}</p></div>
      <div class="buttons"><button class="button small">${t('set.change')}</button></div>
    </form></section>`;
  }

  private devices() {
    return html`<section><h3>${t('set.sessions')}</h3><ul class="list">
      ${this.sessions.map((session) => html`<li>
        <span class="what"><b>${session.client}${session.current ? html` <span class="pill">${t('set.thisOne')}</span>` : nothing}</b><small>${t('set.used', { time: fullTime(session.lastUsed), address: session.address })}</small></span>
        ${session.current ? nothing : html`<button class="button plain small" aria-label=${t('set.revokeName', { name: session.client })}
          @click=${() => this.attempt(async () => (await store.call('sessions.revoke', { session: session.id }), this.load()))}>${t('set.revoke')}</button>`}
      </li>`)}</ul></section>`;
  }

  private blocks() {
    return html`<section><h3>${t('set.blocked')}</h3>
      ${this.blocked.length
        ? html`<ul class="list">${this.blocked.map((user) => html`<li><span class="what"><b dir="auto">${user.name}</b></span>
            <button class="button plain small" @click=${() => this.attempt(async () => (await store.call('blocks.set', { user: user.id, blocked: false }), this.load()))}>${t('person.unblock')}</button></li>`)}</ul>`
        : html`<p class="hint">${t('set.noBlocked')}</p>`}</section>`;
  }

  private end() {
    return html`<section><h3>${t('set.delete')}</h3><form @submit=${this.leaveForGood}>
      <p class="hint">${t('set.deleteText')}</p>
      <label class="check"><input type="radio" name="messages" value="keep" checked />${t('set.keep')}</label>
      <label class="check"><input type="radio" name="messages" value="erase" />${t('set.erase')}</label>
      <div class="field"><label for="sure">${t('login.passwordField')}</label><input id="sure" name="password" type="password" autocomplete="current-password" required /></div>
      <div class="buttons"><button class="button danger small">${t('set.delete')}</button></div>
    </form></section>`;
  }
}
