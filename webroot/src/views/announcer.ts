import { html, LitElement } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { t } from '../i18n';
import { plain } from '../lib/markdown';
import type { Entry } from '../net/protocol';
import { sheet } from '../styles/sheet';

/** What comes within this, in milliseconds, is said together. */
const BREATH = 1_000;
/** More messages at once are counted, not read out. */
const SPOKEN = 3;
const LONGEST = 200;

/** Says new messages to who listens to the page: politely, and never more than one sentence or three at a time. */
@customElement('parley-announcer')
export class Announcer extends LitElement {
  static override styles = sheet('');
  @state() private said = '';
  private waiting: Entry[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  hear(entry: Entry): void {
    this.waiting.push(entry);
    this.timer ??= setTimeout(() => this.speak(), BREATH);
  }

  /** What was said in a room is not for whoever is elsewhere, or no longer in it. */
  hush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
    this.said = '';
  }

  private speak(): void {
    this.timer = undefined;
    const heard = this.waiting.splice(0);
    this.said = heard.length > SPOKEN
      ? t('list.fresh', { count: heard.length })
      : heard.map((entry) => t('announce.message', { name: entry.sender.name, text: words(entry) })).join('\n');
  }

  override render() {
    return html`<div class="sr-only" role="status" aria-live="polite">${this.said}</div>`;
  }
}

function words(entry: Entry): string {
  return plain(entry.text ?? '').slice(0, LONGEST) || t('notify.file');
}
