import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Check, Copy } from 'lucide';
import { t } from '../i18n';
import type { Node } from '../lib/highlight';
import { sheet } from '../styles/sheet';
import css from './code.css?inline';

/** More than this is shown without colours: they are decoration, and must not cost a frame. */
const COLOURED_MOST = 20_000;

/** A block of code: scrolls sideways, can be copied, and takes on colours when the highlighter is there. */
@customElement('parley-code')
export class CodeView extends LitElement {
  static override styles = sheet(css);
  @property() text = '';
  @property() language = '';
  @state() private coloured: readonly Node[] | undefined;
  @state() private copied = false;

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('text') && !changed.has('language')) return;
    this.coloured = undefined;
    if (this.language && this.text.length <= COLOURED_MOST) void this.colour(this.text, this.language);
  }

  private async colour(text: string, language: string): Promise<void> {
    try {
      const { highlight } = await import('../lib/highlight');
      if (text === this.text && language === this.language) this.coloured = highlight(text, language);
    } catch {
      // The code is readable without its colours.
    }
  }

  private async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.text);
    this.copied = true;
    setTimeout(() => (this.copied = false), 2000);
  }

  override render() {
    return html`<pre tabindex="0" dir="ltr"><code>${this.coloured ? this.coloured.map(node) : this.text}</code></pre>
      ${navigator.clipboard
        ? html`<button aria-label=${t('code.copy')} title=${t('code.copy')} @click=${this.copy}><parley-icon .icon=${this.copied ? Check : Copy}></parley-icon></button>
          <span role="status">${this.copied ? t('code.copied') : nothing}</span>`
        : nothing}`;
  }
}

function node(part: Node): TemplateResult | string {
  return typeof part === 'string' ? part : html`<span class=${part.class}>${part.inside.map(node)}</span>`;
}
