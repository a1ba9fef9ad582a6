import type { LitElement, ReactiveController } from 'lit';

/** One tab stop for a list; arrows, Home and End move in it. Items carry `data-roving`. */
export class Roving implements ReactiveController {
  private at = 0;

  constructor(private readonly host: LitElement, private readonly initial: (items: HTMLElement[]) => number = () => -1) {
    host.addController(this);
    host.addEventListener('keydown', (event) => this.key(event));
    host.addEventListener('focusin', (event) => this.focused(event.composedPath()[0]));
  }

  hostUpdated(): void {
    const items = this.items();
    const within = this.host.shadowRoot?.activeElement;
    if (!within || !items.includes(within as HTMLElement)) {
      const wanted = this.initial(items);
      if (wanted >= 0) this.at = wanted;
    }
    this.mark(items);
  }

  private items(): HTMLElement[] {
    return [...(this.host.shadowRoot?.querySelectorAll<HTMLElement>('[data-roving]') ?? [])];
  }

  private mark(items: HTMLElement[]): void {
    this.at = Math.max(0, Math.min(this.at, items.length - 1));
    items.forEach((item, index) => (item.tabIndex = index === this.at ? 0 : -1));
  }

  private focused(target: EventTarget | undefined): void {
    const items = this.items();
    const index = items.indexOf(target as HTMLElement);
    if (index < 0) return;
    this.at = index;
    this.mark(items);
  }

  private key(event: KeyboardEvent): void {
    const items = this.items();
    const now = items.indexOf(event.composedPath()[0] as HTMLElement);
    if (now < 0) return;
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    items[Math.max(0, Math.min(next, items.length - 1))]?.focus();
  }
}
