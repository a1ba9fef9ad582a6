import { html, nothing, type ReactiveControllerHost } from 'lit';
import { shortcodes } from '../app';
import { t } from '../i18n';
import { codeBefore, type Suggestion } from '../lib/shortcodes';

/** The list that opens while a `:shortcode` is being typed. */
export class Completion {
  private suggestions: Suggestion[] = [];
  private from = 0;
  private at = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly area: () => HTMLTextAreaElement | null,
    private readonly changed: () => void,
  ) {}

  get open(): boolean {
    return this.suggestions.length > 0;
  }

  get active(): string | undefined {
    return this.open ? `suggestion-${this.at}` : undefined;
  }

  close(): void {
    if (!this.open) return;
    this.suggestions = [];
    this.host.requestUpdate();
  }

  update(): void {
    const area = this.area();
    const code = area && area.selectionStart === area.selectionEnd ? codeBefore(area.value, area.selectionStart) : undefined;
    if (!code) return this.close();
    if (!shortcodes.complete) void shortcodes.load().then(() => shortcodes.complete && this.area() === area && this.update());
    this.from = code.from;
    this.at = 0;
    this.suggestions = shortcodes.suggest(code.typed);
    this.host.requestUpdate();
  }

  /** Whether the key was meant for the list. */
  key(event: KeyboardEvent): boolean {
    if (!this.open) return false;
    const count = this.suggestions.length;
    switch (event.key) {
      case 'ArrowDown': this.at = (this.at + 1) % count; break;
      case 'ArrowUp': this.at = (this.at + count - 1) % count; break;
      case 'Enter':
      case 'Tab':
        if (event.shiftKey) return false;
        this.choose(this.suggestions[this.at]!);
        break;
      case 'Escape': this.close(); break;
      default: return false;
    }
    event.preventDefault();
    event.stopPropagation();
    this.host.requestUpdate();
    return true;
  }

  private choose({ emoji }: Suggestion): void {
    const area = this.area();
    if (!area) return;
    area.setRangeText(`${emoji} `, this.from, area.selectionStart, 'end');
    this.close();
    this.changed();
  }

  render() {
    if (!this.open) return nothing;
    return html`<ul class="popup suggestions" id="suggestions" role="listbox" aria-label=${t('emoji.label')}>
      ${this.suggestions.map((suggestion, index) => html`
        <li role="option" id="suggestion-${index}" aria-selected=${index === this.at}
          @mousedown=${(event: Event) => event.preventDefault()} @click=${() => this.choose(suggestion)}>
          <span aria-hidden="true">${suggestion.emoji}</span>:${suggestion.code}:
        </li>`)}
    </ul>`;
  }
}
