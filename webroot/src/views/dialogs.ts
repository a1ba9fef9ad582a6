import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { t } from '../i18n';
import { sheet } from '../styles/sheet';
import css from './dialogs.css?inline';

export interface Question {
  title: string;
  text: string | TemplateResult;
  /** What it is about, in its own words. */
  quote?: string;
  yes: string;
  danger?: boolean;
}

let shown: Dialogs | undefined;

/** Asks before something that cannot be taken back. */
export function confirm(question: Question): Promise<boolean> {
  return shown?.ask(question) ?? Promise.resolve(false);
}

@customElement('parley-dialogs')
export class Dialogs extends LitElement {
  static override styles = sheet(css);
  @state() private question: Question | undefined;
  @query('dialog') private dialog!: HTMLDialogElement;
  private answer: (yes: boolean) => void = () => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    shown = this;
  }

  async ask(question: Question): Promise<boolean> {
    this.answer(false);
    this.question = question;
    await this.updateComplete;
    this.dialog.returnValue = '';
    this.dialog.showModal();
    return new Promise((answer) => (this.answer = answer));
  }

  private closed(): void {
    this.answer(this.dialog.returnValue === 'yes');
    this.answer = () => undefined;
    this.question = undefined;
  }

  override render() {
    const { question } = this;
    return html`<dialog aria-labelledby="title" @close=${this.closed} @click=${(event: Event) => event.target === this.dialog && this.dialog.close()}>
      ${question
        ? html`<form method="dialog">
            <h2 id="title">${question.title}</h2>
            <p>${question.text}</p>
            ${question.quote ? html`<blockquote dir="auto">${question.quote}</blockquote>` : nothing}
            <div class="buttons">
              <button class="button plain" value="no" autofocus>${t('common.cancel')}</button>
              <button class="button ${question.danger ? 'danger' : ''}" value="yes">${question.yes}</button>
            </div>
          </form>`
        : nothing}
    </dialog>`;
  }
}
