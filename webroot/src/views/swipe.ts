/** How far a finger goes before it is clear where to, in pixels. */
const DECIDED = 12;
/** Across this part of the pane, or faster than this many pixels per millisecond, it is meant. */
const FAR = 0.35;
const FAST = 0.4;

/** What can be pulled into sight, or out of it. `element`: what follows the finger. */
export interface Pull {
  element: HTMLElement;
  /** Where it stands at the beginning and in the end: 0 in sight, 1 out of sight towards the end of the line. */
  from: 0 | 1;
  /** Called with whether it was meant, once everything stands where it belongs. */
  done(meant: boolean): void;
}

/**
 * Panes that follow a finger sideways. The browser keeps what goes up and down, and what scrolls sideways by itself; so a
 * pull begins only where `touch-action` leaves it to us.
 */
export class Swipe {
  private start: { id: number; x: number; y: number; time: number; asked: boolean } | undefined;
  private pull: Pull | undefined;
  /** What was let go of and is on its way to its place. */
  private settling: Animation | undefined;

  /** @param begin what a finger that goes towards the start (-1) or the end (1) of the line pulls */
  constructor(private readonly host: HTMLElement, private readonly begin: (towards: 1 | -1) => Promise<Pull | undefined>) {
    host.addEventListener('pointerdown', (event) => this.down(event));
    host.addEventListener('pointermove', (event) => void this.move(event));
    host.addEventListener('pointerup', (event) => void this.up(event, true));
    host.addEventListener('pointercancel', (event) => void this.up(event, false));
  }

  private get sign(): 1 | -1 {
    return getComputedStyle(this.host).direction === 'rtl' ? -1 : 1;
  }

  private down(event: PointerEvent): void {
    this.settling?.finish(); // a next pull begins where the one before ends
    this.start = event.pointerType === 'touch' && event.isPrimary && !belongsElsewhere(event)
      ? { id: event.pointerId, x: event.clientX, y: event.clientY, time: event.timeStamp, asked: false } : undefined;
  }

  private async move(event: PointerEvent): Promise<void> {
    const { start } = this;
    if (event.pointerId !== start?.id) return;
    const along = (event.clientX - start.x) * this.sign;
    if (this.pull) return this.place(along);
    if (start.asked || Math.abs(along) < DECIDED) return;
    start.asked = true;
    if (Math.abs(event.clientY - start.y) > Math.abs(along)) return void (this.start = undefined);
    const pull = await this.begin(along > 0 ? 1 : -1);
    if (this.start !== start) return pull?.done(false); // the finger was lifted meanwhile
    if (!pull) return void (this.start = undefined);
    this.pull = pull;
    this.place(along);
  }

  private place(along: number): void {
    const { element, from } = this.pull!;
    element.style.setProperty('--pulled', `${Math.min(1, Math.max(0, from + along / innerWidth)) * innerWidth}px`);
  }

  private async up(event: PointerEvent, lifted: boolean): Promise<void> {
    const { pull, start } = this;
    if (event.pointerId !== start?.id) return;
    this.start = undefined;
    this.pull = undefined;
    if (!pull) return;
    const along = (event.clientX - start.x) * this.sign;
    const way = pull.from === 0 ? along : -along;
    const fast = way / Math.max(1, event.timeStamp - start.time) > FAST;
    const meant = lifted && way > DECIDED && (fast || way > FAR * innerWidth);
    await this.settle(pull, (pull.from === 0) === meant ? innerWidth : 0);
    pull.element.style.removeProperty('--pulled');
    pull.done(meant);
  }

  private async settle({ element }: Pull, to: number): Promise<void> {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const from = getComputedStyle(element).translate;
    this.settling = element.animate([{ translate: from }, { translate: `${to * this.sign}px` }], { duration: 140, easing: 'ease-out' });
    await this.settling.finished.catch(() => undefined); // it is gone with its pane
    this.settling = undefined;
  }
}

/** Where a finger has something else to do: a field, a slider, a player, marked text. */
function belongsElsewhere(event: Event): boolean {
  return !getSelection()?.isCollapsed || event.composedPath().some((node) => node instanceof Element && node.matches('input, textarea, select, audio, video, dialog, parley-emoji-popup'));
}
