import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { CircleAlert, Info } from 'lucide';
import { Follow, store } from '../app';
import { t } from '../i18n';
import { memory } from '../state/memory';
import { sheet } from '../styles/sheet';
import css from './login.css?inline';
import { logo } from './logo';

/** The front door: pick a name. */
@customElement('parley-login')
export class LoginView extends LitElement {
  static override styles = sheet(css);
  @state() private error = '';
  @state() private busy = false;
  @query('input') private field!: HTMLInputElement;

  constructor() {
    super();
    new Follow(this);
  }

  protected override firstUpdated(): void {
    this.field.value = memory.name();
    this.field.focus();
    this.field.select();
  }

  private async enter(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.field.value.trim();
    if (!name) {
      this.error = t('login.empty');
      this.field.focus();
      return;
    }
    this.busy = true;
    this.error = '';
    try {
      await store.enter(name);
    } catch (error) {
      this.error = (error as Error).message;
      await this.updateComplete;
      this.field.focus();
      this.field.select();
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const message = this.error || store.farewell;
    return html`<main>
      <header>${logo}
        <h1>Parley</h1>
        <p class="lead">${t('login.lead')}</p>
      </header>
      <form @submit=${this.enter} novalidate>
        <label for="name">${t('login.name')}</label>
        <input id="name" name="name" autocomplete="nickname" autocapitalize="off" spellcheck="false" maxlength="64" dir="auto"
          aria-describedby="hint error" aria-invalid=${this.error ? 'true' : 'false'} @input=${() => (this.error = '')} />
        <p class="hint" id="hint">${t('login.hint')}</p>
        <div id="error" role="alert">${message
          ? html`<p class="error ${this.error ? '' : 'mild'}"><parley-icon .icon=${this.error ? CircleAlert : Info}></parley-icon><span>${message}</span></p>`
          : nothing}</div>
        <button class="button" ?disabled=${this.busy}>${t(this.busy ? 'common.moment' : 'login.enter')}</button>
      </form>
      <parley-theme></parley-theme>
      <parley-language></parley-language>
    </main>`;
  }
}
