import { html, LitElement, nothing } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { X } from 'lucide';
import { Follow, screen, store } from '../app';
import { t } from '../i18n';
import type { Panel } from '../state/screen';
import { sheet } from '../styles/sheet';
import './panel-members';
import './panel-person';
import './panel-pins';
import './panel-room';
import './panel-search';
import './panel-thread';
import css from './panel.css?inline';
import { roomTools } from './room-tools';

/** What stands beside the conversation: its members, what is pinned, a search, a person, a thread. */
@customElement('parley-panel')
export class PanelView extends LitElement {
  static override styles = sheet(css);
  @query('aside') readonly side!: HTMLElement | null;

  constructor() {
    super();
    new Follow(this);
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') screen.open(undefined);
    });
  }

  /** A thread belongs to its room: it closes when one goes elsewhere. */
  protected override willUpdate(): void {
    const { panel } = screen;
    if (panel?.kind === 'thread' && panel.room !== store.open) queueMicrotask(() => screen.open(undefined));
  }

  override render() {
    const { panel } = screen;
    const conversation = store.current;
    if (!panel || !conversation || (panel.kind === 'thread' && panel.room !== conversation.id)) return nothing;
    return html`<aside class=${panel.kind} aria-labelledby="heading">
      <header><h2 id="heading">${this.heading(panel)}</h2>
        ${panel.kind === 'thread' ? nothing : roomTools(conversation)}
        <button class="icon-button" aria-label=${t('common.close')} title=${t('common.close')} @click=${() => screen.open(undefined)}><parley-icon .icon=${X}></parley-icon></button>
      </header>
      ${this.content(panel)}
    </aside>`;
  }

  private heading(panel: Panel): string {
    switch (panel.kind) {
      case 'members': return t('panel.members');
      case 'pins': return t('room.showPins');
      case 'room': return t('room.settings');
      case 'search': return t('room.search');
      case 'person': return '';
      case 'thread': return t('thread.title');
    }
  }

  private content(panel: Panel) {
    const conversation = store.current!;
    switch (panel.kind) {
      case 'members': return html`<parley-members .conversation=${conversation}></parley-members>`;
      case 'pins': return html`<parley-pins .conversation=${conversation}></parley-pins>`;
      case 'room': return html`<parley-room-settings .conversation=${conversation}></parley-room-settings>`;
      case 'search': return html`<parley-search .conversation=${conversation} .initial=${panel.query}></parley-search>`;
      case 'thread': return html`<parley-thread .conversation=${conversation} .seq=${panel.seq}></parley-thread>`;
      case 'person': return html`<parley-person .conversation=${conversation} user=${panel.user}></parley-person>`;
    }
  }
}
