import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { CircleAlert, Info } from 'lucide';
import { Follow, store } from '../app';
import { t } from '../i18n';
import { type Route, route } from '../lib/route';
import type { Entrance } from '../net/connection';
import { memory } from '../state/memory';
import { sheet } from '../styles/sheet';
import css from './login.css?inline';
import { logo } from './logo';

type Mode = 'guest' | 'password' | 'register' | 'reset';

/** The front door: as a guest, with an account, or with a link that somebody sent. */
@customElement('parley-login')
export class LoginView extends LitElement {
  static override styles = sheet(css);
  @state() private error = '';
  @state() private busy = false;
  @state() private modes: Mode[] = ['guest'];
  @state() private mode: Mode = memory.entrance() === 'password' ? 'password' : 'guest';
  @query('#name') private nameField!: HTMLInputElement | null;
  @query('#password') private passwordField!: HTMLInputElement | null;
  private readonly route: Route = route(location.hash);

  constructor() {
    super();
    new Follow(this);
    if (this.invite) this.mode = 'register';
    if (this.route.page === 'reset') this.mode = 'reset';
  }

  private get invite(): string | undefined {
    return this.route.page === 'invite' || this.route.page === 'setup' ? this.route.token : undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.greet();
  }

  protected override firstUpdated(): void {
    if (this.nameField) this.nameField.value = memory.name();
    (this.nameField ?? this.passwordField)?.focus();
    this.nameField?.select();
  }

  /** Asks what is offered; until the answer is there, what most servers offer is. */
  private async greet(): Promise<void> {
    if (this.mode === 'reset') return;
    try {
      if (this.invite) await store.checkInvite(this.invite);
      const { logins } = await store.greet();
      const modes = new Set<Mode>();
      if (logins.includes('password')) modes.add('password');
      if (logins.includes('guest')) modes.add('guest');
      if (logins.includes('register') || this.invite) modes.add('register');
      this.modes = [...modes];
      if (!modes.has(this.mode)) this.mode = this.modes[0] ?? 'password';
    } catch (error) {
      this.error = (error as Error).message;
      if (this.invite) this.mode = 'password';
    }
  }

  private async choose(mode: Mode): Promise<void> {
    this.mode = mode;
    this.error = '';
    await this.updateComplete;
    (this.nameField?.value ? (this.passwordField ?? this.nameField) : this.nameField)?.focus();
  }

  private how(name: string, password: string): Entrance {
    switch (this.mode) {
      case 'guest': return { method: 'login', params: { guest: name } };
      case 'password': return { method: 'login', params: { name, password } };
      case 'register': return { method: 'register', params: { name, password, ...(this.invite ? { invite: this.invite } : {}) } };
      case 'reset': return { method: 'reset', params: { token: this.route.page === 'reset' ? this.route.token : '', password } };
    }
  }

  private async enter(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.nameField?.value.trim() ?? '';
    const password = this.passwordField?.value ?? '';
    if (this.nameField && !name) return this.complain(t('login.empty'), this.nameField);
    if (this.passwordField && !password) return this.complain(t('login.emptyPassword'), this.passwordField);
    this.busy = true;
    this.error = '';
    try {
      await store.enter(this.how(name, password));
      memory.setEntrance(this.mode === 'guest' ? undefined : 'password');
      // A link that was used is of no use any more, and should not stay in the address.
      if (this.route.page !== 'room' && location.hash) history.replaceState(null, '', location.pathname);
    } catch (error) {
      this.complain((error as Error).message, this.mode === 'password' ? this.passwordField : (this.nameField ?? this.passwordField));
    } finally {
      this.busy = false;
    }
  }

  private complain(error: string, field: HTMLInputElement | null): void {
    this.error = error;
    void this.updateComplete.then(() => (field?.focus(), field?.select()));
  }

  override render() {
    const message = this.error || store.farewell;
    return html`<main>
      <header>${logo}
        <h1>${this.heading()}</h1>
        <p class="lead">${this.lead()}</p>
      </header>
      <form @submit=${this.enter} novalidate>
        ${this.tabs()}
        ${this.mode === 'reset' ? nothing : this.nameInput()}
        ${this.mode === 'guest' ? nothing : this.passwordInput()}
        <div id="error" role="alert">${message
          ? html`<p class="error ${this.error ? '' : 'mild'}"><parley-icon .icon=${this.error ? CircleAlert : Info}></parley-icon><span>${message}</span></p>`
          : nothing}</div>
        <button class="button" ?disabled=${this.busy}>${this.busy ? t('common.moment') : this.verb()}</button>
      </form>
      <parley-theme></parley-theme>
      <parley-language></parley-language>
    </main>`;
  }

  private heading(): string {
    if (this.mode === 'reset') return t('login.resetTitle');
    if (this.mode === 'register' && this.invite) return t(this.route.page === 'setup' ? 'login.setupTitle' : 'login.inviteTitle');
    return 'Parley';
  }

  private lead(): string {
    if (this.mode === 'reset') return t('login.resetLead');
    if (this.mode === 'register' && this.invite) return t(this.route.page === 'setup' ? 'login.setupLead' : 'login.inviteLead');
    return t(this.mode === 'guest' ? 'login.lead' : 'login.welcome');
  }

  private verb(): string {
    return t(({ guest: 'login.enter', password: 'login.password', register: 'login.create', reset: 'login.setPassword' } as const)[this.mode]);
  }

  private tabs() {
    if (this.mode === 'reset' || this.modes.length < 2) return nothing;
    return html`<div class="tabs" role="radiogroup" aria-label=${t('login.modes')}>
      ${this.modes.map((mode) => html`<label><input type="radio" name="mode" .checked=${mode === this.mode} @change=${() => this.choose(mode)} />
        <span>${t(`login.${mode as 'guest' | 'password' | 'register'}`)}</span></label>`)}
    </div>`;
  }

  private nameInput() {
    const guest = this.mode === 'guest';
    const hint = guest ? t('login.hint') : this.mode === 'register' ? t('login.nameHint') : '';
    return html`<label for="name">${t(guest ? 'login.name' : 'login.nameField')}</label>
      <input id="name" name="name" autocomplete=${guest ? 'nickname' : 'username'} autocapitalize="off" spellcheck="false" maxlength="64" dir="auto"
        aria-describedby="hint error" aria-invalid=${this.error ? 'true' : 'false'} @input=${() => (this.error = '')} />
      <p class="hint" id="hint" ?hidden=${!hint}>${hint}</p>`;
  }

  private passwordInput() {
    const made = this.mode !== 'password';
    return html`<label for="password">${t(this.mode === 'reset' ? 'login.newPassword' : 'login.passwordField')}</label>
      <input id="password" name="password" type="password" autocomplete=${made ? 'new-password' : 'current-password'} maxlength="1024"
        aria-describedby="password-hint error" aria-invalid=${this.error ? 'true' : 'false'} @input=${() => (this.error = '')} />
      <p class="hint" id="password-hint" ?hidden=${!made}>${t('login.passwordHint')}</p>`;
  }
}
