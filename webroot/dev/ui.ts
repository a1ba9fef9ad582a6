/** Every token and component in every state, in each theme: `npm run ui`, then /ui. Not part of what is built. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { Pencil, Pin, SendHorizontal, SmilePlus, Trash2, X } from 'lucide';
import '../src/styles/tokens.css';
import '../src/views/icon';
import '../src/views/avatar';
import '../src/views/attachment';
import '../src/views/media';
import '../src/views/text-file';
import '../src/views/code';
import '../src/views/message';
import '../src/views/toasts';
import { number, t } from '../src/i18n';
import type { Entry } from '../src/net/protocol';
import { formSheet } from '../src/styles/sheet';
import { asShown, type Shown } from '../src/views/message';
import { toast } from '../src/views/toasts';
import tokens from '../src/styles/tokens.css?raw';
import css from './ui.css?inline';

const THEMES = ['light', 'dark', 'contrast'] as const;
const STATES = ['hover', 'focus-visible', 'active'] as const;

/** What a pointer or a key would bring about, by a class: each rule with such a state once more, for `.is-hover` and so on. */
function showStates(sheets: readonly CSSStyleSheet[]): void {
  for (const sheet of sheets) {
    for (const rule of [...sheet.cssRules]) {
      if (!(rule instanceof CSSStyleRule)) continue;
      const selector = STATES.reduce((text, state) => text.replaceAll(`:${state}`, `.is-${state}`), rule.selectorText);
      if (selector !== rule.selectorText) sheet.insertRule(rule.cssText.replace(rule.selectorText, selector), sheet.cssRules.length);
    }
  }
}

const names = (wanted: RegExp): string[] => [...new Set([...tokens.matchAll(/^ {2}(--[\w-]+):/gm)].map(([, name]) => name!))].filter((name) => wanted.test(name));
const figure = (label: string, what: TemplateResult) => html`<figure>${what}<figcaption>${label}</figcaption></figure>`;

const PEOPLE = {
  ann: { id: 'a'.repeat(26), name: 'ann', kind: 'member' as const },
  bob: { id: 'b'.repeat(26), name: 'bob', kind: 'legacy' as const },
};
const entry = (more: Partial<Entry>): Entry => ({ room: 'r', seq: 7, time: Date.UTC(2026, 0, 5, 9, 30), sender: PEOPLE.ann, type: 'message', id: 'M', text: 'Bread and **coffee** at `eight`', ...more });
const file = (name: string, type: string) => ({ id: 'f'.repeat(26), name, type, size: 184_000 });
const outgoing = (state: Shown['state'], error?: string): Shown => ({ id: state, time: Date.UTC(2026, 0, 5, 9, 31), sender: PEOPLE.ann, text: 'Written on the train', files: [], state, error });

const MESSAGES: Record<string, Shown> = {
  'as it came': asShown(entry({})),
  'from an older client': asShown(entry({ sender: PEOPLE.bob })),
  'edited, pinned': asShown(entry({ edited: { seq: 9, time: 0 }, pinned: true })),
  reactions: asShown(entry({ reactions: { '👍': [PEOPLE.ann.id, PEOPLE.bob.id], '🎉': [PEOPLE.bob.id] } })),
  'with a thread': asShown(entry({ replies: { count: 3, last: 12 } })),
  'deleted by its sender': asShown(entry({ text: '', deleted: { by: PEOPLE.ann.id, time: 0 } })),
  'removed by a moderator': asShown(entry({ text: '', deleted: { by: PEOPLE.bob.id, time: 0 } })),
  code: asShown(entry({ text: '```js\nconst answer = 42; // see above\n```\n> a quotation\n\n- one\n- two' })),
  'on its way (loading)': outgoing('sending'),
  'refused (error)': outgoing('failed', 'The disk is full: nothing was stored. Please try later.'),
  'with files on their way': { ...outgoing('sending'), files: [file('timetable.pdf', 'application/pdf'), file('harbour.jpg', 'image/jpeg')] },
};

class DesignPage extends LitElement {
  static override styles = formSheet(css);

  protected override firstUpdated(): void {
    setTimeout(() => showStates([...this.shadowRoot!.adoptedStyleSheets]));
  }

