import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
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

/** One popup at a time, over everything, kept inside the window. */
@customElement('parley-popups')
export class Popups extends LitElement {
  static override styles = sheet(css);
  @state() private content: Content | undefined;
  private at = new DOMRect();
  private answer: (chosen: string | undefined) => void = () => undefined;
  private back: HTMLElement | null = null;

  constructor() {
    super();
    new Roving(this);
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' && event.key !== 'Tab') return;
      event.preventDefault();
      event.stopPropagation();
      this.choose(undefined);
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    shown = this;
    document.addEventListener('pointerdown', this.outside, true);
    addEventListener('resize', this.away);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.outside, true);
    removeEventListener('resize', this.away);
  }

  private readonly outside = (event: Event): void => {
    if (this.content && !event.composedPath().includes(this)) this.choose(undefined);
  };

  private readonly away = (): void => this.choose(undefined);

  open(content: Content, at: DOMRect): Promise<string | undefined> {
    this.answer(undefined);
    this.back = deepest(document.activeElement);
    this.at = at;
    this.content = content;
    return new Promise((answer) => (this.answer = answer));
  }

  private choose(chosen: string | undefined): void {
    if (!this.content) return;
    this.content = undefined;
    this.answer(chosen);
    this.answer = () => undefined;
    this.back?.focus({ preventScroll: true });
  }

  private async all(): Promise<void> {
    await import('./emoji-popup');
    this.content = { kind: 'emoji' };
  }

  protected override updated(): void {
    const box = this.shadowRoot?.querySelector<HTMLElement>('.popup');
    if (!box) return;
    const { innerWidth, innerHeight } = window;
    const { width, height } = box.getBoundingClientRect();
    const left = Math.max(EDGE, Math.min(this.at.right - width, innerWidth - width - EDGE));
    const below = this.at.bottom + 4 + height <= innerHeight - EDGE;
    const top = below ? this.at.bottom + 4 : Math.max(EDGE, this.at.top - 4 - height);
    box.style.left = `${left}px`;
    box.style.top = `${top}px`;
    if (!box.contains(this.shadowRoot!.activeElement)) box.querySelector<HTMLElement>('[data-roving]')?.focus();
  }

  override render() {
    const { content } = this;
    switch (content?.kind) {
      case 'menu':
        return html`<div class="popup menu" role="menu">
          ${content.items.map(({ id, label, danger }) => html`<button role="menuitem" data-roving class=${danger ? 'danger' : ''} @click=${() => this.choose(id)}>${label}</button>`)}
        </div>`;
      case 'quick':
        return html`<div class="popup quick" role="menu" aria-label=${t('action.react')}>
          ${QUICK.map((emoji) => html`<button role="menuitem" data-roving aria-label=${emoji} @click=${() => this.choose(emoji)}>${emoji}</button>`)}
          <button role="menuitem" data-roving aria-label=${t('reaction.all')} title=${t('reaction.all')} @click=${this.all}><parley-icon .icon=${Plus}></parley-icon></button>
        </div>`;
      case 'emoji':
        return html`<div class="popup"><parley-emoji-popup @emoji=${(event: CustomEvent<string>) => this.choose(event.detail)} @close=${() => this.choose(undefined)}></parley-emoji-popup></div>`;
      default:
        return nothing;
    }
  }
}

/** The element that has the focus, however many shadow roots it lies under. */
function deepest(element: Element | null): HTMLElement | null {
  let at = element;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at instanceof HTMLElement ? at : null;
}
