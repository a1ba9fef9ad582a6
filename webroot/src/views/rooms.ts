import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Hash, Plus } from 'lucide';
import { screen, store } from '../app';
import { t } from '../i18n';
import type { Result } from '../net/protocol';
import { formSheet } from '../styles/sheet';
import type { ModalView } from './modal';
import css from './rooms.css?inline';
import { toast } from './toasts';

type Found = Result<'rooms.find'>['rooms'][number];

/** The public rooms of this server, to be found and joined. */
@customElement('parley-rooms')
export class RoomsView extends LitElement {
  static override styles = formSheet(css);
  @state() private found: Found[] | undefined;
  @state() private more = false;
  @query('.search') private field!: HTMLInputElement;
  @query('parley-modal') private modal!: ModalView;
  private asked = 0;

  protected override firstUpdated(): void {
    void this.find();
  }

  private async find(after?: string): Promise<void> {
    const asked = ++this.asked;
    const limit = 30;
    try {
      const { rooms } = await store.call('rooms.find', { query: this.field.value.trim(), limit, ...(after === undefined ? {} : { after }) });
      if (asked !== this.asked) return; // something else was typed meanwhile
      this.found = after === undefined ? rooms : [...(this.found ?? []), ...rooms];
      this.more = rooms.length === limit;
    } catch (error) {
      toast((error as Error).message);
    }
  }

  private async enter(room: Found): Promise<void> {
    try {
      if (room.joined) store.select(room.id);
      else await store.join(room.id);
      this.modal.close();
    } catch (error) {
      toast((error as Error).message);
    }
  }

  override render() {
    return html`<parley-modal .heading=${t('rooms.title')}>
      <div class="top">
        <input class="search" type="search" autofocus aria-label=${t('rooms.find')} placeholder=${t('rooms.find')} @input=${() => this.find()} />
        <button class="button" @click=${() => screen.show('create-room')}><parley-icon .icon=${Plus}></parley-icon>${t('rooms.create')}</button>
      </div>
      ${this.found?.length === 0 ? html`<p class="empty">${t('rooms.none')}</p>` : nothing}
      <ul class="list" aria-label=${t('rooms.title')}>
        ${repeat(this.found ?? [], ({ id }) => id, (room) => html`<li>
          <span class="mark"><parley-icon .icon=${Hash}></parley-icon></span>
          <span class="what"><b dir="auto">${room.name}</b><small dir="auto">${t('room.members', { count: room.memberCount })}${room.topic ? ` · ${room.topic}` : ''}</small></span>
          <button class="button small ${room.joined ? 'plain' : ''}" aria-label="${t(room.joined ? 'rooms.go' : 'rooms.join')}: ${room.name}" @click=${() => this.enter(room)}>${t(room.joined ? 'rooms.go' : 'rooms.join')}</button>
        </li>`)}
      </ul>
      ${this.more ? html`<button class="button plain" @click=${() => this.find(this.found?.at(-1)?.name)}>${t('panel.more')}</button>` : nothing}
    </parley-modal>`;
  }
}