  override render() {
    return html`<h1>Parley: tokens and components</h1>
      <h2>Colours</h2><div class="row">${names(/^--(surface|line|text(-soft|-quiet)?$|accent|on-accent|warn|danger|present|focus|code)/).map((name) => figure(name, html`<div class="swatch" data-paint=${name}></div>`))}</div>
      <h2>Type</h2>${names(/^--text-(xs|s|m|l|xl|2xl)$/).map((name) => figure(name, html`<span data-size=${name}>The plan for Thursday: 3 October, 8 o’clock · مرحبا · Tiếng Việt</span>`))}
      <h2>Space, radius, shadow</h2><div class="row">
        ${names(/^--space/).map((name) => figure(name, html`<div class="bar" data-width=${name}></div>`))}
        ${names(/^--radius/).map((name) => figure(name, html`<div class="swatch" data-radius=${name}></div>`))}
        ${names(/^--shadow/).map((name) => figure(name, html`<div class="swatch" data-shadow=${name}></div>`))}</div>
      <h2>Buttons</h2>
      ${(['button', 'button plain', 'button danger', 'button small', 'icon-button'] as const).map((kind) => html`<div class="row">${this.states(kind)}</div>`)}
      <h2>Fields</h2><div class="row">${this.fields()}</div>
      <h2>Marks</h2><div class="row">
        ${figure('badge', html`<span class="badge">${number(12)}</span>`)} ${figure('pill', html`<span class="pill">legacy</span>`)}
        ${['', 'online', 'away', 'dnd'].map((presence) => figure(`avatar ${presence}`, html`<parley-avatar user=${PEOPLE.ann.id} name="Ann Keller" presence=${presence}></parley-avatar>`))}
        ${[Pencil, Pin, SendHorizontal, SmilePlus, Trash2].map((icon) => figure('icon', html`<parley-icon .icon=${icon}></parley-icon>`))}</div>
      <h2>Messages</h2><div class="row">${Object.entries(MESSAGES).map(([label, message]) => figure(label, html`<div class="card"><parley-message first .message=${message}></parley-message></div>`))}</div>
      <h2>Files</h2><div class="row">
        ${figure('at rest', html`<parley-attachment .file=${file('timetable.pdf', 'application/pdf')}></parley-attachment>`)}
        ${figure('disabled: not sent yet', html`<parley-attachment pending .file=${file('timetable.pdf', 'application/pdf')}></parley-attachment>`)}
        ${figure('error: no preview', html`<parley-attachment .file=${file('gone.png', 'image/png')}></parley-attachment>`)}</div>
      <h2>Empty, loading, error</h2><div class="row">
        ${figure('empty', html`<div class="card"><p class="empty">${t('panel.noPins')}</p></div>`)}
        ${figure('loading', html`<div class="card"><p class="empty" role="status">${t('common.moment')}</p></div>`)}
        ${figure('error', html`<div class="card"><p class="error">${t('upload.lost')}</p></div>`)}
        ${figure('toast', html`<button class="button plain" @click=${() => toast(t('code.copied'))}>Show one</button>`)}</div>
      <parley-toasts></parley-toasts>`;
  }

  private states(kind: string) {
    const what = kind === 'icon-button' ? html`<parley-icon .icon=${X}></parley-icon>` : 'Save';
    return ['', ...STATES.map((state) => `is-${state}`)].map((state) => figure(state.slice(3) || kind, html`<button class="${kind} ${state}" aria-label=${kind === 'icon-button' ? 'Close' : nothing}>${what}</button>`))
      .concat(figure('disabled', html`<button class=${kind} disabled aria-label=${kind === 'icon-button' ? 'Close' : nothing}>${what}</button>`));
  }

  private fields() {
    const field = (label: string, input: TemplateResult) => figure(label, html`<div class="field"><label>Name${input}</label></div>`);
    return [
      field('at rest', html`<input value="ann" />`), field('focus', html`<input class="is-focus-visible" value="ann" />`), field('empty', html`<input placeholder="Room or person" />`),
      field('error', html`<input aria-invalid="true" value="a,b" />`), field('disabled', html`<input disabled value="ann" />`),
      field('select', html`<select><option>Online</option></select>`),
      ...[false, true].map((checked) => figure(checked ? 'chosen' : 'choice', html`<label class="choice"><input type="radio" .checked=${checked} /><b>Private</b><small>Only people you invite.</small></label>`)),
    ];
  }

  /** What a token means is set here, as the page's policy allows no style attributes. */
  protected override updated(): void {
    const paint = (attribute: string, property: string) => {
      for (const element of this.shadowRoot!.querySelectorAll<HTMLElement>(`[${attribute}]`)) element.style.setProperty(property, `var(${element.getAttribute(attribute)})`);
    };
    paint('data-paint', 'background');
    paint('data-size', 'font-size');
    paint('data-width', 'inline-size');
    paint('data-radius', 'border-radius');
    paint('data-shadow', 'box-shadow');
  }
}
customElements.define('parley-design', DesignPage);

class DesignFrames extends LitElement {
  static override styles = formSheet(css);
  override render() {
    return html`<div class="frames">${THEMES.map((theme) => html`<iframe title=${theme} src="/ui?theme=${theme}"></iframe>`)}</div>`;
  }
}
customElements.define('parley-design-frames', DesignFrames);

const theme = new URLSearchParams(location.search).get('theme');
const root = document.documentElement;
root.dataset['theme'] = theme === 'dark' ? 'dark' : 'light';
if (theme === 'contrast') root.dataset['contrast'] = 'more';
document.body.replaceChildren(document.createElement(theme ? 'parley-design' : 'parley-design-frames'));
