import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { shortcodes, store } from '../app';
import { t } from '../i18n';
import { codeBefore } from '../lib/shortcodes';
import type { Conversation } from '../state/conversation';

interface Suggestion {
  insert: string;
  show: TemplateResult;
}

const MOST = 8;

/** The list that opens while a `:shortcode` or an `@name` is being typed. */
export class Completion {
  private suggestions: Suggestion[] = [];
  private label = '';
  private from = 0;
  private at = 0;

  constructor(
    private readonly host: ReactiveControllerHost & { conversation: Conversation },
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
    if (!area || area.selectionStart !== area.selectionEnd) return this.close();
    const { value, selectionStart } = area;
    this.at = 0;
    if (!this.emoji(value, selectionStart) && !this.people(value, selectionStart)) return this.close();
    this.host.requestUpdate();
  }

  private emoji(text: string, caret: number): boolean {
    const code = codeBefore(text, caret);
    if (!code) return false;
    const area = this.area();
    if (!shortcodes.complete) void shortcodes.load().then(() => shortcodes.complete && this.area() === area && this.update());
    this.from = code.from;
    this.label = t('emoji.label');
    this.suggestions = shortcodes.suggest(code.typed).map(({ emoji, code: name }) => ({ insert: emoji, show: html`<span aria-hidden="true">${emoji}</span>:${name}:` }));
    return this.open;
  }

  private people(text: string, caret: number): boolean {
    const found = nameBefore(text, caret);
    if (!found) return false;
    this.from = found.from;
    this.label = t('composer.mentions');
    const typed = found.typed.toLowerCase();
    const { conversation } = this.host;
    const people = (conversation.isDirect ? [conversation.peer!] : store.people).filter(({ id, name, display }) =>
      id !== store.me?.id && (name.toLowerCase().startsWith(typed) || display?.toLowerCase().startsWith(typed)));
    this.suggestions = people.slice(0, MOST).map(({ id, name, display }) => ({
      insert: `@${name}`,
      show: html`<parley-avatar small user=${id} name=${display ?? name}></parley-avatar><bdi>${display ?? name}</bdi>${display ? html`<small>@${name}</small>` : nothing}`,
    }));
    if (!conversation.isDirect && 'room'.startsWith(typed)) {
      this.suggestions.push({ insert: '@room', show: html`<span aria-hidden="true">@</span>room <small>${t('composer.mentionRoom')}</small>` });
    }
    return this.open;
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

  private choose({ insert }: Suggestion): void {
    const area = this.area();
    if (!area) return;
    area.setRangeText(`${insert} `, this.from, area.selectionStart, 'end');
    this.close();
    this.changed();
  }

  render() {
    if (!this.open) return nothing;
    return html`<ul class="popup suggestions" id="suggestions" role="listbox" aria-label=${this.label}>
      ${this.suggestions.map((suggestion, index) => html`
        <li role="option" id="suggestion-${index}" aria-selected=${index === this.at}
          @mousedown=${(event: Event) => event.preventDefault()} @click=${() => this.choose(suggestion)}>${suggestion.show}</li>`)}
    </ul>`;
  }
}

/** The beginning of a name behind an `@` that begins a word, right before the caret. */
export function nameBefore(text: string, caret: number): { from: number; typed: string } | undefined {
  const before = text.slice(Math.max(0, caret - 33), caret);
  const match = /(?:^|[^\p{L}\p{N}_])(@([^\s@]{0,32}))$/u.exec(before);
  return match ? { from: caret - match[1]!.length, typed: match[2]! } : undefined;
}
