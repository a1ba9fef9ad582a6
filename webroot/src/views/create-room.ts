import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { CircleAlert } from 'lucide';
import { store } from '../app';
import { t } from '../i18n';
import { ulid } from '../lib/ulid';
import { formSheet } from '../styles/sheet';
import type { ModalView } from './modal';

/** Makes a room: its name, its topic, and who can come in. */
@customElement('parley-create-room')
export class CreateRoom extends LitElement {
  static override styles = formSheet('');
  @state() private error = '';
  @state() private busy = false;
  @query('parley-modal') private modal!: ModalView;
  @query('form') private form!: HTMLFormElement;
  /** One id for this room, however often it has to be sent. */
  private readonly once = ulid();

  private async create(event: Event): Promise<void> {
    event.preventDefault();
    const data = new FormData(this.form);
    const text = (name: string) => String(data.get(name) ?? '').trim();
    const name = text('name');
    if (!name) {
      this.error = t('rooms.noName');
      this.form.querySelector('input')?.focus();
      return;
    }
    this.busy = true;
    this.error = '';
    try {
      const topic = text('topic');
      await store.createRoom({ id: this.once, name, kind: text('kind') === 'private' ? 'private' : 'public', ...(topic ? { topic } : {}) });
      this.modal.close();
    } catch (error) {
      this.error = (error as Error).message;
    } finally {
      this.busy = false;
    }
  }

  override render() {
    return html`<parley-modal .heading=${t('rooms.create')}>
      <form @submit=${this.create} novalidate>
        <div class="field">
          <label for="name">${t('rooms.name')}</label>
          <input id="name" name="name" maxlength="64" autocomplete="off" autofocus dir="auto" aria-describedby="name-hint" aria-invalid=${this.error ? 'true' : 'false'} @input=${() => (this.error = '')} />
          <p class="hint" id="name-hint">${t('rooms.nameHint')}</p>
        </div>
        <div class="field">
          <label for="topic">${t('rooms.topic')} <span class="hint">(${t('rooms.optional')})</span></label>
          <input id="topic" name="topic" maxlength="250" autocomplete="off" dir="auto" />
        </div>
        <fieldset class="field">
          <legend>${t('rooms.kind')}</legend>
          <label class="choice"><input type="radio" name="kind" value="public" checked /><b>${t('rooms.public')}</b><small>${t('rooms.publicHint')}</small></label>
          <label class="choice"><input type="radio" name="kind" value="private" /><b>${t('rooms.private')}</b><small>${t('rooms.privateHint')}</small></label>
        </fieldset>
        <div role="alert">${this.error ? html`<p class="error"><parley-icon .icon=${CircleAlert}></parley-icon>${this.error}</p>` : nothing}</div>
        <div class="buttons">
          <button type="button" class="button plain" @click=${() => this.modal.close()}>${t('common.cancel')}</button>
          <button class="button" ?disabled=${this.busy}>${t(this.busy ? 'common.moment' : 'rooms.make')}</button>
        </div>
      </form>
    </parley-modal>`;
  }
}
