import { html, LitElement, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { Plus } from 'lucide';
import { t } from '../i18n';
import { sheet } from '../styles/sheet';
import css from './popups.css?inline';
import { Roving } from './roving';

export interface MenuItem {
  id: string;
  label: string;
  danger?: boolean;
}

/** What people answer with most, one key away. */
const QUICK = ['👍', '❤️', '😄', '🎉', '👀', '🙏'];
const EDGE = 8;

let shown: Popups | undefined;

/** Offers a few things to do beside a place on the page; undefined when none was chosen. */
export function menu(items: MenuItem[], at: DOMRect): Promise<string | undefined> {
  return shown?.open({ kind: 'menu', items }, at) ?? Promise.resolve(undefined);
}

/** The few emoji that are used most, and all of them behind a button. */
export function pickEmoji(at: DOMRect): Promise<string | undefined> {
  return shown?.open({ kind: 'quick' }, at) ?? Promise.resolve(undefined);
}

type Content = { kind: 'menu'; items: MenuItem[] } | { kind: 'quick' } | { kind: 'emoji' };

/** One popup at a time, over everything, other dialogs too, and kept inside the window. */
@customElement('parley-popups')
export class Popups extends LitElement {
  static override styles = sheet(css);
  @state() private content: Content | undefined;
  @query('dialog') private dialog!: HTMLDialogElement;
  private at = new DOMRect();
  private answer: (chosen: string | undefined) => void = () => undefined;

  constructor() {
    super();
    new Roving(this);
    this.addEventListener('keydown', (event) => {
      event.stopPropagation(); // the keys are this popup's alone
      if (event.key !== 'Tab' || this.content?.kind === 'emoji') return;
      event.preventDefault();
      this.choose(undefined);
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    shown = this;
    addEventListener('resize', this.away);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('resize', this.away);
  }

  private readonly away = (): void => this.choose(undefined);

  async open(content: Content, at: DOMRect): Promise<string | undefined> {
    this.choose(undefined);
    this.at = at;
    this.content = content;
    const answered = new Promise<string | undefined>((answer) => (this.answer = answer));
    await this.updateComplete;
    this.dialog.showModal(); // gives the focus back by itself when it closes
    this.place();
    return answered;
  }

  private choose(chosen: string | undefined): void {
    if (!this.content) return;
    this.content = undefined;
    this.dialog.close();
    this.answer(chosen);
    this.answer = () => undefined;
  }

  private async all(): Promise<void> {
    await import('./emoji-popup');
    this.content = { kind: 'emoji' };
  }

  protected override updated(): void {
    if (this.content && this.dialog.open) this.place();
  }

  private place(): void {
    const { innerWidth, innerHeight } = window;
    const { width, height } = this.dialog.getBoundingClientRect();
    const left = Math.max(EDGE, Math.min(this.at.right - width, innerWidth - width - EDGE));
    const below = this.at.bottom + 4 + height <= innerHeight - EDGE;
    const top = below ? this.at.bottom + 4 : Math.max(EDGE, this.at.top - 4 - height);
    this.dialog.style.left = `${left}px`;
    this.dialog.style.top = `${top}px`;
    if (!this.dialog.contains(this.shadowRoot!.activeElement)) this.dialog.querySelector<HTMLElement>('[data-roving]')?.focus();
  }

  override render() {
    return html`<dialog class="popup" @close=${() => this.choose(undefined)} @mousedown=${(event: Event) => event.target === this.dialog && this.choose(undefined)}>${this.inside()}</dialog>`;
  }

  private inside() {
    const { content } = this;
    switch (content?.kind) {
      case 'menu':
        return html`<div class="menu" role="menu">
          ${content.items.map(({ id, label, danger }) => html`<button role="menuitem" data-roving class=${danger ? 'danger' : ''} @click=${() => this.choose(id)}>${label}</button>`)}
        </div>`;
      case 'quick':
        return html`<div class="quick" role="menu" aria-label=${t('action.react')}>
          ${QUICK.map((emoji) => html`<button role="menuitem" data-roving aria-label=${emoji} @click=${() => this.choose(emoji)}>${emoji}</button>`)}
          <button role="menuitem" data-roving aria-label=${t('reaction.all')} title=${t('reaction.all')} @click=${this.all}><parley-icon .icon=${Plus}></parley-icon></button>
        </div>`;
      case 'emoji':
        return html`<parley-emoji-popup @emoji=${(event: CustomEvent<string>) => this.choose(event.detail)} @close=${() => this.choose(undefined)}></parley-emoji-popup>`;
      default:
        return nothing;
    }
  }
}
