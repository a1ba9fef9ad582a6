import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { t } from '../i18n';
import { formSheet } from '../styles/sheet';
import css from './dialogs.css?inline';

export interface Question {
  title: string;
  text: string | TemplateResult;
  /** What it is about, in its own words. */
  quote?: string;
  yes: string;
  danger?: boolean;
  /** Asks for a reason in a field of this label. */
  reason?: string;
}

/** The longest reason. */
const REASON = 200;

let shown: Dialogs | undefined;

/** Asks before something that cannot be taken back. */
export function confirm(question: Question): Promise<boolean> {
  return shown?.ask(question) ?? Promise.resolve(false);
}

/** The same, with the reason that was given, which may be empty; undefined when the answer was no. */
export async function confirmBecause(question: Question & { reason: string }): Promise<string | undefined> {
  return (await confirm(question)) ? shown?.reason : undefined;
}

@customElement('parley-dialogs')
export class Dialogs extends LitElement {
  static override styles = formSheet(css);
  /** What was given as a reason the last time. */
  reason = '';
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
    this.reason = this.dialog.querySelector('input')?.value.trim() ?? '';
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
            ${question.reason === undefined ? nothing : html`<div class="field"><label for="reason">${question.reason}</label><input id="reason" name="reason" maxlength=${REASON} autocomplete="off" /></div>`}
            <div class="buttons">
              <button class="button plain" value="no" autofocus>${t('common.cancel')}</button>
              <button class="button ${question.danger ? 'danger' : ''}" value="yes">${question.yes}</button>
            </div>
          </form>`
        : nothing}
    </dialog>`;
  }
}
