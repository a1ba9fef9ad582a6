import Picker from 'emoji-picker-element/picker.js';
import { html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';
import { EMOJI_DATA } from '../app';
import { t } from '../i18n';
import { sheet } from '../styles/sheet';
import css from './emoji-popup.css?inline';

/** The emoji picker, in a module of its own so that it is loaded when it is first asked for; its data is ours. */
@customElement('parley-emoji-popup')
export class EmojiPopup extends LitElement {
  static override styles = sheet(css);
  private readonly picker = new Picker({ dataSource: EMOJI_DATA });

  constructor() {
    super();
    this.setAttribute('role', 'dialog');
    this.setAttribute('aria-label', t('emoji.label'));
    this.picker.addEventListener('emoji-click', (event) => {
      this.dispatchEvent(new CustomEvent('emoji', { detail: event.detail.unicode ?? '' }));
    });
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.dispatchEvent(new CustomEvent('close'));
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.outside);
    // On a phone that would bring up the keyboard over the picker.
    if (!matchMedia('(pointer: coarse)').matches) requestAnimationFrame(() => this.picker.shadowRoot?.querySelector<HTMLElement>('input')?.focus());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.outside);
  }

  private readonly outside = (event: Event): void => {
    const path = event.composedPath();
    const onToggle = path.some((node) => node instanceof Element && node.id === 'pick-emoji');
    if (!path.includes(this) && !onToggle) this.dispatchEvent(new CustomEvent('close'));
  };

  override render() {
    return html`${this.picker}`;
  }
}
